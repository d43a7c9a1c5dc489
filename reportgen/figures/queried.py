"""Declared figures over a large table (大表): asked by queries, traced to ranges of rows; a test holds them against rows walked through."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.figures.figure import cell, one_of, quotient, total
from reportgen.figures.rows import MOST_TOLD, Rows
from reportgen.inputs.kept_rows import KeptRows, plainly
from reportgen.inputs.schema import Field, Record
from reportgen.inputs.schema.figure_entries import DeclaredFigure, Wanted
from reportgen.language.figure import Figure, Source, Term
from reportgen.ledger.engine import quoted

MOST_RANGES = 50
"""Of so many ranges of rows the sources of a figure are told; what comes behind is told file by file."""
Condition = tuple[Field, Wanted]


def values_in(rows: Sequence[Record], key: str) -> set[object]:
    """The different values of a column, None among them where a row has none."""
    if isinstance(rows, KeptRows):
        return {*rows.texts(key), *([None] if rows.number(f'"{key}" IS NULL') else [])}
    return {getattr(row, key) for row in rows}


def queried(declared: DeclaredFigure, rows: Rows, held: KeptRows, name: str, label: str, conditions: tuple[Condition, ...]) -> Figure:
    """A figure that is counted over the rows of a large table; missing where a cell that it is made of, or a condition asks about, isn't known."""
    assert declared.counted is not None  # noqa: S101  # else it is computed from two others
    fields, way = declared.counted.fields, declared.entry.way
    counts = " AND ".join(_holds(held, *condition) for condition in conditions) or "TRUE"
    unsure = [*_unsure(held, counts, conditions)]
    key = fields[0].key if fields else ""

    def summed(terms: Iterable[Term]) -> Figure:
        return total(name, label, declared.measure, declared.formula, (*terms, *unsure), rows)

    match way:
        case "mean" if declared.weight is not None:
            weighted = total("", label, "", "", (*_products(held, counts, declared.weight.key, key), *unsure), rows)
            whole = total("", label, "", "", _sums(held, counts, declared.weight.key), rows)
            return quotient(name, label, declared.measure, declared.formula, weighted, whole)
        case "distinct":
            number = held.ask(f'SELECT count(DISTINCT "{key}") FROM held WHERE {counts}')[0][0]
            without = held.where(f'"{key}" IS NULL AND ({counts})', most=1)
            return summed((*_known(held, key, counts, Decimal(number)), *(one_of(row, key) for row in without)))
        case "count":
            if not fields:
                return summed(_known(held, min(held.dataset.columns), counts, Decimal(held.number(counts))))
            read = f'"{key}" IS NOT NULL AND ({counts})'
            lacking = _lacking(held, f'"{key}" IS NULL' if fields[0].required else held.unread(key), counts)
            return summed((*_known(held, key, read, Decimal(held.number(read))), *(one_of(row, key) for row in lacking)))
        case "sum" if declared.times is not None:
            return summed(_products(held, counts, declared.times.key, key))
    whole = summed(term for field in fields for term in _sums(held, counts, field.key))
    if way == "sum" or whole.value is None or not held.number(counts):
        return whole
    asked = "min" if way == "lowest" else "max"
    found = [value for field in fields for (value,) in held.ask(f'SELECT {asked}("{field.key}") FROM held WHERE {counts}') if value is not None]
    return replace(whole, value=_number((min if way == "lowest" else max)(found)))


def latest(held: KeptRows, at: str, key: str, conditions: tuple[Condition, ...]) -> Iterator[Term]:
    """The numbers of the rows of the latest day on which a column is filled in, together; unknown where a day can't be read."""
    counts = " AND ".join(_holds(held, *condition) for condition in conditions) or "TRUE"
    yield from _unsure(held, counts, conditions)
    filled = f'("{key}" IS NOT NULL OR {held.unread(key)}) AND ({counts})'
    yield from (Term(None, (), (str(place),)) for place in held.places(at, f'"{at}" IS NULL AND {filled}', most=MOST_TOLD))
    last = held.ask(f'SELECT max("{at}") FROM held WHERE {filled}')[0][0]
    if last is not None:
        yield from _sums(held, f'{filled} AND "{at}" = {_literal(last)}', key)


def _sums(held: KeptRows, counts: str, key: str) -> Iterator[Term]:
    """The numbers of a column together, and those that aren't known, the first of them."""
    value = held.ask(f'SELECT sum("{key}") FROM held WHERE {counts}')[0][0]
    yield from _known(held, key, f'"{key}" IS NOT NULL AND ({counts})', _number(value or 0))
    yield from (cell(row, key) for row in _lacking(held, f'"{key}" IS NULL', counts))


def _products(held: KeptRows, counts: str, one: str, other: str) -> Iterator[Term]:
    """The numbers of two columns multiplied row by row, together; exactly, which DuckDB can't with as many digits."""
    both = f'"{one}" IS NOT NULL AND "{other}" IS NOT NULL AND ({counts})'
    pairs = held.ask(f'SELECT "{one}", "{other}", count(*) FROM held WHERE {both} GROUP BY 1, 2')
    value = sum((_number(first) * _number(second) * number for first, second, number in pairs), Decimal(0))
    yield from _known(held, other, both, value)
    for key in (one, other):
        yield from (cell(row, key) for row in _lacking(held, f'"{key}" IS NULL', counts))


def _known(held: KeptRows, key: str, condition: str, value: Decimal) -> Iterator[Term]:
    """A number that comes from the rows of which a condition holds; nothing where there are none."""
    ranges = held.ranges(key, condition, MOST_RANGES)
    if ranges:
        yield Term(value, tuple(Source(place, f"{number}行") for place, number in ranges))


def _lacking(held: KeptRows, missing: str, counts: str) -> tuple[Record, ...]:
    """The first rows that count and lack something."""
    return held.where(f"{missing} AND ({counts})", most=MOST_TOLD)


def _unsure(held: KeptRows, counts: str, conditions: Iterable[Condition]) -> Iterator[Term]:
    """A term that isn't known for each of the first rows of which nobody knows whether they count."""
    doubted = ""
    for field, wanted in conditions:
        here = f"({_holds(held, field, wanted)}) IS NULL"
        rows = held.places(field.key, f"({counts}) IS NULL AND {here}{doubted}", most=MOST_TOLD)
        yield from (Term(None, (), (str(place),)) for place in rows)
        doubted += f" AND NOT ({here})"


def _holds(held: KeptRows, field: Field, wanted: Wanted) -> str:
    """The SQL of whether a cell holds what is wanted; NULL where nobody can read it."""
    unknown = f'"{field.key}" IS NULL' if field.required else held.unread(field.key)
    return f"CASE WHEN {unknown} THEN NULL ELSE coalesce({_wanted(field.key, wanted)}, FALSE) END"


def _wanted(key: str, wanted: Wanted) -> str:
    if wanted.least is not None or wanted.most is not None:
        limits = ((">=", wanted.least), ("<=", wanted.most))
        return " AND ".join(f'"{key}" {sign} {_literal(bound)}' for sign, bound in limits if bound is not None)
    among = " OR ".join(f'"{key}" IS NULL' if value is None else f'coalesce("{key}" = {_literal(value)}, FALSE)' for value in wanted.values)
    return f"NOT ({among})" if wanted.other else f"({among})"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"DATE {quoted(value.isoformat())}" if isinstance(value, date) else quoted(str(value))


def _number(value: int | Decimal) -> Decimal:
    return plainly(value) if isinstance(value, Decimal) else Decimal(value)
