"""What a file says, in one form for Word and PDF: its paragraphs and tables, what stands beside them, what of it can't be compared."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from reportgen.diagnostics import Unreadable
from reportgen.lint.pdf.cells import RuledCell
from reportgen.lint.pdf.text import PdfTable, PdfText, read_text
from reportgen.ooxml.tables import Cell
from reportgen.reconcile.beside import Beside
from reportgen.reconcile.body import Part, Picture, WordCell, WordTable
from reportgen.reconcile.file import read_returned
from reportgen.reconcile.lines import ReturnedParagraph
from reportgen.reconcile.pairing import KINDS

_HEAD = 1024  # bytes: a PDF may begin with others
_HEADINGS = ((re.compile(r"[一二三四五六七八九十]{1,3}、"), "heading 1"), (re.compile(r"（[一二三四五六七八九十]{1,3}）"), "heading 2"))
_LONG = 40  # characters: a paragraph so long is no heading
_SENTENCE = frozenset("。；：！？")
# Fonts name some characters by their radicals, by forms for old character sets, or as ligatures: what a reader sees is the common one.
_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_RADICALS = str.maketrans("⺟⻅⻋⻓⻔⻚⻛⻜⻝⻢⻥⻬⻰", "母见车长门页风飞食马鱼齐龙")  # NFKC leaves them as they are


@dataclass(frozen=True, slots=True, eq=False)
class FileText:
    """A file as it is compared: its name, its bytes, its text with tracked changes accepted, and what is beside it (None of a PDF).

    `revisions` counts the tracked changes, `comments` the comments; `unlooked` is what isn't compared, in words.
    """

    name: str
    data: bytes
    parts: tuple[Part, ...]
    beside: Beside | None
    revisions: int = 0
    comments: int = 0
    unlooked: tuple[str, ...] = ()

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF: breaks of paragraphs and spaces are guessed then."""
        return self.beside is None


def read_file_text(data: bytes, name: str) -> FileText:
    """What the bytes of a Word file or a PDF say. Raises Unreadable."""
    if not data:
        raise Unreadable("empty-file", "是空文件", "请重新保存这个文件")
    if b"%PDF-" in data[:_HEAD]:
        read = read_text(data)
        return FileText(name, data, tuple(_parts(read)), None, comments=read.comments, unlooked=tuple(_unlooked(read)))
    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("not-a-document", "不是 Word 文件（.docx），也不是 PDF", "请给出 .docx 或者 .pdf 文件；旧的 .doc、WPS 的 .wps 文件请另存为 .docx")
    returned = read_returned(data)
    return FileText(name, data, tuple(map(_headed, returned.parts)), returned.beside, len(returned.revisions), len(returned.comments))


def as_pdf_says(file: FileText) -> FileText:
    """A file as a PDF of it would be read: without white space and pictures."""
    return replace(file, parts=tuple(_tight(part) for part in file.parts if not isinstance(part, Picture)))


def _tight(part: Part) -> Part:
    if isinstance(part, ReturnedParagraph):
        return tight_line(part)
    if isinstance(part, WordTable):
        return replace(part, rows=tuple(tuple(replace(cell, line=tight_line(cell.line)) for cell in row) for row in part.rows))
    return part


def tight_line(line: ReturnedParagraph) -> ReturnedParagraph:
    """A line without its white space, also that between two of its lines."""
    gone = (0, *accumulate(character.isspace() for character in line.text))
    return ReturnedParagraph("".join(line.text.split()), line.style, tabs=tuple(tab - gone[tab] for tab in line.tabs), numbered=line.numbered)


def _headed(part: Part) -> Part:
    """A paragraph that is numbered like a heading, and has no style that says otherwise, as that heading: places are told by headings."""
    if isinstance(part, ReturnedParagraph) and part.style not in KINDS and len(part.text) < _LONG and not _SENTENCE.intersection(part.text):
        return replace(part, style=next((style for pattern, style in _HEADINGS if pattern.match(part.text)), part.style))
    return part


