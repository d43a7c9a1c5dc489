"""reportgen roll."""

import click

from reportgen import console
from reportgen.commands.common import DONE, Refused, json_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="建立下一年度",
    help="从上一年度（采暖季）建立下一年度的文件夹：单位说明沿用（日期顺延、文号清空），计划各表空白，没有完成的任务、没有销号的问题、拖欠款和结转资金"
    "转过来并注明来源，列出要核对的事项。上一年度的文件不动。\n\n例：reportgen roll 2024",
)
@click.argument("season", cls=Argument, metavar="年份", help_text="新年度（采暖季）的起始年份，例如 2024")
@json_option
@click.pass_context
def roll(ctx: click.Context, season: str, *, as_json: bool) -> int:
    """Make the next season's inputs and say what must be looked at."""
    from reportgen.console.start import print_rolled, rolled_json
    from reportgen.start.roll import roll as run_roll
    from reportgen.workspace import is_year, open_workspace

    if not is_year(season):
        raise click.BadParameter(f"“{season}”应为四位年份，例如 2024", ctx=ctx, param_hint="年份")
    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    rolled = run_roll(workspace, season)
    if rolled.folder is None:
        raise Refused(rolled.problems)
    if as_json:
        console.print_json(rolled_json(rolled, workspace))
    else:
        print_rolled(rolled, workspace)
    return DONE
