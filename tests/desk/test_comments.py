"""Comments on documents: they stay with what they speak of, are only added to, come along into Word, and are what a return is for."""

from io import BytesIO
from pathlib import Path
from typing import Any

import docx_integrity
import pytest
from docx import Document
from lxml import html
from openxml_audit import OpenXmlValidator

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, OTHER, SEASON, Desk, tasks
from tests.desk.test_steps import walked

pytestmark = pytest.mark.slow
PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


def page_of(client: Any, address: str = PLAN) -> Any:
    return html.fromstring(client.get(address).content)


def block(client: Any, words: str, version: int = 1) -> str:
    """The address that the preview gives for commenting the paragraph with these words."""
    preview = html.fromstring(client.get(f"{PLAN}preview/{version}/").content)
    (link,) = [one for one in preview.xpath("//a[starts-with(@class, 'remark')]") if words in one.getparent().text_content()]
    return str(link.get("href"))


def write(client: Any, address: str, text: str) -> Any:
    """Open the form that an address gives, and send it."""
    form = page_of(client, address).xpath("//form[contains(@action, '/comments/add/')]")[0]
    return client.post(form.get("action"), {**{one.get("name"): one.get("value") for one in form.xpath(".//input")}, "text": text}, follow=True)


def add(client: Any, words: str, text: str) -> Any:
    return write(client, block(client, words), text)


def threads(client: Any, address: str = PLAN) -> dict[str, Any]:
    return {one.thread.first.text: one for one in client.get(address).context["threads"]}


def rebuilt(desk: Desk) -> None:
    desk.signed_in(Role.FILLER, COUNTY).post(f"{PLAN}generate/")
    desk.build()


def test_a_comment_stays_with_its_paragraph_and_says_when_that_has_changed(filled: Desk) -> None:
    receiver, filler = filled.signed_in(Role.RECEIVER, CITY), filled.signed_in(Role.FILLER, COUNTY)
    add(receiver, "2023年我县清洁取暖改造任务", "任务数请核对")
    add(receiver, "特此报告", "格式对的")
    figure = page_of(receiver, f"{PLAN}preview/1/").xpath("//data[@data-figure='tasks.total']/a")[0].get("href")
    write(receiver, figure, "这个数不对")
    assert {one.carried.fate for one in threads(filler).values()} == {"same"}
    duties = filled.root / "inputs" / SEASON / COUNTY / "文字修改.yaml"
    duties.write_text('- 文种: 实施方案\n  处理: 删去\n  标题: ""\n  原文: 特此报告。\n', "utf-8")
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", 1150)))
    rebuilt(filled)
    found = threads(filler)
    moved = found["任务数请核对"].carried
    assert moved.fate == "changed" and "2000户" in moved.old and "2000户" not in moved.new and "1950户" in moved.new
    assert (found["这个数不对"].carried.old, found["这个数不对"].carried.new) == ("清洁取暖改造总任务 2000", "清洁取暖改造总任务 1950")
    assert found["格式对的"].carried.fate == "gone"
    told = page_of(filler).xpath("string(//section[@id='comments'])")
    assert "所说的内容已经变动" in told and "原文已删去" in told and "特此报告。" in told
    assert {one.carried.fate for one in threads(filler, f"{PLAN}?version=1").values()} == {"same"}
    marked = html.fromstring(filler.get(f"{PLAN}preview/2/").content).xpath("//a[@class='remark said']")
    assert [one.text for one in marked] == ["批注1条", "批注1条"]


def test_answers_and_resolutions_are_added_and_recorded(filled: Desk) -> None:
    from django.db import DatabaseError

    from reportgen.desk.models import Comment, Entry
    from reportgen.desk.trail import first_broken

    receiver, filler = filled.signed_in(Role.RECEIVER, CITY), filled.signed_in(Role.FILLER, COUNTY)
    add(receiver, "特此报告", "第一行\r\n<b>第二行</b>")
    number = Comment.objects.get().pk
    answered = filler.post(f"{PLAN}comments/{number}/", {"text": "已按要求改", "act": "reply", "version": 1}, follow=True)
    assert "已按要求改" in answered.content.decode() and "<b>第二行" not in answered.content.decode()
    receiver.post(f"{PLAN}comments/{number}/", {"text": "", "act": "resolve", "version": 1})
    late = filler.post(f"{PLAN}comments/{number}/", {"text": "我也看过了", "act": "resolve", "version": 1})
    assert late.status_code == 409 and "示例市受理人已经先办理了“办结”" in late.content.decode()
    assert "我也看过了</textarea>" in late.content.decode()  # what was written isn't lost, though it wasn't kept
    assert "我也看过了" not in [one.text for one in Comment.objects.all()]
    receiver.post(f"{PLAN}comments/{number}/", {"text": "再看一下", "act": "reopen", "version": 1})
    assert filler.post(f"{PLAN}comments/{number}/", {"text": "  ", "act": "reply", "version": 1}).status_code == 409
    long = "长" * 2001
    assert long in filler.post(f"{PLAN}comments/add/", {"text": long, "on": "document", "version": 1}).content.decode()
    assert [(one.act, one.name) for one in Comment.objects.all()] == [
        ("comment", "示例市受理人"),
        ("reply", "甲县填报人"),
        ("resolve", "示例市受理人"),
        ("reopen", "示例市受理人"),
    ]
    assert [one.action for one in Entry.objects.filter(unit=COUNTY)] == ["comment", "reply", "resolve", "reopen"]
    assert first_broken() is None
    for change in (lambda: Comment.objects.all().delete(), lambda: Comment.objects.update(text="")):
        with pytest.raises(DatabaseError):
            change()
    assert page_of(filler).xpath("//ol[@class='entries']") == []  # they decide nothing


