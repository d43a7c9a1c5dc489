"""Uploading workbooks, their receipts, their marked copies, and putting one in place after all."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from reportgen.desk.batches import ZIP, Brought, receive_all, unpacked
from reportgen.desk.engine import engine
from reportgen.desk.links import linked
from reportgen.desk.models import Upload
from reportgen.desk.roles import visible_units
from reportgen.desk.stages import Outcome
from reportgen.desk.told import counted
from reportgen.desk.underway import go, is_going
from reportgen.desk.uploads import NotTaken, Offered, digest_of, folder_of, go_on, marked, receive
from reportgen.desk.views.answers import download
from reportgen.diagnostics import Unreadable
from reportgen.files import cause
from reportgen.inputs.data_files import WORKBOOKS

UNFINISHED = (Outcome.RECEIVED, Outcome.DIFFERING, Outcome.PUTTING, Outcome.FAILED, Outcome.LOCKED)
"""The outcomes after which the same upload may still be put in place."""


@require_POST
def upload(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """Take workbooks in; what became of each is on its receipt."""
    files = request.FILES.getlist("file")
    target = request.POST.get("target", "")
    seen = {name: digest for digest, _, name in (one.partition(" ") for one in request.POST.getlist("seen"))}
    try:
        if len(files) == 1 and target:
            offered = Offered(files[0].name, files[0].read(), target, seen.get(target, ""))
            return redirect("receipt", season, unit, receive(engine(), settings.DESK_FOLDER, request.user, unit, offered).pk)
        brought = [inner for file in files for inner in _brought(PurePosixPath(file.name).name, file.read())]
        batch = receive_all(engine(), settings.DESK_FOLDER, request.user, unit, brought, seen, new="new" in request.POST)
    except NotTaken as fault:
        return render(request, "desk/fault.html", {"title": "没有接收", "words": str(fault), "back": True}, status=400)
    except OSError as fault:
        words = f"服务器存不下这份文件（{cause(fault)}），请联系管理员"
        return render(request, "desk/fault.html", {"title": "没有接收", "words": words}, status=507)
    made = Upload.objects.filter(season=season, unit=unit, batch=batch)
    return redirect("receipt", season, unit, made[0].pk) if len(made) == 1 else redirect("batch", season, unit, batch)


def _brought(name: str, content: bytes) -> list[Brought]:
    return list(unpacked(name, content)) if name.lower().endswith(ZIP) else [Brought(name, content)]


@require_safe
def batch(request: HttpRequest, season: str, unit: str, batch: str) -> HttpResponse:
    """What became of the files of one upload, each with the way to its receipt."""
    numbers = Upload.objects.filter(season=season, unit=unit, batch=batch).values_list("pk", flat=True)
    going = any(is_going(number) for number in numbers)  # before they are read, or what is over would be shown as it was
    if "HX-Request" in request.headers:
        return HttpResponse(status=204) if going else HttpResponse(headers={"HX-Refresh": "true"})
    found = Upload.objects.select_related("person").filter(season=season, unit=unit, batch=batch).order_by("pk")
    if not found or not batch:
        raise Http404
    uploads = [(one, counted(one.faults)) for one in found]
    return render(request, "desk/batch.html", {"seen": engine().tree(), "unit": unit, "uploads": uploads, "is_going": going})


@require_safe
def receipt(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """The receipt of an upload, with all that is said of it. While it is being tried the page asks again and again, and is loaded anew once that is over."""
    going = is_going(number)  # before it is read, or what is over would be shown as it was
    if "HX-Request" in request.headers:
        return HttpResponse(status=204) if going else HttpResponse(headers={"HX-Refresh": "true"})
    found = get_object_or_404(Upload.objects.select_related("person"), pk=number, season=season, unit=unit)
    seen = engine().tree()
    before = None if found.outcome == Outcome.REFUSED else Upload.objects.filter(season=season, unit=unit, target=found.target, pk__lt=found.pk).first()
    return render(
        request,
        "desk/receipt.html",
        {
            "seen": seen,
            "unit": unit,
            "upload": found,
            "said": linked(seen, season, found.faults, visible_units(request.seats, seen.below)),
            "counted": counted(found.faults),
            "before": before,
            "is_workbook": PurePosixPath(found.target).suffix.lower() in WORKBOOKS,
            "news": None if before is None else _news(before, found),
            "is_going": going,
            "unfinished": found.outcome in UNFINISHED and not going,
            "there": engine().ask(lambda project: digest_of(folder_of(project, unit) / found.target)) if found.target else "",  # what isn't taken is of no file
        },
    )


@require_safe
def kept(request: HttpRequest, season: str, unit: str, number: int, which: str) -> HttpResponse:
    """The file that was uploaded (`new`), or the one that it took the place of (`old`), as it was."""
    del request
    found = get_object_or_404(Upload, pk=number, season=season, unit=unit)
    if found.outcome == Outcome.REFUSED:
        raise Http404
    digest = {"new": found.digest, "old": found.was if found.outcome == Outcome.PUT else ""}.get(which)
    if not digest:
        raise Http404
    try:
        content = settings.DESK_FOLDER.kept(digest)
    except OSError as fault:
        raise Http404 from fault
    stem, _, ending = found.target.rpartition(".")
    return download(content, f"{unit}-{stem}-{digest[:8]}.{ending}")


@require_safe
def marked_copy(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """The upload with all that is said of it marked at its cells."""
    found = get_object_or_404(Upload.objects.exclude(outcome=Outcome.REFUSED), pk=number, season=season, unit=unit)
    file = engine().ask(lambda project: project.workspace.relative(folder_of(project, unit) / found.target))
    try:
        content = marked(settings.DESK_FOLDER, found, file)
    except (Unreadable, OSError) as fault:
        words = f"这份文件{fault.message}" if isinstance(fault, Unreadable) else "保存的文件读不了，请联系管理员"
        return render(request, "desk/fault.html", {"title": "没有核对副本", "words": words, "back": True}, status=409)
    stem, _, ending = found.target.rpartition(".")
    return download(content, f"{unit}-{stem}.核对.{ending}")


@require_POST
def put(request: HttpRequest, season: str, unit: str, number: int) -> HttpResponse:
    """Put an upload in place though another one is there by now; or go on with one whose way was cut off."""
    found = get_object_or_404(Upload, pk=number, season=season, unit=unit, outcome__in=UNFINISHED)
    there = request.POST.get("there", "")
    go((found,), lambda: go_on(engine(), settings.DESK_FOLDER, request.user, [(found, there)], agreed=True))
    return redirect("receipt", season, unit, number)


def _news(before: Upload, now: Upload) -> dict[str, list[str]]:
    """What is said of an upload that wasn't of the one before, and what no longer is."""
    old, new = ({one["message"]: None for one in upload.faults} for upload in (before, now))
    return {"gone": [words for words in old if words not in new], "new": [words for words in new if words not in old]}
