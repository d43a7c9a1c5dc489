"""The sheets 单位说明 and 公文 of a workbook, cell by cell, to be written again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reportgen.diagnostics import Place
from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.schema.unit import Section, Unit
from reportgen.inputs.unit_sheet import SheetDescription
from reportgen.inputs.wording import fold
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from reportgen.workbook.description import Written


@dataclass(frozen=True, slots=True)
class DescriptionCell:
    """A filled cell: the English keys and the Chinese titles that lead to it, what it says; of a document, its kind."""

    key: str
    title: str
    value: Written
    place: Place
    kind: str = ""


def cells_of(found: SheetDescription) -> Iterator[DescriptionCell]:
    """The filled cells of entries that there are."""
    return _cells(found, found.root, Unit, ("", "", ""))


def _cells(found: SheetDescription, node: MapNode, section: type[Section], within: tuple[str, str, str]) -> Iterator[DescriptionCell]:
    known = {fold(entry.title): entry for entry in entries(section)}
    key, title, kind = within
    for name, value in node.entries.items():
        entry = known.get(fold(name))
        if entry is None:
            continue
        here = f"{key}{entry.key}", f"{title}{entry.title}"
        if entry.section is None:
            written = _written(value, entry)
            if written is not None:
                yield DescriptionCell(*here, written, found.place(node.lines[name]), kind)
        elif isinstance(value, MapNode) and not entry.many:
            yield from _cells(found, value, entry.section, (f"{here[0]}.", f"{here[1]}.", ""))
        elif isinstance(value, MapNode):
            for one, inner in value.entries.items():
                if isinstance(inner, MapNode):
                    yield from _cells(found, inner, entry.section, (f"{here[0]}.", f"{here[1]}.{one}.", one))


def _written(node: Node, entry: Entry) -> Written:
    """What a node says, as it is written into a cell."""
    if isinstance(node, ListNode) and entry.grouped:
        names: dict[str, tuple[str, ...]] = {}
        for item in node.items:
            if isinstance(item, MapNode):
                names |= {name: _texts(below) for name, below in item.entries.items()}
            else:
                names[_text(item)] = ()
        return names
    if isinstance(node, ListNode):
        return _texts(node)
    value: object = node.value if isinstance(node, ScalarNode) else None  # of a cell it may be more than YAML has
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, (str, int, bool, Decimal)) else None if value is None else str(value)


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(_text(item) for item in node.items) if isinstance(node, ListNode) else ()


def _text(node: Node) -> str:
    return str(node.value) if isinstance(node, ScalarNode) else ""
