"""The headers that bound what a browser does with a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
    """Every answer says what a browser may do with it; what it is to keep of one that came by HTTPS, it sends by HTTPS alone."""

    def secure(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.is_secure():  # at the machine itself it is served without, and browsers wouldn't keep them
            for cookie in response.cookies.values():
                cookie["secure"] = True
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")  # what one person saw isn't shown to the next at the same computer
        return response

    return secure
