"""A unit's data: its sheets as tables, with what is said of their cells."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reportgen.building.project import Project
from reportgen.desk.engine import Seen, engine
from reportgen.desk.explaining import where_to_explain
from reportgen.desk.links import linked
from reportgen.desk.locks import locks
from reportgen.desk.models import Case, Upload
from reportgen.desk.outlying import marked, outliers_of
from reportgen.desk.roles import visible_units
from reportgen.desk.sheets import Book, SheetPage, book_of, concerns, page_of, page_with, spot_of
from reportgen.desk.stages import Stage
from reportgen.desk.standing import OPEN
from reportgen.desk.told import TITLES, counted, told
from reportgen.desk.uploads import folder_of, tables
from reportgen.desk.views import outliers
from reportgen.desk.views.answers import download
from reportgen.desk.views.whole import whole_until
from reportgen.diagnostics import Unreadable
from reportgen.pipeline.check import check

_RECEIPTS = 10  # the newest
_DIGITS = 6
"""Of the number of a page, or of a line: no sheet has so many pages, no file that is shown so many lines."""


@dataclass(frozen=True, slots=True)
class _Data:
    """What is read for the page: the files with their digests, the one that is shown, all that is said of the unit; the workbooks that an upload may become."""

    books: dict[str, str]
    targets: tuple[str, ...]
    file: str
    book: Book
    said: list[dict[str, Any]]
    is_checking: bool


@require_safe
def unit_page(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """The page; which workbook, sheet, cell, severity and fault is asked for in the address."""
    seen = engine().look()
    if unit not in seen.units:
        raise Http404
    data = engine().ask(lambda project: _read(project, unit, request.GET.get("book", "")))
    if (spot := _spot(request, data)) is not None:
        return redirect(f"{request.path}?{urlencode({'book': data.file.rpartition('/')[2], 'sheet': spot[0], 'cell': spot[1]})}#{spot[1]}")
    found = marked(season, unit, outliers_of(engine(), unit))
    severity, fault, here = (request.GET.get(name, "") for name in ("severity", "fault", "here"))
    sheet = request.GET.get("sheet", "")
    sheet = sheet if sheet in data.book.sheets else next(iter(data.book.sheets), "")
    said = [one for one in data.said if severity in ("", one["severity"]) and fault in ("", one["id"])]
    until = whole_until(request, unit, data.file.rpartition("/")[2], sheet)
    if until is not None:
        data = replace(data, book=engine().ask(lambda project: book_of(project, data.file, whole=True)))
    numbers = {name: sum(concerns(grid, one) for one in said) for name, grid in data.book.sheets.items()}
    shown = visible_units(request.seats, seen.below)
    return render(
        request,
        "desk/unit.html",
        {
            "seen": seen,
            "unit": unit,
            "is_checking": data.is_checking,
            "books": data.books,
            "targets": data.targets,
            "book": data.file.rpartition("/")[2],
            "remark": data.book.remark,
            "sheets": numbers,
            "sheet": sheet,
            "page": _page(request, data, sheet, [*said, *outliers.as_said(found)]),
            "outliers": outliers.shown(request, seen, found),
            "cell": request.GET.get("cell", ""),
            "said": linked(seen, engine().season, [one for one in said if not here or (sheet and concerns(data.book.sheets[sheet], one))], shown),
            "counted": counted(data.said),
            "severity": severity,
            "severities": TITLES.items(),
            "fault": fault,
            "here": here,
            "filterable": True,
            "until": until,
            "explain": where_to_explain(engine(), request.seats, seen, unit),
            "is_masked": sheet in data.book.hiding,
            "faulty": request.GET.get("rows") == "faulty",
            "uploads": Upload.objects.filter(season=engine().season, unit=unit).select_related("person")[:_RECEIPTS],
            "documents": _documents(seen, unit),
            "locks": locks(engine(), unit),
            "under_way": _under_way(seen, unit),
        },
    )


def _spot(request: HttpRequest, data: _Data) -> tuple[str, str] | None:
    """The sheet and cell of the line of a file that is asked for; None where none is, or nothing of a sheet stands there."""
    line = request.GET.get("line", "")
    return spot_of(data.book, int(line)) if line.isdecimal() and len(line) <= _DIGITS else None


@require_safe
def checking(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """Whether it is still being found out how a unit stands, as a part of its pages. These aren't loaded anew by it: somebody may be writing there."""
    del season
    return render(request, "desk/checking.html", {"unit": unit, "is_checking": unit in engine().look().checking})


@require_safe
def workbook(request: HttpRequest, season: str, unit: str, book: str) -> HttpResponse:
    """A workbook of the unit as it stands."""
    del request, season

    def read(project: Project) -> bytes | None:
        known = tables(project, unit)
        return project.workspace.read(folder_of(project, unit) / book) if known.get(book) else None

    try:
        content = engine().ask(read)
    except Unreadable:
        content = None
    if content is None:
        raise Http404
    return download(content, f"{unit}-{book}")


def _read(project: Project, unit: str, asked: str) -> _Data:
    is_told = engine().is_told(project, unit)
    said = _said(project, unit) if is_told else []
    books = tables(project, unit)
    name = asked if books.get(asked) else next((name for name, digest in books.items() if digest), "")
    file = project.workspace.relative(folder_of(project, unit) / name)
    try:
        book = book_of(project, file) if name else Book({}, "文件夹里还没有填报表；请上传，或者让管理员生成空白表")
    except (Unreadable, OSError) as fault:
        book = Book({}, f"这份表打不开：{fault.message if isinstance(fault, Unreadable) else '文件读不了'}")
    return _Data(books, tuple(books), file, book, said, is_checking=not is_told)


def _said(project: Project, unit: str) -> list[dict[str, Any]]:
    checked = check(project, frozenset((unit,)))
    return told((*(problem for problem in checked.problems if problem.unit in (None, unit)), *checked.findings))


def _page(request: HttpRequest, data: _Data, sheet: str, said: list[dict[str, Any]]) -> SheetPage | None:
    if not sheet:
        return None
    grid, cell = data.book.sheets[sheet], request.GET.get("cell", "")
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and len(asked) <= _DIGITS else page_with(grid, cell)
    return page_of(replace(grid, file=data.file), said, page, faulty=request.GET.get("rows") == "faulty")


def _under_way(seen: Seen, unit: str) -> list[tuple[str, str]]:
    """The stage and name of each document that somebody is deciding on: data that change take it back."""
    cases = Case.objects.filter(season=engine().season, unit=unit, stage__in=OPEN)
    return [(Stage(case.stage).chinese, seen.kinds.get(case.kind, case.kind)) for case in cases]


def _documents(seen: Seen, unit: str) -> list[tuple[str, str]]:
    return [(kind, seen.kinds[kind]) for of, kind in seen.standings if of == unit and kind in seen.kinds]
