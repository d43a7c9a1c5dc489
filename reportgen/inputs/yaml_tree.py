"""YAML -> a tree of nodes, each with its line. Safe: no tags, bounded size, depth and aliases.

Only what has one reading becomes a number or a truth value: 0350, 1_000, 1:30, yes and dates stay text, for the schema
to read (YAML 1.1 would make them 232, 1000, 90, True).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import yaml

from reportgen.diagnostics import Diagnostic, Place, error, notice
from reportgen.inputs import fullwidth
from reportgen.inputs.fullwidth import Sign
from reportgen.inputs.yaml_faults import YamlFault, syntax_fault
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, Scalar, ScalarNode

MAX_DEPTH = 20
"""How deep a file may nest: no input of the schema nests half as deep, and what does was made to use up memory."""
MAX_NODES = 200_000
"""How many values a file may have, those of aliases counted wherever they are used: larger tables belong in CSV or Excel,
and a few lines of aliases can stand for millions."""

MAX_CHARACTERS = 8_000_000
"""How long a file may be: forty characters for each value."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})\.[0-9]{1,30}")
_CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False}


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of a YAML text, and its problems: no tree where the syntax is wrong, a fault for each key given twice."""
    builder = _Builder(file)
    if len(text) > MAX_CHARACTERS:
        return None, [error("inputs.too-large", f"超过{MAX_CHARACTERS}个字，没有读取", Place(file), help="请把数据分开保存，数据多的用 CSV 或者 Excel")]
    try:
        builder.build(text)
    except YamlFault as problem:
        return None, [error(f"inputs.{problem.code}", problem.message, Place(file, line=problem.line), help=problem.help)]
    except yaml.MarkedYAMLError as problem:
        return None, [syntax_fault(problem, text, file)]
    except yaml.YAMLError:
        return None, [error("inputs.yaml-syntax", "含有 YAML 不允许的字符", Place(file), help="请用记事本重新录入，另存为 UTF-8 编码")]
    return builder.root, [*builder.problems, *builder.signs()]


class _Builder:
    """Builds the tree from the parser's events, so that no input makes it recurse. `above` is how many lines stand above the text."""

    def __init__(self, file: str, above: int = 0) -> None:
        self.file = file
        self._above = above
        self._lines: list[str] = []
        self._flow = False
        self._signs: dict[Sign, list[int]] = {}
        self.root: Node | None = None
        self.problems: list[Diagnostic] = []
        self._open: list[tuple[Node, str | None]] = []
        self._keys: list[tuple[str, int] | None] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def signs(self) -> list[Diagnostic]:
        """What is to be said of full-width signs, each kind once."""
        found: list[Diagnostic] = []
        for sign, lines in self._signs.items():
            places = [Place(self.file, line=line) for line in dict.fromkeys(lines)]
            what = f"有{len(places)}处{sign.what}" if len(places) > 1 else sign.what
            if sign.taken:
                found.append(notice("inputs.yaml-fullwidth", f"{what}，{sign.taken}", *places, help=sign.how))
            else:
                found.append(error("inputs.yaml-fullwidth", what, *places, help=sign.how))
        return found

    def build(self, text: str) -> None:
        """Build `root` from a text. Raises YamlFault, yaml.YAMLError for what can't be read at all; other faults are added to `problems`."""
        self._lines = text.splitlines()
        for event in _events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise YamlFault("yaml-documents", "一个文件中只能有一份数据，不能有第二个“---”", self._line(event), "请删除“---”，或者分成两个文件")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                node, anchor = self._open.pop()
                self._keys.pop()
                self._finish(node, anchor)

    def _node(self, event: yaml.NodeEvent) -> None:
        line = self._line(event)
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
            self._flow = bool(event.flow_style)
            self._keys.append(None)
            return
        if isinstance(event, yaml.ScalarEvent):
            _refuse_tag(event, ("tag:yaml.org,2002:str",))
            if event.style or event.tag or not fullwidth.may_be(event.value):
                self._finish(ScalarNode(line, _scalar(event)), event.anchor)
            elif self._open and isinstance(self._open[-1][0], MapNode) and self._keys[-1] is None:
                self._finish(ScalarNode(line, self._key(event.value, line)), event.anchor)
            else:
                for node in self._nodes(event, line):
                    self._finish(node, event.anchor)

    def _line(self, event: yaml.Event) -> int:
        return _line(event) + self._above

    def _key(self, text: str, line: int) -> str:
        """A key that has full-width signs: quotes are taken off; what can't begin a key leaves no tree, since nobody knows what belongs to it."""
        sign = fullwidth.before_key(text)
        if sign is not None:
            raise YamlFault("yaml-fullwidth", sign.what, line, sign.how)
        inner = fullwidth.unquoted(text)
        if inner is None:
            return text
        self._sign(fullwidth.QUOTES, line)
        return inner

    def _nodes(self, event: yaml.ScalarEvent, line: int) -> list[Node]:
        """A plain value that has full-width signs, read as if they were half-width; nothing in its place where they leave more than one way."""
        text: str = event.value
        lines = self._source(event)
        comment = fullwidth.without_comment(text)
        if comment is not None:
            lost = not any("＃" in one for one in lines[-1:])
            self._sign(fullwidth.LOST_COMMENT if lost else fullwidth.COMMENT, line)
            return [ScalarNode(line, None if lost else _value(comment))]
        items = fullwidth.listed(lines)
        if items is not None:
            self._sign(fullwidth.DASH, line)
            return [_list(line, [ScalarNode(line + at, self._text(item, line + at)) for at, item in enumerate(items)])]
        if not self._open and (key := fullwidth.key_line(lines, 0)) is not None:
            raise YamlFault("yaml-fullwidth", fullwidth.COLON.what, line + key, fullwidth.COLON.how)
        key = fullwidth.key_line(lines)
        if key is not None:
            self._sign(fullwidth.LOST_COLON, line + key)
            return [ScalarNode(line, None)]
        half = fullwidth.half_width(text)
        if half is not None:
            return [self._fragment(*half, line)]
        if isinstance(self._open[-1][0] if self._open else None, ListNode) and self._flow and len(found := fullwidth.parts(text)) > 1:
            self._sign(fullwidth.COMMA, line)
            return [ScalarNode(line, self._text(part, line)) for part in found]
        return [ScalarNode(line, self._text(text, line))]

    def _text(self, text: str, line: int) -> Scalar:
        """A plain text without the Chinese quotes that enclose it; nothing where one has no fellow."""
        inner = fullwidth.unquoted(text)
        if inner is not None:
            self._sign(fullwidth.QUOTES, line)
            return inner
        if fullwidth.unpaired(text):
            self._sign(fullwidth.UNPAIRED, line)
            return None
        return _value(text)

    def _fragment(self, sign: Sign, text: str, line: int) -> Node:
        """The tree of a list or mapping whose full-width brackets have been put right."""
        builder = _Builder(self.file, line - 1)
        try:
            builder.build(text)
        except (YamlFault, yaml.YAMLError):
            builder.root = None
        if builder.root is None:
            self._sign(fullwidth.UNPAIRED, line)
            return ScalarNode(line, None)
        self._sign(sign, line)
        self.problems += builder.problems
        return builder.root

    def _sign(self, sign: Sign, line: int) -> None:
        self._signs.setdefault(sign, []).append(line)

    def _source(self, event: yaml.ScalarEvent) -> list[str]:
        """The lines of the text that a value stands in."""
        begin, end = event.start_mark, event.end_mark
        if not begin or not end or end.line >= len(self._lines):
            return [event.value]
        lines = self._lines[begin.line : end.line + 1]
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][begin.column :]
        return lines

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
        before, colon, behind = name.partition("：")
        if colon and before and isinstance(node, ScalarNode) and node.value is None:
            # {开始：2023-11-01}: to YAML a key without a value.
            self._sign(fullwidth.COLON, at)
            name, node = before.strip(), ScalarNode(line, self._text(behind.strip(), line))
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


def _list(line: int, items: list[Node]) -> ListNode:
    node = ListNode(line, items)
    node.size += len(items)
    return node


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    text: str = event.value
    return text if event.style or event.tag else _value(text)


def _value(text: str) -> Scalar:
    """What a plain text is: a number or a constant where it has that form only."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
