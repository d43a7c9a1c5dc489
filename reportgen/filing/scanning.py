"""The last look into a package before it is made: a number or address of a person that any of its files would show.

The office's own data are masked copies by then: what is found stands in evidence, in a file edited by hand, in a template. Text is found in
text files, Office files, PDFs with what is attached to them, and zips of all these; in pictures (scans, photographs) nothing can be found.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.filing.names import EDITED, NOTE
from reportgen.filing.package import Content
from reportgen.inputs.delimited import decode
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.masking import mask_grid
from reportgen.inputs.personal import PersonalData, find, mask
from reportgen.ooxml.guard import DAMAGE
from reportgen.ooxml.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SCANNED = 64 * 2**20
"""How much of a file, and of what is in it, is looked through."""
MAX_PAGES = 500  # as lint: longer PDFs are books
MAX_NESTED = 3  # an archive in an attachment of an archive; deeper nobody packs by accident
_WHOLE_TEXT = (".txt", ".csv", ".tsv", ".yaml", ".yml", ".json", ".md", ".toml", ".css", ".log", ".ini")
_MARKUP = (".html", ".htm", ".xml", ".rels", ".svg", ".vml", ".xhtml")
_PDF = b"%PDF"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_BLOCKS = frozenset(("p", "si", "is", "c", "td", "th", "tr", "li", "div", "text", "comment", "caption", "h1", "h2", "h3", "h4", "h5", "br", "tab"))
"""Elements of HTML, Word and Excel between which words don't run on."""
_SHOWN = frozenset(
    (
        *("Target", "href", "title", "alt", "content", "descr", "val", "name", "tooltip", "display"),
        *("prompt", "promptTitle", "error", "errorTitle", f"{W}author"),
    )
)
"""Attributes that have words which a person sees: names of sheets, hints of drop-down lists and links, who wrote a comment."""
_WRITTEN = frozenset(("s", "n", ""))
_EXCERPT = 8  # characters on each side that let a person find the place

_Found = tuple[PersonalData, str, str]
"""Something found, the words around it, masked, and itself."""


def scan(files: Mapping[str, Content], built: bytes = b"") -> tuple[Diagnostic, ...]:
    """A fault for each file of a package, by its name there, that would show personal data.

    `built` is the document as PDF. What it says was looked through cell by cell; in a PDF the numbers of a row run together, to telephones even: those
    of it are none in the other PDFs, which are it with a seal.
    """
    run_together = {one for _, _, one in _in_file("", built, MAX_NESTED)}
    problems = []
    for name, content in files.items():
        data = _read(content)
        known = run_together if data.startswith(_PDF) else frozenset()
        found = next((one for one in chain(_in_text(name), _in_file(name, data, 0)) if one[2] not in known), None)
        if found is not None:
            problems.append(_fault(name, *found[:2]))
    return tuple(problems)


def shows(name: str, data: bytes) -> bool:
    """Whether a file would show personal data."""
    return next(_in_file(name, data, 0), None) is not None


def _fault(name: str, found: PersonalData, words: str) -> Diagnostic:
    help_text = "请在原件中删除或者用星号隐去；是照片、扫描件的，程序认不出来，请自行遮盖后再报送"
    if name.startswith(f"{EDITED}/"):
        help_text = "请在修改过的文件中删除或者用星号隐去，或者删除这个文件后重新生成"
    if name == NOTE:
        help_text = "请改写 --override 的理由和 --by 的报送人，不写个人的号码"
    return error("filing.personal-data", f"显示个人的{found.kind}（遮盖后为“{words}”），没有报送", Place(name), help=help_text)


def _read(content: Content) -> bytes:
    pieces, size = [], 0
    for chunk in content():
        pieces.append(chunk)
        size += len(chunk)
        if size > MAX_SCANNED:
            break
    return b"".join(pieces)[:MAX_SCANNED]


def _in_text(text: str) -> Iterator[_Found]:
    for found in find(text):
        start, end = max(0, found.start - _EXCERPT), found.end + _EXCERPT
        yield found, " ".join(mask(text)[start:end].split()), "".join(text[found.start : found.end].split())


