"""运营维护, 安全检查, 报送记录, 拖欠款: how the heating is run and reported, and what is owed for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.figures.figure import total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick
from reportgen.inputs.schema import Record
from reportgen.language.figure import Absent, Figure, Source, Term


@dataclass(frozen=True, slots=True)
class Reports:
    """报送记录 of the unit itself: before the season (季前调度) and regularly (定期报告), and how often each (次).

    What is reported on one day is reported once, however many rows say on what. `in_season` is how many of the regular
    reports lie in the heating season, `first` and `last` are the days of the first and the last of them all; `early` tells
    whether all that is said to be reported before the season was.
    """

    rows: Listing
    before: Listing
    regular: Listing
    before_count: Figure
    regular_count: Figure
    in_season: Figure
    first: date | Absent
    last: date | Absent
    early: bool
    lacking: tuple[str, ...]

    def of(self, item: str) -> Listing:
        """The reports on one 报送内容 by its Chinese name."""
        return self.rows.of(item=item)


def reports(scope: Scope) -> Reports:
    """The unit's own reports, their figures named reports.*."""
    rows = scope.own("reports")
    every = listing(rows)
    before_season, regularly = (scope.programme.choice("report_stage", key) for key in ("before_season", "regular"))
    season = scope.unit.season
    regular = tuple(pick(rows.rows, stage=regularly))
    days = sorted(row.reported_on for row in regular if row.reported_on)

    def times(key: str, label: str, chosen: tuple[Record, ...], *lacking: str) -> Figure:
        return total(f"reports.{key}", label, "次", "报送日期的个数，同一天报送的计一次", _days(chosen), Rows((), (*rows.lacking, *lacking), rows.tables))

    before = every.of(stage=before_season)
    within = tuple(row for row in regular if season is None or row.reported_on is None or season.start <= row.reported_on <= season.end)
    return Reports(
        every,
        before,
        every.of(stage=regularly),
        times("before", f"{before_season}报送次数", tuple(pick(rows.rows, stage=before_season))),
        times("regular", f"{regularly}次数", regular),
        times("in_season", f"采暖季内{regularly}次数", within, *(() if season else (f"{scope.unit.name}单位说明的采暖季",))),
        days[0] if days else Absent("报送日期"),
        days[-1] if days else Absent("报送日期"),
        season is not None and len(before) > 0 and all(row.reported_on and row.reported_on < season.start for row in before),
        rows.lacking,
    )


def _days(rows: tuple[Record, ...]) -> Iterator[Term]:
    """One for each day on which something was reported; unknown where the day, or whether it is such a report, couldn't be read."""
    days: dict[date, list[Source]] = {}
    for row in rows:
        unread = next((key for key in ("stage", "reported_on") if getattr(row, key) is None), None)
        if unread:
            yield Term(None, (), (str(row.place(unread)),))
        else:
            days.setdefault(row.reported_on, []).append(Source(row.place("reported_on"), row.raw("reported_on")))
    for sources in days.values():
        yield Term(Decimal(1), tuple(sources))
