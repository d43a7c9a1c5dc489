"""reportgen init."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, Refused, json_option
from reportgen.commands.help import Argument, Command


@click.command(
    cls=Command,
    short_help="建立工作区",
    help="建立一个工作区：设置、一个示例单位的单位说明和空白填报表。已经有内容的文件夹不动。\n\n例：reportgen init 清洁取暖",
)
@click.argument("folder", cls=Argument, metavar="文件夹", type=click.Path(path_type=Path), help_text="新的文件夹，或者空文件夹")
@click.option("--season", metavar="年份", help="年度（采暖季），写起始年份，例如 2023；默认为今年，1至3月为去年")
@json_option
@click.pass_context
def init(ctx: click.Context, folder: Path, season: str | None, *, as_json: bool) -> int:
    """Make a workspace and say what to do in it."""
    from datetime import datetime

    from reportgen.console.start import print_workspace, workspace_json
    from reportgen.start.workspace import new_workspace, season_of
    from reportgen.workspace import is_year

    if season is not None and not is_year(season):
        raise click.BadParameter(f"“{season}”应为四位年份，例如 2023", ctx=ctx, param_hint="--season")
    made = new_workspace(folder.resolve(), season or season_of(datetime.now().astimezone().date()))
    if made.root is None:
        raise Refused(made.problems)
    if as_json:
        console.print_json(workspace_json(made))
    else:
        print_workspace(made, folder)
    return DONE
