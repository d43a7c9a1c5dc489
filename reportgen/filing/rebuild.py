"""Making the documents of a package from the workspace that it holds: the same function when it is filed and when it is verified."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen.building.renderer import Renderer, open_renderer, render
from reportgen.diagnostics import Diagnostic, Place, Severity, error
from reportgen.figures.scope import Scope
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.pipeline.compliance import Made
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Job, Season
from reportgen.render.layout import Layout
from reportgen.render.pdf import Archive, Attached, write_pdf
from reportgen.versions.version import Key
from reportgen.workspace import open_workspace


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A document as the packaged workspace gives it, and the reports on it by kind's id and format (compliance.pdf); their layout."""

    html: str
    docx: bytes
    pdf: bytes
    reports: Mapping[str, bytes]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: the document, from a workspace that lacks the units named `others`; and what its PDF carries.

    `attached` are the paths of inputs relative to the workspace, `time` is that of filing.
    """

    key: Key
    others: tuple[str, ...]
    attached: tuple[str, ...]
    time: datetime


def rebuild(folder: Path, order: Order, html: str | None = None) -> tuple[Rebuilt | None, tuple[Diagnostic, ...]]:
    """The files of a document and of the reports on it, from the workspace in `folder`; None and problems where they can't be made.

    `html` stands in for what the workspace gives: a version that was made from other inputs.
    """
    workspace, problems = open_workspace(folder)
    if workspace is not None and workspace.root != folder.resolve():  # a package without inputs: whose are these?
        workspace = None
    renderer, faults = open_renderer(workspace) if workspace else (None, ())
    if workspace is None or renderer is None:
        return None, (*problems, *faults)
    season = _with(open_season(workspace, order.key.season, today=order.time.date()), order.others)
    job = job_of(season, order.key)
    composed = season.compose(job) if job and html is None else None
    html = composed.html if composed else html
    if job is None or html is None:
        failed = error(
            "filing.not-composed",
            f"{order.key.unit}的公文无法用这些数据和模板生成",
            Place(f"inputs/{order.key.season}"),
            help="请运行 reportgen check 查看原因",
        )
        return None, (failed, *(problem for problem in (composed.problems if composed else ()) if problem.severity is Severity.ERROR))
    inside = (Attached(name.rpartition("/")[2], (folder / name).read_bytes(), "生成本公文的填报数据") for name in order.attached)
    return _make(season, job, html, renderer, Archive(tuple(inside), order.time))


def _make(season: Season, job: Job, html: str, renderer: Renderer, archive: Archive) -> tuple[Rebuilt | None, tuple[Diagnostic, ...]]:
    problems: list[Diagnostic] = []

    def rendered(text: str, format: str) -> bytes:
        rendering = render(renderer, text, format)  # type: ignore[arg-type]  # a format of the kind
        problems.extend(rendering.problems)
        if rendering.content is None:
            problems.append(error("render.failed", f"{format.upper()} 没有生成：{rendering.fault or '见其他提示'}", help="请运行 reportgen build 查看原因"))
        return rendering.content or b""

    pdf = write_pdf(html, renderer.layout, renderer.gongwen, archive)
    reports = {
        f"{of_unit.kind.id}.{format}": rendered(report, format)
        for of_unit in season.jobs(frozenset((job.scope.unit.name,)))
        if of_unit.kind.is_review
        for report in (season.review(of_unit, Made(archive.time.date())).html,)
        if report is not None
        for format in of_unit.kind.formats
        if format != "html"
    }
    made = Rebuilt(html, rendered(html, "docx"), pdf.content, reports, renderer.layout)
    problems += pdf.problems
    return (made if all((made.docx, made.pdf, *reports.values())) else None), tuple(problems)


def job_of(season: Season, key: Key) -> Job | None:
    """The document `key` of a season, None where it makes none."""
    return next(iter(season.jobs(frozenset((key.unit,)), frozenset((key.kind,)))), None)


def _with(season: Season, others: tuple[str, ...]) -> Season:
    """The season with units of which nothing is known but the name."""
    known = {scope.unit.name for scope in season.scopes}
    absent = (UnitInputs(Unit(name=name, level=Level.COUNTY, code="", authority=""), "", absent=True) for name in others if name not in known)
    return replace(season, scopes=(*season.scopes, *(Scope(inputs) for inputs in absent)))
