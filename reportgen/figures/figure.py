"""How figures are computed from rows: exactly (Decimal), and with their sources.

A term that is missing makes what is computed from it missing, never smaller.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Source, Term

if TYPE_CHECKING:  # what is known is told without reading: a figure need not bring the schema
    from reportgen.figures.rows import Rows
    from reportgen.inputs.schema import Record


def cell(record: "Record", key: str) -> Term:
    """The number in field `key` of a row, from its own cell."""
    term: Term | None = record.kept.get(key)
    if term is None:
        term = record.kept[key] = _cell(record, key)
    return term


def _cell(record: "Record", key: str) -> Term:
    value = getattr(record, key)
    place = record.place(key)
    sources = (Source(place, record.raw(key)),)
    if value is not None:
        return Term(value if isinstance(value, Decimal) else Decimal(value), sources)
    title = record.dataset.columns[key].column.title
    no_column = key not in record.origin.cells and place.line is None
    what = f"{Place(place.file, place.sheet)}没有“{title}”一列" if no_column else f"{place}的{title}"
    return Term(None, sources, (what,))


def given(name: str, label: str, unit: str, record: "Record", key: str) -> Figure:
    """A figure that stands in one cell as it was filled in."""
    term = cell(record, key)
    return Figure(term.value, term.sources, term.lacking, name, label, unit, "填报值")


def total(name: str, label: str, unit: str, formula: str, terms: Iterable[Term], rows: "Rows") -> Figure:
    """The sum of `terms`, which come from `rows`; missing where a term is missing or the rows lack a unit's table."""
    terms = tuple(terms)
    missing = (*rows.lacking, *(what for term in terms for what in term.lacking))
    values = [term.value for term in terms if term.value is not None]
    value = sum(values, Decimal(0)) if not missing and len(values) == len(terms) else None
    sources = _sources(terms) or tuple(Source(table, "没有这样的行") for table in rows.tables)
    void = not missing and any(isinstance(term, Figure) and term.void for term in terms)
    return Figure(value, sources, missing, name, label, unit, formula, void)


def share(name: str, label: str, formula: str, part: Term, whole: Term) -> Figure:
    """`part` of `whole` in percent; missing where either is; void where the whole is zero, as nothing has no share."""
    value = part.value / whole.value * 100 if part.value is not None and whole.value else None
    void = part.value is not None and whole.value == 0
    return Figure(value, _sources((part, whole)), (*part.lacking, *whole.lacking), name, label, "%", formula, void)


def quotient(name: str, label: str, unit: str, formula: str, part: Term, whole: Term) -> Figure:
    """`part` by `whole`; missing where either is; void where the whole is zero."""
    found = share(name, label, formula, part, whole)
    return replace(found, value=None if found.value is None else found.value / 100, unit=unit)


def difference(name: str, label: str, unit: str, formula: str, minuend: Term, subtrahend: Term) -> Figure:
    """`minuend` less `subtrahend`; missing where either is."""
    value = None if minuend.value is None or subtrahend.value is None else minuend.value - subtrahend.value
    return Figure(value, _sources((minuend, subtrahend)), (*minuend.lacking, *subtrahend.lacking), name, label, unit, formula)


def remainder(name: str, label: str, unit: str, formula: str, whole: Term, part: Term) -> Figure:
    """What is left of `whole` without `part` of it. A part larger than the whole contradicts it: then nobody knows what is left, and it is missing."""
    left = difference(name, label, unit, formula, whole, part)
    if left.value is None or left.value >= 0:
        return left
    return Figure(None, left.sources, (f"{label}（{formula}小于0，数据相互矛盾）",), name, label, unit, formula)


def product(one: Term, other: Term) -> Term:
    """Two numbers multiplied; missing where either is."""
    value = None if one.value is None or other.value is None else one.value * other.value
    return Term(value, _sources((one, other)), (*one.lacking, *other.lacking))


def count(name: str, label: str, unit: str, rows: "Rows", key: str) -> Figure:
    """How many rows there are; missing where field `key` of one, which decides whether it counts, couldn't be read."""
    return total(name, label, unit, "数据表的行数", [one_of(row, key) for row in rows.rows], rows)


def different(name: str, label: str, unit: str, rows: "Rows", key: str) -> Figure:
    """How many different texts field `key` of the rows has; missing where one couldn't be read."""
    first = {getattr(row, key): row for row in reversed(rows.rows)}
    return total(name, label, unit, "不同名称的个数", [one_of(row, key) for row in first.values()], rows)


def one_of(row: "Record", key: str) -> Term:
    """One, for a row that counts; unknown where field `key`, which decides whether it does, couldn't be read."""
    known = getattr(row, key) is not None
    return Term(Decimal(1) if known else None, (Source(row.place(key), row.raw(key)),), () if known else (str(row.place(key)),))


def parts(group: object) -> dict[str, Figure]:
    """The figures of a group (a dataclass) by name, for a group that has these and more."""
    named = ((name, getattr(group, name)) for name in getattr(group, "__dataclass_fields__", ()))
    return {name: value for name, value in named if isinstance(value, Figure)}


def _sources(terms: Iterable[Term]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for term in terms for source in term.sources))
