"""问题清单: problems found, put right and closed (销号), by origin and by unit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from reportgen.figures.figure import parts, share, total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows, unread
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick
from reportgen.figures.units import Nesting, lines_below
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.language.figure import Figure, Source, Term


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """Problems of one origin, one unit, or all (件): found = closed + open; `overdue` are those closed after their due date.

    `rate` is closed of found in percent (销号率); `rows` are all of them, `open_rows` those not closed yet, `closed_rows` those that are. Of a part
    of the season (`Scope.since`, `Scope.until`) they are those found in it, those closed in it whenever they were found, and those open on its last
    day; `late` are the open ones that were due before that day, which the whole season, that ends on no day, has not: there compare `row.due` with the
    document's date.
    """

    name: str
    found: Figure
    closed: Figure
    open: Figure
    overdue: Figure
    rate: Figure
    rows: Listing
    open_rows: Listing
    closed_rows: Listing
    late: Figure | None = None
    level: Level | None = None
    units: tuple["IssueGroup", ...] = ()

    @property
    def on_time(self) -> bool:
        """Whether there were problems, and all are closed, each by its due date."""
        return self.found > 0 and self.open == 0 and self.overdue == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues(IssueGroup, Nesting[IssueGroup]):
    """问题清单 of a unit: the whole, by 问题来源 in the order in which they first occur, of each unit below, and of each origin there.

    `absent` stands for an origin that no row has: none found, or missing where the table is.
    """

    origins: tuple[IssueGroup, ...]
    absent: IssueGroup
    lacking: tuple[str, ...]

    def of_origin(self, origin: str) -> IssueGroup:
        """The problems whose 问题来源 is `origin`: none found where there are none, missing where the table is."""
        return next((group for group in self.origins if group.name == origin), self.absent)


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the season that is looked at, by its first and last day; None for what has no such bound."""

    since: date | None
    until: date | None

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.since or day) <= day <= (self.until or day)

    def undecided(self, row: Record, state: str) -> str:
        """The field that decides whether a row is in a state and can't be read; an empty 销号日期 is read: not closed."""
        if self.until is not None and state in ("found", "open", "late") and unread(row, "found_on"):
            return "found_on"
        if state != "found" and not self._later(row) and unread(row, "closed_on"):
            return "closed_on"
        compared = (state == "overdue" and row.closed_on is not None) or (state == "late" and self.holds(row, "open"))
        return "due" if compared and row.due is None else ""

    def holds(self, row: Record, state: str) -> bool:
        """Whether a row of which that is decided is in a state."""
        if state in ("closed", "overdue"):
            return row.closed_on is not None and self.has(row.closed_on) and (state == "closed" or row.closed_on > row.due)
        if state == "found":
            return self.until is None or self.has(row.found_on)
        still = not self._later(row) and (row.closed_on is None or (self.until is not None and row.closed_on > self.until))
        return still and (state == "open" or (self.until is not None and row.due < self.until))

    def _later(self, row: Record) -> bool:
        """Whether a problem was found after the part."""
        return self.until is not None and not unread(row, "found_on") and row.found_on > self.until


def issues(scope: Scope) -> Issues:
    """The figures of the problems, named issues.*; by origin issues.origin.NAME.*, of the units below issues.unit.CODE.*."""
    rows, part = scope.rows("issues"), _Part(scope.since, scope.until)
    whole = _group(part, "issues", "", rows)
    origins = dict.fromkeys(row.origin_of for row in rows.rows if row.origin_of)
    return Issues(
        whole.name,
        **parts(whole),
        rows=whole.rows,
        open_rows=whole.open_rows,
        closed_rows=whole.closed_rows,
        level=None,
        origins=tuple(_of_origin(scope, rows, f"issues.origin.{origin}", origin) for origin in origins),
        absent=_of_origin(scope, rows, "issues.absent", ""),
        units=lines_below(scope, "issues", partial(_group, part)),
        lacking=rows.lacking,
    )


def _of_origin(scope: Scope, rows: Rows, prefix: str, origin: str) -> IssueGroup:
    """The problems of one origin, and those of each unit below."""
    part = _Part(scope.since, scope.until)

    def group(prefix: str, label: str, rows: Rows) -> IssueGroup:
        chosen = replace(rows, rows=tuple(pick(rows.rows, origin_of=origin)))
        return _group(part, prefix, f"{label}{origin}", chosen, origin)

    return replace(group(prefix, "", rows), units=lines_below(scope, "issues", group, prefix))


def _group(part: _Part, prefix: str, name: str, rows: Rows, origin: str | None = None) -> IssueGroup:
    def count(key: str, title: str, words: str) -> Figure:
        return total(f"{prefix}.{key}", f"{name}{title}", "件", words, _terms(part, rows, key, origin), rows)

    def those(state: str) -> Listing:
        found = tuple(row for row in rows.rows if part.undecided(row, state) or part.holds(row, state))
        return listing(replace(rows, rows=found))

    found, closed = count("found", "发现问题数", "问题清单的行数"), count("closed", "已销号问题数", "填了销号日期的行数")
    return IssueGroup(
        name,
        found,
        closed,
        count("open", "未销号问题数", "没有填销号日期的行数"),
        count("overdue", "逾期销号问题数", "销号日期晚于整改时限的行数"),
        share(f"{prefix}.rate", f"{name}问题销号率", "已销号问题数÷发现问题数×100%", closed, found),
        those("found"),
        those("open"),
        those("closed"),
        None if part.until is None else count("late", "超过整改时限未销号问题数", "没有填销号日期、整改时限已过的行数"),
    )


def _terms(part: _Part, rows: Rows, state: str, origin: str | None) -> Iterator[Term]:
    """One for each row in that state, nothing for the others; unknown where a date that decides it couldn't be read."""
    for row in rows.rows:
        undecided = "origin_of" if origin is not None and row.origin_of is None else part.undecided(row, state)
        if undecided:
            yield Term(None, (), (str(row.place(undecided)),))
        elif part.holds(row, state):
            key = {"found": "number", "late": "due"}.get(state, "closed_on")
            yield Term(Decimal(1), (Source(row.place(key), row.raw(key)),))
