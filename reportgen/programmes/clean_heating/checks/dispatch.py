"""Checks of the heating season: its weekly dispatch, and the summary that follows it."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check

MONTHS = 12


@check("dispatched-weekly", needs="dispatch", says="start end days")
def dispatched_weekly(facts: Facts) -> Iterator[Outcome]:
    """From the season's first day to its last, no two dispatches are further apart than the parameter `dispatch_days`."""
    season, rows = facts.scope.unit.season, facts.scope.rows("dispatch")
    if season is None:
        yield Unknown(("单位说明的采暖季",))
        return
    longest = timedelta(days=facts.parameters["dispatch_days"])
    days = sorted({row.week for row in rows.rows if row.week and season.start <= row.week <= season.end})
    for earlier, later in zip((season.start, *days), (*days, season.end), strict=True):
        if later - earlier > longest:
            places = tuple(row.place("week") for row in rows.rows if row.week in (earlier, later))
            yield Violation({"start": earlier, "end": later, "days": (later - earlier).days}, (), places or rows.tables)


@check("clean-coal-dispatched", needs="dispatch energy", says="weeks")
def clean_coal_dispatched(facts: Facts) -> Iterator[Outcome]:
    """Where clean coal is supplied, each dispatch tells its stock and price."""
    rows = facts.scope.rows("dispatch")
    if not facts.themes.energy.of("洁净煤"):
        return
    silent = [row for row in rows.rows if row.coal_stock is None or row.coal_price is None]
    if silent:
        yield Violation({"weeks": len(silent)}, (), tuple(row.place("coal_stock" if row.coal_stock is None else "coal_price") for row in silent))


@check("unused-counted", needs="dispatch", says="")
def unused_counted(facts: Facts) -> Iterator[Outcome]:
    """The dispatches tell how many households have stopped using their equipment."""
    rows = facts.scope.rows("dispatch")
    if all(row.unused is None for row in rows.rows):
        yield Violation({}, (), rows.tables)


@check("unused-at-the-end", needs="dispatch", says="unused week")
def unused_at_the_end(facts: Facts) -> Iterator[Outcome]:
    """In the last week no household has stopped using its equipment."""
    rows = [row for row in facts.scope.rows("dispatch").rows if row.week]
    last = max(rows, key=lambda row: row.week)
    if last.unused is None:
        yield Unknown((f"{last.place('unused')}的弃用户数",))
    elif last.unused > 0:
        yield Violation({"unused": last.unused, "week": last.week}, (), (last.place("unused"),))


@check("heating-or-unused", needs="dispatch progress", says="week heating unused completed unexplained")
def heating_or_unused(facts: Facts) -> Iterator[Outcome]:
    """In each week the households heating and those that have stopped are those converted, but for the parameter `idle_share` (%).

    One finding tells the worst week.
    """
    completed = facts.themes.completion.total.completed
    weeks = [week for week in facts.themes.dispatch.weeks if week.heating.known and week.unused.known]
    if completed.value is None or not weeks:
        yield Unknown(completed.lacking or ("《日常调度》的取暖户数和弃用户数",))
        return
    worst = min(weeks, key=lambda week: (week.heating.value or 0) + (week.unused.value or 0))
    heating, unused = worst.heating.value or 0, worst.unused.value or 0
    left = completed.value - heating - unused
    if left * 100 > completed.value * facts.parameters["idle_share"]:
        names = {"week": worst.ended, "heating": heating, "unused": unused, "completed": completed.value, "unexplained": left}
        yield Violation(names, (worst.heating, worst.unused, completed))


@check("summary-in-time", needs="", says="dated due")
def summary_in_time(facts: Facts) -> Iterator[Outcome]:
    """The summary is dated within a month of the season's end."""
    season, dated = facts.scope.unit.season, facts.document.dated
    if season is None or dated is None:
        yield Unknown(("单位说明的采暖季" if season is None else "公文的成文日期",))
        return
    due = _month_after(season.end)
    if dated > due:
        places = tuple(place for place in (facts.document.place("dated"), season.place("end")) if place)
        yield Violation({"dated": dated, "due": due}, (), places)


def _month_after(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = divmod(day.year * MONTHS + day.month, MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
