"""Masking a table as it is read, before anything can quote or keep what a person's data are; masking_text.py does so with a text of YAML.

Masking what is masked changes nothing: a masked copy is read as its original is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs.aggregates import is_total
from reportgen.inputs.assemble import Values
from reportgen.inputs.cells import BLANK_MARKS, FREE
from reportgen.inputs.disclosed import Disclosed, about_columns, about_text
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.headings import HEADER_ROWS
from reportgen.inputs.personal import find, mask, mask_number, mask_value
from reportgen.inputs.rows import is_note
from reportgen.inputs.schema import Dataset, Field, Personal
from reportgen.inputs.schema.programme import shipped

_LEAST_HEADINGS = 2
"""As many as make a header; in a sheet that is no known table one is enough, for masking too much costs less there than too little."""
LEAST_TEXT = len("1单元2室")  # what is shorter shows nothing
_NUMBER = re.compile(r"[0-9*]+[0-9Xx*]")
"""What most cells of numbers hold, masked or not: no word needs to be looked for."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A grid with what is personal masked, which cells those are (by row and column, from 0), and what is to be said of them.

    `persons` are the true values of a row's personal cells, which tell it from another that looks the same once both are masked.
    """

    grid: SheetGrid
    cells: Mapping[tuple[int, int], Raw] = field(default_factory=dict)
    persons: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


def told_apart(persons: Mapping[int, str], numbers: Sequence[int], rows: Sequence[Values]) -> Sequence[Values]:
    """The values of rows, each with what tells it from another that looks the same since both are masked."""
    return [{**row, "": persons.get(number, "")} for number, row in zip(numbers, rows, strict=True)] if persons else rows


def mask_grid(grid: SheetGrid, dataset: Dataset | None) -> Masked:
    """The cells of a table of `dataset`, or of a sheet that is no table, masked: the personal columns, and numbers of persons anywhere.

    A personal column is what stands below such a heading, whatever the table's header turns out to be.
    """
    columns = PersonalColumns.of(grid, dataset)
    cells: dict[tuple[int, int], Raw] = {}
    persons: dict[int, list[str]] = {}
    disclosed: list[Disclosed] = []
    loose: dict[str, list[tuple[Place, str]]] = {}
    clean: set[str] = set()  # most words of a table stand in it many times
    for number, row in enumerate(grid.rows):
        for column, raw in enumerate(row):
            if column in columns.personal and (kind := columns.kind(number, column)) is not None and not is_blank(raw) and not is_word(raw):
                new = mask_cell(raw, kind)
                persons.setdefault(number, []).append(str(raw))
                if new != raw:
                    cells[number, column] = new
                    disclosed.append(Disclosed(number, columns.titles[column], kind, raw, grid.place(number, column)))
                continue
            if isinstance(raw, str):
                if len(raw) < LEAST_TEXT or raw in clean:
                    continue
            elif column not in columns.free:
                continue
            new = mask_loose(raw)
            if new is not raw:
                cells[number, column] = new
                loose.setdefault(columns.titles.get(column, ""), []).append((grid.place(number, column), str(new)))
            elif isinstance(raw, str):
                clean.add(raw)
    title = dataset.title if dataset else grid.sheet or ""
    problems = [*about_columns(title, disclosed)]
    problems += [about_text(heading, places, is_read=dataset is not None) for heading, places in loose.items()]
    masked = _with(grid, cells) if cells else grid
    return Masked(masked, cells, {number: "\x1f".join(values) for number, values in persons.items()}, tuple(problems))


def mask_unread(grid: SheetGrid, dataset: Dataset | None) -> Masked:
    """The cells as `mask_grid` masks them, for a copy that leaves the office; of a ledger without headings, which no reader can read, every word."""
    masked = mask_grid(grid, dataset)
    if dataset is None or not is_personal(dataset) or PersonalColumns.of(grid, dataset).personal:
        return masked
    words = {(number, column): raw for number, row in enumerate(grid.rows) for column, raw in enumerate(row) if isinstance(raw, str) and not is_blank(raw)}
    cells = {at: new for at, raw in words.items() if (new := mask_value(raw, Personal.HEAD)) != raw}
    return replace(masked, grid=_with(grid, cells), cells=cells)


def kind_of(heading: str, dataset: Dataset | None) -> Personal | None:
    """What a column under this heading says of persons; of a sheet that is no table, any dataset's headings count."""
    known = match_field(heading, dataset) if dataset else _anywhere(heading)
    return known.column.personal if known else None


