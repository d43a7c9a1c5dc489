"""reportgen check."""

from dataclasses import replace

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, choose, json_option, kinds_option, open_asked, season_option, units_argument
from reportgen.commands.help import Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="检查数据，对照政策核查，不生成文件",
    help="检查填报数据和模板，对照政策逐条核查，列出错误、警告和待补项，不生成文件。\n\n例：reportgen check 原平市",
)
@units_argument
@kinds_option
@season_option
@click.option(
    "--mark", is_flag=True, help="在填报表旁边写一个核对副本（填报表.核对.xlsx），标出每一处问题；没有副本的大表写逐户清单（用户台账.核对.csv）；原表不动"
)
@json_option
@click.pass_context
def check(ctx: click.Context, units: tuple[str, ...], kinds: tuple[str, ...], season: str | None, *, mark: bool, as_json: bool) -> int:
    """Print every problem of the inputs and templates, and what the policies say."""
    from reportgen.console.check import print_check
    from reportgen.console.copies import copies_json, print_copies
    from reportgen.pipeline.check import check as run_check
    from reportgen.pipeline.selection import not_made

    opened = open_asked(ctx, season)
    chosen = choose(opened.roster, units, kinds)
    checked = run_check(opened, *chosen)
    checked = replace(checked, problems=(*not_made(opened.roster, *chosen), *opened.outline.unusable, *checked.problems))
    copies = None
    if mark:
        from reportgen.workbook.copies import write_copies

        copies = write_copies(opened.workspace, opened.name, opened.roster, checked, chosen[0], opened.season)
    if as_json:
        console.print_json(console.check_json(checked) | ({} if copies is None else copies_json(copies, opened.workspace)))
    else:
        print_check(checked)
        if copies is not None:
            print_copies(copies, opened.workspace)
    return WITH_ERRORS if has_errors((*checked.problems, *checked.findings, *(copies.problems if copies else ()))) else DONE
