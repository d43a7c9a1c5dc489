"""What the files of a package say, read by the project's own readers, and where two files of a kind say something else: figure by figure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

from reportgen.diagnostics import Unreadable

if TYPE_CHECKING:
    import pypdfium2
    from lxml.etree import _Element

AROUND = 12
"""Characters before and behind a difference that say where it stands."""
MOST = 2_000_000
"""Characters of a file: no document of the programme has a tenth of them."""
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[%‰]?")
_UNITS = re.compile(rf"{_NUMBER.pattern}|.", re.DOTALL)
_NUMBER_OF_PAGE = re.compile(r"—\d{1,4}—")
_BESIDE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
_APART, _BREAK = "\x1f", "\f"


@dataclass(frozen=True, slots=True)
class Words:
    """What a file says, without white space; of a PDF the offsets at which its pages begin."""

    text: str
    pages: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that differ: what should stand there, what stands there, and the words before and behind. Numbers are whole.

    `at_break`: what stands there begins or ends a page.
    """

    expected: str
    found: str
    before: str
    behind: str
    at_break: bool

    @property
    def is_figure(self) -> bool:
        """Whether a number differs."""
        return _NUMBER.findall(self.expected) != _NUMBER.findall(self.found)

    def __str__(self) -> str:
        return f"“…{self.before}【{self.found or '缺'}】{self.behind}…”应为【{self.expected or '无'}】"


@dataclass(frozen=True, slots=True)
class Apart:
    """What files don't show in the order of the document.

    `pieces` (captions, charts, 版头) a PDF draws for themselves; `heads` of tables, each with
    how many tables have it, come again on every page.
    """

    pieces: tuple[str, ...] = ()
    heads: tuple[tuple[str, int], ...] = ()


def apart_of(html: str) -> Apart:
    """What stands apart in the files of a canonical document. Raises `lxml.etree.XMLSyntaxError`."""
    article = _article(html)
    heads = Counter(map(_said, article.iter("thead")))
    pieces = (_said(piece) for piece in (*article.iter("caption"), *article.iter("svg"), *article.iterfind("header/p")))
    return Apart(tuple(sorted(filter(None, pieces), key=len, reverse=True)), tuple(sorted(heads.items(), key=lambda one: len(one[0]), reverse=True)))


def html_words(html: str, apart: Apart, *, charts: bool) -> Words:
    """All that a canonical document says, without white space, what stands apart behind the rest; `charts`: the words in its charts too.

    Raises `lxml.etree.XMLSyntaxError`.
    """
    article = _article(html)
    if not charts:
        for chart in article.findall(".//svg"):
            chart.clear(keep_tail=True)
    return _in_order(_said(article), apart)


def docx_words(content: bytes, apart: Apart) -> Words:
    """The same of a Word file, without its charts: its body as a reader sees it, then the words of headers, footers, notes. Raises Unreadable."""
    from reportgen.ooxml.guard import open_office
    from reportgen.ooxml.names import MAIN, W
    from reportgen.ooxml.office import DOCUMENT
    from reportgen.ooxml.parsing import parse_part
    from reportgen.reconcile.body import Picture, WordTable
    from reportgen.reconcile.file import read_returned

    said: list[str] = []
    for part in read_returned(content).parts:
        if isinstance(part, WordTable):
            said += (part.words(row) for row in range(len(part.rows)))
        elif not isinstance(part, Picture):
            said.append(part.text)
    with open_office(content, DOCUMENT) as package:
        names = [name for name in sorted(package.namelist()) if _BESIDE.fullmatch(name) and name != MAIN]
        for name in names:
            beside = parse_part(package.read(name), name, DOCUMENT)
            said.append(_NUMBER_OF_PAGE.sub("", _plain("".join(words.text or "" for words in beside.iter(f"{W}t")))))
    return _in_order(_plain("".join(said)), apart)


def pdf_words(content: bytes, apart: Apart) -> Words:
    """The same of a PDF, without the numbers of its pages. Raises Unreadable."""
    from pypdfium2 import PdfiumError

    from reportgen.lint.pdf.glyphs import damaged, open_pdf

    document = open_pdf(content)
    said: list[str] = []
    try:
        for number, page in enumerate(document, 1):
            before, _, behind = _plain("".join(_drawn(page))).rpartition(f"—{number}—")
            said.append(before + behind)
            page.close()
    except PdfiumError as fault:
        raise damaged() from fault
    finally:
        document.close()
    return _in_order(_BREAK.join(said), apart)


