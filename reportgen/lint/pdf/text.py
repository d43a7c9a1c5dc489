"""PDF -> its text alone: paragraphs with their lines, tables with their cells, without page numbers and what stands on every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.diagnostics import Unreadable
from reportgen.lint.pdf.cells import RuledCell, columns_of, ruled_cells
from reportgen.lint.pdf.frame import Frame
from reportgen.lint.pdf.lines import TextLine
from reportgen.lint.pdf.pages import FIGURE, Page
from reportgen.lint.pdf.paragraphs import paragraphs
from reportgen.lint.pdf.reader import read_pages, without_text

_OUTER = 2  # lines at the head and at the foot of a page that may be running ones
_FEWEST = 3  # pages that show a line that stands on every page
_SAME = 1.5  # mm: tables so alike in their edges are as wide
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class PdfTable:
    """A table: its cells on each of the pages that it stands on."""

    pages: tuple[tuple[RuledCell, ...], ...]


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF in its order: the lines of each paragraph together, and tables.

    `running` are the lines that stand on every page, `scanned` the pages that are pictures, `comments` how many comments somebody has put on it.
    """

    blocks: tuple[tuple[TextLine, ...] | PdfTable, ...]
    running: tuple[str, ...]
    scanned: tuple[int, ...]
    comments: int


def read_text(data: bytes) -> PdfText:
    """The text of a PDF. Raises Unreadable."""
    pages, _, edges = read_pages(data)
    if what := without_text(pages):
        raise Unreadable("no-text", f"{what}，没有可以比较的文字", "请用由 Word、WPS 直接导出的 PDF，或者原来的 Word 文件")
    running = _running(pages)
    bodies = [_without_charts(replace(page, lines=tuple(line for line in page.lines if line not in running))) for page in pages]
    return PdfText(
        tuple(_blocks(bodies, edges)),
        tuple(dict.fromkeys(line.text for line in running)),
        tuple(page.number for page in pages if page.scanned),
        sum(len(page.annotations) for page in pages),
    )


def _running(pages: Sequence[Page]) -> list[TextLine]:
    """The lines at the head or the foot of pages that most pages show in the same place, but for their numbers."""

    def place(line: TextLine) -> tuple[str, int]:
        return _DIGITS.sub("#", line.text), round(line.base)

    outer = [line for page in pages for line in dict.fromkeys((*page.lines[:_OUTER], *page.lines[-_OUTER:]))]
    counts = Counter(map(place, outer))
    return [line for line in outer if counts[place(line)] >= max(_FEWEST, len(pages) / 2)]


def _without_charts(page: Page) -> Page:
    """A page without the small lines right above the caption of a figure: they are in it."""
    kept: list[TextLine] = []
    below: TextLine | None = None  # the caption of the figure that may reach so far up
    for line in reversed(page.lines):
        if FIGURE.match(line.text):
            below = line
        elif below is not None and (line.size >= below.size or any(line.bottom <= table.box.bottom <= below.top for table in page.regions.tables)):
            below = None
        if below is None or line is below:
            kept.append(line)
    return replace(page, lines=tuple(reversed(kept)))


def _blocks(pages: Sequence[Page], edges: Frame) -> Iterator[tuple[TextLine, ...] | PdfTable]:
    """The blocks of all pages in their order; a paragraph that runs over a page stands where it begins, a table likewise."""
    groups = list(paragraphs([line for page in pages if not page.turned for line in page.lines], edges))
    for page in pages:
        if page.turned and page.lines:
            own = Frame(min(line.left for line in page.lines), max(line.right for line in page.lines), measured=False)
            groups += paragraphs(page.lines, own)
    parts: list[tuple[Page, int]] = []  # of the table that may go on: the pages, and which of their tables
    for page in pages:
        items: list[tuple[float, tuple[TextLine, ...] | int]] = [(group[0].top, tuple(group)) for group in groups if group[0].page == page.number]
        items += [(table.box.top, number) for number, table in enumerate(page.regions.tables)]
        for _, item in sorted(items, key=lambda item: item[0]):
            if isinstance(item, int):
                if parts and not _goes_on(parts[-1], (page, item)):
                    yield _table(parts)
                    parts = []
                parts.append((page, item))
            else:
                if parts:
                    yield _table(parts)
                    parts = []
                yield item
    if parts:
        yield _table(parts)


def _goes_on(part: tuple[Page, int], other: tuple[Page, int]) -> bool:
    """Whether a table on the next page is as wide as the one before."""
    one, two = (page.regions.tables[number].box for page, number in (part, other))
    return other[0].number == part[0].number + 1 and abs(one.left - two.left) <= _SAME and abs(one.right - two.right) <= _SAME


def _table(parts: Sequence[tuple[Page, int]]) -> PdfTable:
    across = columns_of(page.regions.tables[number] for page, number in parts)
    return PdfTable(tuple(ruled_cells(page.regions.tables[number], page.cells[number], across) for page, number in parts))
