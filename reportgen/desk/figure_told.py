"""What is told of a figure besides its cells: the findings that it, or one of its cells, has part in; and what it was before."""

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.desk.comparing import day_of
from reportgen.desk.links import place_words
from reportgen.diagnostics import Severity, place_json
from reportgen.diff.figure_history import Past
from reportgen.diff.summary import exact
from reportgen.findings import BINDING
from reportgen.language.figure import Figure
from reportgen.versions.version import Version


def findings_about(version: Version, figure: Figure) -> list[dict[str, Any]]:
    """The findings of a version that name a figure, or one of the cells that it comes from."""
    cells = [place_json(source.place) for source in figure.sources]
    return [_told(one) for one in version.findings if figure.name in one.get("figures", {}) or any(place in cells for place in one.get("places", ()))]


def past_words(pasts: Iterable[Past], season: str) -> list[dict[str, str]]:
    """The values that a figure had, in words: in which versions, since when, which value; of another season that season."""
    return [
        {
            "versions": f"第{one.first}版" if one.first == one.last else f"第{one.first}—{one.last}版",
            "season": "" if one.season == season else one.season,
            "day": "至".join(dict.fromkeys(map(day_of, (one.since, one.until)))),
            "value": "公文里没有这个数" if not one.shown else exact(one.value) + (one.unit if one.value is not None else ""),
        }
        for one in pasts
    ]


def _told(finding: Mapping[str, Any]) -> dict[str, Any]:
    places = [place_words(place) for place in finding.get("places", ())]
    severity = Severity(finding["severity"])
    return {"severity": severity.value, "head": BINDING[severity], "message": finding["message"], "rule": finding["rule"], "places": places}
