"""Filling in a table on its page: what is typed is written into the workbook, all else of it stays, and nothing is overwritten or lost unasked."""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from reportgen.desk.roles import Role
from tests.desk.desks import BOOK, CITY, COUNTY, SEASON, SHEET, Desk, tasks
from tests.desk.forms import PAGE, opened, send

NUMBER = "140123199001011230"


@cache
def book() -> bytes:
    """The county's workbook with its tasks, a sheet of its description, one of an evaluation that nobody reads, and a formula."""

    def more(sheet: Any) -> None:
        sheet["D1"], sheet["D2"] = "备注", "=C2*2"
        sheet["C2"].font, sheet["C2"].comment = Font(name="仿宋"), Comment("按批复填", "示例")
        own = sheet.parent.create_sheet("自用")
        own["A1"] = "=改造任务!C2"

    return tasks(more)


@pytest.fixture
def client(desk: Desk) -> Any:
    desk.book.write_bytes(book())
    return desk.signed_in(Role.FILLER, COUNTY)


def sheet_of(desk: Desk, name: str = SHEET) -> Any:
    return openpyxl.load_workbook(BytesIO(desk.book.read_bytes()))[name]


def test_what_is_typed_is_written_and_all_else_stays(desk: Desk, client: Any) -> None:
    from reportgen.desk.models import Entry, Upload

    before = desk.book.read_bytes()
    answer = send(client, opened(client), c_C2="1,100", c_A4="煤改气", c_B4="农村", c_C4="60")
    assert "已采用" in answer.content.decode(), answer.content.decode()
    sheet = sheet_of(desk)
    assert [sheet[name].value for name in ("A2", "C2", "A4", "B4", "C4", "D2")] == ["煤改电", 1100, "煤改气", "农村", 60, "=C2*2"]
    assert (sheet["C2"].font.name, sheet["C2"].comment.text) == ("仿宋", "按批复填")
    assert sheet_of(desk, "自用")["A1"].value == "=改造任务!C2"
    shown = openpyxl.load_workbook(BytesIO(desk.book.read_bytes()), data_only=True)
    assert (shown[SHEET]["D2"].value, shown["自用"]["A1"].value) == (2200, 1100)  # no old sum is left to be read
    upload = Upload.objects.get()
    assert (upload.sheet, upload.target, upload.was) == (SHEET, BOOK, sha256(before).hexdigest())
    assert desk.folder.kept(upload.was) == before
    assert list(Entry.objects.filter(unit=COUNTY).values_list("action", flat=True)) == ["fill-in", "put"]
    changes = client.get(f"/units/{SEASON}/{COUNTY}/upload/{upload.pk}/differences/").context["sheets"]
    assert [(row.kind, row.number, [(cell.cell, cell.old, cell.new) for cell in row.cells]) for row in changes[0].rows] == [
        ("changed", 2, [("C2", "1200", "1100"), ("D2", "", "2200")]),
        ("added", 4, [("A4", "", "煤改气"), ("B4", "", "农村"), ("C4", "", "60")]),
    ]


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(desk: Desk, client: Any) -> None:
    from reportgen.desk.models import Upload

    before = desk.book.read_bytes()
    answer = send(client, opened(client), c_C2="一千多户", c_C3="810", c_D2="5")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'value="一千多户"' in text and 'value="810"' in text
    told = {name: words for _, words, name in answer.context["wrong"]}
    assert "应为整数" in told["C2"]
    assert "是公式（=C2*2）" in told["D2"]
    assert 'aria-describedby="w-C2"' in text
    assert desk.book.read_bytes() == before and not Upload.objects.exists()


@pytest.mark.slow
def test_what_only_the_trial_finds_is_told_at_its_field(desk: Desk, client: Any) -> None:
    before = desk.book.read_bytes()
    answer = send(client, opened(client), c_B2="")
    assert answer.status_code == 400
    assert [name for _, _, name in answer.context["wrong"]] == ["B2"]
    assert desk.book.read_bytes() == before


@pytest.mark.slow
def test_an_error_elsewhere_does_not_keep_a_mended_cell_out(desk: Desk, client: Any) -> None:
    def faulty(sheet: Any) -> None:
        sheet["C2"], sheet["C3"] = "一千多户", "八百户"

    desk.book.write_bytes(tasks(faulty))
    answer = send(client, opened(client), c_C2="1200")
    assert "已采用" in answer.content.decode()
    assert (sheet_of(desk)["C2"].value, sheet_of(desk)["C3"].value) == (1200, "八百户")


