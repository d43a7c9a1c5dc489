"""What must be looked at after a season was rolled."""

from dataclasses import dataclass

from reportgen.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: the table (or 单位.yaml) where it is now, what was done, where it came from, what to do.

    `row` is the row of the new table, from 0, where it is about one.
    """

    table: str
    what: str
    source: str
    to_do: str
    row: int | None = None


def in_words(place: Place) -> str:
    """A place of the old season, as an officer finds it: 2023/静乐县/填报表.xlsx《问题清单》E5."""
    file = place.file.removeprefix("inputs/")
    sheet = f"《{place.sheet}》" if place.sheet else ""
    where = place.cell or (f"第{place.line}行" if place.line is not None else "")
    return f"{file}{sheet}{where}"


def row_in_words(place: Place) -> str:
    """The row of a place: 2023/静乐县/填报表.xlsx《问题清单》第5行."""
    number = (place.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return in_words(Place(place.file, place.sheet)) + (f"第{number}行" if number else f"第{place.line}行" if place.line is not None else "")
