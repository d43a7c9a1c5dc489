"""Whether a file is the unit's at all: what its name, its titles and the offices in its tables say.

A neighbour's workbook, copied to be filled in anew or put into the wrong folder, is found out though the neighbour isn't in the workspace.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.inputs.divisions import townships
from reportgen.inputs.grid import SheetGrid, is_blank
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.kin import Kin, kin_of, mentioned, neighbours, other_in_title, other_office
from reportgen.inputs.records import Table
from reportgen.inputs.remarks import MOST_PLACES
from reportgen.inputs.schema import CellType, Dataset, Record
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import fold, shorten

TITLE_ROWS = 6
"""Titles stand in the first rows; a table's header is looked for further down."""

_MAKERS = frozenset(("enterprise", "supplier", "maker", "contractor", "supervisor", "head", "name", "township", "village", "county"))
"""Fields whose names are from anywhere: an enterprise of 岢岚县 may well supply 静乐县. Whose the rows of a county are, counties.py looks at."""


def belonging(unit: Unit, files: Iterable[str], tables: Mapping[str, Table]) -> list[Diagnostic]:
    """What a unit's description, the names of its data files and the offices in its tables say of another unit."""
    kin = kin_of(unit)
    return [*_description(unit, kin), *_files(files, kin), *_townships(tables, kin), *_offices(tables, kin)]


def gathered(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The problems with those of one file that say the same of whose it is told once, with all their places."""
    first: dict[tuple[str, str], int] = {}
    found: list[Diagnostic] = []
    for problem in problems:
        key = (problem.message, problem.places[0].file) if problem.code == "inputs.other-unit" and problem.places else None
        if key in first:
            at = first[key]
            found[at] = replace(found[at], places=(*found[at].places, *problem.places))
            continue
        if key is not None:
            first[key] = len(found)
        found.append(problem)
    return found


def titles_of(grid: SheetGrid, kin: Kin) -> list[Diagnostic]:
    """The fault of a title above a table that says it is another unit's."""
    for number, row in enumerate(grid.rows[:TITLE_ROWS]):
        filled = [column for column, raw in enumerate(row) if not is_blank(raw)]
        texts = {column: raw for column in filled if isinstance(raw := row[column], str)}
        if len(texts) < len(filled) or (len(filled) > 1 and not any("：" in text or ":" in text for text in texts.values())):
            # The header, or what stands under it.
            break
        for column, text in texts.items():
            if (other := other_in_title(text, kin)) is not None and not _names_own(grid, kin):
                return [_others(f"表的标题写的是“{other}”", grid.place(number, column))]
    return []


def _names_own(grid: SheetGrid, kin: Kin) -> bool:
    """Whether a row names the unit: a neighbour's table in which it has its own rows is no mistake."""
    return any(isinstance(raw, str) and fold(raw) in kin.names for row in grid.rows for raw in row)


def _files(files: Iterable[str], kin: Kin) -> Iterator[Diagnostic]:
    """A fault for each data file whose name says that it is another unit's."""
    for file in files:
        if (other := other_in_title(PurePosixPath(file).stem, kin)) is not None:
            yield _others(f"文件名写的是“{other}”", Place(file))


def sheets_of(file: str, names: Sequence[str], kin: Kin) -> list[Diagnostic]:
    """The fault of a workbook whose sheets are named after another unit, none after this one or several others (a city's, with a sheet for each county)."""
    found = {name: other for name in names if (other := other_in_title(name, kin)) is not None}
    own = any(name in sheet for sheet in names for name in kin.names)
    if own or len(set(found.values())) != 1:
        return []
    return [_others(f"工作表的名称“{shorten(name)}”写的是“{other}”", Place(file, name)) for name, other in list(found.items())[:1]]


def _others(what: str, *places: Place) -> Diagnostic:
    help = "请换成本单位的文件；确实是本单位的，请改正这里的名称"
    return error("inputs.other-unit", f"{what}，这张表像是别的单位的", *places, help=help)


def _description(unit: Unit, kin: Kin) -> Iterator[Diagnostic]:
    """A fault for each entry of 单位.yaml that names another unit's office as its own."""
    for key, title in (("government", "政府"), ("authority", "发文机关")):
        text, place = getattr(unit, key), unit.place(key)
        if text and place is not None and (other := other_office(text, kin)) is not None:
            yield error("inputs.other-unit", f"“{title}”写的是“{other}”的机关：{text}", place, help=f"请改成“{unit.name}”的机关名称")


def _townships(tables: Mapping[str, Table], kin: Kin) -> Iterator[Diagnostic]:
    """A fault for each table all of whose townships (two or more) are one neighbour's, none the unit's own."""
    own = set(townships(kin.reach)) if kin.exact else set()
    if not own:
        return
    for table in tables.values():
        if "township" not in table.dataset.columns:
            continue
        used = _texts(table.rows, "township")
        names = set(used)
        around = {place.code: place for place in neighbours(kin.city, kin.reach).values()}
        other = next((place for code, place in around.items() if names <= set(townships(code))), None)
        if len(names) > 1 and not names & own and other is not None:
            yield _others(f"“乡镇”写的都是“{other.name}”的乡镇", *(place for places in used.values() for place in places()))


def _offices(tables: Mapping[str, Table], kin: Kin) -> Iterator[Diagnostic]:
    """A fault for each office of another unit that a table names, one for all its cells; a warning where a neighbour is named in a text."""
    for table in tables.values():
        for key, title in _text_columns(table.dataset):
            if table.dataset.large and table.dataset.columns[key].column.personal is not None:
                continue  # an address, masked: no office's, and another one in each row
            yield from _column(table.rows, key, title, kin)


def _text_columns(dataset: Dataset) -> list[tuple[str, str]]:
    return [(field.key, field.column.title) for field in dataset.fields() if field.type is CellType.TEXT and field.key not in _MAKERS]


def _texts(rows: Sequence[Record], key: str) -> dict[str, Callable[[], Sequence[Place]]]:
    """The different texts of a column, each with its places, which are made when they are asked for; of a large table the first of them."""
    if isinstance(rows, KeptRows):
        return {text: partial(rows.places, key, f'"{key}" = ?', text, most=MOST_PLACES) for text in rows.texts(key)}
    said: dict[str, list[Record]] = {}
    for row in rows:
        text = getattr(row, key)
        if isinstance(text, str):
            said.setdefault(text, []).append(row)
    return {text: partial(_places, records, key) for text, records in said.items()}


def _places(records: Sequence[Record], key: str) -> Sequence[Place]:
    return [record.place(key) for record in records]


def _column(rows: Sequence[Record], key: str, title: str, kin: Kin) -> Iterator[Diagnostic]:
    said = _texts(rows, key)
    offices: dict[str, list[Place]] = {}
    named: dict[str, list[Place]] = {}
    examples: dict[str, str] = {}
    for text, there in said.items():
        office = other_office(text, kin)
        other = office or mentioned(text, kin)
        if other is not None:
            examples.setdefault(other, text)
            (offices if office else named).setdefault(other, []).extend(there())
    for other, places in offices.items():
        message = f"“{title}”写的是“{other}”的部门：{shorten(examples[other])}，这张表像是别的单位的"
        help = "请换成本单位的表，或者改成本单位的部门；由几个单位共同负责的，请把本单位的部门也写上"
        yield error("inputs.other-unit", message, *places, help=help)
    for other, places in named.items():
        message = f"“{title}”中提到“{other}”：{shorten(examples[other])}"
        yield warning("inputs.other-unit-named", message, *places, help="请核对是不是从别的单位抄来的；确实与它有关的不必处理")