@pytest.mark.slow
def test_a_formula_is_replaced_where_that_is_said_and_a_row_emptied(desk: Desk, client: Any) -> None:
    answer = send(client, opened(client), c_D2="5", f_D2="on", r_2="on")
    assert "已采用" in answer.content.decode()
    sheet = sheet_of(desk)
    assert sheet["D2"].value in (5, "5")
    assert [sheet[name].value for name in ("A3", "B3", "C3")] == [None, None, None]


@pytest.mark.parametrize("asked", [{}, {"book": "别的.xlsx"}, {"book": "别的.xlsx", "sheet": "单位说明"}, {"sheet": SHEET}])
def test_a_file_that_there_is_not_is_told(client: Any, asked: dict[str, str]) -> None:
    for answer in (client.get(PAGE, asked), client.post(PAGE, asked)):
        assert answer.status_code == 409 and "没有这份填报表" in answer.content.decode()


@pytest.mark.slow
def test_who_changed_another_sheet_meanwhile_loses_nothing_and_the_same_sheet_is_asked_about(desk: Desk, client: Any) -> None:
    first, second = opened(client), opened(client)

    def other(change: Callable[[Any], None]) -> None:
        there = openpyxl.load_workbook(BytesIO(desk.book.read_bytes()))
        change(there)
        there.save(desk.book)

    other(lambda there: there["自用"].__setitem__("B1", "后来写的"))
    assert "已采用" in send(client, first, c_C2="1150").content.decode()
    assert (sheet_of(desk, "自用")["B1"].value, sheet_of(desk)["C2"].value) == ("后来写的", 1150)
    answer = send(client, second, c_C3="700")  # it began from the sheet before 1150 was typed
    assert answer.context["upload"].outcome == "differing"
    assert sheet_of(desk)["C2"].value == 1150


@pytest.mark.slow
def test_a_table_is_added_with_its_rows(desk: Desk, client: Any) -> None:
    index = client.get(PAGE, {"book": BOOK})
    assert index.context["tables"] == [SHEET]
    assert "情况说明" in [one.title for one in index.context["addable"]] and "文字说明" not in [one.title for one in index.context["addable"]]
    begun = client.get(PAGE, {"book": BOOK, "sheet": "情况说明", "rule": "XZ23-2-06"}).content.decode()
    assert begun.count('value="XZ23-2-06"') == 1  # whoever comes from a finding has it there
    fields = opened(client, "情况说明")
    first = min((name for name in fields if re.fullmatch(r"c-A\d+", name) and not fields[name]), key=lambda name: int(name[3:]))[3:]
    typed = {f"c_A{first}": "XZ23-2-06", f"c_C{first}": "整村搬迁推迟\n六月底完成", f"c_D{first}": "2024年6月30日", f"c_E{first}": "县能源局"}
    answer = send(client, fields, **typed)
    assert "已采用" in answer.content.decode(), answer.content.decode()
    sheet = sheet_of(desk, "情况说明")
    assert (sheet[f"C{first}"].value, sheet[f"D{first}"].value.year) == ("整村搬迁推迟\n六月底完成", 2024)
    assert sheet_of(desk)["C2"].comment.text == "按批复填"
    assert client.get(PAGE, {"book": BOOK, "sheet": "文字说明"}).status_code == 409  # it is a CSV file
    assert client.get(PAGE, {"book": BOOK, "sheet": "自用"}).status_code == 409


@pytest.mark.slow
def test_what_is_locked_is_not_written(desk: Desk, client: Any) -> None:
    from reportgen.desk.cases import case_of
    from reportgen.desk.stages import Stage

    case = case_of(SEASON, COUNTY, "plan")
    case.stage = Stage.ACCEPTED
    case.save()
    before = desk.book.read_bytes()
    assert send(client, opened(client), c_C2="1100").context["upload"].outcome == "locked"
    assert desk.book.read_bytes() == before


