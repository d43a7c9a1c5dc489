"""Word file -> the model of what was read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml.etree import _Element as Element

from reportgen.diagnostics import Unreadable
from reportgen.lint.colours import is_red
from reportgen.lint.elements.words import LARGE
from reportgen.lint.model import Block, Leftover, ReadDocument, Rule, Table, Trace
from reportgen.lint.word import tables
from reportgen.lint.word.drawings import TextBox, drawn
from reportgen.lint.word.geometry import blanks
from reportgen.lint.word.grid import Setting, grid_of
from reportgen.lint.word.leftovers import Found, elsewhere, leftovers
from reportgen.lint.word.paragraphs import Read, read
from reportgen.lint.word.sections import Section, sections
from reportgen.lint.word.unread import unread
from reportgen.measure import MM_PER_PT
from reportgen.ooxml import text
from reportgen.ooxml.changes import settle
from reportgen.ooxml.names import W, q
from reportgen.ooxml.numbering import Numbering
from reportgen.ooxml.package import open_parts
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.tables import Row
from reportgen.ooxml.tables import Table as WordTable
from reportgen.ooxml.values import number, val
from reportgen.standard.measures import LINE_PITCH

MAX_PARAGRAPHS = 50_000  # a thousand pages
_NO_DOCUMENT = "请用 Word 或者 WPS 打开，另存为“Word 文档（.docx）”"
_RUNNING = 12  # characters: a paragraph as long as this counts for how the text is set


def read_docx(data: bytes) -> ReadDocument:
    """Read a Word file. Raises Unreadable."""
    parts = open_parts(data)
    root = parts.xml(parts.main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise Unreadable("not-a-document", "不是 Word 文档", _NO_DOCUMENT)
    if sum(1 for _ in body.iter(f"{W}p")) > MAX_PARAGRAPHS:
        raise Unreadable("too-large", f"的段落超过{MAX_PARAGRAPHS}个，为安全起见没有核查", "请删除多余的内容，或者把文件分开保存")
    left = leftovers(body)
    if any(trace is Trace.REVISION for found in left.values() for trace, _ in found):
        settle(body, accept=True)
    styles = Styles(parts.related("styles"), parts.related("theme"))
    reader = _Reader(styles, Numbering(parts.related("numbering")), sections(body, parts, styles, parts.related("settings")))
    headed = reader.read_head()
    reader.read(body)
    return ReadDocument(
        format="docx",
        blocks=tuple(reader.blocks),
        sheets=tuple(section.sheet for section in reader.sections),
        grid=grid_of(reader.settings),
        edges=reader.edges(headed=headed),
        leftovers=(*_placed(left, reader.places), *elsewhere(parts)),
        remarks=tuple(unread(body, parts, headed=headed)),
    )


def _placed(left: Found, places: Mapping[Element, tuple[int | None, str]]) -> Iterator[Leftover]:
    for paragraph, traces in left.items():
        number, place = (None, "") if paragraph is None else places.get(paragraph, (None, ""))
        yield from (Leftover(trace, words, paragraph=number, place=place) for trace, words in traces)


class _Reader:
    """Reads the blocks of a body in their order, and keeps what the next one must know of those before it."""

    def __init__(self, styles: Styles, numbering: Numbering, found: list[Section]) -> None:
        self.blocks: list[Block] = []
        self.sections = found
        self.places: dict[Element, tuple[int | None, str]] = {}  # of each paragraph: its number, or the table that it is in
        self.settings: dict[Setting, list[int]] = {}
        self._styles, self._numbering = styles, numbering
        self._section = 0
        self._paragraphs = self._tables = 0
        self._blank: float | None = None  # lines since the last block; None where that isn't known: at the head of a page
        self._new_page = True
        area = found[0].sheet.type_area if found else None
        self._down: float | None = None if area is None else area.top  # mm on the first page, as long as it can be told

    def read_head(self) -> bool:
        """Read the header of the first page where the 发文机关标志 stands in it, as templates of letters have it; whether it does."""
        first = self.sections[0] if self.sections else None
        if first is None or first.header is None:
            return False
        paragraphs = [block for block in text.blocks(first.header) if isinstance(block, text.Paragraph)]
        looks = [self._styles.look(block.element, piece.run) for block in paragraphs for piece in block.pieces if piece.text.strip()]
        if not any(is_red(look.colour) and look.size >= LARGE for look in looks):
            return False
        begin, self._down = self._down, first.down
        for block in paragraphs:
            self._paragraph(block, first.room)
        if self._down is None or begin is None or self._down < begin:
            self._down, self._blank = begin, None  # the text begins where the margin ends; how far that is below isn't told
        return True

    def edges(self, *, headed: bool) -> tuple[Rule, ...]:
        """The lines in the footer of the first page, and in its header where that wasn't read as the 版头 (`headed`)."""
        first = self.sections[0] if self.sections else None
        lines = _Reader(self._styles, Numbering(None), self.sections[:1])
        for root in () if first is None else (None if headed else first.header, first.footer):
            for block in () if root is None else text.blocks(root):
                if isinstance(block, text.Paragraph):
                    lines._paragraph(block, first.room if first else None)
        return tuple(block for block in lines.blocks if isinstance(block, Rule))

    def read(self, body: Element) -> None:
        """The blocks of the body in their order, each in the section that it stands in."""
        for block in text.blocks(body):
            if isinstance(block, WordTable):
                self._table(block)
            elif isinstance(block, text.Paragraph):
                self._paragraph(block, self._room())
                self._end_section(block)

    def _end_section(self, paragraph: text.Paragraph) -> None:
        if paragraph.element.find(f"{W}pPr/{W}sectPr") is not None:
            self._section = min(self._section + 1, len(self.sections) - 1)
            if self.sections[self._section].begins_page:
                self._turn()

    def _room(self) -> float | None:
        return self.sections[self._section].room if self.sections else None

    def _turn(self) -> None:
        self._blank, self._new_page, self._down = None, True, None

    def _paragraph(self, paragraph: text.Paragraph, room: float | None, *, boxed: bool = False) -> None:
        found = read(paragraph, self._styles, self._numbering, room)
        before, after = blanks(found.form)
        if found.breaks_before and not (self._new_page and self._blank is None):
            self._turn()
        framed = found.form.frame is not None
        if not framed:
            self._leave(before)
            self._border(found, "top", room, boxed=boxed)
        top = self._advance(found, framed=framed)
        if found.text:
            self._paragraphs += 1
            self.places[paragraph.element] = self._paragraphs, ""
            above = None if self._blank is None or self._new_page else self._blank
            self.blocks.append(found.paragraph(self._paragraphs, above, top, begins_page=self._new_page, boxed=boxed))
            self._new_page, self._blank = False, 0.0
            if len(found.text) >= _RUNNING and not boxed and self.sections:
                setting = Setting(replace(found.form, borders=None, frame=None), found.look, self.sections[self._section])
                self.settings.setdefault(setting, []).append(len(found.text))
        elif not framed and not found.drawings and not self._ruled(found):
            self._leave((found.pitch or LINE_PITCH) / LINE_PITCH, moved=True)
        self._drawings(found, boxed=boxed)
        if not framed:
            self._border(found, "bottom", room, boxed=boxed)
            self._leave(after)
        if found.breaks_after:
            self._turn()

    def _leave(self, lines: float, *, moved: bool = False) -> None:
        """Leave `lines` of the text blank; `moved` says that the place on the page has been told already."""
        if self._blank is not None:
            self._blank += lines
        if self._down is not None and not moved:
            self._down += lines * LINE_PITCH * MM_PER_PT

    def _advance(self, found: Read, *, framed: bool) -> float | None:
        """Go on by the lines of a paragraph; the top of its characters in mm."""
        begin = self._down
        if framed or begin is None:
            return None
        if found.pitch is None or found.edges.lines is None:
            self._down = None
            return None
        self._down = begin + found.edges.lines * found.pitch * MM_PER_PT
        return begin + (found.pitch - found.look.size) / 2 * MM_PER_PT

    def _drawings(self, found: Read, *, boxed: bool) -> None:
        for drawing in found.drawings:
            for shape in drawn(drawing):
                if isinstance(shape, TextBox):
                    self._box(shape)
                else:
                    self.blocks.append(shape)
        if found.drawings and not found.text and not boxed:
            self._new_page, self._blank = False, 0.0

    def _box(self, box: TextBox) -> None:
        blank, new_page, down = self._blank, self._new_page, self._down
        self._blank, self._new_page, self._down = None, False, None
        for block in text.blocks(box.content):
            if isinstance(block, text.Paragraph):
                self._paragraph(block, box.width, boxed=True)
            elif isinstance(block, WordTable):
                self._table(block)
        self._blank, self._new_page, self._down = blank, new_page, down

    def _ruled(self, found: Read) -> bool:
        return any(_line(found, side) is not None for side in ("top", "bottom"))

    def _border(self, found: Read, side: str, room: float | None, *, boxed: bool) -> None:
        line = _line(found, side)
        if line is None:
            return
        left, right = (length / 1440 * 25.4 for length in (found.form.indent.left, found.form.indent.right))
        weight = (number(line.get(f"{W}sz")) or 0) / 8 * MM_PER_PT
        if self._down is not None:
            self._down += (number(line.get(f"{W}space")) or 0) * MM_PER_PT
        colour = line.get(f"{W}color", "auto").lower()
        width = None if room is None else room - left - right
        double = "thin" in val(line).lower() or val(line) == "double"
        self.blocks.append(Rule(None, self._down, left, width, weight, "000000" if colour == "auto" else colour, double=double, boxed=boxed))
        self._blank = 0.0

    def _table(self, table: WordTable) -> None:
        element = table.element
        words = "".join(part.text or "" for part in element.iter(f"{W}t"))
        placing = not tables.has_uprights(element, self._styles) or "抄送" in words[:4] or words.rstrip("\u3000 ").endswith("印发")
        if placing:
            self._placing(table)
        else:
            self._tables += 1
            self.places.update((inner, (None, f"第{self._tables}个表格")) for inner in element.iter(q("p")))
            width, room = tables.width_of(element), self._room()
            overhang = None if width is None or room is None else width - room
            self.blocks.append(Table(self._tables, None, tables.cells(table, self._styles, self._numbering), overhang))
        self._down, self._blank, self._new_page = None, 0.0, False

    def _placing(self, table: WordTable) -> None:
        """A table that only places text: its paragraphs, and the lines between its rows."""
        self._down = None
        for count, row in enumerate(table.rows):
            self._edge(table.element, row, "top", outer=count == 0)
            cells = [cell.element for cell in row.cells if cell.element is not None]
            room = tables.width_of(table.element) if len(cells) == 1 else None
            for block in (block for cell in cells for block in text.blocks(cell) if isinstance(block, text.Paragraph)):
                self._blank = None  # the height of a row isn't known
                self._paragraph(block, room, boxed=True)
            if count == len(table.rows) - 1:
                self._edge(table.element, row, "bottom", outer=True)

    def _edge(self, table: Element, row: Row, side: str, *, outer: bool) -> None:
        edge = tables.edge(table, row, self._styles, side=side, outer=outer)
        if edge is not None:
            self.blocks.append(Rule(None, None, None, tables.width_of(table), edge.weight, edge.colour, boxed=True))


def _line(found: Read, side: str) -> Element | None:
    line = None if found.form.borders is None else found.form.borders.find(f"{W}{side}")
    return None if line is None or val(line) in ("nil", "none", "") else line
