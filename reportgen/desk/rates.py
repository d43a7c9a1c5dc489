"""Completeness and on-time rates by month: of the documents that are due in a month, how many have gone up, and how many of them in time.

As of workbooks that are handed out (`exchange.reporting`): the share in time is of those of which it can be said, since they have gone up or their day is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reportgen.building.status import Standing
from reportgen.desk.models import Case, Entry
from reportgen.desk.standing import OPEN, OnItsWay, State
from reportgen.exchange.reporting import share

Document = tuple[str, str]
"""A unit (name) and a kind (id)."""
_GONE_UP = frozenset((State.SIGNED, State.RECEIVED, State.ACCEPTED, State.FILED))
_SUBMITTED = _GONE_UP | {State(stage.value) for stage in OPEN}
_PASSED = frozenset((State.ACCEPTED, State.FILED))


@dataclass(frozen=True, slots=True)
class Month:
    """The documents due in a month (2023-10): how many there are, are submitted, accepted or filed, filed.

    `gone_up` have been signed or filed, `in_time` of them by their deadline, of the `settled` ones, of which that can be said.
    """

    name: str
    whole: int
    submitted: int
    passed: int
    filed: int
    gone_up: int
    in_time: int
    settled: int

    @property
    def complete(self) -> str:
        """The share that has gone up, in words."""
        return share(self.gone_up, self.whole)

    @property
    def punctual(self) -> str:
        """The share in time, in words; a dash where nothing is due yet and nothing has gone up."""
        return share(self.in_time, self.settled)


def months(found: Iterable[tuple[OnItsWay, Standing]], signed: Mapping[Document, date]) -> tuple[Month, ...]:
    """The months in which something is due, the first first; `signed` has the days of `signatures`."""
    by_month: dict[str, list[tuple[OnItsWay, Standing]]] = {}
    for one, standing in found:
        if one.due is not None:
            by_month.setdefault(month_of(one.due), []).append((one, standing))
    return tuple(_month(name, by_month[name], signed) for name in sorted(by_month))


def month_of(day: date) -> str:
    """The month of a day as addresses have it: 2023-10."""
    return f"{day:%Y-%m}"


def signatures(season: str, cases: Iterable[Case]) -> dict[Document, date]:
    """The day on which the present round of each document was signed (签发), where it was."""
    rounds = {(case.unit, case.kind): case.round for case in cases}
    entries = Entry.objects.filter(season=season, action="sign").values_list("unit", "kind", "round", "time")
    return {(unit, kind): datetime.fromisoformat(time).date() for unit, kind, number, time in entries if rounds.get((unit, kind)) == number}


def _month(name: str, found: list[tuple[OnItsWay, Standing]], signed: Mapping[Document, date]) -> Month:
    days = [(_gone_up(one, standing, signed), one, standing) for one, standing in found]
    return Month(
        name,
        whole=len(found),
        submitted=sum(one.state in _SUBMITTED or day is not None for day, one, _ in days),
        passed=sum(one.state in _PASSED for _, one, _ in days),
        filed=sum(standing.reported is not None for _, _, standing in days),
        gone_up=sum(day is not None for day, _, _ in days),
        in_time=sum(day is not None and one.due is not None and day <= one.due for day, one, _ in days),
        settled=sum(day is not None or (standing.days or 0) < 0 for day, _, standing in days),
    )


def _gone_up(one: OnItsWay, standing: Standing, signed: Mapping[Document, date]) -> date | None:
    """The day on which a document went up: was signed in the round that counts, or was filed, whichever came first; None where it hasn't."""
    days = [signed.get((one.unit, one.kind)) if one.state in _GONE_UP else None, standing.reported]
    return min((day for day in days if day is not None), default=None)
