"""reportgen handbooks."""

import sys
from typing import TYPE_CHECKING, Any

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, Refused, choose, complete_units, json_option, open_asked, season_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import error, has_errors

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from reportgen.building.project import Project
    from reportgen.building.workers import Workers
    from reportgen.handbooks.making import Made
    from reportgen.handbooks.planning import Unit
    from reportgen.handbooks.run import Begun, Outcome


@click.command(
    cls=Command,
    short_help="一户一档：每村一册，列出缺项",
    help="从用户台账和照片、扫描件生成一户一档：每村一册 PDF，写到 outputs 文件夹，另列出各乡镇、各村缺什么。"
    "中途停止的再运行一次，做好的不会重做。\n\n例：reportgen handbooks 保德县 --village 大烟墩村",
)
@click.argument("units", cls=Argument, nargs=-1, required=True, metavar="单位...", shell_complete=complete_units, help_text="县或者市；市是它的各县")
@click.option("--village", "villages", multiple=True, metavar="村", help="只做这个村；可以写几次")
@click.option("--household", metavar="户号", help="只做这一户，写成 Word")
@click.option("--full", is_flag=True, help="个人信息不遮盖，装订全部照片和扫描件，另存一处，并且登记；只供存档单位内部使用")
@season_option
@click.option("--jobs", type=click.IntRange(min=1), default=None, metavar="个数", help="同时用几个进程生成；默认按处理器个数")
@click.option("--cluster", metavar="地址", help="交给多台机器的集群生成，写调度程序的地址，例如 tcp://192.168.1.10:8786；见 docs/cluster.md")
@click.option("--force", is_flag=True, help="没有变化的也重新生成；被人修改过的文件仍然保留")
@json_option
@click.pass_context
def handbooks(
    ctx: click.Context,
    units: tuple[str, ...],
    villages: tuple[str, ...],
    household: str | None,
    season: str | None,
    jobs: int | None,
    cluster: str | None,
    *,
    full: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Make the volumes and say what was written and what is lacking."""
    from reportgen.commands.build import check_use
    from reportgen.handbooks.planning import units_of
    from reportgen.handbooks.run import locked

    if cluster is not None:
        check_use(ctx, cluster, jobs)
    project = open_asked(ctx, season)
    chosen, _ = choose(project.roster, units, ())
    scopes = [scope for scope in project.season(chosen).scopes if chosen is not None and scope.unit.name in chosen]
    asked, problems = units_of(project, scopes, full=full)
    if has_errors(problems) or not asked:
        raise Refused(problems or (error("handbook.no-unit", "这个单位没有可以做的一户一档", help="请写县或者市的名称"),))
    with locked(project.workspace.outputs) as fault:
        if fault is not None:
            raise Refused((fault,))
        if household is not None:
            return _one(asked, household, as_json=as_json)
        return _volumes(project, asked, frozenset(villages), jobs, cluster, force=force, as_json=as_json)


def _one(asked: "tuple[Unit, ...]", number: str, *, as_json: bool) -> int:
    from reportgen.handbooks.one import write_household
    from reportgen.handbooks.record import open_record
    from reportgen.handbooks.run import note_full

    if len(asked) > 1:
        raise Refused((error("handbook.one-unit", "--household 只能写一个县", help=f"请写这一户所在的县，例如 {asked[0].scope.unit.name}"),))
    (unit,) = asked
    outputs = unit.project.workspace.outputs
    if unit.full and (fault := note_full(outputs, unit.scope.unit.name, [(number, 1)])) is not None:
        raise Refused((fault,))
    name, problems = write_household(unit, open_record(outputs, unit.record), number)
    if as_json:
        shown = None if name is None else f"{outputs.name}/{name}"
        console.print_json({"file": shown, "problems": [console.problem_json(problem) for problem in problems]})
    else:
        console.print_problems(problems)
        if name is not None:
            click.echo(f"已生成 {outputs.name}/{name}")
    return DONE if name is not None else WITH_ERRORS


def _volumes(
    project: "Project", asked: "tuple[Unit, ...]", wanted: frozenset[str], jobs: int | None, cluster: str | None, *, force: bool, as_json: bool
) -> int:
    from reportgen.console.handbooks import begun_words, handbooks_json, print_handbooks
    from reportgen.handbooks.run import begin, note_full

    begun = begin(asked, wanted, force=force)
    known = {village for one in begun.sketches for village in one.villages}
    if wanted - known:
        raise Refused(tuple(_no_village(name, sorted(known)) for name in sorted(wanted - known)))
    if not known or any(problem.code == "handbook.disk" for problem in begun.problems):
        raise Refused(begun.problems)
    if asked[0].full:
        for unit, sketch in zip(begun.units, begun.sketches, strict=True):
            if (fault := note_full(project.workspace.outputs, unit.scope.unit.name, sketch.due_villages)) is not None:
                raise Refused((fault,))
    if not as_json:
        click.echo(begun_words(begun), err=True)
    outcome = _made(project, begun, jobs, cluster, quiet=as_json)
    problems = (*begun.problems, *outcome.problems)
    if as_json:
        console.print_json(handbooks_json(begun, outcome, project.workspace))
    else:
        console.print_problems(problems)
        print_handbooks(outcome, project.workspace)
    return WITH_ERRORS if outcome.count("failed") or has_errors(problems) else DONE


def _no_village(name: str, known: list[str]) -> Any:
    from reportgen.inputs.wording import proposal

    return error("handbook.no-village", f"台账中没有“{name}”{proposal(name, known)}", help="请按台账中的写法写村名")


def _made(project: "Project", begun: "Begun", jobs: int | None, cluster: str | None, *, quiet: bool) -> "Outcome":
    """A run with its bar. Raises Refused where the cluster can't be used."""
    from reportgen.building.cluster import Cluster, NoCluster
    from reportgen.building.workers import local_workers
    from reportgen.handbooks.run import run
    from reportgen.render.layout import Layout

    used = None if cluster is None else Cluster(cluster)

    def workers() -> "AbstractContextManager[Workers]":
        return local_workers(jobs) if used is None else used.workers(project.renderer.layout if project.renderer else Layout())

    with _progress(begun.households, quiet=quiet) as bar:

        def done(made: "Made") -> None:
            if made.status != "unchanged":
                bar.update(len(made.volume.entries), f"{made.volume.town}{made.volume.village}")

        try:
            outcome = run(begun, workers, done, cluster=cluster is not None)
        except NoCluster as fault:
            raise Refused(fault.problems) from None
    if used is not None:
        outcome.problems += used.remarks
    return outcome


def _progress(length: int, *, quiet: bool) -> Any:
    """A progress bar of households with the time that is left, on a terminal (stderr); nothing in a pipe."""
    return click.progressbar(
        length=length,
        label="正在装订",
        show_pos=True,
        show_eta=True,
        item_show_func=lambda name: name or "",
        file=sys.stderr,
        hidden=quiet or not sys.stderr.isatty(),
    )
