"""The sheets 单位说明 and 公文 of a unit's workbook -> what 单位.yaml would say, as the same tree: each value knows its cell.

单位说明 is a list of 分类, 项目, 内容: 本单位, 名称, 原平市; 采暖季, 开始, 2023-11-01. 公文 is a table with a row for each kind (文种). Several
values stand on a line of the cell each, or in rows below each other; names with names below them as 县财政局：资金、补贴标准.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.excel import Workbook
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.masking import mask_grid
from reportgen.inputs.schema.unit import Filing, Unit
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS, REMARK
from reportgen.inputs.wording import CLOSE_CHOICE, fold, proposal
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode, plain

GROUP, ITEM, CONTENT, HELP = "分类", "项目", "内容", "填写说明"
"""The headings of 单位说明; the last is for those who fill it in."""
OWN = "本单位"
"""The group (分类) of what stands at the top of 单位.yaml, in no section."""
KIND = "文种"
"""The first heading of 公文."""
NONE = "无"
"""What a list says that is empty on purpose: no kind of document is filed."""
_NONE = frozenset((NONE, "没有", "不报送", "[]"))
_HEADER_ROWS = 10  # titles and hints stand above the headings
_BETWEEN = re.compile(r"[、；;](?![^（(《〔]*[）)》〕])")
"""What stands between several names on one line: not within brackets, where it is part of one."""


@dataclass(slots=True)
class SheetDescription:
    """What sheets say of a unit: the tree, whose lines are numbers below zero, each of a place; and what is wrong with the sheets."""

    root: MapNode = field(default_factory=lambda: MapNode(-1))
    places: list[Place] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def place(self, line: int) -> Place:
        """The cell that a line of the tree stands for."""
        return self.places[-line - 1]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has filled in anything."""
        return not any(_filled(self.root))


def description_in(workbook: Workbook, file: str) -> SheetDescription | None:
    """What the workbook's sheets say of its unit; None where it has no such sheet. Raises Unreadable."""
    names = {fold(name): name for name in workbook.names}
    known = [(read, names[fold(name)]) for name, read in ((DESCRIPTION, _description), (FILINGS, _filings)) if fold(name) in names]
    if not known:
        return None
    found = SheetDescription(places=[Place(file, known[0][1])])
    for read, name in known:
        masked = mask_grid(workbook.sheet(name), None)
        found.problems += masked.problems
        read(masked.grid, found)
    found.root.entries = {name: node for name, node in found.root.entries.items() if not isinstance(node, MapNode) or any(_filled(node))}
    return found


def _filled(node: Node) -> Iterator[bool]:
    if isinstance(node, MapNode):
        yield from (one for value in node.entries.values() for one in _filled(value))
    else:
        yield not isinstance(node, ScalarNode) or not is_blank(node.value)


def _line(found: SheetDescription, place: Place) -> int:
    found.places.append(place)
    return -len(found.places)


def _description(grid: SheetGrid, found: SheetDescription) -> None:
    header = header_in(grid, (ITEM, CONTENT))
    if header is None:
        _no_header(grid, found, f"“{ITEM}”“{CONTENT}”")
        return
    row, columns = header
    group, item = OWN, ""
    for number in range(row + 1, len(grid.rows)):
        said = _words(grid, number, columns.get(fold(GROUP)))
        group, item = (said, "") if said else (group, item)
        item = _words(grid, number, columns[fold(ITEM)]).lstrip("*") or item
        if item:
            _put(grid, number, columns[fold(CONTENT)], (group, item), found)


def content_cell(grid: SheetGrid, group: str, item: str) -> tuple[int, int] | None:
    """Where the sheet 单位说明 has what an item of a group (分类) says: row and column from 0; None where it has no such row, or several."""
    header = header_in(grid, (ITEM, CONTENT))
    if header is None:
        return None
    row, columns = header
    found, of, at = [], OWN, ""
    for number in range(row + 1, len(grid.rows)):
        said = _words(grid, number, columns.get(fold(GROUP)))
        of, at = (said, "") if said else (of, at)
        at = _words(grid, number, columns[fold(ITEM)]).lstrip("*") or at
        if (fold(of), fold(at)) == (fold(group), fold(item)):
            found.append((number, columns[fold(CONTENT)]))
    return found[0] if len(found) == 1 else None


def _put(grid: SheetGrid, row: int, column: int, named: tuple[str, str], found: SheetDescription) -> None:
    """A row of 单位说明 as an entry of the tree."""
    group, item = named
    raw, place = grid.raw(row, column), grid.place(row, column)
    section, entry = found.root, entry_of(group, item)
    if fold(group) != fold(OWN):
        below = section.entries.get(group)
        if below is None:
            line = _line(found, place)
            section.entries[group], section.lines[group] = below, _ = MapNode(line), line
        if not isinstance(below, MapNode):
            return
        section = below
    line = _line(found, place)
    node = _node(raw, entry, line)
    before = section.entries.get(item)
    if before is None or (isinstance(before, ScalarNode) and is_blank(before.value)):
        section.entries[item], section.lines[item] = node, line
    elif isinstance(before, ListNode) and isinstance(node, ListNode):
        before.items += node.items  # further lines, or further rows
    elif not (isinstance(node, ScalarNode) and is_blank(node.value)):
        places = (found.place(section.lines[item]), place)
        found.problems.append(error("inputs.duplicate-key", f"“{item}”填写了两次，按第一次的读取", *places, help=f"请只保留一个“{item}”"))


