"""PDF -> the model of what was read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2

from reportgen.diagnostics import Unreadable
from reportgen.lint.fonts import is_chinese
from reportgen.lint.model import Block, Box, Cell, Leftover, PageNumber, Picture, ReadDocument, Rule, Sheet, Table
from reportgen.lint.pdf.frame import Frame, frame
from reportgen.lint.pdf.glyphs import MAX_CHARACTERS, damaged, open_pdf
from reportgen.lint.pdf.grid import grid_of
from reportgen.lint.pdf.lines import TextLine, spans
from reportgen.lint.pdf.numbers import page_number, turned_number
from reportgen.lint.pdf.pages import Page, read_page
from reportgen.lint.pdf.paragraphs import blank, paragraph, paragraphs
from reportgen.lint.pdf.strokes import THIN
from reportgen.standard.measures import BOTTOM, TOP

_TEXT = 14.5  # pt: smaller type is that of tables and notes
_FEWEST_LINES = 5  # lines that tell where the text of a page stands
_FEWEST_CHARACTERS = 10  # Chinese ones: a PDF with fewer has no text that can be read
_DOUBLE = 2.0  # mm: two lines so near are one double line

Item = tuple[float, float, Block | list[TextLine]]
"""Something on a page: its upper and lower edge in mm, and it."""


def read_pdf(data: bytes) -> ReadDocument:
    """Read a PDF. Raises Unreadable."""
    pages, numbers, edges = read_pages(data)
    if what := without_text(pages):
        raise Unreadable("no-text", f"{what}，无法核查", "请用由 Word、WPS 直接导出的 PDF，或者核查原来的 Word 文件")
    return ReadDocument(
        format="pdf",
        blocks=tuple(_blocks(pages, edges)),
        sheets=tuple(_sheet(page, edges, number) for page, number in zip(pages, numbers, strict=True)),
        grid=grid_of([line for page in pages if not page.turned for line in page.lines], edges),
        pages=len(pages),
        leftovers=tuple(Leftover(trace, words, page.number) for page in pages for trace, words in (*page.annotations, *page.marks)),
        remarks=tuple(_remarks(pages)),
    )


def read_pages(data: bytes) -> tuple[list[Page], list[PageNumber | None], Frame]:
    """The pages of a PDF without the lines of their numbers, these, and the edges of the text. Raises Unreadable."""
    pages = list(_pages(data))
    upright = [page for page in pages if not page.turned]
    edges = frame([line for page in upright for line in page.lines], [(rule.begin, rule.end) for page in upright for rule in page.regions.rules])
    bodies, numbers = [], []
    for page in pages:
        line, number = _number(page, edges)
        numbers.append(number)
        bodies.append(replace(page, lines=tuple(other for other in page.lines if other is not line)))
    return bodies, numbers, edges


def without_text(pages: Sequence[Page]) -> str:
    """Why pages have no text that can be read, in words; empty where they have."""
    if sum(is_chinese(glyph.text) for page in pages for glyph in page.glyphs) >= _FEWEST_CHARACTERS:
        return ""
    return "是扫描件（图片）" if any(page.scanned for page in pages) else "没有能够识别的汉字"


def _remarks(pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    for what, numbers, reason in (
        ("扫描的页面", [page.number for page in pages if page.scanned], "是图片，没有可以核查的文字"),
        ("图片", [page.number for page in pages if page.pictures and not page.scanned], "的图片里的文字没有核查"),
        ("画的线", [page.number for page in pages if not page.drawn_whole], "的图形过多，没有全部核查"),
    ):
        if numbers:
            yield what, f"第{'、'.join(map(str, numbers))}页{reason}"


def _pages(data: bytes) -> Iterator[Page]:
    document = open_pdf(data)
    left = MAX_CHARACTERS
    try:
        for number in range(1, len(document) + 1):
            page = read_page(document, number, left)
            left -= len(page.glyphs)
            yield page
    except pypdfium2.PdfiumError as problem:
        raise damaged() from problem
    finally:
        document.close()


def _number(page: Page, edges: Frame) -> tuple[TextLine | None, PageNumber | None]:
    """The page number of a page, and the line that is nothing else."""
    if page.turned:
        turned = turned_number(page.glyphs, page.number, page.width)
        if turned is not None:
            return None, turned
        edges = Frame(BOTTOM, page.width - TOP, measured=False)
    return page_number(page.lines, edges, page.width, page.height) or (None, None)


def _sheet(page: Page, edges: Frame, number: PageNumber | None) -> Sheet:
    running = [line for line in page.lines if line.size >= _TEXT]
    inked = None
    own = frame(running)
    if len(running) >= _FEWEST_LINES and not page.turned and (own.measured or edges.measured):
        left, right = (own.left, own.right) if own.measured else (edges.left, edges.right)
        boxes = [*(Box(line.left, line.top, line.right, line.bottom) for line in running), *(table.box for table in page.regions.tables)]
        inked = Box(left, min(box.top for box in boxes), right, max(box.bottom for box in boxes))
    return Sheet(f"第{page.number}页", page.width, page.height, page.number, inked=inked, numbers=(number,) if number else ())


def _blocks(pages: Sequence[Page], edges: Frame) -> Iterator[Block]:
    """The blocks of all pages in their order; a paragraph that runs over a page stands where it begins."""
    groups = [[line] for page in pages if page.turned for line in page.lines]
    groups += paragraphs([line for page in pages if not page.turned for line in page.lines], edges)
    carried = {line.page: line.bottom for group in groups for line in group if line.page != group[0].page}
    paragraphs_before = tables_before = 0
    for page in pages:
        own = Frame(min(line.left for line in page.lines), max(line.right for line in page.lines), measured=False) if page.turned and page.lines else edges
        items = _items(page, [group for group in groups if group[0].page == page.number], own, tables_before)
        tables_before += len(page.regions.tables)
        foot = carried.get(page.number)
        for top, bottom, item in sorted(items, key=lambda item: item[0]):
            if isinstance(item, list):
                paragraphs_before += 1
                yield paragraph(paragraphs_before, item, own, None if foot is None else blank(foot, top), begins_page=foot is None)
            else:
                yield item
            foot = foot if isinstance(item, Picture) else bottom


def _items(page: Page, groups: Sequence[list[TextLine]], own: Frame, tables_before: int) -> Iterator[Item]:
    """What stands on a page: the paragraphs that begin there, lines, tables, and pictures by their middles."""
    for group in groups:
        yield group[0].top, [line for line in group if line.page == page.number][-1].bottom, group
    for rule in _rules(page):
        yield rule.top or 0.0, rule.top or 0.0, rule
    for count, (table, pieces) in enumerate(zip(page.regions.tables, page.cells, strict=True), tables_before + 1):
        overhang = None if page.turned else (table.box.right - table.box.left) - (own.right - own.left)
        yield table.box.top, table.box.bottom, Table(count, page.number, tuple(_cells(pieces)), overhang)
    for box in page.pictures:
        yield (box.top + box.bottom) / 2, box.bottom, Picture(page.number, box.left, box.top, box.right - box.left, box.bottom - box.top)


def _rules(page: Page) -> Iterator[Rule]:
    found = list(page.regions.rules)
    while found:
        first = found.pop(0)
        second = bool(found) and found[0].at - first.at <= _DOUBLE
        if second:
            found.pop(0)
        double = second or first.weight > THIN
        yield Rule(page.number, first.at, first.begin, first.end - first.begin, first.weight, first.colour, double=double)


def _cells(pieces: Sequence[TextLine]) -> Iterator[Cell]:
    """The pieces of text in a table; a PDF doesn't tell which row and column each is of, so they are counted."""
    for count, piece in enumerate(pieces, 1):
        yield Cell(count, 1, tuple(spans(piece.glyphs)))
