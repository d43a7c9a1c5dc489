"""reportgen notice."""

import click

from reportgen import console
from reportgen.commands.common import DONE, Refused, json_option
from reportgen.commands.help import Argument, Command, Group
from reportgen.diagnostics import has_errors


@click.group(cls=Group, short_help="录入年度通知", help="录入年度通知，按它的时限、任务和参数核查。\n\n例：reportgen notice new 2024")
def notice() -> None:
    """The group of the commands about notices."""


@notice.command(
    cls=Command,
    short_help="写出年度通知的空白工作簿",
    help="写出年度通知的空白工作簿（inputs/年份/年度通知.xlsx）：在里面填写通知的文号、日期、时限、任务表和参数，保存后 check 和 build 就按它核查。"
    "\n\n例：reportgen notice new 2024",
)
@click.argument("season", cls=Argument, metavar="年份", help_text="年度（采暖季），写起始年份，例如 2024")
@json_option
@click.pass_context
def new(ctx: click.Context, season: str, *, as_json: bool) -> int:
    """Write the blank workbook and say what to fill in."""
    from reportgen.console.start import notice_json, print_notice
    from reportgen.start.notice import new_notice
    from reportgen.workspace import is_year, open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    if not is_year(season):
        raise click.BadParameter(f"“{season}”应为四位年份，例如 2024", ctx=ctx, param_hint="年份")
    made = new_notice(workspace, season)
    if made.problems:
        raise Refused(made.problems)
    if as_json:
        console.print_json(notice_json(made, workspace))
    else:
        print_notice(made, workspace)
    return DONE
