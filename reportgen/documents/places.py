"""Places in words: the cells to look at, as an officer finds them."""

import re
from collections.abc import Iterable

from reportgen.diagnostics import Place
from reportgen.figures.figure import Source
from reportgen.language import sources_text

_CELLS = re.compile(r"(?P<file>[^#]*?)(?:#(?P<sheet>.*?))?(?:!(?P<cells>[^!]*))?")
_CELL_IN_TEXT = re.compile(r"inputs/\d{4}/(?P<file>[^#，；\s]+)#(?P<sheet>[^!，；\s]+)!(?P<cell>[A-Z]+\d+)")
_LINE = re.compile(r"(?P<file>.*\.ya?ml):(?P<line>\d+)")


def in_words(places: Iterable[Place]) -> tuple[str, ...]:
    """The places, those of a sheet or a file together: 原平市/填报表.xlsx《改造任务》A3、D3:D12, 原平市/单位.yaml第8、12行."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in sources_text(Source(place, "") for place in dict.fromkeys(places)).split("; "):
        line, cells = _LINE.fullmatch(text), _CELLS.fullmatch(text)
        if line is not None:
            found.setdefault((f"{line['file']}第", "行"), []).append(line["line"])
        elif cells is not None:
            sheet = f"《{cells['sheet']}》" if cells["sheet"] else " " if cells["cells"] else ""
            found.setdefault((cells["file"] + sheet, ""), []).extend((cells["cells"] or "").split(","))
        else:
            found[text, ""] = []
    return tuple(before + "、".join(filter(None, parts)) + after for (before, after), parts in found.items() if before)


def text_in_words(text: str) -> str:
    """A text in which cells stand as paths, with those cells in words: 忻州市/填报表.xlsx《建筑节能》D4的完成面积."""
    return _CELL_IN_TEXT.sub(r"\g<file>《\g<sheet>》\g<cell>", text)
