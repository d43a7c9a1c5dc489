"""The way up: the checklist before the button, explanations, units that are waited for or excused, many accepted at once."""

import csv
import re
from html import unescape
from typing import Any

import pytest

from reportgen.desk.roles import Role
from reportgen.desk.stages import Stage
from tests.desk.desks import CITY, COUNTY, OTHER, SEASON, Desk, tasks
from tests.desk.test_steps import walked

PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"
CITYS = f"/documents/{SEASON}/{CITY}/plan/"


def explain(desk: Desk, rule: str, reason: str) -> None:
    """The county writes an explanation of a rule's findings, in the folder."""
    table = desk.root / "inputs" / SEASON / COUNTY / "情况说明.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("规则编号", "涉及的单元格或者对象", "原因", "有效期", "说明人"), (rule, "", reason, "2099-12-31", "张某某")])


def warned(client: Any) -> list[dict[str, Any]]:
    """The warnings that the checklist shows."""
    found: list[dict[str, Any]] = client.get(f"{PLAN}checklist/").context["warnings"]
    return found


def test_the_checklist_and_the_whole_document_stand_before_the_button(filled: Desk) -> None:
    client = filled.signed_in(Role.FILLER, COUNTY)
    page = client.get(f"{PLAN}checklist/").content.decode()
    assert page.index("应当核实的") < page.index("<iframe") < page.index("提交审核（第1版）")
    assert "核对清单和全文，提交审核" in client.get(PLAN).content.decode()
    (where,) = re.findall(r'href="([^"]+rule=CH-14-01)">', page)  # where the finding is explained: the table, its rule filled in
    assert 'value="CH-14-01"' in client.get(unescape(where)).content.decode()
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", None)))
    answer = client.get(f"{PLAN}checklist/")
    said = [*answer.context["faults"], *answer.context["missing"]]
    assert any(place["href"] and place["cell"] == "C2" for one in said for place in one["places"])
    assert "提交审核（第1版）" not in answer.content.decode()


def rule(desk: Desk, client: Any, verdict: str, reason: str = "") -> Any:
    """A reviewer says the same of all explanations of the county's plan."""
    subjects = [one["explained"].subject for one in warned(client) if one["explained"]]
    assert subjects
    asked = {f"say-{subject}": verdict for subject in subjects} | {f"reason-{subject}": reason for subject in subjects}
    return client.post(f"{PLAN}explanations/", asked)


@pytest.mark.slow
def test_explanations_are_accepted_or_refused_bound_to_their_words(filled: Desk) -> None:
    from reportgen.desk.models import Entry

    explain(filled, "CH-14-01", "县委编办尚未明确副组长")
    filler, auditor = filled.signed_in(Role.FILLER, COUNTY), filled.signed_in(Role.AUDITOR, COUNTY)
    receiver = filled.signed_in(Role.RECEIVER, CITY)
    walked(filled, "submit")
    answer = filled.step(auditor, "audit")
    assert answer.status_code == 409 and "有1处情况说明还没有决定是否认可" in answer.content.decode()
    assert rule(filled, receiver, "yes").status_code == 409  # it isn't the receiver's turn
    assert "写明理由" in rule(filled, auditor, "no").content.decode()
    assert rule(filled, auditor, "no", "请写明何时明确").status_code == 302
    answer = filled.step(auditor, "audit")
    assert answer.status_code == 409 and "情况说明没有认可" in answer.content.decode()
    assert filled.step(auditor, "send-back", reason="请改写情况说明").status_code == 302
    page = filler.get(f"{PLAN}checklist/").content.decode()
    assert "不认可，请写明何时明确" in page and "请改写说明" in page
    assert filled.step(filler, "submit").status_code == 409

    explain(filled, "CH-14-01", "县委编办12月明确副组长")  # the document says the same: what changed is the explanation
    walked(filled, "submit")
    assert [one["rulings"] for one in warned(auditor) if one["explained"]] == [[]]
    assert rule(filled, auditor, "yes").status_code == 302
    walked(filled, "audit", "sign", "receive")
    answer = filled.step(receiver, "accept")
    assert answer.status_code == 409 and "还没有决定" in answer.content.decode()
    assert rule(filled, receiver, "yes").status_code == 302
    walked(filled, "accept")
    said = [(entry.action, entry.name) for entry in Entry.objects.filter(action__in=("explanation", "no-explanation"))]
    assert said == [("no-explanation", "甲县审核人"), ("explanation", "甲县审核人"), ("explanation", "示例市受理人")]
    assert "请写明何时明确" in Entry.objects.filter(action="no-explanation").get().words


