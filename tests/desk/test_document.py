"""A document's page: its preview, whose numbers lead to their cells, its files, making it."""

import re
from io import BytesIO

import pytest
from docx import Document
from lxml import html

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, SEASON, Desk

pytestmark = pytest.mark.slow
PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


def test_a_number_of_the_preview_leads_to_its_cells(filled: Desk) -> None:
    client = filled.signed_in(Role.SIGNER, COUNTY)
    page = html.fromstring(client.get(f"{PLAN}preview/1/").content)
    links = {link.getparent().get("data-figure"): link for link in page.xpath("//data/a")}
    assert len(links) > 20
    assert len(page.xpath("//data")) == len(page.xpath("//data/a[@target='_top']"))
    assert not page.xpath("//script")
    shown = client.get(links["tasks.total"].get("href"))
    assert shown.context["figure"].label == "清洁取暖改造总任务"
    cells = {source["words"]: source for source in shown.context["sources"]}
    assert set(cells) == {"填报表.xlsx《改造任务》C2", "填报表.xlsx《改造任务》C3"}
    sheet = client.get(cells["填报表.xlsx《改造任务》C2"]["href"])
    assert sheet.context["cell"] == "C2" and re.search(r'<td id="C2" class="\w* asked"', sheet.content.decode())


def test_the_files_are_those_of_the_version(filled: Desk) -> None:
    client = filled.signed_in(Role.RECEIVER, CITY)
    word = client.get(f"{PLAN}file/1/docx")
    assert word.content == next((filled.root / "outputs" / SEASON / COUNTY).glob("*.docx")).read_bytes()
    assert "attachment" in word["Content-Disposition"]
    assert Document(BytesIO(word.content)).paragraphs
    assert client.get(f"{PLAN}file/1/pdf").content[:5] == b"%PDF-"
    assert client.get(f"{PLAN}file/2/pdf").status_code == 404
    assert client.get(f"{PLAN}file/1/html").status_code == 404
    assert client.get(f"{PLAN}preview/2/").status_code == 404


def test_it_is_made_when_asked_and_once_for_two_who_ask(filled: Desk) -> None:
    from reportgen.desk.models import Job

    filled.mend()
    client = filled.signed_in(Role.FILLER, COUNTY)
    assert "有变化，要重新生成" in client.get(PLAN).content.decode()
    for role in (Role.FILLER, Role.AUDITOR):
        filled.signed_in(role, COUNTY).post(f"{PLAN}generate/")
    job = Job.objects.get()
    waiting = client.get(f"{PLAN}job/{job.pk}/")
    assert "排队中" in waiting.content.decode() and 'data-hx-trigger="every 1s"' in waiting.content.decode()
    filled.build()
    assert client.get(f"{PLAN}job/{job.pk}/")["HX-Refresh"] == "true"
    page = client.get(PLAN)
    assert page.context["version"].number == 2 and page.context["document"].state == "ready"
    assert "这是旧版" in client.get(f"{PLAN}?version=1").content.decode()


def test_what_can_not_be_made_says_why(filled: Desk) -> None:
    from reportgen.desk.models import Job

    filled.book.write_bytes(b"no workbook")
    client = filled.signed_in(Role.FILLER, COUNTY)
    client.post(f"{PLAN}generate/")
    filled.build()
    assert Job.objects.get().is_over
    page = client.get(PLAN)
    assert page.status_code == 200 and page.context["document"].why == "填报数据读不了"
    assert any("填报表.xlsx" in place["file"] for one in page.context["said"] for place in one["places"])
    assert "打不开" in client.get(f"/units/{SEASON}/{COUNTY}/").content.decode()


def test_a_killed_builder_s_work_is_done_by_the_next(filled: Desk) -> None:
    from reportgen.desk.models import Job
    from reportgen.desk.queue import ask_for, put_back, take_next

    ask_for(filled.person(Role.FILLER, COUNTY), SEASON, COUNTY, "plan")
    assert take_next() is not None and take_next() is None  # and then it is killed
    put_back()
    filled.build()
    assert Job.objects.get().state == "done"
