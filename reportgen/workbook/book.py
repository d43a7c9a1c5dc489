"""The workbook itself: which sheets it has, in which order, and the names that it defines."""

import re
from dataclasses import dataclass

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import column_name
from reportgen.workbook.names import ID, add, element, parse, tag, written
from reportgen.workbook.notes import Note, put_notes
from reportgen.workbook.package import Package, read_package
from reportgen.workbook.sheet import Sheet, sheet_xml
from reportgen.workbook.styles import Styles, blank_styles
from reportgen.workbook.theme import theme

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK = "xl/workbook.xml"
_BEHIND_NAMES = tuple(
    map(
        tag,
        (
            "calcPr",
            "oleSize",
            "customWorkbookViews",
            "pivotCaches",
            "smartTagPr",
            "smartTagTypes",
            "webPublishing",
            "fileRecoveryPr",
            "webPublishObjects",
            "extLst",
        ),
    )
)
_CELL = re.compile(r"([A-Z]+)(\d+)")
_SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*["\'](?:1|true)["\']')
_HEAD = 20_000
"""How far into a sheet its views stand at most."""


@dataclass(slots=True)
class Book:
    """A workbook that is being made or changed."""

    package: Package
    part: str
    root: etree._Element
    styles: Styles
    styles_part: str

    @property
    def names(self) -> list[str]:
        """The names of the sheets, in order."""
        return [sheet.get("name", "") for sheet in self._sheets]

    def part_of(self, name: str) -> str | None:
        """The part of a sheet."""
        for sheet in self._sheets:
            if sheet.get("name") == name:
                return self.package.of_relation(self.part, sheet.get(ID, ""))
        return None

    def number_of(self, name: str) -> str:
        """The number by which other parts call a sheet, empty where there is no such sheet."""
        return next((sheet.get("sheetId", "") for sheet in self._sheets if sheet.get("name") == name), "")

    def add_sheet(self, sheet: Sheet, at: int | None = None) -> None:
        """Adds a sheet, last or at a position from 0, where it is then the one that shows first."""
        part = self.package.add("xl/worksheets/sheet", ".xml", b"", f"{_KIND}.worksheet+xml")
        drawing = None
        if sheet.notes:
            widths = [round(column.width * 7 + 5) for column in sheet.columns]
            notes = [Note(*place(cell), cell, text) for cell, text in sheet.notes.items()]
            drawing = put_notes(self.package, part, None, notes, lambda column: widths[column] if column < len(widths) else 68)
        self.package.parts[part] = sheet_xml(sheet, self.styles, drawing)
        number = max((int(known.get("sheetId", "0")) for known in self._sheets), default=0) + 1
        made = element("sheet", {"name": sheet.name, "sheetId": str(number), ID: self.package.relate(self.part, part, "worksheet")})
        if at is not None:
            self._shift_names(at)
        self._sheets.insert(len(self._sheets) if at is None else at, made)
        self._define_titles(sheet, len(self._sheets) - 1 if at is None else at)
        if at is not None:
            self._show(at)

    def rewrite(self, sheet: Sheet) -> bool:
        """Puts a sheet in the place of the one of its name; False where that has parts of its own (notes, drawings), and stays."""
        part = self.part_of(sheet.name)
        if part is None or self.package.has_relations(part) or sheet.notes:
            return False
        self.package.parts[part] = sheet_xml(sheet, self.styles)
        return True

    def rename(self, old: str, new: str) -> None:
        """Gives a sheet another name. Formulas that use the old one are not changed: only for sheets that nothing refers to."""
        for sheet in self._sheets:
            if sheet.get("name") == old:
                sheet.set("name", new)

    def free_name(self, name: str) -> str:
        """`name`, or with a number where there is such a sheet."""
        taken = {known.casefold() for known in self.names}
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{name}{number}"
        return free

    def save(self, *, sealed: bool = False) -> bytes:
        """The file; a sealed one can be told from one that a person has saved since."""
        self.package.parts[self.part] = written(self.root)
        self.package.parts[self.styles_part] = self.styles.write()
        return self.package.save(sealed=sealed)

    @property
    def _sheets(self) -> etree._Element:
        sheets = self.root.find(tag("sheets"))
        if sheets is None:
            raise etree.XMLSyntaxError("no list of sheets", 0, 0, 0)
        return sheets

    def _shift_names(self, at: int) -> None:
        """Names of a sheet (what is repeated in print, ...) go by its position."""
        for name in self.root.iter(tag("definedName")):
            position = name.get("localSheetId")
            if position is not None and int(position) >= at:
                name.set("localSheetId", str(int(position) + 1))

    def _define_titles(self, sheet: Sheet, position: int) -> None:
        rows, columns = sheet.repeated
        quoted = quote(sheet.name)
        parts = [f"{quoted}!$A:${column_name(columns - 1)}"] if columns else []
        if rows is not None:
            parts.append(f"{quoted}!${rows[0]}:${rows[1]}")
        defined = [("_xlnm.Print_Titles", ",".join(parts))] if parts else []
        if sheet.filtered:
            first, last = sheet.filtered.split(":")
            defined.append(("_xlnm._FilterDatabase", f"{quoted}!{absolute(first)}:{absolute(last)}"))
        if not defined:
            return
        names = self.root.find(tag("definedNames"))
        if names is None:
            names = element("definedNames")
            at = next((index for index, child in enumerate(self.root) if child.tag in _BEHIND_NAMES), len(self.root))
            self.root.insert(at, names)
        for name, where in defined:
            hidden = {"hidden": "1"} if name.endswith("FilterDatabase") else {}
            add(names, "definedName", {"name": name, "localSheetId": str(position), **hidden}, where)

    def _show(self, position: int) -> None:
        """Makes the sheet at a position the one, and the only one, that is open: what is typed would go into all that are."""
        views = self.root.find(tag("bookViews"))
        if views is None:
            views = element("bookViews")
            self.root.insert(next(index for index, child in enumerate(self.root) if child.tag == tag("sheets")), views)
        if len(views) == 0:
            add(views, "workbookView")
        for view in views:
            view.set("activeTab", str(position))
            view.attrib.pop("firstSheet", None)
        for name in self.names:
            part = self.part_of(name)
            if part in self.package.parts:
                content = self.package.parts[part]
                self.package.parts[part] = _SELECTED.sub(rb"\1", content[:_HEAD]) + content[_HEAD:]


