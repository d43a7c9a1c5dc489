"""The administrator's pages of people."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reportgen.desk.engine import engine
from reportgen.desk.models import Person, SeatOf
from reportgen.desk.people import new_link, register, set_active, set_seats
from reportgen.desk.roles import OF_DESK, Role, Seat

_OF_UNITS = tuple(role for role in Role if role not in OF_DESK)


class NewPerson(forms.Form):
    """Who is registered."""

    username = forms.CharField(label="用户名", max_length=60, validators=[UnicodeUsernameValidator()])
    name = forms.CharField(label="姓名", max_length=60)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The list, of a unit or a role where the address names one, and registering somebody."""
    form = NewPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = register(form.cleaned_data["username"], form.cleaned_data["name"], (), request.user)
        except IntegrityError:
            form.add_error("username", "这个用户名已经有人用了")
        else:
            return redirect("person", made.pk)
    found = Person.objects.prefetch_related("seats")
    unit, role = request.GET.get("unit", ""), request.GET.get("role", "")
    if unit or role:
        seats = {name: value for name, value in (("unit", unit), ("role", role)) if value}
        found = found.filter(pk__in=SeatOf.objects.filter(**seats).values("person"))
    return render(
        request,
        "desk/people.html",
        {"form": form, "people": found, "unit": unit, "role": role, "units": list(engine().tree().units), "roles": list(Role)},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: their seats, whether they may sign in, a new link."""
    found = get_object_or_404(Person, pk=number)
    told: dict[str, Any] = {}
    if request.method == "POST":
        told = _change(request, found)
    units = list(engine().tree().units)
    seats = set(found.roles())
    rows = [(unit, [(role, Seat(role, unit) in seats) for role in _OF_UNITS]) for unit in units]
    central = {"person_administrates": Seat(Role.ADMINISTRATOR) in seats, "person_edits": Seat(Role.EDITOR) in seats}
    return render(
        request,
        "desk/person.html",
        {"person": found, "roles": _OF_UNITS, "rows": rows, **central, "is_self": found.pk == request.user.pk, **told},
    )


def _change(request: HttpRequest, found: Person) -> dict[str, Any]:
    """Do what a button asks; gives what there is to say."""
    asked = request.POST.get("do", "")
    if asked == "seats":
        units = frozenset(engine().tree().units)
        given = [tuple(value.partition(":")[::2]) for value in request.POST.getlist("seat")]
        seats = [Seat(Role(role), unit) for role, unit in given if unit in units and role in {one.value for one in _OF_UNITS}]
        if request.POST.get("administrator") or found.pk == request.user.pk:  # nobody takes the desk's last administrator away by mistake
            seats += [Seat(Role.ADMINISTRATOR)]
        if request.POST.get("editor"):
            seats += [Seat(Role.EDITOR)]
        set_seats(found, seats, request.user)
        return {"saved": True}
    if asked == "link":
        return {"link": request.build_absolute_uri(reverse("first", args=(new_link(found, request.user),)))}
    if asked in ("on", "off") and found.pk != request.user.pk:
        set_active(found, request.user, active=asked == "on")
    return {}
