"""Which kinds of document are asked of which units, with which deadline; and changing that."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reportgen.building.project import Project
from reportgen.desk.asked_kinds import AskedUnit, asked_units, with_kinds
from reportgen.desk.at_desk import at_desk
from reportgen.desk.changes import NotChanged, propose
from reportgen.desk.engine import engine
from reportgen.desk.seasons import season_words
from reportgen.desk.uploads import digest_of
from reportgen.diagnostics import Unreadable
from reportgen.inputs.dates import NoSuchDate, parse_date
from reportgen.start.amend_yaml import NotAmended


@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: HttpRequest) -> HttpResponse:
    """All units and kinds; the form of the unit that the address names; what is sent becomes a change that is then looked at."""
    found = engine().ask(asked_units)
    chosen = next((one for one in found if one.unit == request.GET.get("unit", "")), None)
    told: dict[str, Any] = {}
    if request.method == "POST":
        try:
            title, files = _asked(request, found, chosen)
            root = engine().workspace().root
            was = {name: digest_of(root / name) for name in files}
            made = propose(engine(), settings.DESK_FOLDER, request.user, "kinds", title, files, was)
        except (NotChanged, NotAmended) as fault:
            told["wrong"] = at_desk(str(fault))
        except Unreadable as fault:
            told["wrong"] = f"单位说明{fault.message}"
        else:
            return redirect("change", made.pk)
    columns = {kind.id: kind.name for one in found for kind in one.kinds if kind.asked or not kind.by_name}
    rows = [(one.unit, [next((kind for kind in one.kinds if kind.id == id), None) for id in columns]) for one in found]
    everywhere = {kind.id: kind.name for one in found for kind in one.kinds if not kind.by_name}
    status = 409 if told else 200
    return render(request, "desk/kinds.html", {"columns": columns, "rows": rows, "chosen": chosen, "everywhere": everywhere, **told}, status=status)


def _asked(request: HttpRequest, found: tuple[AskedUnit, ...], chosen: AskedUnit | None) -> tuple[str, dict[str, bytes | None]]:
    """What a form asks for: the title of the change, and the files as they are to be. Raises NotChanged, NotAmended, Unreadable, Http404."""
    if request.POST.get("do") == "everywhere":
        kind, on = request.POST.get("kind", ""), request.POST.get("on") == "1"
        names = {one.id: one.name for unit in found for one in unit.kinds if not one.by_name}
        if kind not in names:
            raise Http404
        title = f"全部单位{season_words(engine().season)}{'报送' if on else '不报送'}《{names[kind]}》"
        return title, dict(engine().ask(lambda project: _everywhere(project, found, kind, on=on), anew=True))
    if chosen is None:
        raise Http404
    asked = frozenset(request.POST.getlist("kind"))
    days = {kind.entry: _day(kind.entry, request.POST.get(f"due-{kind.id}", "")) for kind in chosen.kinds if kind.settable}
    return f"{chosen.unit}的文种和时限", dict(engine().ask(lambda project: with_kinds(project, chosen.unit, asked, days), anew=True))


def _everywhere(project: Project, found: tuple[AskedUnit, ...], kind: str, *, on: bool) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for one in found:
        now = frozenset(each.id for each in one.kinds if each.asked and not each.by_name)
        if any(each.id == kind for each in one.kinds):
            made |= with_kinds(project, one.unit, now | {kind} if on else now - {kind}, {})
    return made


def _day(entry: str, text: str) -> date | None:
    """A day that was typed in, None for none. Raises NotChanged."""
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except NoSuchDate:
        day = None
    if day is None:
        raise NotChanged(f"“{entry}”的“{text[:20]}”不是日期，应当写成 2023-10-20")
    return day
