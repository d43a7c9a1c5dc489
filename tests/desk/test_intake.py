"""The receiver's post: a county's package and returned workbooks are verified, compared, taken in once that is confirmed; what is locked isn't."""

import io
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.desk.collecting import names_apart
from reportgen.desk.roles import Role
from reportgen.desk.stages import Stage
from reportgen.filing.case import Request
from reportgen.filing.file import file_document
from reportgen.filing.keys import config_folder, open_signer
from reportgen.filing.receipt import Receipt
from reportgen.versions.version import Key
from reportgen.workspace import Workspace
from tests.desk.desks import BOOK, CITY, COUNTY, OTHER, SEASON, Desk, as_workbook
from tests.desk.test_steps import walked
from tests.exchange.conftest import put

POST = f"/units/{SEASON}/{CITY}/intake/"
PLAN = f"/documents/{SEASON}/{COUNTY}/plan/"


def drop(client: Any, **files: bytes) -> Any:
    """Drop files in, by the stems and endings of their names (甲县_zip)."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    offered = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
    return client.post(POST, {"file": offered}, follow=True)


def take(client: Any, answer: Any) -> Any:
    """Confirm what a receipt shows."""
    made = answer.context["intake"]
    return client.post(f"{POST}{made.pk}/take", {"shown": made.digest}, follow=True)


def file_plan(root: Path, why: str = "") -> bytes:
    """The package of the county's plan, filed in its own workspace."""
    workspace = Workspace(root)
    build(open_project(workspace, SEASON), Order(frozenset((COUNTY,)), frozenset(("plan",)), frozenset(("html",))))
    request = Request(Key(SEASON, COUNTY, "plan"), "6", "张某某", datetime.now().astimezone(), open_signer(config_folder(), COUNTY, str), why)
    filed = file_document(open_project(workspace, SEASON), request)
    assert filed.package is not None, filed.problems
    return filed.package.read_bytes()


