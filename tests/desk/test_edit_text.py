"""Filling in on the page what a unit keeps as text: 单位.yaml, tables in CSV and YAML. Only what was typed is written, all else stays byte for byte."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.desk.roles import Role
from tests.desk.desks import BOOK, COUNTY, SEASON, Desk
from tests.desk.forms import PAGE, names, opened, send

UNIT = "单位.yaml"
UNIT_PAGE = f"/units/{SEASON}/{COUNTY}/"


@pytest.fixture
def client(desk: Desk) -> Any:
    return desk.signed_in(Role.FILLER, COUNTY)


def file_of(desk: Desk, name: str = UNIT) -> Path:
    return desk.book.with_name(name)


def row_of(client: Any, sheet: str, book: str, first: str) -> str:
    """The number of the row whose first box says something."""
    form = client.get(PAGE, {"book": book, "sheet": sheet}).context["form"]
    return next(str(line.number + 1) for line in form.lines if line.boxes[0].text == first)


def test_a_unit_is_described_on_the_page_and_all_else_of_its_file_stays(desk: Desk, client: Any) -> None:
    from reportgen.desk.models import Entry, Upload

    file = file_of(desk)
    before = b"# \xe7\x94\xb2\xe5\x8e\xbf\r\n" + file.read_bytes().replace("签发人: 张某某".encode(), "签发人: '张某某'   # 组长".encode()).replace(b"\n", b"\r\n")
    file.write_bytes(before)
    at = names(client, "单位说明", UNIT)
    assert client.get(PAGE, {"book": UNIT, "sheet": "单位说明"}).context["form"].lines[2].boxes[0].offers == ("省", "市", "县", "乡镇", "村")
    typed = {at["本单位 签发人"]: "王某某", at["采暖季 结束"]: "2024年1月12日", at["本单位 抄送"]: "甲县人民政府办公室\r\n甲县能源局", at["本单位 简称"]: "甲"}
    answer = send(client, opened(client, "单位说明", UNIT), **typed)
    assert "已采用" in answer.content.decode(), answer.content.decode()
    expected = before
    for old, new in (
        ("签发人: '张某某'   # 组长", "签发人: '王某某'   # 组长"),
        ("结束: 2024-01-13", "结束: 2024-01-12"),
        ("[甲县人民政府办公室]", "[甲县人民政府办公室, 甲县能源局]"),
        ("名称: 甲县\r\n", "名称: 甲县\r\n简称: 甲\r\n"),
    ):
        assert expected.count(old.encode()) == 1
        expected = expected.replace(old.encode(), new.encode())
    assert file.read_bytes() == expected
    upload = Upload.objects.get()
    assert (upload.target, upload.sheet, upload.was, desk.folder.kept(upload.was)) == (UNIT, "单位说明", sha256(before).hexdigest(), before)
    assert list(Entry.objects.filter(unit=COUNTY).values_list("action", flat=True)) == ["fill-in", "put"]
    (changed,) = client.get(f"{UNIT_PAGE}upload/{upload.pk}/differences/").context["sheets"]
    assert [(row.name.split()[:2], [(cell.title, cell.old, cell.new) for cell in row.cells]) for row in changed.rows][0] == (
        ["本单位", "简称"],
        [("内容", "", "甲")],
    )
    assert "核对副本" not in client.get(f"{UNIT_PAGE}upload/{upload.pk}/").content.decode()


def test_the_documents_of_a_unit_are_renamed_added_and_taken_out(desk: Desk, client: Any) -> None:
    before = file_of(desk).read_text("utf-8")
    fields = opened(client, "公文", UNIT)
    plan, report, new = (row_of(client, "公文", UNIT, kind) for kind in ("实施方案", "验收报告", ""))
    typed = {f"c_B{plan}": "甲清洁办发〔2023〕7号", f"r_{int(report) - 1}": "on", f"c_A{new}": "验收通知", f"c_C{new}": "2023-10-9", f"c_F{new}": "各乡镇人民政府"}
    answer = send(client, fields, **typed)
    assert "已采用" in answer.content.decode(), answer.content.decode()
    expected = before.replace("甲清洁办发〔2023〕6号", "甲清洁办发〔2023〕7号").replace("  验收报告: {发文字号: 甲清洁办发〔2023〕12号, 成文日期: 2023-10-26}\n", "")
    expected = expected.rstrip("\n") + "\n  验收通知: {成文日期: 2023-10-09, 主送: [各乡镇人民政府]}" + ("\n" if before.endswith("\n") else "")
    assert file_of(desk).read_text("utf-8") == expected


def test_all_that_is_wrong_is_told_at_its_fields_and_what_was_typed_is_kept(desk: Desk, client: Any) -> None:
    from reportgen.desk.models import Upload

    before = file_of(desk).read_bytes()
    at = names(client, "单位说明", UNIT)
    answer = send(client, opened(client, "单位说明", UNIT), **{at["采暖季 开始"]: "明年", at["验收组织 抽验比例"]: "一成多", at["本单位 签发人"]: "王某某"})
    assert answer.status_code == 400 and 'value="明年"' in answer.content.decode() and 'value="王某某"' in answer.content.decode()
    assert {label for label, _, _ in answer.context["wrong"]} == {"采暖季 开始", "验收组织 抽验比例"}
    new = row_of(client, "公文", UNIT, "")
    other = str(int(new) + 1)
    answer = send(client, opened(client, "公文", UNIT), **{f"c_B{new}": "甲〔2023〕9号", f"c_A{other}": "实施方案", f"c_B{other}": "甲〔2023〕8号"})
    told = {name: words for _, words, name in answer.context["wrong"]}
    assert set(told) == {f"A{new}", f"A{other}"} and "哪个文种" in told[f"A{new}"] and "已经有一行" in told[f"A{other}"]
    assert file_of(desk).read_bytes() == before and not Upload.objects.exists()


@pytest.mark.slow
def test_what_only_the_trial_finds_is_told_at_its_field(desk: Desk, client: Any) -> None:
    at = names(client, "单位说明", UNIT)
    answer = send(client, opened(client, "单位说明", UNIT), **{at["采暖季 结束"]: "2022-01-01", at["本单位 发文机关"]: ""})
    assert answer.status_code == 400
    assert "采暖季 结束" in {label for label, _, _ in answer.context["wrong"]}, answer.context["wrong"]


@pytest.mark.parametrize(("name", "old", "new"), [("报送记录.csv", None, None), ("资金.csv", None, None)])
def test_placeholder(name: str, old: None, new: None) -> None:
    del name, old, new
