"""The figures that an office declares (inputs/programme/figures.yaml), computed as any other: with their sources, missing where a term is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import cell, difference, one_of, product, quotient, share, total
from reportgen.figures.progress import holders
from reportgen.figures.rows import unread
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Field, Record
from reportgen.inputs.schema.figure_entries import DeclaredFigure, DeclaredTheme, Wanted
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source, Term

PREFIX = "own"
"""What the names of declared figures begin with: own.handouts.number."""
Condition = tuple[Field, Wanted]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Figures of a theme by key: of the unit, or of one value or one unit below, whose `name` it has.

    `groups` are those by value of a column of choices, of the values that there are, in one order for the unit and all below it, `others`
    those of the values that no row has, which a rule may name; `units` those of the units below, each with its own `groups` and `units`: a
    table of any depth is a loop within a loop.
    """

    name: str
    key: str
    figures: Mapping[str, Figure]
    groups: tuple["OwnFigures", ...] = ()
    units: tuple["OwnFigures", ...] = ()
    others: tuple["OwnFigures", ...] = ()

    def __getattr__(self, key: str) -> "Figure | OwnFigures":
        """A figure, or the figures of a value, by its key. Raises AttributeError where there is none."""
        if key in self.figures:
            return self.figures[key]
        found = next((group for group in (*self.groups, *self.others) if group.key == key), None)
        if found is None:
            raise AttributeError(key)
        return found

    def __dir__(self) -> list[str]:
        """What it answers to, for who means something else."""
        return ["groups", "units", "name", *self.figures, *(group.key for group in (*self.groups, *self.others))]


def own_figures(scope: Scope) -> Mapping[str, OwnFigures]:
    """The declared figures by theme."""
    return {theme.key: _theme(scope, theme) for theme in scope.programme.themes}


def _theme(scope: Scope, theme: DeclaredTheme) -> OwnFigures:
    prefix, (values, others) = f"{PREFIX}.{theme.key}", _values(scope, theme)

    def of_unit(unit: Scope, name: str, label: str, key: str) -> OwnFigures:
        def of_value(value: Choice) -> OwnFigures:
            return OwnFigures(str(value), value.key, _figures(unit, theme, f"{name}.{value.key}", f"{label}{value}", value))

        units = (of_unit(child, f"{prefix}.unit.{child.unit.code}", child.unit.label, child.unit.code) for child in _below(unit, theme))
        return OwnFigures(label, key, _figures(unit, theme, name, label), tuple(map(of_value, values)), tuple(units), tuple(map(of_value, others)))

    return of_unit(scope, prefix, "", theme.key)


def _below(scope: Scope, theme: DeclaredTheme) -> Iterator[Scope]:
    """The units below that have rows of a theme's datasets, or should have."""
    if theme.units:
        found = {id(child) for one in theme.figures.values() if one.counted is not None for child in scope.below(one.counted.dataset)}
        yield from (child for child in scope.children if id(child) in found)


def _values(scope: Scope, theme: DeclaredTheme) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The values of the column by which the figures are told apart, in their order: those that rows have, and the others.

    One that couldn't be read may be any.
    """
    found: dict[str, Choice] = {}
    offered: tuple[Choice, ...] = ()
    for declared in theme.figures.values():
        field = _by(theme, declared)
        if field is not None and declared.counted is not None:
            offered = tuple(choice for choice in field.choices if isinstance(choice, Choice))
            rows = scope.rows(declared.counted.dataset).rows
            found |= {choice: choice for row in rows for choice in offered if getattr(row, field.key) in (choice, None)}
    return tuple(choice for choice in offered if choice in found), tuple(choice for choice in offered if choice not in found)


def _by(theme: DeclaredTheme, declared: DeclaredFigure) -> Field | None:
    """The column by which a figure's rows are told apart, where its dataset has it."""
    fields = declared.counted.dataset.fields() if declared.counted is not None else ()
    return next((field for field in fields if field.key == theme.by), None)


