"""Word files that came back to the desk: their comments become comments, their changes proposals, each taken or refused."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, OTHER, SEASON, Desk, tasks
from tests.desk.test_comments import PLAN, add, threads
from tests.desk.test_steps import walked
from tests.libreoffice import soffice
from tests.reconcile.hand_edits import Edit, edited, paragraph, tracked, type_over

pytestmark = pytest.mark.slow
WORDS = type_over("现将方案", "请予备案", "请予审核")
REVISED = tracked("特此报告", "特此报告", "专此报告")


def remark(begins: str, text: str, author: str) -> Edit:
    def edit(document: Any) -> None:
        found = docx.text.paragraph.Paragraph(paragraph(document, begins), document)
        document.add_comment(found.runs, text, author, "")

    return edit


def sent_back(desk: Desk, client: Any, *edits: Edit, change: Callable[[bytes], bytes] = bytes, version: int = 1, name: str = "方案（领导改）.docx") -> Any:
    """Download the plan, edit it in Word, upload it again; the page of its receipt."""
    content = change(edited(client.get(f"{PLAN}file/{version}/docx").content, *edits))
    return client.post(f"{PLAN}word/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def decide(client: Any, page: Any, route: str, *chosen: Any, **asked: object) -> Any:
    return client.post(f"{PLAN}word/{page.context['file'].pk}/{route}", {"proposal": [one.pk for one in chosen], **asked}, follow=True)


def proposals(page: Any) -> dict[str, Any]:
    return {one.new: one for one, _, _ in page.context["proposals"]}


def edits_file(desk: Desk) -> Path:
    return desk.root / "inputs" / SEASON / COUNTY / "文字修改.yaml"


def test_comments_and_changes_come_in_and_each_is_taken_or_refused(filled: Desk) -> None:
    from reportgen.desk.models import Entry, Upload
    from reportgen.desk.trail import first_broken

    filler = filled.signed_in(Role.FILLER, COUNTY)
    page = sent_back(filled, filler, WORDS, REVISED, type_over("2023年我县清洁取暖", "2000", "1950"), remark("对暂未覆盖", "供应点够不够", "王某某"))
    assert page.context["file"].outcome == "read"
    asked = proposals(page)
    words, revised, number = asked["现将方案随文报送，请予审核。"], asked["专此报告。"], asked["1950"]
    assert "文字修改.yaml" in words.effect and "改写这一段" in words.effect and "修订人" in revised.where
    assert not number.is_taken_here and "单元格" in number.effect  # the sum of two cells
    comment = threads(filler)["供应点够不够"]
    assert (comment.thread.first.name, comment.thread.first.words[:5]) == ("王某某", "对暂未覆盖")
    assert "写在 Word 文件里，甲县填报人上传" in filler.get(PLAN).content.decode()
    decide(filler, page, "refuse", revised, words="按原来的写法")
    taken = decide(filler, page, "take", words)
    assert {one.new: one.decision for one, _, _ in taken.context["proposals"]}["现将方案随文报送，请予审核。"] == "taken"
    assert "请予审核" in edits_file(filled).read_text("utf-8") and "专此报告" not in edits_file(filled).read_text("utf-8")
    assert Upload.objects.get().outcome == "put" and Upload.objects.get().target == "文字修改.yaml"
    assert filler.get(f"/units/{SEASON}/{COUNTY}/upload/{Upload.objects.get().pk}/").status_code == 200
    assert [one.action for one in Entry.objects.filter(unit=COUNTY)] == ["word", "comment", "refuse", "upload", "put", "take"]
    assert first_broken() is None
    filled.build()
    assert "请予审核" in docx.Document(BytesIO(filler.get(f"{PLAN}file/2/docx").content)).element.xpath("string(.)")
    assert "按原来的写法" in decide(filler, page, "take", words).content.decode()  # decided, and stays so
    assert edits_file(filled).read_text("utf-8").count("请予审核") == 1


def test_a_changed_number_of_one_cell_is_written_into_the_workbook(filled: Desk) -> None:
    from openpyxl import load_workbook

    filler = filled.signed_in(Role.FILLER, COUNTY)
    page = sent_back(filled, filler, type_over("2023年我县清洁取暖", "800", "750"))
    number = proposals(page)["750"]
    assert number.sort == "cell" and "填报表.xlsx" in number.effect and "《改造任务》" in number.effect
    before = load_workbook(filled.book)["改造任务"]
    decide(filler, page, "take", number)
    after = load_workbook(filled.book)["改造任务"]
    changed = [
        (old.value, new.value)
        for row, now in zip(before.iter_rows(), after.iter_rows(), strict=True)
        for old, new in zip(row, now, strict=True)
        if old.value != new.value
    ]
    assert changed == [(800, 750)]
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__("C2", 1111)))
    again = sent_back(filled, filler, type_over("2023年我县清洁取暖", "800", "740"), name="再改.docx")
    number = proposals(again)["740"]
    cell = number.places[0]["cell"]
    filled.book.write_bytes(tasks(lambda sheet: sheet.__setitem__(cell, 801)))
    refused = decide(filler, again, "take", number)
    assert refused.status_code == 409 and "现在不是“800”" in refused.content.decode()


def test_what_is_accepted_is_not_changed(filled: Desk) -> None:
    filler = filled.signed_in(Role.FILLER, COUNTY)
    page = sent_back(filled, filler, WORDS)
    walked(filled, "submit", "audit", "sign", "receive", "accept")
    refused = decide(filler, page, "take", all="1")
    assert refused.status_code == 409 and "《实施方案》已由示例市受理人" in refused.content.decode() and "先退回" in refused.content.decode()
    assert not edits_file(filled).exists()
    walked(filled, "return")
    assert decide(filler, page, "take", all="1").status_code == 200
    assert "请予审核" in edits_file(filled).read_text("utf-8")


def test_what_was_written_into_word_by_the_desk_comes_back_once(filled: Desk, tmp_path: Path) -> None:
    from reportgen.desk.models import Comment

    receiver = filled.signed_in(Role.RECEIVER, CITY)
    add(receiver, "特此报告", "请核对")
    word = edited(receiver.get(f"{PLAN}commented/1/").content, remark("现将方案", "另有一条", "李某某"))
    for _ in range(2):
        page = receiver.post(f"{PLAN}word/", {"file": SimpleUploadedFile("a.docx", word)}, follow=True)
    assert page.context["file"].outcome == "again"
    assert [(one.name, one.text) for one in Comment.objects.all()] == [("示例市受理人", "请核对"), ("李某某", "另有一条")]
    (tmp_path / "a.docx").write_bytes(word)
    soffice(tmp_path, "--convert-to", "docx", "--outdir", str(tmp_path / "saved"), "a.docx")
    page = receiver.post(f"{PLAN}word/", {"file": SimpleUploadedFile("b.docx", (tmp_path / "saved/a.docx").read_bytes())}, follow=True)
    assert (page.context["file"].outcome, Comment.objects.count()) == ("read", 2)
    assert not page.context["proposals"]
    assert receiver.post(f"{PLAN}word/1/take", {"all": "1"}).status_code == 403


def test_a_file_of_another_kind_is_told_and_kept(filled: Desk) -> None:
    filler = filled.signed_in(Role.FILLER, COUNTY)
    assert filler.post(f"{PLAN}word/", {}).status_code == 400
    assert filler.post(f"{PLAN}word/", {"file": SimpleUploadedFile("a.doc", b"x")}).status_code == 400
    bad = filler.post(f"{PLAN}word/", {"file": SimpleUploadedFile("../../a.docx", b"PK no zip")}, follow=True)
    assert bad.context["file"].outcome == "faulty" and bad.context["file"].file_name == "a.docx"
    assert filler.get(f"{PLAN}word/{bad.context['file'].pk}/kept").content == b"PK no zip"
    own = docx.Document()
    own.add_paragraph("别的文件")
    written = BytesIO()
    own.save(written)
    foreign = filler.post(f"{PLAN}word/", {"file": SimpleUploadedFile("b.docx", written.getvalue())}, follow=True)
    assert foreign.context["file"].outcome == "faulty" and "不是这个工作区生成的公文" in foreign.content.decode()
    other = filled.signed_in(Role.FILLER, OTHER)
    content = filler.get(f"{PLAN}file/1/docx").content
    wrong = other.post(f"/documents/{SEASON}/{OTHER}/plan/word/", {"file": SimpleUploadedFile("c.docx", content)}, follow=True)
    assert wrong.context["file"].outcome == "foreign" and "甲县的实施方案" in wrong.content.decode()


def test_one_whose_reading_was_cut_off_is_gone_on_with(filled: Desk) -> None:
    from reportgen.desk.models import WordFile

    filler = filled.signed_in(Role.FILLER, COUNTY)
    content = edited(filler.get(f"{PLAN}file/1/docx").content, WORDS)
    digest, who = filled.folder.keep(content), filled.person(Role.FILLER, COUNTY)
    made = WordFile.objects.create(season=SEASON, unit=COUNTY, kind="plan", person=who, file_name="a.docx", digest=digest, size=len(content))
    assert "接着读" in filler.get(f"{PLAN}word/{made.pk}/").content.decode()
    for _ in range(2):
        page = filler.post(f"{PLAN}word/{made.pk}/", follow=True)
    assert (page.context["file"].outcome, list(proposals(page))) == ("read", ["现将方案随文报送，请予审核。"])


def test_of_two_who_take_at_once_each_change_is_written_once(filled: Desk) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from reportgen.desk.models import Entry

    filler = filled.signed_in(Role.FILLER, COUNTY)
    page = sent_back(filled, filler, WORDS, REVISED)
    browsers = [filled.signed_in(Role.FILLER, COUNTY) for _ in range(3)]

    def attempt(client: Any) -> int:
        try:
            return int(client.post(f"{PLAN}word/{page.context['file'].pk}/take", {"all": "1"}).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        assert set(threads.map(attempt, browsers)) <= {302, 409}
    written = edits_file(filled).read_text("utf-8")
    assert (written.count("请予审核"), written.count("专此报告")) == (1, 1)
    assert [one.words for one in Entry.objects.filter(action="take")] == [
        "“现将方案随文报送，请予备案。” → “现将方案随文报送，请予审核。”",
        "“特此报告。” → “专此报告。”",
    ]
