"""The masked copy of a workbook: its sheets as the readers see them, with what is personal masked, and nothing else of the file.

Notes, pictures, drawings, pivot tables, external links and the file's properties may show a person anywhere, and no reader looks at them: they stay out.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.filing.scanning import shows
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.large import dataset_of_part
from reportgen.inputs.masking import mask_unread
from reportgen.inputs.personal import mask
from reportgen.inputs.schema import Programme
from reportgen.ooxml.names import CONTENT_TYPES, PACKAGE, relations_of
from reportgen.workbook.book import Book, place, read_book
from reportgen.workbook.names import parse, tag, written
from reportgen.workbook.package import Package
from reportgen.workbook.part import open_part

_OF_BOOK = frozenset(map(tag, ("fileVersion", "workbookPr", "bookViews", "sheets", "calcPr")))
_OF_SHEET = frozenset(
    map(tag, ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells", "printOptions", "pageMargins"))
)
"""What is kept beside the cells: all that says how they are shown or hidden."""
_OVERRIDE = f"{{{PACKAGE}/content-types}}Override"

_CELL = re.compile(rb"<((?:\w+:)?)c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)|<(?:\w+:)?row(?=[\s/>])([^>]*)>", re.DOTALL)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]*[0-9]+)["']""")
_KIND = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_OF_VALUE = re.compile(rb"""\s(?:cm|vm|t)\s*=\s*["'][^"']*["']""")
_RICH = re.compile(rb"""\s(?:cm|vm)\s*=\s*["'][^"']*["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>\s*(.*?)\s*</(?:\w+:)?v\s*>", re.DOTALL)
_FORMULA = re.compile(rb"(<(?:\w+:)?f(?:\s[^>]*)?(?<!/)>)(.*?)(</(?:\w+:)?f\s*>)", re.DOTALL)
_SHARED = re.compile(rb"<((?:\w+:)?)si(?=[\s/>])(?:[^>]*?/>|.*?</(?:\w+:)?si\s*>)", re.DOTALL)
_PHONETIC = re.compile(rb"<(?:\w+:)?rPh(?=[\s>]).*?</(?:\w+:)?rPh\s*>", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")

_AS_NUMBER = re.compile(rb"&#(?!(?:9|10|13|x[9aAdD]);)")  # but for tabs and line ends, which stand so in attributes
T = TypeVar("T")
_Cells = Mapping[tuple[int, int], Raw]


def masked_workbook(data: bytes, file: str, programme: Programme) -> bytes | None:
    """The masked copy of a workbook; None where nothing in it is to be masked. Raises Unreadable, also where it can't be copied.

    A number in a formula, a comment, a drop-down list or the properties isn't seen by a reader: the copy does without these.
    """
    grids, cells = _masked(data, file, programme)
    if not any(cells.values()) and not shows(file, data):
        return None
    try:
        copy = _copied(read_book(data), cells)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError) as problem:
        raise _unusual() from problem
    if _masked(copy, file, programme) != (grids, {name: {} for name in cells}):  # it must be read as the original is
        raise _unusual()
    return copy


def _unusual() -> Unreadable:
    help_text = "请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”，再报送"
    return Unreadable("unusual-workbook", "填有个人信息，但文件格式特殊，做不出遮盖个人信息的副本", help_text)


def _masked(data: bytes, file: str, programme: Programme) -> tuple[dict[str, object], dict[str, _Cells]]:
    """By sheet, what its readers see once it is masked, and the cells that were."""
    seen: dict[str, object] = {}
    cells: dict[str, _Cells] = {}
    with open_workbook(data, file) as workbook:
        for name in workbook.names:
            masked = mask_unread(workbook.sheet(name), dataset_of_part(file, programme) or dataset_named(name, programme))
            seen[name], cells[name] = _seen(masked.grid), masked.cells
    return seen, cells


def _seen(grid: SheetGrid) -> object:
    """What a grid says: blank ends of it left out, since they are no content."""
    rows = [_trimmed(list(row), (None, "")) for row in grid.rows]
    return _trimmed(rows, ([],)), sorted((span.top, span.left, span.bottom, span.right) for span in grid.merged)


def _trimmed(items: list[T], blank: Sequence[T]) -> list[T]:
    while items and items[-1] in blank:
        items.pop()
    return items


def _spell_out(package: Package, part: str | None) -> None:
    """Letters as letters: some programs write each as a number (&#26446;), where those who search the copy wouldn't find them."""
    data = package.parts.get(part or "")
    if part is not None and data is not None and _AS_NUMBER.search(data):
        package.parts[part] = written(parse(data))


def _copied(book: Book, masked: Mapping[str, _Cells]) -> bytes:
    package = book.package
    used: set[int] = set()
    kept = {CONTENT_TYPES, book.part, book.styles_part}
    for name in book.names:
        _spell_out(package, book.part_of(name))
        part = open_part(book, name)
        if part is None:
            continue  # the sheet of a chart
        part.body = _CELL.sub(_Masking(masked.get(name, {}), used).put, part.body)
        for child in [child for child in part.frame if child.tag not in _OF_SHEET]:
            part.frame.remove(child)
        for condition in part.frame.iter(tag("filter"), tag("customFilter")):
            condition.set("val", "")  # the names by which a ledger is filtered
        part.write()
        kept.add(part.part)
    shared, theme = (package.related(book.part, kind) for kind in ("sharedStrings", "theme"))
    if shared is not None:
        package.parts[shared] = _without_unused(package.parts[shared], used)
    kept |= {part for part in (shared, theme) if part is not None}
    for child in [child for child in book.root if child.tag not in _OF_BOOK]:
        book.root.remove(child)
    for sheet in [sheet for sheet in book.root.iter(tag("sheet")) if book.part_of(sheet.get("name", "")) not in kept]:
        sheet.getparent().remove(sheet)  # type: ignore[union-attr]  # it stands in the list of sheets
    for view in book.root.iter(tag("workbookView")):
        view.attrib.pop("activeTab", None)  # it may be that of a sheet that is gone
        view.attrib.pop("firstSheet", None)
    package.parts[book.part] = written(book.root)
    _drop(package, kept, book.part)
    return package.save()


def _drop(package: Package, kept: set[str], workbook: str) -> None:
    """Take out all parts but those kept, and the relations and content types that speak of the others."""
    relations = {relations_of(source): source for source in ("", workbook)}
    for name, source in relations.items():
        root = parse(package.parts[name])
        for entry in [entry for entry in root if package.of_relation(source, entry.get("Id", "")) not in kept]:
            root.remove(entry)
        package.parts[name] = written(root)
    package.parts = {name: content for name, content in package.parts.items() if name in kept or name in relations}
    types = parse(package.parts[CONTENT_TYPES])
    for entry in [entry for entry in types if entry.tag == _OVERRIDE and entry.get("PartName", "").lstrip("/") not in package.parts]:
        types.remove(entry)
    package.parts[CONTENT_TYPES] = written(types)


@dataclass(slots=True)
class _Masking:
    """Other values for some cells of a sheet, while its rows go by; `used` learns which shared strings are shown by the others."""

    masked: _Cells
    used: set[int]
    row: int = -1
    column: int = -1

    def put(self, match: re.Match[bytes]) -> bytes:
        """What becomes of the next cell, or of the tag that begins the next row: cells may be without a reference, and are counted then."""
        prefix, attributes, content, of_row = match.groups()
        reference = _REFERENCE.search(attributes if of_row is None else of_row)
        if of_row is not None:
            self.row, self.column = int(reference[1]) - 1 if reference else self.row + 1, -1
            return match[0]
        self.row, self.column = place(reference[1].decode()) if reference else (self.row, self.column + 1)
        if (self.row, self.column) in self.masked:
            return _cell(prefix, _OF_VALUE.sub(b"", attributes), self.masked[self.row, self.column])
        if content is None:
            return match[0]
        kind, value = _KIND.search(attributes), _VALUE.search(content)
        if kind is not None and kind[1] == b"s" and value is not None:
            self.used.add(int(value[1]))
        content = _FORMULA.sub(lambda formula: formula[1] + mask(formula[2].decode()).encode() + formula[3], content)
        return b"<%sc%s>%s</%sc>" % (prefix, _RICH.sub(b"", attributes), content, prefix)


def _cell(prefix: bytes, attributes: bytes, value: Raw) -> bytes:
    """A cell with a value of its own, without the formula or shared string that gave the true one."""
    if isinstance(value, str):
        text = html.escape(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", value), quote=False).encode()
        inner = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (prefix, prefix, text, prefix, prefix)
        return b'<%sc%s t="inlineStr">%s</%sc>' % (prefix, attributes, inner, prefix)
    return b"<%sc%s><%sv>%s</%sv></%sc>" % (prefix, attributes, prefix, str(int(value)).encode(), prefix, prefix)  # type: ignore[arg-type]  # a whole number


def _without_unused(data: bytes, used: set[int]) -> bytes:
    """The shared strings, those that no cell shows any more left blank at their places; without the readings that Japanese Excel keeps."""
    numbers = count()

    def kept(match: re.Match[bytes]) -> bytes:
        return _PHONETIC.sub(b"", match[0]) if next(numbers) in used else b"<%ssi><%st/></%ssi>" % (match[1], match[1], match[1])

    return _SHARED.sub(kept, written(parse(data)))
