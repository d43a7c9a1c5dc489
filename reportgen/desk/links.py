"""Where a place of the inputs is on the desk's pages."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reportgen.desk.engine import Tree
from reportgen.desk.sheets import TABLES


def unit_of_file(tree: Tree, season: str, file: str) -> str | None:
    """The unit (name) in whose folder a file lies; None where it is none of this season's units."""
    start = f"inputs/{season}/"
    folder = file.removeprefix(start).partition("/")[0] if file.startswith(start) else ""
    return next((unit for unit, of_unit in tree.units.items() if of_unit == folder), None)


def place_words(place: Mapping[str, Any]) -> str:
    """A place in words: 填报表.xlsx《改造任务》C5."""
    name = place["file"].rpartition("/")[2]
    sheet = f"《{place['sheet']}》" if place["sheet"] else ""
    line = "" if place["line"] is None else f"第{place['line']}行"
    return f"{name}{sheet or ' '}{place['cell'] or line}".strip()


def link_to(tree: Tree, season: str, place: Mapping[str, Any]) -> str | None:
    """The address of a place on the page of its unit's data; None where there is none: what is no table isn't shown there."""
    unit = unit_of_file(tree, season, place["file"])
    if unit is None or PurePosixPath(place["file"]).suffix.lower() not in TABLES:
        return None
    asked = {"book": place["file"].rpartition("/")[2], "sheet": place["sheet"] or "", "cell": place["cell"] or "", "line": str(place["line"] or "")}
    query = urlencode({key: value for key, value in asked.items() if value})
    anchor = f"#{place['cell']}" if place["cell"] else ""
    return f"{reverse('unit', args=(season, unit))}?{query}{anchor}"


def linked(tree: Tree, season: str, said: list[dict[str, Any]], shown: frozenset[str]) -> list[dict[str, Any]]:
    """What is said, each place with its words and its address; of places in units that aren't `shown` to the person there is no address."""

    def placed(place: Mapping[str, Any]) -> dict[str, Any]:
        unit = unit_of_file(tree, season, place["file"])
        return {**place, "words": place_words(place), "href": link_to(tree, season, place) if unit in shown else None}

    return [{**one, "places": [placed(place) for place in one["places"]]} for one in said]