def _parts(read: PdfText) -> Iterator[Part]:
    for block in read.blocks:
        if isinstance(block, PdfTable):
            first, *further = map(_rows, block.pages)
            heads = max((cell.place.rows for cell in first[0]), default=0) if first and _is_head(first[0]) else 0
            table = WordTable(first, heads)
            for rows in further:
                table = _joined(table, rows)
            yield table
        else:
            yield _headed(_line(line.text for line in block))


def _line(rows: Iterable[str]) -> ReturnedParagraph:
    """The lines of a paragraph as one; where one of them is parted, a tab stands."""
    pieces = ["".join(_common(piece).split()) for piece in "".join(rows).split("\t")]
    return ReturnedParagraph("".join(pieces), "", tabs=tuple(accumulate(map(len, pieces[:-1]))))


def _common(text: str) -> str:
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_RADICALS))


def _rows(cells: Iterable[RuledCell]) -> tuple[tuple[WordCell, ...], ...]:
    """The rows of a table, or of what stands of it on a page; a cell that reaches into further rows goes on there, as in a Word file."""
    rows: dict[int, list[WordCell]] = {}
    for cell in cells:
        line = _line(piece.text.replace("\t", "") for piece in cell.lines)
        for below in range(cell.rows):
            place = Cell(None, cell.column, cell.columns, cell.rows - below, continues=below > 0)
            rows.setdefault(cell.row + below, []).append(WordCell(ReturnedParagraph("", "") if below else line, place))
    return tuple(tuple(sorted(rows[row], key=lambda cell: cell.place.column)) for row in sorted(rows))


def _is_head(row: tuple[WordCell, ...]) -> bool:
    """Whether the first row of a table names its columns: words in every cell, no number among them."""
    return len(row) > 1 and all(cell.line.text and not cell.line.text[0].isdecimal() for cell in row)


def _joined(table: WordTable, rows: tuple[tuple[WordCell, ...], ...]) -> WordTable:
    """A table, and what stands of it on the next page, where its head comes again and cells that reach over the end of the page go on without words."""
    more = WordTable(rows, 0)
    again = table.heads if len(rows) > table.heads and all(more.words(row) == table.words(row) for row in range(table.heads)) else 0
    joint = len(table.rows)
    made = [list(row) for row in (*table.rows, *rows[again:])]
    for number, cell in enumerate(made[joint] if joint < len(made) else ()):
        above = next((k for k, one in enumerate(made[joint - 1]) if across(one.place) == across(cell.place)), None)
        if cell.line.text or above is None:
            break
        _grow(made, joint, (number, above))
    return WordTable(tuple(map(tuple, made)), table.heads)


def _grow(rows: list[list[WordCell]], joint: int, places: tuple[int, int]) -> None:
    """Let the cell above go on in the cell below, which is given with it by their numbers in the rows at `joint`."""
    below, above = places
    more = rows[joint][below].place.rows
    column = across(rows[joint][below].place)
    rows[joint][below] = _placed(rows[joint][below], more, continues=True)
    for row in range(joint - 1, -1, -1):
        number = above if row == joint - 1 else next((k for k, one in enumerate(rows[row]) if across(one.place) == column), 0)
        cell = rows[row][number]
        rows[row][number] = _placed(cell, cell.place.rows + more, continues=cell.place.continues)
        if not cell.place.continues:
            break


def _placed(cell: WordCell, rows: int, *, continues: bool) -> WordCell:
    return replace(cell, place=replace(cell.place, rows=rows, continues=continues))


def across(place: Cell) -> tuple[int, int]:
    """Over which columns a cell reaches."""
    return place.column, place.columns


def _unlooked(read: PdfText) -> Iterator[str]:
    if read.running:
        yield f"各页都有的页眉、页脚（{'、'.join(f'“{text}”' for text in read.running)}）"
    if read.scanned:
        yield f"第{'、'.join(map(str, read.scanned))}页（是扫描的图片，没有文字）"
