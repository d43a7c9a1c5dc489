"""What a season's notice assigns to a unit against what the unit fills in, whatever the programme counts."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from reportgen.figures.figure import total
from reportgen.figures.terms import terms
from reportgen.inputs.schema import CellType, Dataset
from reportgen.inputs.schema.vocabulary import means
from reportgen.language.figure import Figure
from reportgen.language.undefined import Malformed
from reportgen.policy.checks.registry import Outcome, Unknown, Violation, check
from reportgen.policy.facts import Facts
from reportgen.policy.parameters import ASSIGNED

Row: TypeAlias = tuple[Mapping[str, Any], Mapping[str, Decimal | int]]
"""What a row of a notice chooses by column, and its numbers by column."""


@check("as-assigned", needs="", says="table what column unit stated expected")
def as_assigned(facts: Facts) -> Iterator[Outcome]:
    """The numbers of the unit's tables are those of the parameter `assigned`: by unit and dataset, rows of choices (none: the whole table) and numbers.

    What of a dataset that a notice assigns it names no choice for is none: 0. Raises Malformed for what is no dataset, column, choice or number.
    """
    unit, assigned = facts.scope.unit, facts.parameters[ASSIGNED]
    given = assigned.get(unit.name) or assigned.get(unit.label)
    if given is None:
        yield Unknown((f"{facts.scope.programme.notice}给{unit.label}下达的任务（assigned）",))
        return
    for key, published in given.items():
        dataset = facts.scope.programme.by_key.get(key)
        if dataset is None:
            raise Malformed(f"assigned 中{unit.name}的“{key}”不是数据表的 key")
        rows = [_read(row, dataset, unit.name) for row in published]
        for chosen, numbers in (*rows, *_unnamed(facts, dataset, rows)):
            yield from _compared(facts, dataset, chosen, numbers)


def _read(row: Mapping[str, Any], dataset: Dataset, unit: str) -> Row:
    """What a row of a notice chooses, and the numbers that it gives. Raises Malformed."""
    chosen: dict[str, Any] = {}
    numbers: dict[str, Decimal | int] = {}
    for column, value in row.items():
        field = dataset.columns.get(column)
        if field is None:
            raise Malformed(f"assigned 中{unit}的“{column}”不是《{dataset.title}》的列的 key")
        if field.choices:
            choice = next((one for one in field.choices if means(one, value)), None)
            if choice is None:
                raise Malformed(f"assigned 中{unit}的“{value}”不是《{dataset.title}》“{field.column.title}”的选项")
            chosen[column] = choice
        elif field.type in (CellType.COUNT, CellType.NUMBER) and isinstance(value, int | Decimal) and not isinstance(value, bool):
            numbers[column] = value
        else:
            raise Malformed(f"assigned 中{unit}的“{column}: {value}”不是数")
    return chosen, numbers


def _unnamed(facts: Facts, dataset: Dataset, rows: Sequence[Row]) -> Iterator[Row]:
    """The choices of the unit's own rows that none of a notice's names: of them it assigns nothing."""
    columns = tuple(dict.fromkeys(column for chosen, _ in rows for column in chosen))
    numbers = dict.fromkeys((column for _, given in rows for column in given), 0)
    seen = dict.fromkeys(tuple(getattr(row, column) for column in columns) for row in facts.scope.rows(dataset.key).rows) if columns else ()
    for values in seen:
        own = dict(zip(columns, values, strict=True))
        if all(value is not None for value in values) and not any(chosen.items() <= own.items() for chosen, _ in rows):
            yield own, numbers


def _compared(facts: Facts, dataset: Dataset, chosen: Mapping[str, Any], numbers: Mapping[str, Decimal | int]) -> Iterator[Outcome]:
    for column, expected in numbers.items():
        stated = _stated(facts, dataset.key, column, chosen)
        if stated.value is None:
            yield Unknown(stated.lacking)
        elif stated.value != expected:
            field = dataset.columns[column].column
            names = {"table": dataset.title, "what": "".join(map(str, chosen.values())), "column": field.title, "unit": field.unit}
            yield Violation({**names, "stated": stated.value, "expected": expected}, (stated,))


def _stated(facts: Facts, key: str, column: str, chosen: Mapping[str, Any]) -> Figure:
    """What the unit's rows with these choices add up to; those of the units below where it has none of its own."""
    rows = facts.scope.rows(key)
    field, words = facts.scope.programme.by_key[key].columns[column].column, "".join(map(str, chosen.values()))
    name = ".".join((key, *(str(getattr(value, "key", value)) for value in chosen.values()), column))
    return total(name, f"{words}{field.title}", field.unit, f"{words}{field.title}相加", terms(rows.rows, column, **chosen), rows)
