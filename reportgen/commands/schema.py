"""reportgen schema."""

from pathlib import Path

import click

from reportgen.commands.common import DONE, Refused
from reportgen.commands.help import Command


@click.command(
    cls=Command,
    short_help="写出 YAML 和设置文件的格式定义",
    help="写出单位说明、各数据表、文种、核查规则和设置文件的格式定义（JSON Schema），编辑器据此提示可以填的内容、标出写错的地方；"
    "软件更新或者改了文种、核查规则以后，再运行一次。\n\n例：reportgen schema",
)
@click.option("--to", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), help="写到哪个文件夹；默认为工作区的 schemas")
@click.pass_context
def schema(ctx: click.Context, to: Path | None) -> int:
    """Write the JSON Schemas of a workspace's files and say how a file refers to them."""
    from reportgen.console.schema import print_schemas
    from reportgen.diagnostics import has_errors
    from reportgen.start.schemas import FOLDER, write_schemas
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    folder = to.resolve() if to else workspace.root / FOLDER
    problems = write_schemas(workspace, folder)
    if problems:
        raise Refused(problems)
    print_schemas(workspace, folder)
    return DONE
