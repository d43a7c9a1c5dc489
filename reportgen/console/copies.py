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


def copies_json(copies: "Copies", workspace: "Workspace") -> dict[str, Any]:
    """The marked copies, and the problems of writing them."""
    return {"marked": [workspace.relative(path) for path in copies.files], "mark_problems": [problem_json(problem) for problem in copies.problems]}
