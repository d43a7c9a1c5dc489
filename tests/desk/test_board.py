"""The board: how documents stand, what waits for whom, filters in the address."""

from dataclasses import replace
from datetime import date

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


def test_filters_are_in_the_address(desk: Desk) -> None:
    client = desk.signed_in(Role.RECEIVER, CITY)
    rows = client.get("/").context["board"].rows
    assert [unit for unit, _ in rows] == [CITY, COUNTY, OTHER]
    only = client.get(f"/?unit={COUNTY}&kind=plan").context["board"]
    assert [(unit, [one.kind for one in cells]) for unit, cells in only.rows] == [(COUNTY, ["plan"])]
    assert client.get("/?state=accepted").context["board"].rows == ()
    assert client.get("/?mine=1").context["board"].rows == ()
    assert all(one.late for _, cells in client.get("/?state=late").context["board"].rows for one in cells if one)


def test_an_administrator_sees_no_unit(desk: Desk) -> None:
    page = desk.signed_in(Role.ADMINISTRATOR).get("/")
    assert page.status_code == 200 and page.context["board"].rows == ()
