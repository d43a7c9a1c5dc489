"""The receiver's post: dropping files in, what was found in them, taking them in; and handing workbooks out."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reportgen.building.project import Project
from reportgen.desk.at_desk import at_desk
from reportgen.desk.collecting import give_out
from reportgen.desk.engine import engine
from reportgen.desk.intake import beside, held, look_again, receive, strange, take_found
from reportgen.desk.intake import marked as marked_copy
from reportgen.desk.intake import slip as signed_slip
from reportgen.desk.links import linked
from reportgen.desk.models import Intake
from reportgen.desk.roles import visible_units
from reportgen.desk.stages import DONE, Arrived
from reportgen.desk.trail import About, record
from reportgen.desk.uploads import NotTaken
from reportgen.desk.views.answers import download
from reportgen.diagnostics import Unreadable
from reportgen.exchange.handing import HANDED
from reportgen.exchange.ledger import open_ledger
from reportgen.exchange.reporting import Reported, read_records, reported
from reportgen.files import cause, read_file
from reportgen.filing.keys import config_folder, own_key
from reportgen.inputs.dates import NoSuchDate, parse_date
from reportgen.inputs.programme import programme_of

_SHOWN = 20  # the newest
_HIDDEN: dict[str, object] = {"changes": [], "rows": [], "more": 0, "said": [], "is_faulty": False}
"""What isn't shown of a file of a unit that isn't below: how it compares with what is there."""


@require_http_methods(("GET", "HEAD", "POST"))
def intake(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """The page: what may be dropped in, what was, who has reported, what was handed out; and taking files in."""
    if request.method == "POST":
        try:
            offered = [(file.name, file.read()) for file in request.FILES.getlist("file")]
            made = receive(engine(), settings.DESK_FOLDER, request.user, unit, offered)
        except NotTaken as fault:
            return _fault(request, "没有接收", str(fault), 400)
        except OSError as fault:
            return _fault(request, "没有接收", f"服务器存不下这些文件（{cause(fault)}），请联系管理员", 507)
        return redirect("intake-receipt", season, unit, made.pk)
    return _page(request, season, unit)


@require_safe
def receipt(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """What was found in what was dropped in, and what became of it."""
    found = get_object_or_404(Intake.objects.select_related("person", "taken_by"), pk=number, season=season, unit=unit)
    tree = engine().tree()
    shown = visible_units(request.seats, tree.below)
    hidden = strange(engine(), found)
    why = found.found.get("held", {}) | hidden if found.state in DONE else held(engine(), found)
    brought = {sort: [{**one, **(_HIDDEN if one["name"] in hidden else {})} for one in found.found.get(sort, ())] for sort in ("files", "packages")}
    files = [{**one, "said": linked(tree, season, one["said"], shown), "held": why.get(one["name"], "")} for one in brought["files"]]
    digests = {file["name"]: file["digest"] for file in found.files}
    key = own_key(config_folder(), unit)
    packages = [
        {
            **one,
            "digest": digests.get(one["name"], ""),
            "said": linked(tree, season, one["said"], shown),
            "held": why.get(one["name"], ""),
            "kind": tree.kinds.get(one["kind"], one["kind"]),
        }
        for one in brought["packages"]
    ]
    return render(
        request,
        "desk/intake-receipt.html",
        {
            "seen": tree,
            "unit": unit,
            "intake": found,
            "files": files,
            "packages": packages,
            "said": linked(tree, season, found.found.get("said", []), shown),
            "is_locked": key is not None and key.locked,
            "is_open": found.state == Arrived.LOOKED_AT and any((one["is_taken"] or one.get("is_faulty")) and not one["held"] for one in (*files, *packages)),
            "may_look": found.state not in DONE,
        },
    )


@require_POST
def again(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """Look at it again, as things are now; what came back counts over what is there, or not."""
    found = get_object_or_404(Intake.objects.exclude(state__in=DONE), pk=number, season=season, unit=unit)
    look_again(engine(), found, overwrite=request.POST.get("overwrite") == "1")
    return redirect("intake-receipt", season, unit, number)


@require_POST
def take(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """Take it in as it was shown."""
    found = get_object_or_404(Intake.objects.exclude(state__in=DONE), pk=number, season=season, unit=unit)
    try:
        take_found(engine(), found, request.user, request.POST.get("shown", ""))
    except OSError as fault:
        return _fault(request, "没有采用", f"文件读写不了（{cause(fault)}），请联系管理员", 507)
    return redirect("intake-receipt", season, unit, number)


@require_safe
def marked(request: HttpRequest, season: str, unit: str, number: int, digest: str) -> HttpResponse:
    """The marked copy of a workbook with faults, to be sent back."""
    found = get_object_or_404(Intake, pk=number, season=season, unit=unit)
    try:
        made = marked_copy(engine(), settings.DESK_FOLDER, found, digest)
    except (Unreadable, OSError) as fault:
        return _fault(request, "没有核对副本", f"这份文件{fault.message}" if isinstance(fault, Unreadable) else "保存的文件读不了，请联系管理员", 409)
    if made is None:
        raise Http404
    return download(*made)


@require_POST
def slip(request: HttpRequest, season: str, unit: str, number: int, digest: str) -> HttpResponse:
    """The receipt that the unit signs for a package."""
    found = get_object_or_404(Intake, pk=number, season=season, unit=unit)
    try:
        return download(*signed_slip(settings.DESK_FOLDER, found, request.user, digest, request.POST.get("passphrase", "")))
    except NotTaken as fault:
        return _fault(request, "没有出具回执", str(fault), 409)
    except OSError as fault:
        return _fault(request, "没有出具回执", f"文件读写不了（{cause(fault)}），请联系管理员", 507)


@require_POST
def hand_out(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """Write the workbooks for the units below, which counts up their version."""
    try:
        due = _day(request.POST.get("due", "").strip())
    except NoSuchDate:
        return _fault(request, "没有下发", "截止日期应当写成 2023-10-20", 400)
    done, said, words = beside(give_out, engine().root, season, unit, due, tuple(request.POST.getlist("table")))
    if not done:
        return _fault(request, "没有下发", "；".join(f"{one['message']}（{one['help']}）" if one["help"] else one["message"] for one in said), 409)
    record(request.user, "hand-out", About(season, unit, words="；".join(words)))
    return redirect("intake", season, unit)


@require_safe
def handed_out(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """A workbook that was handed out, or the zip with all of them, by its name in the query."""
    name = request.GET.get("file", "")
    path = engine().ask(lambda project: _handed(project, unit)).get(name)
    if path is None:
        raise Http404
    del season
    return download(read_file(path).data, name)


def _page(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    tree = engine().tree()
    handed = engine().ask(lambda project: _handed(project, unit))
    tables = engine().ask(lambda project: tuple(programme_of(project.workspace)[0].by_title))
    returns, problems = engine().ask(lambda project: _returns(project, unit))
    order = list(tree.units)
    return render(
        request,
        "desk/intake.html",
        {
            "seen": tree,
            "unit": unit,
            "intakes": Intake.objects.filter(season=season, unit=unit).select_related("person")[:_SHOWN],
            "handed": sorted(handed, key=lambda name: (not name.endswith(".zip"), name)),
            "tables": tables,
            "returns": sorted(returns, key=lambda one: order.index(one.identity.unit) if one.identity.unit in order else len(order)),
            "problems": problems,
        },
    )


def _handed(project: Project, unit: str) -> dict[str, Path]:
    """The files that were handed out by a unit, by name."""
    folder = open_ledger(project.workspace, project.name).folder / HANDED / project.roster.folder(unit)
    return {path.name: path for path in sorted(folder.glob("*")) if path.is_file() and not path.is_symlink()} if folder.is_dir() else {}


def _returns(project: Project, unit: str) -> tuple[list[Reported], list[str]]:
    issued, receipts, problems = read_records(open_ledger(project.workspace, project.name))
    return [one for one in reported(issued, receipts, project.today) if one.identity.upper == unit], [at_desk(problem.message) for problem in problems]


def _day(text: str) -> date | None:
    """A day as it was typed; None where nothing was. Raises NoSuchDate."""
    if not text:
        return None
    found = parse_date(text)
    if found is None:
        raise NoSuchDate
    return found


def _fault(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    return render(request, "desk/fault.html", {"title": title, "words": words, "back": True}, status=status)
