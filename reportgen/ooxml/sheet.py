"""A workbook of one plain sheet: the numbers behind a chart of a Word file, as Word opens them for editing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.ooxml.builder import Xml, part
from reportgen.ooxml.names import CONTENT_TYPES, OFFICE, ROOT_RELATIONS, SHEET, relations_of
from reportgen.ooxml.packing import packed
from reportgen.ooxml.relations import ContentTypes, Relation, office, relations_part

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = "Sheet1"
"""The name of the sheet, that of Word's own."""
_BOOK, _FIRST, _STYLES, _STRINGS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
_WIDEST = 40  # characters: a column that is wider hides the next ones
_NARROWEST = 9  # characters: about Excel's own width
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_LETTERS = 26  # of the names of columns


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is computed: its formula without `=`, and what comes of it."""

    text: str
    value: Decimal


Value = str | Decimal | Formula | None


def reference(column: int, row: int) -> str:
    """The name of a cell by its column and row from 0: C2."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The name of a column from 0: A, ..., Z, AA."""
    ahead, last = divmod(column, _LETTERS)
    return (letters(ahead - 1) if ahead else "") + chr(ord("A") + last)


def workbook(rows: Sequence[Sequence[Value]]) -> bytes:
    """An .xlsx file with `rows`; the same rows give the same bytes."""
    types = ContentTypes(
        {"rels": _RELATIONS, "xml": "application/xml"},
        {_BOOK: f"{WORKBOOK_TYPE}.main+xml", _FIRST: _type("worksheet"), _STYLES: _type("styles"), _STRINGS: _type("sharedStrings")},
    )
    texts = {text: n for n, text in enumerate(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))}
    beside = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml"), "rId3": ("sharedStrings", "sharedStrings.xml")}
    sheets = Xml("sheets", {}, [Xml("sheet", {"name": SHEET_NAME, "sheetId": 1, "r:id": "rId1"}, [])])
    parts = {
        CONTENT_TYPES: types.part(),
        ROOT_RELATIONS: relations_part({"rId1": Relation(office("officeDocument"), _BOOK)}),
        _BOOK: part(Xml("workbook", {"xmlns": SHEET, "xmlns:r": OFFICE}, [sheets])),
        relations_of(_BOOK): relations_part({identifier: Relation(office(kind), target) for identifier, (kind, target) in beside.items()}),
        _FIRST: part(Xml("worksheet", {"xmlns": SHEET}, [_columns(rows), Xml("sheetData", {}, [_row(n, row, texts) for n, row in enumerate(rows)])])),
        _STYLES: part(_styles()),
        _STRINGS: part(Xml("sst", {"xmlns": SHEET}, [Xml("si", {}, [Xml("t", {}, [], text)]) for text in texts])),
    }
    return packed(parts, (CONTENT_TYPES, ROOT_RELATIONS))


def _type(kind: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"


def _columns(rows: Sequence[Sequence[Value]]) -> Xml:
    """As wide as what stands in them: a Chinese character is two wide."""
    made = []
    for n in range(max(map(len, rows))):
        widest = max((len(text.encode("gb18030")) for row in rows if n < len(row) and (text := _shown(row[n]))), default=0)
        made.append(Xml("col", {"min": n + 1, "max": n + 1, "width": min(max(widest + 2, _NARROWEST), _WIDEST), "customWidth": 1}, []))
    return Xml("cols", {}, made)


def _shown(value: Value) -> str:
    return str(value.value if isinstance(value, Formula) else "" if value is None else value)


def _row(number: int, row: Sequence[Value], texts: Mapping[str, int]) -> Xml:
    cells = [_cell(reference(column, number), value, texts) for column, value in enumerate(row) if value is not None]
    return Xml("row", {"r": number + 1}, cells)


def _cell(name: str, value: str | Decimal | Formula, texts: Mapping[str, int]) -> Xml:
    if isinstance(value, str):
        return Xml("c", {"r": name, "t": "s"}, [Xml("v", {}, [], str(texts[value]))])
    if isinstance(value, Formula):
        return Xml("c", {"r": name}, [Xml("f", {}, [], value.text), Xml("v", {}, [], format(value.value, "f"))])
    return Xml("c", {"r": name}, [Xml("v", {}, [], format(value, "f"))])


def _styles() -> Xml:
    """The fewest that a workbook needs."""
    font = Xml("font", {}, [Xml("sz", {"val": 11}, []), Xml("name", {"val": "宋体"}, [])])
    fills = [Xml("fill", {}, [Xml("patternFill", {"patternType": kind}, [])]) for kind in ("none", "gray125")]
    border = Xml("border", {}, [Xml(side, {}, []) for side in ("left", "right", "top", "bottom", "diagonal")])
    plain = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0}
    return Xml(
        "styleSheet",
        {"xmlns": SHEET},
        [
            Xml("fonts", {"count": 1}, [font]),
            Xml("fills", {"count": 2}, fills),
            Xml("borders", {"count": 1}, [border]),
            Xml("cellStyleXfs", {"count": 1}, [Xml("xf", {**plain}, [])]),
            Xml("cellXfs", {"count": 1}, [Xml("xf", {**plain, "xfId": 0}, [])]),
            Xml("cellStyles", {"count": 1}, [Xml("cellStyle", {"name": "Normal", "xfId": 0, "builtinId": 0}, [])]),
        ],
    )