@pytest.mark.slow
def test_a_decision_on_words_that_have_changed_is_not_taken(filled: Desk) -> None:
    explain(filled, "CH-14-01", "县委编办尚未明确副组长")
    walked(filled, "submit")
    auditor = filled.signed_in(Role.AUDITOR, COUNTY)
    (seen,) = [one["explained"].subject for one in warned(auditor) if one["explained"]]
    explain(filled, "CH-14-01", "不设副组长")
    answer = auditor.post(f"{PLAN}explanations/", {f"say-{seen}": "yes"})
    assert answer.status_code == 409 and "已经变化" in answer.content.decode()


def test_the_city_signs_when_all_below_are_accepted_or_excused(filled: Desk) -> None:
    from reportgen.desk.queue import ask_for

    ask_for(filled.person(Role.FILLER, CITY), SEASON, CITY, "plan")
    filled.build()
    for route, role in (("submit", Role.FILLER), ("audit", Role.AUDITOR)):
        assert filled.step(filled.signed_in(role, CITY), route, unit=CITY).status_code == 302
    signer, receiver = filled.signed_in(Role.SIGNER, CITY), filled.signed_in(Role.RECEIVER, CITY)
    answer = filled.step(signer, "sign", unit=CITY)
    assert answer.status_code == 409 and "甲县（可提交）、乙县（未生成）" in answer.content.decode()
    walked(filled, "submit", "audit", "sign", "receive", "accept")
    other = f"/documents/{SEASON}/{OTHER}/plan/"
    assert receiver.post(f"{other}excuse/", {"reason": " "}).status_code == 409
    assert receiver.post(f"{other}excuse/", {"reason": "今年没有任务"}).status_code == 302
    assert receiver.post(f"{PLAN}excuse/", {"reason": "今年没有任务"}).status_code == 409  # it is accepted
    assert "准予免报：今年没有任务" in signer.get(f"{CITYS}checklist/").content.decode()
    assert receiver.post(f"{other}no-excuse/").status_code == 302
    assert "乙县（未生成）" in filled.step(signer, "sign", unit=CITY).content.decode()
    receiver.post(f"{other}excuse/", {"reason": "今年没有任务"})
    assert filled.step(signer, "sign", unit=CITY).status_code == 302
    assert filled.case(CITY).stage == Stage.SIGNED


def test_many_are_accepted_at_once_and_those_that_can_not_be_are_told(filled: Desk) -> None:
    from reportgen.desk.models import Case, Entry

    walked(filled, "submit", "audit", "sign")
    explained = Case.objects.create(season=SEASON, unit=OTHER, kind="plan", stage=Stage.SIGNED, version=1, visible="0" * 64, turn=3, round=1)
    receiver = filled.signed_in(Role.RECEIVER, CITY)
    found = {one.way.unit: one for one in receiver.get("/reception/").context["waiting"]}
    assert found[COUNTY].against == () and found[OTHER].against == ("提交以后数据有变动",)
    answer = receiver.post("/reception/", {"chosen": [found[COUNTY].name, found[OTHER].name, "1:2", f"{explained.pk}:1:1"]})
    done = [(one.unit, one.words) for one in answer.context["done"]]
    assert done[0] == (COUNTY, "") and done[1][0] == OTHER and "数据有变动" in done[1][1] and "不在了" in done[2][1]
    assert filled.case().stage == Stage.ACCEPTED
    assert [entry.action for entry in Entry.objects.filter(unit=COUNTY, username=filled.person(Role.RECEIVER, CITY).username)] == ["receive", "accept"]
    assert filled.signed_in(Role.RECEIVER, CITY).post("/reception/", {"chosen": [found[COUNTY].name]}).context["done"][0].words
    assert filled.signed_in(Role.FILLER, COUNTY).get("/reception/").status_code == 403


def test_data_that_are_uploaded_meanwhile_take_it_back_to_draft_at_once(filled: Desk) -> None:
    from reportgen.desk.models import Entry

    walked(filled, "submit")
    answer = filled.upload(filled.signed_in(Role.FILLER, COUNTY), tasks(lambda sheet: sheet.__setitem__("C2", 1150)))
    assert answer.context["upload"].outcome == "put"
    assert "甲县《实施方案》正在办理，数据有变动，已退回草拟" in answer.content.decode()
    assert filled.case().stage == Stage.DRAFT
    assert Entry.objects.filter(action="lapse", unit=COUNTY).exists()
