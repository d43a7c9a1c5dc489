"""The record of who did what."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from reportgen.desk.engine import engine
from reportgen.desk.models import Entry
from reportgen.desk.trail import ACTIONS, exported, first_broken
from reportgen.desk.views.answers import download

_PAGE = 100


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest first, and whether all are as they were written."""
    pages = Paginator(Entry.objects.order_by("-position"), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    kinds = engine().tree().kinds
    rows = [(entry, ACTIONS.get(entry.action, entry.action), kinds.get(entry.kind, entry.kind)) for entry in page]
    return render(request, "desk/trail.html", {"page": page, "rows": rows, "broken": first_broken(), "last": Entry.objects.last()})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All of it, a line of JSON each."""
    del request
    return download("".join(exported()).encode(), f"办理记录-{localdate():%Y%m%d}.jsonl")
