"""What is personal, shown whole: to those alone who fill the unit's data in, for one sheet, for a while, and each time on record."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reportgen.desk.engine import engine
from reportgen.desk.roles import BY_ROUTE, may
from reportgen.desk.trail import About, record
from reportgen.desk.uploads import tables

LASTS = timedelta(minutes=15)
"""Long enough to compare a table with its papers, short enough that a screen that was left alone shows nothing."""
_GRANTED = "whole"
_LONGEST = 255  # characters of a sheet's name, as receipts keep it


@require_POST
def whole(request: HttpRequest, season: str, unit: str) -> HttpResponse:
    """Show a sheet whole from now on, or no more."""
    book, sheet = request.POST.get("book", ""), request.POST.get("sheet", "")[:_LONGEST]
    if not engine().ask(lambda project: tables(project, unit)).get(book):
        raise Http404
    granted = {key: until for key, until in request.session.get(_GRANTED, {}).items() if until > timezone.now().timestamp()}
    granted.pop(key := _key(unit, book, sheet), None)
    if "end" not in request.POST:
        with transaction.atomic():
            record(request.user, "whole", About(season, unit, words=f"{book}《{sheet}》"))
        granted[key] = (timezone.now() + LASTS).timestamp()
    request.session[_GRANTED] = granted
    route = "edit" if request.POST.get("to") == "edit" else "unit"
    return redirect(f"{reverse(route, args=(season, unit))}?{urlencode({'book': book, 'sheet': sheet})}#sheet")


def whole_until(request: HttpRequest, unit: str, book: str, sheet: str) -> datetime | None:
    """Until when the person sees a sheet whole; None where they don't."""
    until = request.session.get(_GRANTED, {}).get(_key(unit, book, sheet), 0)
    if until <= timezone.now().timestamp() or not may(BY_ROUTE["whole"], request.seats, unit, engine().tree().below):
        return None
    found: datetime = timezone.localtime(datetime.fromtimestamp(until, UTC))
    return found


def _key(unit: str, book: str, sheet: str) -> str:
    return f"{unit}/{book}/{sheet}"
