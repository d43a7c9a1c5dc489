"""reportgen build."""

import sys
from typing import TYPE_CHECKING, Any

import click

from reportgen import console
from reportgen.chinese import Command
from reportgen.commands.common import DONE, WITH_ERRORS, choose, json_option, kind_option, open_to_build, season_option, units_argument
from reportgen.diagnostics import has_errors

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from reportgen.build.build import Document
    from reportgen.build.workers import Workers


@click.command(
    cls=Command,
    short_help="生成公文",
    help="从填报数据生成公文，写到 outputs 文件夹。\n\n例：reportgen build 原平市 --kind 实施方案 --format docx,pdf",
)
@units_argument
@kind_option
@click.option("--format", "formats", metavar="格式", help="只生成哪些格式，用逗号隔开，例如 docx,pdf；默认为各文种的全部格式")
@season_option
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="个数", help="同时用几个进程生成；默认按处理器个数")
@click.option("--force", is_flag=True, help="没有变化的也重新生成；被人修改过的文件仍然保留")
@click.option("--explain", is_flag=True, help="逐份说明为什么生成或者没有变化")
@json_option
@click.pass_context
def build(
    ctx: click.Context,
    units: tuple[str, ...],
    kind: str | None,
    formats: str | None,
    season: str | None,
    jobs: int | None,
    *,
    force: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Make the documents and say what was written."""
    from reportgen.build.build import Order
    from reportgen.build.build import build as run_build
    from reportgen.console.build import build_json, print_build
    from reportgen.documents.roster import FORMATS

    asked = {name.strip().lower() for name in (formats or "").split(",") if name.strip()}
    if formats is not None and (not asked or not asked <= set(FORMATS)):
        raise click.BadParameter(f"“{formats}”应当是 {'、'.join(FORMATS)} 中的一个或者几个", ctx=ctx, param_hint="--format")
    project = open_to_build(ctx, season)
    chosen, kinds = choose(project.roster, units, kind)
    order = Order(chosen, kinds, frozenset(asked) or None, force)

    def workers() -> "AbstractContextManager[Workers]":
        from reportgen.build.workers import local_workers

        return local_workers(jobs)

    with _progress(len(project.roster.asked(chosen, kinds)), quiet=as_json) as bar:

        def done(document: "Document") -> None:
            bar.update(1, document.unit)

        built = run_build(project, order, workers, done)
    problems = (*built.problems, *(p for d in built.documents for p in d.problems))
    findings = [finding for document in built.documents for finding in document.findings]
    if as_json:
        console.print_json(build_json(built, project.workspace))
    else:
        console.print_problems(p for p in problems if p.severity != "notice")
        console.print_findings(f for f in findings if f.severity == "error")
        print_build(built, project.workspace, explain=explain)
    undone = any(d.status in ("blocked", "failed") for d in built.documents)
    return WITH_ERRORS if undone or has_errors((*problems, *findings)) else DONE


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