def _in_file(name: str, data: bytes, depth: int) -> Iterator[_Found]:
    """What a file shows, by what it is and not only by its name."""
    ending = name[name.rfind(".") :].lower()
    if data.startswith(b"PK\3\4"):
        yield from _in_zip(data, depth)
    elif data.startswith(_PDF):
        yield from _in_pdf(data, depth)
    elif data.startswith(_OLE):
        yield from _in_text(data.decode("latin-1"))  # .doc and .xls keep digits as bytes, or as pairs of which one is 0
        yield from _in_text(data.decode("utf-16-le", "ignore"))
        yield from _in_text(data[1:].decode("utf-16-le", "ignore"))
    elif ending in _MARKUP or data[:5] == b"<?xml":
        yield from _in_markup(data)
    elif ending in _WHOLE_TEXT:
        try:
            yield from _in_text(decode(data))
        except Unreadable:
            yield from _in_text(data.decode("utf-8", "ignore"))


def _in_zip(data: bytes, depth: int) -> Iterator[_Found]:
    """What is in the files of a zip: of an Office file, or of evidence packed together."""
    if depth >= MAX_NESTED:
        return
    left = MAX_SCANNED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:  # unchecked: of each entry no more is read than is left
            for entry in archive.infolist():
                yield from _in_text(entry.filename)
                with archive.open(entry) as file:
                    content = file.read(left)
                left -= len(content)
                yield from _in_file(entry.filename, content, depth + 1)
                if left <= 0:
                    return
                if entry.filename == "xl/workbook.xml":
                    yield from _in_numbers(data)
    except DAMAGE:
        return  # damaged, or with a password: nobody sees anything in it


def _in_numbers(data: bytes) -> Iterator[_Found]:
    """The numbers of persons that a workbook has as numbers, under headings that say so."""
    try:
        with open_workbook(data, "") as workbook:
            for sheet in workbook.names:
                grid = workbook.sheet(sheet)
                for row, column in mask_grid(grid, None).cells:
                    raw = grid.raw(row, column)
                    if not isinstance(raw, str):
                        yield from _in_text(str(raw))
    except Unreadable:
        return


def _in_markup(data: bytes) -> Iterator[_Found]:
    from lxml import etree

    from reportgen.ooxml.parsing import parse

    try:
        root = parse(data, comments=True, huge=True)
    except etree.XMLSyntaxError:
        try:
            root = etree.fromstring(data, etree.HTMLParser(no_network=True))
        except etree.XMLSyntaxError:
            return
    if root is not None:
        yield from _in_text("".join(_words(root)))


def _words(root: "_Element") -> Iterator[str]:
    """The words of a tree, blocks apart; numbers of a sheet's cells and of figures left out: an amount may have as many digits as a telephone."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in _BLOCKS:
            yield "\n"
        if event == "end":
            yield element.tail or ""
            continue
        cell = element.getparent() if name == "v" else None
        if not (name == "data" and element.get("data-figure")) and not (cell is not None and cell.get("t", "") in _WRITTEN):
            yield element.text or ""
        for attribute, value in element.attrib.items():
            if value and attribute in _SHOWN and not value.startswith("data:"):
                yield f"\n{value}\n"


def _in_pdf(data: bytes, depth: int) -> Iterator[_Found]:
    """The text of a PDF's pages, its properties, and the files attached to it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for value in document.get_metadata_dict().values():
            yield from _in_text(value)
        for page in islice(document, MAX_PAGES):
            text = page.get_textpage()
            yield from _in_text(text.get_text_bounded())
            text.close()
            page.close()
        if depth < MAX_NESTED:
            for number in range(document.count_attachments()):
                attached = document.get_attachment(number)
                yield from _in_text(attached.get_name())
                yield from _in_file(attached.get_name(), bytes(attached.get_data())[:MAX_SCANNED], depth + 1)
    finally:
        document.close()
