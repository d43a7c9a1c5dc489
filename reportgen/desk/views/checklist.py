"""The checklist and the whole document on one page, before a step that somebody answers for; deciding on explanations, excusing a unit."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reportgen.desk.below import NotExcused, take_back
from reportgen.desk.below import excuse as give_excuse
from reportgen.desk.cases import UNCHANGED, case_of, present, unanswered
from reportgen.desk.checklist import Warned, against_step, checklist, said_of
from reportgen.desk.comments import waiting
from reportgen.desk.engine import Seen, engine
from reportgen.desk.explaining import where_to_explain
from reportgen.desk.links import linked
from reportgen.desk.models import Case
from reportgen.desk.roles import BY_ROUTE, Role, Seat, may, visible_units
from reportgen.desk.rulings import DECIDING, Decision, NotDecided, Side, decide_on, explained, substance
from reportgen.desk.standing import OPEN, has_moved, on_its_way, why_draft
from reportgen.desk.steps import steps_for

MOMENT = 5.0
"""Seconds that the page waits for what has changed to be checked, which takes two of a county: who opens it later finds it."""


@require_safe
def checklist_page(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """The page, with the steps that the person may take at its end."""
    seen = engine().settled(unit, kind, MOMENT)
    standing = seen.standings.get((unit, kind))
    if standing is None or kind not in seen.kinds:
        raise Http404
    case = case_of(season, unit, kind)
    found = checklist(engine(), seen, unit, kind)
    version = engine().ask(lambda project: present(project, unit, kind))
    visible = seen.visible.get((unit, kind))
    moved = case.stage in OPEN and has_moved(case, visible)
    number = case.version if case.stage in OPEN else 0 if version is None else version.number
    draft = why_draft(standing)
    if version is not None and case.returned and not draft:
        findings = said_of(engine(), unit, kind).findings
        draft = [UNCHANGED] if substance(version.visible, findings) == case.returned else []
    steps = [
        (step, [*_against(step.route, draft, moved=moved), *_unanswered(step.route, case), *against_step(step.route, found.explained, found.below)])
        for step in steps_for(case.stage, request.seats, unit, seen.below)
        if step.answers
    ]
    shown = visible_units(request.seats, seen.below)
    side = side_of(request.seats, case, seen)
    return render(
        request,
        "desk/checklist.html",
        {
            "seen": seen,
            "unit": unit,
            "kind": kind,
            "document": on_its_way(standing, seen.kinds[kind], case if case.pk else None, visible, is_top=unit not in seen.upper),
            "case": case,
            "list": found,
            "faults": linked(seen, season, found.faults, shown),
            "missing": linked(seen, season, found.missing, shown),
            "others": linked(seen, season, found.others, shown),
            "warnings": _warned(seen, season, found.warnings, shown, side),
            "explain": where_to_explain(engine(), request.seats, seen, unit),
            "may_decide": side is not None and case.stage in DECIDING[side],
            "steps": steps,
            "version": number,
            "frame": reverse("preview", args=(season, unit, kind, number)) if number else "",
        },
    )


@require_POST
def explanations(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """Note what the reviewer says of the explanations; those that nothing was said of stay as they were."""
    seen = engine().settled(unit, kind)
    case = case_of(season, unit, kind)
    side = side_of(request.seats, case, seen)
    if (unit, kind) not in seen.standings or side is None:
        raise Http404
    said = said_of(engine(), unit, kind)
    given = {name.removeprefix("say-"): value for name, value in request.POST.items() if name.startswith("say-") and value in ("yes", "no")}
    decisions = [Decision(subject, value == "yes", str(request.POST.get(f"reason-{subject}", ""))) for subject, value in given.items()]
    try:
        decide_on(request.user, case, side, explained(season, said.findings), decisions)
    except NotDecided as fault:
        return refused(request, unit, kind, "情况说明的决定", str(fault))
    return redirect(f"{reverse('checklist', args=(season, unit, kind))}#warnings")


@require_POST
def excuse(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """Excuse the unit from bringing the document."""
    try:
        give_excuse(engine().settled(unit, kind), season, (unit, kind), request.user, request.POST.get("reason", ""))
    except NotExcused as fault:
        return refused(request, unit, kind, "准予免报", str(fault))
    return redirect("document", season, unit, kind)


@require_POST
def no_excuse(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """Take the excuse back."""
    try:
        take_back(season, unit, kind, request.user)
    except NotExcused as fault:
        return refused(request, unit, kind, "取消免报", str(fault))
    return redirect("document", season, unit, kind)


def refused(request: HttpRequest, unit: str, kind: str, title: str, words: str) -> HttpResponse:
    """The page of what wasn't done with a document, and why."""
    return render(request, "desk/refused.html", {"unit": unit, "kind": kind, "step": {"title": title}, "words": words.rstrip("。")}, status=409)


def side_of(seats: tuple[Seat, ...], case: Case, seen: Seen) -> Side | None:
    """For which side a person decides on the explanations of a document; None where they don't. Who has seats on both decides for that whose turn it is."""
    own, above = Seat(Role.AUDITOR, case.unit) in seats, may(BY_ROUTE["accept"], seats, case.unit, seen.below)
    if own and above:
        return Side.ABOVE if case.stage in DECIDING[Side.ABOVE] else Side.OWN
    return Side.OWN if own else Side.ABOVE if above else None


def _against(route: str, draft: list[str], *, moved: bool) -> list[str]:
    """How the document stands, where that keeps a step from being taken."""
    if route == "submit":
        return draft
    return ["提交以后数据有变动"] if moved else []


def _unanswered(route: str, case: Case) -> list[str]:
    """The comments of a return that wait for the person who submits."""
    number = waiting(case.season, case.unit, case.kind) if route == "submit" else 0
    return [unanswered(number)] if number else []


def _warned(seen: Seen, season: str, warnings: Iterable[Warned], shown: frozenset[str], side: Side | None) -> list[dict[str, Any]]:
    """The warnings as the page shows them."""
    found = []
    for one in warnings:
        ruling = None if one.explained is None or side is None else one.explained.rulings.get(side)
        rulings = [] if one.explained is None else [(by.chinese, given) for by, given in one.explained.rulings.items()]
        (said,) = linked(seen, season, [one.said], shown)
        found.append({"said": said, "code": one.code, "explained": one.explained, "lapsed": one.lapsed, "rulings": rulings, "mine": ruling})
    return found
