"""The programme of a workspace: that of the package, with what inputs/programme/ adds to it or changes, each fault at its line."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic import Field as Limit

from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable, error
from reportgen.inputs.cells import Manner, read_cell
from reportgen.inputs.delimited import decode
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.refused import reason
from reportgen.inputs.schema.choices import CLOSED
from reportgen.inputs.schema.columns import Field
from reportgen.inputs.schema.declared import CarriedEntry, Checks, ColumnEntry, DatasetEntry, Datasets, lay_datasets_over, shipped_datasets
from reportgen.inputs.schema.everywhere import with_everywhere
from reportgen.inputs.schema.figure_entries import DeclaredTheme, FigureEntry, ThemeEntry
from reportgen.inputs.schema.figures import themes_of
from reportgen.inputs.schema.known import KNOWN
from reportgen.inputs.schema.programme import SEASON_NAME, Programme, shipped, shipped_title_words
from reportgen.inputs.schema.vocabulary import PROGRAMME as PACKAGED
from reportgen.inputs.schema.vocabulary import (
    VOCABULARIES,
    DeclarationEntry,
    ValueEntry,
    Vocabularies,
    VocabularyEntry,
    Wrong,
    finished,
    lay_over,
    shipped_drafts,
)
from reportgen.inputs.sheet_names import is_no_data
from reportgen.inputs.wording import fold, proposal
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode, line_of, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.workspace import MAX_TEXT, PROGRAMME, UNIT_FILE, Workspace

M = TypeVar("M", bound=BaseModel)
Found = tuple[Programme, tuple[Diagnostic, ...]]

HEAD = "inputs/programme/programme.yaml"
"""Where a workspace says whether it adds to the programme of the package, or has one of its own."""
DECLARED_DATASETS = "inputs/programme/datasets.yaml"
"""Where a workspace declares datasets."""
DECLARED_FIGURES = "inputs/programme/figures.yaml"
"""Where a workspace declares figures."""
HANDBOOK = "inputs/programme/handbook.yaml"
"""Where a workspace declares what its handbooks (一户一档) are made of; it is read by who makes them."""
UNREADABLE = "programme.unreadable"
"""The code of a file that can't be read at all: nobody can say what the data mean."""
BASES = CLEAN_HEATING, NONE = "clean_heating", "none"
"""What a workspace's programme may begin with: that of the package, or nothing."""
_HELP_HEAD = "在自带的清洁取暖上增加的，写前一种或者不要这个文件；自己的专项工作写后一种"
_HELP_SEASON = "请写一期工作叫什么，例如 年度、采暖季，最多10个汉字"
_HELP = "请对照说明文档（docs/changing.md）中的写法改正"
_READ_HERE = (HEAD, VOCABULARIES, DECLARED_DATASETS, DECLARED_FIGURES)
_NAMES = {path.rsplit("/", 1)[-1]: path for path in (*_READ_HERE, HANDBOOK)}
_COUNTED = frozenset("年月天项村所座条组份本辆根块张只支栋间期批班车站点名") | {"千米", "公里"}
"""What things are counted in that is in no multiples of anything: a heading may write it, and nothing else."""
_PARTS: dict[type[BaseModel], dict[str, type[BaseModel]]] = {
    VocabularyEntry: {"values": ValueEntry},
    DatasetEntry: {"columns": ColumnEntry, "carried": CarriedEntry},
    ThemeEntry: {"figures": FigureEntry},
}


class HeadEntry(DeclarationEntry):
    """programme.yaml: what a workspace's programme begins with, what its season is called, which words no line of a title ends within."""

    base: str = Limit(default=CLEAN_HEATING, pattern=f"^({'|'.join(BASES)})$")
    season_name: str = Limit(default=SEASON_NAME, pattern=r"^[\u4e00-\u9fff]{1,10}$")
    title_words: tuple[Annotated[str, Limit(pattern=r"^[\u4e00-\u9fff]{2,12}$")], ...] = Limit(default=(), max_length=50)


