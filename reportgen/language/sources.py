"""Where figures came from, in words."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from reportgen.language.figure import Source

SOURCES_SHOWN = 12  # a reader looks up no more from one line
_CELL = re.compile(r"([A-Z]+)(\d+)")


_SPOKEN_OF: ContextVar[str | None] = ContextVar("spoken_of", default=None)


@contextmanager
def speaking_of(season: str) -> Iterator[None]:
    """While it is open, files are named as in a season: only those of another one with its year."""
    token = _SPOKEN_OF.set(season)
    try:
        yield
    finally:
        _SPOKEN_OF.reset(token)


def short_name(file: str) -> str:
    """A file below inputs/SEASON/ as its readers name it: 原平市/填报表.xlsx; of another season than is spoken of 2022/原平市/填报表.xlsx."""
    return _short(file, _SPOKEN_OF.get())


def sources_text(sources: Iterable[Source]) -> str:
    """Where a figure came from, in one line: adjacent cells of a column are joined (D3:D12), long lists are cut."""
    sources = tuple(sources)
    if len(sources) == 1:  # what was filled in, as most figures are: its cell as it is
        only = sources[0].place
        return short_name(only.file) + str(only)[len(only.file) :]
    shown: list[str] = []
    columns: dict[tuple[str, str | None, str], list[int]] = {}
    file, short = "", ""
    for source in sources:
        place = source.place
        position = _position(place.cell or "")
        if position:
            column, row = position
            if place.file is not file:  # a figure's cells stand in few files
                file, short = place.file, short_name(place.file)
            key = (short, place.sheet, column)
            if key in columns:
                columns[key].append(row)
            else:
                columns[key] = [row]
        else:
            shown.append(short_name(str(place)))
    for (short, sheet, column), rows in columns.items():
        spans = ",".join(f"{column}{a}" if a == b else f"{column}{a}:{column}{b}" for a, b in _spans(sorted(set(rows))))
        shown.append(f"{short}#{sheet}!{spans}" if sheet else f"{short}!{spans}")
    if len(shown) > SOURCES_SHOWN:
        return "; ".join(shown[:SOURCES_SHOWN]) + f"; 等{len(shown)}处"
    return "; ".join(shown)


@lru_cache(maxsize=4096)  # the documents of a season name the same few cells hundreds of thousands of times
def _position(cell: str) -> tuple[str, int] | None:
    """The column and row of a cell, D3; None for what is no cell of a sheet."""
    match = _CELL.fullmatch(cell)
    return (match[1], int(match[2])) if match else None


@lru_cache(maxsize=1024)
def _short(file: str, season: str | None) -> str:
    return re.sub(r"^inputs/\d{4}/" if season is None else rf"^inputs/(?:{season}/|(?=\d{{4}}/))", "", file)


def _spans(rows: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans
