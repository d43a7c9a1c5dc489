"""reportgen status."""

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, choose, json_option, kinds_option, open_asked, season_option, units_argument, workspace_asked
from reportgen.commands.help import Command
from reportgen.diagnostics import Severity, has_errors


@click.command(
    cls=Command,
    short_help="各单位各文种的进展和时限",
    help="列出各单位各文种是否已生成、是否最新、有多少问题，以及报送时限和剩余天数。\n\n例：reportgen status --today 2023-10-20",
)
@units_argument
@kinds_option
@season_option
@click.option("--today", metavar="日期", help="按哪一天计算剩余天数，例如 2023-10-20；默认为今天")
@click.option("--returns", "only_returns", is_flag=True, help="只列出下发的填报表：谁交了、谁没有交、按时率和完整率")
@json_option
@click.pass_context
def status(
    ctx: click.Context, units: tuple[str, ...], kinds: tuple[str, ...], season: str | None, today: str | None, *, only_returns: bool, as_json: bool
) -> int:
    """Print how each document stands, and who below has reported."""
    from datetime import datetime

    from reportgen.building.outline import OF_WRITERS
    from reportgen.building.status import status as run_status
    from reportgen.console.returns import print_returns, returns_json
    from reportgen.console.status import print_status, status_json
    from reportgen.exchange.ledger import open_ledger
    from reportgen.exchange.reporting import read_records, reported
    from reportgen.inputs.dates import NoSuchDate, parse_date
    from reportgen.pipeline.selection import not_made
    from reportgen.versions.history import open_history

    try:
        day = parse_date(today) if today else datetime.now().astimezone().date()
    except NoSuchDate:
        day = None
    if day is None:
        raise click.BadParameter(f"“{today}”不是日期，应当写成 2023-10-20", ctx=ctx, param_hint="--today")
    if only_returns:
        workspace, name = workspace_asked(ctx, season)
        issued, receipts, problems_of_records = read_records(open_ledger(workspace, name))
        found = tuple(one for one in reported(issued, receipts, day) if not units or {one.identity.unit, one.identity.upper} & {*units})
        console.print_problems(problems_of_records)
        if as_json:
            console.print_json(returns_json(found))
        else:
            print_returns(found)
        return WITH_ERRORS if has_errors(problems_of_records) else DONE
    project = open_asked(ctx, season)
    chosen = choose(project.roster, units, kinds)
    with open_history(project.workspace.outputs) as history:
        standings = run_status(project, day, *chosen, history.filings())
        console.print_problems(history.problems)
    issued, receipts, problems_of_records = read_records(open_ledger(project.workspace, project.name))
    console.print_problems(problems_of_records)
    if as_json:
        console.print_json(status_json(standings, project.name))
    else:
        print_status(standings, {k.id: k.name for k in project.roster.kinds})
        if issued and not units:
            print_returns(reported(issued, receipts, day))
    unmade = not_made(project.roster, *chosen)
    console.print_problems((*unmade, *(problem for problem in project.outline.unusable if problem.code.startswith(OF_WRITERS))))
    problems = [*unmade, *project.concerning(chosen[0]), *project.outline.unusable]
    wrong = any(not one.readable or one.findings.get(Severity.ERROR) for one in standings)
    return WITH_ERRORS if wrong or has_errors((*problems, *history.problems, *problems_of_records)) else DONE
