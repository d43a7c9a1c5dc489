"""Where each value of a YAML text stands in it, and its remarks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_REMARK = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|$))*")
"""What may stand before a value: its name for others to refer to, its tag."""


@dataclass(slots=True)
class Mark:
    """A value, from `start` to `end` in the text: a single one, which is written in a `style`; a list with its items; a mapping; or what refers to another."""

    start: int
    end: int
    style: str = ""
    text: str = ""
    is_list: bool = False
    is_map: bool = False
    is_flow: bool = False
    is_alias: bool = False
    items: "list[Mark]" = field(default_factory=list)

    @property
    def pairs(self) -> "list[tuple[Mark, Mark]]":
        """The keys and values of a mapping."""
        return list(zip(self.items[::2], self.items[1::2], strict=True))

    @property
    def is_single(self) -> bool:
        """Whether it is a single value that stands there itself."""
        return not (self.is_list or self.is_map or self.is_alias)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the marks of its values: the whole (None: it has none), and each that stands there itself or refers to another, in order."""

    text: str
    root: Mark | None
    leaves: tuple[Mark, ...]

    @property
    def line_end(self) -> str:
        """With what its lines end."""
        found = _LINE_END.search(self.text)
        return "\n" if found is None else found[0]

    def body(self, mark: Mark) -> int:
        """Where a value begins, behind its name for others and its tag."""
        found = _PROPERTIES.match(self.text, mark.start, mark.end)
        return mark.start if found is None else found.end()

    def end(self, mark: Mark) -> int:
        """Where the last word of a value stands: behind it may be remarks."""
        while mark.items and not mark.is_flow:
            mark = mark.items[-1]
        if mark.style in ("|", ">"):
            return max(mark.start + 1, len(self.text[: mark.end].rstrip()))
        return mark.end

    def line_start(self, at: int) -> int:
        """Where the line begins in which a place is."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def next_line(self, at: int) -> int:
        """Where the line behind a place begins; the end of the text where there is none."""
        found = _LINE_END.search(self.text, at)
        return len(self.text) if found is None else found.end()

    def column(self, at: int) -> int:
        """How far into its line a place is."""
        return at - self.line_start(at)

    def remarks(self, start: int = 0, end: int | None = None) -> Iterator[str]:
        """The remarks of the text, or of a part of it."""
        end = len(self.text) if end is None else end
        at = start
        for leaf in (*(leaf for leaf in self.leaves if leaf.end > leaf.start and leaf.end > start and leaf.start < end), Mark(end, end)):
            for found in _REMARK.finditer(self.text, min(at, end), max(at, min(leaf.start, end))):
                yield found[0].rstrip()
            at = max(at, self.end(leaf))


def marked(text: str) -> Marked:
    """The marks of a text. Raises yaml.YAMLError."""
    root: Mark | None = None
    leaves: list[Mark] = []
    open_: list[Mark] = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            done = open_.pop()
            done.end = _index(event.end_mark) if done.is_flow else done.end
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        mark = _mark(event)
        if open_:
            open_[-1].items.append(mark)
        elif root is None:
            root = mark
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append(mark)
        else:
            leaves.append(mark)
    return Marked(text, root, tuple(leaves))


def _mark(event: yaml.NodeEvent) -> Mark:
    start, end = _index(event.start_mark), _index(event.end_mark)
    if isinstance(event, yaml.AliasEvent):
        return Mark(start, end, is_alias=True)
    if isinstance(event, yaml.ScalarEvent):
        return Mark(start, end, event.style or "", event.value)
    is_list = isinstance(event, yaml.SequenceStartEvent)
    return Mark(start, end, is_list=is_list, is_map=not is_list, is_flow=bool(event.flow_style))  # type: ignore[attr-defined]  # a collection's


def _index(mark: object) -> int:
    return int(mark.index)  # type: ignore[attr-defined]  # yaml.Mark
