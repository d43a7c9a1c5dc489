"""资金拨付: the chain of the money, each 指标 from whom to whom, and when the receiver paid it on.

They are of the unit's own table: what a county received the city has already counted as passed down.
"""

from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import cell, difference, share, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.rows import Rows, tables_of
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source


@dataclass(frozen=True, slots=True)
class Flow:
    """Money of some 指标 in 万元: what was passed down, what of it is paid on, what is left, and the rate (%)."""

    name: str
    amount: Figure
    paid: Figure
    left: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class Transfer:
    """One 指标: its row, what of it isn't paid on (万元), and after how many days it was (天): missing where a day is, or nothing is paid yet."""

    line: ListingRow
    record: Record
    left: Figure
    days: Figure


@dataclass(frozen=True, slots=True)
class Transfers:
    """资金拨付 of the unit itself: the whole, by source, every 指标 by its day, and the longest time that one took (天).

    Without the table there are no `rows`, and nothing is lacking.
    """

    whole: Flow
    sources: tuple[Flow, ...]
    rows: tuple[Transfer, ...]
    slowest: Figure

    @property
    def held(self) -> tuple[Transfer, ...]:
        """The 指标 that aren't wholly paid on."""
        return tuple(transfer for transfer in self.rows if transfer.left > 0)

    @property
    def unexplained(self) -> tuple[Transfer, ...]:
        """Those of them that don't say why."""
        return tuple(transfer for transfer in self.held if not transfer.record.reason)


def transfers(scope: Scope) -> Transfers:
    """The figures of the chain of money, named transfers.*."""
    own = scope.inputs.rows("transfers") or ()
    rows = Rows(own, (), tables_of(own), scope.dataset("transfers"))
    lines = zip(listing(rows), own, strict=False) if own else ()
    found = [_transfer(n, line, record) for n, (line, record) in enumerate(lines, 1)]
    present = tuple(source for source in scope.choices("fund_source") if any(row.source in (source, None) for row in own))
    days = [transfer.days for transfer in found if transfer.days.value is not None]
    slowest = max(days, key=lambda figure: figure.value or 0, default=None)
    return Transfers(
        _flow("transfers", "", "", rows),
        tuple(_flow(f"transfers.{source.key}", source.phrase, source.phrase, rows, source) for source in present),
        tuple(sorted(found, key=lambda transfer: (transfer.record.dated is None, transfer.record.dated))),
        Figure(
            slowest.value if slowest else None,
            slowest.sources if slowest else (),
            (),
            "transfers.slowest",
            "资金拨付最长用时",
            "天",
            "各笔下达日期到拨付日期的天数中最多的",
            void=slowest is None,
        ),
    )


def _flow(prefix: str, name: str, label: str, rows: Rows, source: Choice | None = None) -> Flow:
    match: dict[str, object] = {} if source is None else {"source": source}
    amount = total(f"{prefix}.amount", f"{label}下达资金", "万元", "各笔下达金额相加", terms(rows.rows, "amount", **match), rows)
    paid = total(f"{prefix}.paid", f"{label}已拨付资金", "万元", "各笔已拨付金额相加", terms(rows.rows, "paid", **match), rows)
    left = difference(f"{prefix}.left", f"{label}未拨付资金", "万元", "下达金额减已拨付金额", amount, paid)
    return Flow(name or "合计", amount, paid, left, share(f"{prefix}.rate", f"{label}资金拨付率", "已拨付金额÷下达金额×100%", paid, amount))


def _transfer(n: int, line: ListingRow, record: Record) -> Transfer:
    what = record.number or f"第{n}笔"
    left = difference(f"transfers.{n}.left", f"{what}未拨付资金", "万元", "下达金额减已拨付金额", cell(record, "amount"), cell(record, "paid"))
    sources = tuple(Source(record.place(key), record.raw(key)) for key in ("dated", "paid_on"))
    value = None if record.dated is None or record.paid_on is None else Decimal((record.paid_on - record.dated).days)
    lacking = () if value is not None else tuple(str(record.place(key)) for key in ("dated", "paid_on") if getattr(record, key) is None)
    words = "下达日期到拨付日期的天数"
    return Transfer(line, record, left, Figure(value, sources, lacking, f"transfers.{n}.days", f"{what}拨付用时", "天", words))
