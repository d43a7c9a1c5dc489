"""What init, new and roll say of what they made."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from reportgen.start.unit import NewUnit
    from reportgen.start.workspace import NewWorkspace
    from reportgen.workspace import Workspace


def print_workspace(made: "NewWorkspace", shown: Path) -> None:
    """Where the workspace is, and the first steps in it; `shown` is the folder as the person wrote it."""
    unit = f"inputs/{made.season}/{made.unit}"
    click.echo(f"已建立工作区 {shown}（{made.season} 采暖季）")
    click.echo("接下来：")
    steps = (
        f"进入这个文件夹：cd {shown}",
        f"建立本单位：reportgen new 静乐县 --code 140926（换成本单位的名称和代码），再删除示例单位的文件夹 {unit}",
        "填写本单位文件夹中的 单位.yaml 和 填报表.xlsx，打开填报表先看“填报说明”",
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
    click.echo(f"已建立 {workspace.relative(made.folder)}/，里面有 单位.yaml、填报表.xlsx 和 佐证材料 文件夹")
    click.echo("接下来：")
    for number, step in enumerate(made.to_do, 1):
        click.echo(f"  {number}. {step}")


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
