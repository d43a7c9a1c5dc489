"""A new sheet as a value, and as the XML of its part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from lxml import etree

from reportgen.inputs.grid import column_name
from reportgen.ooxml.names import SPACE
from reportgen.workbook.names import ID, add, element, written
from reportgen.workbook.styles import PLAIN, Look, Styles

Value: TypeAlias = str | int | bool | Decimal | date | None

LAST_ROW = 1_048_576  # Excel's last row and column
LAST_COLUMN = 16_384
_FIRST_DAY = date(1899, 12, 30)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_TEXT = 32_767  # characters: Excel's limit of a cell
_LONGEST_ERROR = 225  # characters: Excel's limit of a message of data validation
_PERMITTED = (
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertColumns",
    "insertRows",
    "insertHyperlinks",
    "deleteColumns",
    "deleteRows",
    "sort",
    "autoFilter",
)
"""What a person may still do on a protected sheet, so far as the cells that it touches are not locked."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a new sheet. `link` is a place in the workbook that a click leads to: '改造任务'!A1."""

    value: Value = None
    look: Look = PLAIN
    link: str | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a new sheet: its cells from column A on (None leaves one out), and its height in points."""

    cells: Sequence[Cell | None]
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Wide:
    """The width of a column in half characters, and the look of its cells that nobody has filled yet."""

    width: float
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What Excel lets a person enter into cells (`cells` is a range): the type and limits of its rule, and what it says to anything else.

    Where it isn't `strict` a person may enter that all the same.
    """

    cells: str
    type: str
    formulas: tuple[str, ...]
    message: str
    operator: str = "between"
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A new sheet.

    `frozen` are the rows and columns that stay in view, `repeated` those that stand on each printed page, `beyond` is the look of the
    columns behind the last, `pages` how many pages it is wide. `filtered` is the range with a filter, `notes` are by cell name.
    """

    name: str
    lines: Sequence[SheetRow]
    columns: Sequence[Wide]
    frozen: tuple[int, int] = (0, 0)
    repeated: tuple[tuple[int, int] | None, int] = (None, 0)
    beyond: Look | None = None
    landscape: bool = False
    pages: int = 1
    protected: bool = False
    checks: Sequence[Check] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    merged: Sequence[str] = ()
    text_columns: Sequence[str] = ()
    filtered: str | None = None
    tab: str | None = None


def sheet_xml(sheet: Sheet, styles: Styles, drawing: str | None = None) -> bytes:
    """The part of a sheet; `drawing` is the id of its relation to the drawing of its notes."""
    root = element("worksheet")
    _properties(root, sheet)
    _view(root, sheet)
    add(root, "sheetFormatPr", {"defaultRowHeight": "18", "customHeight": "1"})
    _columns(root, sheet, styles)
    _rows(root, sheet, styles)
    if sheet.protected:
        add(root, "sheetProtection", {"sheet": "1", **dict.fromkeys(_PERMITTED, "0")})
    if sheet.filtered:
        add(root, "autoFilter", {"ref": sheet.filtered})
    if sheet.merged:
        merged = add(root, "mergeCells", {"count": str(len(sheet.merged))})
        for cells in sheet.merged:
            add(merged, "mergeCell", {"ref": cells})
    if sheet.checks:
        checks = add(root, "dataValidations", {"count": str(len(sheet.checks))})
        checks.extend(validation(check) for check in sheet.checks)
    _links(root, sheet)
    _print(root, sheet)
    if sheet.text_columns:
        add(add(root, "ignoredErrors"), "ignoredError", {"sqref": " ".join(sheet.text_columns), "numberStoredAsText": "1"})
    if drawing is not None:
        add(root, "legacyDrawing", {ID: drawing})
    return written(root)


def fill_cell(made: etree._Element, value: Value) -> None:
    """Puts a value into a cell's element: text as it stands (never a formula), numbers and days as Excel keeps them."""
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, StrEnum):
        value = value.value
    if isinstance(value, str):
        made.set("t", "inlineStr")
        text = add(add(made, "is"), "t", text=_NO_TEXT.sub("", value)[:_LONGEST_TEXT])
        text.set(SPACE, "preserve")
    elif isinstance(value, date):
        add(made, "v", text=str((value - _FIRST_DAY).days))
    elif value is not None:
        add(made, "v", text=format(value, "f") if isinstance(value, Decimal) else str(value))


