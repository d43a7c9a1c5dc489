"""Taking a step with a document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reportgen.desk.cases import Asked, Refused, case_of, decide
from reportgen.desk.engine import engine
from reportgen.desk.steps import BY_STEP


@require_POST
def step(request: HttpRequest, season: str, unit: str, kind: str, route: str) -> HttpResponse:
    """Take it, bound to what the person saw; or say why not."""
    asked = Asked(counter(request, "turn"), counter(request, "version"), request.POST.get("reason", ""), _numbers(request))
    try:
        decide(engine(), request.user, case_of(season, unit, kind), BY_STEP[route], asked)
    except Refused as fault:
        return render(request, "desk/refused.html", {"unit": unit, "kind": kind, "step": BY_STEP[route], "words": str(fault)}, status=409)
    return redirect("document", season, unit, kind)


def counter(request: HttpRequest, name: str) -> int:
    """A counter (a turn, a version) that a form has brought; -1, which none has, where it is no such number."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1  # noqa: PLR2004  # more no counter has


def _numbers(request: HttpRequest) -> tuple[int, ...]:
    """The comments that a return names."""
    return tuple(int(one) if one.isascii() and one.isdecimal() and len(one) < 10 else -1 for one in request.POST.getlist("comment"))  # noqa: PLR2004  # as above
