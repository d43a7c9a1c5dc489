"""The wording of documents and the rules: their list, one of them to be changed, and what it would look like."""

import secrets
import threading
from collections import OrderedDict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reportgen.confined.bounds import Stopped
from reportgen.desk.changes import REHEARSING, NotChanged, propose
from reportgen.desk.engine import Unavailable, engine
from reportgen.desk.headers import SANDBOX
from reportgen.desk.links import linked
from reportgen.desk.models import Draft, Person
from reportgen.desk.rehearsal import show
from reportgen.desk.told import told
from reportgen.desk.wording import Text, about, content_for, text_of, texts
from reportgen.diagnostics import Unreadable
from reportgen.files import cause
from reportgen.workspace import MAX_TEXT

_PATIENCE = 10.0  # seconds that a preview waits for another: one takes three
_KEPT = 16
"""Pages that were shown last: each is looked at once, by the person for whom it was made."""
_pages: OrderedDict[str, tuple[int, str]] = OrderedDict()
_keeping = threading.Lock()


@require_safe
def wording(request: HttpRequest) -> HttpResponse:
    """All that may be changed."""
    drafts = set(Draft.objects.filter(person=request.user).values_list("path", flat=True))
    found = engine().ask(lambda project: [(one, one.path in drafts, about(project.workspace, one.path)) for one in texts(project)])
    return render(request, "desk/wording.html", {"texts": found})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """One of them to be changed; what is sent is shown (without script), let go, or becomes a change that is then looked at."""
    one = _asked(request)
    found: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        asked = request.POST.get("do", "")
        try:
            if asked == "discard":
                Draft.objects.filter(person=request.user, path=one.path).delete()
                return redirect(f"{request.path}?file={one.path}")
            draft = _kept(request, one)
            if asked == "propose":
                files = {one.path: content_for(engine().workspace(), one.path, draft.text)}
                made = propose(engine(), settings.DESK_FOLDER, request.user, "wording", f"{one.title}：{one.path}"[:200], files, {one.path: draft.was})
                return redirect("change", made.pk)
            found = _shown(request, one, draft.text)
        except NotChanged as fault:
            found, status = {"wrong": str(fault)}, 409
    try:
        now, digest = text_of(engine().workspace(), one.path)
    except Unreadable as fault:
        raise Unavailable(f"{one.path}{fault.message}") from fault
    kept: Draft | None = Draft.objects.filter(person=request.user, path=one.path).first()
    outline = engine().tree().outline
    documents = [
        (unit.name, kind.id)
        for unit in outline.roster.units
        if unit.level in one.levels or not one.levels
        for kind in outline.roster.kinds
        if (not one.kinds or kind.id in one.kinds) and (unit.name, kind.id) in outline.roster.documents
    ]
    names = {kind.id: kind.name for kind in outline.roster.kinds}
    kinds = {kind: names[kind] for _, kind in documents}
    given = {
        "text": one,
        "content": now if kept is None else kept.text,
        "was": digest if kept is None else kept.was,
        "draft": kept,
        "stale": kept is not None and kept.was != digest,
        "units": list(dict.fromkeys(unit for unit, _ in documents)),
        "kinds": kinds,
        "unit": request.POST.get("unit") or next((unit for unit, kind in documents if kind == one.like), ""),
        "kind": request.POST.get("kind") or one.like,
        **found,
    }
    return render(request, "desk/wording-file.html", given, status=status)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the document of a unit would look like, as a part of the page; what was typed in is kept."""
    one = _asked(request)
    try:
        draft = _kept(request, one)
        found = _shown(request, one, draft.text)
    except NotChanged as fault:
        found = {"wrong": str(fault)}
    return render(request, "desk/wording-shown.html", found)


@require_safe
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """A document as it would be, without script, for the person for whom it was made; it is shown in a frame."""
    with _keeping:
        found = _pages.get(secret)
    if found is None or found[0] != request.user.pk:
        raise Http404
    return HttpResponse(found[1], headers={"Content-Security-Policy": SANDBOX})


def _asked(request: HttpRequest) -> Text:
    """The file that the address names, of those that may be changed. Raises Http404."""
    path = request.GET.get("file", "")
    found = next((one for one in engine().ask(texts) if one.path == path), None)
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest, one: Text) -> Draft:
    """What was typed in, kept for the person unless the file says just that. Raises NotChanged where it is no text, or too long."""
    typed = request.POST.get("text")
    if typed is None or len(typed.encode()) > MAX_TEXT:
        raise NotChanged("没有收到文字，或者文字过长")
    person: Person = request.user
    draft = Draft(person=person, path=one.path, text=typed.replace("\r\n", "\n"), was=request.POST.get("was", ""))
    try:
        same = text_of(engine().workspace(), one.path)[0] == draft.text
    except Unreadable:
        same = False
    if same:  # another unit is looked at
        Draft.objects.filter(person=person, path=one.path).delete()
    else:
        Draft.objects.update_or_create(person=person, path=one.path, defaults={"text": draft.text, "was": draft.was})
    return draft


def _shown(request: HttpRequest, one: Text, typed: str) -> dict[str, Any]:
    """The document of the unit that is asked for as it would be, and all that is to be said of it. Raises NotChanged."""
    seen = engine().tree()
    document = request.POST.get("unit", ""), request.POST.get("kind", "")
    if document not in seen.outline.roster.documents:
        raise NotChanged("这个单位不报送这个文种，请另选一个单位或者文种试看")
    if not REHEARSING.acquire(timeout=_PATIENCE):
        raise NotChanged("另一项试算还没有完成，请过一会儿再试看")
    try:
        workspace = engine().workspace()
        made = show(settings.DESK_FOLDER, workspace, engine().season, document, {one.path: content_for(workspace, one.path, typed)})
    except Stopped as fault:
        raise NotChanged(f"试看{fault}，已经中断；请检查新写的重复（for）和算式") from fault
    except OSError as fault:
        raise NotChanged(f"试看没有完成：{cause(fault)}") from fault
    finally:
        REHEARSING.release()
    secret = ""
    if made.page:
        secret = secrets.token_urlsafe(16)
        with _keeping:
            _pages[secret] = request.user.pk, made.page
            while len(_pages) > _KEPT:
                _pages.popitem(last=False)
    nobody: frozenset[str] = frozenset()
    said = linked(seen, engine().season, told(made.said), nobody)
    return {"secret": secret, "said": said, "lint": told(made.lint), "prose": told(made.prose), "looked": True, "document": document}
