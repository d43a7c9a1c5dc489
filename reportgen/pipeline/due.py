"""When a document is due."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.issues import issue_of
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.inputs.schema.unit import Schedule
from reportgen.inputs.wording import proposal
from reportgen.policy import Policy
from reportgen.policy.provisions import binds

SUMMARY_DUE = "summary_due"


def unknown_deadlines(policies: Sequence[Policy], kinds: Iterable[Kind]) -> Iterator[Diagnostic]:
    """The kinds whose deadline is neither a date of 单位.yaml nor one that a policy sets: they would be due never."""
    known = [*dict.fromkeys((*Schedule.model_fields, *(name for policy in policies for name in policy.deadlines)))]
    for kind in kinds:
        if kind.deadline is not None and kind.deadline not in known and kind.deadline_place is not None:
            message = f"“{kind.name}”的时限 {kind.deadline} 不存在{proposal(kind.deadline, known)}"
            help_text = f"可以写的有：{'、'.join(known)}；要增加的，请写在政策文件的 deadlines 中"
            yield error("kinds.unknown-deadline", message, kind.deadline_place, help=help_text)


def due_date(season: str, policies: Iterable[Policy], scope: Scope, kind: Kind) -> date | None:
    """When a unit's document is due: by the unit's 时限, else by the policies that bind the unit, at the earliest. None where nobody sets a date.

    An issue of a series is due so many days after its period. Where nobody sets one for the summary, it is due one month after the end of the heating season.
    """
    key, unit = kind.deadline, scope.unit
    if kind.series is not None and kind.series.due_after is not None and (issue := issue_of(unit, kind)) is not None:
        return issue.end + timedelta(days=kind.series.due_after)
    if key is None:
        return None
    given: date | None = getattr(unit.schedule, key, None)
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
