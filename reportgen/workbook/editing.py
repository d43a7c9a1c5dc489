"""Single cells of a sheet written anew: every other cell, sheet and part of the workbook stays as it is, byte for byte where nothing of it is touched."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import column_name
from reportgen.ooxml.names import CONTENT_TYPES, relations_of
from reportgen.workbook.book import Book, place, read_book
from reportgen.workbook.names import parse, tag, written
from reportgen.workbook.package import Package
from reportgen.workbook.part import open_part
from reportgen.workbook.sheet import Value

FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])")
"""A formula in the text of a sheet."""
_CHAIN = "calcChain"


@dataclass(frozen=True, slots=True)
class Formula:
    """What a cell computes: the words of its formula, and whether other cells hang on it (a shared formula, one that fills several cells).

    `is_shared`: its words are written down elsewhere, or for other cells too.
    """

    text: str
    is_bound: bool = False
    is_shared: bool = False


def formulas(data: bytes, sheet: str) -> Mapping[str, Formula]:
    """The cells of a sheet that compute what they show, by name; each of the cells that one formula fills is one of them. Raises Unreadable."""
    part = open_part(read_book(data), sheet)
    if part is None or FORMULA.search(part.body) is None:
        return {}
    found: dict[str, Formula] = {}
    shared: dict[str, tuple[str, str]] = {}
    for number in part.rows_with(FORMULA):
        for cell in part.row(number):
            formula = cell.find(tag("f"))
            if formula is None:
                continue
            ref, kind, text = formula.get("ref", ""), formula.get("t", "normal"), formula.text or ""
            if kind == "shared":
                first, words = shared.setdefault(formula.get("si", ""), (cell.get("r", ""), text))
                found[cell.get("r", "")] = Formula(text or _moved(words, first, cell.get("r", "")), bool(ref) and ref != cell.get("r"), is_shared=True)
            elif kind == "normal":
                found[cell.get("r", "")] = Formula(text)
            else:  # of an array, of a table of alternatives: no cell of them can be changed alone
                found |= dict.fromkeys(_cells(ref or cell.get("r", "")), Formula(text, ":" in ref or kind != "array", is_shared=True))
    return found


def with_cells(data: bytes, sheet: str, values: Mapping[str, Value], like: Mapping[int, int] | None = None) -> bytes:
    """The workbook with other values in some cells (by name) of a sheet; None empties a cell. Formats stay, a formula there is gone.

    `like` names for a row (from 0) the one whose format its cells take where they aren't there yet. Raises Unreadable where the workbook, or the sheet,
    isn't one that can be changed so.
    """
    book = read_book(data)
    part, before = open_part(book, sheet), open_part(book, sheet)
    if part is None or before is None:
        raise Unreadable("unusual-workbook", f"的工作表“{sheet}”不是通常的格式", "请下载后用 Excel 或者 WPS 修改")
    computed = set()
    for name, value in sorted(values.items(), key=lambda item: place(item[0])):
        row, column = place(name)
        known = part.find(row, column)
        if known is not None and known.find(tag("f")) is not None:
            computed.add(name)
        if known is not None or value is not None:
            model = before.find(like[row], column) if known is None and like and row in like else None
            part.put(row, column, value)
            if model is not None:
                part.cell(row, column).set("s", model.get("s", "0"))
    part.write()
    if computed:
        _unchain(book, sheet, computed)
    return book.package.save()  # the list of sheets and the formats aren't touched


def _moved(text: str, first: str, cell: str) -> str:
    """A formula that others share, as it is at another cell: what it looks at moves along."""
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={text}", origin=first).translate_formula(cell)).removeprefix("=")


def _cells(ref: str) -> list[str]:
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return [f"{column_name(column)}{row + 1}" for row in range(top, bottom + 1) for column in range(left, right + 1)]


def unchained(book: Book) -> None:
    """Take the order of calculation out of the workbook: Excel finds it anew."""
    chain = book.package.related(book.part, _CHAIN)
    if chain is not None:
        _drop(book.package, chain, book.part)


def _unchain(book: Book, sheet: str, names: Collection[str]) -> None:
    """Take cells out of the order of calculation: Excel calls a workbook damaged whose order names a cell without a formula."""
    chain = book.package.related(book.part, _CHAIN)
    if chain is None:
        return
    number = book.number_of(sheet)
    root, current, gone = parse(book.package.parts[chain]), "", []
    for cell in root:
        current = cell.get("i", current)
        cell.set("i", current)  # what isn't said is as of the one before, which may go
        if current == number and cell.get("r") in names:
            gone.append(cell)
    for cell in gone:
        root.remove(cell)
    if len(root):
        book.package.parts[chain] = written(root)
    else:
        _drop(book.package, chain, book.part)


def _drop(package: Package, part: str, source: str) -> None:
    """Take a part out of the package, with what leads to it."""
    del package.parts[part]
    relations, types = relations_of(source), parse(package.parts[CONTENT_TYPES])
    root = parse(package.parts[relations])
    _remove(root, [entry for entry in root if entry.get("Type", "").endswith(f"/{_CHAIN}")])
    _remove(types, [entry for entry in types if entry.get("PartName") == f"/{part}"])
    package.parts[relations], package.parts[CONTENT_TYPES] = written(root), written(types)


def _remove(root: etree._Element, entries: Collection[etree._Element]) -> None:
    for entry in entries:
        root.remove(entry)
