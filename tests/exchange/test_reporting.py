"""Who has reported: the states, the rates, the table that documents take it from, and the notice that reminds."""

import json
from datetime import date

import pytest

from reportgen.exchange.identity import Identity
from reportgen.exchange.ledger import ACCEPTED, FAULTY, Receipt
from reportgen.exchange.reporting import State, by_period, rates, reported
from tests.command import run
from tests.exchange.conftest import Office, put

BEFORE, AFTER = date(2023, 10, 19), date(2023, 10, 21)


def handed(unit: str, version: str = "1", due: str = "2023-10-20") -> Identity:
    return Identity(unit, "乡镇", "990901001", "2023", "甲县", due, "2023-09-20", version).marked()


def receipt(identity: Identity, time: str, state: str = ACCEPTED, lacking: tuple[str, ...] = ()) -> Receipt:
    faults = ("E5：不是数",) if state == FAULTY else ()
    said = (identity.mark, identity.unit, "2023", "甲县", identity.due, identity.version)
    return Receipt(*said, "表.xlsx", "0" * 64, "李某某", time, "张某某", state, faults, lacking, 4)


@pytest.mark.parametrize(
    ("receipts", "today", "state", "settled"),
    [
        ((), BEFORE, State.WAITING, False),
        ((), AFTER, State.OVERDUE, True),
        ((("2023-10-20T23:59:00+08:00", ACCEPTED),), AFTER, State.ACCEPTED, True),
        ((("2023-10-21T08:00:00+08:00", ACCEPTED),), AFTER, State.LATE, True),
        ((("2023-10-18T08:00:00+08:00", FAULTY),), BEFORE, State.FAULTY, False),
        ((("2023-10-18T08:00:00+08:00", FAULTY),), AFTER, State.FAULTY, True),
        ((("2023-10-18T08:00:00+08:00", FAULTY), ("2023-10-19T08:00:00+08:00", ACCEPTED)), AFTER, State.ACCEPTED, True),
    ],
)
def test_how_one_stands(receipts: tuple[tuple[str, str], ...], today: date, state: State, *, settled: bool) -> None:
    one = handed("东乡")
    (found,) = reported([one], [receipt(one, time, what) for time, what in receipts], today)
    assert (found.state, found.is_settled) == (state, settled)
    assert bool(found.faults) == (state is State.FAULTY)


def test_the_rates_by_period_and_by_unit() -> None:
    first, second, again = handed("东乡"), handed("西乡"), handed("东乡", "2", "2023-11-20")
    receipts = [receipt(first, "2023-10-18T08:00:00+08:00", lacking=("验收",)), receipt(second, "2023-10-25T08:00:00+08:00")]
    found = reported([first, second, again], receipts, date(2023, 11, 1))
    period = by_period(found)["甲县，2023-10-20前交回"]
    assert (period.whole, period.in_time, period.settled, period.filled, period.tables) == (2, 1, 2, 7, 8)
    unit = rates(found)["东乡"]
    assert (unit.whole, unit.in_time, unit.settled) == (2, 1, 1)


def test_what_was_handed_out_anew_and_never_came_back_counts_once() -> None:
    found = reported([handed("东乡"), handed("东乡", "2")], [], AFTER)
    assert [one.identity.version for one in found] == ["2"]


@pytest.mark.slow
def test_the_table_and_the_notice_say_who_is_lacking(office: Office) -> None:
    office.back(office.handed["东乡"], "一.xlsx", put("确村确户", "一村", "户数", 1))
    office.back(office.handed["西乡"], "二.xlsx", put("确村确户", "三村", "户数", "三百"))
    office.collect()
    told = json.loads(run(office.root, "status", "--returns", "--today", "2023-10-21", "--json").stdout)
    assert {one["unit"]: one["state"] for one in told["returns"]} == {"东乡": "accepted", "西乡": "faulty", "南镇": "overdue"}
    unit = office.season / "甲县/单位.yaml"
    unit.write_text(unit.read_text("utf-8") + "表单: [催报通知]\n", encoding="utf-8")
    assert run(office.root, "build", "甲县", "催报通知", "--format", "html").returncode in (0, 1)
    text = (office.root / "outputs/2023/甲县/催报通知.html").read_text("utf-8")
    assert "未交回的单位是南镇。" in text
    assert "需要改正的单位是西乡。" in text
    assert "有表未填的单位是东乡。" in text
    (office.season / "甲县/填报收集.yaml").write_text("- 下级单位: 东乡\n  下发日期: 2023-09-20\n", encoding="utf-8")
    office.hand_out()
    assert (office.season / "甲县/填报收集.yaml").read_text("utf-8")[-11:] == "2023-09-20\n"  # a person's own is left alone
