"""单位.yaml, and the sheets that say the same -> Unit: every value checked and located, every fault at its line or cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from reportgen.diagnostics import Diagnostic, Place, Severity, error
from reportgen.inputs.cells import Manner, read_cell
from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.masking_text import mask_text
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Section, Unit
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.inputs.unit_sheet import SheetDescription
from reportgen.inputs.wording import CLOSE_CHOICE, fold, nearest, settle
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from reportgen.inputs.yaml_tree import read_yaml

S = TypeVar("S", bound=Section)

_YAML = Manner(textual=True)
QUOTE = '"'
"""Around a text that YAML would read as a number; in a cell it isn't written."""


def read_unit(text: str | None, file: str, sheets: SheetDescription | None = None) -> tuple[Unit | None, list[Diagnostic]]:
    """The unit that the text of 单位.yaml and the sheets of its workbook describe (either may be None), and its faults.

    What only one of them says is taken, what both say must be the same. None where the text is no YAML mapping, or a required value is missing
    or wrong. Any other wrong value is left out.
    """
    problems: list[Diagnostic] = [] if sheets is None else [*sheets.problems]
    nodes: list[MapNode] = []
    if text is not None:
        masked = mask_text(text, file)
        root, said = read_yaml(masked.text, file)
        problems = [*said, *masked.problems, *problems]
        if root is None and said:
            return None, problems
        if isinstance(root, MapNode):
            nodes.append(root)
        elif sheets is None or sheets.is_empty or not isinstance(root, ScalarNode) or root.value is not None:
            help = "请每行写一个“名称: 内容”，冒号用英文冒号，后面加一个空格"
            return None, [*problems, error("inputs.wrong-type", "应为“名称: 内容”的各行", Place(file, line=root.line if root else 1), help=help)]
    if sheets is not None:
        nodes.append(sheets.root)
    reader = _Reader(file, problems, sheets)
    return reader.section(nodes, Unit, ""), reader.problems


Given = tuple[Node, int]
"""A value and the line of its key."""


