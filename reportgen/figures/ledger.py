"""用户台账: how many households it has, and those sampled for acceptance. No name, identity or phone number leaves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import Absent, Figure, Source, Term, share, total
from reportgen.figures.rows import unread
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Household

LISTED = 30
"""At most so many sampled households are listed in a document."""


@dataclass(frozen=True, slots=True)
class SampledHousehold:
    """A sampled household as a document may show it: the head's name is masked (张**)."""

    township: str | Absent
    village: str | Absent
    head: str | Absent
    path: str | Absent
    model: str | Absent
    running: bool | Absent
    accepted: bool | Absent


@dataclass(frozen=True, slots=True)
class Ledger:
    """Households in the ledger (户), sampled, passed and failed among those; the share sampled and the share required (%).

    `rows` are at most LISTED of the sampled, at even distances in the order of the ledger; `whole` tells whether that is all.
    """

    households: Figure
    sampled: Figure
    passed: Figure
    failed: Figure
    rate: Figure
    required: Figure
    rows: tuple[SampledHousehold, ...]
    whole: bool


def ledger(scope: Scope, completed: Figure) -> Ledger:
    """The figures of the ledger, named ledger.*; `completed` are the households from which the sample was drawn."""
    rows = scope.rows(Household)
    size = None if rows.lacking else Decimal(len(rows.rows))
    tables = tuple(Source(table, "表中的行") for table in rows.tables)
    drawn = [row for row in rows.rows if row.sampled or (row.sampled is None and unread(row, "sampled"))]
    sampled = total("ledger.sampled", "入户抽验户数", "户", "用户台账中抽验的行数", _counted(drawn, "sampled", True), rows)
    chosen = [row for row in drawn if row.sampled]
    return Ledger(
        households=Figure(size, tables, rows.lacking, "ledger.households", "用户台账户数", "户", "用户台账的行数"),
        sampled=sampled,
        passed=total("ledger.passed", "入户抽验合格户数", "户", "抽验户中验收合格的行数", _counted(chosen, "accepted", True), rows),
        failed=total("ledger.failed", "入户抽验不合格户数", "户", "抽验户中验收不合格的行数", _counted(chosen, "accepted", False), rows),
        rate=share("ledger.rate", "实际抽验比例", "入户抽验户数÷完工户数×100%", sampled, completed),
        required=_required(scope),
        rows=tuple(_shown(row) for row in _spread(chosen)),
        whole=len(chosen) <= LISTED,
    )


def _counted(rows: list[Household], key: str, value: bool) -> Iterator[Term]:
    """One for each row whose flag has that value; unknown where it is empty or can't be read."""
    for row in rows:
        flag = getattr(row, key)
        if flag is None:
            yield Term(None, (), (str(row.place(key)),))
        elif flag is value:
            yield Term(Decimal(1), (Source(row.place(key), row.raw(key)),))


def _required(scope: Scope) -> Figure:
    ratio, place = scope.unit.acceptance.ratio, scope.unit.acceptance.place("ratio")
    sources = (Source(place, str(ratio)),) if place else ()
    return Figure(ratio, sources, () if ratio is not None else ("抽验比例",), "ledger.required", "抽验比例", "%", "填报值")


def _spread(rows: list[Household]) -> list[Household]:
    """At most LISTED rows at even distances, the first among them."""
    return rows if len(rows) <= LISTED else [rows[n * len(rows) // LISTED] for n in range(LISTED)]


def _shown(row: Household) -> SampledHousehold:
    def text(key: str) -> str | Absent:
        return getattr(row, key) or Absent(Household.model_fields[key].metadata[-1].title)

    head = text("head")
    return SampledHousehold(
        text("township"),
        text("village"),
        head if isinstance(head, Absent) else head[0] + "*" * (len(head) - 1),
        text("path"),
        text("model"),
        Absent("运行正常") if row.running is None else row.running,
        Absent("验收合格") if row.accepted is None else row.accepted,
    )
