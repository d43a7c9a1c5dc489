"""reportgen watch."""

import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from reportgen.commands.common import DONE, WITH_ERRORS, Refused, person, season_option, workspace_asked
from reportgen.commands.help import Command
from reportgen.diagnostics import has_errors

if TYPE_CHECKING:
    from reportgen.exchange.inbox import Inbox


@click.command(
    cls=Command,
    short_help="数据一保存就更新公文",
    help="监视填报数据、模板、政策和设置，一有变化就更新受影响的公文，按 Ctrl-C 结束。\n\n例：reportgen watch",
)
@season_option
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="个数", help="同时用几个进程生成；默认按处理器个数")
@click.option("--polling", is_flag=True, help="每秒检查一遍，不靠系统的变化通知；数据放在网络共享文件夹上时使用")
@click.option(
    "--collect",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="文件夹",
    help="同时守着收回填报表的文件夹，收到就收集（同 reportgen collect --yes）",
)
@click.option("--once", is_flag=True, help="生成需要更新的公文后就结束")
@click.pass_context
def watch(ctx: click.Context, season: str | None, jobs: int | None, collect: Path | None, *, polling: bool, once: bool) -> int:
    """Build what is due and what changes, and say so, until Ctrl-C or a signal to end."""
    from reportgen.building.watch.bell import Bell
    from reportgen.building.watch.watcher import Options
    from reportgen.building.watch.watcher import watch as run_watch
    from reportgen.console.watch import Printer
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    bell = Bell()

    def end(number: int, _frame: FrameType | None) -> None:
        bell.end()
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.default_int_handler)  # the second time, at once

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    printer = Printer(workspace)
    first = None if collect is None else _inbox(ctx, season, collect).look
    ended_well, problems = run_watch(workspace, Options(season, jobs, polling, once, first), printer.tell, bell)
    if problems:
        raise Refused(problems)
    if not once:
        printer.ended()
    return DONE if ended_well else WITH_ERRORS


def _inbox(ctx: click.Context, season: str | None, folder: Path) -> "Inbox":
    """The folder of returned workbooks that is watched too."""
    from reportgen.console.exchange import print_collection, print_taken
    from reportgen.exchange.collecting import Collection
    from reportgen.exchange.inbox import Inbox

    workspace, chosen = workspace_asked(ctx, season)

    def tell(collection: Collection, copies: tuple[Path, ...]) -> None:
        print_collection(collection, workspace)
        print_taken(collection, copies, workspace)

    return Inbox(workspace, chosen, folder.resolve(), person(None), tell)