@pytest.fixture(scope="session")
def package(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The package of the county's plan as the desk's workspace has its data."""
    return file_plan(Path(shutil.copytree(workspace, tmp_path_factory.mktemp("county") / "pair")))


@pytest.fixture(scope="session")
def changed(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """That of a plan for which the county has others than the desk's workspace."""
    root = Path(shutil.copytree(workspace, tmp_path_factory.mktemp("changed") / "pair"))
    table = root / "inputs" / SEASON / COUNTY / "职责分工.csv"
    table.write_text(table.read_text("utf-8-sig").replace("筹措资金", "筹措和拨付资金"), encoding="utf-8")
    return file_plan(root)


@pytest.mark.slow
def test_a_package_is_verified_taken_in_and_received_by(filled: Desk, package: bytes) -> None:
    from reportgen.desk.models import Entry

    client = filled.signed_in(Role.RECEIVER, CITY)
    assert filled.step(client, "adopt", version=1).status_code == 409  # nothing has come
    answer = drop(client, 报送包_zip=package)
    (one,) = answer.context["packages"]
    assert one["is_taken"] and one["number"] == "甲清洁办发〔2023〕6号" and one["changes"] == []
    assert not Entry.objects.filter(action="package").exists()
    answer = take(client, answer)
    assert answer.context["intake"].state == "taken"
    assert [entry.action for entry in Entry.objects.filter(username=filled.person(Role.RECEIVER, CITY).username)] == ["intake", "taken", "package"]
    assert "按报送包受理" in client.get(PLAN).content.decode()
    slip = f"{POST}{answer.context['intake'].pk}/slip/{answer.context['intake'].files[0]['digest']}"
    signed = client.post(slip).content
    receipt = Receipt.read(signed)
    assert (receipt.receiver, receipt.unit, receipt.number) == (CITY, COUNTY, "甲清洁办发〔2023〕6号")
    assert client.post(slip).content == signed and Entry.objects.filter(action="receipt").count() == 1
    assert filled.step(client, "adopt", version=1).status_code == 302
    assert filled.step(client, "accept").status_code == 302
    assert filled.case().stage == Stage.ACCEPTED


@pytest.mark.slow
def test_what_differs_is_shown_with_both_values_and_not_written_over_unasked(filled: Desk, changed: bytes) -> None:
    client = filled.signed_in(Role.RECEIVER, CITY)
    table = filled.root / "inputs" / SEASON / COUNTY / "职责分工.csv"
    before = table.read_bytes()
    answer = drop(client, 报送包_zip=changed)
    assert not answer.context["packages"][0]["is_taken"] and "没有覆盖" in answer.content.decode()
    assert "在下面勾选" in answer.content.decode()
    made = answer.context["intake"]
    answer = client.post(f"{POST}{made.pk}/again", {"overwrite": "1"}, follow=True)
    (one,) = answer.context["packages"]
    assert any("筹措资金" in change["was"] and "筹措和拨付资金" in change["now"] for change in one["changes"])
    assert table.read_bytes() == before
    client.post(f"{POST}{made.pk}/take", {"shown": "0"})
    assert table.read_bytes() == before
    assert take(client, answer).context["intake"].state == "taken"
    assert "筹措和拨付资金" in table.read_text("utf-8-sig")


@pytest.mark.slow
def test_locked_data_are_not_taken_in(filled: Desk, changed: bytes) -> None:
    walked(filled, "submit", "audit", "sign", "receive", "accept")
    client = filled.signed_in(Role.RECEIVER, CITY)
    table = filled.root / "inputs" / SEASON / COUNTY / "职责分工.csv"
    before = table.read_bytes()
    made = drop(client, 报送包_zip=changed).context["intake"]
    answer = client.post(f"{POST}{made.pk}/again", {"overwrite": "1"}, follow=True)
    assert "《实施方案》已由示例市受理人" in answer.context["packages"][0]["held"]
    take(client, answer)
    assert table.read_bytes() == before


def handed(desk: Desk, client: Any) -> bytes:
    """The workbook of 乙县, which the city hands out."""
    assert client.post(f"/units/{SEASON}/{CITY}/hand-out/", {"due": "2099-10-20", "table": "职责分工"}).status_code == 302
    names = client.get(POST).context["handed"]
    assert names[0].endswith(".zip") and client.get(f"/units/{SEASON}/{CITY}/handed-out/?file={names[0]}").content[:2] == b"PK"
    name = next(name for name in names if OTHER in name)
    content: bytes = client.get(f"/units/{SEASON}/{CITY}/handed-out/?file={name}").content
    return content


def edited(content: bytes, *edits: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for edit in edits:
        edit(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_that_was_handed_out_comes_back(desk: Desk) -> None:
    from reportgen.desk.models import Entry, Intake

    table = desk.root / "inputs" / SEASON / OTHER / "职责分工.csv"
    table.with_name(BOOK).write_bytes(as_workbook(table))
    table.unlink()
    client = desk.signed_in(Role.RECEIVER, CITY)
    given = handed(desk, client)
    rows = list(openpyxl.load_workbook(io.BytesIO(given))["职责分工"].iter_rows(values_only=True))
    department = next(row for row in reversed(rows) if row[0])[0]
    back = edited(given, put("职责分工", str(department), "职责", "汇总进度，按月通报"))
    answer = drop(client, 收回的表_xlsx=back, 认不出_xlsx=b"nothing")
    (one,) = answer.context["files"]
    assert (one["unit"], one["is_taken"]) == (OTHER, True), one
    page = answer.content.decode()
    assert "汇总进度，按月通报" in page and "认不出.xlsx" in page and str(desk.root) not in page
    written = take(client, answer)
    assert written.context["intake"].state == "taken", written.content.decode()
    assert Entry.objects.filter(action="taken", unit=OTHER).count() == 1
    assert "已采用" in client.get(POST).content.decode()
    again = drop(client, 又一次_xlsx=back)
    assert again.context["intake"].state == "nothing" and "已经收集过" in again.content.decode()
    assert Intake.objects.count() == 2
    assert drop(client, 照片_jpg=b"x").status_code == 400
    assert drop(client, 空的_zip=b"").status_code == 400
    assert client.post(POST).status_code == 400
    assert client.get(f"/units/{SEASON}/{CITY}/handed-out/?file=../x").status_code == 404


@pytest.mark.slow
def test_what_is_not_from_below_is_not_taken_in(desk: Desk) -> None:
    """A workbook of 乙县 that somebody drops into the post of 甲县."""
    table = desk.root / "inputs" / SEASON / OTHER / "职责分工.csv"
    table.with_name(BOOK).write_bytes(as_workbook(table))
    table.unlink()
    given = handed(desk, desk.signed_in(Role.RECEIVER, CITY))
    client = desk.signed_in(Role.RECEIVER, COUNTY)
    back = edited(given, put("职责分工", "县财政局", "职责", "筹措和拨付资金"))
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post(f"/units/{SEASON}/{COUNTY}/intake/", {"file": [SimpleUploadedFile("表.xlsx", back)]}, follow=True)
    assert "不是本单位的下级" in answer.context["files"][0]["held"]
    made, before = answer.context["intake"], table.with_name(BOOK).read_bytes()
    page = answer.content.decode()
    assert "确认采用" not in page
    assert "筹措资金" not in page and "筹措和拨付资金" not in page  # what is there, and how it differs, is nothing for a neighbour
    answer = client.post(f"/units/{SEASON}/{COUNTY}/intake/{made.pk}/take", {"shown": made.digest}, follow=True)
    assert answer.context["intake"].state == "noted"
    assert table.with_name(BOOK).read_bytes() == before


def test_a_faulty_one_is_marked_and_sent_back(desk: Desk) -> None:
    client = desk.signed_in(Role.RECEIVER, CITY)
    assert client.post(f"/units/{SEASON}/{CITY}/hand-out/", {"table": "改造任务"}).status_code == 302
    name = next(name for name in client.get(POST).context["handed"] if OTHER in name)
    given = client.get(f"/units/{SEASON}/{CITY}/handed-out/?file={name}").content
    answer = drop(client, 表_xlsx=edited(given, put("改造任务", "煤改气", "任务户数", "六百多")))
    (one,) = answer.context["files"]
    assert one["is_faulty"], one
    copy = client.get(f"{POST}{answer.context['intake'].pk}/marked/{one['digest']}")
    assert any(cell.comment for row in openpyxl.load_workbook(io.BytesIO(copy.content))["改造任务"].iter_rows() for cell in row)
    assert client.get(f"{POST}{answer.context['intake'].pk}/marked/0").status_code == 404


def test_names_of_what_is_dropped_in_are_plain_and_apart() -> None:
    names = ["报送包.zip", "报送包.zip", "..\\..\\甲县.xlsx", "/甲县.xlsx", f"{'长' * 300}.xlsx", "~$锁.xlsx"]
    assert names_apart(names) == ["报送包.zip", "报送包（2）.zip", "甲县.xlsx", "甲县（2）.xlsx", f"{'长' * 60}.xlsx", "$锁.xlsx"]
