"""reportgen collect."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, json_option, person, season_option, workspace_asked
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="收集：认出收回的填报表，放进各单位的文件夹",
    help="按回收单认出收回的填报表（文件可以改名，可以打成 zip），核对，列出要改动的单元格，确认以后写进各单位的文件夹。"
    "有错误的写出核对副本，可以发回去；与已有数据冲突的列出两边的值，不覆盖。"
    "下级的报送包先核对（同 verify），再把其中的数据放进它的文件夹。\n\n例：reportgen collect 收回的表",
)
@click.argument("source", cls=Argument, type=click.Path(path_type=Path, exists=True), metavar="文件夹", help_text="收回的文件所在的文件夹，也可以是一个文件")
@season_option
@click.option("--yes", is_flag=True, help="不再询问，直接写入")
@click.option("--overwrite", is_flag=True, help="与已有数据冲突的，以收回的为准；原来的文件另存在 exchange 文件夹中")
@click.option("--by", metavar="姓名", help="谁收集的，写进回执；默认为系统的用户名")
@json_option
@click.pass_context
def collect(ctx: click.Context, source: Path, season: str | None, by: str | None, *, yes: bool, overwrite: bool, as_json: bool) -> int:
    """Say what came back and what it changes, ask, and take it in."""
    from datetime import datetime

    from reportgen.console.exchange import collection_json, print_collection, print_taken
    from reportgen.exchange.collecting import look_at, take_in

    workspace, chosen = workspace_asked(ctx, season)
    now = datetime.now().astimezone()
    name = person(by)
    collection = look_at(workspace, chosen, source, now, name, overwrite=overwrite)
    if not as_json:
        print_collection(collection, workspace)
    copies: tuple[Path, ...] = ()
    if collection.writes and (yes or (not as_json and click.confirm("写入以上改动和回执吗", default=False, err=True))):
        collection, copies = take_in(workspace, chosen, collection, now, name)
        if not as_json:
            print_taken(collection, copies, workspace)
    if as_json:
        console.print_json(collection_json(collection, copies, workspace, written=yes))
    return WITH_ERRORS if has_errors(collection.every_problem) else DONE