def blank_book() -> Book:
    """A workbook without a sheet."""
    package = Package()
    root = element("workbook")
    add(root, "workbookPr")
    add(add(root, "bookViews"), "workbookView", {"xWindow": "0", "yWindow": "0", "windowWidth": "28800", "windowHeight": "15000", "tabRatio": "850"})
    add(root, "sheets")
    package.put("_rels/.rels", b"", "application/vnd.openxmlformats-package.relationships+xml")
    del package.parts["_rels/.rels"]
    package.put(_WORKBOOK, written(root), f"{_KIND}.sheet.main+xml")
    package.relate("", _WORKBOOK, "officeDocument")
    package.put("xl/theme/theme1.xml", theme(), "application/vnd.openxmlformats-officedocument.theme+xml")
    package.relate(_WORKBOOK, "xl/theme/theme1.xml", "theme")
    part = "xl/styles.xml"
    package.put(part, blank_styles(), f"{_KIND}.styles+xml")
    package.relate(_WORKBOOK, part, "styles")
    return Book(package, _WORKBOOK, root, Styles.read(package.parts[part]), part)


def read_book(data: bytes) -> Book:
    """The workbook in a file. Raises Unreadable."""
    package = read_package(data)
    part = package.related("", "officeDocument")
    styles = package.related(part, "styles") if part is not None else None
    try:
        if part is not None and styles is not None:
            root = parse(package.parts[part])
            if root.tag == tag("workbook"):
                return Book(package, part, root, Styles.read(package.parts[styles]), styles)
    except etree.XMLSyntaxError:
        pass
    message, help_text = "不是通常的 Excel 工作簿格式", "请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”"
    raise Unreadable("unusual-workbook", message, help_text)


def place(cell: str) -> tuple[int, int]:
    """The row and column, from 0, of a cell's name (B2). Raises ValueError where it is none."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def quote(sheet: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def absolute(cell: str) -> str:
    """A cell's name as defined names write it."""
    match = _CELL.fullmatch(cell)
    return f"${match[1]}${match[2]}" if match else cell
