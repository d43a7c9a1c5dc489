"""What stands before every page: the headers that bound what a browser does with it, and the rights."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from reportgen.desk.engine import Unavailable, engine
from reportgen.desk.roles import BY_ROUTE, may
from reportgen.desk.views.faults import unavailable

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from outside, no script and no style within a page."""
SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)
"""Of the preview of a document: no script at all, its own style sheet; a link leaves it only where somebody follows it."""


def secured(answer: Answer) -> Answer:
    """Every answer says what a browser may do with it."""

    def secure(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")  # what one person saw isn't shown to the next at the same computer
        return response

    return secure


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
