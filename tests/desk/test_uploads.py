"""Uploading a workbook: all faults at once, kept with a receipt, put in place whole, and nothing overwritten unasked."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reportgen.desk.roles import Role
from tests.desk.desks import BOOK, COUNTY, SEASON, SHEET, Desk, tasks


def faulty(sheet: Any) -> None:
    sheet["B3"], sheet["C2"] = "城里", "一千多户"


def fewer(sheet: Any) -> None:
    sheet["C2"] = 1100


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def test_all_faults_are_told_at_once_at_their_cells_and_nothing_is_taken(desk: Desk) -> None:
    before = desk.book.read_bytes()
    client = desk.signed_in(Role.FILLER, COUNTY)
    answer = desk.upload(client, tasks(faulty))
    upload = answer.context["upload"]
    assert upload.outcome == "faulty"
    errors = {place["cell"]: one for one in answer.context["said"] if one["severity"] == "error" for place in one["places"]}
    assert set(errors) == {"B3", "C2"}
    assert "城里" in errors["B3"]["message"] and "城区/县城" in errors["B3"]["help"]
    assert errors["C2"]["places"][0]["href"].endswith("&cell=C2#C2")
    assert desk.book.read_bytes() == before
    assert not list(desk.folder.tries.iterdir())  # nothing is left behind
    page = client.get(f"/units/{SEASON}/{COUNTY}/")
    assert "有错误，没有采用" in page.content.decode()


@pytest.mark.slow
def test_the_marked_copy_has_the_faults_at_their_cells(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    receipt = desk.upload(client, tasks(faulty)).context["request"].path
    book = openpyxl.load_workbook(BytesIO(client.get(f"{receipt}marked").content))
    cell = book[SHEET]["C2"]
    assert cell.comment is not None and "应为整数" in cell.comment.text
    assert book.sheetnames[0] == "核对清单"


@pytest.mark.slow
def test_a_sound_workbook_is_put_in_place_and_its_documents_are_made(desk: Desk) -> None:
    from reportgen.desk.models import Entry, Job

    before, content = desk.book.read_bytes(), tasks(fewer)
    client = desk.signed_in(Role.FILLER, COUNTY)
    upload = desk.upload(client, content, name="C:\\填报\\新表.xlsx").context["upload"]
    assert (upload.outcome, upload.file_name, upload.digest, upload.person.username) == (
        "put",
        "新表.xlsx",
        digest(content),
        desk.person(Role.FILLER, COUNTY).username,
    )
    assert desk.book.read_bytes() == content
    assert desk.folder.kept(digest(before)) == before  # what was there is kept
    assert Job.objects.get().unit == COUNTY
    assert list(Entry.objects.filter(action__in=("upload", "put")).values_list("action", "digest")) == [("upload", digest(content)), ("put", digest(content))]
    receipt = f"/units/{SEASON}/{COUNTY}/upload/{upload.pk}/kept/"
    assert [client.get(f"{receipt}{which}").content for which in ("new", "old")] == [content, before]
    assert client.get(f"{receipt}other").status_code == 404
    assert desk.upload(client, content).context["upload"].outcome == "same"


@pytest.mark.slow
def test_what_was_put_in_place_by_a_killed_server_is_recorded_by_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.desk import uploads
    from reportgen.desk.engine import engine
    from reportgen.desk.models import Entry, Job, Upload

    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    client, before = desk.signed_in(Role.FILLER, COUNTY), digest(desk.book.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "_record_put", kill)
        with pytest.raises(Killed):
            desk.upload(client, tasks(fewer))
    assert Upload.objects.get().outcome == "putting" and not Entry.objects.filter(action="put").exists()
    uploads.finish(engine())
    upload = Upload.objects.get()
    assert (upload.outcome, upload.was, upload.digest) == ("put", before, digest(desk.book.read_bytes()))
    assert Entry.objects.get(action="put").digest == upload.digest and Job.objects.get().unit == COUNTY


@pytest.mark.slow
def test_what_changed_meanwhile_is_not_overwritten_unasked(desk: Desk) -> None:
    seen = digest(desk.book.read_bytes())
    theirs, mine = tasks(fewer), tasks(lambda sheet: sheet.__setitem__("C2", 1300))
    client = desk.signed_in(Role.FILLER, COUNTY)
    desk.upload(client, theirs)
    answer = desk.upload(client, mine, was=seen)
    assert answer.context["upload"].outcome == "differing"
    assert "又上传过一份" in answer.context["upload"].remark
    assert desk.book.read_bytes() == theirs
    put = f"{answer.context['request'].path}put"
    client.post(put, {"there": "0" * 64})  # another one than is there
    assert desk.book.read_bytes() == theirs
    client.post(put, {"there": answer.context["there"]})
    assert desk.book.read_bytes() == mine
    assert client.post(put, {"there": digest(mine)}).status_code == 404  # it is done


@pytest.mark.slow
def test_a_change_made_in_the_folder_is_not_overwritten_unasked(desk: Desk) -> None:
    seen = digest(desk.book.read_bytes())
    by_hand = tasks(fewer)
    desk.book.write_bytes(by_hand)
    answer = desk.upload(desk.signed_in(Role.FILLER, COUNTY), tasks(lambda sheet: sheet.__setitem__("C2", 1300)), was=seen)
    assert answer.context["upload"].outcome == "differing"
    assert "在文件夹里改过" in answer.context["upload"].remark
    assert desk.book.read_bytes() == by_hand


@pytest.mark.slow
def test_an_old_upload_does_not_come_back_unasked(desk: Desk) -> None:
    first, old, new = desk.book.read_bytes(), tasks(fewer), tasks(lambda sheet: sheet.__setitem__("C2", 1300))
    client = desk.signed_in(Role.FILLER, COUNTY)
    desk.upload(client, old)
    desk.upload(client, new)
    for earlier in (old, first):  # also what lay in the folder before anybody uploaded anything
        answer = desk.upload(client, earlier)
        assert (answer.context["upload"].outcome, "退回到旧的数据" in answer.context["upload"].remark) == ("differing", True)
        assert desk.book.read_bytes() == new


@pytest.mark.slow
def test_a_trial_that_breaks_breaks_nothing_else(desk: Desk) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from django.conf import settings

    class Broken(ThreadPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Any:
            raise BrokenProcessPool

    before = desk.book.read_bytes()
    client = desk.signed_in(Role.FILLER, COUNTY)
    settings.DESK_TRIALS.start = Broken
    try:
        answer = desk.upload(client, tasks(fewer))
    finally:
        settings.DESK_TRIALS.start = None
        settings.DESK_TRIALS.stop()
    assert answer.context["upload"].outcome == "received"
    assert "已经中断" in answer.context["upload"].remark
    assert desk.book.read_bytes() == before
    client.post(f"{answer.context['request'].path}put", {"there": answer.context["there"]})
    assert desk.book.read_bytes() != before


@pytest.mark.slow
def test_a_receipt_tells_what_has_changed_since_the_one_before(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    desk.upload(client, tasks(faulty))
    news = desk.upload(client, tasks(fewer)).context["news"]
    assert any("一千多户" in words for words in news["gone"])
    assert not any("一千多户" in words for words in news["new"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "outcome"),
    [("表.xlsx", b"PK\x03\x04 no workbook", "faulty"), ("表.xlsx", b"", None), ("表.xls", b"x", None), ("../../单位.yaml", b"x", None)],
)
def test_what_is_no_workbook_is_not_taken(desk: Desk, name: str, content: bytes, outcome: str | None) -> None:
    before = desk.book.read_bytes()
    answer = desk.upload(desk.signed_in(Role.FILLER, COUNTY), content, name=name)
    assert answer.status_code == (200 if outcome else 400)
    if outcome:
        assert answer.context["upload"].outcome == outcome
    assert desk.book.read_bytes() == before


@pytest.mark.slow
def test_an_upload_becomes_no_other_file(desk: Desk) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = desk.signed_in(Role.FILLER, COUNTY)
    for target in ("../乙县/填报表.xlsx", "单位.yaml", "新的.xlsx"):
        asked = {"file": SimpleUploadedFile("表.xlsx", tasks()), "target": target}
        assert client.post(f"/units/{SEASON}/{COUNTY}/upload/", asked).status_code == 400


def test_a_workbook_is_downloaded_as_it_stands(desk: Desk) -> None:
    client = desk.signed_in(Role.FILLER, COUNTY)
    answer = client.get(f"/units/{SEASON}/{COUNTY}/workbook/{BOOK}")
    assert answer.content == desk.book.read_bytes()
    for name in ("..%2F乙县%2F单位.yaml", "没有.xlsx", "没有.yaml"):
        assert client.get(f"/units/{SEASON}/{COUNTY}/workbook/{name}").status_code == 404


@pytest.mark.slow
def test_the_sheet_shows_what_is_said_of_a_cell_and_filters(desk: Desk) -> None:
    desk.book.write_bytes(tasks(faulty))
    client = desk.signed_in(Role.FILLER, COUNTY)
    page = client.get(f"/units/{SEASON}/{COUNTY}/?severity=error&rows=faulty")
    rows = {cell.name: cell for _, cells in page.context["page"].rows for cell in cells}
    assert {name for name, cell in rows.items() if cell.severity == "error"} == {"B3", "C2"}
    assert "应为整数" in rows["C2"].words and rows["C2"].text == "一千多户"
    assert {one["severity"] for one in page.context["said"]} == {"error"}


@pytest.mark.slow
def test_personal_columns_are_masked_on_the_page(desk: Desk) -> None:
    number = "140123199001011234"
    table = desk.root / "inputs" / SEASON / COUNTY / "用户台账.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    heads = lines[0].split(",")
    cells = lines[1].split(",")
    cells[heads.index("身份证号")] = number
    table.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), "utf-8")
    page = desk.signed_in(Role.FILLER, COUNTY).get(f"/units/{SEASON}/{COUNTY}/?book=用户台账.csv").content.decode()
    assert "用户台账" in page and number not in page
