"""One cell of a workbook with another value; all else of the workbook stays as it is."""

from decimal import Decimal

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.grid import Raw, bare
from reportgen.numerals import number_in
from reportgen.ooxml.names import local
from reportgen.workbook.book import place, read_book
from reportgen.workbook.part import open_part
from reportgen.workbook.sheet import fill_cell

_OTHER = "现在不是“{}”，可能已经改过，请在表里核对"


def with_cell(data: bytes, file: str, cell: tuple[str, str], change: tuple[str, str]) -> bytes:
    """The workbook `data` that stands in `file` with a `cell` (sheet, name) changed from what it says to what it is to say; the same kind of value.

    Raises Unreadable where it says something else by now, or is computed, or the workbook can't be read.
    """
    (sheet, name), (old, new) = cell, change
    row, column = place(name)
    with open_workbook(data, file) as workbook:
        if sheet not in workbook.names:
            raise Unreadable("no-sheet", f"填报表里没有《{sheet}》了", "请在表里核对")
        raw = bare(workbook.sheet(sheet).raw(row, column))
    value = _value(raw, old, new)
    if value is None:
        raise Unreadable("other-value", f"《{sheet}》{name} {_OTHER.format(old)}", "请在表里核对")
    try:
        book = read_book(data)
        part = open_part(book, sheet)
        made = None if part is None else part.cell(row, column)
        if part is None or made is None or any(local(child) == "f" for child in made):
            raise Unreadable("formula", f"《{sheet}》{name} 是公式，请在表里改它引用的单元格", "请在表里改")
        for child in list(made):
            made.remove(child)
        made.attrib.pop("t", None)
        fill_cell(made, value)
        part.write()
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("unusual-workbook", "这份填报表的写法不常见，不能代为改动，请自己在表里改", "请在表里改") from fault
    return book.save()


def _value(raw: Raw, old: str, new: str) -> Decimal | str | None:
    """What is to be written; None where the cell doesn't say what it was to be changed from."""
    if isinstance(raw, str):
        return new if "".join(raw.split()) == "".join(old.split()) else None
    number = number_in(new)
    same = isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool) and number_in(old) == Decimal(str(raw))
    return number if same else None
