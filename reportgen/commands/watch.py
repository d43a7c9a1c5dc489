"""reportgen watch."""

import signal
from types import FrameType

import click

from reportgen.commands.common import DONE, WITH_ERRORS, Refused, season_option
from reportgen.commands.help import Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="数据一保存就更新公文",
    help="监视填报数据、模板、政策和设置，一有变化就更新受影响的公文，按 Ctrl-C 结束。\n\n例：reportgen watch",
)
@season_option
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="个数", help="同时用几个进程生成；默认按处理器个数")
@click.option("--polling", is_flag=True, help="每秒检查一遍，不靠系统的变化通知；数据放在网络共享文件夹上时使用")
@click.option("--once", is_flag=True, help="生成需要更新的公文后就结束")
@click.pass_context
def watch(ctx: click.Context, season: str | None, jobs: int | None, *, polling: bool, once: bool) -> int:
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
    ended_well, problems = run_watch(workspace, Options(season, jobs, polling, once), printer.tell, bell)
    if problems:
        raise Refused(problems)
    if not once:
        printer.ended()
    return DONE if ended_well else WITH_ERRORS
