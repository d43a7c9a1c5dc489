"""Several files and zips in one upload: each its receipt, tried together, put in place all or none, and nothing that isn't safe is opened."""

import zipfile
from functools import cache
from io import BytesIO
from typing import Any
from zlib import crc32

import pytest

from reportgen.desk.batches import unpacked
from reportgen.desk.roles import Role
from reportgen.desk.uploads import NotTaken
from tests.desk.desks import BOOK, COUNTY, PAIR, SEASON, Desk, as_workbook, tasks

FUNDS = "资金.xlsx"


def zipped(files: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """A zip as programs make them; `gbk`: as those of a Chinese Windows do, names in GBK without a word of it."""
    made = BytesIO()
    # Python marks names that are no ASCII as UTF-8: others of the same length stand in their places while it packs.
    raw = {name: name.encode("gbk") if gbk else name.encode() for name in files}
    stand = {name: chr(ord("Q") + number) * len(raw[name]) if gbk else name for number, name in enumerate(files)}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(stand[name], content)
    packed = made.getvalue()
    for name in files if gbk else ():
        packed = packed.replace(stand[name].encode(), raw[name])
    return packed


@cache
def funds() -> bytes:
    return as_workbook(PAIR / "inputs" / SEASON / COUNTY / "资金.csv")


def send(desk: Desk, *files: tuple[str, bytes], **more: Any) -> Any:
    from hashlib import sha256

    from django.core.files.uploadedfile import SimpleUploadedFile

    client = desk.signed_in(Role.FILLER, COUNTY)
    seen = [f"{sha256(desk.book.read_bytes()).hexdigest()} {BOOK}", f" {FUNDS}"]
    asked = {"file": [SimpleUploadedFile(name, content) for name, content in files], "seen": seen, **more}
    return client.post(f"/units/{SEASON}/{COUNTY}/upload/", asked, follow=True)


def outcomes(answer: Any) -> dict[str, tuple[str, str]]:
    return {one.file_name: (one.outcome, one.target) for one, _ in answer.context["uploads"]}


@cache
def fewer() -> bytes:
    return tasks(lambda sheet: sheet.__setitem__("C2", 1100))


def moved(desk: Desk) -> None:
    """The table of funds moves from its CSV file into a workbook."""
    (desk.book.parent / "资金.csv").unlink()


@pytest.mark.parametrize("gbk", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_zip_with_folders_brings_each_workbook_to_its_place(desk: Desk, *, gbk: bool) -> None:
    moved(desk)
    files = {f"甲县/{BOOK}": fewer(), f"甲县/附表/{FUNDS}": funds(), "甲县/说明.docx": b"x", "__MACOSX/._填报表.xlsx" if not gbk else "~$a.xlsx": b"x"}
    answer = send(desk, ("甲县.zip", zipped(files, gbk=gbk)), new="on")
    assert outcomes(answer) == {
        f"甲县.zip/甲县/{BOOK}": ("put", BOOK),
        f"甲县.zip/甲县/附表/{FUNDS}": ("put", FUNDS),
        "甲县.zip/甲县/说明.docx": ("refused", ""),
    }
    assert desk.book.read_bytes() == fewer()
    assert (desk.book.parent / FUNDS).read_bytes() == funds()


@pytest.mark.slow
def test_one_with_errors_keeps_those_that_came_with_it_out(desk: Desk) -> None:
    moved(desk)
    before = desk.book.read_bytes()
    answer = send(desk, (BOOK, tasks(lambda sheet: sheet.__setitem__("C2", "一千多户"))), (FUNDS, funds()), new="on")
    assert outcomes(answer) == {BOOK: ("faulty", BOOK), FUNDS: ("received", FUNDS)}
    assert desk.book.read_bytes() == before and not (desk.book.parent / FUNDS).exists()
    by_name = {one.file_name: one for one, _ in answer.context["uploads"]}
    assert "一千多户" in str(by_name[BOOK].faults) and "一千多户" not in str(by_name[FUNDS].faults)
    client = desk.signed_in(Role.FILLER, COUNTY)
    client.post(f"/units/{SEASON}/{COUNTY}/upload/{by_name[FUNDS].pk}/put", {"there": ""})  # gone on with alone
    assert (desk.book.parent / FUNDS).read_bytes() == funds()


@pytest.mark.slow
def test_what_cannot_be_told_apart_is_not_guessed(desk: Desk) -> None:
    before = desk.book.read_bytes()
    answer = send(desk, ("两份.zip", zipped({f"甲/{BOOK}": fewer(), f"乙/{BOOK}": tasks(), "别的.xlsx": funds()})))
    assert {outcome for outcome, _ in outcomes(answer).values()} == {"refused"}
    remarks = " ".join(one.remark for one, _ in answer.context["uploads"])
    assert "有几份都是" in remarks and "对不上" in remarks
    assert desk.book.read_bytes() == before
    one, _ = answer.context["uploads"][0]
    client = desk.signed_in(Role.FILLER, COUNTY)
    for page in ("kept/new", "marked", "differences/"):
        assert client.get(f"/units/{SEASON}/{COUNTY}/upload/{one.pk}/{page}").status_code == 404
    assert client.get(f"/units/{SEASON}/{COUNTY}/upload/{one.pk}/").status_code == 200


@pytest.mark.slow
def test_a_file_alone_becomes_the_only_workbook_there_is(desk: Desk) -> None:
    answer = send(desk, ("填报表(1).xlsx", fewer()))
    assert answer.context["upload"].target == BOOK
    assert desk.book.read_bytes() == fewer()


def test_a_zip_is_opened_within_bounds() -> None:
    names = [one.name for one in unpacked("包.zip", zipped({"../../单位.xlsx": b"x", "/etc/a.xlsx": b"x", "内.zip": b"x", "旧.xls": b"x", ".a.xlsx": b"x"}))]
    assert sorted(names) == ["包.zip/a.xlsx", "包.zip/内.zip", "包.zip/单位.xlsx", "包.zip/旧.xls"]
    refusals = {one.name.rpartition("/")[2]: one.refusal for one in unpacked("包.zip", zipped({"../单位.xlsx": b"x", "内.zip": b"x", "旧.xls": b"x"}))}
    assert "包外" in refusals["单位.xlsx"] and "压缩包" in refusals["内.zip"] and "另存为" in refusals["旧.xls"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK no zip", "不是 zip"),
        (zipped({"表.xlsx": bytes(64 * 2**20 - 1)}), "过大"),
        (zipped({f"{number}.xlsx": b"x" for number in range(51)}), "51个文件"),
        (zipped({"表.xlsx": b"whole"}).replace(crc32(b"whole").to_bytes(4, "little"), b"else"), "损坏"),
    ],
    ids=["no zip", "swollen", "many", "damaged"],
)
def test_what_is_not_safe_is_not_opened(content: bytes, words: str) -> None:
    with pytest.raises(NotTaken, match=words):
        list(unpacked("包.zip", content))
