"""When a document is due."""

import calendar
from collections.abc import Iterable
from datetime import date

from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.policy import Policy
from reportgen.policy.provisions import binds

SUMMARY_DUE = "summary_due"


def due_date(season: str, policies: Iterable[Policy], scope: Scope, kind: Kind) -> date | None:
    """When a unit's document is due: by the unit's 时限, else by the policies that bind the unit, at the earliest. None where nobody sets a date.

    Where nobody sets one for the summary, it is due one month after the end of the heating season.
    """
    key, unit = kind.deadline, scope.unit
    if key is None:
        return None
    given: date | None = getattr(unit.schedule, key)
    if given is not None:
        return given
    year = int(season)
    binding = [policy.deadlines[key] for policy in policies if key in policy.deadlines and binds(policy, scope, year)]
    set_by = [day for deadline in binding if (day := deadline.on(year)) is not None]
    if set_by:
        return min(set_by)
    return a_month_later(unit.season.end) if key == SUMMARY_DUE and unit.season is not None else None


def a_month_later(day: date) -> date:
    """The same day of the next month; its last day where it has no such day: 31 March, 30 April."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
