"""The command line: the group of all commands, and how a run ends."""

import gc
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

import click

import reportgen
from reportgen import console
from reportgen.commands import COMMANDS
from reportgen.commands.common import WITH_ERRORS, WRONG_USE, Refused
from reportgen.commands.help import Group, run
from reportgen.desk.command import desk
from reportgen.diagnostics import Place, error
from reportgen.seen import Moved

ATTEMPTS, PAUSE = 3, 0.5
"""How often a command is run where a file changes while it is read, and the seconds in between: a program that saves is done by then."""


@click.group(
    cls=Group,
    help="从填报数据生成清洁取暖公文（Word、PDF、网页），并检查数据。\n\n例：reportgen build 原平市",
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)
@click.version_option(reportgen.__version__, message="reportgen %(version)s", help="显示版本")
@click.option("--workspace", type=click.Path(path_type=Path), default=None, metavar="文件夹", help="工作区，默认为当前文件夹所在的工作区")
@click.pass_context
def main_group(ctx: click.Context, workspace: Path | None) -> None:
    """The group of all commands."""
    ctx.obj = workspace or Path()


for command in (*COMMANDS, desk):
    main_group.add_command(command)


def main() -> None:
    """The entry point `reportgen`."""
    # What a command reads and computes lives until it ends: to look for garbage after every 700 new objects, as Python does unasked, takes a
    # twentieth of its time and finds nothing; after so many it takes no time, and what is found late is some MB.
    gc.set_threshold(50_000)
    signal.signal(signal.SIGTERM, _interrupt)  # a command that is told to end lets go of its workers and its lock, as after Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if "--json" in sys.argv and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # as JSON is; a pipe on Windows has the code page of the system
    try:
        status = _run()
    except Refused as refused:
        console.print_problems(refused.problems)
        status = WRONG_USE
    sys.exit(status)


def _run() -> int:
    """Run the command, anew where a file has changed while it was read: nothing has been printed by then."""
    name = ""
    for _ in range(ATTEMPTS):
        try:
            return run(main_group)
        except Moved as moved:
            name = moved.name
            time.sleep(PAUSE)
    help_text = "请等它保存、复制或者同步完成以后再运行"
    console.print_problems((error("workspace.moved", "一边读取一边在变化，没有完成", Place(name), help=help_text),))
    return WITH_ERRORS


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
