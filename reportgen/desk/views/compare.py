"""Two versions, units or seasons against each other: figures first with their cells, then the texts side by side, the redline, and both as files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reportgen.building.project import Project
from reportgen.building.redlined import redlined
from reportgen.building.renderer import style_sheet
from reportgen.desk.at_desk import at_desk
from reportgen.desk.comparing import ACCEPTED, Compared, Side, compared, last_accepted
from reportgen.desk.engine import Tree, engine
from reportgen.desk.headers import SANDBOX
from reportgen.desk.links import link_to, unit_of_file
from reportgen.desk.moments import day_words
from reportgen.desk.preview import redline_preview
from reportgen.desk.roles import visible_units
from reportgen.desk.views.answers import download
from reportgen.diagnostics import Diagnostic, Place, Severity, place_json
from reportgen.diff.choosing import FILED
from reportgen.diff.difference import ComparedDocument, Difference
from reportgen.diff.document_figures import ShownFigure
from reportgen.diff.figure_changes import FigureChange
from reportgen.diff.matching import Op
from reportgen.diff.summary import step, told
from reportgen.documents.places import in_words
from reportgen.findings import BINDING
from reportgen.inputs.numbered import series_of
from reportgen.inputs.programme import programme_of
from reportgen.redline.redline import redline
from reportgen.redline.side_by_side import write_texts
from reportgen.redline.words import label_words, value_words
from reportgen.versions.cells import CellChange
from reportgen.versions.history import open_history
from reportgen.versions.version import Key
from reportgen.workspace import is_year

PAGE = 100
"""Figures on a page: more nobody reads at once, and a browser stays quick."""
_MOST_CELLS = 12
"""Cells that are told of one figure: a sum over a large table has hundreds; the rest is counted."""
_SORTS = {Op.CHANGE: "变化", Op.INSERT: "只有新的有", Op.DELETE: "只有旧的有"}
_SHOWN, _FILES = ("texts", "redline"), ("docx", "pdf")
_MOST_VERSIONS = 200  # to choose from, the newest


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be compared with a document: the units and seasons that the person sees and that have the kind, its other issues, and versions of both sides."""

    units: tuple[str, ...]
    seasons: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    old: tuple[tuple[str, str], ...]
    new: tuple[tuple[str, str], ...]