def entry_of(group: str, item: str) -> Entry | None:
    """The entry of 单位.yaml that a row of 单位说明 gives, by its 分类 and 项目; None where there is none so called."""
    top = {fold(entry.title): entry for entry in entries(Unit)}
    if fold(group) == fold(OWN):
        return top.get(fold(item))
    holder = top.get(fold(group))
    inner = () if holder is None or holder.section is None else entries(holder.section)
    return next((one for one in inner if fold(one.title) == fold(item)), None)


def _node(raw: Raw, entry: Entry | None, line: int) -> Node:
    """A cell as the value of an entry."""
    if is_blank(raw) or entry is None or not (entry.many or entry.grouped) or not isinstance(raw, str):
        value: Any = raw  # what a cell of a sheet holds is more than what YAML has
        single = ScalarNode(line, value)
        return ListNode(line, [single]) if entry is not None and entry.many and not is_blank(raw) else single
    if fold(raw) in _NONE:
        return ListNode(line)
    if not entry.grouped:
        return ListNode(line, [ScalarNode(line, one) for one in split(raw)])
    return ListNode(line, [_group(one, line) for text in raw.splitlines() if text.strip() for one in ([text] if "：" in text else split(text))])


def _group(text: str, line: int) -> Node:
    """A name, with those below it where it has any."""
    name, colon, below = (part.strip() for part in text.replace(":", "：").partition("："))
    if not colon:
        return ScalarNode(line, name)
    return MapNode(line, {name: ListNode(line, [ScalarNode(line, one) for one in split(below)])}, {name: line})


def said(raw: Raw, entry: Entry | None) -> Any:
    """What a cell says of an entry, as plain values: texts and numbers, lists, names with lists below them."""
    return plain(_node(raw, entry, 0))


def split(text: str) -> tuple[str, ...]:
    """The values in a cell: a line each; on one line alone those between 、 and ；."""
    lines = [line.strip() for line in text.split("\n")]
    parts = lines if len(lines) > 1 else _BETWEEN.split(text)
    return tuple(part.strip() for part in parts if part.strip())


def joined(values: Sequence[str]) -> str:
    """Several values as `split` finds them again."""
    text = "\n".join(values)
    return f"{text}\n" if len(values) == 1 and split(text) != tuple(values) else text


def _filings(grid: SheetGrid, found: SheetDescription) -> None:
    header = header_in(grid, (KIND,))
    if header is None:
        _no_header(grid, found, f"“{KIND}”")
        return
    row, columns = header
    known = {fold(entry.title): entry for entry in entries(Filing)}
    named = {column: title for title, column in columns.items() if title in known}
    for title, column in columns.items():
        if title not in (*known, fold(KIND), fold(REMARK)):
            written = _words(grid, row, column)
            titles = [entry.title for entry in known.values()]
            message = f"《{FILINGS}》没有“{written}”这一列{proposal(written, titles, CLOSE_CHOICE)}"
            help_text = f"请改正表头，可以填写的有：{'、'.join(titles)}"
            found.problems.append(error("inputs.unknown-key", message, grid.place(row, column), help=help_text))
    filings = MapNode(_line(found, grid.place(row, columns[fold(KIND)])))
    for number in range(row + 1, len(grid.rows)):
        cells = {column: grid.raw(number, column) for column in named if not is_blank(grid.raw(number, column))}
        if cells:
            _filing(grid, number, (columns[fold(KIND)], {column: known[named[column]] for column in cells}), filings, found)
    if filings.entries:
        title = next(entry.title for entry in entries(Unit) if entry.key == "documents")
        found.root.entries[title], found.root.lines[title] = filings, filings.line


def _filing(grid: SheetGrid, row: int, given: tuple[int, Mapping[int, Entry]], filings: MapNode, found: SheetDescription) -> None:
    """A row of 公文 as a section of the tree."""
    at, columns = given
    name, place = _words(grid, row, at), grid.place(row, at)
    if not name:
        found.problems.append(error("inputs.missing-value", f"《{FILINGS}》这一行没有写“{KIND}”，没有读取", place, help="请写明是哪个文种"))
        return
    if name in filings.entries:
        places = (found.place(filings.lines[name]), place)
        found.problems.append(error("inputs.duplicate-key", f"“{name}”填写了两次，按第一次的读取", *places, help=f"请只保留一行“{name}”"))
        return
    line = _line(found, place)
    node = MapNode(line)
    for column, entry in columns.items():
        inner = _line(found, grid.place(row, column))
        node.entries[entry.title], node.lines[entry.title] = _node(grid.raw(row, column), entry, inner), inner
    filings.entries[name], filings.lines[name] = node, line


def header_in(grid: SheetGrid, titles: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """The row (from 0) in which all the headings stand, and the column of each that is there (folded); None where there is none."""
    for number, row in enumerate(grid.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for column, raw in enumerate(row):
            if isinstance(raw, str) and raw.strip():
                columns.setdefault(fold(raw).lstrip("*"), column)
        if all(fold(title) in columns for title in titles):
            return number, columns
    return None


def _no_header(grid: SheetGrid, found: SheetDescription, wanted: str) -> None:
    if any(not is_blank(raw) for row in grid.rows for raw in row):
        message = f"《{grid.sheet}》没有找到表头{wanted}，没有读取"
        place = Place(grid.file, grid.sheet)
        found.problems.append(error("inputs.no-header", message, place, help="请对照 reportgen new 建立的空白工作簿补上表头"))


def _words(grid: SheetGrid, row: int, column: int | None) -> str:
    raw = None if column is None else grid.raw(row, column)
    return raw.strip() if isinstance(raw, str) else "" if raw is None else str(raw)