def programme_of(workspace: Workspace) -> Found:
    """The programme of a workspace, and every fault of the workspace's own files: an entry at fault is left out, no other."""
    folder = workspace.inputs / PROGRAMME
    shown = workspace.relative(folder)
    try:
        names = [entry.name for entry in workspace.entries(folder) if entry.name.endswith((".yaml", ".yml")) and not entry.name.startswith((".", "~"))]
    except Unreadable as fault:
        return shipped(), (_unreadable(fault, shown),)
    if not names:
        return shipped(), ()
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for name in names:
        if name not in _NAMES:
            help_text = f"这里可以有的文件：{'、'.join(_NAMES)}；其他的请移出这个文件夹"
            problems.append(error("programme.unknown-file", f"没有读取这个文件{proposal(name, _NAMES)}", Place(f"{shown}/{name}"), help=help_text))
            continue
        if _NAMES[name] == HANDBOOK:
            continue
        try:
            texts[_NAMES[name]] = decode(workspace.read(folder / name, MAX_TEXT))
        except Unreadable as fault:
            problems.append(_unreadable(fault, _NAMES[name]))
    programme, faults = _programme(*(texts.get(path, "") for path in _READ_HERE))
    return programme, (*problems, *faults)


def season_name(workspace: Workspace) -> str:
    """What a season is called in a workspace: 采暖季, 年度."""
    return programme_of(workspace)[0].season_name


def _unreadable(fault: Unreadable, file: str) -> Diagnostic:
    return replace(fault.diagnostic("programme", Place(file)), code=UNREADABLE)


@lru_cache(maxsize=8)  # each unit of a season asks for the same
def _programme(head: str, vocabularies: str, datasets: str, figures: str) -> Found:
    entry, problems = _head(head)
    alone = entry.base == NONE
    root, values, said = _entries(vocabularies, VOCABULARIES, VocabularyEntry)
    problems += said
    drafts = {} if alone else shipped_drafts()
    problems += [_fault(root, VOCABULARIES, one) for one in lay_over(drafts, values, _is_measure, CLOSED)]
    made = finished(drafts)
    there = {} if alone else shipped_datasets()
    found, said = datasets_in(datasets, DECLARED_DATASETS, with_everywhere(there), made, KNOWN)
    problems += said
    programme = Programme(made, with_everywhere({**there, **found}), frozenset(found), alone=alone) if values or found or alone else shipped()
    words = (*entry.title_words, *(() if alone else shipped_title_words()))
    if (entry.season_name, words) != (programme.season_name, programme.title_words):
        programme = replace(programme, season_name=entry.season_name, title_words=words)
    root, written, said = _entries(figures, DECLARED_FIGURES, ThemeEntry)
    themes, wrong = themes_of(written, programme.by_key, read_written)
    problems += [*said, *(_fault(root, DECLARED_FIGURES, one) for one in wrong)]
    return (replace(programme, themes=themes) if themes else programme), tuple(problems)


def datasets_in(text: str, file: str, there: Datasets, vocabularies: Vocabularies, taken: Collection[str]) -> tuple[Datasets, list[Diagnostic]]:
    """The datasets that a file declares, and those that are `there` as it changes them; and what is wrong with it. No new one is called by a `taken` key."""
    root, entries, problems = _entries(text, file, DatasetEntry)
    found, wrong = lay_datasets_over(there, vocabularies, entries, Checks(_is_measure, read_written, _is_no_data), taken)
    return found, [*problems, *(_fault(root, file, one) for one in wrong)]


@lru_cache(maxsize=8)  # as above
def packaged_themes(programme: Programme) -> tuple[DeclaredTheme, ...]:
    """The figures that the package declares for its programme, by the columns and choices that the workspace has; a test holds its file free of faults."""
    if programme.alone:
        return ()
    entries = yaml.load((PACKAGED / "figures.yaml").read_bytes(), yaml.CSafeLoader)
    return themes_of([(number, ThemeEntry.model_validate(entry)) for number, entry in enumerate(entries)], programme.by_key, read_written)[0]


