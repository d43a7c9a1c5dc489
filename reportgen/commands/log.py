"""reportgen log."""

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, choose_one, complete_kinds, complete_units, json_option, open_asked, season_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="公文的版本记录",
    help="列出一份公文的各个版本：时间、由哪些单元格的变化引起、当时和现在的核查结果、是否已报送。\n\n例：reportgen log 原平市 实施方案",
)
@click.argument("unit", cls=Argument, metavar="[单位]", required=False, shell_complete=complete_units, help_text="单位名称或者代码")
@click.argument("kind", cls=Argument, metavar="[文种]", required=False, shell_complete=complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.option("--verify", is_flag=True, help="核对版本记录和报送记录有没有损坏、有没有被改动；不写单位和文种的，核对全部")
@season_option
@json_option
@click.pass_context
def log(ctx: click.Context, unit: str | None, kind: str | None, season: str | None, *, verify: bool, as_json: bool) -> int:
    """Print the versions of a document, or check that they are what was recorded."""
    from dataclasses import replace

    from reportgen.building.known_findings import findings_now
    from reportgen.console.log import integrity_json, log_json, print_integrity, print_log
    from reportgen.versions.history import open_history
    from reportgen.versions.integrity import check_integrity
    from reportgen.versions.log import counted
    from reportgen.versions.log import log as run_log
    from reportgen.versions.version import Key

    if (unit is None or kind is None) and not (verify and unit is None):
        raise click.UsageError("请写明单位和文种，例如 reportgen log 原平市 实施方案；核对全部版本记录用 reportgen log --verify", ctx=ctx)
    opened = open_asked(ctx, season)
    names = {one.id: one.name for one in opened.roster.kinds}
    key = None
    if unit is not None and kind is not None:
        key = Key(opened.name, *choose_one(opened.roster, unit, kind))
    with open_history(opened.workspace.outputs) as history:
        if key is None or verify:
            found = check_integrity(history, names, key)
            if key is None:
                from reportgen.filing.rollback import check_rollback  # brings the policies, which no other question about versions needs

                found = replace(found, problems=(*found.problems, *check_rollback(history, opened.workspace.outputs)))
            if as_json:
                console.print_json(integrity_json(found))
            else:
                print_integrity(found)
            return WITH_ERRORS if has_errors(found.problems) else DONE
        now = findings_now(opened, (key.unit, key.kind))  # to read what has changed is for check
        logged = run_log(history, key, now)
        counts = None if now is None else counted(now)
        if as_json:
            console.print_json({**log_json(key, logged, counts), "problems": [console.problem_json(problem) for problem in history.problems]})
        else:
            print_log(f"{key.unit}《{names[key.kind]}》", logged, counts)
            console.print_problems(history.problems)
        return WITH_ERRORS if has_errors(history.problems) else DONE
