"""The way to an OpenID Connect provider, and back from it."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reportgen.desk.outside import PROVIDER_BACKEND, Unreachable, Unregistered
from reportgen.desk.trail import About, record

_UNKNOWN = "您已通过{title}，但是用户名“{username}”没有在报送台登记，或者已经停用。请联系报送台的管理员，在“人员”中用这个用户名登记。"
_FAILED = "{title}没有确认您的身份，没有登录。请重新登录；一直这样的，请告诉管理员。"


@never_cache
@require_GET
def provider(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    if settings.DESK_PROVIDER is None:
        raise Http404
    from mozilla_django_oidc.views import OIDCAuthenticationRequestView

    from reportgen.desk.provider import setting

    class Sent(OIDCAuthenticationRequestView):
        get_settings = staticmethod(setting)

    try:
        sent: HttpResponse = Sent.as_view()(request)
    except Unreachable as fault:
        return _page(request, 503, str(fault))
    return sent


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Sign in whom the provider has sent back."""
    if settings.DESK_PROVIDER is None:
        raise Http404
    from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

    from reportgen.desk.provider import setting

    title = settings.DESK_PROVIDER.title

    class Back(OIDCAuthenticationCallbackView):
        get_settings = staticmethod(setting)

        def login_success(self) -> HttpResponse:
            after = self.success_url  # before the session is another
            login(self.request, self.user, PROVIDER_BACKEND)
            record(self.user, "sign-in", About(words=title))
            return redirect(after)

        def login_failure(self) -> HttpResponse:
            return _page(self.request, 400, _FAILED.format(title=title))

    try:
        answer: HttpResponse = Back.as_view()(request)
    except Unreachable as fault:
        return _page(request, 503, str(fault))
    except Unregistered as unknown:
        return _page(request, 403, _UNKNOWN.format(title=title, username=unknown.username))
    return answer


def _page(request: HttpRequest, status: int, words: str) -> HttpResponse:
    return render(request, "desk/fault.html", {"title": "没有登录", "words": words}, status=status)