@pytest.fixture
def personal(desk: Desk) -> Desk:
    """The county keeps who leads in a sheet, with a number that is a person's."""
    book = openpyxl.load_workbook(BytesIO(tasks()))
    sheet = book.create_sheet("文字说明")
    sheet.append(["小标题", "内容", "文种"])
    sheet.append(["联系", f"请与张某某联系，身份证号{NUMBER}。", "实施方案"])
    book.save(desk.book)
    (desk.book.parent / "文字说明.csv").unlink()
    return desk


def test_what_is_personal_is_seen_whole_on_record_alone_and_stays_true(personal: Desk) -> None:
    from reportgen.desk.filling import form_of
    from reportgen.desk.models import Entry
    from reportgen.desk.typed import Typed, changes_of, write
    from reportgen.inputs.counties import Owner
    from reportgen.inputs.schema.programme import shipped

    client = personal.signed_in(Role.FILLER, COUNTY)
    fields = opened(client, "文字说明")
    masked = fields["c-B2"]
    assert NUMBER not in masked and "*" in masked
    content = personal.book.read_bytes()
    form = form_of(content, BOOK, "文字说明", shipped(), Owner(COUNTY, frozenset()), whole=False)
    changes = changes_of(form, Typed({"B2": masked, "A2": "联系人"}))
    assert dict(changes.cells) == {"A2": "联系人"}
    written = openpyxl.load_workbook(BytesIO(write(content, form, changes.cells).content))["文字说明"]
    assert NUMBER in written["B2"].value and written["A2"].value == "联系人"
    assert "遮盖" in changes_of(form, Typed({"B2": f"{masked}又及"})).wrong["B2"]  # half of it would be lost
    address = f"/units/{SEASON}/{COUNTY}/"
    assert NUMBER not in client.get(address, {"book": BOOK, "sheet": "文字说明"}).content.decode()
    assert NUMBER in client.post(f"{address}whole/", {"book": BOOK, "sheet": "文字说明"}, follow=True).content.decode()
    assert NUMBER in opened(client, "文字说明")["c-B2"]
    assert Entry.objects.get(action="whole").words == f"{BOOK}《文字说明》"
    for role, unit in ((Role.AUDITOR, COUNTY), (Role.RECEIVER, CITY)):
        other = personal.signed_in(role, unit)
        assert other.post(f"{address}whole/", {"book": BOOK, "sheet": "文字说明"}).status_code == 403
        assert NUMBER not in other.get(address, {"book": BOOK, "sheet": "文字说明"}).content.decode()
    assert NUMBER not in client.post(f"{address}whole/", {"book": BOOK, "sheet": "文字说明", "end": "1"}, follow=True).content.decode()


def test_a_long_table_is_filled_in_elsewhere(desk: Desk) -> None:
    def long(sheet: Any) -> None:
        for number in range(60):
            sheet.append(["煤改电", "农村", number])

    desk.book.write_bytes(tasks(long))
    page = desk.signed_in(Role.FILLER, COUNTY).get(PAGE, {"book": BOOK, "sheet": SHEET})
    assert page.status_code == 409 and "超过50行" in page.content.decode()


@pytest.mark.slow
def test_a_row_is_put_in_above_the_total(desk: Desk) -> None:
    def total(sheet: Any) -> None:
        sheet["A4"], sheet["C4"] = "合计", "=SUM(C2:C3)"

    desk.book.write_bytes(tasks(total))
    client = desk.signed_in(Role.FILLER, COUNTY)
    fields = opened(client)
    assert fields["c-A7"] == "合计"  # three new rows stand above it
    wrong = send(client, fields, c_A5="煤改气", c_B5="", c_C5="60")
    assert [name for _, _, name in wrong.context["wrong"]] == ["B5"]  # what the trial says of row 4 stands at the row that was typed
    answer = send(client, fields, c_A5="煤改气", c_B5="农村", c_C5="60")
    assert "已采用" in answer.content.decode(), answer.content.decode()
    sheet = sheet_of(desk)
    assert [sheet.cell(4, column).value for column in (1, 2, 3)] == ["煤改气", "农村", 60]
    assert (sheet["A5"].value, sheet["C5"].value, sheet.max_row) == ("合计", "=SUM(C2:C4)", 5)
    assert openpyxl.load_workbook(BytesIO(desk.book.read_bytes()), data_only=True)[SHEET]["C5"].value == 2060
