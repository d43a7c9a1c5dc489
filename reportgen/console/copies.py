"""What check --mark says of the copies that it wrote."""

from typing import TYPE_CHECKING, Any

import click

from reportgen.console import print_problems, problem_json

if TYPE_CHECKING:
    from reportgen.workbook.copies import Copies
    from reportgen.workspace import Workspace


def print_copies(copies: "Copies", workspace: "Workspace") -> None:
    """Where the marked copies are."""
    print_problems(copies.problems)
    for path in copies.files:
        click.echo(f"核对副本：{workspace.relative(path)}")
    if copies.files:
        click.echo("用 Excel 或者 WPS 打开，第一张表列出全部问题，点位置可以跳到单元格；请在原填报表中改正")
    for path, number in copies.lists:
        click.echo(f"逐行清单：{workspace.relative(path)}（{number}行）")
    if copies.lists:
        click.echo("清单每行写明在哪个文件的哪一行、什么问题、怎么改；个人信息已经遮盖。请在原文件中改正")


def copies_json(copies: "Copies", workspace: "Workspace") -> dict[str, Any]:
    """The marked copies, the lists of rows, and the problems of writing them."""
    return {
        "marked": [workspace.relative(path) for path in copies.files],
        "listed": [{"file": workspace.relative(path), "rows": number} for path, number in copies.lists],
        "mark_problems": [problem_json(problem) for problem in copies.problems],
    }
