"""reportgen build."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, Refused, choose, json_option, kinds_option, open_asked, season_option, units_argument
from reportgen.commands.help import Command
from reportgen.diagnostics import error, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from reportgen.building.outcome import Built, DocumentOutcome, Order
    from reportgen.building.project import Project
    from reportgen.building.workers import Workers


@click.command(
    cls=Command,
    short_help="生成公文",
    help="从填报数据生成公文，写到 outputs 文件夹。\n\n例：reportgen build 原平市 实施方案 --format docx,pdf",
)
@units_argument
@kinds_option
@click.option("--format", "formats", metavar="格式", help="只生成哪些格式，用逗号隔开，例如 docx,pdf；默认为各文种的全部格式；ofd 是试验性的，写了才生成")
@season_option
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="个数", help="同时用几个进程生成；默认按处理器个数")
@click.option("--cluster", metavar="地址", help="交给多台机器的集群生成，写调度程序的地址，例如 tcp://192.168.1.10:8786；见 docs/cluster.md")
@click.option("--force", is_flag=True, help="没有变化的也重新生成；被人修改过的文件仍然保留")
@click.option("--explain", is_flag=True, help="逐份说明为什么生成或者没有变化")
@json_option
@click.pass_context
def build(
    ctx: click.Context,
    units: tuple[str, ...],
    kinds: tuple[str, ...],
    formats: str | None,
    season: str | None,
    jobs: int | None,
    cluster: str | None,
    *,
    force: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Make the documents and say what was written."""
    from reportgen.building.build import build as run_build
    from reportgen.building.outcome import UNDONE, Order
    from reportgen.console.build import build_json, print_build
    from reportgen.documents.formats import FORMATS, ON_REQUEST
    from reportgen.pipeline.selection import nearest, not_made

    asked = {name.strip().lower() for name in (formats or "").split(",") if name.strip()}
    known = (*FORMATS, *ON_REQUEST)
    if formats is not None and (not asked or not asked <= set(known)):
        near = next((name for word in sorted(asked - set(known)) if (name := nearest(word, known))), None)
        question = f"，是否要写“{near}”" if near else ""
        raise click.BadParameter(f"“{formats}”应当是 {'、'.join(known)} 中的一个或者几个{question}", ctx=ctx, param_hint="--format")
    if cluster is not None:
        check_use(ctx, cluster, jobs)
    project = open_asked(ctx, season)
    chosen, wanted = choose(project.roster, units, kinds)
    order = Order(chosen, wanted, frozenset(asked) or None, force)

    def workers() -> "AbstractContextManager[Workers]":
        from reportgen.building.workers import local_workers

        return local_workers(jobs)

    with _progress(len(project.roster.asked(chosen, wanted)), quiet=as_json) as bar:

        def done(document: "DocumentOutcome") -> None:
            bar.update(1, document.unit)

        built = run_build(project, order, workers, done) if cluster is None else _build_in_cluster(cluster, project, order, done)
    built = replace(built, problems=(*not_made(project.roster, chosen, wanted), *built.problems))
    made = [document for document in built.documents if document.status != "kept"]  # of the others everything was said when they were made
    problems = (*built.problems, *(p for d in made for p in (*d.problems, *d.evaluated.problems)))
    findings = [finding for document in made for finding in document.evaluated.findings]
    if as_json:
        console.print_json(build_json(built, project.workspace))
    else:
        console.print_problems(p for p in problems if p.severity != "notice")
        console.print_findings(f for f in findings if f.severity == "error")
        print_build(built, project.workspace, explain=explain)
    undone = any(d.status in UNDONE for d in built.documents)
    return WITH_ERRORS if undone or has_errors((*problems, *findings)) else DONE


def check_use(ctx: click.Context, cluster: str, jobs: int | None) -> None:
    """Raises BadParameter, or Refused, where --cluster can't be used as it is written."""
    from reportgen.building.cluster import is_address

    if not is_address(cluster):
        raise click.BadParameter(f"“{cluster}”应当写成 tcp://主机:端口，例如 tcp://192.168.1.10:8786", ctx=ctx, param_hint="--cluster")
    if jobs is not None:
        help_text = "用集群时进程数由各台机器的 dask worker 决定，请去掉 --jobs"
        raise Refused((error("cluster.jobs", "--cluster 和 --jobs 只能写一个", help=help_text),))


def _build_in_cluster(cluster: str, project: "Project", order: "Order", done: "Callable[[DocumentOutcome], None]") -> "Built":
    """A build whose files are rendered in a cluster. Raises Refused where that can't be used."""
    from reportgen.building.build import build
    from reportgen.building.cluster import Cluster, NoCluster
    from reportgen.render.layout import Layout

    used = Cluster(cluster)
    try:
        # Workers are opened once there is something to render: the renderer is there then.
        built = build(project, order, lambda: used.workers(project.renderer.layout if project.renderer else Layout()), done)
    except NoCluster as fault:
        raise Refused(fault.problems) from None
    return replace(built, problems=(*built.problems, *used.remarks))


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
