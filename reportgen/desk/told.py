"""Problems and findings as the desk keeps and shows them: JSON, each with its places, in words for those who have no console."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.desk.at_desk import at_desk
from reportgen.diagnostics import Diagnostic, Place, Severity, place_json
from reportgen.findings import BINDING, Finding
from reportgen.workbook.annotation import Annotation

_ORDER = tuple(Severity)
_REPEATED = "documents.draft-by-errors"
"""The code of what says only that there are the errors that stand beside it here."""
MOST = 2_000
"""So many are kept of an upload: nobody mends more before the next try, and the marked copy has the cells."""
TITLES: Mapping[Severity, str] = {**BINDING, Severity.ERROR: f"错误、{BINDING[Severity.ERROR]}"}
"""What the desk calls each severity, of data and of rules together: errors of data are none that somebody must 整改."""
_ID = 10  # characters of a digest: enough to tell the faults of a unit apart in an address


def told(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Problems and findings as JSON, the gravest first; what is said in the same words (of several kinds of document) is one, with all its places."""
    together: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in sorted((one for one in diagnostics if one.code != _REPEATED), key=lambda one: _ORDER.index(one.severity)):
        said = together.setdefault((one.severity.value, one.message, one.unit or ""), _told(one))
        said["places"] += [place for place in map(place_json, one.places) if place not in said["places"]]
    return list(together.values())[:MOST]


def _told(one: Diagnostic) -> dict[str, Any]:
    clause = one.clause if isinstance(one, Finding) else None
    message = at_desk(one.message)
    return {
        "id": hashlib.sha256(f"{one.severity}\0{message}\0{one.unit}".encode()).hexdigest()[:_ID],
        "code": one.code,
        "severity": one.severity.value,
        "head": "错误" if clause is None and one.severity is Severity.ERROR else BINDING[one.severity],
        "message": message,
        "why": "" if clause is None else f"{clause.number or f'《{clause.document}》'} {clause.location}“{clause.quote}”",
        "help": at_desk(one.help),
        "rule": one.code if isinstance(one, Finding) else "",
        "explained": one.explanation.told if isinstance(one, Finding) and one.explanation is not None else "",
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
    numbers = ((TITLES[severity], found.count(severity.value)) for severity in Severity)
    return "，".join(f"{title}{number}处" for title, number in numbers if number) or "没有发现问题"
