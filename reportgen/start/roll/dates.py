"""单位.yaml, or what the sheets say in its place, for the next season: as it is, but for dates moved on, and numbers and dates of documents taken out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from reportgen.diagnostics import Place
from reportgen.inputs.dates import NoSuchDate, parse_date
from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.schema.unit import Section, Unit
from reportgen.inputs.unit_sheet import SheetDescription
from reportgen.inputs.wording import fold
from reportgen.workbook.described import cells_of
from reportgen.workbook.description import Filled, Written
from reportgen.workspace import UNIT_FILE

_MOVED = ("season.", "schedule.", "documents.start", "documents.end")
_BLANKED = (
    "documents.number", "documents.dated", "documents.printed", "documents.reported",
    "acceptance.started", "acceptance.ended",
    "references.plan",
)  # fmt: skip
_HEAD = "# 由 {old} {called}的 单位.yaml 结转：日期顺延，文号和文件日期清空，请按填报表中的《结转核对》逐项核对\n"


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that was changed: its name (采暖季.开始), its line or cell in the old file, what it said and says (empty: blank now)."""

    title: str
    place: Place
    old: str
    new: str


def next_description(text: str, old: str, new: str, called: str) -> tuple[str, tuple[Change, ...]]:
    """The description of a unit for season `new` from that for `old`, and what was changed. The text must be a readable 单位.yaml.

    `called` is what a season is called.
    """
    text = text.replace("\r\n", "\n")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    changes: list[Change] = []
    pieces: list[str] = []
    done = 0
    found = _scalars(root, Unit, "", "") if isinstance(root, yaml.MappingNode) else ()
    for key, title, node in sorted(found, key=lambda one: one[2].start_mark.index):
        value = _value(key, node.value, int(new) - int(old))
        if value is None or not node.value or node.style in ("|", ">"):
            continue
        start, end = node.start_mark.index, node.end_mark.index
        if start < done:  # an alias: what it stands for has been changed
            continue
        if not value and text[end : end + 1] in ("\n", ""):
            start = len(text[:start].rstrip(" "))
        pieces += [text[done:start], value]
        done = end
        changes.append(Change(title, Place(UNIT_FILE, line=node.start_mark.line + 1), node.value, value))
    return _HEAD.format(old=old, called=called) + "".join(pieces) + text[done:], tuple(changes)


def next_sheets(found: SheetDescription, years: int) -> tuple[Filled, tuple[Change, ...]]:
    """What the sheets of a unit are to say `years` later, and what was changed. Whatever can't be read stays as it is written."""
    changes: list[Change] = []
    values: dict[str, Written] = {}
    filings: dict[str, dict[str, Written]] = {}
    for cell in cells_of(found):
        value = cell.value
        new = _value(cell.key, _as_text(value), years) if not isinstance(value, (tuple, Mapping)) else None
        if new is not None and new != _as_text(value):
            changes.append(Change(cell.title, cell.place, _as_text(value), new))
        kept: Written = value if new is None else date.fromisoformat(new) if new else None
        if cell.kind:
            filings.setdefault(cell.kind, {})[cell.key.rpartition(".")[2]] = kept
        else:
            values[cell.key] = kept
    return Filled(values, filings), tuple(changes)


def _as_text(value: Written) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _value(key: str, value: str, years: int) -> str | None:
    """What an entry says in the next season; None where it stays as it is."""
    if key in _BLANKED:
        return ""
    if not key.startswith(_MOVED):
        return None
    try:
        day = parse_date(value)
    except NoSuchDate:
        day = None
    return "" if day is None else moved_on(day, years).isoformat()


def moved_on(day: date, years: int) -> date:
    """The same day some years later; the last of February stays the last."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _scalars(node: yaml.MappingNode, section: type[Section], key: str, title: str) -> Iterator[tuple[str, str, yaml.ScalarNode]]:
    """The single values of a section and of those in it: by the English keys and the Chinese titles that lead to them."""
    known = {name: entry for entry in entries(section) for name in (fold(entry.title), fold(entry.key))}
    for name, value in _first_of_each(node):
        entry = known.get(fold(name))
        if entry is None:
            continue
        inner = f"{title}{entry.title}"
        if isinstance(value, yaml.ScalarNode):
            yield f"{key}{entry.key}", inner, value
        elif isinstance(value, yaml.MappingNode) and entry.section is not None:
            for within, part in _parts(entry, value):
                yield from _scalars(part, entry.section, f"{key}{entry.key}.", f"{inner}.{within}")


def _parts(entry: Entry, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.MappingNode]]:
    """The sections that an entry holds, with what stands before the titles in them: itself, or one by each name (公文.实施方案)."""
    if not entry.many:
        yield "", node
        return
    for name, value in _first_of_each(node):
        if isinstance(value, yaml.MappingNode):
            yield f"{name}.", value


def _first_of_each(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    """The entries of a mapping; of one that stands there twice the first, which is the one that is read."""
    found: dict[str, yaml.Node] = {}
    for name, value in node.value:
        found.setdefault(str(name.value), value)
    yield from found.items()