@dataclass(slots=True)
class _Reader:
    """Reads sections and collects their faults. `within` is the path of Chinese keys that leads to a section."""

    file: str
    problems: list[Diagnostic] = field(default_factory=list)
    sheets: SheetDescription | None = None

    def section(self, nodes: Sequence[MapNode], model: type[S], within: str) -> S | None:
        """A section, of which several places may say something; None where a required value is missing or wrong."""
        known = {entry.key: entry for entry in entries(model)}
        given: dict[str, list[Given]] = {}
        for node in nodes:
            self._entries(node, known, given, within)
        values: dict[str, Any] = {}
        places: dict[str, Place] = {}
        for key, found in given.items():
            filled = [one for one in found if not _is_nothing(one[0])] or found[:1]
            places[key] = self._place(filled[0][1])
            read = self._values(filled, known[key], f"{within}{known[key].title}")
            if read is not None:
                values[key] = read
        self._refuse_reversed(known, values, places, within)
        missing = [entry for entry in known.values() if entry.field.required and entry.key not in values]
        for entry in missing:
            if entry.key not in places or all(_is_nothing(node) for node, _ in given[entry.key]):
                self._missing(entry, places.get(entry.key) or self._place(nodes[0].line), within)
        if missing:
            return None
        return model.model_validate(values).at(places)

    def _entries(self, node: MapNode, known: dict[str, Entry], given: dict[str, list[Given]], within: str) -> None:
        """Adds what one place says to what is given, each entry once."""
        seen: set[str] = set()
        for name, value in node.entries.items():
            entry = self._entry(name, known, node.lines[name], within)
            if entry is not None and entry.key in seen:
                self._fault("duplicate-key", f"“{within}{entry.title}”填写了两次，按第一次的读取", node.lines[name], f"请只保留一个“{entry.title}”")
            elif entry is not None:
                seen.add(entry.key)
                given.setdefault(entry.key, []).append((value, node.lines[name]))

    def _missing(self, entry: Entry, place: Place, within: str) -> None:
        column = entry.field.column
        how = f"请增加一行“{column.title}: {column.example}”（{column.meaning}）"
        if place.sheet is not None:
            how = f"请在《{DESCRIPTION}》的“{column.title}”一行填写，例如 {column.example.strip(QUOTE)}（{column.meaning}）"
        self.problems.append(error("inputs.missing-value", f"缺少“{within}{column.title}”", place, help=how))

    def _values(self, given: Sequence[Given], entry: Entry, title: str) -> object:
        """The value of an entry that one or several places give; None where it is blank or wrong, or they say different things (then the first counts)."""
        if len(given) == 1:
            return self._value(given[0][0], entry, title)
        if entry.section is not None and all(isinstance(node, MapNode) for node, _ in given):
            sections = [node for node, _ in given if isinstance(node, MapNode)]
            return self._sections(sections, entry.section, title) if entry.many else self.section(sections, entry.section, f"{title}.")
        read = [self._value(node, entry, title) for node, _ in given]
        first, *others = [one for one in read if one is not None] or [None]
        if any(other != first for other in others):
            places = tuple(self._place(line) for _, line in given)
            help = f"请核对哪一处是对的，只在一处填写“{title}”；现在按 {places[0]} 读取"
            self.problems.append(error("inputs.contradiction", f"“{title}”在两处填写得不一样", *places, help=help))
        return first

    def _refuse_reversed(self, known: dict[str, Entry], values: dict[str, Any], places: dict[str, Place], within: str) -> None:
        """Leaves out a pair of dates (start and end, work_start and work_end) of which the end is before the start: either may be wrong."""
        for key, entry in known.items():
            other = key.removesuffix("start") + "end"
            start, end = values.get(key), values.get(other)
            if key.endswith("start") and isinstance(start, date) and isinstance(end, date) and end < start:
                del values[key], values[other]
                first, last = entry.title, known[other].title
                message = f"“{within}{last}”（{end}）早于“{first}”（{start}），两个日期都没有采用"
                self.problems.append(error("inputs.end-before-start", message, places[other], help=f"请核对并改正“{first}”和“{last}”"))

    def _entry(self, name: str, known: dict[str, Entry], line: int, within: str) -> Entry | None:
        folded = fold(name)
        for entry in known.values():
            if folded in (fold(entry.title), entry.key):  # keys are written as they fold
                return entry
        if not within and name in shipped().by_title:
            message = f"“{name}”是数据表，不在单位说明里填写，没有读取"
            self._fault("unknown-key", message, line, f"请填在工作簿的“{name}”工作表里，或者另存为 {name}.yaml，每一行写成以“- ”开头的一组“列名: 值”")
            return None
        titles = [entry.title for entry in known.values()]
        meant = nearest(name, titles, CLOSE_CHOICE)
        question = f"，是否应为“{meant}”" if meant else ""
        self._fault("unknown-key", f"没有“{within}{name}”这一项{question}", line, f"请改正名称，可以填写的有：{'、'.join(titles)}")
        return None

    def _value(self, node: Node, entry: Entry, title: str) -> object:
        """The value of an entry; None where it is blank or wrong."""
        if _is_nothing(node):
            return None
        if entry.section is not None:
            if not isinstance(node, MapNode):
                self._fault("wrong-type", f"“{title}”应为下一级的各行，实际只有一个值", node.line, f"例如 {entry.title}: {entry.field.column.example}")
                return None
            return self._sections([node], entry.section, title) if entry.many else self.section([node], entry.section, f"{title}.")
        if entry.grouped:
            return self._groups(node, entry, title)
        if entry.many:
            items = node.items if isinstance(node, ListNode) else [node]
            read = tuple(self._scalar(item, entry, title) for item in items)
            return tuple(item for item in read if item is not None)
        return self._scalar(node, entry, title)

    def _sections(self, nodes: Sequence[MapNode], model: type[Section], title: str) -> dict[str, Section]:
        given: dict[str, list[MapNode]] = {}
        for name, value in (one for node in nodes for one in node.entries.items()):
            if not isinstance(value, MapNode):
                self._fault("wrong-type", f"“{title}.{name}”应为下一级的各行，实际只有一个值", value.line, f"请在“{name}:”下面缩进两格填写各项")
                continue
            given.setdefault(name, []).append(value)
        read = {name: self.section(found, model, f"{title}.{name}.") for name, found in given.items()}
        return {name: section for name, section in read.items() if section is not None}

    def _groups(self, node: Node, entry: Entry, title: str) -> dict[str, tuple[str, ...]]:
        """Names, each with the names below it: a list, a mapping to lists, or a list in which some are such mappings."""
        found: dict[str, tuple[str, ...]] = {}
        for item in node.items if isinstance(node, ListNode) else [node]:
            if isinstance(item, MapNode):
                for name, below in item.entries.items():
                    inner = below.items if isinstance(below, ListNode) else [] if isinstance(below, ScalarNode) and below.value in (None, "") else [below]
                    read = [self._scalar(one, entry, f"{title}.{name}") for one in inner]
                    found[settle(name)] = tuple(settle(one) for one in read if isinstance(one, str))
            else:
                name_read = self._scalar(item, entry, title)
                if isinstance(name_read, str):
                    found.setdefault(settle(name_read), ())
        return found

    def _scalar(self, node: Node, entry: Entry, title: str) -> object:
        if not isinstance(node, ScalarNode):
            self._fault("wrong-type", f"“{title}”应为一个值，实际是{'列表' if isinstance(node, ListNode) else '下一级的各行'}", node.line, self._example(entry))
            return None
        value, remark = read_cell(node.value, entry.field, _YAML)
        if remark is not None:
            place = self._place(node.line)
            text = remark.text if remark.severity is Severity.ERROR else f"{remark.text}，{remark.example}"
            self.problems.append(Diagnostic(remark.code, remark.severity, f"“{title}”{text}", (place,), remark.help))
        return value

    @staticmethod
    def _example(entry: Entry) -> str:
        return f"例如 {entry.title}: {entry.field.column.example}"

    def _place(self, line: int | None) -> Place:
        """The line of the file; the cell, where it is one of a sheet."""
        return self.sheets.place(line) if self.sheets is not None and line is not None and line < 0 else Place(self.file, line=line)

    def _fault(self, code: str, message: str, line: int | None, help: str) -> None:
        self.problems.append(error(f"inputs.{code}", message, self._place(line), help=help))


def _is_nothing(node: Node) -> bool:
    """Whether nothing stands behind a key."""
    return isinstance(node, ScalarNode) and (node.value is None or (isinstance(node.value, str) and not node.value.strip()))