def is_personal(dataset: Dataset) -> bool:
    """Whether a dataset has personal columns."""
    return any(known.column.personal for known in dataset.fields())


@cache
def _with_persons() -> tuple[Dataset, ...]:
    """The datasets that have personal columns."""
    return tuple(dataset for dataset in shipped().datasets if is_personal(dataset))


@cache
def starts_of_headings() -> frozenset[str]:
    """The characters with which the headings of personal columns begin: few names do."""
    columns = (known for dataset in _with_persons() for known in dataset.fields() if known.column.personal)
    return frozenset(name[0] for known in columns for name in (known.key, known.column.title, *known.column.aliases))


def _anywhere(heading: str) -> Field | None:
    return next((known for dataset in _with_persons() if (known := match_field(heading, dataset)) is not None), None)


@dataclass(frozen=True, slots=True)
class PersonalColumns:
    """The columns of a grid: which are personal and from which row on, which hold text that may be typed as a number, and their headings."""

    personal: Mapping[int, tuple[int, Personal]]
    free: frozenset[int]
    titles: Mapping[int, str]

    @classmethod
    def of(cls, grid: SheetGrid, dataset: Dataset | None) -> "PersonalColumns":
        """Those of a grid, of a dataset's table or of a sheet that is none."""
        personal: dict[int, tuple[int, Personal]] = {}
        free: set[int] = set()
        titles: dict[int, str] = {}
        for number, row in enumerate(grid.rows[:HEADER_ROWS]):
            named = {column: known for column, raw in enumerate(row) if isinstance(raw, str) and (known := _field(raw, dataset)) is not None}
            if len({known.key for known in named.values()}) < (_LEAST_HEADINGS if dataset else 1):
                continue
            titles = {column: mask(raw.strip()) for column, raw in enumerate(row) if isinstance(raw, str)} | titles
            for column, known in named.items():
                if known.column.personal is not None:
                    personal.setdefault(column, (number, known.column.personal))
                if known.type in FREE and dataset is not None:
                    free.add(column)
        return cls(personal, frozenset(free), titles)

    def kind(self, row: int, column: int) -> Personal | None:
        """What a cell says of a person; None where it stands in no personal column."""
        top, kind = self.personal.get(column, (row, None))
        return kind if row > top else None


def _field(raw: str, dataset: Dataset | None) -> Field | None:
    if not raw.strip():
        return None
    return match_field(raw, dataset) if dataset else _anywhere(raw)


def is_word(raw: Raw) -> bool:
    """Whether what stands in a personal column is the table's own: a heading again, 合计, a line for signatures, a mark for none."""
    if not isinstance(raw, str) or _NUMBER.fullmatch(raw):
        return False
    return raw.strip() in BLANK_MARKS or is_total(raw) or is_note([raw]) or (raw.lstrip("* ")[:1] in starts_of_headings() and kind_of(raw, None) is not None)


def mask_cell(raw: Raw, kind: Personal) -> Raw:
    """What stands in a personal column, masked."""
    if isinstance(raw, str):
        return mask_value(raw, kind)
    number = _whole(raw)
    return raw if number is None or kind in (Personal.HEAD, Personal.ADDRESS) else _like(raw, mask_number(number, kind))


def mask_loose(raw: Raw) -> Raw:
    """What stands in any other cell, with the numbers of persons in it masked; the same object where there is none."""
    if isinstance(raw, str):
        new = mask(raw)
        return raw if new == raw else new
    number = _whole(raw)
    found = find(str(number)) if number is not None else ()
    return _like(raw, mask_number(number, found[0].kind)) if number is not None and found else raw


def _whole(raw: Raw) -> int | None:
    """The number that a cell has, where it has a whole one."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)) or raw != raw // 1:
        return None
    return int(Decimal(format(raw, ".15g"))) if isinstance(raw, float) else int(raw)  # the digits that were typed, as in reading


def _like(raw: Raw, number: int) -> Raw:
    """A number as the file's reader gives one."""
    return Decimal(number) if isinstance(raw, Decimal) else float(number) if isinstance(raw, float) else number


def _with(grid: SheetGrid, cells: Mapping[tuple[int, int], Raw]) -> SheetGrid:
    """The grid with other values in some cells; rows that have none are shared."""
    changed: dict[int, list[Raw]] = {}
    for (number, column), value in cells.items():
        changed.setdefault(number, list(grid.rows[number]))[column] = value
    return replace(grid, rows=[changed.get(number, row) for number, row in enumerate(grid.rows)])
