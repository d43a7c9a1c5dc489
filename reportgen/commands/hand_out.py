"""reportgen hand-out."""

from datetime import date
from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, Refused, complete_units, json_option, season_option, workspace_asked
from reportgen.commands.help import Argument, Command


@click.command(
    name="hand-out",
    cls=Command,
    short_help="下发：为每个下级单位写出填报表",
    help="为一个单位的每个下级（市的县，县的乡镇）写出一个填报表：只有它要填的表，已有的行预先填好，附回收单；另打成一个压缩包。"
    "填的人只要有 Excel 或者 WPS。收回以后用 reportgen collect 收集。\n\n例：reportgen hand-out 静乐县 --due 2023-10-20",
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=complete_units, help_text="下发的单位，例如 静乐县")
@season_option
@click.option("--due", metavar="日期", help="要求交回的截止日期，例如 2023-10-20；不写为没有期限")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹", help="写到哪个文件夹；默认为工作区的 exchange/年份/handed-out/单位")
@click.option("--table", "tables", multiple=True, metavar="数据表", help="只下发这张表，例如 验收；可以写几次，不写为下级要填的全部")
@json_option
@click.pass_context
def hand_out(ctx: click.Context, unit: str, season: str | None, due: str | None, to: Path | None, tables: tuple[str, ...], *, as_json: bool) -> int:
    """Write the workbooks for the units below one, and say where they are."""
    from datetime import datetime

    from reportgen.console.exchange import handed_json, print_handed
    from reportgen.exchange.handing import Asked
    from reportgen.exchange.handing import hand_out as run_hand_out

    workspace, chosen = workspace_asked(ctx, season)
    handed = run_hand_out(workspace, chosen, Asked(unit, _day(ctx, due), datetime.now().astimezone().date(), to, tables))
    if handed.archive is None:
        raise Refused(handed.problems)
    if as_json:
        console.print_json(handed_json(handed, workspace))
    else:
        print_handed(handed, workspace)
    return DONE


def _day(ctx: click.Context, text: str | None) -> date | None:
    from reportgen.inputs.dates import NoSuchDate, parse_date

    if text is None:
        return None
    try:
        day = parse_date(text)
    except NoSuchDate:
        day = None
    if day is None:
        raise click.BadParameter(f"“{text}”不是日期，应当写成 2023-10-20", ctx=ctx, param_hint="--due")
    return day
