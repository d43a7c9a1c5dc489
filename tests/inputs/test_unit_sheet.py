"""The sheets 单位说明 and 公文: what 单位.yaml says, said in a workbook; both together; what is wrong in them, at its cell."""

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Diagnostic
from reportgen.inputs.described import description_of
from reportgen.inputs.load import load_season, load_unit
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.unit import read_unit
from reportgen.inputs.unit_sheet import joined, split
from reportgen.workbook.blank import new_workbook
from reportgen.workbook.book import blank_book
from reportgen.workbook.description import Filled, description_sheets
from reportgen.workbook.sheet import Cell, Sheet, SheetRow, Value, Wide
from reportgen.workspace import Workspace
from tests.command import run
from tests.sheeted import filled_of, in_workbooks

Project = Callable[[str], Path]
TESTS = Path(__file__).parents[1]
DESCRIPTIONS = sorted((*TESTS.glob("projects/**/单位.yaml"), *TESTS.parent.glob("inputs/**/单位.yaml")))
NEEDED = [("本单位", "名称", "甲县"), ("本单位", "级别", "县"), ("本单位", "代码", "990901"), ("本单位", "发文机关", "甲县办")]


def workbook(**sheets: Sequence[Sequence[Value]]) -> bytes:
    book = blank_book()
    for name, rows in sheets.items():
        book.add_sheet(Sheet(name, [SheetRow([Cell(value) for value in row]) for row in rows], [Wide(20)] * 4))
    return book.save()


def described(*rows: Sequence[Value], documents: Sequence[Sequence[Value]] = (), text: str | None = None) -> tuple[Unit | None, list[Diagnostic]]:
    sheets: dict[str, Sequence[Sequence[Value]]] = {"单位说明": [("单位说明",), ("分类", "项目", "内容"), *rows]}
    found = description_of(workbook(**sheets, **({"公文": documents} if documents else {})), "填报表.xlsx")
    return read_unit(text, "单位.yaml", found)


def said(problems: Sequence[Diagnostic]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code.removeprefix("inputs."), tuple(str(place) for place in one.places)) for one in problems]


@pytest.mark.sampled(58)
@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: f"{path.parents[3].name}-{path.parent.name}")
def test_what_a_file_says_is_read_back_from_the_sheets(path: Path) -> None:
    unit, _ = read_unit(path.read_text("utf-8"), "单位.yaml")
    assert unit is not None
    book = new_workbook({}, described=filled_of(unit), owner="甲县2023采暖季", kinds=("实施方案", "验收报告"))
    again, problems = read_unit(None, "单位.yaml", description_of(book, "填报表.xlsx"))
    assert again is not None, problems
    assert again.model_dump() == unit.model_dump()
    assert problems == []
    both, problems = read_unit(path.read_text("utf-8"), "单位.yaml", description_of(book, "填报表.xlsx"))
    assert both is not None
    assert both.model_dump() == unit.model_dump()
    assert [one for one in problems if one.code == "inputs.contradiction"] == []


def test_a_blank_workbook_says_nothing() -> None:
    found = description_of(new_workbook({}, kinds=("实施方案",)), "填报表.xlsx")
    assert found is not None
    assert found.is_empty
    assert found.problems == []


def test_what_only_one_of_both_says_is_taken() -> None:
    text = (
        "名称: 甲县\n级别: 县\n代码: '990901'\n发文机关: 甲县办\n公文:\n  实施方案: {发文字号: 甲〔2023〕6号}\n采暖季: {开始: 2023-11-01, 结束: 2024-03-31}\n"
    )
    rows = [("本单位", "签发人", "张某某"), ("本单位", "名称", "甲县"), ("采暖季", "开始", "2023-11-1"), (None, "结束", None)]
    unit, problems = described(*rows, documents=[("文种", "成文日期"), ("实施方案", "2023年4月18日")], text=text)
    assert unit is not None, problems
    assert (unit.signatory, unit.documents["实施方案"].number, str(unit.documents["实施方案"].dated)) == ("张某某", "甲〔2023〕6号", "2023-04-18")
    assert str(unit.place("signatory")) == "填报表.xlsx#单位说明!C3"
    assert str(unit.documents["实施方案"].place("dated")) == "填报表.xlsx#公文!B2"
    assert str(unit.place("name")) == "单位.yaml:1"
    assert problems == []


