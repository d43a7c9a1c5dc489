"""Filling in on the page what a unit keeps as text: 单位.yaml, tables in CSV and YAML. Only what was typed is written, all else stays byte for byte."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from reportgen.desk.roles import Role
from reportgen.inputs.schema.programme import shipped
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
    before = b"# \xe7\x94\xb2\xe5\x8e\xbf\r\n" + file.read_bytes().replace("签发人: 张某某".encode(), "签发人: '张某某'   # 组长".encode()).replace(
        b"\n", b"\r\n"
    )
    file.write_bytes(before)
    at = names(client, "单位说明", UNIT)
    assert client.get(PAGE, {"book": UNIT, "sheet": "单位说明"}).context["form"].lines[2].boxes[0].offers == ("省", "市", "县", "乡镇", "村")
    assert [line.before[1] for line in client.get(PAGE, {"book": UNIT, "sheet": "单位说明"}).context["form"].lines if line.must] == [
        "名称",
        "级别",
        "代码",
        "发文机关",
    ]
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
    assert next((row.name.split()[:2], [(cell.title, cell.old, cell.new) for cell in row.cells]) for row in changed.rows) == (
        ["本单位", "简称"],
        [("内容", "", "甲")],
    )
    assert "核对副本" not in client.get(f"{UNIT_PAGE}upload/{upload.pk}/").content.decode()


@pytest.mark.slow
def test_the_documents_of_a_unit_are_renamed_added_and_taken_out(desk: Desk, client: Any) -> None:
    before = file_of(desk).read_text("utf-8")
    fields = opened(client, "公文", UNIT)
    plan, report, new = (row_of(client, "公文", UNIT, kind) for kind in ("实施方案", "验收报告", ""))
    typed = {
        f"c_B{plan}": "甲清洁办发〔2023〕7号",
        f"r_{int(report) - 1}": "on",
        f"c_A{new}": "验收通知",
        f"c_C{new}": "2023-10-9",
        f"c_F{new}": "各乡镇人民政府",
    }
    answer = send(client, fields, **typed)
    assert "已采用" in answer.content.decode(), answer.content.decode()
    expected = before.replace("甲清洁办发〔2023〕6号", "甲清洁办发〔2023〕7号").replace(
        "  验收报告: {发文字号: 甲清洁办发〔2023〕12号, 成文日期: 2023-10-26}\n", ""
    )
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
    assert {label for label, _, _ in answer.context["wrong"]} == {"采暖季 结束", "本单位 发文机关"}


@pytest.mark.slow
def test_an_error_elsewhere_does_not_keep_out_what_moves_its_line(desk: Desk, client: Any) -> None:
    file = file_of(desk)
    before = file.read_text("utf-8").replace("抽验比例: 10", "抽验比例: 一成多")
    file.write_text(before, "utf-8")
    answer = send(client, opened(client, "单位说明", UNIT), **{names(client, "单位说明", UNIT)["本单位 简称"]: "甲"})
    assert "已采用" in answer.content.decode(), answer.content.decode()
    assert file.read_text("utf-8") == before.replace("名称: 甲县\n", "名称: 甲县\n简称: 甲\n", 1)


@pytest.mark.slow
def test_a_unit_keeps_its_name(desk: Desk, client: Any) -> None:
    before = file_of(desk).read_bytes()
    answer = send(client, opened(client, "单位说明", UNIT), **{names(client, "单位说明", UNIT)["本单位 名称"]: "甲市"})
    assert [(label, "管理员" in words) for label, words, _ in answer.context["wrong"]] == [("本单位 名称", True)]
    assert file_of(desk).read_bytes() == before


HEAT = "热源.csv"


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "separator", "line_end"), [("gbk", ",", "\r\n"), ("utf-8-sig", "\t", "\n")])
def test_a_table_in_csv_is_filled_in_as_it_is_written(desk: Desk, client: Any, encoding: str, separator: str, line_end: str) -> None:
    file = file_of(desk, HEAT)
    head, first, second = file.read_text("utf-8-sig").splitlines()
    lines = [head, '"' + first.replace(",", '","') + '"', f"{second}"]
    before = line_end.join(lines).replace(",", separator).encode(encoding)
    file.write_bytes(before)
    sheet = "热源"
    boiler, new = row_of(client, sheet, HEAT, "城区分散锅炉"), row_of(client, sheet, HEAT, "")
    fields = opened(client, sheet, HEAT)
    assert client.get(PAGE, {"book": HEAT}).status_code == 302  # it has no other sheets
    cells = {"A": f"新{separator}热源", "B": "生物质", "C": "在用", "D": "1", "E": "1,000", "F": "9.00", "G": "否"}
    typed = {f"c_D{boiler}": "4", "c_F2": "41.5"} | {f"c_{column}{int(new) + 1}": text for column, text in cells.items()}
    answer = send(client, fields, **typed)
    assert "已采用" in answer.content.decode(), answer.content.decode()
    expected = before.decode(encoding).replace("40.00", "41.5").replace(separator.join(("已拆除", "3")), separator.join(("已拆除", "4")))
    assert file.read_bytes() == (expected + line_end + separator.join((f'"新{separator}热源"', "生物质", "在用", "1", "1000", "9.00", "否", ""))).encode(
        encoding
    )


def test_signs_that_the_encoding_of_a_file_lacks_are_told(desk: Desk, client: Any) -> None:
    file = file_of(desk, HEAT)
    file.write_bytes(file.read_text("utf-8-sig").encode("gbk"))
    before = file.read_bytes()
    answer = send(client, opened(client, "热源", HEAT), c_A2="甲县𬇕热源", c_D3="4")
    assert answer.status_code == 400
    assert {name: "GBK" in words for _, words, name in answer.context["wrong"]} == {"A2": True}
    assert file.read_bytes() == before


@pytest.mark.slow
def test_a_table_in_yaml_is_filled_in_and_a_row_taken_out(desk: Desk, client: Any) -> None:
    name, sheet = "建筑节能.yaml", "建筑节能"
    file = file_of(desk, name)
    before = file.read_text("utf-8")
    form = client.get(PAGE, {"book": name, "sheet": sheet}).context["form"]
    at = {(line.number, head.title): box.name for line in form.lines for head, box in zip(form.heads, line.boxes, strict=True)}
    assert "能效提升" in dict.fromkeys(title for _, title in at)
    answer = send(
        client, opened(client, sheet, name), **{f"c_{at[1, '能效提升']}": "33", f"c_{at[2, '验收日期']}": "2023年10月21日", f"c_{at[2, '结转面积']}": ""}
    )
    assert "已采用" in answer.content.decode(), answer.content.decode()
    expected = (
        before.replace("能效提升: 32", "能效提升: 33")
        .replace("结转面积: 0.5", "结转面积: ")
        .replace("0, 验收日期: 2023-10-20}\n", "0, 验收日期: 2023-10-20}\n", 1)
    )
    head, _, tail = expected.rpartition("2023-10-20")
    assert file.read_text("utf-8") == f"{head}2023-10-21{tail}"
    answer = send(client, opened(client, sheet, name), r_2="on")
    assert file.read_text("utf-8") == f"{head}2023-10-21{tail}".splitlines(keepends=True)[0]


def described_twice(desk: Desk) -> None:
    """The county's workbook says of it what 单位.yaml doesn't, and one thing otherwise."""
    book = openpyxl.load_workbook(desk.book)
    sheet = book.create_sheet("单位说明")
    for row in (
        ("分类", "项目", "内容"),
        ("本单位", "简称", "甲"),
        ("本单位", "联系人", "李某某"),
        ("本单位", "公开方式", None),
        ("采暖季", "开始", "2023-11-15"),
    ):
        sheet.append(row)
    book.save(desk.book)


@pytest.mark.slow
@pytest.mark.parametrize("book", [UNIT, BOOK])
def test_what_two_files_say_is_written_where_it_stands(desk: Desk, client: Any, book: str) -> None:
    from reportgen.desk.models import Upload

    described_twice(desk)
    text = file_of(desk).read_text("utf-8")
    at = names(client, "单位说明", book)
    fields = opened(client, "单位说明", book)
    typed = {at["本单位 简称"]: "甲甲", at["本单位 公开方式"]: "主动公开"}
    typed |= {at["本单位 签发人"]: "王某某"} if book == UNIT else {}
    answer = send(client, fields, **typed)
    assert answer.content.decode().count("已采用") == 2, answer.content.decode()
    sheet = openpyxl.load_workbook(desk.book)["单位说明"]
    assert (sheet["C2"].value, sheet["C4"].value) == ("甲甲", None)
    expected = text.replace("联系人: 李某某\n", "联系人: 李某某\n").replace("抄送: [甲县人民政府办公室]\n", "抄送: [甲县人民政府办公室]\n公开方式: 主动公开\n")
    assert file_of(desk).read_text("utf-8") == (expected.replace("签发人: 张某某", "签发人: 王某某") if book == UNIT else expected)
    assert sorted(Upload.objects.values_list("target", flat=True)) == sorted((UNIT, BOOK))
    plan = row_of(client, "公文", UNIT, "实施方案")
    assert "已采用" in send(client, opened(client, "公文", UNIT), **{f"c_E{plan}": "赵某某"}).content.decode()  # the workbook has no such sheet


def test_where_two_files_say_different_things_that_is_told(desk: Desk, client: Any) -> None:
    described_twice(desk)
    file_of(desk).write_text(file_of(desk).read_text("utf-8").replace("联系人: 李某某", "联系人: 赵某某"), "utf-8")
    form = client.get(PAGE, {"book": UNIT, "sheet": "单位说明"}).context["form"]
    told = {box.label: box.remark for box in form.boxes if box.remark}
    assert told == {"本单位 简称": f"写在“{BOOK}”的《单位说明》里", "本单位 联系人": f"“{BOOK}”的《单位说明》里写的是“李某某”，两处不一样，请只在一处填写"}


@pytest.mark.slow
def test_what_is_locked_is_not_written_and_who_comes_second_is_asked(desk: Desk, client: Any) -> None:
    from reportgen.desk.cases import case_of
    from reportgen.desk.stages import Stage

    first, second = opened(client, "单位说明", UNIT), opened(client, "单位说明", UNIT)
    filings = opened(client, "公文", UNIT)
    at = names(client, "单位说明", UNIT)
    assert "已采用" in send(client, first, **{at["本单位 签发人"]: "王某某"}).content.decode()
    plan = row_of(client, "公文", UNIT, "实施方案")
    assert "已采用" in send(client, filings, **{f"c_E{plan}": "赵某某"}).content.decode()  # others have changed the other sheet alone
    answer = send(client, second, **{at["本单位 签发人"]: "陈某某"})
    assert answer.context["upload"].outcome == "differing" and "确认替换" in answer.content.decode()
    assert "签发人: 王某某" in file_of(desk).read_text("utf-8") and "签发人: 赵某某" in file_of(desk).read_text("utf-8")
    case = case_of(SEASON, COUNTY, "plan")
    case.stage = Stage.ACCEPTED
    case.save()
    table = file_of(desk, "补贴标准.csv")
    before, row = table.read_bytes(), opened(client, "补贴标准", table.name)
    number = next(name for name, text in row.items() if name.startswith("c-") and text.isdecimal())
    answer = send(client, row, **{number.replace("-", "_"): "1"})
    assert answer.context["upload"].outcome == "locked" and table.read_bytes() == before


@pytest.mark.slow
def test_what_a_document_lacks_of_a_unit_leads_to_its_box(filled: Desk) -> None:
    client = filled.signed_in(Role.FILLER, COUNTY)
    text = file_of(filled).read_text("utf-8").replace("{发文字号: 甲清洁办发〔2023〕6号, 成文日期: 2023-04-18}", "\n    成文日期: 2023-04-18\n    发文字号:")
    file_of(filled).write_text(text, "utf-8")
    page = client.get(f"/documents/{SEASON}/{COUNTY}/plan/")
    (fill,) = {spot.fill for gap in page.context["gaps"] for spot in gap.spots}
    form = client.get(fill.partition("#")[0])
    assert form.status_code == 302
    assert unquote(form["Location"]) == f"{PAGE}?book={UNIT}&sheet=公文#c-B{row_of(client, '公文', UNIT, '实施方案')}"


@pytest.mark.slow
def test_what_is_personal_is_masked_stays_true_and_is_seen_whole_on_record_alone(desk: Desk, client: Any) -> None:
    from reportgen.desk.models import Entry

    number = "140123199001011230"
    file = file_of(desk)
    before = file.read_text("utf-8").replace("联系人: 李某某", f"联系人: 李某某{number}")
    file.write_text(before, "utf-8")
    at, fields = names(client, "单位说明", UNIT), opened(client, "单位说明", UNIT)
    assert number not in str(fields) and number not in client.get(UNIT_PAGE, {"book": UNIT}).content.decode()
    assert "已采用" in send(client, fields, **{at["本单位 签发人"]: "王某某"}).content.decode()
    assert file.read_text("utf-8") == before.replace("张某某", "王某某")
    asked = {"book": UNIT, "sheet": "单位说明", "to": "edit"}
    assert number in client.post(f"{UNIT_PAGE}whole/", asked, follow=True).content.decode()
    assert Entry.objects.get(action="whole").words == f"{UNIT}《单位说明》"


def test_tables_as_text_are_shown_downloaded_and_uploaded(desk: Desk, client: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from reportgen.desk.models import Upload

    page = client.get(UNIT_PAGE, {"book": UNIT, "line": "4"}, follow=True)
    assert (page.context["sheet"], page.context["cell"]) == ("单位说明", "C6")
    data = client.get(f"{UNIT_PAGE}workbook/{HEAT}").content
    changed = data.replace(b",3,", b",4,")
    seen = sha256(data).hexdigest()
    asked = {"file": SimpleUploadedFile("热源(1).csv", changed), "seen": f"{seen} {HEAT}"}
    answer = client.post(f"{UNIT_PAGE}upload/", asked, follow=True)
    assert Upload.objects.get().target == HEAT and "已采用" in answer.content.decode(), answer.content.decode()
    assert file_of(desk, HEAT).read_bytes() == changed
    unread = client.post(f"{UNIT_PAGE}upload/", {"file": SimpleUploadedFile("随笔.csv", b"a,b"), "new": "on"}, follow=True)
    assert "没有接收" in unread.content.decode()


def test_findings_are_explained_in_the_file_that_has_the_table(desk: Desk, client: Any) -> None:
    headings = [field.column.title for field in shipped().by_key["explanations"].fields()]
    file_of(desk, "情况说明.csv").write_text(",".join(headings) + "\n", "utf-8")
    explain = client.get(UNIT_PAGE).context["explain"]
    assert unquote(explain) == f"{PAGE}?book=情况说明.csv&sheet=情况说明"
    assert client.get(f"{explain}&rule=XZ23-2-06").content.decode().count('value="XZ23-2-06"') == 1
