"""A document: how it stands, the preview whose numbers lead to their cells, the files to download, generating it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reportgen.building.project import Project
from reportgen.desk.anchors import Anchor
from reportgen.desk.below import excuse_of
from reportgen.desk.cases import came_as, case_of, entries_of, unanswered
from reportgen.desk.comparing import last_accepted
from reportgen.desk.engine import Seen, engine
from reportgen.desk.explaining import where_to_explain
from reportgen.desk.figure_told import findings_about, past_words
from reportgen.desk.filings import FILEABLE, filings_of
from reportgen.desk.headers import SANDBOX
from reportgen.desk.links import link_to, linked, place_words, unit_of_file
from reportgen.desk.missing import gaps, others
from reportgen.desk.models import Job
from reportgen.desk.outlying import marked, outliers_of, value_before
from reportgen.desk.preview import preview
from reportgen.desk.queue import ask_for, built_lately
from reportgen.desk.roles import BY_ROUTE, may, visible_units
from reportgen.desk.standing import on_its_way
from reportgen.desk.steps import steps_for
from reportgen.desk.told import told
from reportgen.desk.trail import ACTIONS
from reportgen.desk.views import outliers
from reportgen.desk.views.answers import download
from reportgen.desk.views.comments import marks, of_page
from reportgen.desk.written import written
from reportgen.diagnostics import Diagnostic, place_json
from reportgen.diff.figure_history import Past, figure_history
from reportgen.figures.outliers import Outlier, concerning
from reportgen.language.figure import Figure
from reportgen.versions.history import open_history
from reportgen.versions.version import Key, Version

DOWNLOADS = ("docx", "pdf")
_MOST_SOURCES = 200  # of a sum over a large table: the rest is counted


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read for the page: the numbers of all versions, the one that is shown, a figure of it that is asked for, and what is said of the document.

    That is None where it is being found out. `past` is what that figure was before; `outliers` are the numbers of the version that stand out.
    """

    numbers: tuple[int, ...]
    version: Version | None
    figure: Figure | None
    said: list[dict[str, Any]] | None
    past: tuple[Past, ...]
    outliers: tuple[Outlier, ...]