def cells(workbook: bytes) -> Words:
    """What the cells of a workbook say, sheet by sheet. Raises Unreadable."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        opened = CalamineWorkbook.from_filelike(BytesIO(workbook))
        sheets = {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}
    except CalamineError as fault:
        raise Unreadable("damaged", "不完整或者已经损坏") from fault
    return Words(_APART.join(_plain(str(cell)) for name, rows in sheets.items() for cell in (name, *(cell for row in rows for cell in row))))


def charts_of(docx: bytes) -> Words:
    """What the charts of a Word file are drawn from. Raises Unreadable."""
    from reportgen.ooxml.guard import open_office
    from reportgen.ooxml.office import DOCUMENT
    from reportgen.ooxml.parsing import parse_part

    with open_office(docx, DOCUMENT) as package:
        names = [name for name in sorted(package.namelist()) if name.startswith("word/charts/") and name.endswith(".xml")]
        return Words(_APART.join(_plain("".join(parse_part(package.read(name), name, DOCUMENT).itertext())) for name in names))


def changes(expected: Words, found: Words) -> tuple[WordChange, ...]:
    """Where `found` says something else than `expected`.

    A row of a table that goes on on the next page is drawn in two parts: words that only stand on the other side of a page's end are no change.
    """
    if expected.text == found.text:
        return ()
    import fast_diff_match_patch

    codes: dict[str, str] = {}
    was, now = (_UNITS.findall(words.text) for words in (expected, found))
    coded = ["".join(codes.setdefault(unit, chr(0x10000 + len(codes))) for unit in units) for units in (was, now)]
    steps = fast_diff_match_patch.diff(*coded, timelimit=10, cleanup="No", counts_only=True)
    return tuple(_without_moves(_changes(steps, was, now, found.pages)))


def attached(pdf: bytes) -> dict[str, str]:
    """The files inside a PDF: the SHA-256 of each by its name. Raises Unreadable."""
    from reportgen.lint.pdf.glyphs import open_pdf

    document = open_pdf(pdf)
    try:
        files = [document.get_attachment(number) for number in range(document.count_attachments())]
        return {file.get_name(): sha256(bytes(file.get_data())).hexdigest() for file in files}
    finally:
        document.close()


def _changes(steps: Sequence[tuple[str, int]], was: list[str], now: list[str], pages: frozenset[int]) -> Iterator[WordChange]:
    old = new = 0
    at_old = at_new = 0  # where a difference that is still open begins
    offsets = (0, *accumulate(map(len, now)))
    for sign, length in (*steps, ("=", 0)):
        if sign == "=":
            if (at_old, at_new) != (old, new):
                before, behind = "".join(now[max(at_new - AROUND, 0) : at_new]), "".join(now[new : new + AROUND])
                at_break = offsets[at_new] in pages or offsets[new] in pages
                expected, shown = ("".join(units).replace(_APART, " ") for units in (was[at_old:old], now[at_new:new]))
                yield WordChange(expected, shown, before.replace(_APART, " "), behind.replace(_APART, " "), at_break)
            old, new = old + length, new + length
            at_old, at_new = old, new
        elif sign == "-":
            old += length
        else:
            new += length


def _without_moves(found: Iterable[WordChange]) -> Iterator[WordChange]:
    """The differences without those that together only put words on the other side of a page's end."""
    group: list[WordChange] = []
    for change in found:
        group.append(change)
        if change.expected and change.found:
            yield from group
            group = []
        elif "".join(one.expected for one in group) == "".join(one.found for one in group):
            if not all(one.at_break and not _NUMBER.fullmatch(one.found) for one in group if one.found):
                yield from group
            group = []
    yield from group


def _article(html: str) -> "_Element":
    """The document as it is read: a form without its Word file, charts without their descriptions."""
    from lxml import etree

    from reportgen.render.tree import as_read, parse

    article = parse(as_read(html))
    for chart in article.iter("svg"):
        etree.strip_elements(chart, "title", "desc", "style", "{*}title", "{*}desc", "{*}style", with_tail=False)
    return article


def _said(element: "_Element") -> str:
    return _plain("".join(element.itertext()))


def _plain(text: str) -> str:
    """A text without white space, each character in its one form: fonts say 〇 or ○ of the same thing as they like."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def _in_order(text: str, apart: Apart) -> Words:
    """A text with what stands apart behind it: the pieces, and the heads, of which a file has as many as there are tables or more."""
    if len(text) > MOST:
        raise Unreadable("too-large", "的文字过多，为安全起见没有比较")
    behind = []
    for piece in apart.pieces:
        before, there, rest = text.partition(piece)
        if there:
            text = before + rest
            behind.append(piece)
    for head, tables in apart.heads:
        if head:
            behind += [head] * min(text.count(head), tables)
            text = text.replace(head, "")
    pages = text.split(_BREAK)
    return Words(_APART.join(("".join(pages), *behind)), frozenset(accumulate(map(len, pages[:-1]))))


def _drawn(page: "pypdfium2.PdfPage") -> Iterator[str]:
    """The visible texts of a page in the order in which they are drawn: what lies on one line is not sorted by where it stands."""
    import ctypes

    import pypdfium2.raw as pdfium

    from reportgen.lint.pdf.glyphs import MAX_CHARACTERS

    text = page.get_textpage()
    try:
        if text.count_chars() > MAX_CHARACTERS:
            raise Unreadable("too-large", "的文字过多，为安全起见没有比较")
        for drawn in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,)):
            if pdfium.FPDFTextObj_GetTextRenderMode(drawn) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                length = pdfium.FPDFTextObj_GetText(drawn, text, None, 0)
                buffer = ctypes.create_string_buffer(length)
                pdfium.FPDFTextObj_GetText(drawn, text, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
                yield buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
    finally:
        text.close()
