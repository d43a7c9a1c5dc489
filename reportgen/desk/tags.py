"""What the pages' templates may use besides Django's own."""

from typing import Any

from django import template
from django.urls import reverse

from reportgen.desk.moments import day_words, moment_words, month_words
from reportgen.desk.roles import BY_ROUTE, may
from reportgen.desk.seasons import season_words

register = template.Library()
register.filter("day", day_words)
register.filter("moment", moment_words)
register.filter("month", month_words)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a style sheet or script, which changes with its content."""
    from reportgen.desk.views.asset import ASSETS

    return str(reverse("asset", args=(ASSETS[name].digest, name)))


@register.filter
def season(year: str) -> str:
    """A season in words: 2023年采暖季."""
    return season_words(year)


@register.simple_tag(takes_context=True)
def mays(context: dict[str, Any], route: str, unit: str | None = None) -> bool:
    """Whether the person may open a route, of a unit where it belongs to one: what they may not isn't offered."""
    below = context["seen"].below if unit is not None else {}
    return may(BY_ROUTE[route], context["seats"], unit, below)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The query of the present address with some of its values changed; one that is empty is left out."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None, False):
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"
