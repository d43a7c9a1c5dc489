"""What init, new, notice and roll say of what they made."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.console import print_problems, problem_json
from reportgen.inputs.programme import season_name

if TYPE_CHECKING:
    from reportgen.start.notice import NewNotice
    from reportgen.start.roll import Rolled
    from reportgen.start.unit import NewUnit
    from reportgen.start.upgrade import UpgradedFile
    from reportgen.start.workspace import NewWorkspace
    from reportgen.workspace import Workspace


def print_workspace(made: "NewWorkspace", shown: Path) -> None:
    """Where the workspace is, and the first steps in it; `shown` is the folder as the person wrote it."""
    unit = f"inputs/{made.season}/{made.unit}"
    click.echo(f"已建立工作区 {shown}（{made.season} 采暖季）")
    click.echo("接下来：")
    steps = (
        f"进入这个文件夹：cd {shown}",
        f"建立本单位：reportgen new 静乐县（换成本单位的名称），再删除示例单位的文件夹 {unit}",
        "填写本单位文件夹中的 填报表.xlsx：先看《填报说明》，再填《单位说明》和各数据表",
        "运行 reportgen check 看还缺什么，运行 reportgen build 生成公文；没填的在公文中显示为【待补】",
    )
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")


def workspace_json(made: "NewWorkspace") -> dict[str, Any]:
    """A workspace that was made."""
    return {"workspace": str(made.root), "season": made.season, "unit": made.unit}


def print_unit(made: "NewUnit", workspace: "Workspace") -> None:
    """Where the unit's folder is, and what to fill in."""
    if made.folder is None:
        return
    click.echo(f"已建立 {workspace.relative(made.folder)}/，里面有 填报表.xlsx 和 佐证材料 文件夹")
    click.echo("接下来：")
    for number, step in enumerate(made.to_do, 1):
        click.echo(f"  {number}. {step}")


def print_notice(made: "NewNotice", workspace: "Workspace") -> None:
    """Where the workbook of the notice is, and what to fill in."""
    click.echo(f"已写出 {workspace.relative(made.file)}")
    click.echo("接下来：")
    steps = (
        "打开工作簿，在“基本信息”填写通知的标题、文号、发文机关和成文日期，在“时限”填写规定的日期",
        "有“任务表”的，把通知的任务分解表粘贴进去；“参数”中与通用规则不同的才填",
        "把文号写入各单位的单位说明的“政策依据”",
        "运行 reportgen check，看按通知核查的结果",
    )
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")


def notice_json(made: "NewNotice", workspace: "Workspace") -> dict[str, Any]:
    """A workbook that was written."""
    return {"file": workspace.relative(made.file)}


def unit_json(made: "NewUnit", workspace: "Workspace") -> dict[str, Any]:
    """A unit that was made."""
    known = made.known
    return {
        "unit": known.name if known else None,
        "level": str(known.level) if known else None,
        "code": known.code if known else None,
        "parent": known.values.get("parent") if known else None,
        "folder": workspace.relative(made.folder) if made.folder else None,
        "to_do": list(made.to_do),
    }


def print_upgraded(files: "Sequence[UpgradedFile]", workspace: "Workspace") -> None:
    """What was added to each workbook, and where it is kept as it was."""
    print_problems(problem for file in files for problem in file.problems)
    for file in files:
        if file.kept is None:
            continue
        click.echo(f"{workspace.relative(file.path)} 已升级，升级前的另存为 {file.kept.name}")
        for text in file.added:
            click.echo(f"  {text}")
    same = sum(file.kept is None and not file.problems for file in files)
    if same:
        click.echo(f"{same}个填报表已经是现在的数据定义，没有改动")


def upgraded_json(files: "Sequence[UpgradedFile]", workspace: "Workspace") -> dict[str, Any]:
    """The workbooks that were looked at."""
    return {
        "files": [
            {
                "file": workspace.relative(file.path),
                "added": list(file.added),
                "kept": workspace.relative(file.kept) if file.kept else None,
                "problems": [problem_json(problem) for problem in file.problems],
            }
            for file in files
        ]
    }


def print_rolled(rolled: "Rolled", workspace: "Workspace") -> None:
    """What was carried over for each unit, and where the list of what must be looked at is."""
    if rolled.folder is None:
        return
    print_problems(rolled.problems)
    called = season_name(workspace)
    click.echo(f"已从 {rolled.before} {called}建立 {workspace.relative(rolled.folder)}/，{rolled.before} {called}的文件没有改动")
    for one in rolled.units:
        carried = "、".join(f"{title}{number}行" for title, number in one.carried.items()) or "没有要结转的"
        click.echo(f"  {one.unit}：{carried}；要核对{len(one.items)}项")
    click.echo("要核对的事项在各单位 填报表.xlsx 的第一张工作表《结转核对》，结转的每一行在“备注”列写明来源，计算得出的数在批注中写明算法")


def rolled_json(rolled: "Rolled", workspace: "Workspace") -> dict[str, Any]:
    """The season that was made, and what must be looked at."""
    return {
        "season": rolled.season,
        "from": rolled.before,
        "folder": workspace.relative(rolled.folder) if rolled.folder else None,
        "units": [
            {
                "unit": one.unit,
                "carried": dict(one.carried),
                "items": [{"table": item.table, "what": item.what, "source": item.source, "to_do": item.to_do} for item in one.items],
            }
            for one in rolled.units
        ],
        "problems": [problem_json(problem) for problem in rolled.problems],
    }
