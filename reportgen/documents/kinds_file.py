"""Reading the kinds of document (文种) of templates/kinds.yaml: those of the package, with a workspace's own over them; what is wrong there, in Chinese."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.documents.formats import ON_REQUEST
from reportgen.documents.kind_entries import HELP, PACKAGED, Entry, entries
from reportgen.documents.kinds import Form, Kind
from reportgen.documents.series import Series
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.wording import nearest, proposal
from reportgen.inputs.yaml_nodes import MapNode, ScalarNode, line_of, plain
from reportgen.workspace import MAX_TEXT, Workspace, packaged_templates

_RENAME = "请给它另起一个 id 和 name，或者删除这一项"
_RENAME_OWN = "要改自带的文种，请写它的 id；要用自己的代替它，请写 {id: 自带的编号, enabled: false}，否则另起一个 id 和 name"
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "string_type": "应为文本，数字要加引号",
    "tuple_type": "应为列表，例如 [tasks, funds]",
    "dict_type": "应为“名称: 内容”，每个级别一项",
    "model_type": "应为“名称: 内容”，每行一项",
    "bool_parsing": "应为 true 或者 false",
    "bool_type": "应为 true 或者 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "greater_than_equal": "应为0或者更大的整数",
}


def kinds_of(workspace: Workspace, *, archived: bool = False) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of the package, with the workspace's own kinds.yaml over them, as `read_kinds` gives them; where its programme stands alone, its own.

    They are those that builds make, or those that are made when a filing is `archived`.
    """
    path, packaged = workspace.template("kinds.yaml"), packaged_templates() / "kinds.yaml"
    shown = workspace.relative(path)
    programme, _ = programme_of(workspace)
    if programme.alone and path == packaged:
        return (), (error("kinds.invalid", "没有写这个专项工作有哪些文种", Place("templates/kinds.yaml"), help="请新建 templates/kinds.yaml，写上各个文种"),)
    try:
        below = None if path == packaged or programme.alone else packaged.read_bytes()
        kinds, problems = read_kinds(workspace.read(path, MAX_TEXT), shown, below, programme)
    except Unreadable as fault:
        return (), (fault.diagnostic("kinds", Place(shown), "文种设置"),)
    if programme.alone:  # filings are archived the same way, whatever they are about
        kinds += tuple(kind for kind in packaged_kinds() if kind.archived and kind.id not in {own.id for own in kinds})
    return tuple(kind for kind in kinds if kind.archived is archived), problems


def packaged_kinds() -> tuple[Kind, ...]:
    """The kinds of the package, those of archives too."""
    return read_kinds((packaged_templates() / "kinds.yaml").read_bytes(), PACKAGED)[0]


def read_kinds(data: bytes, shown: str, packaged: bytes | None = None, programme: Programme | None = None) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of a kinds.yaml, those that are filed first; `shown` is the file's name in messages.

    With a `packaged` file, the other adds to it: an entry of an id that is there changes single fields, `enabled: false` switches it off.
    Entries that are at fault are left out and reported. `programme` has the datasets that they may name: by default that of the package.
    """
    found, told = entries(data, shown, packaged)
    problems = list(told)
    kinds: list[Kind] = []
    taken: set[str] = set()
    known = [kind.id for kind in read_kinds(packaged, PACKAGED)[0]] if packaged is not None else []
    for entry in found:
        try:
            kind = Kind.model_validate(plain(entry.node), context=programme)
        except ValidationError as fault:
            problems += _invalid(entry, fault, known)
            continue
        if not kind.enabled:
            if kind.archived and entry.packaged:
                place = Place(entry.file, line=line_of(entry.written, ("enabled",)))
                problems.append(error("kinds.needed", f"归档要用“{kind.name}”，不能停用", place, help="请删除 enabled: false；不归档的，不会生成它"))
            continue
        # Names are names of files, where a and A are the same to Windows.
        names = {kind.id.casefold(), kind.name.casefold()}
        if names & taken:
            message = f"第{entry.number}个文种与{'前面' if packaged is None else '别'}的文种同名：{kind.name}（{kind.id}）"
            problems.append(error("kinds.duplicate", message, Place(entry.file, line=entry.written.line), help=_RENAME if packaged is None else _RENAME_OWN))
            continue
        taken |= names
        for level, form in kind.levels.items():
            form.at({key: Place(entry.file, line=line_of(entry.written, ("levels", level, key))) for key in Form.model_fields})
        kinds.append(kind.at(Place(entry.file, line=line_of(entry.written, ("deadline",)))))
    return tuple(sorted(kinds, key=lambda kind: not kind.filed)), tuple(problems)


def _invalid(entry: Entry, fault: ValidationError, known: Sequence[str]) -> Iterator[Diagnostic]:
    """What is wrong with an entry, each fault at its line; of one that changes a kind that there is not, that alone."""
    faults = fault.errors()
    id = entry.node.entries["id"] if isinstance(entry.node, MapNode) and "id" in entry.node.entries else None
    if not entry.packaged and isinstance(id, ScalarNode) and any(item["type"] == "missing" for item in faults) and (near := nearest(str(id.value), known)):
        message = f"没有“{id.value}”这个文种，是否应为“{near}”"
        place = Place(entry.file, line=line_of(entry.written, ("id",)))
        yield error("kinds.unknown", message, place, help="修改自带的文种，id 要与它的一样；增加文种，要写全 name、datasets 和 levels")
        return
    for item in faults:
        key = ".".join(str(part) for part in item["loc"] if part != "[key]")
        place = Place(entry.file, line=line_of(entry.written, item["loc"]))
        yield error("kinds.invalid", f"第{entry.number}个文种的 {key or '内容'} 不正确：{_reason(item)}", place, help=HELP)


def _reason(item: Any) -> str:
    """Why pydantic refused a value, in Chinese."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    if item["type"] == "enum":
        return "应为" + "、".join(level.value for level in Level)
    if item["type"] == "literal_error":
        return "应为" + "、".join(word for word in re.findall(r"'([^']+)'", item["ctx"]["expected"]) if word not in ON_REQUEST)
    if item["type"] == "extra_forbidden":
        fields = (Series if item["loc"][0] == "series" else Form if len(item["loc"]) > 1 else Kind).model_fields
        return _REASONS["extra_forbidden"] + proposal(str(item["loc"][-1]), fields)
    return _REASONS.get(item["type"], "写法不对")
