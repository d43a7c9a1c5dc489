"""The comments of a document: seen, made, answered, resolved; and its Word file with them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reportgen.building.project import Project
from reportgen.desk.anchors import Anchor, Carried, Fate
from reportgen.desk.comment_models import Comment, WordFile
from reportgen.desk.comment_words import Act
from reportgen.desk.comments import NotSaid, ShownThread, answer, carried_to, say, threads_of, words_of
from reportgen.desk.engine import engine
from reportgen.desk.views.answers import download
from reportgen.desk.written import written
from reportgen.redline.threads import Remark, Said, with_threads
from reportgen.versions.history import open_history
from reportgen.versions.version import Key

_MOST_FILES = 10  # that are listed beside the comments: the newest


def shown_threads(season: str, unit: str, kind: str, number: int | None) -> tuple[ShownThread, ...]:
    """The threads of a document as they stand to a version, those that wait first, then open ones."""
    threads = threads_of(season, unit, kind)
    if not threads:
        return ()
    if number is None:  # there is no version any more: what was said is still there
        found = tuple(ShownThread(one, Carried(Anchor(), Fate.UNKNOWN)) for one in threads)
    else:
        found = engine().ask(lambda project: carried_to(project, unit, kind, number, threads))
    return tuple(sorted(found, key=lambda one: (not one.thread.waits, not one.thread.is_open)))


def asked_anchor(request: HttpRequest) -> Anchor | None:
    """The place that the address asks to be commented: a block (`on`), or a figure (`figure`) of a block (`at`)."""
    asked = request.GET if request.method == "GET" else request.POST
    block, figure, nth = asked.get("on", ""), asked.get("figure", ""), asked.get("nth", "")
    if block == "document":
        return Anchor()
    if block:
        return Anchor(block)
    if figure and asked.get("at"):
        return Anchor(asked.get("at", ""), figure, int(nth) if nth.isascii() and nth.isdecimal() and len(nth) < 6 else 0)  # noqa: PLR2004  # more no document has
    return None


def of_page(request: HttpRequest, season: str, unit: str, kind: str, number: int | None) -> dict[str, Any]:
    """What the page of a document shows of its comments, in the version `number`."""
    threads = shown_threads(season, unit, kind, number)
    about = asked_anchor(request) if number is not None else None
    words = None if about is None or number is None else words_of(engine(), unit, kind, number, about)
    return {
        "threads": threads,
        "open_threads": [one.thread for one in threads if one.thread.is_open],
        "waiting": sum(one.thread.waits for one in threads),
        "about": about if words is not None else None,
        "about_words": words or "",
        "newest": _number(request.GET.get("thread", "")),
        "words_files": WordFile.objects.filter(season=season, unit=unit, kind=kind).select_related("person")[:_MOST_FILES],
    }


def marks(season: str, unit: str, kind: str, number: int) -> tuple[str, ...]:
    """The ids of the blocks of a version of which there are open comments, one for each."""
    return tuple(one.carried.anchor.block for one in shown_threads(season, unit, kind, number) if one.thread.is_open and one.carried.anchor.block)


@require_safe
def comments_page(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """The comments alone, as they stand to the present version or the one that is asked for."""
    return _page(request, season, unit, kind, _number(request.GET.get("version", "")))


@require_POST
def comment(request: HttpRequest, season: str, unit: str, kind: str) -> HttpResponse:
    """Make a comment on what the form names."""
    number, anchor = _number(request.POST.get("version", "")), asked_anchor(request)
    if number is None or anchor is None:
        return _page(request, season, unit, kind, number, NotSaid("没有选中要批注的地方，请在预览中点一段或者一个数"))
    try:
        made = say(engine(), request.user, (unit, kind), number, anchor, request.POST.get("text", ""))
    except NotSaid as fault:
        return _page(request, season, unit, kind, number, fault)
    return _back(season, unit, kind, number, made.pk)


@require_POST
def answer_one(request: HttpRequest, season: str, unit: str, kind: str, number: int) -> HttpResponse:
    """Answer a comment, resolve it, open it again, as the button that was pressed says."""
    first = get_object_or_404(Comment, pk=number, thread=None, season=season, unit=unit, kind=kind)
    version = _number(request.POST.get("version", ""))
    acts = {one.value: one for one in (Act.REPLY, Act.RESOLVE, Act.REOPEN)}
    act = acts.get(request.POST.get("act", Act.REPLY))
    if act is None:
        raise Http404
    try:
        answer(request.user, first, act, request.POST.get("text", ""))
    except NotSaid as fault:
        return _page(request, season, unit, kind, version, fault)
    return _back(season, unit, kind, version, first.pk)


@require_safe
def commented(request: HttpRequest, season: str, unit: str, kind: str, version: int) -> HttpResponse:
    """A version as Word with its comments as comments of Word."""
    del request
    threads = shown_threads(season, unit, kind, version)

    def made(project: Project) -> str | None:
        with open_history(project.workspace.outputs) as history:
            found = history.version(Key(project.name, unit, kind), version)
            return None if found is None else history.html(found)

    html, plain = engine().ask(made), written(engine(), unit, kind, version, "docx")
    content = None if html is None or plain is None else with_threads(plain, html, [_remark(one) for one in threads])
    name = engine().look().kinds.get(kind)
    if content is None or name is None:
        raise Http404
    return download(content, f"{unit}-{name}-第{version}版（带批注）.docx")


def _remark(one: ShownThread) -> Remark:
    """A thread as a Word file has it; what has become of what it speaks of is said in it."""
    first, there = one.thread.first, one.carried
    fate = "" if there.fate is Fate.SAME else f"（{there.fate.chinese}：原为“{there.old or first.words}”）"
    said = [Said(first.name, _time(first), "\n".join(filter(None, (first.text, fate))))]
    said += [Said(later.name, _time(later), later.text) for later in one.thread.later if later.text]
    return Remark(there.anchor.block, there.anchor.figure, there.anchor.occurrence, tuple(said), done=not one.thread.is_open)


def _time(one: Comment) -> str:
    """When it was said, as people write it: Word's comments know no time zone. Those of a Word file keep its own."""
    return str(one.day) or timezone.localtime(one.time).strftime("%Y-%m-%dT%H:%M:%S")


def _page(request: HttpRequest, season: str, unit: str, kind: str, number: int | None, fault: NotSaid | None = None) -> HttpResponse:
    """The comments as a page; with a fault also what was written, so that it isn't lost."""
    name = engine().look().kinds.get(kind)
    if name is None:
        raise Http404
    with_number = engine().ask(lambda project: _present(project, unit, kind)) if number is None else number
    shown = {
        **of_page(request, season, unit, kind, with_number),
        "seen": engine().tree(),
        "unit": unit,
        "kind": kind,
        "name": name,
        "shown_version": with_number,
        "fault": fault,
        "written": request.POST.get("text", ""),
    }
    return render(request, "desk/comments-page.html", shown, status=200 if fault is None else 409)


def _present(project: Project, unit: str, kind: str) -> int | None:
    with open_history(project.workspace.outputs) as history:
        return history.number(Key(project.name, unit, kind))


def _back(season: str, unit: str, kind: str, number: int | None, thread: int) -> HttpResponse:
    """To the document, at the comment that was written or answered: the focus goes there, with script and without."""
    answer = redirect("document", season, unit, kind)
    asked = {"thread": thread} if number is None else {"version": number, "thread": thread}
    answer["Location"] += f"?{urlencode(asked)}#comment-{thread}"
    return answer


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004  # more no counter has
