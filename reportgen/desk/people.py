"""People: the first administrator, one-time links by which passwords are set, and seats."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from reportgen.desk.models import OneTimeLink, Person, SeatOf
from reportgen.desk.roles import Role, Seat
from reportgen.desk.trail import About, record

_BYTES = 24  # of a link's secret: nobody guesses it
LASTS = timedelta(hours=24)
"""How long a one-time link holds."""


def has_administrator() -> bool:
    """Whether somebody may give others their roles."""
    return bool(SeatOf.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True).exists())


def new_link(person: Person | None, by: Person | None = None) -> str:
    """The secret of a new one-time link, of a person or (None) of the first administrator; earlier ones hold no more."""
    secret = secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        OneTimeLink.objects.filter(person=person).delete()
        OneTimeLink.objects.create(digest=_digest(secret), person=person, expires=timezone.now() + LASTS)
        if person is not None:
            record(by, "link", About(words=person.username))
    return secret


def link_of(secret: str) -> OneTimeLink | None:
    """The link of a secret; None where there is none, it has been used, or its time is over."""
    found: OneTimeLink | None = OneTimeLink.objects.filter(digest=_digest(secret), expires__gt=timezone.now()).first()
    return None if found is not None and found.person is None and has_administrator() else found


def use(secret: str, password: str, username: str = "", name: str = "") -> Person | None:
    """Set the password by a link, which is then used up; where it is the first administrator's, make them. None where the link holds no more."""
    with transaction.atomic():
        link = link_of(secret)
        if link is None:
            return None
        person = link.person or Person(username=username, name=name)
        person.set_password(password)
        person.save()
        if link.person is None:
            SeatOf.objects.create(person=person, role=Role.ADMINISTRATOR)
            record(person, "administrator", About(words=username))
        else:
            record(person, "password", About(words=person.username))
        link.delete()
        return person


def register(username: str, name: str, seats: Iterable[Seat], by: Person | None) -> Person:
    """A new person, who sets a password by a link. Raises IntegrityError where the user name is another's."""
    with transaction.atomic():
        person = Person(username=username, name=name)
        person.set_unusable_password()
        person.save(force_insert=True)
        record(by, "person", About(words=f"{username} {name}"))
        set_seats(person, seats, by)
    return person


def set_seats(person: Person, seats: Iterable[Seat], by: Person | None) -> None:
    """Give a person these seats, and no others."""
    seats = tuple(dict.fromkeys(seats))
    with transaction.atomic():
        person.seats.all().delete()
        SeatOf.objects.bulk_create(SeatOf(person=person, role=seat.role, unit=seat.unit) for seat in seats)
        record(by, "seats", About(words=f"{person.username}：{'、'.join(f'{seat.unit}{seat.role.chinese}' for seat in seats) or '没有职责'}"))


def set_active(person: Person, by: Person, *, active: bool) -> None:
    """Let a person sign in, or no more: open sessions end with their next page."""
    with transaction.atomic():
        person.is_active = active
        person.save(update_fields=("is_active",))
        record(by, "person", About(words=f"{person.username} {'启用' if active else '停用'}"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
