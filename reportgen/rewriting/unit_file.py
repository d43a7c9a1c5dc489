"""单位.yaml as the sheets 单位说明 and 公文 that say the same, and with other values in their cells."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.diagnostics import Unreadable
from reportgen.inputs.delimited import decode
from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.grid import Raw
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.unit import Filing, Section, Unit
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.inputs.unit_sheet import CONTENT, GROUP, HELP, ITEM, KIND, OWN, said
from reportgen.inputs.wording import fold
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.rewriting.line_grid import LineGrid, as_scalar, lines_of
from reportgen.rewriting.yaml_file import NotWritten, saying
from reportgen.workbook.description import cell_of, meaning_of, rows_of
from reportgen.workbook.sheet import Value

_CONTENT = 2
"""The column of 单位说明 that is filled in."""
_DOCUMENTS = next(entry for entry in entries(Unit) if entry.key == "documents")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of 单位说明: the entry of the section that it stands in (None: it stands in none), and its own."""

    section: Entry | None
    entry: Entry


def sheets(data: bytes, file: str, programme: Programme) -> dict[str, LineGrid]:
    """The two sheets. Raises Unreadable where the file is no mapping."""
    root = _root(data, file)
    return {DESCRIPTION: _description(root, file, programme), FILINGS: _filings(root, file, programme)}


def with_cells(data: bytes, file: str, programme: Programme, sheet: str, values: Mapping[tuple[int, int], Value]) -> bytes:
    """The file with other values in cells of a sheet, by row and column from 0; None: nothing. Further rows of 公文 are further documents.

    Raises NotWritten, letters.NoLetter, Unreadable.
    """
    root = _root(data, file)
    value = plain(root)
    if fold(sheet) == fold(DESCRIPTION):
        rows = list(_rows(programme))
        said = {at: words for at, new in sorted(values.items()) if (words := _describe(value, rows[at[0] - 1], new))}
    else:
        said = _file(value, programme, values)
    if said:
        raise NotWritten("；".join(said.values()), said)
    return saying(data, value)


def without(data: bytes, file: str, rows: Collection[int]) -> bytes:
    """The file without the documents of some rows of 公文. Raises NotWritten, letters.NoLetter, Unreadable."""
    value = plain(_root(data, file))
    name = _name(value, _DOCUMENTS)
    if name is not None:
        value[name] = {kind: said for number, (kind, said) in enumerate(value[name].items(), 1) if number not in rows} or None
    return saying(data, value)


def _root(data: bytes, file: str) -> MapNode:
    root, problems = read_yaml(decode(data), file)
    if not isinstance(root, MapNode):
        line = next((place.line for problem in problems for place in problem.places), None)
        where = f"（第{line}行：{problems[0].message}）" if problems and line else ""
        raise Unreadable("unusual-text", f"不是“名称: 内容”的各行{where}", "请下载后改好，再上传")
    return root


def _rows(programme: Programme) -> Iterator[_Row]:
    sections = {entry.title: entry for entry in entries(Unit, alone=programme.alone)}
    for group, _, entry, _ in rows_of(programme):
        yield _Row(None if group == OWN else sections[group], entry)


def _named(node: MapNode, entry: Entry) -> str | None:
    """The name by which a mapping has an entry."""
    return next((name for name in node.entries if fold(name) in (fold(entry.title), entry.key)), None)


def _name(value: Mapping[str, Any], entry: Entry) -> str | None:
    return next((name for name in value if fold(name) in (fold(entry.title), entry.key)), None)


def _description(root: MapNode, file: str, programme: Programme) -> LineGrid:
    rows: list[list[Raw]] = [[GROUP, ITEM, CONTENT, HELP]]
    lines: dict[tuple[int, int], range] = {}
    for number, row in enumerate(_rows(programme), 1):
        holder: Node | None = root
        if row.section is not None:
            name = _named(root, row.section)
            holder = None if name is None else root.entries[name]
        name = _named(holder, row.entry) if isinstance(holder, MapNode) else None
        raw: Raw = None
        if name is not None and isinstance(holder, MapNode):
            raw = _raw(holder.entries[name], row.entry)
            lines[number, _CONTENT] = lines_of(holder.entries[name], holder.lines[name])
        must = "*" if row.section is None and row.entry.field.required else ""
        rows.append([OWN if row.section is None else row.section.title, f"{must}{row.entry.title}", raw, meaning_of(row.entry)])
    return LineGrid.of(file, DESCRIPTION, rows, lines)


def _filings(root: MapNode, file: str, programme: Programme) -> LineGrid:
    shown = list(entries(Filing, alone=programme.alone))
    rows: list[list[Raw]] = [[KIND, *(entry.title for entry in shown)]]
    lines: dict[tuple[int, int], range] = {}
    name = _named(root, _DOCUMENTS)
    documents = None if name is None else root.entries[name]
    for number, (kind, node) in enumerate(documents.entries.items() if isinstance(documents, MapNode) else (), 1):
        line = documents.lines[kind]  # type: ignore[union-attr]  # there are rows of a mapping alone
        rows.append([kind, *(None for _ in shown)])
        lines[number, 0] = range(line, line + 1)
        for column, entry in enumerate(shown, 1):
            inner = _named(node, entry) if isinstance(node, MapNode) else None
            if inner is not None and isinstance(node, MapNode):
                rows[-1][column] = _raw(node.entries[inner], entry)
                lines[number, column] = lines_of(node.entries[inner], node.lines[inner])
    return LineGrid.of(file, FILINGS, rows, lines)


