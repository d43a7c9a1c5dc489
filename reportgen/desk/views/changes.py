"""The changes of what all units have in common: their list, and one with what it would do, to be put into effect, dropped or taken back."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reportgen.desk.changes import NotChanged, drop, in_hand, take, take_back
from reportgen.desk.engine import engine
from reportgen.desk.line_changes import LineChange, line_changes
from reportgen.desk.links import linked
from reportgen.desk.models import Change
from reportgen.desk.stages import Taking
from reportgen.desk.views.answers import download
from reportgen.desk.wording import packaged_text

_PAGE = 50


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    page = Paginator(Change.objects.filter(season=engine().season).select_related("person", "taken_by"), _PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/changes.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One change; what its buttons ask for is done, or the page says why not."""
    found = get_object_or_404(Change.objects.select_related("person", "taken_by", "back"), pk=number, season=engine().season)
    wrong = ""
    if request.method == "POST":
        try:
            return _done(request, found)
        except NotChanged as fault:
            wrong = str(fault)
        found.refresh_from_db()
    seen = engine().tree()
    nobody: frozenset[str] = frozenset()  # whoever edits what is common has no seat at the units, and isn't led to their data
    kinds = {kind.id: kind.name for kind in seen.outline.roster.kinds}
    alike: dict[tuple[str, ...], list[str]] = {}
    units = []
    for one in found.effects["units"]:
        if any(one[key] for key in ("new", "gone", "broken", "due")):
            units.append({**one, "new": linked(seen, engine().season, one["new"], nobody)})
        else:
            alike.setdefault(tuple(one["documents"].values()), []).append(one["unit"])
    lint = [(one["unit"], kinds.get(one["kind"], one["kind"]), one["said"]) for one in found.effects.get("lint", ())]
    lines = [(one["path"], _lines(one)) for one in found.files]
    held = [] if found.state != Taking.PROPOSED else [(case, kinds.get(case.kind, case.kind)) for case in in_hand(engine().season, found)]
    given = {"change": found, "units": units, "common": linked(seen, engine().season, found.effects["common"], nobody), "held": held, "wrong": wrong}
    given |= {"alike": list(alike.items()), "lint": lint, "lines": lines}
    given["is_open"], given["is_taken"] = found.state == Taking.PROPOSED, found.state == Taking.TAKEN
    return render(request, "desk/change.html", given, status=409 if wrong else 200)


@require_safe
def file(request: HttpRequest, number: int, place: int, which: str) -> HttpResponse:
    """A file of a change as it was before (`old`) or as it is to be (`new`)."""
    del request
    found = get_object_or_404(Change, pk=number, season=engine().season)
    entry = found.files[place] if place < len(found.files) else {}
    digest = entry.get({"old": "was", "new": "digest"}.get(which, ""))
    if not digest:
        raise Http404
    try:
        content = settings.DESK_FOLDER.kept(digest)
    except OSError as fault:
        raise Http404 from fault
    return download(content, entry["path"].rpartition("/")[2])


def _done(request: HttpRequest, found: Change) -> HttpResponse:
    asked = request.POST.get("do", "")
    if asked == "take":
        take(engine(), settings.DESK_FOLDER, request.user, found)
    elif asked == "drop":
        drop(request.user, found)
    elif asked == "back" and found.state == Taking.TAKEN:
        return redirect("change", take_back(engine(), settings.DESK_FOLDER, request.user, found).pk)
    return redirect("change", found.pk)


def _lines(entry: dict[str, str]) -> tuple[LineChange, ...]:
    """The lines that change in a file; where there was none before, against the program's own."""
    if entry["path"].endswith(".xlsx"):
        return ()
    try:
        old, new = (settings.DESK_FOLDER.kept(entry[key]) if entry[key] else packaged_text(entry["path"]).encode() for key in ("was", "digest"))
    except OSError:
        return ()
    return line_changes(old, new)
