"""Signing in and out, and setting a password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from reportgen.desk.models import Person
from reportgen.desk.outside import Unreachable
from reportgen.desk.people import link_of, use
from reportgen.desk.trail import record

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_EXPIRED = "这个链接已经用过，或者超过了24小时。请向管理员要一个新的；首位管理员请重新启动报送台，控制台会印出新的链接。"


class SignIn(forms.Form):
    """Who signs in."""

    username = forms.CharField(label="用户名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}))
    password = forms.CharField(label="密码", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class NewPassword(forms.Form):
    """A new password, twice."""

    password = forms.CharField(label="密码", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(label="再输入一次", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *arguments: Any, person: Person | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both alike, and no password that is soon guessed."""
        given = super().clean()
        if given.get("password") != given.get("again"):
            self.add_error("again", "两次输入的密码不一样")
        elif given.get("password"):
            person = self.person or Person(username=given.get("username", ""), name=given.get("name", ""))
            try:
                validate_password(given["password"], person)
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return dict(given)


class FirstAdministrator(NewPassword):
    """The first administrator: who they are, too."""

    username = forms.CharField(label="用户名", max_length=60, validators=[UnicodeUsernameValidator()])
    name = forms.CharField(label="姓名", max_length=60)
    field_order = ("username", "name", "password", "again")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page to sign in, and the way to where the person wanted to go."""
    after = request.GET.get("next", "")
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = authenticate(request, **form.cleaned_data)
        except Unreachable as fault:
            form.add_error(None, str(fault))
            return render(request, "desk/sign-in.html", {"form": form, "after": after}, status=503)
        if person is not None:
            login(request, person)
            record(person, "sign-in")
            return redirect(after if url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()) else "board")
        form.add_error(None, "用户名或者密码不正确")
    return render(request, "desk/sign-in.html", {"form": form, "after": after}, status=400 if form.errors else 200)


def locked_out(request: HttpRequest, _credentials: object = None, *_: object) -> HttpResponse:
    """Too many wrong passwords."""
    return render(request, "desk/fault.html", {"title": "暂停登录", "words": "密码输错的次数过多，请15分钟以后再试；忘记密码的，请联系管理员。"}, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password by a one-time link, which makes the first administrator where nobody is one."""
    link = link_of(secret)
    if link is None:
        return render(request, "desk/fault.html", {"title": "链接不能用了", "words": _EXPIRED}, status=410)
    kind = FirstAdministrator if link.person is None else NewPassword
    form = kind(request.POST or None, person=link.person)
    if request.method == "POST" and form.is_valid():
        try:
            person = use(secret, form.cleaned_data["password"], form.cleaned_data.get("username", ""), form.cleaned_data.get("name", ""))
        except IntegrityError:
            form.add_error("username", "这个用户名已经有人用了")
        else:
            if person is None:
                return render(request, "desk/fault.html", {"title": "链接不能用了", "words": _EXPIRED}, status=410)
            login(request, person, _BACKEND)
            return redirect("board")
    return render(request, "desk/first.html", {"form": form, "person": link.person}, status=400 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; sessions elsewhere end."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        record(form.user, "password")
        return redirect("board")
    return render(request, "desk/password.html", {"form": form}, status=400 if form.errors else 200)
