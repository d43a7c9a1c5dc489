"""What a sheet that is there lacks of its dataset's columns: headings, notes on them, checks, words of drop-down lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.inputs.grid import SheetGrid, column_name, is_blank
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.headings import Header
from reportgen.inputs.schema import Dataset, Field
from reportgen.workbook.book import place
from reportgen.workbook.dataset import format_of, heading, heading_note, width_of
from reportgen.workbook.limits import check_of, choices, word_list
from reportgen.workbook.names import tag
from reportgen.workbook.part import SheetPart
from reportgen.workbook.sheet import LAST_COLUMN, LAST_ROW, fill_cell, validation


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of a sheet: the row of its headings, and by field key the columns that are there."""

    part: SheetPart
    dataset: Dataset
    grid: SheetGrid
    head: int
    columns: Mapping[str, int]


def extend(part: SheetPart, dataset: Dataset, grid: SheetGrid, header: Header) -> list[str]:
    """Adds to the sheet what its dataset's columns lack; says in Chinese what."""
    table = _Table(part, dataset, grid, header.bottom, _columns(dataset, grid, header))
    missing = [field for field in dataset.fields() if field.key not in table.columns]
    first = _first_free(grid)
    _add_columns(table, missing, first)
    columns = {**table.columns, **{field.key: first + number for number, field in enumerate(missing)}}
    said = [f"增加列：{'、'.join(field.column.title for field in missing)}"] if missing else []
    notes = _add_notes(table, columns)
    if notes:
        said.append(f"补充表头说明{notes}处")
    return said + _add_checks(table, columns)


def _columns(dataset: Dataset, grid: SheetGrid, header: Header) -> dict[str, int]:
    """The columns by key: those that are read, and those that are named and not read (twice there, in another unit)."""
    found = {heading.field.key: column for column, heading in header.columns.items()}
    for row in grid.rows[max(0, header.bottom - 1) : header.bottom + 1]:
        for column, raw in enumerate(row):
            field = match_field(raw, dataset) if isinstance(raw, str) and raw.strip() else None
            if field is not None:
                found.setdefault(field.key, column)
    return found


def _first_free(grid: SheetGrid) -> int:
    """The first column behind all that stands in the sheet."""
    used = max((column + 1 for row in grid.rows for column in range(len(row) - 1, -1, -1) if not is_blank(row[column])), default=0)
    return max([used, *(span.right + 1 for span in grid.merged)])


def _add_columns(table: _Table, missing: list[Field], first: int) -> None:
    """Writes headings that look like the last one, and below them cells that look like those beside, in each column's number format."""
    if not missing:
        return
    part, styles = table.part, table.part.book.styles
    last = max(table.columns.values())
    beside = part.cell(table.head, last)
    starred = any(isinstance(raw, str) and raw.startswith("*") for raw in table.grid.rows[table.head])
    looks = int(beside.get("s", "0"))
    for column, field in enumerate(missing, first):
        cell = part.cell(table.head, column)
        cell.set("s", str(looks))
        fill_cell(cell, heading(field) if starred else heading(field).lstrip("*").replace("\n", ""))
        base = part.format_of(etree.Element("row"), last)
        part.set_column(column, width_of(field), styles.as_field(base, format_of(field)))
    for row in range(table.head + 1, len(table.grid.rows)):
        known = part.find(row, last)
        if known is not None:
            base = int(known.get("s", "0"))
            for column, field in enumerate(missing, first):
                part.cell(row, column).set("s", str(styles.as_field(base, format_of(field))))


def _add_notes(table: _Table, columns: Mapping[str, int]) -> int:
    """Puts a note on each heading that has none; gives how many."""
    there = table.part.noted
    bare = [(f"{column_name(columns[field.key])}{table.head + 1}", field) for field in table.dataset.fields()]
    bare = [(cell, field) for cell, field in bare if cell not in there]
    for cell, field in bare:
        table.part.note(cell, heading_note(field))
    return len(bare)


def _add_checks(table: _Table, columns: Mapping[str, int]) -> list[str]:
    """Gives each column without a check its own, and drop-down lists of older words the new ones; says what."""
    checks = list(table.part.frame.iter(tag("dataValidation")))
    elsewhere = [str(node.text) for node in table.part.frame.iter("{*}sqref")]  # of lists that stand in other sheets
    added, lengthened = [], []
    for field in table.dataset.fields():
        column = columns[field.key]
        here = [check for check in checks if _covers(check.get("sqref", ""), column, table.head)]
        cells = f"{column_name(column)}{table.head + 2}:{column_name(column)}{LAST_ROW}"
        wanted = check_of(field, cells)
        if wanted is not None and not here and not any(_covers(cells, column, table.head) for cells in elsewhere):
            table.part.group("dataValidations").append(validation(wanted))
            added.append(field.column.title)
        lengthened += [field.column.title for check in here if _lengthen(check, choices(field))]
    group = table.part.frame.find(tag("dataValidations"))
    if group is not None:
        group.set("count", str(len(group)))
    said = (("补充输入检查", added), ("更新下拉列表", lengthened))
    return [f"{what}：{'、'.join(dict.fromkeys(titles))}" for what, titles in said if titles]


def _lengthen(check: etree._Element, words: tuple[str, ...]) -> bool:
    """Whether a list of some of the words that may be chosen now was made one of all; an office's own list stays."""
    formula = check.find(tag("formula1"))
    text = "" if formula is None else (formula.text or "").strip()
    if check.get("type") != "list" or formula is None or not words or not (text.startswith('"') and text.endswith('"')):
        return False
    listed = {word.strip() for word in text.strip('"').split(",")}
    if not listed < set(words):
        return False
    formula.text = word_list(words)
    return True


def _covers(ranges: str, column: int, head: int) -> bool:
    """Whether ranges of cells (D4:D20 F4) hold cells of a column below the headings."""
    return any(left <= column <= right and bottom > head for left, right, bottom in _parts(ranges))


def _parts(ranges: str) -> Iterator[tuple[int, int, int]]:
    """The first and last column and the last row of each range, from 0."""
    for part in ranges.replace("$", "").split():
        first, _, last = part.partition(":")
        last = last or first
        if first.isalpha() and last.isalpha():
            yield place(f"{first}1")[1], place(f"{last}1")[1], LAST_ROW
        elif first.isdecimal() and last.isdecimal():
            yield 0, LAST_COLUMN, int(last) - 1
        else:
            (_, left), (bottom, right) = place(first), place(last)
            yield left, right, bottom
