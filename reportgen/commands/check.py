"""reportgen check."""

import click

from reportgen import console
from reportgen.chinese import Command
from reportgen.commands.common import DONE, WITH_ERRORS, choose, json_option, kind_option, open_asked, season_option, units_argument
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="检查数据，对照政策核查，不生成文件",
    help="检查填报数据和模板，对照政策逐条核查，列出错误、警告和待补项，不生成文件。\n\n例：reportgen check 原平市",
)
@units_argument
@kind_option
@season_option
@json_option
@click.pass_context
def check(ctx: click.Context, units: tuple[str, ...], kind: str | None, season: str | None, *, as_json: bool) -> int:
    """Print every problem of the inputs and templates, and what the policies say."""
    from reportgen.check import check as run_check
    from reportgen.console.check import print_check

    opened = open_asked(ctx, season)
    chosen = choose(opened.roster, units, kind)
    checked = run_check(opened, *chosen)
    if as_json:
        console.print_json(console.check_json(checked))
    else:
        print_check(checked)
    return WITH_ERRORS if has_errors((*checked.problems, *checked.findings)) else DONE
