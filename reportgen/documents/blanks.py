"""Where a missing input is to be filled in: the key of 单位.yaml, the cell, the column, the sheet."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reportgen.diagnostics import Place
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.inputs.entries import entries
from reportgen.inputs.schema import Dataset, Field
from reportgen.inputs.schema.unit import Section, Unit
from reportgen.inputs.sheet_names import FILINGS

WORKBOOK = "填报表.xlsx"
"""The workbook that `init` and `new` make: a sheet that isn't there yet is to be added to it."""

# What templates call an entry of 单位.yaml where its own title would say too little.
_CALLED = {
    "主送机关": "主送",
    "验收起止日期": "验收组织.开始",
    "项目验收依据": "引用文件.项目验收",
    "绩效评价依据": "引用文件.绩效评价",
    "绩效评价": "引用文件.绩效评价",
}
_FILED = Unit.model_fields["documents"].alias
_CELL = re.compile(r"(?P<file>inputs/\d{4}/[^#!，；\s]+?)(?:#(?P<sheet>[^!，；\s]+))?(?:!(?P<cell>[A-Z]+\d+)|:(?P<line>\d+))?(?=的|没有“)")


@dataclass(frozen=True, slots=True)
class Blank:
    """Where something is to be filled in: in words for a person who looks for it, and the places."""

    words: str
    places: tuple[Place, ...]


def entry_for(label: str, kind: Kind, *, alone: bool) -> str | None:
    """The key of 单位.yaml that gives what a document calls `label`: 签发人, 时限.方案报备, 公文.实施方案.成文日期. None where none does.

    A programme that stands `alone` asks for fewer.
    """
    path = _CALLED.get(label) or _paths(alone=alone).get(label)
    return None if path is None else path.replace("*", kind.name)


@cache
def _paths(*, alone: bool) -> dict[str, str]:
    """The keys of 单位.yaml by their last part; of two that end alike the outer one. * stands for the kind of document."""
    found: dict[str, str] = {}
    for title, path in sorted(_keys(Unit, "", alone=alone), key=lambda one: one[1].count(".")):
        found.setdefault(title, path)
    return found


def _keys(section: type[Section], within: str, *, alone: bool) -> Iterator[tuple[str, str]]:
    for entry in entries(section, alone=alone):
        path = f"{within}{entry.title}"
        yield entry.title, path
        if entry.section is not None:
            yield from _keys(entry.section, f"{path}.*." if entry.many else f"{path}.", alone=alone)


def cells_in(text: str) -> tuple[Place, ...]:
    """The cells and lines that a text of what is lacking names: inputs/2023/甲县/改造任务.csv!C2的任务户数."""
    return tuple(Place(m["file"], m["sheet"], m["cell"], int(m["line"]) if m["line"] else None) for m in _CELL.finditer(text))


def sheet_for(scope: Scope, unit: str, title: str) -> Place:
    """The sheet or file of a dataset (by title) of a unit at or below `scope`; the one to be added where it has none."""
    inputs = next((one.inputs for one in scope.subtree() if one.unit.name == unit), scope.inputs)
    dataset = scope.programme.by_title.get(title)
    table = inputs.tables.get(dataset.key) if dataset is not None else None
    if table is not None and table.place is not None:
        return table.place
    books = sorted(t.place.file for t in inputs.tables.values() if t.place is not None and t.place.sheet)
    return Place(books[0] if books else f"{inputs.folder}/{WORKBOOK}", title)


def blanks_for(label: str, scope: Scope, kind: Kind) -> Iterator[Blank]:
    """The blank cells of the kind's datasets in columns headed `label`, table by table, and the tables that have no such column."""
    for dataset, field in _columns(label, scope, kind):
        rows = [row for row in scope.rows(dataset.key).rows if getattr(row, field.key) in (None, "")]
        cells = [row.place(field.key) for row in rows if field.key in row.origin.cells and row.place(field.key) != row.origin.place]
        if cells:
            yield Blank(f"《{dataset.title}》的“{label}”列", tuple(cells))
        elif rows:
            tables = dict.fromkeys(Place(row.origin.place.file, row.origin.place.sheet) for row in rows)
            yield Blank(f"《{dataset.title}》要增加“{label}”列", tuple(tables))


def _columns(label: str, scope: Scope, kind: Kind) -> Iterator[tuple[Dataset, Field]]:
    for key in (*kind.datasets, *kind.optional):
        dataset = scope.programme.by_key[key]
        yield from ((dataset, field) for field in dataset.fields() if field.column.title == label)


def places_of(paths: Iterable[str], scope: Scope) -> tuple[Place, ...]:
    """Where the entries of a unit's description are to be filled in: the blank cell or line of each, else the file, or the sheet (公文, 单位说明)."""
    return tuple(dict.fromkeys(_place_of(path, scope) for path in paths))


def _place_of(path: str, scope: Scope) -> Place:
    described, node = scope.inputs.description, scope.unit
    first, *rest = path.split(".")
    filed = first == _FILED
    inside: Section | None = node.documents.get(rest[0]) if filed and rest else node
    titles = rest[1:] if filed else [first, *rest]
    for number, title in enumerate(titles):
        entry = None if inside is None else next((one for one in entries(type(inside)) if one.title == title), None)
        if inside is None or entry is None:
            break
        place = inside.place(entry.key)
        if number == len(titles) - 1 and place is not None:
            return place
        value = getattr(inside, entry.key)
        inside = value if isinstance(value, Section) else None
    return Place(described.file, FILINGS) if filed and described.sheet is not None else described
