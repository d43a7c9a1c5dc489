"""Vocabularies (词汇): what may be filled in where a column offers choices. Those of the programme are data, not Python."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limit
from pydantic_core import core_schema

import reportgen

C = TypeVar("C", bound=str)

PROGRAMME = Path(reportgen.__file__).parent / "programmes" / "clean_heating"
"""The programme that travels in the package."""
_TAKEN = frozenset(("total", "share", "unit", "units", "name", "key", "figures", "groups", "paths", "by_path", "by_area", "rows", "lacking"))
"""What else stands in the names of figures where the key of a value does: tasks.total, tasks.unit.140981."""
VOCABULARIES = "inputs/programme/vocabularies.yaml"
"""Where a workspace adds to the vocabularies."""
MAX_TITLE = 30
"""Characters: what stands in a drop-down list and at the head of a column."""
OF_MAPPINGS = frozenset(dir(dict))
"""What `own` and `data` answer to themselves: no theme and no dataset can be so called."""
_STEP = 10
"""Between the places of two values that say nothing of their order: others fit in between."""


class Choice(str):
    """A value of a vocabulary (选项), which is its title as text.

    `key` is what figure names call it, `phrase` what sentences call it, `measure` in what its tasks are counted (empty where it has none).
    """

    __slots__ = ("key", "measure", "order", "phrase")

    key: str
    order: int
    measure: str
    phrase: str

    def __new__(cls, title: str, key: str, order: int, measure: str, phrase: str) -> Self:
        """The value of a title; without a `phrase` of its own sentences call it by that."""
        made = super().__new__(cls, title)
        made.key, made.order, made.measure, made.phrase = key, order, measure, phrase or title
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """A record takes what a reader has found in the vocabulary, nothing else."""
        return core_schema.is_instance_schema(cls)


@dataclass(frozen=True, eq=False)
class Vocabulary(Generic[C]):
    """The choices of a column in their order, and the other words that mean each. Two vocabularies are never the same, whatever their words."""

    id: str
    title: str
    choices: tuple[C, ...]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[C]:
        return iter(self.choices)

    @property
    def is_open(self) -> bool:
        """Whether a workspace may add to it: it is the programme's, not the engine's own."""
        return all(isinstance(choice, Choice) for choice in self.choices)

    def words(self, choice: str) -> tuple[str, ...]:
        """The words that mean a choice: itself, and its synonyms."""
        return (choice, *self.synonyms.get(choice, ()))


Vocabularies = Mapping[str, Vocabulary[Choice]]
"""By their ids."""


def means(value: object, wanted: object) -> bool:
    """Whether a value is the one wanted; a choice may be named by its key, by its title, or by itself."""
    return value == wanted or (isinstance(value, Choice) and value.key == wanted)


class DeclarationEntry(BaseModel):
    """An entry of a file of the programme: what it may hold, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most workspaces declare nothing


class ValueEntry(DeclarationEntry):
    """A value as a file of vocabularies writes it. What an entry of a key that is there leaves out stays as it is."""

    key: str = Limit(pattern=r"^[^\W\d]\w*$", max_length=MAX_TITLE)
    title: str | None = Limit(default=None, min_length=1, max_length=MAX_TITLE)
    synonyms: tuple[str, ...] = ()
    order: int | None = None
    measure: str | None = None
    phrase: str | None = Limit(default=None, min_length=1, max_length=60)


class VocabularyEntry(DeclarationEntry):
    """A vocabulary as a file writes it: its title where it is new, and its values."""

    id: str = Limit(pattern=r"^[a-z][a-z0-9_]*$")
    title: str | None = Limit(default=None, min_length=1)
    measure: str | None = None
    includes: str | None = None
    values: tuple[ValueEntry, ...] = ()


class Wrong(NamedTuple):
    """What is wrong with an entry: where in the file (keys, and numbers from 0), the words, what to do, and the names that may have been meant."""

    path: tuple[str | int, ...]
    message: str
    help: str
    written: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """The entries of a vocabulary as files are laid over each other: its own values by key."""

    title: str
    measure: str = ""
    includes: str = ""
    values: dict[str, ValueEntry] = field(default_factory=dict)


Drafts = dict[str, Draft]