def _raw(node: Node, entry: Entry) -> Raw:
    """What an entry says, as a cell of the sheet has it."""
    if entry.grouped:
        return cell_of(_groups(plain(node)))
    if entry.many and isinstance(node, ListNode):
        return cell_of(tuple(str(one) for one in plain(node)))
    return node.value if isinstance(node, ScalarNode) else None


def _groups(value: Any) -> Mapping[str, tuple[str, ...]]:
    """Names, each with those below it."""
    found: dict[str, tuple[str, ...]] = {}
    for item in value if isinstance(value, list) else [] if value is None else [value]:
        inner = item if isinstance(item, dict) else {str(item): None}
        found |= {name: tuple(map(str, below if isinstance(below, list) else [] if below in (None, "") else [below])) for name, below in inner.items()}
    return found


def _describe(value: dict[str, Any], row: _Row, new: Value) -> str:
    """Puts an entry into what the file is to say; gives why it can't be ("": it can)."""
    holder = value
    if row.section is not None:
        name = _name(value, row.section)
        if name is None or value[name] is None:
            if new is None:
                return ""
            name = name or _put(value, row.section, None, Unit)
            value[name] = {}
        holder = value[name]
        if not isinstance(holder, dict):
            return f"“{name}”下面写的不是各项，请下载 单位.yaml，改好以后上传"
    section = Unit if row.section is None else row.section.section
    name = _name(holder, row.entry)
    if name is None:
        if new is not None and section is not None:
            _put(holder, row.entry, _value(new, row.entry, None), section)
    else:
        holder[name] = _value(new, row.entry, holder[name])
    return ""


def _put(holder: dict[str, Any], entry: Entry, new: Any, section: type[Section]) -> str:
    """Puts an entry that isn't there behind the nearest that stands before it in the schema; gives its name."""
    before = [one.title for one in entries(section)]
    known = {fold(title): at for at, title in enumerate(before)} | {one.key: at for at, one in enumerate(entries(section))}
    mine = known[entry.key]
    names = list(holder)
    at = max((number for number, name in enumerate(names, 1) if known.get(fold(name), mine) < mine), default=len(names))
    items = [*holder.items()]
    items.insert(at, (entry.title, new))
    holder.clear()
    holder.update(items)
    return entry.title


def _file(value: dict[str, Any], programme: Programme, values: Mapping[tuple[int, int], Value]) -> dict[tuple[int, int], str]:
    """Puts cells of 公文 into what the file is to say; gives why some can't be, by row and column."""
    name = _name(value, _DOCUMENTS) or _put(value, _DOCUMENTS, None, Unit)
    documents = {} if value[name] is None else value[name]
    if not isinstance(documents, dict):
        return dict.fromkeys(values, f"“{name}”下面写的不是各个文种，请下载 单位.yaml，改好以后上传")
    rows: list[tuple[str, Any]] = list(documents.items())
    wrong: dict[tuple[int, int], str] = {}
    for number in sorted({row for row, _ in values}):
        rows += [("", None)] * (number - len(rows))
        kind, filing = rows[number - 1]
        kind = str(values.get((number, 0), kind) or "").strip()
        filing = {} if filing is None else filing
        if not kind:
            wrong[number, 0] = "请写明是哪个文种"
        elif any(kind == other for at, (other, _) in enumerate(rows, 1) if at != number):
            wrong[number, 0] = f"“{kind}”已经有一行了，请在那一行填写"
        elif not isinstance(filing, dict):
            wrong[number, 0] = f"“{kind}”下面写的不是各项，请下载 单位.yaml，改好以后上传"
        else:
            rows[number - 1] = (kind, filing)
            _put_cells(filing, {column: new for (row, column), new in values.items() if row == number and column}, programme)
    value[name] = dict(rows)
    return wrong


def _put_cells(filing: dict[str, Any], cells: Mapping[int, Value], programme: Programme) -> None:
    """Puts a row's cells into what the file is to say of a document."""
    shown = list(entries(Filing, alone=programme.alone))
    for column, new in sorted(cells.items()):
        entry = shown[column - 1]
        name = _name(filing, entry)
        if name is not None:
            filing[name] = _value(new, entry, filing[name])
        elif new is not None:
            _put(filing, entry, _value(new, entry, None), Filing)


def _value(new: Value, entry: Entry, old: Any) -> Any:
    """A cell as the value of an entry, written like the old one."""
    if new is None or not (entry.many or entry.grouped):
        return as_scalar(new, entry.field, old)
    found = said(str(new), entry)
    if entry.grouped:
        return _grouped(_groups(found), old)
    if isinstance(old, list) or len(found) != 1 or old is None:
        known = {str(one): one for one in old} if isinstance(old, list) else {}
        return [known.get(one, one) for one in found]
    return found[0]


def _grouped(new: Mapping[str, Sequence[str]], old: Any) -> Any:
    """Names with those below them: as a mapping, where that is what stood there or some have any below them; else as a list."""
    if isinstance(old, list) or (old is None and not any(new.values())):
        known: dict[str, Any] = {}
        for one in old or ():
            known |= {name: {name: below} for name, below in one.items()} if isinstance(one, dict) else {str(one): one}
        return [
            known[name] if name in known and _groups([known[name]]) == {name: tuple(below)} else ({name: list(below)} if below else name)
            for name, below in new.items()
        ]
    there = old if isinstance(old, dict) else {}
    return {
        name: there[name] if name in there and _groups({name: there[name]}) == {name: tuple(below)} else (list(below) or None) for name, below in new.items()
    }
