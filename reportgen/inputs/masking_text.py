"""Masking a text of YAML as it is read: the values of personal columns, and numbers of persons anywhere in it, comments too. Lines stay where they are."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs.cells import BLANK_MARKS
from reportgen.inputs.disclosed import Disclosed, about_columns, about_text
from reportgen.inputs.masking import is_personal, kind_of
from reportgen.inputs.personal import find, mask, mask_value
from reportgen.inputs.schema import Dataset, Personal

_NOTHING = frozenset(("", "~", "null", *BLANK_MARKS))


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with what is personal masked, and what is to be said of that.

    `persons` are the true values of the personal columns of a row, by the line where it begins. `is_whole` says that all could be looked at:
    in a text that is no YAML nobody knows which values are a household's.
    """

    text: str
    persons: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    is_whole: bool = True


def mask_text(text: str, file: str, dataset: Dataset | None = None) -> MaskedText:
    """A text of YAML masked: a table of `dataset`, or what holds none (单位.yaml)."""
    values: list[_Value] = []
    is_whole = True
    if dataset is not None and is_personal(dataset):
        try:
            values = list(_personal_values(text, dataset))
        except yaml.YAMLError:
            is_whole = False
    disclosed: list[Disclosed] = []
    persons: dict[int, list[str]] = {}
    pieces: list[str] = []
    done = 0
    for value in values:
        new = mask_value(value.text, value.kind)
        persons.setdefault(value.row, []).append(value.text)
        if new != value.text:
            disclosed.append(Disclosed(value.row, value.title, value.kind, value.text, Place(file, line=value.line)))
            written = json.dumps(new, ensure_ascii=False) + ("\n" * text.count("\n", value.start, value.end))
            pieces += [text[done : value.start], written]
            done = value.end
    spliced = "".join((*pieces, text[done:]))
    loose = [(Place(file, line=spliced.count("\n", 0, found.start) + 1), mask(spliced[found.start : found.end])) for found in find(spliced)]
    problems = (*(about_columns(dataset.title, disclosed) if dataset else ()), *((about_text("", loose, is_read=True),) if loose else ()))
    return MaskedText(mask(spliced), {row: "\x1f".join(found) for row, found in persons.items()}, problems, is_whole)


class _Value(NamedTuple):
    """A value of a personal column: where it stands in the text, its line, the line of its row, its key, and what it says."""

    start: int
    end: int
    line: int
    row: int
    title: str
    kind: Personal
    text: str


def _personal_values(text: str, dataset: Dataset) -> Iterator[_Value]:
    """The filled values of personal columns. Raises yaml.YAMLError."""
    open_: list[_Level] = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        level = open_[-1] if open_ else None
        if level is not None and level.is_mapping and level.waits_for_key:
            level.key = event.value if isinstance(event, yaml.ScalarEvent) else ""
            level.waits_for_key = False
        else:
            row = next((one for one in reversed(open_) if one.is_mapping), None)
            kind = kind_of(row.key, dataset) if row is not None and row.key.strip() else None
            if row is not None and kind is not None and isinstance(event, yaml.ScalarEvent) and event.value.strip() not in _NOTHING:
                yield _Value(_at(event.start_mark)[0], _at(event.end_mark)[0], _at(event.start_mark)[1], row.line, row.key, kind, event.value)
            if level is not None and level.is_mapping:
                level.waits_for_key = True
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append(_Level(isinstance(event, yaml.MappingStartEvent), _at(event.start_mark)[1]))


def _at(mark: Any) -> tuple[int, int]:
    """Where a mark of the parser (yaml.Mark) stands in the text, and its line from 1."""
    return mark.index, mark.line + 1


@dataclass(slots=True)
class _Level:
    """A mapping or list that is open: of a mapping, the last key, and whether the next node is one."""

    is_mapping: bool
    line: int
    key: str = ""
    waits_for_key: bool = True
