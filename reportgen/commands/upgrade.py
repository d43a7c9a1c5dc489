"""reportgen upgrade."""

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, choose, json_option, open_asked, season_option, units_argument
from reportgen.commands.help import Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="把填报表升级到现在的数据定义",
    help="软件的数据定义更新后，给已有的填报表补上新的工作表、列、下拉选项和说明；已经填的内容、批注和格式不变，升级前的文件另存一份。"
    "\n\n例：reportgen upgrade 原平市",
)
@units_argument
@season_option
@json_option
@click.pass_context
def upgrade(ctx: click.Context, units: tuple[str, ...], season: str | None, *, as_json: bool) -> int:
    """Upgrade the workbooks of units and say what was added."""
    from reportgen.console.start import print_upgraded, upgraded_json
    from reportgen.inputs.schema.choices import Level
    from reportgen.start.upgrade import upgrade_unit

    opened = open_asked(ctx, season)
    chosen, _ = choose(opened.roster, units, ())
    asked = [unit for unit in opened.roster.units if chosen is None or unit.name in chosen]
    files = [file for unit in asked for file in upgrade_unit(opened.workspace, opened.workspace.inputs / opened.name / unit.folder, Level(unit.level))]
    if as_json:
        console.print_json(upgraded_json(files, opened.workspace))
    else:
        print_upgraded(files, opened.workspace)
    return WITH_ERRORS if has_errors(problem for file in files for problem in file.problems) else DONE
