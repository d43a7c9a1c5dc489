"""Administrative divisions of China (GB/T 2260): what is a province's, city's or county's name, its code, and what lies in what.

The tables are text in reference/, with their sources (tools/make_divisions.py). They are read when first asked, in a few milliseconds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportgen.inputs.schema.choices import Level

_REFERENCE = Path(__file__).parent / "reference"
_ETHNIC = "自治"
_ENDINGS = ("特别行政区", "自治县", "自治旗", "自治州", "自治区", "地区", "林区", "特区", "矿区", "省", "市", "县", "区", "旗", "盟")


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the three upper levels. `until` is the last edition (年月) that had it; empty where it is in force."""

    code: str
    name: str
    until: str = ""

    @property
    def level(self) -> Level:
        """Its level, which its code shows."""
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if self.code.endswith("00") else Level.COUNTY

    @property
    def reach(self) -> str:
        """The beginning of the code that it shares with all that lies in it: 14, 1409, 140926."""
        return self.code[: {Level.PROVINCE: 2, Level.CITY: 4}.get(self.level, 6)]

    @property
    def stem(self) -> str:
        """The name as people shorten it: 静乐 of 静乐县; the name itself where one character would be left, or peoples' names stand in it."""
        if _ETHNIC in self.name:
            return self.name
        ending = next((ending for ending in _ENDINGS if self.name.endswith(ending)), "")
        stem = self.name.removesuffix(ending)
        return stem if len(stem) > 1 else self.name


def named(name: str) -> tuple[Division, ...]:
    """The divisions so called: those in force, else former ones. Names that many cities share (鼓楼区) give several."""
    return _by_name().get(name, ())


def division(code: str) -> Division | None:
    """The division of a code, where it is in force."""
    return _by_code().get(code)


def above(place: Division) -> Division | None:
    """What a division lies in: the city of a county, or the province where it lies in no city."""
    if place.level is Level.PROVINCE:
        return None
    city = division(f"{place.code[:4]}00") if place.level is Level.COUNTY else None
    return city or division(f"{place.code[:2]}0000")


def within(place: Division) -> tuple[Division, ...]:
    """The divisions in force one level below: the cities (and counties of no city) of a province, the counties of a city."""
    return _below().get(place.code, ())


def townships(code: str) -> tuple[str, ...]:
    """The names of the townships of a county, by its code; empty where the table doesn't have it."""
    return _townships().get(code, ())


def leading(text: str) -> tuple[Division, ...]:
    """The division whose full name `text` begins with, the longest where several do; several where it is the name of several."""
    lengths = (length for length in range(min(_longest(), len(text)), 1, -1) if text[:length] in _by_name())
    length = next(lengths, 0)
    return named(text[:length]) if length else ()


@cache
def _rows() -> tuple[Division, ...]:
    return tuple(Division(*fields) for fields in _read("divisions.tsv"))


@cache
def _by_code() -> Mapping[str, Division]:
    return {place.code: place for place in _rows() if not place.until}


@cache
def _below() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for place in _by_code().values():
        if (upper := above(place)) is not None:
            found.setdefault(upper.code, []).append(place)
    return {code: tuple(places) for code, places in found.items()}


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for place in _rows():
        found.setdefault(place.name, []).append(place)
    return {name: tuple(place for place in places if not place.until) or tuple(places) for name, places in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _by_name()))


@cache
def _townships() -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(names.split(" ")) for code, names in _read("townships.tsv")}


def _read(name: str) -> Iterator[list[str]]:
    lines = (_REFERENCE / name).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines if not line.startswith("#"))
