"""The command line: parse arguments, call one function, print. Everything heavy is imported where it is used."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import reportgen
from reportgen import console
from reportgen.chinese import Argument, Command, Group, run
from reportgen.diagnostics import Diagnostic, Severity, has_errors

if TYPE_CHECKING:
    from reportgen.build.build import Document
    from reportgen.documents.season import Season

DONE, WITH_ERRORS, WRONG_USE = 0, 1, 2


class Refused(Exception):
    """Wrong use or wrong settings: the problems to print before exit status 2."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.problems = problems


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


def _complete_units(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from reportgen.workspace import open_workspace

    workspace, _ = open_workspace(ctx.find_root().params.get("workspace") or Path())
    if workspace is None:
        return []
    names = {file.parent.name for season in workspace.seasons() for file in (workspace.inputs / season).glob("*/单位.yaml")}
    return sorted(name for name in names if name.startswith(incomplete))


def _complete_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from reportgen.documents.kinds import read_kinds
    from reportgen.workspace import packaged_templates

    kinds, _ = read_kinds(packaged_templates() / "kinds.yaml", "templates/kinds.yaml")
    return sorted(name for kind in kinds for name in (kind.id, kind.name) if name.startswith(incomplete))


season_option = click.option("--season", metavar="年份", help="采暖季，写起始年份，例如 2023；默认为最近一个")
kind_option = click.option("--kind", metavar="文种", shell_complete=_complete_kinds, help="只处理一个文种，例如 plan 或者 实施方案")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用")
units_argument = click.argument(
    "units", cls=Argument, nargs=-1, metavar="[单位]...", shell_complete=_complete_units, help_text="单位名称或者代码，不写为全部单位"
)


def _open(ctx: click.Context, asked: str | None) -> "Season":
    from reportgen.documents.season import open_season
    from reportgen.selection import choose_season
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    season, problems = choose_season(workspace, asked)
    if season is None:
        raise Refused(problems)
    opened = open_season(workspace, season)
    if not opened.kinds:
        raise Refused(tuple(p for p in opened.problems if p.code.startswith("kinds.")))
    return opened


def _choose(season: "Season", units: tuple[str, ...], kind: str | None) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    from reportgen.selection import choose_kind, choose_units

    chosen, wrong_units = choose_units(season, units)
    kinds, wrong_kind = choose_kind(season, kind)
    if wrong_units or wrong_kind:
        raise Refused((*wrong_units, *wrong_kind))
    return chosen, kinds


@main_group.command(
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

    opened = _open(ctx, season)
    chosen = _choose(opened, units, kind)
    checked = run_check(opened, *chosen)
    if as_json:
        console.print_json(console.check_json(checked))
    else:
        print_check(checked)
    return WITH_ERRORS if has_errors((*checked.problems, *checked.findings)) else DONE


@main_group.command(
    cls=Command,
    short_help="生成公文",
    help="从填报数据生成公文，写到 outputs 文件夹。\n\n例：reportgen build 原平市 --kind 实施方案 --format docx,pdf",
)
@units_argument
@kind_option
@click.option("--format", "formats", metavar="格式", help="只生成哪些格式，用逗号隔开，例如 docx,pdf；默认为各文种的全部格式")
@season_option
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="个数", help="同时用几个进程生成；默认按处理器个数")
@click.option("--explain", is_flag=True, help="逐份说明为什么生成或者没有变化")
@json_option
@click.pass_context
def build(
    ctx: click.Context, units: tuple[str, ...], kind: str | None, formats: str | None, season: str | None, jobs: int | None, *, explain: bool, as_json: bool
) -> int:
    """Make the documents and say what was written."""
    from reportgen.build.build import build as run_build
    from reportgen.documents.kinds import FORMATS

    asked = {name.strip().lower() for name in (formats or "").split(",") if name.strip()}
    if formats is not None and (not asked or not asked <= set(FORMATS)):
        raise click.BadParameter(f"“{formats}”应当是 {'、'.join(FORMATS)} 中的一个或者几个", ctx=ctx, param_hint="--format")
    wanted = frozenset(name for name in FORMATS if name in asked) or None
    opened = _open(ctx, season)
    chosen, kinds = _choose(opened, units, kind)
    with _progress(len(opened.jobs(chosen, kinds)), quiet=as_json) as bar:

        def done(document: "Document") -> None:
            bar.update(1, document.unit)

        built = run_build(opened, chosen, kinds, wanted, done, jobs)
    problems = (*built.problems, *(p for d in built.documents for p in (*d.problems, *d.evaluated.problems)))
    if as_json:
        console.print_json(console.build_json(built, opened.workspace))
    else:
        console.print_problems(p for p in problems if p.severity != "notice")
        console.print_findings(f for d in built.documents for f in d.evaluated.findings if f.severity == "error")
        console.print_build(built, opened.workspace, opened.kinds, explain=explain)
    undone = any(d.status in ("blocked", "failed") for d in built.documents)
    findings = [finding for document in built.documents for finding in document.evaluated.findings]
    return WITH_ERRORS if undone or has_errors((*problems, *findings)) else DONE


@main_group.command(
    cls=Command,
    short_help="各单位各文种的进展和时限",
    help="列出各单位各文种是否已生成、是否最新、有多少问题，以及报送时限和剩余天数。\n\n例：reportgen status --today 2023-10-20",
)
@units_argument
@kind_option
@season_option
@click.option("--today", metavar="日期", help="按哪一天计算剩余天数，例如 2023-10-20；默认为今天")
@json_option
@click.pass_context
def status(ctx: click.Context, units: tuple[str, ...], kind: str | None, season: str | None, today: str | None, *, as_json: bool) -> int:
    """Print how each document stands."""
    from datetime import datetime

    from reportgen.console.status import print_status, status_json
    from reportgen.inputs.dates import NoSuchDate, parse_date
    from reportgen.status import status as run_status

    try:
        day = parse_date(today) if today else datetime.now().astimezone().date()
    except NoSuchDate:
        day = None
    if day is None:
        raise click.BadParameter(f"“{today}”不是日期，应当写成 2023-10-20", ctx=ctx, param_hint="--today")
    opened = _open(ctx, season)
    chosen = _choose(opened, units, kind)
    standings = run_status(opened, day, *chosen)
    if as_json:
        console.print_json(status_json(standings, opened.name))
    else:
        print_status(standings, {k.id: k.name for k in opened.kinds})
    problems = [problem for problem in opened.problems if chosen[0] is None or problem.unit is None or problem.unit in chosen[0]]
    wrong = any(not one.readable or one.findings.get(Severity.ERROR) for one in standings)
    return WITH_ERRORS if wrong or has_errors(problems) else DONE


def _progress(length: int, *, quiet: bool) -> Any:
    """A progress bar on a terminal (stderr); nothing in a pipe."""
    return click.progressbar(
        length=length,
        label="正在生成",
        show_pos=True,
        show_eta=False,
        item_show_func=lambda name: name or "",
        file=sys.stderr,
        hidden=quiet or not sys.stderr.isatty(),
    )


@main_group.command(
    cls=Command,
    short_help="一个数从哪里来",
    help="列出公文中每个数据项的数值、算法和来源单元格。\n\n例：reportgen trace 原平市 实施方案 tasks.total",
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=_complete_units, help_text="单位名称或者代码")
@click.argument("kind", cls=Argument, metavar="文种", shell_complete=_complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.argument("figure", cls=Argument, metavar="[数据项]", required=False, help_text="数据项名称，例如 tasks.total；不写为全部")
@season_option
@json_option
@click.pass_context
def trace(ctx: click.Context, unit: str, kind: str, figure: str | None, season: str | None, *, as_json: bool) -> int:
    """Print where the numbers of a document come from."""
    import difflib

    from reportgen.diagnostics import error
    from reportgen.trace import trace as run_trace

    opened = _open(ctx, season)
    jobs = opened.jobs(*_choose(opened, (unit,), kind))
    if not jobs:
        raise Refused((error("selection.no-document", f"{unit}不报送这个文种，或者它的 单位.yaml 读不了", help="请运行 reportgen check 查看"),))
    traced, problems = run_trace(opened, jobs[0])
    if figure is not None:
        near = difflib.get_close_matches(figure, [item.figure.name for item in traced], 1)
        traced = tuple(item for item in traced if figure in (item.figure.name, item.figure.label))
        if not traced and not has_errors(problems):
            help_text = f"是否要写“{near[0]}”" if near else "不写数据项名称可以列出全部"
            raise Refused((error("selection.unknown-figure", f"公文里没有数据项“{figure}”", help=help_text),))
    else:
        traced = tuple(item for item in traced if item.shown)
    if as_json:
        console.print_json(console.trace_json(traced))
    else:
        console.print_trace(traced, whole=figure is not None)
    if has_errors(problems):
        console.print_problems(problems)
        return WITH_ERRORS
    return DONE


def main() -> None:
    """The entry point `reportgen`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if "--json" in sys.argv and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # as JSON is; a pipe on Windows has the code page of the system
    try:
        status = run(main_group)
    except Refused as refused:
        console.print_problems(refused.problems)
        status = WRONG_USE
    sys.exit(status)
