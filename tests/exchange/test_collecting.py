"""From handing out to taking in: what came back becomes the inputs of its unit, whatever the files are called and in which order they come."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.exchange.collecting import look_at
from reportgen.exchange.ledger import open_ledger
from reportgen.inputs.load import load_season
from reportgen.inputs.schema.choices import Level
from tests.command import run
from tests.exchange.conftest import RETURNED, Edit, Office, add, codes, new_office, one, put


def test_handed_out_filled_in_and_collected(office: Office) -> None:
    handed = office.handed
    office.back(handed["东乡"], "新建文件夹/表1 - 副本.xlsx", put("确村确户", "二村", "户数", 250), add("确村确户", "东乡", "五村", "煤改电", "农村", 7))
    done = office.collect()
    assert [(each.plan is not None, codes(each)) for each in done.files] == [(True, [])]
    assert office.villages("东乡") == [("一村", 100), ("二村", 250), ("五村", 7)]
    receipt = one(done).receipt
    assert receipt is not None
    assert (receipt.unit, receipt.state, receipt.by, receipt.is_late) == ("东乡", "accepted", "张某某", False)
    assert open_ledger(office.workspace, "2023").receipts() == (receipt,)
    assert "《确村确户》" in "".join(problem.message for problem in done.problems)  # the county has the table itself


def test_a_unit_that_is_new_is_described_in_the_workbook_that_came_back(office: Office) -> None:
    handed = office.handed
    office.back(handed["东乡"], "表.xlsx", put("确村确户", "二村", "户数", 250))
    assert one(office.collect()).problems == ()
    folder = office.season / "东乡"
    assert not (folder / "单位.yaml").exists()
    loaded = load_season(office.workspace, office.season)
    made = next(each for each in loaded.units if each.unit.name == "东乡")
    assert (made.unit.level, made.unit.parent, made.unit.authority) == (Level.TOWNSHIP, "甲县", "东乡人民政府")
    assert str(made.unit.place("name")) == "inputs/2023/东乡/填报表.xlsx#单位说明!C4"
    assert office.villages("东乡") == [("一村", 100), ("二村", 250)]
    assert office.hand_out().keys() == {"东乡", "西乡", "南镇"}  # its workbook is one of data now, with a description in it


def test_each_workbook_has_the_rows_of_its_unit_and_no_others(office: Office) -> None:
    handed = office.handed
    for unit, villages in {"东乡": {"一村", "二村"}, "西乡": {"三村"}, "南镇": {"四村"}}.items():
        book = openpyxl.load_workbook(handed[unit])
        assert {"填报说明", "回收单", "确村确户", "验收"} <= set(book.sheetnames)
        assert "资金" not in book.sheetnames
        said = {cell.value for row in book["确村确户"].iter_rows() for cell in row}
        assert said & {"一村", "二村", "三村", "四村"} == villages


@pytest.mark.slow
def test_a_zip_of_files_in_gbk_names_is_collected(office: Office) -> None:
    handed = office.handed
    with zipfile.ZipFile(office.post / "各乡镇.zip", "w") as archive:
        for number, unit in enumerate(("东乡", "西乡")):
            archive.writestr(f"{number}.xlsx", office.back(handed[unit], f"{number}.tmp", put("确村确户", "煤改电", "户数", 9)).read_bytes())
            (office.post / f"{number}.tmp").unlink()
    assert [each.plan is not None for each in office.collect().files] == [True, True]
    assert office.villages("西乡") == [("三村", 9)]


@pytest.mark.slow
def test_a_county_without_the_table_takes_its_townships(office: Office) -> None:
    handed = office.handed
    (office.season / "甲县/确村确户.csv").unlink()
    for unit in handed:
        office.back(handed[unit], f"{unit}.xlsx", put("确村确户", "煤改电", "户数", 10))
    office.collect()
    told = json.loads(run(office.root, "trace", "甲县", "实施方案", "villages.total", "--json").stdout)
    assert [figure["value"] for figure in told["figures"]] == ["230"]  # 10 + 200, 10, 10
    assert run(office.root, "check", "东乡").returncode == 0


def test_what_a_command_does_without_asking_and_with(office: Office) -> None:
    assert run(office.root, "hand-out", "甲县", "--due", "2099-10-20").returncode == 0
    handed = office.root / "exchange/2023/handed-out/甲县/甲县-东乡-2023年填报表.xlsx"
    office.back(handed, "a.xlsx", put("确村确户", "二村", "户数", 250))
    asked = run(office.root, "collect", str(office.post))
    assert "增加2行" in asked.stdout
    assert not (office.season / "东乡").exists()
    done = run(office.root, "collect", str(office.post), "--yes", "--by", "张某某")
    assert "已收集 东乡" in done.stdout, done.stderr
    assert office.villages("东乡") == [("一村", 100), ("二村", 250)]
    assert "已经收集过" in run(office.root, "collect", str(office.post), "--yes").stderr


@pytest.mark.slow
@settings(max_examples=8)
@given(order=st.permutations(["东乡", "西乡", "南镇"]), apart=st.booleans())
def test_any_order_of_collecting_gives_the_same_inputs(order: list[str], apart: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = []
    for units in (["东乡", "西乡", "南镇"], order):
        office = new_office(tmp_path_factory.mktemp("order"))
        handed = office.hand_out("确村确户")
        for number, unit in enumerate(units):
            office.back(handed[unit], f"{number}.xlsx", put("确村确户", "煤改电", "户数", 10 * len(unit)))
            if apart:
                office.collect()
        office.collect()
        found.append({name: office.villages(name) for name in handed} | {name: [] for name in office.files() if not name.endswith(".xlsx")})
    assert found[0] == found[1]


def _slip(title: str, value: str) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        page = book["回收单"]
        row = next(row for row in page.iter_rows() if row[0].value == title)
        row[1].value = value

    return edit


def _without_identity(book: openpyxl.Workbook) -> None:
    del book["回收单"]
    book.custom_doc_props.props.clear()  # type: ignore[no-untyped-call]


def _without_sheet(book: openpyxl.Workbook) -> None:
    del book["验收"]


def _without_column(book: openpyxl.Workbook) -> None:
    page = book["确村确户"]
    page.delete_cols(next(cell.column for row in page.iter_rows() for cell in row if str(cell.value).startswith("*区域")))


def _with_column(book: openpyxl.Workbook) -> None:
    page = book["配套电网"]
    line = next(row for row in page.iter_rows() if any(str(cell.value).startswith("*") for cell in row))
    page.cell(line[0].row, len(line) + 1).value = "进度说明"


FAULTS: dict[str, tuple[tuple[Edit, ...], str, tuple[str, ...]]] = {
    "another unit's name on the slip": ((_slip("单位", "西乡"),), "collect.identity-changed", ("东乡", "西乡")),
    "another season on the slip": ((_slip("年度", "2022"),), "collect.identity-changed", ("2023", "2022")),
    "another version on the slip": ((_slip("版次", "2"),), "collect.identity-changed", ("“1”", "“2”")),
    "no identity": ((_without_identity,), "collect.no-identity", ("回收单",)),
    "a sheet removed": ((_without_sheet,), "collect.sheet-gone", ("验收",)),
    "a column removed": ((_without_column,), "collect.columns-gone", ("区域",)),
    "rows of another unit": ((add("确村确户", "西乡", "三村", "煤改电", "农村", 300),), "collect.rows-of-others", ("1行",)),
    "a number in words": ((put("确村确户", "一村", "户数", "一百多"),), "inputs.not-a-number", ("一百多",)),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_with_both_and_nothing_taken(name: str, office: Office) -> None:
    edits, code, words = FAULTS[name]
    handed = office.handed
    before = office.files()
    office.back(handed["东乡"], "表.xlsx", *edits)
    found = one(office.collect())
    said = "".join(problem.message for problem in found.problems if problem.code == code)
    assert code in codes(found), found.problems
    assert all(word in said for word in words), said
    assert found.plan is None
    assert office.files() == before


def test_a_faulty_one_gets_a_receipt_and_a_marked_copy(office: Office) -> None:
    handed = office.handed
    office.back(handed["东乡"], "表.xlsx", put("确村确户", "一村", "户数", "一百多"))
    done = office.collect()
    receipt = one(done).receipt
    assert receipt is not None
    assert receipt.state == "faulty"
    assert "一百多" in receipt.faults[0]
    (copy,) = (office.root / "exchange/2023/to-send-back").iterdir()
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames[0] == "核对清单"
    assert any("一百多" in str(cell.value) for row in book["核对清单"].iter_rows() for cell in row)


def test_an_added_column_is_told_and_the_rest_is_taken(office: Office) -> None:
    handed = office.handed
    office.back(handed["东乡"], "表.xlsx", _with_column)
    found = one(office.collect())
    assert "collect.columns-new" in codes(found)
    assert found.plan is not None


def test_another_season(office: Office) -> None:
    (office.root / "inputs/2022").mkdir()
    office.back(office.handed["东乡"], "表.xlsx")
    found = one(look_at(office.workspace, "2022", office.post, RETURNED, "张某某"))
    assert codes(found) == ["collect.other-season"]
    assert all(year in found.problems[0].message for year in ("2022", "2023"))


def test_an_old_version(office: Office) -> None:
    office.back(office.handed["东乡"], "旧.xlsx")
    office.hand_out("验收")
    found = one(office.look())
    assert codes(found) == ["collect.old-version"]
    assert "第1版" in found.problems[0].message
    assert "第2版" in found.problems[0].message


def test_another_office_s_file(office: Office, tmp_path: Path) -> None:
    other = new_office(tmp_path / "other", "乙县")
    sent = other.hand_out("验收", unit="乙县")
    office.back(sent["东乡"], "表.xlsx")
    found = one(office.look())
    assert codes(found) == ["collect.not-ours"]
    assert "乙县" in found.problems[0].message


def test_returned_twice_and_differing(office: Office) -> None:
    handed = office.handed
    office.back(handed["东乡"], "甲.xlsx", put("确村确户", "一村", "户数", 1))
    office.back(handed["东乡"], "乙.xlsx", put("确村确户", "一村", "户数", 2))
    done = office.collect()
    assert [codes(each) for each in done.files] == [["collect.twice"], ["collect.twice"]]
    assert not (office.season / "东乡").exists()


def test_the_same_twice_is_taken_once(office: Office) -> None:
    handed = office.handed
    for name in ("甲.xlsx", "乙.xlsx"):
        office.back(handed["东乡"], name, put("确村确户", "一村", "户数", 1))
    done = office.collect()
    assert sorted(each.plan is not None for each in done.files) == [False, True]


def test_a_second_one_that_differs_waits_to_be_asked_for(office: Office) -> None:
    handed = office.handed
    sent = office.back(handed["东乡"], "表.xlsx", put("确村确户", "一村", "户数", 1))
    office.collect()
    sent.unlink()
    office.back(handed["东乡"], "表（改）.xlsx", put("确村确户", "一村", "户数", 2))
    found = one(office.collect())
    assert codes(found) == ["collect.differs"]
    assert office.villages("东乡")[0] == ("一村", 1)
    office.collect(overwrite=True)
    assert office.villages("东乡") == [("一村", 2), ("二村", 200)]
    (kept,) = (office.root / "exchange/2023/kept/东乡").iterdir()
    assert kept.suffix == ".xlsx"


@pytest.mark.parametrize("ours", [111, None])  # a cell that was emptied here was changed here
def test_what_both_sides_changed_is_a_conflict_with_both_values(ours: int | None, office: Office) -> None:
    handed = office.handed
    office.back(handed["东乡"], "一.xlsx")
    office.collect()
    (office.post / "一.xlsx").unlink()
    handed = office.hand_out()
    book = office.season / "东乡/填报表.xlsx"
    changed = openpyxl.load_workbook(book)
    put("确村确户", "一村", "户数", ours)(changed)
    put("确村确户", "二村", "户数", 222)(changed)
    changed.save(book)
    before = office.files()
    office.back(handed["东乡"], "二.xlsx", put("确村确户", "一村", "户数", 999))
    found = one(office.collect())
    assert codes(found) == ["collect.conflict"]
    assert all(text in found.problems[0].message for text in (str(ours or ""), "999"))
    assert [place.file for place in found.problems[0].places] == ["inputs/2023/东乡/填报表.xlsx", "二.xlsx"]
    assert office.files() == before
    office.collect(overwrite=True)
    assert office.villages("东乡") == [("一村", 999), ("二村", 222)]  # what nobody touched below stays as it is here