def test_who_sees_but_may_not_comment_is_offered_no_form(filled: Desk) -> None:
    add(filled.signed_in(Role.AUDITOR, COUNTY), "特此报告", "县里的意见")
    onlooker = filled.signed_in(Role.FILLER, CITY)
    assert "县里的意见" in onlooker.get(PLAN).content.decode()
    assert not page_of(onlooker, f"{PLAN}?version=1&on=document").xpath("//section[@id='comments']//form")
    assert onlooker.post(f"{PLAN}comments/add/", {"on": "document", "version": 1, "text": "x"}).status_code == 403
    assert filled.signed_in(Role.FILLER, OTHER).get(f"{PLAN}comments/").status_code == 403
    client = filled.signed_in(Role.FILLER, COUNTY)
    for asked in ({"on": "no-such-block"}, {"figure": "tasks.total", "at": "p-1", "nth": "99"}, {}, {"on": "title", "version": 7}):
        assert client.post(f"{PLAN}comments/add/", {"version": 1, "text": "写了的话", **asked}).status_code == 409


def test_a_return_names_comments_which_wait_for_the_filler(filled: Desk) -> None:
    from reportgen.desk.cases import entries_of
    from reportgen.desk.models import Comment

    walked(filled, "submit", "audit", "sign", "receive")
    receiver, filler = filled.signed_in(Role.RECEIVER, CITY), filled.signed_in(Role.FILLER, COUNTY)
    add(receiver, "特此报告", "请改为“专此报告”")
    number = Comment.objects.get().pk
    assert page_of(receiver).xpath(f"//form[contains(@action, '/return/')]//input[@name='comment'][@value='{number}']")
    assert filled.step(receiver, "return").status_code == 409
    assert filled.step(receiver, "return", comment=[number + 1]).status_code == 409
    assert filled.step(receiver, "return", comment=[number]).status_code == 302
    assert entries_of(filled.case())[-1].words == f"批注{number}（示例市受理人，对“特此报告。”）：请改为“专此报告”"
    assert "退回时提出的批注还有1条" in filler.get(PLAN).content.decode()
    filled.mend()
    rebuilt(filled)
    refused = filled.step(filler, "submit")
    assert refused.status_code == 409 and "退回时提出的批注还有1条没有答复" in refused.content.decode()
    ((_, against),) = filler.get(f"{PLAN}checklist/").context["steps"]
    assert any("1条没有答复" in words for words in against)  # told before it is tried
    filler.post(f"{PLAN}comments/{number}/", {"text": "已改", "act": "reply", "version": 2})
    assert filled.step(filler, "submit").status_code == 302


def test_the_word_file_has_them_as_comments_and_the_plain_one_has_none(filled: Desk, tmp_path: Path) -> None:
    receiver, filler = filled.signed_in(Role.RECEIVER, CITY), filled.signed_in(Role.FILLER, COUNTY)
    add(receiver, "特此报告", "请核对\n第二行")
    write(receiver, page_of(receiver, f"{PLAN}preview/1/").xpath("//data[@data-figure='tasks.total']/a")[0].get("href"), "数不对")
    number = next(iter(threads(filler).values())).thread.number
    filler.post(f"{PLAN}comments/{number}/", {"text": "已核对", "act": "reply", "version": 1})
    filler.post(f"{PLAN}comments/{number}/", {"text": "", "act": "resolve", "version": 1})
    word = filler.get(f"{PLAN}commented/1/").content
    file = tmp_path / "commented.docx"
    file.write_bytes(word)
    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []
    assert [str(finding) for finding in docx_integrity.check(file)] == []
    said = {one.text: one.author for one in Document(BytesIO(word)).comments}
    assert said == {"请核对\n第二行": "示例市受理人", "已核对": "甲县填报人", "数不对": "示例市受理人"}
    assert not list(Document(BytesIO(filler.get(f"{PLAN}file/1/docx").content)).comments)