def test_what_both_say_otherwise_is_told_with_both_places() -> None:
    text = "名称: 甲县\n级别: 县\n代码: '990901'\n发文机关: 甲县办\n采暖季: {开始: 2023-11-01, 结束: 2024-03-31}\n"
    unit, problems = described(("本单位", "发文机关", "甲县能源局"), ("采暖季", "开始", "2023-11-15"), text=text)
    assert unit is not None
    assert said(problems) == [
        ("contradiction", ("单位.yaml:4", "填报表.xlsx#单位说明!C3")),
        ("contradiction", ("单位.yaml:5", "填报表.xlsx#单位说明!C4")),
    ]
    assert unit.authority == "甲县办"


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        (("本单位", "主送", "市财政局、市住建局；市能源局"), "recipients", ("市财政局", "市住建局", "市能源局")),
        (("本单位", "主送", "市办（综合、督查）\n市财政局"), "recipients", ("市办（综合、督查）", "市财政局")),
        (("本单位", "文种", "无"), "kinds", ()),
        (("本单位", "文种", "实施方案"), "kinds", ("实施方案",)),
        (("本单位", "乡镇", "城关镇：东村、西村\n河口乡"), "townships", {"城关镇": ("东村", "西村"), "河口乡": ()}),
        (("本单位", "乡镇", "城关镇、河口乡"), "townships", {"城关镇": (), "河口乡": ()}),
        (("本单位", "填报部门", "县财政局：资金、补贴标准"), "fillers", {"县财政局": ("资金", "补贴标准")}),
        (("本单位", "示例数据", "是"), "sample", True),
        (("", "序号", 4), "order", 4),
    ],
)
def test_how_values_are_written(row: tuple[Value, ...], key: str, value: object) -> None:
    unit, problems = described(*NEEDED, row)
    assert unit is not None, problems
    assert getattr(unit, key) == value
    assert problems == []