def _figures(scope: Scope, theme: DeclaredTheme, prefix: str, label: str, value: Choice | None = None) -> dict[str, Figure]:
    """The figures of a unit, or of those of its rows that have a value; a figure whose dataset has no such column is none of that value's."""
    found: dict[str, Figure] = {}
    for key, declared in theme.figures.items():
        name, title = f"{prefix}.{key}", f"{label}{declared.entry.label}"
        if declared.counted is None:
            one, other = (found.get(part) for part in declared.parts)
            if one is not None and other is not None:
                found[key] = _of_two(declared, name, title, one, other)
            continue
        by = _by(theme, declared)
        if value is None or by is not None:
            conditions = declared.where if value is None or by is None else (*declared.where, (by, Wanted((value,))))
            found[key] = _of_rows(scope, declared, name, title, conditions)
    return found


def _of_two(declared: DeclaredFigure, name: str, label: str, one: Figure, other: Figure) -> Figure:
    match declared.entry.way:
        case "share":
            return share(name, label, declared.formula, one, other)
        case "difference":
            return difference(name, label, declared.measure, declared.formula, one, other)
        case _:
            return quotient(name, label, declared.measure, declared.formula, one, other)


def _of_rows(scope: Scope, declared: DeclaredFigure, name: str, label: str, conditions: tuple[Condition, ...]) -> Figure:
    assert declared.counted is not None  # noqa: S101  # else it is computed from two others
    dataset, field = declared.counted
    rows = scope.rows(dataset)
    way, key = declared.entry.way, field.key if field else ""
    if way == "latest" and declared.at is not None:
        at = declared.at.key
        terms = [term for holder in holders(scope, dataset) for term in _latest(holder.rows(dataset).rows, at, key, conditions)]
        return total(name, label, declared.measure, declared.formula, terms, rows)
    chosen, unsure = _chosen(rows.rows, conditions)
    if way == "mean" and declared.weight is not None:
        weight = declared.weight.key
        weighted = total("", label, "", "", (*(product(cell(row, key), cell(row, weight)) for row in chosen), *unsure), rows)
        return quotient(name, label, declared.measure, declared.formula, weighted, total("", label, "", "", (cell(row, weight) for row in chosen), rows))
    if way == "distinct":
        first = {getattr(row, key): row for row in reversed(chosen)}
        terms = [one_of(row, key) for row in first.values()]
    elif way == "count":
        terms = [Term(Decimal(1), (Source(row.origin.place, ""),)) for row in chosen]
    else:
        terms = [cell(row, key) for row in chosen]
    return total(name, label, declared.measure, declared.formula, (*terms, *unsure), rows)


def _chosen(rows: tuple[Record, ...], conditions: tuple[Condition, ...]) -> tuple[list[Record], list[Term]]:
    """The rows that the conditions hold of; for each of which nobody knows, since a cell can't be read, an unknown term."""
    chosen: list[Record] = []
    unsure: list[Term] = []
    for row in rows:
        said = [_holds(row, field, wanted) for field, wanted in conditions]
        if False not in said:
            doubted = next((field for (field, _), one in zip(conditions, said, strict=True) if one is None), None)
            if doubted is None:
                chosen.append(row)
            else:
                unsure.append(Term(None, (), (str(row.place(doubted.key)),)))
    return chosen, unsure


def _holds(row: Record, field: Field, wanted: Wanted) -> bool | None:
    """Whether a cell holds what is wanted; None where nobody can read it."""
    value = getattr(row, field.key)
    if value is None and (field.required or unread(row, field.key)):
        return None
    return wanted.holds(value)


def _latest(rows: tuple[Record, ...], at: str, key: str, conditions: tuple[Condition, ...]) -> Iterator[Term]:
    """The numbers of the rows of the latest day on which the column is filled in; unknown where a day can't be read."""
    chosen, unsure = _chosen(rows, conditions)
    yield from unsure
    filled = [row for row in chosen if getattr(row, key) is not None or unread(row, key)]
    yield from (Term(None, (), (str(row.place(at)),)) for row in filled if getattr(row, at) is None)
    last = max((getattr(row, at) for row in filled if getattr(row, at) is not None), default=None)
    yield from (cell(row, key) for row in filled if last is not None and getattr(row, at) == last)
