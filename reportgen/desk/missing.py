"""What a document still lacks (待补), place by place: each with the way to its cell, or to the sheet in which the row would stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reportgen.desk.engine import Tree
from reportgen.desk.links import link_to, place_words, unit_of_file
from reportgen.desk.sheets import TABLES

_CODE = "documents.missing-"
"""How the codes begin of what is said of gaps in a document."""
MOST = 100
"""Places of one gap that are listed: a column of a long table has more blanks than anybody fills in from a list."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is to be filled in, in words; the address at which it is seen, and the one at which it is filled in (None: there is none)."""

    words: str
    href: str | None
    fill: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is lacking: in words, what is to be done, where; and how many more places there are."""

    words: str
    help: str
    spots: tuple[Spot, ...]
    more: int


def gaps(tree: Tree, season: str, said: Sequence[Mapping[str, Any]], shown: frozenset[str], fills: frozenset[str]) -> list[Gap]:
    """What is lacking, of what is said of a document (`desk.told`). The person sees the data of the units `shown`, and fills in those of `fills`."""
    return [_gap(tree, season, one, shown, fills) for one in said if str(one.get("code", "")).startswith(_CODE)]


def others(said: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What else is said of it."""
    return [one for one in said if not str(one.get("code", "")).startswith(_CODE)]


def _gap(tree: Tree, season: str, one: Mapping[str, Any], shown: frozenset[str], fills: frozenset[str]) -> Gap:
    spots = tuple(_spot(tree, season, place, shown, fills) for place in one["places"][:MOST])
    return Gap(one["message"], one["help"], spots, max(0, len(one["places"]) - MOST))


def _spot(tree: Tree, season: str, place: Mapping[str, Any], shown: frozenset[str], fills: frozenset[str]) -> Spot:
    unit = unit_of_file(tree, season, place["file"])
    fill = None
    if unit in fills and PurePosixPath(place["file"]).suffix.lower() in TABLES:
        asked = {"book": place["file"].rpartition("/")[2], **{name: place[name] for name in ("sheet", "line") if place[name]}}
        anchor = f"#c-{place['cell']}" if place["cell"] else ""
        fill = f"{reverse('edit', args=(season, unit))}?{urlencode(asked)}{anchor}"
    words = place_words(place)
    folder = PurePosixPath(place["file"]).parent.name
    named = words if unit is not None and len(shown) == 1 else f"{unit or folder} {words}"
    return Spot(named, link_to(tree, season, place) if unit in shown else None, fill)
