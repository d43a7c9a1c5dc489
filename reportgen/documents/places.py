"""Places in words: the cells to look at, as an officer finds them."""

import re
from collections.abc import Iterable

from reportgen.diagnostics import Place
from reportgen.language.figure import Source
from reportgen.language.sources import short_name, sources_text

_CELL_IN_TEXT = re.compile(r"inputs/\d{4}/[^#!，；\s]+(?:#[^!，；\s]+)?![A-Z]+\d+")
_LINE = re.compile(r"(?P<file>.*\.ya?ml):(?P<line>\d+)")


def in_words(places: Iterable[Place]) -> tuple[str, ...]:
    """The places, those of a sheet or a file together: 原平市/填报表.xlsx《改造任务》A3、D3:D12, 原平市/单位.yaml第8、12行."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in sources_text(Source(place, "") for place in dict.fromkeys(places)).split("; "):
        line = _LINE.fullmatch(text)
        if line is not None:
            found.setdefault((f"{line['file']}第", "行"), []).append(line["line"])
        else:
            table, cells = _table(text)
            found.setdefault((table, ""), []).extend(cells.split(",") if cells else ())
    return tuple(before + "、".join(parts) + after for (before, after), parts in found.items() if before)


def text_in_words(text: str) -> str:
    """A text in which cells stand as paths, with those cells in words: 甲县/填报表.xlsx《建筑节能》D4的完成面积."""
    return _CELL_IN_TEXT.sub(lambda match: "".join(_table(short_name(match[0]))), text)


def _table(text: str) -> tuple[str, str]:
    """The table of a place (FILE#SHEET!CELLS) in words, and its cells."""
    file, _, cells = text.partition("!")
    file, _, sheet = file.partition("#")
    return file + (f"《{sheet}》" if sheet else " " if cells else ""), cells
