"""The board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reportgen.desk.below import excused
from reportgen.desk.board import Filter, board
from reportgen.desk.engine import engine
from reportgen.desk.models import Case
from reportgen.desk.queue import built_lately
from reportgen.desk.roles import visible_units
from reportgen.desk.standing import State


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Units and kinds, and what waits for the person; what is shown is asked for in the address."""
    own = frozenset(seat.unit for seat in request.seats if seat.unit)
    seen = engine().look(built=built_lately(engine().season), of=own)
    given = {name: request.GET.get(name, "") for name in ("unit", "kind", "state", "month")}
    asked = Filter(**given, mine=request.GET.get("mine") == "1")
    shown = board(seen, engine().season, request.seats, Case.objects.filter(season=engine().season), asked, excused(engine().season))
    visible = visible_units(request.seats, seen.below)
    return render(
        request,
        "desk/board.html",
        {"board": shown, "asked": asked, "units": [unit for unit in seen.units if unit in visible], "kinds": seen.kinds, "states": list(State)},
    )
