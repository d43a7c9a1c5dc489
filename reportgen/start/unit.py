"""A new unit's folder: 单位.yaml, a blank 填报表.xlsx, 佐证材料/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, has_errors
from reportgen.documents.kinds import kinds_of
from reportgen.inputs.evidence import FOLDER
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.policy import load_notices, load_policies
from reportgen.start.description import UnitFacts, description
from reportgen.start.guess import Asked, guess, read_units
from reportgen.start.schemas import FOLDER as SCHEMAS
from reportgen.start.schemas import write_schemas
from reportgen.start.tree import exists, write_tree
from reportgen.start.uses import headings_at, owner_of, uses_of
from reportgen.workbook.blank import WORKBOOK, new_workbook
from reportgen.workspace import UNIT_FILE, Workspace

EVIDENCE = FOLDER


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that was made: its folder (None where it wasn't), what is known of it, what to do next in Chinese, and what was wrong."""

    folder: Path | None
    known: UnitFacts | None
    to_do: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def new_unit(workspace: Workspace, season: str, asked: Asked) -> NewUnit:
    """Makes the folder of a unit. Nothing is written where the unit or its folder is there already, or something must be said of it."""
    known, problems = guess(workspace, season, asked)
    if known is None:
        return NewUnit(None, None, (), problems)
    folder = workspace.inputs / season / known.name
    if folder.exists():
        return NewUnit(None, known, (), (exists(folder),))
    # 单位.yaml refers to its schema, which a workspace of an earlier version does not have.
    problems = () if (workspace.root / SCHEMAS).exists() else write_schemas(workspace, workspace.root / SCHEMAS)
    problems += write_tree(folder, unit_files(workspace, season, known), (EVIDENCE,))
    return NewUnit(None if has_errors(problems) else folder, known, to_do(workspace, season, known), problems)


def unit_files(workspace: Workspace, season: str, known: UnitFacts) -> Mapping[str, bytes]:
    """The files of a new unit by name."""
    kinds, _ = kinds_of(workspace)
    filed = [kind.name for kind in kinds if kind.filed and not kind.on_request and kind.series is None and known.level in kind.levels]
    policies, _ = load_policies(workspace)
    notices, _ = load_notices(workspace, season, policies)
    binding = [policy.document for policy in (*policies, *notices) if policy.is_of(int(season))]
    numbers = [(document.number, document.title) for document in binding if document.number]
    programme, _ = programme_of(workspace)
    text = description(known, filed, numbers, programme)
    owner = owner_of(known.name, season, programme.season_name)
    book = new_workbook(uses_of(workspace), owner=owner, programme=programme, kinds=filed, headings=headings_at(workspace, known.level))
    return {UNIT_FILE: text.encode(), WORKBOOK: book}


def to_do(workspace: Workspace, season: str, known: UnitFacts) -> tuple[str, ...]:
    """What a person must do now, step by step."""
    here = read_units(workspace, season)
    dates = "" if programme_of(workspace)[0].alone else "、采暖季"
    parent = known.values.get("parent")
    above = here.get(str(parent)) if parent else None
    steps = [
        f"核对 {UNIT_FILE}：级别“{known.level}”，代码“{known.code}”，上级“{parent or '（没有）'}”，发文机关“{known.values['authority']}”",
        f"在 {UNIT_FILE}（或者填报表的《{DESCRIPTION}》）中填写签发人、联系人{dates}和各项时限，上级已经填了时限的可以不填",
    ]
    if parent is None and known.level is not Level.PROVINCE:
        steps.append(f"在 {UNIT_FILE} 的“上级”中填写上级单位的名称，公文中要用")
    if not known.values.get("policies"):
        steps.append(f"在 {UNIT_FILE} 的“政策依据”中写明适用的文件，不写就不对照政策核查")
    if above is not None and above.below and known.name not in above.below:
        steps.append(f"在“{above.name}”的 {UNIT_FILE} 的“下级”中加上“{known.name}”，不加的在汇总时提示")
    if parent and above is None:
        steps.append(f"上级“{parent}”不在这个工作区中：本单位自己填写时限即可")
    steps += [f"打开 {WORKBOOK}，先看“填报说明”，再填各表", f"运行 reportgen check {known.name}，看还缺什么；运行 reportgen build {known.name} 生成公文"]
    return tuple(steps)
