"""What a reader of a printed page sends back, counted in a PDF: by pdfplumber, which knows nothing of how the page was made.

Lengths are points. Text of 3号 is what paragraphs are of; tables, notes and charts are set smaller.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber

KINDS = {
    "colophon": "版记独占一页",
    "few-lines": "一页只有一两行",
    "short-end": "段末只有一两个字，可以缩进上一行",
    "stretched": "一行的字拉得太开",
    "blank": "表、图前空出三分之一页",
    "signing": "签字表断开，或者与日期分在两页",
}
_MM = 72 / 25.4
_TOP, _LEFT, _WIDTH, _HEIGHT = 37 * _MM, 28 * _MM, 156 * _MM, 225 * _MM
_EM = 16.0
_PITCH = 28.95
_FEW = 2  # lines of a page, characters of the end of a paragraph
_WIDE = 0.13  # of a character: more room than this between characters is seen at arm's length
_DRAWN = 0.08  # of a character: a line that gives as much at each joint still looks like the others
_DATED = re.compile(r"年\s*月\s*日")


@dataclass(frozen=True, slots=True)
class PageFault:
    """A fault of `KINDS`, on which page (from 1), and the words that it is about."""

    kind: str
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    top: float
    left: float
    right: float
    size: float
    font: str
    chars: tuple[tuple[str, float], ...]  # each with its left edge

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)

    @property
    def is_body(self) -> bool:
        return abs(self.size - _EM) < 0.5

    @property
    def is_plain(self) -> bool:
        return (self.is_body and "Fang" in self.font) or "仿宋" in self.font


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    turned: bool
    lines: tuple[_Line, ...]  # within the type area, without the 版记
    colophon: bool
    drawn: tuple[tuple[float, float], ...]  # upper and lower edge of lines and areas
    height: float

    @property
    def foot(self) -> float:
        """The lower edge of what stands on the page."""
        return max((*(line.top + line.size for line in self.lines), *(bottom for _, bottom in self.drawn)), default=0.0)


def page_faults(pdf: bytes) -> list[PageFault]:
    """The faults of the pages of `pdf`, in the order of `KINDS` and of the pages."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        pages = [_page(number, page) for number, page in enumerate(opened.pages, 1)]
    return [*_colophon(pages), *_few(pages), *_ends(pages), *_stretched(pages), *_blank(pages), *_signing(pages)]


def _page(number: int, page: Any) -> _Page:
    turned = page.width > page.height
    top, bottom = (_LEFT, page.height - 26 * _MM) if turned else (_TOP, _TOP + _HEIGHT)
    rows: dict[int, list[dict[str, Any]]] = {}
    for char in page.chars:
        if char["upright"] and top - 2 < char["top"] and char["bottom"] < bottom + 2:
            rows.setdefault(round(char["bottom"]), []).append(char)
    lines = []
    for _, chars in sorted(rows.items()):
        chars.sort(key=lambda char: char["x0"])
        shown = [char for char in chars if char["text"].strip()]
        if shown:
            set_as = max(shown, key=lambda char: char["size"])
            places = tuple((char["text"], char["x0"]) for char in shown)
            lines.append(_Line(number, shown[0]["top"], shown[0]["x0"], shown[-1]["x1"], set_as["size"], shown[0]["fontname"], places))
    last = next((n for n, line in enumerate(lines) if not turned and re.search(r"\d+日印发$", line.text)), None)
    first = last
    while (
        first
        and lines[first - 1].size < _EM - 1
        and lines[first].top - lines[first - 1].top < 30
        and (lines[first - 1].text.startswith("抄送：") or any(line.text.startswith("抄送：") for line in lines[:first]))
    ):
        first -= 1
    foot = lines[first].top - 4 if first is not None else bottom + 2
    drawn = tuple((shape["top"], shape["bottom"]) for shape in (*page.rects, *page.lines, *page.curves) if top - 2 < shape["top"] and shape["bottom"] < foot)
    return _Page(number, turned, tuple(lines[:first]), first is not None, drawn, page.height)


def _colophon(pages: list[_Page]) -> Iterator[PageFault]:
    yield from (PageFault("colophon", page.number, "") for page in pages if page.colophon and not page.lines)


def _few(pages: list[_Page]) -> Iterator[PageFault]:
    for page in pages:
        if 0 < len(page.lines) <= _FEW:
            yield PageFault("few-lines", page.number, page.lines[0].text)


def _paragraphs(pages: list[_Page]) -> Iterator[list[_Line]]:
    """Paragraphs of the text by their lines: the first stands two characters in, the others at the edge."""
    paragraph: list[_Line] = []
    before: _Line | None = None
    for line in (line for page in pages if not page.turned for line in page.lines):
        goes_on = line.is_plain and line.left < _LEFT + _EM / 2 and before is not None and paragraph and paragraph[-1] is before
        goes_on = goes_on and (line.page == before.page + 1 or line.top - before.top < 1.2 * _PITCH)
        if goes_on:
            paragraph.append(line)
        else:
            if paragraph:
                yield paragraph
            paragraph = [line] if line.is_plain and abs(line.left - _LEFT - 2 * _EM) < _EM else []
        before = line
    if paragraph:
        yield paragraph


def _ends(pages: list[_Page]) -> Iterator[PageFault]:
    for paragraph in _paragraphs(pages):
        end = paragraph[-1]
        if len(paragraph) > 1 and len(end.chars) <= _FEW and _can_draw_in(paragraph):
            yield PageFault("short-end", end.page, paragraph[-2].text[-4:] + "|" + end.text)


def _can_draw_in(paragraph: list[_Line]) -> bool:
    """Whether the characters of the last line find room in those above when each gives a little."""
    joints = sum(len(line.chars) for line in paragraph[:-1])
    return len(paragraph[-1].chars) * _EM <= joints * _DRAWN * _EM


def _stretched(pages: list[_Page]) -> Iterator[PageFault]:
    for paragraph in _paragraphs(pages):
        for line in paragraph[:-1]:
            steps = sorted(right - left for (one, left), (other, right) in pairwise(line.chars) if not one.isascii() and not other.isascii())
            if steps and steps[len(steps) // 2] > _EM * (1 + _WIDE):
                yield PageFault("stretched", line.page, f"{steps[len(steps) // 2] / _EM - 1:.3f} {line.text}")


def _blank(pages: list[_Page]) -> Iterator[PageFault]:
    for page, following in pairwise(pages):
        if page.turned or following.turned or not following.lines or following.lines[0].text.startswith("附件"):
            continue
        room = _TOP + _HEIGHT - page.foot
        if room <= _HEIGHT / 3:
            continue
        first = next((line for line in following.lines if line.is_plain or not line.is_body), None)
        if first is not None and not first.is_body:
            yield PageFault("blank", page.number, f"{room / _HEIGHT:.2f} {first.text}")


def _signing(pages: list[_Page]) -> Iterator[PageFault]:
    for page, following in pairwise(pages):
        titled = any("签字表" in line.text and line.size > _EM + 2 for line in page.lines)
        goes_on = following.lines and not following.lines[0].text.startswith("附件") and not following.turned
        if titled and goes_on:
            yield PageFault("signing", page.number, following.lines[0].text)
