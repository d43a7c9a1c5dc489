"""A new unit's folder: 填报表.xlsx, which says what is known of the unit and is blank but for that, and 佐证材料/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, has_errors
from reportgen.inputs.evidence import FOLDER
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.start.description import UnitFacts, described_by, filed_kinds, notes_at
from reportgen.start.guess import Asked, guess, read_units
from reportgen.start.tree import exists, write_tree
from reportgen.start.uses import headings_at, owner_of, uses_of
from reportgen.workbook.blank import WORKBOOK, new_workbook
from reportgen.workbook.description import description_sheets
from reportgen.workbook.sheet import Sheet
from reportgen.workspace import Workspace

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
    problems = write_tree(folder, unit_files(workspace, season, known), (EVIDENCE,))
    return NewUnit(None if has_errors(problems) else folder, known, to_do(workspace, season, known), problems)


def unit_files(workspace: Workspace, season: str, known: UnitFacts) -> Mapping[str, bytes]:
    """The files of a new unit by name."""
    programme, _ = programme_of(workspace)
    book = new_workbook(
        uses_of(workspace),
        owner=owner_of(known.name, season, programme.season_name),
        programme=programme,
        described=described_by(known, notes_at(workspace, season, known.level)),
        kinds=filed_kinds(workspace, known.level),
        headings=headings_at(workspace, known.level),
    )
    return {WORKBOOK: book}


def unit_sheets(workspace: Workspace, season: str, known: UnitFacts) -> tuple[Sheet, Sheet]:
    """The sheets that say what a new unit is, for a workbook that came from elsewhere."""
    programme, _ = programme_of(workspace)
    described = described_by(known, notes_at(workspace, season, known.level))
    return description_sheets(programme, owner_of(known.name, season, programme.season_name), described, filed_kinds(workspace, known.level))


def to_do(workspace: Workspace, season: str, known: UnitFacts) -> tuple[str, ...]:
    """What a person must do now, step by step."""
    here = read_units(workspace, season)
    dates = "" if programme_of(workspace)[0].alone else "、采暖季"
    parent = known.values.get("parent")
    above = here.get(str(parent)) if parent else None
    sheet = f"《{DESCRIPTION}》"
    steps = [
        f"打开 {WORKBOOK}，先看《填报说明》",
        f"核对{sheet}：级别“{known.level}”，代码“{known.code}”，上级“{parent or '（没有）'}”，发文机关“{known.values['authority']}”",
        f"在{sheet}中填写签发人、联系人{dates}和各项时限，上级已经填了时限的可以不填；文号和成文日期定下来以后填在《{FILINGS}》中",
    ]
    if parent is None and known.level is not Level.PROVINCE:
        steps.append(f"在{sheet}的“上级”中填写上级单位的名称，公文中要用")
    if not known.values.get("policies"):
        steps.append(f"在{sheet}的“政策依据”中写明适用的文件（光标放在这一格上有可以写的），不写就不对照政策核查")
    if above is not None and above.below and known.name not in above.below:
        steps.append(f"在“{above.name}”的{DESCRIPTION}的“下级”中加上“{known.name}”，不加的在汇总时提示")
    if parent and above is None:
        steps.append(f"上级“{parent}”不在这个工作区中：本单位自己填写时限即可")
    steps += ["填写各数据表", f"运行 reportgen check {known.name}，看还缺什么；运行 reportgen build {known.name} 生成公文"]
    return tuple(steps)