@require_safe
def document_page(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """The page; which version and figure is asked for, and whether as PDF pages, stands in the address."""
    seen = engine().look(built=built_lately(season), of=frozenset((unit,)))  # a build that is over is seen at once
    standing = seen.standings.get((unit, kind))
    if standing is None or kind not in seen.kinds:
        raise Http404
    case = case_of(season, unit, kind)
    asked, name = request.GET.get("version", ""), request.GET.get("figure", "")
    found = outliers_of(engine(), unit)
    read = engine().ask(lambda project: _read(project, (unit, kind), int(asked) if asked.isdecimal() else None, name, found))
    is_checking = unit in seen.checking or read.said is None
    shown = visible_units(request.seats, seen.below)
    visible, excused = seen.visible.get((unit, kind)), excuse_of(season, unit, kind)
    one = on_its_way(
        standing,
        seen.kinds[kind],
        case if case.pk else None,
        visible,
        is_top=unit not in seen.upper,
        is_excused=excused is not None,
        is_checking=is_checking,
    )
    filed = engine().ask(lambda project: filings_of(project, unit, kind))
    remarks = of_page(request, season, unit, kind, None if read.version is None else read.version.number)
    steps = [
        (step, _refusal(step.route, "正在核对" if is_checking else one.why, remarks["waiting"]))
        for step in steps_for(case.stage, request.seats, unit, seen.below)
        if step.route != "adopt" or came_as(case, visible or "")
    ]
    return render(
        request,
        "desk/document.html",
        {
            **remarks,
            "shown_version": None if read.version is None else read.version.number,
            "seen": seen,
            "unit": unit,
            "kind": kind,
            "document": one,
            "standing": standing,
            "case": case,
            "steps": steps,
            "leads_to_checklist": read.version is not None and any(step.answers and not refusal for step, refusal in steps),
            "entries": [(entry, ACTIONS[entry.action]) for entry in entries_of(case)],
            "version": read.version,
            "numbers": read.numbers,
            "is_present": read.version is not None and read.version.number == max(read.numbers),
            "figure": read.figure,
            "asked_figure": name,
            "outliers": outliers.shown(request, seen, marked(season, unit, read.outliers)),
            "figure_findings": [] if read.figure is None or read.version is None else findings_about(read.version, read.figure),
            "figure_past": past_words(read.past, season, None if read.figure is None else value_before(engine(), unit, name)),
            "sources": None if read.figure is None else _sources(seen, season, read.figure, shown),
            "more": None if read.figure is None else max(0, len(read.figure.sources) - _MOST_SOURCES),
            "said": linked(seen, season, others(read.said or []), shown),
            "explain": where_to_explain(engine(), request.seats, seen, unit),
            "gaps": gaps(seen, season, read.said or [], shown, frozenset(one for one in shown if may(BY_ROUTE["edit"], request.seats, one, seen.below))),
            "job": Job.objects.filter(season=season, unit=unit, kind__in=("", kind)).last(),
            "is_checking": is_checking,
            "downloads": DOWNLOADS,
            "view": request.GET.get("view", ""),
            "fileable": case.stage in FILEABLE and all(one.version != case.version for one in filed),
            "filings": filed,
            "excuse": excused,
            "accepted": last_accepted(Key(season, unit, kind)),
            "frame": _frame(season, unit, kind, read.version, name, remarks["about"]),
        },
    )


@require_safe
def preview_page(request: HttpRequest, season: str, unit: str, kind: str, version: int) -> HttpResponse:
    """A version as a page of its own, without script; it is shown in a frame."""
    address, commented = reverse("document", args=(season, unit, kind)), marks(season, unit, kind, version)

    def made(project: Project) -> bytes | None:
        html = _html(project, (unit, kind), version)
        if html is None or project.renderer is None:
            return None
        return preview(project.renderer, html, address, version, request.GET.get("figure", ""), commented, request.GET.get("on", ""))

    content = engine().ask(made)
    if content is None:
        raise Http404
    return HttpResponse(content, headers={"Content-Security-Policy": SANDBOX})


@require_safe
def file(request: HttpRequest, season: str, unit: str, kind: str, version: int, format: str) -> HttpResponse:
    """A version as Word or PDF."""
    del request, season
    if format not in DOWNLOADS:
        raise Http404
    content = written(engine(), unit, kind, version, format)  # type: ignore[arg-type]  # one of DOWNLOADS
    name = engine().tree().kinds.get(kind)
    if content is None or name is None:
        raise Http404
    return download(content, f"{unit}-{name}-第{version}版.{format}")


@require_POST
def generate(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """Ask for the document to be made."""
    if (unit, kind) not in engine().look().standings:
        raise Http404
    ask_for(request.user, season, unit, kind)
    return redirect("document", season, unit, kind)


@require_safe
def job(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """How far a build is, as a part of the document's page; once it is over the page is loaded anew."""
    found = get_object_or_404(Job, pk=number, season=season, unit=unit, kind__in=("", kind))
    answer = render(request, "desk/job.html", {"job": found, "unit": unit, "kind": kind})
    if found.is_over:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _read(project: Project, document: tuple[str, str], asked: int | None, figure: str, outlying: tuple[Outlier, ...]) -> _Read:
    key = Key(project.name, *document)
    with open_history(project.workspace.outputs) as history:
        numbers = tuple(number for number, _ in history.entries(key))
        number = asked if asked in numbers else max(numbers, default=None)
        version = None if number is None else history.version(key, number)
        details = None if version is None or not (figure or outlying) else history.details(version)
        past = () if details is None or figure not in details.figures else figure_history(history, key, figure)
    shown = () if details is None else concerning(outlying, frozenset(details.figures), frozenset(details.cells))
    said = told(_said(project, document)) if engine().is_told(project, document[0]) else None
    return _Read(numbers, version, None if details is None else details.figures.get(figure), said, past, shown)


def _said(project: Project, document: tuple[str, str]) -> tuple[Diagnostic, ...]:
    undecided = project.faults_undecided(document[0])
    if undecided:
        return undecided
    answer = project.answers((document,))[document]
    return (*answer.problems, *answer.evaluated.findings, *project.faults(document[0]))


def _html(project: Project, document: tuple[str, str], number: int) -> str | None:
    with open_history(project.workspace.outputs) as history:
        version = history.version(Key(project.name, *document), number)
        return None if version is None else history.html(version)


def _sources(seen: Seen, season: str, figure: Figure, shown: frozenset[str]) -> list[dict[str, Any]]:
    """The cells that a figure comes from, as links where the person sees the unit's data."""
    found = []
    for source in figure.sources[:_MOST_SOURCES]:
        place = place_json(source.place)
        unit = unit_of_file(seen, season, source.place.file)
        href = link_to(seen, season, place) if unit in shown else None
        found.append({"unit": unit or "", "words": place_words(place), "href": href, "raw": source.raw})
    return found


def _frame(season: str, unit: str, kind: str, version: Version | None, figure: str, about: Anchor | None) -> str | None:
    """The address of the preview, at the block from which a figure was opened, or that is being commented."""
    if version is None:
        return None
    block = "" if about is None else about.block
    query = urlencode({"figure": figure} if figure else {"on": block} if block else {})
    return f"{reverse('preview', args=(season, unit, kind, version.number))}{query and f'?{query}'}{f'#{block}' if block else ''}"


def _refusal(route: str, why: str, waiting: int) -> str:
    """Why a step that is offered can't be taken now."""
    return "" if route != "submit" else why or (unanswered(waiting) if waiting else "")
