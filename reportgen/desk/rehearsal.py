"""What a season would be with other templates, rules, notices or deadlines: read and composed in a process of its own, within bounds of memory and time.

Nothing here knows of Django: the process loads none of it, and gives plain records back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from reportgen.building.answers import open_answers
from reportgen.building.project import Project, open_project
from reportgen.building.renderer import Renderer, render
from reportgen.confined.bounds import Bounds
from reportgen.confined.run import confined
from reportgen.desk.folder import DeskFolder
from reportgen.desk.trying import LEDGER, beside
from reportgen.diagnostics import Diagnostic, Place, Unreadable, notice
from reportgen.documents.prose import LONGEST, Rule, broken_rules
from reportgen.files import replace_file
from reportgen.findings import Finding
from reportgen.language.sources import speaking_of
from reportgen.lint.lint import lint_bytes
from reportgen.pipeline.check import check
from reportgen.policy import Policy, load_notices, load_policies
from reportgen.policy.parameters import ASSIGNED, TASK_TABLE
from reportgen.render.preview import write_preview
from reportgen.workspace import Workspace, open_workspace, packaged_templates

Document = tuple[str, str]
"""A unit (name) and a kind (id)."""
Files = Mapping[str, bytes | None]
"""What is to stand in files of the workspace, by path; None: no such file."""

OF_ONE = Bounds(memory=2 * 2**30, output=64 * 2**20, processor=30, clock=45)
"""Of one document. A county's takes 3 seconds of a processor, a city's with seventeen counties below it 5, a tenth of the memory; a browser waits a minute."""
OF_ALL = Bounds(memory=2 * 2**30, output=64 * 2**20, processor=240, clock=420)
"""Of all documents of a season: a city with seventeen counties takes 12 seconds of a processor."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a notice says that was entered in a workbook: what it is, the days that it sets by name, and in words what it assigns by unit."""

    number: str
    title: str
    days: tuple[tuple[str, str], ...]
    tasks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """How a season stands: all that is said of it, what a reader sees of each document (a digest; empty where it can't be composed), days due, its notices."""

    said: tuple[Diagnostic | Finding, ...]
    visible: Mapping[Document, str]
    due: Mapping[Document, date]
    notices: tuple[Assigned, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One document as it would be: its page (empty where it can't be composed), what is said of it, what its Word file breaks of the standard.

    `prose` is what the lines of the templates that are changed break of what their editors rely on.
    """

    page: str
    said: tuple[Diagnostic | Finding, ...]
    lint: tuple[Diagnostic, ...] = ()
    prose: tuple[Diagnostic, ...] = ()


def situation(project: Project) -> Situation:
    """How a season stands, asked of an open project."""
    checked = check(project)
    answers = project.answers([one for one in project.roster.documents if not project.faults_undecided(one[0])])
    due = {(unit, kind): day for unit, one in project.outline.units.items() for kind, day in one.due.items() if (unit, kind) in project.roster.documents}
    return Situation((*checked.problems, *checked.findings), {document: answer.visible for document, answer in answers.items()}, due, notices_of(project))


def notices_of(project: Project) -> tuple[Assigned, ...]:
    """What the notices of a season say that were entered in workbooks."""
    policies, _ = load_policies(project.workspace)
    found, _ = load_notices(project.workspace, project.name, policies)
    return tuple(_assigned(policy) for policy in found)


def _assigned(policy: Policy) -> Assigned:
    tasks: dict[str, list[str]] = {}
    for unit, paths in policy.parameters.get(TASK_TABLE, {}).items():
        tasks[unit] = [f"{path}{area}{households}户" for path, areas in paths.items() for area, households in areas.items()]
    for unit, tables in policy.parameters.get(ASSIGNED, {}).items():
        tasks.setdefault(unit, []).extend("".join(map(str, row.values())) for rows in tables.values() for row in rows)
    days = tuple((deadline.title, str(deadline.date)) for deadline in policy.deadlines.values())
    return Assigned(policy.document.number or "", policy.document.title, days, tuple((unit, "，".join(said)) for unit, said in tasks.items()))


def rehearse(folder: DeskFolder, workspace: Workspace, season: str, files: Files, bounds: Bounds = OF_ALL) -> Situation:
    """How the season would stand with other files. Raises confined.bounds.Stopped where that takes too much, OSError where the disk is full."""
    with _laid_out(folder, workspace, files) as root:
        return confined(_situation_of, root, workspace.outputs, season, **_within(root, workspace), bounds=bounds)


def show(folder: DeskFolder, workspace: Workspace, season: str, document: Document, files: Files, bounds: Bounds = OF_ONE) -> Shown:
    """One document as it would be with other files. Raises as `rehearse`."""
    with _laid_out(folder, workspace, files) as root:
        return confined(_shown_of, root, workspace.outputs, season, document, tuple(files), **_within(root, workspace), bounds=bounds)


@contextmanager
def _laid_out(folder: DeskFolder, workspace: Workspace, files: Files) -> Iterator[Path]:
    """A workspace beside the real one, with the other files in their places."""
    with beside(folder, workspace) as root:
        for name, content in files.items():
            if content is None:
                (root / name).unlink(missing_ok=True)
            else:
                replace_file(root / name, content, synced=False)
        yield root


def _within(root: Path, workspace: Workspace) -> dict[str, tuple[Path, ...]]:
    """What the process may touch: the workspace beside, what is known of the real one; large tables that are read anew are kept for the next."""
    known = workspace.outputs / ".reportgen"
    return {"readable": (root, known, packaged_templates()), "writable": (known / LEDGER,)}


def _opened(root: Path, outputs: Path, season: str) -> Project:
    """In the confined process: the season of the workspace beside; what was found out of the real one is known, by the digest of what it was made from."""
    workspace, problems = open_workspace(root)
    if workspace is None:
        raise ValueError(problems)
    project = open_project(workspace, season)
    project.answered = open_answers(outputs)
    return project


def _situation_of(root: Path, outputs: Path, season: str) -> Situation:
    with speaking_of(season):
        return situation(_opened(root, outputs, season))


def _shown_of(root: Path, outputs: Path, season: str, document: Document, files: tuple[str, ...]) -> Shown:
    with speaking_of(season):
        project = _opened(root, outputs, season)
        undecided = project.faults_undecided(document[0])
        if document not in project.roster.documents or undecided:
            told = undecided or project.concerning(frozenset((document[0],)))
            return Shown("", told, prose=_prose(root, files))
        opened = project.season(frozenset((document[0],)))
        job = opened.job(document)
        composed, renderer = opened.compose(job), project.renderer
        said = (*composed.problems, *opened.evaluate(job).problems, *opened.evaluate(job).findings)
        if composed.html is None or renderer is None:
            return Shown("", (*said, *project.outline.unusable), prose=_prose(root, files))
        page = write_preview(composed.html, renderer.layout, renderer.preview).decode()
        return Shown(page, said, _lint(renderer, composed.html, job.kind.name), _prose(root, files))


def _lint(renderer: Renderer, html: str, name: str) -> tuple[Diagnostic, ...]:
    """What the document's Word file breaks of the standard: that of a writer's making alone, so no PDF is set for it."""
    made = render(renderer, html, "docx")
    if made.content is None:
        return made.problems
    try:
        linted = lint_bytes(made.content, name)
    except Unreadable as fault:
        return (fault.diagnostic("lint", Place(name)),)
    return tuple(Diagnostic(one.code, one.severity, f"{one.message}{''.join(f'（{spot}）' for spot in one.spots[:1])}", (), one.help) for one in linted.faults)


def _prose(root: Path, files: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """What the lines of templates break; nothing of one that is none: that is told where it is composed."""
    jinja, found = Environment(autoescape=True), list[Diagnostic]()
    for name in (name for name in files if name.endswith(".html") and (root / name).exists()):
        with suppress(TemplateSyntaxError):
            broken = broken_rules((root / name).read_text("utf-8"), jinja)
            found += [
                notice("templates.prose", f"第{one.line}行{_BROKEN[one.rule].format(one.number)}", Place(name, line=one.line), help=_PLAIN) for one in broken
            ]
    return tuple(found)


_BROKEN = {
    Rule.LONG: f"有{{}}个字，超过{LONGEST}个",
    Rule.DEEP: "的条件套在{}层条件里",
    Rule.CONDITIONS: "有{}个条件",
    Rule.SENTENCES: "有两句话",
}
_PLAIN = "不影响生成；一行一句、一个条件，以后的人才改得动"
