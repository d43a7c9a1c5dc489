"""The way up: the checklist before the button, explanations, units that are waited for or excused, many accepted at once."""

import csv
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
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", None)))
    answer = client.get(f"{PLAN}checklist/")
    said = [*answer.context["faults"], *answer.context["missing"]]
    assert any(place["href"] and place["cell"] == "C2" for one in said for place in one["places"])
    assert "提交审核（第1版）" not in answer.content.decode()
