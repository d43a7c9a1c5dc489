"""reportgen export."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, choose_one, complete_kinds, complete_units, open_asked, season_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="写出以前一版的文件",
    help="把一份公文任何一版的文件从存档中原样写出，逐字节相同；报送过的，连同报送包。\n\n例：reportgen export 原平市 实施方案 --version 2 --to 旧版",
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=complete_units, help_text="单位名称或者代码")
@click.argument("kind", cls=Argument, metavar="文种", shell_complete=complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.option("--version", "number", type=click.IntRange(min=1), required=True, metavar="版本", help="第几版，用 reportgen log 查看")
@click.option("--to", "target", type=click.Path(path_type=Path), default=Path(), metavar="文件夹", help="写到哪个文件夹，默认为当前文件夹")
@season_option
@click.pass_context
def export(ctx: click.Context, unit: str, kind: str, number: int, target: Path, season: str | None) -> int:
    """Write the files of a version again."""
    from reportgen.filing.export import export as run_export
    from reportgen.versions.history import open_history
    from reportgen.versions.version import Key

    opened = open_asked(ctx, season)
    key = Key(opened.name, *choose_one(opened.roster, unit, kind))
    name = next(one.name for one in opened.roster.kinds if one.id == key.kind)
    with open_history(opened.workspace.outputs) as history:
        exported = run_export(history, key, number, name, target)
    console.print_problems(exported.problems)
    for path in exported.files:
        click.echo(f"已写出 {path}")
    return WITH_ERRORS if has_errors(exported.problems) else DONE
