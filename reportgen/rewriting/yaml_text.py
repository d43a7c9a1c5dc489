"""A YAML text that is to say something else: only what says otherwise is written anew, all else stays byte for byte.

The result is read back. Where it doesn't say what was meant, or a remark of somebody would be lost, nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from reportgen.inputs.yaml_nodes import plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.rewriting.scalars import BLOCK, block, key, same, written
from reportgen.rewriting.yaml_marks import Mark, Marked, marked

_STEP = "  "
"""How far what stands below a name is indented where nothing there shows it."""
_BY_HAND = "请下载这个文件，改好以后上传"


class NotRewritten(Exception):
    """A text that can't be made to say what is meant: the words say why, and what to do."""


def rewritten(text: str, value: Any) -> str:
    """The text that says `value`, which is made of what `yaml_nodes.plain` gives: texts, numbers, truth values, None, lists, and mappings by name.

    Of lists of mappings, and of mappings, that are as long as before each entry is the one that stood at its place, perhaps by another name.
    Raises NotRewritten.
    """
    root, _ = read_yaml(text, "")
    old = None if root is None else plain(root)
    try:
        writer = _Writer(marked(text))
        if writer.marks.root is None or (old is None and writer.marks.root.is_single):
            made = writer.ended() + writer.lines(value, "", None) if value else text
        else:
            writer.change(writer.marks.root, old, value, _Slot(writer.marks.root.start, is_flow=False, indent=""))
            made = writer.made()
    except (yaml.YAMLError, _Stuck) as fault:
        raise NotRewritten(f"这一处的写法特殊，在网页上写不进去；{_BY_HAND}") from fault
    again, _ = read_yaml(made, "")
    if again is None or not same(plain(again), value):
        raise NotRewritten(f"写进去以后读回来不一样，没有写；{_BY_HAND}")
    if Counter(writer.marks.remarks()) - Counter(marked(made).remarks()):
        raise NotRewritten(f"会丢掉里面的注释，没有写；{_BY_HAND}")
    return made


class _Stuck(Exception):
    """A place that can't be changed by itself."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value belongs: the place behind its colon or dash, whether within brackets, how far its name is indented, and whether it is of a list."""

    at: int
    is_flow: bool
    indent: str
    is_item: bool = False


