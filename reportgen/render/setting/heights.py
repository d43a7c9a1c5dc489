"""How high the blocks of a document stand, in points, and in what pieces a page may end between: as the style sheet sets them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT, width
from reportgen.render.columns import Columns, fit_columns, row_lines, rows_kept, rows_parted, stands_whole
from reportgen.render.layout import Layout
from reportgen.render.setting.lines import count_lines
from reportgen.render.setting.tracking import lines_of_paragraph
from reportgen.render.tree import Cell, grid, has_class, plain

HEADINGS = ("h1", "h2", "h3", "h4", "h5")
LEADING = "data-leading"
"""The attribute of a table that stands on one page: how far its lines are apart, in its type size, where that isn't as in other tables."""
_LEADING = 1.5  # lines of tables and notes, in their type size
_ROOMY = 1.7  # lines of a form that stands on its page with few others
_BORDER = 0.5  # pt: the line of a table
_FIGURE_ABOVE = 0.25  # lines: kept at the head of a page too
_PADDING = 4.5  # pt at both sides of the text of a cell, with half of each border


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays on one page: `height` pt, `space` above it but at the head of a page; `kept` on the page of the piece before.

    `head` is what is repeated above it where it begins a page: the heading rows of its table.
    """

    height: float
    space: float = 0.0
    kept: bool = False
    head: float = 0.0


Known = dict[_Element, list[Piece]]
"""The pieces of blocks at the head of a page, as long as nobody sets these otherwise."""


def pieces_of(block: _Element, before: _Element | None, layout: Layout, known: Known | None = None) -> list[Piece]:
    """The pieces of a block of an attachment that stands below `before`, None at the head of a page."""
    known = {} if known is None else known
    if block not in known:
        known[block] = _pieces(block, layout)
    pieces = known[block]
    kept = before is not None and (before.tag in HEADINGS or has_class(block, "note"))
    first = replace(pieces[0], space=_gap(before, block, layout), kept=kept)
    return [first, *pieces[1:]]


def pieces_in(blocks: Sequence[_Element], layout: Layout, known: Known | None = None) -> tuple[list[Piece], list[_Element]]:
    """The pieces of `blocks` in their order from the head of a page, and of which block each is."""
    pieces: list[Piece] = []
    owners: list[_Element] = []
    before: _Element | None = None
    for block in blocks:
        made = pieces_of(block, before, layout, known)
        pieces += made
        owners += [block] * len(made)
        before = block
    return pieces, owners


def blocks_height(blocks: Sequence[_Element], layout: Layout) -> float:
    """How high `blocks` stand on a page of their own, if they do."""
    return sum(piece.height + piece.space for piece in pieces_in(blocks, layout)[0])


def _gap(before: _Element | None, block: _Element, layout: Layout) -> float:
    """The space between two blocks."""
    if before is None:
        return 0.0
    below = {"table": 0.5, "figure": 0.25}.get(str(before.tag), 0.0)
    if has_class(before, "note"):
        below = 0.4 if _below_table(before) else 0.0
    if has_class(block, "note") and before.tag == "table":
        return 0.1 * layout.line_pitch
    above = {"figure": _FIGURE_ABOVE, "h1": 1.0}.get(str(block.tag), 0.0)
    within = _FIGURE_ABOVE if block.tag == "figure" else 0.0  # of its own height
    return (max(below, above) - within) * layout.line_pitch


def _below_table(note: _Element) -> bool:
    above = note.getprevious()
    return above is not None and above.tag == "table"


def _pieces(block: _Element, layout: Layout) -> list[Piece]:
    if block.tag == "table":
        return list(_table(block, layout))
    if block.tag == "figure":
        drawn = next((float(svg.get("height", "0").removesuffix("mm")) for svg in block.iter("svg", "img")), 0.0) / MM_PER_PT
        captions = sum(_caption_lines(plain(caption), layout) for caption in block.iterfind("figcaption"))
        return [Piece(_FIGURE_ABOVE * layout.line_pitch + (drawn or layout.line_pitch) + captions * 2 * layout.table_size)]
    if block.tag == "h1":
        lines = 1 + len(block.findall("br"))
        pitch = layout.title_size + layout.body_size * 7 / 8
        return [Piece(lines * pitch + layout.line_pitch)]
    if has_class(block, "note"):
        size = layout.table_size
        count = count_lines(plain(block), layout.type_width / MM_PER_PT / size)
        return [Piece(_LEADING * size) for _ in range(count)]
    count = lines_of_paragraph(block, layout)
    return [Piece(layout.line_pitch, kept=number > 0 and block.tag in HEADINGS) for number in range(count)]


def leading_of(table: _Element) -> float:
    """How far the lines of `table` are apart, in its type size."""
    return float(table.get(LEADING) or (_ROOMY if has_class(table, "roomy") else _LEADING))


def _table(table: _Element, layout: Layout) -> Iterator[Piece]:
    cells = grid(table)
    columns = fit_columns(cells, layout.type_width, layout)
    leading = leading_of(table)
    lines = row_lines(cells, columns)
    whole = table.get(LEADING) is not None or stands_whole(lines, layout)
    heights = _rows(cells.rows, columns, leading)
    caption = table.find("caption")
    title = 0.0
    if caption is not None:
        unit = caption.find("span[@class='unit']")
        words = plain(caption)
        apart = unit is not None and (width(words) + width(plain(unit)) + 2) * layout.table_size * MM_PER_PT > layout.type_width
        title = (_caption_lines(words.removesuffix(plain(unit)) if apart else "", layout) + apart) * 2 * layout.table_size
    head = sum(heights[: cells.heads])
    kept = rows_kept(cells, lines)
    yield Piece(title + head + _BORDER)
    parted = rows_parted(cells, lines)
    for number, height in enumerate(heights[cells.heads :], cells.heads):
        if number in parted:
            count = round(height / (leading * columns.size))
            yield from (Piece(height / count, kept=line == 0 and number == cells.heads, head=head) for line in range(count))
            continue
        yield Piece(height, 0.0, whole or number == cells.heads or number in kept, head)


def _caption_lines(words: str, layout: Layout) -> int:
    return count_lines(words, layout.type_width / MM_PER_PT / layout.table_size)


def _rows(rows: tuple[tuple[_Element, tuple[Cell, ...]], ...], columns: Columns, leading: float) -> list[float]:
    heights = [_BORDER] * len(rows)
    cells = sorted((cell for _, row in rows for cell in row), key=lambda cell: cell.rows)
    for cell in cells:
        reached = range(cell.row, cell.row + cell.rows)
        lacking = _text(cell, columns, leading) + _BORDER - sum(heights[row] for row in reached)
        for row in reached:
            heights[row] += max(0.0, lacking) / cell.rows
    return heights


def _text(cell: Cell, columns: Columns, leading: float) -> float:
    room = (sum(columns.widths[cell.column : cell.column + cell.columns]) / MM_PER_PT - _PADDING) / columns.size
    lines = sum(count_lines(line, room) for line in cell.lines)
    return lines * leading * columns.size
