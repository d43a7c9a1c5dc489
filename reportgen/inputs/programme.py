"""The programme of a workspace: that of the package, with what inputs/programme/ adds to it or changes, each fault at its line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.inputs.delimited import decode
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.refused import reason
from reportgen.inputs.schema.programme import Programme, shipped, with_vocabularies
from reportgen.inputs.schema.vocabulary import VOCABULARIES, ValueEntry, VocabularyEntry, Wrong, finished, lay_over, shipped_drafts
from reportgen.inputs.wording import fold, proposal
from reportgen.inputs.yaml_nodes import ListNode, Node, line_of, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.workspace import MAX_TEXT, PROGRAMME, Workspace

M = TypeVar("M", bound=BaseModel)

_FILE = VOCABULARIES.rsplit("/", 1)[-1]
UNREADABLE = "programme.unreadable"
"""The code of a file that can't be read at all: nobody can say what the data mean."""
_HELP = "请对照说明文档（docs/changing.md）中的写法改正"

Found = tuple[Programme, tuple[Diagnostic, ...]]


def programme_of(workspace: Workspace) -> Found:
    """The programme of a workspace, and every fault of the workspace's own files: an entry at fault is left out, no other."""
    folder = workspace.inputs / PROGRAMME
    shown = workspace.relative(folder)
    try:
        names = [entry.name for entry in workspace.entries(folder) if entry.name.endswith((".yaml", ".yml")) and not entry.name.startswith((".", "~"))]
        shown = VOCABULARIES
        found = _programme(decode(workspace.read(workspace.root / VOCABULARIES, MAX_TEXT)), VOCABULARIES) if _FILE in names else (shipped(), ())
    except Unreadable as fault:
        return shipped(), (replace(fault.diagnostic("programme", Place(shown)), code=UNREADABLE),)
    return found[0], (*found[1], *(_unknown(f"{workspace.relative(folder)}/{name}", name) for name in names if name != _FILE))


def _unknown(file: str, name: str) -> Diagnostic:
    return error(
        "programme.unknown-file", f"没有读取这个文件{proposal(name, (_FILE,))}", Place(file), help=f"这里可以有的文件：{_FILE}；其他的请移出这个文件夹"
    )


@lru_cache(maxsize=8)  # each unit of a season asks for the same
def _programme(text: str, file: str) -> Found:
    root, problems = read_yaml(text, file)
    if root is None:
        return shipped(), tuple(replace(problem, code=UNREADABLE) for problem in problems)
    entries, refused = _entries(root, file, VocabularyEntry)
    drafts = shipped_drafts()
    wrong = lay_over(drafts, entries, lambda measure: parse_measure(fold(measure)) is not None)
    faults = (*problems, *refused, *(_fault(root, file, one) for one in wrong))
    return (with_vocabularies(finished(drafts)) if entries else shipped()), faults


def _entries(root: Node, file: str, model: type[M]) -> tuple[list[tuple[int, M]], list[Diagnostic]]:
    """The entries of a file with their numbers from 0, and what is wrong with the others."""
    if not isinstance(root, ListNode):
        blank = plain(root) is None
        help_text = "每一项以“- id:”开头"
        return [], [] if blank else [error("programme.file", "最外层应为列表", Place(file, line=root.line), help=help_text)]
    found: list[tuple[int, M]] = []
    problems: list[Diagnostic] = []
    for number, node in enumerate(root.items):
        try:
            found.append((number, model.model_validate(plain(node))))
        except ValidationError as fault:
            problems += _refused(node, number, file, fault)
    return found, problems


def _refused(node: Node, number: int, file: str, fault: ValidationError) -> Iterator[Diagnostic]:
    for item in fault.errors():
        key = ".".join(str(part) for part in item["loc"])
        names: Sequence[str] = list((ValueEntry if "values" in item["loc"] else VocabularyEntry).model_fields)
        place = Place(file, line=line_of(node, item["loc"]))
        yield error("programme.file", f"第{number + 1}项{f'的 {key} ' if key else ''}{reason(item, names)}", place, help=_HELP)


def _fault(root: Node, file: str, wrong: Wrong) -> Diagnostic:
    message = f"{wrong.message}{proposal(wrong.written, wrong.names) if wrong.names else ''}"
    return error("programme.file", message, Place(file, line=line_of(root, wrong.path)), help=wrong.help)
