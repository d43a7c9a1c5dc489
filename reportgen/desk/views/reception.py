"""The receiver's list: what waits, what stands against each, and accepting many at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from reportgen.desk.engine import engine
from reportgen.desk.reception import Done, accept, waiting


@require_http_methods(("GET", "HEAD", "POST"))
def reception(request: HttpRequest) -> HttpResponse:
    """The list; and what became of those that were chosen."""
    done: tuple[Done, ...] | None = None
    if request.method == "POST":
        done = accept(engine(), request.user, request.seats, request.POST.getlist("chosen"))
    seen = engine().look(anew=done is not None)
    accepted = sum(not one.words for one in done or ())
    return render(request, "desk/reception.html", {"seen": seen, "waiting": waiting(engine(), seen, request.seats), "done": done, "accepted": accepted})