def _head(text: str) -> tuple[HeadEntry, list[Diagnostic]]:
    """What a programme's own file says of it, and what is wrong with that; what is right of it holds, so that nothing else is told that only follows."""
    root, problems = read_yaml(text, HEAD)
    if root is None:
        return HeadEntry(), [replace(problem, code=UNREADABLE) for problem in problems]
    given = plain(root)
    try:
        return HeadEntry.model_validate({} if given is None else given), problems
    except ValidationError as fault:
        wrong = fault.errors()[0]
    message, help_text = f"只能写 base: {CLEAN_HEATING} 或者 base: {NONE}", _HELP_HEAD
    if wrong["loc"][:1] == ("season_name",):
        message, help_text = f"season_name {reason(wrong, ())}", _HELP_SEASON
    elif wrong["loc"][:1] == ("title_words",):
        message, help_text = f"title_words {reason(wrong, ())}", "请写标题里不拆开的词，各2至12个汉字，最多50个，例如 [危房改造]"
    elif wrong["type"] == "extra_forbidden":
        key = str(wrong["loc"][0])
        message, help_text = f"不认识的项“{key}”{proposal(key, HeadEntry.model_fields)}", _HELP_HEAD
    line = line_of(root, wrong["loc"]) if isinstance(root, MapNode) else root.line
    own = isinstance(given, dict) and given.get("base", CLEAN_HEATING) != CLEAN_HEATING
    return HeadEntry(base=NONE if own else CLEAN_HEATING), [*problems, error(UNREADABLE, message, Place(HEAD, line=line), help=help_text)]


def _is_measure(word: str) -> bool:
    """Whether a word is a measure: one that numbers are converted by, or one that things are just counted in."""
    return word in _COUNTED or parse_measure(fold(word)) is not None


def _is_no_data(title: str) -> bool:
    """Whether nobody reads the rows of a sheet, or a file, that is called by a title."""
    return is_no_data(title) or title == UNIT_FILE.partition(".")[0]


def read_written(text: str, field: Field) -> tuple[object, str]:
    """What a text is in a column, and what is wrong with it: empty where it can be read."""
    value, remark = read_cell(text, field, Manner(textual=True))
    return value, remark.text if remark is not None and remark.severity is Severity.ERROR else ""


def _entries(text: str, file: str, model: type[M]) -> tuple[Node, list[tuple[int, M]], list[Diagnostic]]:
    """The tree of a file, its entries with their numbers from 0, and what is wrong with it and with the others."""
    root, problems = read_yaml(text, file)
    if root is None:
        return ScalarNode(1, None), [], [replace(problem, code=UNREADABLE) for problem in problems]
    if not isinstance(root, ListNode):
        if plain(root) is not None:
            problems.append(error("programme.file", "最外层应为列表", Place(file, line=root.line), help="每一项以“- ”开头"))
        return root, [], problems
    found: list[tuple[int, M]] = []
    for number, node in enumerate(root.items):
        try:
            found.append((number, model.model_validate(plain(node))))
        except ValidationError as fault:
            problems += _refused(node, number, file, model, fault)
    return root, found, problems


def _refused(node: Node, number: int, file: str, model: type[BaseModel], fault: ValidationError) -> Iterator[Diagnostic]:
    conditions: set[tuple[int | str, ...]] = set()  # of one that is no value, pydantic says what each kind of value lacks
    for item in fault.errors():
        if "where" in item["loc"][:-2]:
            at = item["loc"][: item["loc"].index("where") + 2]
            if at not in conditions:
                conditions.add(at)
                message = f"第{number + 1}项的 {'.'.join(map(str, at))} 应为一个值、几个值的列表，或者 least、most、other_than"
                yield error("programme.file", message, Place(file, line=line_of(node, at)), help=_HELP)
            continue
        key = ".".join(str(step) for step in item["loc"])
        names: Sequence[str] = list(next((inner for part, inner in _PARTS[model].items() if part in item["loc"]), model).model_fields)
        place = Place(file, line=line_of(node, item["loc"]))
        yield error("programme.file", f"第{number + 1}项{f'的 {key} ' if key else ''}{reason(item, names)}", place, help=_HELP)


def _fault(root: Node, file: str, wrong: Wrong) -> Diagnostic:
    message = f"{wrong.message}{proposal(wrong.written, wrong.names) if wrong.names else ''}"
    return error("programme.file", message, Place(file, line=line_of(root, wrong.path)), help=wrong.help)
