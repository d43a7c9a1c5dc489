"""The board: how documents stand, what waits for whom, filters in the address."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reportgen.building.status import Standing
from reportgen.desk.roles import Role
from reportgen.diagnostics import Severity
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key
from tests.desk.desks import CITY, COUNTY, OTHER, Desk

DONE = Standing(COUNTY, "plan", readable=True, built=True, up_to_date=True, draft=False, due=date(2023, 4, 20), days=3)

FILED = Filing(1, "", Key("2023", COUNTY, "plan"), 1, "", "甲清洁办发〔2023〕6号", "2023-04-18T09:00:00+08:00", "", "", "a", {})


@pytest.mark.parametrize(
    ("standing", "stage", "visible", "state", "why"),
    [
        (DONE, None, "a", "ready", ""),
        (replace(DONE, built=False), None, "a", "unbegun", ""),
        (replace(DONE, draft=True, faults=2), None, "a", "draft", "数据错误2处"),
        (replace(DONE, draft=True, findings={Severity.ERROR: 1}), None, "a", "draft", "必须整改1项"),
        (replace(DONE, draft=True), None, "a", "draft", "有待补内容"),
        (replace(DONE, up_to_date=False), None, "a", "draft", "有变化，要重新生成"),
        (replace(DONE, readable=False), None, None, "draft", "填报数据读不了"),
        (DONE, "submitted", "a", "submitted", ""),
        (DONE, "accepted", "a", "accepted", ""),
        (DONE, "accepted", "b", "accepted", "以通过的第1版为准，以后有变动"),
        (DONE, "signed", "b", "draft", "提交后数据有变动"),
        (replace(DONE, filing=FILED), "accepted", "a", "filed", "甲清洁办发〔2023〕6号"),
        (replace(DONE, filing=FILED), "signed", "a", "signed", "已报送：甲清洁办发〔2023〕6号"),
        (replace(DONE, filing=replace(FILED, visible="b")), "signed", "a", "signed", ""),
        (replace(DONE, filing=FILED, moved=True), None, "a", "ready", ""),
        (replace(DONE, up_to_date=False), "audited", "b", "draft", "提交后数据有变动，有变化，要重新生成"),
        (DONE, "returned", "a", "returned", ""),
        (DONE, "returned", "b", "ready", ""),
    ],
)
def test_a_documents_state(ready: object, standing: Standing, stage: str | None, visible: str | None, state: str, why: str) -> None:
    from reportgen.desk.models import Case
    from reportgen.desk.standing import on_its_way

    case = None if stage is None else Case(stage=stage, version=1, visible="a")
    found = on_its_way(standing, "实施方案", case, visible)
    assert (found.state, found.why) == (state, why)


def test_what_the_uppermost_unit_has_signed_is_done_once_it_is_filed(ready: object) -> None:
    from reportgen.desk.models import Case
    from reportgen.desk.standing import on_its_way

    signed = Case(stage="signed", version=1, visible="a")
    assert on_its_way(replace(DONE, filing=FILED), "", signed, "a", is_top=True).state == "filed"
    assert on_its_way(DONE, "", signed, "a", is_top=True).state == "signed"


def test_late_is_what_is_due_and_neither_accepted_nor_filed(ready: object) -> None:
    from reportgen.desk.models import Case
    from reportgen.desk.standing import on_its_way

    late = replace(DONE, days=-5)
    assert on_its_way(late, "", None, "a").late == 5
    assert on_its_way(late, "", Case(stage="submitted", visible="a"), "a").late == 5
    assert on_its_way(late, "", Case(stage="accepted", visible="a"), "a").late == 0
    assert on_its_way(DONE, "", None, "a").late == 0


def test_nobody_waits_for_what_is_excused(ready: object) -> None:
    from reportgen.desk.standing import on_its_way

    found = on_its_way(replace(DONE, days=-5, built=False), "", None, "a", is_excused=True)
    assert (found.state, found.why, found.late) == ("unbegun", "准予免报", 0)


@pytest.mark.sampled(2)
def test_filters_are_in_the_address(desk: Desk) -> None:
    client = desk.signed_in(Role.RECEIVER, CITY)
    rows = client.get("/").context["board"].rows
    assert [unit for unit, _ in rows] == [CITY, COUNTY, OTHER]
    assert "没有等您办理的公文" in client.get("/").content.decode()
    only = client.get(f"/?unit={COUNTY}&kind=plan").context["board"]
    assert [(unit, [one.kind for one in cells]) for unit, cells in only.rows] == [(COUNTY, ["plan"])]
    assert client.get("/?state=accepted").context["board"].rows == ()
    assert client.get("/?mine=1").context["board"].rows == ()
    assert all(one.late for _, cells in client.get("/?state=late").context["board"].rows for one in cells if one)


def test_an_administrator_sees_no_unit(desk: Desk) -> None:
    page = desk.signed_in(Role.ADMINISTRATOR).get("/")
    assert page.status_code == 200 and page.context["board"].rows == ()
    assert "人员：登记、分派职责" in page.content.decode()  # an empty page would say nothing


def on_the_way(kind: str, state: str, due: date | None, reported: date | None = None, days: int = -1) -> tuple[Any, Standing]:
    from reportgen.desk.standing import OnItsWay, State

    return OnItsWay(COUNTY, kind, kind, State(state), due=due), replace(DONE, kind=kind, due=due, days=days, reported=reported)


def test_rates_are_of_what_is_due_in_a_month(ready: object) -> None:
    from reportgen.desk.rates import months

    april, may = date(2023, 4, 20), date(2023, 5, 10)
    found = [
        on_the_way("in-time", "received", april),
        on_the_way("late", "accepted", april),
        on_the_way("returned", "returned", april),
        on_the_way("audited", "audited", april),
        on_the_way("filed", "filed", april, reported=date(2023, 4, 19)),
        on_the_way("to-come", "draft", may, days=20),
        on_the_way("early", "signed", may, days=20),
        on_the_way("never-due", "draft", None),
    ]
    days = {"in-time": date(2023, 4, 20), "late": date(2023, 4, 21), "returned": date(2023, 4, 1), "early": date(2023, 4, 30)}
    first, second = months(found, {(COUNTY, kind): day for kind, day in days.items()})
    assert (first.name, first.whole, first.submitted, first.gone_up, first.passed, first.filed) == ("2023-04", 5, 4, 3, 2, 1)
    assert (first.complete, first.punctual) == ("3/5（60%）", "2/5（40%）")
    assert (second.name, second.complete, second.punctual) == ("2023-05", "1/2（50%）", "1/1（100%）")


@pytest.mark.slow
def test_a_signature_counts_on_the_board_in_the_month_of_its_deadline(filled: Desk) -> None:
    for role, step in ((Role.FILLER, "submit"), (Role.AUDITOR, "audit"), (Role.SIGNER, "sign")):
        assert filled.step(filled.signed_in(role, COUNTY), step).status_code == 302
    client = filled.signed_in(Role.RECEIVER, CITY)
    plan = f"/?unit={COUNTY}&kind=plan"
    (month,) = client.get(plan).context["board"].months
    assert (month.whole, month.gone_up, month.settled, month.in_time) == (1, 1, 1, 0)  # it is due in a year that is over
    assert client.get(f"/?month={month.name}").context["board"].rows and not client.get("/?month=1999-01").context["board"].rows
    assert filled.step(client, "return", reason="请补充").status_code == 302
    (month,) = client.get(plan).context["board"].months
    assert (month.gone_up, month.settled, month.punctual) == (0, 1, "0/1（0%）")
    other = filled.signed_in(Role.FILLER, OTHER).get("/").context["board"]
    assert {one.whole for one in other.months} == {1}
