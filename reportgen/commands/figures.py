"""reportgen figures."""

import click

from reportgen import console
from reportgen.commands.common import DONE, Refused, choose, complete_units, json_option, open_asked, season_option
from reportgen.commands.help import Argument, Command


@click.command(
    cls=Command,
    short_help="模板和表格里可以用的名称",
    help="列出模板和 Word 表格里可以用的全部名称，以及它们在一个单位的含义、数值和算法。\n\n例：reportgen figures 原平市",
)
@click.argument("unit", cls=Argument, required=False, metavar="[单位]", shell_complete=complete_units, help_text="单位名称或者代码，不写为第一个单位")
@season_option
@json_option
@click.pass_context
def figures(ctx: click.Context, unit: str | None, season: str | None, *, as_json: bool) -> int:
    """Print the names that a template may use."""
    from reportgen.console.figures import figures_json, print_figures
    from reportgen.diagnostics import error

    opened = open_asked(ctx, season)
    documents = opened.roster.asked(*choose(opened.roster, (unit,) if unit else (), ()))
    if not documents:
        raise Refused((error("selection.no-document", f"{unit or '这一年度'}没有要生成的文种，或者单位说明读不了", help="请运行 reportgen check 查看"),))
    names = opened.names(documents[0])
    if as_json:
        console.print_json(figures_json(names, documents[0][0], opened.name))
    else:
        print_figures(names, documents[0][0])
    return DONE
