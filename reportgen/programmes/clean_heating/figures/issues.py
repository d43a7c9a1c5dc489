"""问题清单: problems found, put right and closed (销号), by origin and by unit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

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

    `rate` is closed of found in percent (销号率); `rows` are all of them, `open_rows` those not closed yet. Whether an open
    one is past its due date depends on the day, which no figure knows: compare `row.due` with the document's date.
    """

    name: str
    found: Figure
    closed: Figure
    open: Figure
    overdue: Figure
    rate: Figure
    rows: Listing
    open_rows: Listing
    level: Level | None = None
    units: tuple["IssueGroup", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues(IssueGroup, Nesting[IssueGroup]):
    """问题清单 of a unit: the whole, by 问题来源 in the order in which they first occur, and of each unit below.

    `absent` stands for an origin that no row has: none found, or missing where the table is.
    """

    origins: tuple[IssueGroup, ...]
    absent: IssueGroup
    lacking: tuple[str, ...]

    def of_origin(self, origin: str) -> IssueGroup:
        """The problems whose 问题来源 is `origin`: none found where there are none, missing where the table is."""
        return next((group for group in self.origins if group.name == origin), self.absent)


def issues(scope: Scope) -> Issues:
    """The figures of the problems, named issues.*; by origin issues.origin.NAME.*, of the units below issues.unit.CODE.*."""
    rows = scope.rows("issues")
    whole = _group("issues", "", rows)
    origins = dict.fromkeys(row.origin_of for row in rows.rows if row.origin_of)
    return Issues(
        whole.name,
        **parts(whole),
        rows=whole.rows,
        open_rows=whole.open_rows,
        level=None,
        origins=tuple(_of_origin(rows, f"issues.origin.{origin}", origin) for origin in origins),
        absent=_of_origin(rows, "issues.absent", ""),
        units=lines_below(scope, "issues", _group),
        lacking=rows.lacking,
    )


def _of_origin(rows: Rows, prefix: str, origin: str) -> IssueGroup:
    return _group(prefix, origin, replace(rows, rows=tuple(pick(rows.rows, origin_of=origin))), origin)


def _group(prefix: str, name: str, rows: Rows, origin: str | None = None) -> IssueGroup:
    def count(key: str, title: str, words: str, state: str) -> Figure:
        return total(f"{prefix}.{key}", f"{name}{title}", "件", words, _terms(rows, state, origin), rows)

    found = count("found", "发现问题数", "问题清单的行数", "found")
    closed = count("closed", "已销号问题数", "填了销号日期的行数", "closed")
    return IssueGroup(
        name,
        found,
        closed,
        count("open", "未销号问题数", "没有填销号日期的行数", "open"),
        count("overdue", "逾期销号问题数", "销号日期晚于整改时限的行数", "overdue"),
        share(f"{prefix}.rate", f"{name}问题销号率", "已销号问题数÷发现问题数×100%", closed, found),
        listing(rows),
        listing(replace(rows, rows=tuple(row for row in rows.rows if row.closed_on is None))),
    )


def _terms(rows: Rows, state: str, origin: str | None) -> Iterator[Term]:
    """One for each row in that state, nothing for the others; unknown where a date that decides it couldn't be read."""
    for row in rows.rows:
        undecided = "origin_of" if origin is not None and row.origin_of is None else _undecided(row, state)
        if undecided:
            yield Term(None, (), (str(row.place(undecided)),))
        elif _is(row, state):
            key = "number" if state == "found" else "closed_on"
            yield Term(Decimal(1), (Source(row.place(key), row.raw(key)),))


def _undecided(row: Record, state: str) -> str:
    """The field that decides whether a row is in a state and can't be read; an empty 销号日期 is read: not closed."""
    if state != "found" and unread(row, "closed_on"):
        return "closed_on"
    return "due" if state == "overdue" and row.closed_on is not None and row.due is None else ""


def _is(row: Record, state: str) -> bool:
    if state == "overdue":
        return row.closed_on is not None and row.closed_on > row.due
    return state == "found" or (row.closed_on is not None) == (state == "closed")
