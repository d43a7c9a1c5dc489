"""What every page is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from reportgen.desk.roles import Role
from reportgen.desk.seasons import season_name, whole_season


def of_every_page(request: HttpRequest) -> dict[str, Any]:
    """The season, in words too, who has signed in (None: nobody), their seats, the units for which they receive, and how else one signs in."""
    seats = getattr(request, "seats", ())
    user = getattr(request, "user", None)
    return {
        "user": user if user is not None and user.is_authenticated else None,
        "season": settings.DESK_SEASON,
        "whole_season": whole_season(settings.DESK_SEASON),
        "season_name": season_name(),
        "seats": seats,
        "receiving": [seat.unit for seat in seats if seat.role is Role.RECEIVER],
        "directory": settings.DESK_DIRECTORY,
        "provider": settings.DESK_PROVIDER,
        "is_administrator": any(seat.role is Role.ADMINISTRATOR for seat in seats),
        "is_editor": any(seat.role is Role.EDITOR for seat in seats),
    }
