"""Sums of any depth equal their parts, whichever units give rows of their own; what they leave open is said at the cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Place
from reportgen.figures.scope import Scope, scopes
from reportgen.inputs.records import Table, UnitInputs
from reportgen.inputs.schema import Origin, Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Unit
from reportgen.programmes.clean_heating.figures.tasks import Tasks, UnitTasks, tasks

LEVELS = list(Level)


@dataclass(frozen=True)
class Node:
    """A unit: households of its own rows (None: it has no table), and the units below it."""

    own: int | None
    below: tuple["Node", ...] = field(default=())


NUMBERS = st.integers(0, 9999)


def nodes(depth: int, own: st.SearchStrategy[int | None]) -> st.SearchStrategy[Node]:
    """Trees of so many levels below; `own` is what a unit gives that has others below it."""
    leaf = st.builds(Node, NUMBERS)
    if depth == 0:
        return leaf
    return st.one_of(leaf, st.builds(Node, own, st.lists(nodes(depth - 1, own), min_size=1, max_size=3).map(tuple)))


def scope_of(tree: Node) -> Scope:
    """The tree as units, the highest a province."""
    made: list[UnitInputs] = []

    def add(node: Node, depth: int, parent: str | None, at: str) -> None:
        name = f"单位{at}"
        unit = Unit(name=name, level=LEVELS[depth], code=f"9{at}", parent=parent, authority=name, order=len(made))
        tables = {} if node.own is None else {"tasks": Table(shipped().by_key["tasks"], (_row(name, node.own),), place=Place(f"{name}/改造任务.csv"))}
        made.append(UnitInputs(unit, name, tables))
        for number, child in enumerate(node.below, 1):
            add(child, depth + 1, name, f"{at}{number}")

    add(tree, 0, None, "1")
    return scopes(tuple(made))[0]


def _row(name: str, households: int) -> Record:
    place = Place(f"{name}/改造任务.csv", cell="C2")
    raws = {"path": "煤改电", "area": "农村", "households": str(households)}
    path, area = shipped().choice("path", "electricity"), shipped().choice("area", "rural")
    values = {"path": path, "area": area, "households": households}
    return Record(shipped().by_key["tasks"], values, Origin(dict.fromkeys(raws, place), raws, place))


def whole(node: Node) -> int:
    """What a unit has: its own rows, where it gives any, else all of those below it."""
    return node.own if node.own is not None else sum(map(whole, node.below))


def sums(of: Tasks | UnitTasks, node: Node) -> Iterator[tuple[object, object]]:
    """Of a unit and of all below it, what each sum is and what it should be."""
    split = of if isinstance(of, Tasks) else of.tasks
    yield split.total.value, whole(node)
    yield sum((path.total.value or Decimal(0) for path in split.by_path), Decimal(0)), whole(node)
    yield len(of.units), len(node.below)
    if node.own is None:
        yield sum((unit.tasks.total.value or Decimal(0) for unit in of.units), Decimal(0)), whole(node)
        yield {*split.total.sources}, {source for unit in of.units for source in unit.tasks.total.sources}
    for unit, below in zip(of.units, node.below, strict=True):
        yield from sums(unit, below)


@given(nodes(4, st.one_of(st.none(), NUMBERS)))
def test_every_sum_equals_its_parts(tree: Node) -> None:
    for found, expected in sums(tasks(scope_of(tree)), tree):
        assert found == expected


@given(nodes(4, st.none()), st.sampled_from(LEVELS[1:]))
def test_the_units_of_any_level_add_up_to_the_whole(tree: Node, level: Level) -> None:
    found = tasks(scope_of(tree))
    together = [unit.tasks.total.value or Decimal(0) for unit in found.at(level)] if tree.below else [Decimal(whole(tree))]
    assert sum(together, Decimal(0)) == found.total.value
