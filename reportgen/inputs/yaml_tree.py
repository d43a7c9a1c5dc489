"""YAML -> a tree of plain values, each with its line. Safe: no tags, bounded size, depth and aliases.

Only what has one reading becomes a number or a truth value: 0350, 1_000, 1:30, yes and dates stay text, for the schema
to read (YAML 1.1 would make them 232, 1000, 90, True).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import yaml

from reportgen.diagnostics import Diagnostic, Place, error

MAX_DEPTH = 20
"""How deep a file may nest."""
MAX_NODES = 200_000
"""How many values a file may have, those of aliases counted wherever they are used."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})\.[0-9]{1,30}")
_CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False}
_HELP = "请对照说明文档中的样例改正这一行"

Scalar: TypeAlias = str | int | Decimal | bool | None


@dataclass(slots=True)
class Node:
    """A value and its line, from 1. `size` counts it and all in it."""

    line: int
    size: int = field(default=1, init=False)


@dataclass(slots=True)
class ScalarNode(Node):
    """A text, number, truth value or nothing."""

    value: Scalar


@dataclass(slots=True)
class ListNode(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode(Node):
    """A mapping. `lines` has the line of each key."""

    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class YamlFault(ValueError):
    """A fault that leaves no tree."""

    def __init__(self, code: str, message: str, line: int | None, help: str = _HELP) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.help = help


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of a YAML text, and its problems: no tree where the syntax is wrong, a fault for each key given twice."""
    builder = _Builder(file)
    try:
        builder.build(text)
    except YamlFault as problem:
        return None, [error(f"inputs.{problem.code}", problem.message, Place(file, line=problem.line), help=problem.help)]
    except yaml.MarkedYAMLError as problem:
        return None, [_syntax(problem, text, file)]
    except yaml.YAMLError:
        return None, [error("inputs.yaml-syntax", "含有 YAML 不允许的字符", Place(file), help="请用记事本重新录入，另存为 UTF-8 编码")]
    return builder.root, builder.problems


def plain(node: Node) -> Any:
    """The values of a tree without their lines."""
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if isinstance(node, MapNode):
        return {key: plain(value) for key, value in node.entries.items()}
    return node.value if isinstance(node, ScalarNode) else None


def line_of(node: Node, path: Iterable[int | str], line: int | None = None) -> int:
    """The line of what `path` (keys, and numbers from 0) leads to, or of the last on the way that is there.

    `line` is where the node itself stands for those who are told; by default where it begins.
    """
    found = node.line if line is None else line
    for part in path:
        if isinstance(node, MapNode) and part in node.entries:
            found, node = node.lines[str(part)], node.entries[str(part)]
        elif isinstance(node, ListNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            found = node.line
        else:
            break
    return found


def _syntax(problem: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """A syntax error in the officer's words, at the line that shows it."""
    mark = problem.problem_mark or problem.context_mark
    line = mark.line + 1 if mark else None
    lines = text.splitlines()
    for at in (line, line - 1) if line else ():
        # A colon that is none joins its line to the next one, where the parser stumbles.
        shown = lines[at - 1] if 0 < at <= len(lines) else ""
        if "\t" in shown:
            return error("inputs.yaml-tab", "用了制表符（Tab）缩进", Place(file, line=at), help="请把 Tab 改为两个空格")
        if "：" in shown and ":" not in shown:
            return error("inputs.yaml-syntax", "用了中文冒号", Place(file, line=at), help="请把“：”改为英文冒号加一个空格“: ”")
    what = f"第{line}行附近不符合 YAML 格式" if line else "不符合 YAML 格式"
    help = "请检查冒号后是否有空格、引号和括号是否成对、同级的行是否对齐"
    return error("inputs.yaml-syntax", what, Place(file, line=line), help=help)


class _Builder:
    """Builds the tree from the parser's events, so that no input makes it recurse."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Diagnostic] = []
        self._open: list[tuple[Node, str | None]] = []
        self._keys: list[tuple[str, int] | None] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def build(self, text: str) -> None:
        for event in _events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise YamlFault("yaml-documents", "一个文件中只能有一份数据，不能有第二个“---”", _line(event), "请删除“---”，或者分成两个文件")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                node, anchor = self._open.pop()
                self._keys.pop()
                self._finish(node, anchor)

    def _node(self, event: yaml.NodeEvent) -> None:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            node = self._anchors.get(event.anchor or "")
            if node is None:
                raise YamlFault("yaml-alias", f"引用了没有定义完的“*{event.anchor}”", line, "请直接填写内容，不用“&”和“*”")
            self._attach(node, line)
            return
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(self._open) >= MAX_DEPTH:
                raise YamlFault("yaml-too-deep", f"嵌套超过{MAX_DEPTH}层", line)
            _refuse_tag(event, ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"))
            container: Node = ListNode(line) if isinstance(event, yaml.SequenceStartEvent) else MapNode(line)
            self._open.append((container, event.anchor))
            self._keys.append(None)
            return
        if isinstance(event, yaml.ScalarEvent):
            _refuse_tag(event, ("tag:yaml.org,2002:str",))
            self._finish(ScalarNode(line, _scalar(event)), event.anchor)

    def _finish(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        self._attach(node, node.line)

    def _attach(self, node: Node, line: int) -> None:
        """Puts a finished node into the container that is open, as its next item, key or value."""
        if not self._open:
            self.root = node
            return
        parent = self._open[-1][0]
        parent.size += node.size
        if parent.size > MAX_NODES:
            raise YamlFault("too-large", f"内容超过{MAX_NODES}项", line, "请把数据分开保存，不要用“&”和“*”重复引用")
        if isinstance(parent, ListNode):
            parent.items.append(node)
        elif isinstance(parent, MapNode):
            self._pair(parent, node, line)

    def _pair(self, parent: MapNode, node: Node, line: int) -> None:
        key = self._keys[-1]
        if key is None:
            if not isinstance(node, ScalarNode):
                raise YamlFault("yaml-key", "名称（冒号前）应为文本", line)
            self._keys[-1] = (str(node.value), line)
            return
        self._keys[-1] = None
        name, at = key
        if name in parent.entries:
            message = f"“{name}”填写了两次（第{parent.lines[name]}行和第{at}行），按第一次的读取"
            self.problems.append(error("inputs.duplicate-key", message, Place(self.file, line=at), help=f"请只保留一个“{name}”"))
            return
        parent.entries[name] = node
        parent.lines[name] = at


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.CSafeLoader)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _refuse_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent, allowed: tuple[str, ...]) -> None:
    if event.tag not in (None, "!", *allowed):
        raise YamlFault("yaml-tag", f"不支持标签“{event.tag}”", _line(event), "请删除“!”开头的标签，直接填写内容")


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    text: str = event.value
    if event.style or event.tag:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
