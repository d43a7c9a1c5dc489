"""The way of a document: submitted, audited, signed, received, returned, accepted; each step by one, once, bound to what they saw."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from reportgen.desk.roles import Role, Seat
from reportgen.desk.stages import Stage
from reportgen.desk.steps import STEPS, steps_for, waits_for
from tests.desk.desks import CITY, COUNTY, SEASON, Desk, tasks

BELOW = {CITY: frozenset((COUNTY, "乙县")), COUNTY: frozenset[str]()}
PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


@pytest.mark.parametrize(
    ("stage", "role", "unit", "offered"),
    [
        (Stage.DRAFT, Role.FILLER, COUNTY, ["submit"]),
        (Stage.DRAFT, Role.AUDITOR, COUNTY, []),
        (Stage.SUBMITTED, Role.FILLER, COUNTY, ["withdraw"]),
        (Stage.SUBMITTED, Role.AUDITOR, COUNTY, ["audit", "send-back"]),
        (Stage.SUBMITTED, Role.SIGNER, COUNTY, []),
        (Stage.AUDITED, Role.AUDITOR, COUNTY, []),
        (Stage.AUDITED, Role.SIGNER, COUNTY, ["sign", "send-back"]),
        (Stage.SIGNED, Role.RECEIVER, CITY, ["receive", "return"]),
        (Stage.SIGNED, Role.RECEIVER, COUNTY, []),  # nobody receives their own
        (Stage.SIGNED, Role.SIGNER, COUNTY, []),
        (Stage.RECEIVED, Role.RECEIVER, CITY, ["accept", "return"]),
        (Stage.RECEIVED, Role.FILLER, COUNTY, []),
        (Stage.ACCEPTED, Role.RECEIVER, CITY, ["return"]),
        (Stage.ACCEPTED, Role.FILLER, COUNTY, []),
        (Stage.RETURNED, Role.FILLER, COUNTY, ["submit"]),
        (Stage.SUBMITTED, Role.AUDITOR, CITY, []),  # the city's auditor audits the city's own
    ],
)
def test_each_role_is_offered_its_steps(ready: object, stage: Stage, role: Role, unit: str, offered: list[str]) -> None:
    assert [step.route for step in steps_for(stage, (Seat(role, unit),), COUNTY, BELOW)] == offered


def test_a_document_waits_for_whose_turn_it_is(ready: object) -> None:
    turns = {Stage.SUBMITTED: Role.AUDITOR, Stage.AUDITED: Role.SIGNER, Stage.SIGNED: Role.RECEIVER, Stage.RECEIVED: Role.RECEIVER, Stage.RETURNED: Role.FILLER}
    for stage in Stage:
        waiting = [role for role in Role for unit in (COUNTY, CITY) if waits_for(stage, (Seat(role, unit),), COUNTY, CITY)]
        assert waiting == ([turns[stage]] if stage in turns else [])
    assert {step.route for step in STEPS if step.reason} == {"send-back", "return"}


def walked(desk: Desk, *routes: str) -> None:
    """Take steps as those whose turn it is, each of whom is another."""
    who = {"submit": Role.FILLER, "withdraw": Role.FILLER, "audit": Role.AUDITOR, "sign": Role.SIGNER}
    for route in routes:
        client = desk.signed_in(who[route], COUNTY) if route in who else desk.signed_in(Role.RECEIVER, CITY)
        assert desk.step(client, route, reason="请核对任务户数").status_code == 302, route


@pytest.mark.slow
def test_the_whole_way_is_recorded_at_the_version_that_was_seen(filled: Desk) -> None:
    from reportgen.desk.cases import entries_of
    from reportgen.desk.trail import first_broken

    walked(filled, "submit", "audit", "sign", "receive", "return")
    assert filled.case().stage == Stage.RETURNED
    client = filled.signed_in(Role.FILLER, COUNTY)
    assert "不能原样再次提交" in filled.step(client, "submit").content.decode()
    filled.mend()
    client.post(f"{PLAN}generate/")
    filled.build()
    walked(filled, "submit", "audit", "sign", "receive", "accept")
    case = filled.case()
    assert (case.stage, case.version, case.round) == (Stage.ACCEPTED, 2, 2)
    entries = entries_of(case)
    assert [entry.action for entry in entries] == [*("submit", "audit", "sign", "receive", "return"), *("submit", "audit", "sign", "receive", "accept")]
    assert [entry.version for entry in entries] == [1] * 5 + [2] * 5
    assert entries[4].words == "请核对任务户数"
    assert len({entry.digest for entry in entries}) == 2
    assert first_broken() is None
    board = filled.signed_in(Role.RECEIVER, CITY).get("/").context["board"]
    assert {one.kind: one.state for unit, cells in board.rows for one in cells if unit == COUNTY and one}["plan"] == "accepted"


@pytest.mark.slow
def test_what_is_accepted_locks_its_data_and_says_so(filled: Desk) -> None:
    walked(filled, "submit", "audit", "sign", "receive", "accept")
    before = filled.book.read_bytes()
    client = filled.signed_in(Role.FILLER, COUNTY)
    upload = filled.upload(client, tasks(lambda sheet: sheet.__setitem__("C2", 1150))).context["upload"]
    assert upload.outcome == "locked"
    assert "《实施方案》已由示例市受理人" in upload.remark and "《改造任务》" in upload.remark and "先退回" in upload.remark
    assert filled.book.read_bytes() == before
    walked(filled, "return")
    assert client.post(f"/units/{SEASON}/{COUNTY}/upload/{upload.pk}/put", {"there": upload.was}).status_code == 302
    assert filled.book.read_bytes() != before


@pytest.mark.slow
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(filled: Desk) -> None:
    walked(filled, "submit")
    case, one, other = filled.case(), filled.signed_in(Role.AUDITOR, COUNTY), filled.signed_in(Role.AUDITOR, COUNTY)
    asked = {"turn": case.turn, "version": case.version}
    assert one.post(f"{PLAN}audit/", asked).status_code == 302
    answer = other.post(f"{PLAN}send-back/", {**asked, "reason": "重写"})
    assert answer.status_code == 409
    assert "甲县审核人已经先办理了“审核通过”" in answer.content.decode()
    assert filled.case().stage == Stage.AUDITED


@pytest.mark.slow
def test_at_the_same_moment_too(filled: Desk) -> None:
    from django.db import connections

    from reportgen.desk.cases import Asked, Refused, decide
    from reportgen.desk.engine import engine
    from reportgen.desk.models import Entry
    from reportgen.desk.steps import BY_STEP

    walked(filled, "submit")
    case, auditor = filled.case(), filled.person(Role.AUDITOR, COUNTY)

    def attempt(route: str) -> str:
        try:
            decide(engine(), auditor, case, BY_STEP[route], Asked(case.turn, case.version, "重写"))
        except Refused:
            return ""
        finally:
            connections.close_all()
        return route

    with ThreadPoolExecutor(6) as threads:
        taken = [route for route in threads.map(attempt, ["audit", "send-back"] * 3) if route]
    assert len(taken) == 1
    assert [entry.action for entry in Entry.objects.filter(action__in=("audit", "send-back"))] == taken


@pytest.mark.slow
def test_data_that_move_after_submission_take_it_back_to_draft(filled: Desk) -> None:
    walked(filled, "submit")
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", 1150)))
    board = filled.signed_in(Role.FILLER, COUNTY).get("/").context["board"]
    (plan,) = [one for _, cells in board.rows for one in cells if one and one.kind == "plan"]
    assert plan.state == "draft" and "提交后数据有变动" in plan.why
    answer = filled.step(filled.signed_in(Role.AUDITOR, COUNTY), "audit")
    assert answer.status_code == 409 and "已退回草拟" in answer.content.decode()
    assert filled.case().stage == Stage.DRAFT


@pytest.mark.slow
def test_three_persons_decide(filled: Desk) -> None:
    from reportgen.desk.people import set_seats

    person = filled.person(Role.FILLER, COUNTY)
    set_seats(person, [Seat(role, COUNTY) for role in (Role.FILLER, Role.AUDITOR, Role.SIGNER)], None)
    client = filled.signed_in(Role.FILLER, COUNTY)
    assert filled.step(client, "submit").status_code == 302
    answer = filled.step(client, "audit")
    assert answer.status_code == 409 and "不同的人" in answer.content.decode()


@pytest.mark.slow
def test_what_is_not_ready_is_not_submitted(filled: Desk) -> None:
    client = filled.signed_in(Role.FILLER, COUNTY)
    assert filled.step(client, "submit", version=7).status_code == 409
    assert filled.step(client, "audit").status_code == 403
    assert filled.step(client, "submit", turn="x").status_code == 409
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", "一千多户")))
    answer = filled.step(client, "submit")
    assert answer.status_code == 409 and "数据错误1处" in answer.content.decode()
    assert filled.case().stage == Stage.DRAFT


@pytest.mark.slow
def test_returning_needs_a_reason(filled: Desk) -> None:
    walked(filled, "submit", "audit", "sign")
    client = filled.signed_in(Role.RECEIVER, CITY)
    for reason in ("", "  ", "长" * 1001):
        assert filled.step(client, "return", reason=reason).status_code == 409
    assert filled.case().stage == Stage.SIGNED
    walked(filled, "withdraw")
    assert filled.case().stage == Stage.DRAFT


@pytest.mark.sampled(2)
def test_a_character_that_no_database_keeps_is_told_and_nothing_is_done(filled: Desk) -> None:
    filler = filled.signed_in(Role.FILLER, COUNTY)
    answer = filler.post(f"{PLAN}comments/add/", {"on": "document", "version": 1, "text": "第三段请改写\0"})
    assert answer.status_code == 400 and "控制字符" in answer.content.decode()
    assert "第三段请改写" not in filler.get(PLAN).content.decode()