def validation(check: Check) -> etree._Element:
    """The element of a check."""
    attributes = {"type": check.type, "allowBlank": "1", "showErrorMessage": "1", "errorTitle": "请核对", "error": check.message[:_LONGEST_ERROR]}
    if not check.strict:
        attributes["errorStyle"] = "warning"
    if check.type != "list":
        attributes["operator"] = check.operator
    made = element("dataValidation", {**attributes, "sqref": check.cells})
    for number, formula in enumerate(check.formulas, 1):
        add(made, f"formula{number}", text=formula)
    return made


def day_number(day: date) -> str:
    """A day as Excel counts it."""
    return str((day - _FIRST_DAY).days)


def _properties(root: etree._Element, sheet: Sheet) -> None:
    properties = add(root, "sheetPr")
    if sheet.tab:
        add(properties, "tabColor", {"rgb": f"FF{sheet.tab}"})
    add(properties, "pageSetUpPr", {"fitToPage": "1"})


def _view(root: etree._Element, sheet: Sheet) -> None:
    view = add(add(root, "sheetViews"), "sheetView", {"workbookViewId": "0", "showGridLines": "0"})
    rows, columns = sheet.frozen
    if rows or columns:
        splits = {"xSplit": columns, "ySplit": rows}
        pane = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
        corner = f"{column_name(columns)}{rows + 1}"
        add(view, "pane", {**{key: str(value) for key, value in splits.items() if value}, "topLeftCell": corner, "activePane": pane, "state": "frozen"})
        add(view, "selection", {"pane": pane, "activeCell": corner, "sqref": corner})


def _columns(root: etree._Element, sheet: Sheet, styles: Styles) -> None:
    columns = add(root, "cols")
    for number, column in enumerate(sheet.columns, 1):
        style = {} if column.look is None else {"style": str(styles.of(column.look))}
        add(columns, "col", {"min": str(number), "max": str(number), "width": f"{column.width:g}", **style, "customWidth": "1"})
    if sheet.beyond is not None:
        style = {"style": str(styles.of(sheet.beyond))}
        add(columns, "col", {"min": str(len(sheet.columns) + 1), "max": str(LAST_COLUMN), "width": "9", **style})


def _rows(root: etree._Element, sheet: Sheet, styles: Styles) -> None:
    data = add(root, "sheetData")
    for number, line in enumerate(sheet.lines, 1):
        row = add(data, "row", {"r": str(number)})
        if line.height is not None:
            row.set("ht", f"{line.height:g}")
            row.set("customHeight", "1")
        for index, cell in enumerate(line.cells):
            if cell is not None:
                fill_cell(add(row, "c", {"r": f"{column_name(index)}{number}", "s": str(styles.of(cell.look))}), cell.value)


def _links(root: etree._Element, sheet: Sheet) -> None:
    linked = [
        (f"{column_name(index)}{number}", cell)
        for number, line in enumerate(sheet.lines, 1)
        for index, cell in enumerate(line.cells)
        if cell is not None and cell.link is not None
    ]
    if linked:
        links = add(root, "hyperlinks")
        for name, cell in linked:
            add(links, "hyperlink", {"ref": name, "location": cell.link or "", "display": str(cell.value)})


def _print(root: etree._Element, sheet: Sheet) -> None:
    add(root, "printOptions", {"horizontalCentered": "1"})
    margins = {"left": "0.5", "right": "0.5", "top": "0.6", "bottom": "0.7", "header": "0.3", "footer": "0.35"}
    add(root, "pageMargins", margins)
    orientation = "landscape" if sheet.landscape else "portrait"
    add(root, "pageSetup", {"paperSize": "9", "orientation": orientation, "fitToWidth": str(sheet.pages), "fitToHeight": "0"})
    add(add(root, "headerFooter"), "oddFooter", text="&L&A&R第 &P 页 共 &N 页")
