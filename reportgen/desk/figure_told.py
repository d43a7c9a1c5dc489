"""What is told of a figure besides its cells: the findings that it, or one of its cells, has part in; and what it was before."""

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.desk.links import place_words
from reportgen.desk.moments import day_words
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


def past_words(pasts: Iterable[Past], season: str, by_data: str | None) -> list[dict[str, str]]:
    """The values that a figure had, in words: in which versions, on which days, which value; of another season that season.

    `by_data` is what it was in the season before by the data: told where no document of that season tells it.
    """
    before = str(int(season) - 1)
    told = [
        {
            "versions": f"第{one.first}版" if one.first == one.last else f"第{one.first}—{one.last}版",
            "season": "" if one.season == season else one.season,
            "day": "至".join(dict.fromkeys(map(day_words, (one.since, one.until)))),
            "value": "公文里没有这个数" if not one.shown else exact(one.value) + (one.unit if one.value is not None else ""),
        }
        for one in pasts
    ]
    if by_data is not None and not any(one["season"] == before for one in told):
        told.append({"versions": "填报数据", "season": before, "day": "没有生成公文", "value": by_data})
    return sorted(told, key=lambda one: -int(one["season"] or season))


def _told(finding: Mapping[str, Any]) -> dict[str, Any]:
    places = [place_words(place) for place in finding.get("places", ())]
    severity = Severity(finding["severity"])
    return {"severity": severity.value, "head": BINDING[severity], "message": finding["message"], "rule": finding["rule"], "places": places}
