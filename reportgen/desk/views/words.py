"""Word files of a document that came back: uploaded, what they bring, each change taken or refused."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reportgen.desk.comment_models import Comment, Proposal, WordFile
from reportgen.desk.comment_words import Reading
from reportgen.desk.comments import NotSaid
from reportgen.desk.engine import engine
from reportgen.desk.links import link_to, place_words, unit_of_file
from reportgen.desk.roles import visible_units
from reportgen.desk.taking import Took
from reportgen.desk.taking import refuse as refuse_proposals
from reportgen.desk.taking import take as take_proposals
from reportgen.desk.views.answers import download
from reportgen.desk.word_files import read_on, receive_word
from reportgen.files import cause


@require_POST
def return_word(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """Take a Word file in; what it brings is on its receipt."""
    if kind not in engine().tree().kinds:
        raise Http404
    given = request.FILES.get("file")
    try:
        offered = ("", b"") if given is None else (given.name, given.read())
        made = receive_word(engine(), settings.DESK_FOLDER, request.user, (unit, kind), offered)
    except NotSaid as fault:
        words = "没有选择文件" if given is None else str(fault)
        return render(request, "desk/fault.html", {"title": "没有接收", "words": words}, status=400)
    except OSError as fault:
        return render(request, "desk/fault.html", {"title": "没有接收", "words": _full(fault)}, status=507)
    return redirect("word", season, unit, kind, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """The receipt of a Word file, with the comments and changes that it brought; a form goes on reading one whose way was cut off."""
    found = _found(season, unit, kind, number)
    if request.method == "POST":
        if found.outcome == Reading.RECEIVED:
            read_on(engine(), settings.DESK_FOLDER, found)
        return redirect("word", season, unit, kind, number)
    return _page(request, found, status=200)


@require_safe
def word_kept(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """The file as it was uploaded."""
    del request
    found = _found(season, unit, kind, number)
    try:
        return download(settings.DESK_FOLDER.kept(found.digest), found.file_name)
    except OSError as fault:
        raise Http404 from fault


@require_POST
def take(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """Take the proposals that the form names; those that can't be taken stay open, and the page says why."""
    found = _found(season, unit, kind, number)
    try:
        took = take_proposals(engine(), settings.DESK_FOLDER, request.user, found, _chosen(request, found))
    except NotSaid as fault:
        return _page(request, found, status=409, fault=str(fault))
    except OSError as fault:
        return _page(request, found, status=507, fault=_full(fault))
    return _page(request, found, status=409, took=took) if took.left else redirect("word", season, unit, kind, number)


@require_POST
def refuse(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """Refuse the proposals that the form names."""
    found = _found(season, unit, kind, number)
    try:
        refuse_proposals(request.user, found, _chosen(request, found), request.POST.get("words", ""))
    except NotSaid as fault:
        return _page(request, found, status=409, fault=str(fault))
    return redirect("word", season, unit, kind, number)


def _found(season: str, unit: str, kind: str, number: int) -> WordFile:
    found: WordFile = get_object_or_404(WordFile.objects.select_related("person"), pk=number, season=season, unit=unit, kind=kind)
    return found


def _chosen(request: HttpRequest, file: WordFile) -> list[Proposal]:
    """The open proposals that the form names by their numbers, or all that can be written (`all`)."""
    open_ones = [one for one in file.proposals.all() if one.is_open]
    if request.POST.get("all"):
        return [one for one in open_ones if one.is_taken_here]
    chosen = frozenset(request.POST.getlist("proposal"))
    return [one for one in open_ones if str(one.pk) in chosen]


def _page(request: HttpRequest, file: WordFile, *, status: int, fault: str = "", took: Took | None = None) -> HttpResponse:
    seen = engine().tree()
    why = {} if took is None else {one.pk: words for one, words in took.left}
    shown = visible_units(request.seats, seen.below)
    proposals = []
    for one in file.proposals.select_related("by"):
        places = []
        for place in one.places:
            href = link_to(seen, file.season, place) if unit_of_file(seen, file.season, place["file"]) in shown else None
            places.append((place_words(place), href))
        proposals.append((one, places, why.get(one.pk, "")))
    return render(
        request,
        "desk/word.html",
        {
            "seen": seen,
            "unit": file.unit,
            "kind": file.kind,
            "name": seen.kinds.get(file.kind, file.kind),
            "file": file,
            "proposals": proposals,
            "open_here": sum(one.is_open and one.is_taken_here for one, _, _ in proposals),
            "brought": Comment.objects.filter(file=file, thread=None),
            "fault": fault,
            "took": took,
            "unread": file.outcome == Reading.RECEIVED,
        },
        status=status,
    )


def _full(fault: OSError) -> str:
    return f"服务器存不下这份文件（{cause(fault)}），请联系管理员"
