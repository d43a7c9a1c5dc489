"""reportgen new."""

import click

from reportgen import console
from reportgen.commands.common import DONE, Refused, json_option, signer_asked
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="增加单位",
    help="建立一个单位的文件夹和填报表（填报表.xlsx）：《单位说明》已经填好查得到的，其余的表空白。"
    "省、市、县的级别、代码和上级按行政区划代码（GB/T 2260）查找，一般不用写；重名的写明 --code 或者 --parent。"
    "\n\n例：reportgen new 静乐县",
)
@click.argument("unit", cls=Argument, metavar="单位", help_text="单位的规范名称，例如 静乐县")
@click.option("--level", metavar="级别", help="省、市、县、乡镇或者村；县级市、区写县")
@click.option("--code", metavar="代码", help="GB/T 2260 行政区划代码；县级以上不用写，没有的由上级自编")
@click.option("--parent", metavar="上级", help="上级单位的名称")
@click.option("--season", metavar="年份", help="年度（采暖季），写起始年份，例如 2023；默认为最近一个")
@json_option
@click.pass_context
def new(ctx: click.Context, unit: str, level: str | None, code: str | None, parent: str | None, season: str | None, *, as_json: bool) -> int:
    """Make a unit's folder and say what to fill in."""
    from datetime import datetime

    from reportgen.console.start import print_unit, unit_json
    from reportgen.start.guess import Asked
    from reportgen.start.unit import new_unit
    from reportgen.start.workspace import season_of
    from reportgen.workspace import is_year, open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    if season is not None and not is_year(season):
        raise click.BadParameter(f"“{season}”应为四位年份，例如 2023", ctx=ctx, param_hint="--season")
    chosen = season or workspace.settings.season or next(reversed(workspace.seasons()), season_of(datetime.now().astimezone().date()))
    made = new_unit(workspace, chosen, Asked(unit, level, code, parent))
    if made.folder is None or made.known is None:
        raise Refused(made.problems)
    signer_asked(made.known.name)
    if as_json:
        console.print_json(unit_json(made, workspace))
    else:
        print_unit(made, workspace)
    return DONE