def lay_over(drafts: Drafts, entries: Sequence[tuple[int, VocabularyEntry]], is_measure: Callable[[str], bool], closed: Collection[str]) -> list[Wrong]:
    """Adds the entries of a file (each with its number) to `drafts`, and says which of them can't be: they are left out. Nobody adds to a `closed` one."""
    wrong: list[Wrong] = []
    seen: set[tuple[str, str]] = set()
    for number, entry in entries:
        draft = drafts.get(entry.id)
        if entry.id in closed:
            wrong.append(Wrong((number, "id"), f"词汇“{entry.id}”是程序自己的，不能增加、修改", "请换一个 id"))
            continue
        if draft is None and entry.title is None:
            help_text = "增加这个词汇的，请写 title；修改已有词汇的，请改正 id"
            wrong.append(Wrong((number, "id"), f"没有“{entry.id}”这个词汇", help_text, entry.id, tuple(drafts)))
            continue
        if entry.includes is not None and entry.includes not in drafts:
            wrong.append(Wrong((number, "includes"), f"没有“{entry.includes}”这个词汇", "请改正名称", entry.includes, tuple(drafts)))
            continue
        if entry.includes is not None and entry.id in _included(drafts, entry.includes):
            wrong.append(Wrong((number, "includes"), f"词汇“{entry.id}”最终又包含它自己", "请删除 includes，或者改为另一个词汇"))
            continue
        if draft is None:
            draft = drafts[entry.id] = Draft(entry.title or entry.id)
        draft.title, draft.includes = entry.title or draft.title, entry.includes or draft.includes
        draft.measure = entry.measure or draft.measure
        for at, value in enumerate(entry.values):
            fault = _fault(drafts, draft, entry.id, value, is_measure)
            if (entry.id, value.key) in seen:
                fault = ("key", f"“{entry.title or draft.title}”的 {value.key} 写了两次", "请删除其中一处")
            seen.add((entry.id, value.key))
            if fault is not None:
                wrong.append(Wrong((number, "values", at, fault[0]), *fault[1:]))
                continue
            before = draft.values.get(value.key)
            draft.values[value.key] = value if before is None else before.model_copy(update=_changes(before, value))
    return wrong


def _changes(before: ValueEntry, value: ValueEntry) -> dict[str, Any]:
    """What an entry changes in the one before it: its synonyms come to those that are there."""
    given = {key: getattr(value, key) for key in value.model_fields_set - {"key", "synonyms"}}
    return given | {"synonyms": tuple(dict.fromkeys((*before.synonyms, *value.synonyms)))}


def _included(drafts: Drafts, id: str) -> Iterator[str]:
    """A vocabulary and those that it includes."""
    while id:
        yield id
        id = drafts[id].includes


def _fault(drafts: Drafts, draft: Draft, id: str, value: ValueEntry, is_measure: Callable[[str], bool]) -> tuple[str, str, str] | None:
    """Why a value can't be taken: the entry at fault, the words, what to do."""
    before = draft.values.get(value.key)
    title = value.title or (before.title if before else None)
    if value.key in _TAKEN:
        return "key", f"key 不能写 {value.key}，数据项的名称中它另有所指", "请换一个 key"
    if title is None:
        return "key", f"“{draft.title}”的 {value.key} 没有写 title", "请写 title：填报和打印用的名称；修改已有的，请改正 key"
    if before is not None and title != before.title:
        return "title", f"“{before.title}”不能改名为“{title}”", "规则和模板按原名对照；别的叫法请写在 synonyms，公文中的写法请写在 phrase"
    if value.measure and not is_measure(value.measure):
        return "measure", f"“{value.measure}”不是计量单位", "可以写户、万平方米、台、项等"
    if value.measure and draft.measure and value.measure != draft.measure:
        help_text = f"请改为“{draft.measure}”，或者删除 measure"
        return "measure", f"“{title}”的计量单位不是“{draft.measure}”，“{draft.title}”各项任务要相加", help_text
    for each in _included(drafts, id):
        for other in drafts[each].values.values():
            if other.key == value.key and each == id:
                continue
            if other.key == value.key:
                return "key", f"“{drafts[each].title}”已经有 {value.key}（{other.title}）", "请换一个 key"
            for word in (title, *value.synonyms):
                if word in (other.title, *other.synonyms):
                    at = "title" if word == title else "synonyms"
                    return at, f"“{word}”已经指“{other.title}”（{other.key}）", "一个说法只能指一个值，请换一个说法，或者删除"
    return None


def finished(drafts: Drafts) -> Vocabularies:
    """The vocabularies that the entries come to."""
    own: dict[str, tuple[tuple[Choice, ...], Mapping[str, tuple[str, ...]]]] = {}
    for id, draft in drafts.items():
        made: list[Choice] = []
        for entry in draft.values.values():
            order = entry.order if entry.order is not None else max((choice.order for choice in made), default=0) + _STEP
            made.append(Choice(entry.title or entry.key, entry.key, order, entry.measure or draft.measure, entry.phrase or ""))
        own[id] = (tuple(made), {str(entry.title): tuple(entry.synonyms) for entry in draft.values.values()})
    found: dict[str, Vocabulary[Choice]] = {}
    for id, draft in drafts.items():
        together = [own[each] for each in _included(drafts, id)]
        choices = sorted((choice for values, _ in together for choice in values), key=lambda choice: choice.order)
        found[id] = Vocabulary(id, draft.title, tuple(choices), {word: others for _, words in together for word, others in words.items()})
    return found


def shipped_drafts() -> Drafts:
    """The vocabularies of the package, to be added to."""
    drafts: Drafts = {}
    for item in yaml.load((PROGRAMME / "vocabularies.yaml").read_bytes(), yaml.CSafeLoader):
        values = {value["key"]: ValueEntry.model_construct(**value) for value in item["values"]}
        drafts[item["id"]] = Draft(item["title"], item.get("measure", ""), item.get("includes", ""), values)
    return drafts


@cache
def shipped_vocabularies() -> Vocabularies:
    """The vocabularies of the package, which don't change while a process runs; a test holds its files free of faults."""
    return finished(shipped_drafts())
