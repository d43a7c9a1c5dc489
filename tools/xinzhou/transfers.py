"""资金拨付, sample data: from whom to whom the money of governments came, and when the receiver paid it on. A few counties and the city keep it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xinzhou.choices import FundSource
from xinzhou.dates import working_day
from xinzhou.money import funds
from xinzhou.units import UNITS, Unit
from xinzhou.workbook import Row, Sheet, Value

_CITY = "忻州市财政局"
_PROVINCE = "山西省财政厅"
_COUNTIES = "各县（市、区）财政局"
_RETAINED = "质保金和未结算的工程款按合同约定留存"
_FROM_ABOVE = (FundSource.CENTRAL, FundSource.PROVINCE, FundSource.CITY)
_PASSED_DOWN = date(2023, 5, 22)
_DAYS_OF_THE_CITY = {FundSource.CENTRAL: 24, FundSource.PROVINCE: 21, FundSource.CITY: 16}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A county that keeps the table: how many days it took to pay on what came from above, and its own money; why something isn't paid on."""

    days: int
    own_days: int
    reason: str = _RETAINED


_KEPT = {
    "静乐县": _Kept(19, 12),
    "神池县": _Kept(38, 46, "县级财力紧张，建筑节能改造配套资金分两年安排，未拨付部分列入2024年9月底前拨付计划"),
    "偏关县": _Kept(61, 54, "二期管网没有完工，按工程进度尚未达到付款条件"),
    "保德县": _Kept(15, 9),
    "五台山": _Kept(22, 10),
}


def of_unit(unit: Unit) -> Sheet | None:
    """资金拨付 of a county that keeps it: a line for each source of governments, of which what came and what was paid add up to 资金."""
    kept = _KEPT.get(unit.name)
    if kept is None:
        return None
    finance, office = f"{unit.full_name}财政局", f"{unit.full_name}能源局"
    rows = []
    for n, (source, received, spent, day) in enumerate(_by_source((unit,)), 1):
        own = source is FundSource.COUNTY
        payer, payee, paid_to = (finance, office, "施工、供货企业和补贴对象") if own else (_CITY, finance, office)
        rows.append(_row(n, source, (payer, payee, paid_to), (received, spent), day, kept.own_days if own else kept.days, kept.reason))
    return _sheet(rows)


def city() -> Sheet:
    """资金拨付 of the city: what came from the province and was passed down whole, and its own money, of which the counties paid on what they spent."""
    rows = []
    for n, (source, received, spent, _) in enumerate((found for found in _by_source(UNITS) if found[0] in _FROM_ABOVE), 1):
        own = source is FundSource.CITY
        whom = (_CITY, _COUNTIES, "县级主管部门和企业") if own else (_PROVINCE, _CITY, _COUNTIES)
        rows.append(_row(n, source, whom, (received, spent if own else received), _PASSED_DOWN, _DAYS_OF_THE_CITY[source], _RETAINED))
    return _sheet(rows)


def _by_source(units: tuple[Unit, ...]) -> Iterator[tuple[FundSource, Decimal, Decimal, date]]:
    """Each source of governments: what was received and spent (万元), and the first day that something came."""
    found: dict[FundSource, list[Row]] = {}
    for unit in units:
        for row in funds(unit).rows:
            source = row["source"]
            if isinstance(source, FundSource) and source is not FundSource.SOCIETY:
                found.setdefault(source, []).append(row)
    for source in FundSource:
        if rows := found.get(source):
            first = min(day for row in rows if isinstance(day := row["received_on"], date))
            yield source, _sum(rows, "received"), _sum(rows, "spent"), first


def _sum(rows: list[Row], key: str) -> Decimal:
    return sum((Decimal(str(row[key])) for row in rows), Decimal(0))


def _row(n: int, source: FundSource, whom: tuple[str, str, str], money: tuple[Decimal, Decimal], day: date, days: int, reason: str) -> dict[str, Value]:
    payer, payee, paid_to = whom
    amount, paid = money
    return {
        "number": f"示例财资环〔2023〕{n}号",
        "source": source,
        "dated": day,
        "payer": payer,
        "payee": payee,
        "amount": amount,
        "paid_to": paid_to,
        "paid": paid,
        "paid_on": working_day(day + timedelta(days=days)),
        "reason": reason if paid < amount else None,
    }


def _sheet(rows: list[dict[str, Value]]) -> Sheet:
    return Sheet("transfers", tuple(rows), totals=("amount", "paid"))