@dataclass(slots=True)
class _Writer:
    """The changes of a text: what comes in the place of what."""

    marks: Marked
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def made(self) -> str:
        """The text with the changes."""
        pieces, done = [], 0
        for start, end, new in sorted(self.edits, key=lambda one: one[:2]):
            if start < done:
                raise _Stuck
            pieces += [self.marks.text[done:start], new]
            done = end
        return "".join((*pieces, self.marks.text[done:]))

    def ended(self) -> str:
        """The text with an end of its last line."""
        text = self.marks.text
        return text if not text or text.endswith(("\n", "\r")) else text + self.marks.line_end

    def change(self, mark: Mark, old: Any, new: Any, slot: _Slot) -> None:
        """Makes a value say something else."""
        if same(old, new):
            return
        if mark.is_map and isinstance(old, Mapping) and isinstance(new, Mapping) and (new or mark.is_flow):
            self._map(mark, dict(old), dict(new), slot)
        elif mark.is_list and isinstance(old, Sequence) and isinstance(new, Sequence) and not isinstance(new, str) and (new or mark.is_flow):
            self._list(mark, list(old), list(new))
        elif not new and (new is None or (isinstance(new, list) and mark.is_list)) and (mark.is_list or mark.is_map) and not mark.is_flow:
            self._remove(self._lines_of(mark))
            self.edits += [] if new is None else [(slot.at, slot.at, " []")]
        elif mark.is_single and not isinstance(new, (Mapping, list, tuple)):
            self._single(mark, new, slot)
        else:
            self._whole(mark, new, slot)

    def _single(self, mark: Mark, new: Any, slot: _Slot) -> None:
        """Makes a single value another one."""
        start, end = self.marks.body(mark), self.marks.end(mark)
        if mark.style == BLOCK and isinstance(new, str):
            head = self.marks.next_line(start)
            indent = next((line[: len(line) - len(line.lstrip(" "))] for line in self.marks.text[head:end].splitlines() if line.strip()), "")
            lines = block(new, indent, self.marks.line_end)
            keeps = "-" not in self.marks.text[start:head].split("#")[0]
            if lines is not None and indent and keeps == new.endswith("\n"):
                self.edits.append((head, end, lines))
                return
        if start == end or new is None:  # nothing stands there, or will
            before = self.marks.body(mark) if mark.start != self.marks.body(mark) else slot.at
            said = "" if new is None and not slot.is_item else written(new, mark.style, flow=slot.is_flow, item=slot.is_item)
            self.edits.append((before, max(before, end), f" {said}" if said or slot.is_flow else ""))
            return
        self.edits.append((start, end, written(new, mark.style, flow=slot.is_flow, item=slot.is_item)))

    def _whole(self, mark: Mark, new: Any, slot: _Slot) -> None:
        """Puts another value in the place of one that it can't be made of."""
        end = max(slot.at, self.marks.end(mark))
        is_nothing = mark.is_single and mark.start == mark.end
        if is_nothing and isinstance(new, Mapping) and not slot.is_flow and not slot.is_item:
            at = self.marks.next_line(slot.at)
            self._insert(at, self.lines(new, slot.indent + _STEP, None))
            return
        said = self.inline(new, flow=slot.is_flow, item=slot.is_item)
        self.edits.append((slot.at, end, f" {said}" if said or slot.is_flow else ""))

    def _first(self, mark: Mark) -> list[tuple[Mark, Mark]]:
        """The entries of a mapping; of one that stands there twice the first, which is the one that is read."""
        found: dict[str, tuple[Mark, Mark]] = {}
        for name, value in mark.pairs:
            found.setdefault(name.text, (name, value))
        return list(found.values())

    def _colon(self, name: Mark) -> int:
        """The place behind the colon of an entry."""
        at = name.end
        while at < len(self.marks.text) and self.marks.text[at] in " \t":
            at += 1
        if self.marks.text[at : at + 1] != ":":
            raise _Stuck  # {name} without one; ? name
        return at + 1

    def _map(self, mark: Mark, old: dict[str, Any], new: dict[str, Any], slot: _Slot) -> None:
        pairs = self._first(mark)
        if len(pairs) != len(old):
            raise _Stuck
        indent = " " * self.marks.column(pairs[0][0].start) if pairs and not mark.is_flow else slot.indent + _STEP

        def one(at: int, name: str, value: Any) -> None:
            known, holder = pairs[at]
            was = list(old)[at]
            if name != was:
                self.edits.append((known.start, known.end, key(name, flow=mark.is_flow)))
            if not same(old[was], value):
                self.change(holder, old[was], value, _Slot(self._colon(known), mark.is_flow, indent))

        if len(old) == len(new):
            for at, (name, value) in enumerate(new.items()):
                one(at, name, value)
            return

        def adding(at: int, names: Sequence[str], like: int | None) -> None:
            entries = {name: new[name] for name in names}
            model = None if like is None else pairs[like][1]
            if mark.is_flow:
                self._add_within(mark, [(name.start, max(value.end, self._colon(name))) for name, value in pairs], at, self.inline(entries, flow=True)[1:-1])
            elif at:
                self._insert(self.marks.next_line(max(self.marks.end(pairs[at - 1][1]), pairs[at - 1][0].end)), self.lines(entries, indent, model))
            else:
                self._insert(self._alone(pairs[0][0].start), self.lines(entries, indent, model))

        spans = [(name.start, max(value.end if mark.is_flow else self.marks.end(value), name.end)) for name, value in pairs]
        self._aligned(
            mark,
            (list(old), list(new)),
            spans,
            lambda at, to: one(at, list(new)[to], new[list(new)[to]]),
            lambda at, i, j, like: adding(at, list(new)[i:j], like),
        )

    def _list(self, mark: Mark, old: list[Any], new: list[Any]) -> None:
        items = mark.items
        if len(items) != len(old):
            raise _Stuck
        column = self.marks.column(mark.start) if not mark.is_flow else 0

        def one(at: int, to: int) -> None:
            place = items[at].start if mark.is_flow else self._dash(items[at], column) + 1
            self.change(items[at], old[at], new[to], _Slot(place, mark.is_flow, " " * column + _STEP, is_item=True))

        if len(old) == len(new) and all(isinstance(value, Mapping) for value in (*old, *new)):
            for at in range(len(old)):
                one(at, at)
            return

        def adding(at: int, i: int, j: int, like: int | None) -> None:
            model = None if like is None else items[like]
            if mark.is_flow:
                said = ", ".join(self.inline(value, flow=True, item=True) for value in new[i:j])
                self._add_within(mark, [(item.start, item.end) for item in items], at, said)
            else:
                lines = "".join(self._item(value, " " * column, model) for value in new[i:j])
                self._insert(self.marks.next_line(self.marks.end(items[at - 1])) if at else self._alone(self._dash(items[0], column)), lines)

        starts = [item.start if mark.is_flow else self._dash(item, column) for item in items]
        spans = [(start, item.end if mark.is_flow else max(start + 1, self.marks.end(item))) for start, item in zip(starts, items, strict=True)]
        self._aligned(mark, ([repr(value) for value in old], [repr(value) for value in new]), spans, one, adding)

    def _aligned(
        self,
        mark: Mark,
        sides: tuple[list[str], list[str]],
        spans: list[tuple[int, int]],
        one: Callable[[int, int], None],
        adding: Callable[[int, int, int, int | None], None],
    ) -> None:
        """Goes through two sequences side by side: what stays at its place is given to `one`, what is new to `adding`, what is gone is taken out."""
        for _, i, j, k, m in SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
            both = min(j - i, m - k)
            for at in range(both):
                one(i + at, k + at)
            if m - k > both:
                near = i + both - 1 if i + both else 0
                adding(i + both, k + both, m, near if near < len(spans) else None)
            if j - i > both:
                self._take_out(mark, spans, i + both, j)

    def _take_out(self, mark: Mark, spans: list[tuple[int, int]], i: int, j: int) -> None:
        """Takes out the entries from i to j."""
        if not mark.is_flow:
            self._remove(spans[i:j])
        elif i:
            self.edits.append((spans[i - 1][1], spans[j - 1][1], ""))
        else:
            self.edits.append((spans[0][0], spans[j][0] if j < len(spans) else spans[-1][1], ""))

    def _remove(self, spans: Sequence[tuple[int, int]]) -> None:
        """Takes out whole lines; the remarks in them stay."""
        for start, end in spans:
            begin, behind = self._alone(start), self.marks.next_line(end)
            kept = "".join(f"{' ' * self.marks.column(start)}{remark}{self.marks.line_end}" for remark in self.marks.remarks(begin, behind))
            self.edits.append((begin, behind, kept))

    def _lines_of(self, mark: Mark) -> list[tuple[int, int]]:
        """The entries of a list or mapping that stands in lines, each from its dash or name on."""
        if mark.is_list:
            column = self.marks.column(mark.start)
            return [(self._dash(item, column), self.marks.end(item)) for item in mark.items]
        return [(name.start, max(self.marks.end(value), name.end)) for name, value in self._first(mark)]

    def _alone(self, start: int) -> int:
        """Where the line begins in which nothing stands before a place."""
        begin = self.marks.line_start(start)
        if self.marks.text[begin:start].strip(" "):
            raise _Stuck
        return begin

    def _dash(self, item: Mark, column: int) -> int:
        """Where the dash of an item of a list stands."""
        text, at = self.marks.text, self.marks.line_start(item.start)
        while text[at + column : at + column + 1] != "-" or text[at : at + column].strip(" -") or at + column > item.start:
            if at == 0:
                raise _Stuck
            at = self.marks.line_start(at - 1)
        return at + column

    def _insert(self, at: int, lines: str) -> None:
        """Puts lines in at the beginning of a line."""
        text, line_end = self.marks.text, self.marks.line_end
        if at and text[at - 1] not in "\r\n":  # the last line has no end: it gets one, and the new last one has none
            lines = line_end + lines.removesuffix(line_end)
        self.edits.append((at, at, lines))

    def _add_within(self, mark: Mark, spans: list[tuple[int, int]], at: int, said: str) -> None:
        if not spans:
            self.edits.append((mark.end - 1, mark.end - 1, said))
        elif at:
            self.edits.append((spans[at - 1][1], spans[at - 1][1], f", {said}"))
        else:
            self.edits.append((spans[0][0], spans[0][0], f"{said}, "))

    def _item(self, value: Any, indent: str, like: Mark | None) -> str:
        """An item of a list, in lines like one that is there."""
        is_lines = isinstance(value, Mapping) and value and not (like is not None and like.is_map and like.is_flow)
        if not is_lines:
            return f"{indent}- {self.inline(value, flow=False, item=True)}{self.marks.line_end}"
        return f"{indent}- {self.lines(value, indent + _STEP, like).removeprefix(indent + _STEP)}"

    def lines(self, entries: Mapping[str, Any], indent: str, like: Mark | None) -> str:
        """Entries of a mapping, in lines; those of an entry stand in lines of their own but where that which is `like` them has brackets."""
        found = []
        for name, value in entries.items():
            said = key(name, flow=False)
            if isinstance(value, Mapping) and value and not (like is not None and like.is_map and like.is_flow):
                found.append(f"{indent}{said}:{self.marks.line_end}{self.lines(value, indent + _STEP, None)}")
            else:
                inner = self.inline(value, flow=False)
                found.append(f"{indent}{said}:{' ' if inner else ''}{inner}{self.marks.line_end}")
        return "".join(found)

    def inline(self, value: Any, *, flow: bool, item: bool = False) -> str:
        """A value on one line."""
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{key(name, flow=True)}: {self.inline(one, flow=True)}" for name, one in value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(self.inline(one, flow=True, item=True) for one in value) + "]"
        return written(value, flow=flow, item=item)
