"""Diagnostics and findings as JSON that is kept, and back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Severity
from reportgen.findings import Clause, Evaluated, Explanation, Finding, FoundRows, NotChecked
from reportgen.shapes import listed


def encode(diagnostic: Diagnostic) -> list[Any]:
    """A diagnostic, or a finding, as a list of plain values."""
    places = [encode_place(place) for place in diagnostic.places]
    plain = [diagnostic.code, diagnostic.severity.value, diagnostic.message, places, diagnostic.help, diagnostic.unit]
    if not isinstance(diagnostic, Finding):
        return plain
    clause = diagnostic.clause
    figures = {name: str(value) for name, value in diagnostic.figures.items()}
    of = diagnostic.explanation
    explained = None if of is None else [of.reason, of.until.isoformat(), of.by, of.lapsed]
    rows = None if diagnostic.rows is None else [diagnostic.rows.dataset, diagnostic.rows.column, diagnostic.rows.condition, diagnostic.rows.order]
    return [*plain, [clause.document, clause.number, clause.location, clause.quote], diagnostic.kind, figures, explained, rows]


def encode_place(place: Place) -> list[str | int | None]:
    """A place as a list of plain values."""
    return [place.file, place.sheet, place.cell, place.line]


def encode_all(diagnostics: Iterable[Diagnostic]) -> list[list[Any]]:
    """All of them."""
    return [encode(one) for one in diagnostics]


def problem(values: list[Any]) -> Diagnostic:
    """The diagnostic that `encode` made the values of."""
    return Diagnostic(*_plain(listed(values)))


def finding(values: list[Any]) -> Finding:
    """The finding that `encode` made the values of."""
    clause, kind, figures, explained, rows = listed(values)[6:]
    numbers = {name: Decimal(value) for name, value in figures.items()}
    found = None if rows is None else FoundRows(*listed(rows))
    return Finding(*_plain(values), clause=Clause(*listed(clause)), kind=kind, figures=numbers, explanation=_explanation(explained), rows=found)


def _explanation(values: list[Any] | None) -> Explanation | None:
    if values is None:
        return None
    reason, until, by, lapsed = listed(values)
    return Explanation(reason, date.fromisoformat(until), by, lapsed)


def problems(lists: list[list[Any]]) -> tuple[Diagnostic, ...]:
    """All of them."""
    return tuple(map(problem, listed(lists)))


def encode_evaluated(evaluated: Evaluated) -> list[Any]:
    """What the policies say to a document, as a list of plain values."""
    not_checked = [[one.rule, one.unit, one.kind, one.missing] for one in evaluated.not_checked]
    return [[encode(one) for one in evaluated.findings], not_checked, evaluated.holds, [encode(one) for one in evaluated.problems]]


def evaluated(values: list[Any]) -> Evaluated:
    """What `encode_evaluated` made the values of."""
    findings, not_checked, holds, faults = listed(values)
    unchecked = tuple(NotChecked(rule, unit, kind, tuple(listed(missing))) for rule, unit, kind, missing in map(listed, listed(not_checked)))
    return Evaluated(tuple(map(finding, listed(findings))), unchecked, tuple(listed(holds)), problems(faults))


def _plain(values: list[Any]) -> tuple[Any, ...]:
    code, severity, message, places, help_text, unit = values[:6]
    return code, Severity(severity), message, tuple(Place(*listed(place)) for place in listed(places)), help_text, unit
