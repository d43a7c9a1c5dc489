"""Rows put in above the last ones of a table (合计, notes), which move down: only where all that hangs on them is known to move along."""

import re
from collections.abc import Iterator

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import column_name
from reportgen.workbook.areas import areas, extended
from reportgen.workbook.book import Book, place, read_book
from reportgen.workbook.editing import FORMULA, formulas, unchained
from reportgen.workbook.names import tag
from reportgen.workbook.part import SheetPart, open_part
from reportgen.workbook.sheet import LAST_ROW

_MOST_MOVED = 200
"""Rows: what stands below a table of fifty is a total and a few notes."""
_EXTENDED = (("dataValidation", "sqref"), ("conditionalFormatting", "sqref"), ("ignoredError", "sqref"), ("autoFilter", "ref"))
"""What is said of ranges of cells: it holds of the new rows too."""
_PLACED = ("tablePart", "protectedRange", "customSheetView", "scenario", "sortState")
"""What has places of its own: where there is any, Excel does it."""
_SHEET_NAME = re.compile(r"'((?:[^']|'')+)'!|([^'!,(]+)!")


class Unmovable(Exception):
    """The rows can't be put in here: something hangs on those below of which it isn't known how it moves."""


def with_rows(data: bytes, sheet: str, at: int, count: int) -> bytes:
    """The workbook with `count` blank rows before row `at` (from 0) of a sheet; a sum over the rows down to there takes them in.

    Raises Unmovable, Unreadable.
    """
    if not count:
        return data
    book = read_book(data)
    part = open_part(book, sheet)
    if part is None:
        raise Unreadable("unusual-workbook", f"的工作表“{sheet}”不是通常的格式", "请下载后用 Excel 或者 WPS 修改")
    _check(book, part, sheet, at)
    grown, has_moved = _formulas(data, book, sheet, at, count)
    _ranges(part, at, count)
    for name, text in grown.pop(sheet, {}).items():
        part.write_formula(*place(name), text)
    part.shift(at, count)
    part.write()
    for other, cells in grown.items():
        there = open_part(book, other)
        assert there is not None  # noqa: S101  # its formulas have been read
        for name, text in cells.items():
            there.write_formula(*place(name), text)
        there.write()
    if has_moved:
        unchained(book)
    return book.package.save()


def _check(book: Book, part: SheetPart, sheet: str, at: int) -> None:
    if sum(number >= at for number in part.numbers) > _MOST_MOVED:
        raise Unmovable
    if any(True for name in _PLACED for _ in part.frame.iter(tag(name))):
        raise Unmovable
    linked = (link.get("ref", "A1").partition(":")[0] for link in part.frame.iter(tag("hyperlink")))
    broken = (int(one.get("id", "0")) for breaks in part.frame.iter(tag("rowBreaks")) for one in breaks)
    if any(place(name)[0] >= at for name in (*part.noted, *linked)) or any(row > at for row in broken):
        raise Unmovable
    for defined in book.root.iter(tag("definedName")):
        named = [(match[1] or "").replace("''", "'") or match[2] for match in _SHEET_NAME.finditer(defined.text or "")]
        rows = [int(number) for number in re.findall(r"\$(\d+)", defined.text or "")]
        if sheet in named and any(row > at for row in rows):
            raise Unmovable


def _formulas(data: bytes, book: Book, sheet: str, at: int, count: int) -> tuple[dict[str, dict[str, str]], bool]:
    """The formulas that take the new rows in, by sheet and cell; and whether any formula moves. Raises Unmovable where one looks at what moves."""
    grown: dict[str, dict[str, str]] = {}
    has_moved = False
    for name in book.names:
        file = book.part_of(name)
        if file is None or FORMULA.search(book.package.parts.get(file, b"")) is None:
            continue
        for cell, formula in formulas(data, name).items():
            seen = areas(formula.text, name)
            if seen is None or any(area.sheet == sheet and area.bottom >= at for area in seen):
                raise Unmovable
            moves = name == sheet and place(cell)[0] >= at
            longer = extended(formula.text, name, sheet, at - 1, count)
            if (moves or longer != formula.text) and formula.is_shared:
                raise Unmovable
            has_moved |= moves
            if longer != formula.text:
                grown.setdefault(name, {})[cell] = longer
    return grown, has_moved


def _ranges(part: SheetPart, at: int, count: int) -> None:
    """What is said of ranges that reach down to the new rows, or begin below, and the merged cells below, go along."""
    for name, said in _EXTENDED:
        for one in part.frame.iter(tag(name)):
            one.set(said, " ".join(_moved(ref, at, count, grows=True) for ref in one.get(said, "").split()))
    merged = part.frame.find(tag("mergeCells"))
    for one in _of(merged):
        one.set("ref", _moved(one.get("ref", ""), at, count, grows=False))


def _of(found: etree._Element | None) -> Iterator[etree._Element]:
    yield from () if found is None else found


def _moved(ref: str, at: int, count: int, *, grows: bool) -> str:
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    if not grows and top < at <= bottom:
        raise Unmovable  # it is merged across the place
    if top >= at:
        top, bottom = top + count, bottom + count
    elif bottom >= at - (1 if grows else 0):
        bottom += count
    top, bottom = min(top, LAST_ROW - 1), min(bottom, LAST_ROW - 1)
    start, end = f"{column_name(left)}{top + 1}", f"{column_name(right)}{bottom + 1}"
    return start if start == end else f"{start}:{end}"