@require_safe
def compare_page(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """The page; the address says what is compared with what."""
    seen = engine().tree()
    old, new = _sides(request, seen, Key(season, unit, kind))
    choice, found = engine().ask(lambda project: (_choice(request, project, seen, old, new), _compared(project, old, new, seen)))
    shown, view = visible_units(request.seats, seen.below), request.GET.get("view", "")
    context: dict[str, Any] = {
        "seen": seen,
        "unit": unit,
        "kind": kind,
        "name": _names(seen, old)[kind],
        "old": old,
        "new": new,
        "choice": choice,
        "view": view if view in _SHOWN else "figures",
        "words": request.GET.get("words", "").strip(),
    }
    if isinstance(found, Diagnostic):
        return render(request, "desk/compare.html", {**context, "fault": at_desk(found.message)})
    difference = found.difference
    figures = [change for change in difference.figures if context["words"] in label_words(change)]
    page, pages = _page(request, len(figures))
    differing = told(difference)
    return render(
        request,
        "desk/compare.html",
        {
            **context,
            "found": found,
            "rows": [_row(seen, season, difference, change, shown) for change in figures[(page - 1) * PAGE : page * PAGE]],
            "number": len(figures),
            "page": page,
            "pages": pages,
            "cells": [_cell(seen, season, cell, shown) for cell in difference.cells[:PAGE]],
            "more_cells": max(0, len(difference.cells) - PAGE),
            "findings": list(_findings(found)),
            "blocks": [(one, " › ".join(one.under[-2:])) for one in differing],
            "frame": _address(request, new.key, view),
            "files": [(format, _address(request, new.key, format)) for format in _FILES],
        },
    )


@require_safe
def compare_file(request: HttpRequest, season: str, unit: str, kind: str, format: str) -> HttpResponse:
    """The texts side by side, or the redline, as a page that is shown in a frame; or the redline as Word or PDF."""
    if format not in (*_SHOWN, *_FILES):
        raise Http404
    seen = engine().tree()
    old, new = _sides(request, seen, Key(season, unit, kind))

    def made(project: Project) -> tuple[Compared, bytes] | Diagnostic | None:
        found, renderer = _compared(project, old, new, seen), project.renderer
        if isinstance(found, Diagnostic) or renderer is None:
            return found if isinstance(found, Diagnostic) else None
        if format in _FILES:
            content, problems = redlined(project.workspace, renderer, found.difference, format)
            return (found, content) if content is not None else next(iter(problems), None)
        difference = found.difference
        if format == "redline":
            return found, redline_preview(renderer, redline(difference.old.html, difference.new.html))
        style, _ = style_sheet(project.workspace, "html/side-by-side.css")
        return found, write_texts(difference, renderer.layout, renderer.preview + style)

    answer = engine().ask(made)
    if answer is None:
        raise Http404
    if isinstance(answer, Diagnostic):
        return render(request, "desk/fault.html", {"title": "没有写出花脸稿", "words": f"{at_desk(answer.message)}。"}, status=409)
    found, content = answer
    if format in _SHOWN:
        return HttpResponse(content, headers={"Content-Security-Policy": SANDBOX})
    name = f"{unit}-{_names(seen, old)[kind]}-花脸稿-{found.difference.old.name}与{found.difference.new.name}"
    return download(content, f"{name}.{format}")


def _sides(request: HttpRequest, seen: Tree, document: Key) -> tuple[Side, Side]:
    """The two sides that the address asks for. Raises Http404 for a document that there is not, PermissionDenied for one that the person may not see.

    The guard has looked at the unit of the address itself; the other side's is looked at here, by the same table: who sees a unit's documents in
    this season sees those of earlier ones.
    """
    asked = request.GET
    other = Key(asked.get("season") or document.season, asked.get("unit") or document.unit, asked.get("kind") or document.kind)
    if document.kind not in seen.kinds:
        raise Http404
    if series_of(other.kind) != series_of(document.kind) or other.unit not in seen.units or not is_year(other.season):
        raise Http404
    if other.unit not in visible_units(request.seats, seen.below):
        raise PermissionDenied
    return Side(other, asked.get("old", "").strip()), Side(document, asked.get("new", "").strip())


def _compared(project: Project, old: Side, new: Side, seen: Tree) -> Compared | Diagnostic:
    return compared(project.workspace.outputs, old, new, _names(seen, old), programme_of(project.workspace)[0])


def _names(seen: Tree, other: Side) -> dict[str, str]:
    """The names of the kinds; an issue of another season may be none of this one's."""
    return {other.key.kind: other.key.kind, **seen.kinds}


def _choice(request: HttpRequest, project: Project, seen: Tree, old: Side, new: Side) -> Choice:
    shown, kind = visible_units(request.seats, seen.below), new.key.kind
    with open_history(project.workspace.outputs) as history:
        known = history.keys()
        of_series = [key for key in known if series_of(key.kind) == series_of(kind) and key.unit in shown]
        versions = [
            (
                *((("", "前一版" if side is old and old.key == new.key else "最近一版"),)),
                *(((ACCEPTED, "上次通过的"),) if last_accepted(side.key) else ()),
                *(((FILED, "上次报送的"),) if any(filing.key == side.key for filing in history.filings()) else ()),
                *((str(one.number), f"第{one.number}版（{day_words(one.time)}）") for one in history.versions(side.key)[: -_MOST_VERSIONS - 1 : -1]),
            )
            for side in (old, new)
        ]
    units = {key.unit for key in of_series} | {new.key.unit}
    issues = sorted({key.kind for key in of_series} | {kind}, key=lambda id: (len(id), id))
    return Choice(
        tuple(unit for unit in seen.units if unit in units),
        tuple(sorted({key.season for key in of_series} | {new.key.season}, reverse=True)),
        tuple((id, _names(seen, old).get(id, id)) for id in issues),
        *versions,
    )


def _address(request: HttpRequest, document: Key, format: str) -> str:
    """The address of the same comparison in another form."""
    asked = {name: request.GET[name] for name in ("season", "unit", "kind", "old", "new") if request.GET.get(name)}
    return f"{reverse('compare-file', args=(*document, format))}?{urlencode(asked)}" if format in (*_SHOWN, *_FILES) else ""


def _page(request: HttpRequest, number: int) -> tuple[int, int]:
    """Which page is asked for, of how many."""
    asked, pages = request.GET.get("page", ""), max(1, -(-number // PAGE))
    return min(max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1, 1), pages), pages  # noqa: PLR2004  # no list has so many pages


def _places(document: ComparedDocument, shown: ShownFigure | None) -> tuple[Place, ...]:
    """The cells behind a figure: as they are kept of the version, or as the document itself tells of them."""
    known = None if shown is None else document.figures.get(shown.name)
    return () if shown is None else tuple(source.place for source in known.sources) if known is not None else shown.places


def _row(seen: Tree, season: str, difference: Difference, change: FigureChange, shown: frozenset[str]) -> dict[str, Any]:
    """A figure: what it is called, both values, by how much it changed, and the cells behind it."""
    cells = [_cell(seen, season, cell, shown) for cell in change.cells]
    if not cells:
        places = (place for of, side in zip((difference.new, difference.old), (change.new, change.old), strict=True) for place in _places(of, side))
        cells = [_place(seen, season, place, shown) for place in dict.fromkeys(places)]
    return {
        "label": label_words(change),
        "sort": _SORTS[change.op],
        "old": "" if change.old is None else value_words(change.old),
        "new": "" if change.new is None else value_words(change.new),
        "step": "" if change.difference is None else step(change.difference, change.shown.unit),
        "cells": cells[:_MOST_CELLS],
        "more": max(0, len(cells) - _MOST_CELLS),
    }


def _cell(seen: Tree, season: str, cell: CellChange, shown: frozenset[str]) -> dict[str, Any]:
    """A cell that changed, from what to what; a link where the person sees the data."""
    old, new = ("（无）" if side is None else side or "（空）" for side in (cell.old, cell.new))
    return {**_place(seen, season, cell.place, shown), "change": f"{old} → {new}"}


def _place(seen: Tree, season: str, place: Place, shown: frozenset[str]) -> dict[str, Any]:
    told = place_json(place)
    href = link_to(seen, season, told) if unit_of_file(seen, season, place.file) in shown else None
    return {"words": "".join(in_words([place])), "href": href, "change": ""}


def _findings(found: Compared) -> Iterator[tuple[str, str, str, str]]:
    """The findings that came, went, or stand with other numbers: which it is, the severity, what it binds to, and the message."""
    findings = found.difference.findings
    parts: Iterable[tuple[str, Iterable[Any]]] = (
        ("新出现", findings.new),
        ("已消除", findings.gone),
        ("仍存在，数字有变", (new for _, new in findings.changed)),
    )
    for word, ones in parts:
        for one in ones:
            yield word, one["severity"], BINDING[Severity(one["severity"])], one["message"]
