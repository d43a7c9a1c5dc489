"""What differs between two files, and between three."""

import errno
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from reportgen.compare.breaks import broken_as, without_unruled
from reportgen.compare.text import FileText, as_pdf_says, read_file_text
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.diff.align import align
from reportgen.diff.difference import ComparedDocument, Difference
from reportgen.diff.finding_changes import FindingChanges
from reportgen.diff.three_way import ThreeWay, three_way
from reportgen.files import MAX_BYTES, cause, read_file
from reportgen.reconcile.beside import FORMATTING, SideChange, side_changes
from reportgen.reconcile.body import WordTable
from reportgen.reconcile.expected import expected_parts
from reportgen.reconcile.pairing import pair_parts
from reportgen.reconcile.shaping import shape

_CAPTION = re.compile(r"附?表\s*\d{0,2}(?!\d)")
_MOST = 25_000_000  # paragraphs and rows of one file times those of another: 5,000 each, some two hundred pages, take half a minute
_NOT_IN_BOTH = ("空格和分段", "页眉、页脚、页码、脚注", "图片、图表和其中的文字")


@dataclass(frozen=True, slots=True, eq=False)
class ComparedFiles:
    """Two files, what differs in their text and beside it, and what wasn't compared, in words."""

    old: FileText
    new: FileText
    difference: Difference
    beside: tuple[SideChange, ...]
    unlooked: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing that was compared differs."""
        return self.difference.empty and not self.beside


@dataclass(frozen=True, slots=True, eq=False)
class ThreeFiles:
    """A file and two that were made of it: what each changed, and where both did."""

    one: ComparedFiles
    other: ComparedFiles
    places: ThreeWay


def open_file_text(path: Path, name: str) -> FileText | Diagnostic:
    """What a file says, called `name`; or why it can't be read."""
    try:
        return read_file_text(read_file(path).data, name)
    except Unreadable as fault:
        return fault.diagnostic("compare", Place(str(path)))
    except OSError as fault:
        if fault.errno == errno.EFBIG:
            help_text = "请压缩其中的图片，或者把文件分开保存"
            return error("compare.too-large", f"大于{MAX_BYTES // 2**20}MB，为安全起见没有读取", Place(str(path)), help=help_text)
        return error("compare.unreadable", f"打不开：{cause(fault)}", Place(str(path)), help="请核对文件名和所在的文件夹，以及是否有读取的权限")


def too_long(files: Sequence[FileText]) -> Diagnostic | None:
    """Why files can't be compared with the first of them, where they are too long for that."""
    first, *further = map(_length, files)
    if first * max(further) <= _MOST:
        return None
    help_text = "请把文件按章节分开保存，逐份比较；公文很少有这么长，请核对是不是这些文件"
    return error("compare.too-large", "文件的段落和表格行过多，为安全起见没有比较", *(Place(file.name) for file in files), help=help_text)


def _length(file: FileText) -> int:
    return sum(len(part.rows) if isinstance(part, WordTable) else 1 for part in file.parts)


def compare(old: FileText, new: FileText) -> ComparedFiles:
    """What differs between two files. A PDF is compared by its text: breaks of paragraphs are those of the other file, white space doesn't count."""
    return _compared(old, new, *_articles((old, new)))


def compare_three(base: FileText, one: FileText, other: FileText) -> ThreeFiles:
    """What two files made of a third."""
    article, *articles = _articles((base, one, other))
    compared = [_compared(base, file, article, made) for file, made in zip((one, other), articles, strict=True)]
    return ThreeFiles(compared[0], compared[1], three_way(*(files.difference.alignment for files in compared)))


def _compared(old: FileText, new: FileText, article: _Element, other: _Element) -> ComparedFiles:
    before, after = (ComparedDocument(etree.tostring(one, encoding="unicode"), file.name) for one, file in ((article, old), (other, new)))
    difference = Difference(before, after, align(article, other), (), FindingChanges())
    if old.beside is not None and new.beside is not None:
        beside, unlooked = side_changes(old.beside, new.beside)
        return ComparedFiles(old, new, difference, beside, unlooked)
    return ComparedFiles(old, new, difference, (), tuple(dict.fromkeys((FORMATTING, *_NOT_IN_BOTH, *old.unlooked, *new.unlooked))))


def _articles(files: Sequence[FileText]) -> list[_Element]:
    """The files in the form of canonical HTML; each paragraph of a further one is what its counterpart in the first is."""
    if any(file.is_pdf for file in files):
        files = [as_pdf_says(file) for file in files]
        shown = [part for file in files if file.is_pdf for part in file.parts]
        files = [file if file.is_pdf else replace(file, parts=without_unruled(file.parts, shown)) for file in files]
    first, *further = files
    word = next((file for file in further if not file.is_pdf), None)
    if first.is_pdf and word is not None:
        first = replace(first, parts=broken_as(first.parts, word.parts))
    article = shape(etree.Element("article"), pair_parts((), first.parts), {})
    _title_tables(article)
    parts = (broken_as(file.parts, first.parts) if file.is_pdf else file.parts for file in further)
    return [article, *(shape(article, pair_parts(expected_parts(article), one), {}) for one in parts)]


def _title_tables(article: _Element) -> None:
    """Let what stands right above a table and is numbered as its caption be that, and the unit in between a part of it."""
    for table in article.findall("table"):
        above = table.getprevious()
        unit = above if above is not None and (above.text or "").startswith("单位：") else None
        caption = above if unit is None else unit.getprevious()
        if caption is None or caption.tag != "p" or _CAPTION.match(caption.text or "") is None:
            continue
        caption.tag = "caption"
        table.insert(0, caption)
        if unit is not None:
            unit.tag = "span"
            unit.set("class", "unit")
            caption.append(unit)