def test_further_rows_of_an_item_are_further_values() -> None:
    unit, _ = described(*NEEDED, ("本单位", "抄送", "县政府办"), (None, None, "县人大办"), ("本单位", "抄送", "县委办"))
    assert unit is not None
    assert unit.copies == ("县政府办", "县人大办", "县委办")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([*NEEDED, ("本单位", "签发", "张某某")], [("unknown-key", ("填报表.xlsx#单位说明!C7",))]),
        ([*NEEDED, ("供暖季", "开始", "2023-11-1")], [("unknown-key", ("填报表.xlsx#单位说明!C7",))]),
        ([*NEEDED, ("时限", "方案报备", "四月")], [("not-a-date", ("填报表.xlsx#单位说明!C7",))]),
        ([*NEEDED, ("本单位", "签发人", "甲"), ("本单位", "签发人", "乙")], [("duplicate-key", ("填报表.xlsx#单位说明!C7", "填报表.xlsx#单位说明!C8"))]),
        ([*NEEDED[1:], ("本单位", "名称", None)], [("missing-value", ("填报表.xlsx#单位说明!C6",))]),
        ([*NEEDED, ("采暖季", "开始", "2024-4-1"), ("采暖季", "结束", "2024-3-31")], [("end-before-start", ("填报表.xlsx#单位说明!C8",)), ("missing", ())]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(rows: list[tuple[Value, ...]], found: list[tuple[str, tuple[str, ...]]]) -> None:
    _, problems = described(*rows)
    assert said(problems)[: 1 if len(found) > 1 else None] == found[:1]


def test_what_is_wrong_in_the_documents() -> None:
    head = ("文种", "发文字号", "文号", "备注")
    _, problems = described(*NEEDED, documents=[head, ("实施方案", "甲〔2023〕6号"), (None, "甲〔2023〕7号"), ("实施方案", "甲〔2023〕8号", None, "随便写")])
    assert said(problems) == [
        ("unknown-key", ("填报表.xlsx#公文!C1",)),
        ("missing-value", ("填报表.xlsx#公文!A3",)),
        ("duplicate-key", ("填报表.xlsx#公文!A2", "填报表.xlsx#公文!A4")),
    ]


@given(st.lists(st.text("甲乙、；（）《》0 ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4))
def test_several_values_are_told_apart(values: list[str]) -> None:
    assert split(joined(values)) == tuple(values)


@pytest.fixture
def sheeted(project: Project) -> Path:
    """The miniature workspace, 甲县 and its city described in workbooks alone."""
    return in_workbooks(project("pair"), "甲县", "示例市")


def test_a_folder_with_a_workbook_alone_is_a_unit(sheeted: Path) -> None:
    season = sheeted / "inputs/2023"
    loaded = load_season(Workspace(sheeted), season)
    assert [inputs.unit.name for inputs in loaded.units] == ["示例市", "甲县", "乙县"]
    assert loaded.units[1].described == ("inputs/2023/甲县/填报表.xlsx",)
    assert not [problem for problem in loaded.problems if "单位说明" in str(problem.places)]
    first = run(sheeted, "build", "甲县", "--kind", "plan", "--format", "html")
    assert first.returncode in (0, 1), first.stderr
    made = (sheeted / "outputs/2023/甲县/实施方案.html").read_text("utf-8")
    assert "甲清洁办发〔2023〕6号" in made


@pytest.mark.slow
def test_a_change_in_a_sheet_reaches_the_documents(sheeted: Path) -> None:
    """The unit's own, and those of the units below it, whose dates the city gives."""
    assert run(sheeted, "build", "--kind", "plan", "--format", "html").returncode in (0, 1)
    assert "没有变化" in run(sheeted, "build", "--kind", "plan", "--format", "html").stdout
    for name, key, value, seen in (("甲县", "signatory", "王某某", "王某某"), ("示例市", "schedule.work_end", "2023-10-20", "10月20日前")):
        path = sheeted / "inputs/2023" / name / "填报表.xlsx"
        unit, _ = read_unit(None, "", description_of(path.read_bytes(), ""))
        assert unit is not None
        filled = filled_of(unit)
        book = blank_book()
        for sheet in description_sheets(shipped(), name, Filled({**filled.values, key: value}, filled.filings)):
            book.add_sheet(sheet)
        path.write_bytes(book.save())
        run(sheeted, "build", "--kind", "plan", "--format", "html")
        assert seen in (sheeted / "outputs/2023/甲县/实施方案.html").read_text("utf-8")


def test_what_is_lacking_is_told_at_its_cell(sheeted: Path) -> None:
    """Also where the document has no row of its own yet; no message sends the officer to a file that isn't there."""
    path = sheeted / "inputs/2023/甲县/填报表.xlsx"
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["单位说明"].iter_rows(min_row=4) if row[1].value == "签发人")
    row[2].value = None
    for cells in book["公文"].iter_rows(min_row=4):
        if cells[0].value == "实施方案":
            for cell in cells:
                cell.value = None
    book.save(path)
    told = run(sheeted, "check", "甲县", "--kind", "plan").stdout
    (lacking,) = (line for line in told.splitlines() if "《实施方案》待补：" in line and "签发人" in line)
    assert "inputs/2023/甲县/填报表.xlsx#公文" in lacking
    assert f"inputs/2023/甲县/填报表.xlsx#单位说明!{row[2].coordinate}" in lacking
    assert "请在单位说明中填写：" in told
    assert "单位.yaml" not in told


def test_a_unit_without_either_is_told(project: Project) -> None:
    root = project("pair")
    folder = root / "inputs/2023/甲县"
    (folder / "单位.yaml").unlink()
    (folder / "填报表.xlsx").write_bytes(new_workbook({}))
    inputs, problems = load_unit(Workspace(root), folder)
    assert inputs is None
    assert [one.code for one in problems] == ["inputs.no-unit-file"]
    assert "《单位说明》" in problems[0].help


@pytest.mark.slow
def test_a_season_is_rolled_with_the_sheets(sheeted: Path) -> None:
    rolled = run(sheeted, "roll", "2024")
    assert rolled.returncode == 0, rolled.stderr
    folder = sheeted / "inputs/2024/甲县"
    assert not (folder / "单位.yaml").exists()
    inputs, problems = load_unit(Workspace(sheeted), folder)
    assert inputs is not None, problems
    unit = inputs.unit
    assert unit.season is not None
    assert (unit.name, unit.signatory, str(unit.season.start), str(unit.season.end)) == ("甲县", "张某某", "2024-11-15", "2025-01-13")
    assert (unit.policies, unit.acceptance.started, unit.acceptance.ratio) == (("示清洁办发〔2023〕3号",), None, 10)
    assert unit.documents == {}
    assert "采暖季.开始：2023-11-15顺延为2024-11-15" in str(workbook_words(folder / "填报表.xlsx"))


def workbook_words(path: Path) -> list[str]:
    return [str(value) for row in openpyxl.load_workbook(path)["结转核对"].iter_rows(values_only=True) for value in row if value]
