"""Problems and findings as the desk keeps and shows them: JSON, each with its places."""

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Severity, place_json
from reportgen.findings import BINDING, Finding
from reportgen.workbook.annotation import Annotation

_ORDER = tuple(Severity)
_REPEATED = "documents.draft-by-errors"
"""The code of what says only that there are the errors that stand beside it here."""
MOST = 2_000
"""So many are kept of an upload: nobody mends more before the next try, and the marked copy has the cells."""


def told(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Problems and findings as JSON, the gravest first; what is said in the same words (of several kinds of document) is one, with all its places."""
    together: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in sorted((one for one in diagnostics if one.code != _REPEATED), key=lambda one: _ORDER.index(one.severity)):
        said = together.setdefault((one.severity.value, one.message, one.unit or ""), _told(one))
        said["places"] += [place for place in map(place_json, one.places) if place not in said["places"]]
    return list(together.values())[:MOST]


def _told(one: Diagnostic) -> dict[str, Any]:
    clause = one.clause if isinstance(one, Finding) else None
    return {
        "severity": one.severity.value,
        "head": one.severity.title if clause is None else BINDING[one.severity],
        "message": one.message,
        "why": "" if clause is None else f"{clause.number or f'《{clause.document}》'} {clause.location}“{clause.quote}”",
        "help": one.help,
        "unit": one.unit,
        "places": [],
    }


def annotations(kept: Iterable[Mapping[str, Any]]) -> list[Annotation]:
    """What was kept, as a marked copy takes it."""
    return [
        Annotation(
            Severity(one["severity"]), one["head"], one["message"], one["why"], one["help"], tuple(Place(**place) for place in one["places"]), one["unit"]
        )
        for one in kept
    ]


def counted(kept: Iterable[Mapping[str, Any]]) -> str:
    """How many there are of each severity, in words."""
    found = [one["severity"] for one in kept]
    numbers = ((severity.title, found.count(severity.value)) for severity in Severity)
    return "，".join(f"{title}{number}处" for title, number in numbers if number) or "没有发现问题"
