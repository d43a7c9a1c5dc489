"""The data that a unit filled in as they were read, for an archive: tables that are read without Excel, and the same as XML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.figures.scope import Scope
from reportgen.inputs.schema import CellType, Dataset, Field, Record
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.inputs.unit_sheet import SheetDescription
from reportgen.inputs.yaml_nodes import plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.workbook.described import cells_of
from reportgen.workbook.description import Written

COLUMNS = 11
"""So many columns stand beside one another on a page turned, in 五号; a wider table goes on below, the first column repeated."""
ROWS = 2000
"""So many rows a table has at most in the fixed layout, some 60 pages: lists of households have ten times as many, and are in the data files."""
_NARROWEST, _WIDEST = 4, 24  # 字: a short word, and a sentence of two or three lines


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a unit's data: its title, where it stands, and its rows of text beneath the headings. `places` are those of the rows."""

    title: str
    place: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether the fixed layout has its rows."""
        return len(self.rows) <= ROWS

    @property
    def parts(self) -> tuple["Sheet", ...]:
        """The table as it fits a page: one that is wider in several, each with the first column."""
        if len(self.headings) <= COLUMNS:
            return (self,)
        beginnings = range(1, len(self.headings), COLUMNS - 1)
        return tuple(self._of((0, *range(first, min(first + COLUMNS - 1, len(self.headings))))) for first in beginnings)

    @property
    def widths(self) -> tuple[str, ...]:
        """The relative widths of the columns: the longest text of each, within bounds."""
        return tuple(str(min(_WIDEST, max(_NARROWEST, *map(len, column)))) for column in zip(self.headings, *self.rows, strict=True))

    def _of(self, columns: tuple[int, ...]) -> "Sheet":
        rows = tuple(tuple(row[column] for column in columns) for row in self.rows)
        return replace(self, headings=tuple(self.headings[column] for column in columns), rows=rows)


def sheets_of(scope: Scope, description: str, described: SheetDescription | None = None) -> tuple[Sheet, ...]:
    """The tables of a unit in the order of the data dictionary, columns that no row fills left out.

    First its 单位.yaml (`description`), and what the sheets of its workbook say in its place.
    """
    node, _ = read_yaml(description, "")
    place = str(scope.inputs.description)
    entries = [(*entry, place) for entry in _entries((), {} if node is None else plain(node))]
    entries += [(cell.title.replace(".", "·"), _words(cell.value), str(cell.place)) for cell in (() if described is None else cells_of(described))]
    rows, places = tuple((title, words) for title, words, _ in entries), tuple(where for _, _, where in entries)
    sheets = [Sheet(DESCRIPTION, place, ("项目", "内容"), rows, places)]
    for dataset in scope.programme.datasets:
        table = scope.inputs.tables.get(dataset.key)
        if table is not None and table.rows:
            sheets.append(_sheet(dataset, table.rows, "" if table.place is None else str(table.place)))
    return tuple(sheets)


def data_content(unit: str, season: str, sheets: tuple[Sheet, ...]) -> bytes:
    """The tables as XML: each row with its place, each cell that is filled in with its heading."""
    from lxml import etree

    root = etree.Element("填报数据", {"单位": unit, "采暖季": season})
    for sheet in sheets:
        table = etree.SubElement(root, "数据表", {"名称": sheet.title, "位置": sheet.place})
        for row, place in zip(sheet.rows, sheet.places, strict=True):
            line = etree.SubElement(table, "行", {"位置": place})
            for heading, text in zip(sheet.headings, row, strict=True):
                if text:
                    etree.SubElement(line, "列", {"名称": heading}).text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _sheet(dataset: Dataset, records: tuple[Record, ...], place: str) -> Sheet:
    rows = {field: tuple(_text(record, field) for record in records) for field in dataset.fields()}
    filled = {field: texts for field, texts in rows.items() if any(texts)}
    headings = tuple(f"{field.column.title}（{field.column.unit}）" if field.column.unit else field.column.title for field in filled)
    return Sheet(dataset.title, place, headings, tuple(zip(*filled.values(), strict=True)), tuple(str(record.origin.place) for record in records))


def _text(record: Record, field: Field) -> str:
    """What a cell says, in one writing; as it is written there where it could not be read."""
    value = getattr(record, field.key)
    if value is None:
        return record.raw(field.key).strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if field.type is CellType.MONTH else value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _words(value: Written) -> str:
    """What a cell of 单位说明 says, in one writing."""
    if isinstance(value, Mapping):
        return "；".join(f"{name}：{'、'.join(below)}" if below else name for name, below in value.items())
    if isinstance(value, tuple):
        return "；".join(value)
    return "是" if value is True else "否" if value is False else str(value)


def _entries(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, str]]:
    """The entries of a YAML file that say something, by the keys that lead to them."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entries((*path, _NAMES.get(str(key), str(key))), inner)
    elif isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value):
        for number, inner in enumerate(value, 1):
            yield from _entries((*path, str(number)), inner)
    elif value not in (None, "", []):
        words = ("是" if one is True else "否" if one is False else str(one) for one in (value if isinstance(value, list) else [value]))
        yield "·".join(path), "；".join(words)


_NAMES = {key: field.alias for key, field in Unit.model_fields.items() if field.alias}
"""The Chinese names of the entries of 单位.yaml, which may be given in English."""
