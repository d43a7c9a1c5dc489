"""What stands before every page: the rights."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from reportgen.desk.engine import Unavailable, engine
from reportgen.desk.headers import Answer
from reportgen.desk.roles import BY_ROUTE, may
from reportgen.desk.views.faults import unavailable, unkeepable


class Guard:
    """Nobody opens a route that the table of rights doesn't give them; a route that isn't in the table nobody opens."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, once `process_view` has let it through."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Where the workspace can't be asked now, the page says why."""
        return unavailable(request, str(fault)) if isinstance(fault, Unavailable) else None

    def process_view(self, request: HttpRequest, _view: object, _args: object, asked: dict[str, Any]) -> HttpResponse | None:
        """The way to the sign-in page; None where the route may be opened. Raises PermissionDenied, Http404."""
        if request.method == "POST" and any("\0" in value for _, values in request.POST.lists() for value in values):
            return unkeepable(request)
        match = request.resolver_match
        right = BY_ROUTE[match.url_name]
        if right.public:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.seats = request.user.roles()
        unit = asked.get("unit")
        try:
            below = engine().tree().below if unit is not None else {}
        except Unavailable as fault:
            return unavailable(request, str(fault))
        if unit is not None and (unit not in below or asked.get("season") != engine().season):
            raise Http404
        if not may(right, request.seats, unit, below):
            raise PermissionDenied
        return None
