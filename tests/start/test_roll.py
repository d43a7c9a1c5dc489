"""roll: the next season's inputs from this one's, each carried value with its source, nothing of the old season touched."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.diagnostics import Severity
from reportgen.inputs.load import load_unit
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.programme import shipped
from reportgen.start.roll import Rolled, RolledUnit, roll
from reportgen.start.roll.dates import next_description
from reportgen.workbook.blank import new_workbook
from reportgen.workspace import Workspace
from tests.start.test_init import run

UNIT = """# 静乐县的单位说明
名称: 静乐县
级别: 县
代码: "140926"   # 国家代码
上级: 忻州市
发文机关: 静乐县清洁取暖工作领导小组办公室
签发人: 张某某
采暖季: {开始: 2023-11-01, 结束: 2024-02-29}
时限:
  方案报备: 2023年4月20日
引用文件:
  实施方案: 《忻州市2023年…方案》（忻清洁办发〔2023〕3号）
  项目验收: 《…验收方案》（忻清洁办发〔2022〕7号）
验收组织: {开始: 2023-10-16, 结束: 2023-10-26, 抽验比例: 10}
印章: 印章.png
公文:
  实施方案:
    发文字号: 静清洁办发〔2023〕6号
    成文日期: 2023-04-18
  验收报告: {发文字号: 静清洁办发〔2023〕7号, 成文日期: 2023-10-30, 抄送: [静乐县人民政府办公室]}
"""
TABLES: Mapping[str, Sequence[Mapping[str, object]]] = {
    "改造任务": [
        {"取暖路径": "煤改电", "区域": "农村", "任务户数": 4449},
        {"取暖路径": "集中供热", "区域": "城区/县城", "任务户数": 100},
        {"取暖路径": "集中供热", "区域": "农村", "任务户数": 50},
        {"取暖路径": "煤改气", "区域": "农村", "任务户数": 30},
    ],
    "备案任务": [
        {"备案项目": "农村煤改电", "取暖路径": "煤改电", "备案户数": 12600, "以前年度完成户数": 8151, "本年度任务户数": 4449, "未完成原因": "搬迁"},
        {"备案项目": "煤改气", "取暖路径": "煤改气", "备案户数": 30, "以前年度完成户数": 0, "本年度任务户数": 30},
    ],
    "月度计划与进度": [
        {"月份": date(2023, 9, 1), "取暖路径": path, "计划累计完成户数": planned, "实际累计完成户数": done}
        for path, planned, done in (("煤改电", 4449, 4400), ("集中供热", 150, 120), ("煤改气", 30, 30))
    ],
    "建筑节能": [
        {"改造类型": "农村围护结构改造", "计划面积": 12.35, "完成面积": 10.1},
        {"改造类型": "既有建筑节能改造", "计划面积": 3, "完成面积": 3},
    ],
    "重点项目": [
        {"项目名称": "热源改造", "建设内容": "=不是公式", "项目状态": "在建", "完成时限": date(2023, 10, 15), "责任单位": "县能源局", "形象进度": 40},
        {"项目名称": "管网", "建设内容": "新建管网", "项目状态": "完工", "完成时限": date(2023, 9, 1), "责任单位": "县住建局"},
    ],
    "资金": [
        {"资金来源": "中央", "资金用途": "热源", "预算数": 1200, "到位数": 900.5, "支出数": 860},
        {"资金来源": "省", "资金用途": "热源", "预算数": 100, "到位数": 100, "支出数": 100},
        {"资金来源": "市", "资金用途": "热源", "预算数": 100, "到位数": 80},
        {"资金来源": "县", "资金用途": "热源", "预算数": 100, "到位数": 80, "支出数": 90},
    ],
    "拖欠款": [
        {"企业名称": "示例公司甲", "项目名称": "2021年工程", "拖欠金额": 320, "已清偿金额": 120, "承诺清偿日期": date(2023, 12, 31)},
        {"企业名称": "示例公司乙", "项目名称": "2021年工程", "拖欠金额": 10, "已清偿金额": 10},
        {"企业名称": "示例公司丙", "项目名称": "2022年工程", "拖欠金额": 5},
    ],
    "问题清单": [
        {
            "序号": "1", "问题来源": "回头看", "问题": "3户未通电", "整改措施": "接电", "责任单位": "供电公司",
            "发现日期": date(2023, 10, 20), "整改时限": date(2023, 10, 28), "销号日期": closed,
        }
        for closed in (date(2023, 10, 26), None)
    ],
    "职责分工": [{"部门": "县能源局", "职责": "牵头"}],
    "绩效指标": [
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "户数", "指标性质": "≥", "年度指标值": 4449, "实际完成值": 4400, "分值": 10, "得分": 9}
    ],
    "用户台账": [{"乡镇": "鹅城镇", "村（社区）": "甲村", "户主": "张某某", "取暖路径": "煤改电"}],
}  # fmt: skip


def fill(book: Path, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Fills a blank workbook by its headings."""
    book.write_bytes(new_workbook({}))
    opened = openpyxl.load_workbook(book)
    for sheet, rows in tables.items():
        page = opened[sheet]
        head = 4 if shipped().by_title[sheet].may_be_empty else 3
        columns = {str(cell.value).strip("*").split("\n")[0]: cell.column for cell in page[head] if cell.value}
        for number, row in enumerate(rows, head + 1):
            for title, value in row.items():
                cell = page.cell(number, columns[title])
                cell.value = value  # type: ignore[assignment]
                if isinstance(value, str):
                    cell.data_type = "s"
    opened.save(book)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The county's workbook of 2023."""
    book = tmp_path_factory.mktemp("filled") / "填报表.xlsx"
    fill(book, TABLES)
    return book.read_bytes()


@pytest.fixture
def workspace(tmp_path: Path, filled: bytes) -> Workspace:
    """A workspace with one county in the season of 2023."""
    folder = tmp_path / "inputs/2023/静乐县"
    (folder / "佐证材料").mkdir(parents=True)
    (folder / "佐证材料/材料.txt").write_text("x")
    (folder / "单位.yaml").write_text(UNIT, "utf-8")
    (folder / "印章.png").write_bytes(b"png")
    (folder / "填报表.xlsx").write_bytes(filled)
    return Workspace(tmp_path)


def hashes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def rolled_unit(workspace: Workspace, name: str = "静乐县") -> tuple[RolledUnit, UnitInputs]:
    before = hashes(workspace.inputs / "2023")
    done = roll(workspace, "2024")
    assert done.folder is not None, done.problems
    assert hashes(workspace.inputs / "2023") == before
    inputs, _ = load_unit(workspace, done.folder / name)
    assert inputs is not None
    return next(one for one in done.units if one.unit == name), inputs


def rows(inputs: UnitInputs, title: str) -> list[dict[str, Any]]:
    table = inputs.tables.get(shipped().by_title[title].key)
    return [{key: value for key in row.dataset.columns if (value := getattr(row, key)) is not None} for row in (table.rows if table else ())]


def what(one: RolledUnit, table: str) -> list[str]:
    return [item.what for item in one.items if item.table == table]


def test_dates_move_on_and_numbers_go(workspace: Workspace) -> None:
    one, inputs = rolled_unit(workspace)
    unit = inputs.unit
    assert unit.season is not None
    assert (unit.season.start, unit.season.end) == (date(2024, 11, 1), date(2025, 2, 28))
    assert unit.schedule.plan_due == date(2024, 4, 20)
    assert (unit.acceptance.started, unit.acceptance.ended, unit.acceptance.ratio) == (None, None, Decimal(10))
    assert (unit.references.plan, unit.references.acceptance) == (None, "《…验收方案》（忻清洁办发〔2022〕7号）")
    assert (unit.documents["实施方案"].number, unit.documents["实施方案"].dated) == (None, None)
    assert (unit.documents["验收报告"].number, unit.documents["验收报告"].copies) == (None, ("静乐县人民政府办公室",))
    assert (unit.code, unit.signatory) == ("140926", "张某某")
    text = (workspace.inputs / "2024/静乐县/单位.yaml").read_text("utf-8")
    assert "# 静乐县的单位说明" in text
    assert '代码: "140926"   # 国家代码' in text
    assert "    成文日期:\n" in text
    said = what(one, "单位.yaml")
    assert said[:3] == ["采暖季.开始：2023-11-01顺延为2024-11-01", "采暖季.结束：2024-02-29顺延为2025-02-28", "时限.方案报备：2023年4月20日顺延为2024-04-20"]
    assert "公文.验收报告.发文字号" in said[3]
    assert said[4].startswith("沿用上年：发文机关、签发人")


def test_the_seal_comes_along_and_evidence_stays(workspace: Workspace) -> None:
    rolled_unit(workspace)
    folder = workspace.inputs / "2024/静乐县"
    assert sorted(path.name for path in folder.iterdir()) == ["佐证材料", "单位.yaml", "印章.png", "填报表.xlsx"]
    assert list((folder / "佐证材料").iterdir()) == []


def test_open_problems_arrears_and_projects_are_carried_over_as_they_are(workspace: Workspace) -> None:
    one, inputs = rolled_unit(workspace)
    old, _ = load_unit(workspace, workspace.inputs / "2023/静乐县")
    assert old is not None
    assert rows(inputs, "问题清单") == [rows(old, "问题清单")[1]]
    assert rows(inputs, "拖欠款") == [rows(old, "拖欠款")[0], rows(old, "拖欠款")[2]]
    assert rows(inputs, "重点项目") == [rows(old, "重点项目")[0]]
    assert rows(inputs, "职责分工") == rows(old, "职责分工")
    assert what(one, "问题清单") == ["结转未销号的问题1项"]
    assert what(one, "拖欠款") == ["结转没有清偿的拖欠款2项"]
    assert one.carried["拖欠款"] == 2


def test_money_that_was_not_spent_is_carried_over(workspace: Workspace) -> None:
    one, inputs = rolled_unit(workspace)
    assert rows(inputs, "资金") == [{"source": "中央", "use": "热源", "carried": Decimal("40.5")}]
    assert what(one, "资金") == [
        "市资金“热源”上年没有填支出数，算不出结转",
        "县资金“热源”上年支出数多于到位数，没有结转",
        "结转资金1笔，共40.5万元（到位数减支出数）",
    ]


def test_what_was_not_finished_is_carried_over(workspace: Workspace) -> None:
    one, inputs = rolled_unit(workspace)
    assert rows(inputs, "改造任务") == [{"path": "集中供热", "households": 30}, {"path": "煤改电", "area": "农村", "households": 49}]
    assert rows(inputs, "建筑节能") == [{"type": "农村围护结构改造", "carried": Decimal("2.25")}]
    assert rows(inputs, "备案任务") == [{"project": "农村煤改电", "path": "煤改电", "filed": 12600, "earlier": 12551, "reason": "搬迁"}]
    assert what(one, "改造任务") == ["集中供热未完成30户", "煤改电未完成49户"]
    assert "分开填写" in next(item.to_do for item in one.items if item.what == "集中供热未完成30户")


def test_plan_tables_are_blank_and_indicators_without_their_values(workspace: Workspace) -> None:
    one, inputs = rolled_unit(workspace)
    for title in ("月度计划与进度", "确村确户", "补贴标准", "能源保障", "设备选型", "验收", "用户台账", "日常调度"):
        assert rows(inputs, title) == []
    assert [set(row) for row in rows(inputs, "绩效指标")] == [{"level1", "level2", "level3", "direction", "weight"}]
    assert what(one, "用户台账") == ["用户台账没有结转（上年1户）"]


def test_only_what_the_new_season_must_give_is_missing(workspace: Workspace) -> None:
    rolled_unit(workspace)
    _, problems = load_unit(workspace, workspace.inputs / "2024/静乐县")
    assert {problem.message for problem in problems} == {"“区域”没有填写", "“预算数”没有填写", "“计划面积”没有填写", "“本年度任务户数”没有填写"}
    assert all(problem.severity is Severity.ERROR for problem in problems)


def test_every_carried_value_names_its_source(workspace: Workspace) -> None:
    rolled_unit(workspace)
    book = openpyxl.load_workbook(workspace.inputs / "2024/静乐县/填报表.xlsx")
    issues, funds, tasks, pilot = book["问题清单"], book["资金"], book["改造任务"], book["备案任务"]
    assert issues["J5"].value == "结转自2023/静乐县/填报表.xlsx《问题清单》第6行"
    assert funds["J4"].value == "结转自2023/静乐县/填报表.xlsx《资金》第4行"
    note = "2023年到位数900.5（2023/静乐县/填报表.xlsx《资金》E4）减支出数860（2023/静乐县/填报表.xlsx《资金》F4）"
    assert funds["G4"].comment.text == note
    assert tasks["F4"].value == "2023年未完成的任务"
    assert tasks["E4"].comment.text == (
        "2023年任务150户（2023/静乐县/填报表.xlsx《改造任务》E5、E6）减完成120户（2023/静乐县/填报表.xlsx《月度计划与进度》D5）"
    )
    assert pilot["D4"].comment.text.startswith("2023年以前8151户（2023/静乐县/填报表.xlsx《备案任务》D4）加2023年完成4400户")


def test_the_first_sheet_lists_what_must_be_looked_at(workspace: Workspace) -> None:
    one, inputs = rolled_unit(workspace)
    book = openpyxl.load_workbook(workspace.inputs / "2024/静乐县/填报表.xlsx")
    assert book.sheetnames[:2] == ["结转核对", "填报说明"]
    listed = list(book["结转核对"].iter_rows(min_row=4))
    assert [row[2].value for row in listed] == [item.what for item in one.items]
    assert all(row[3].value and row[4].value for row in listed)
    links = {row[2].value: row[1].hyperlink.location for row in listed if row[1].hyperlink}
    assert links["煤改电未完成49户"] == "'改造任务'!A5"
    assert links["结转没有清偿的拖欠款2项"] == "'拖欠款'!A5"
    assert "issues" in inputs.tables


@pytest.mark.slow
def test_what_could_not_be_read_is_told(workspace: Workspace) -> None:
    book = workspace.inputs / "2023/静乐县/填报表.xlsx"
    fill(book, {**TABLES, "拖欠款": [{"企业名称": "示例公司", "项目名称": "工程", "拖欠金额": "很多"}]})
    one, inputs = rolled_unit(workspace)
    assert rows(inputs, "拖欠款") == [{"enterprise": "示例公司", "project": "工程"}]
    assert [text for text in what(one, "拖欠款") if "读不出来" in text] == [
        "上年的表有1处错误，读不出来的没有结转，例如：“拖欠金额”应为数值（单位：万元），实际是“很多”"
    ]


@pytest.mark.slow
def test_a_task_whose_completion_is_not_known_is_told_not_guessed(workspace: Workspace) -> None:
    fill(workspace.inputs / "2023/静乐县/填报表.xlsx", {**TABLES, "月度计划与进度": []})
    one, inputs = rolled_unit(workspace)
    assert rows(inputs, "改造任务") == []
    assert what(one, "改造任务") == [f"{path}上年完成多少不清楚，算不出未完成的任务" for path in ("集中供热", "煤改电", "煤改气")]
    assert [row.get("earlier") for row in rows(inputs, "备案任务")] == [None, None]


def refused(done: Rolled) -> list[tuple[str, str]]:
    assert done.folder is None
    return [(problem.code, problem.message) for problem in done.problems]


def test_it_does_not_overwrite(workspace: Workspace) -> None:
    rolled_unit(workspace)
    before = hashes(workspace.inputs)
    assert [code for code, _ in refused(roll(workspace, "2024"))] == ["start.exists"]
    assert hashes(workspace.inputs) == before


def test_it_needs_a_season_before(workspace: Workspace) -> None:
    assert refused(roll(workspace, "2023")) == [("roll.no-season", "没有早于 2023 的采暖季可以结转")]


def test_a_unit_that_can_not_be_read_stops_it(workspace: Workspace) -> None:
    (workspace.inputs / "2023/乙县").mkdir()
    (workspace.inputs / "2023/乙县/单位.yaml").write_text("名称: 乙县\n", "utf-8")
    assert refused(roll(workspace, "2024"))[-1] == ("roll.unreadable", "2023 采暖季有单位读不了：乙县，没有结转")
    assert not (workspace.inputs / "2024").exists()
    assert [path.name for path in workspace.inputs.iterdir()] == ["2023"]


def test_a_season_that_is_skipped_moves_dates_by_the_years_between(workspace: Workspace) -> None:
    done = roll(workspace, "2026")
    assert done.before == "2023"
    inputs, _ = load_unit(workspace, workspace.inputs / "2026/静乐县")
    assert inputs is not None
    assert inputs.unit.season is not None
    assert inputs.unit.season.start == date(2026, 11, 1)


def test_tables_in_other_forms_and_units_above(project: Callable[[str], Path]) -> None:
    workspace = Workspace(project("pair"))
    one, inputs = rolled_unit(workspace, "甲县")
    assert rows(inputs, "职责分工")
    book = openpyxl.load_workbook(workspace.inputs / "2024/甲县/填报表.xlsx")
    assert str(book["职责分工"]["C4"].value).startswith("结转自2023/甲县/职责分工.csv第")
    city, _ = load_unit(workspace, workspace.inputs / "2024/示例市")
    assert city is not None
    assert city.unit.below == ("甲县", "乙县")
    assert rows(city, "改造任务") == []
    assert one.items


def test_the_command(workspace: Workspace) -> None:
    (workspace.root / "reportgen.toml").write_text("season = 2023\n", "utf-8")
    made = run(workspace.root, "roll", "2024", "--json")
    assert made.returncode == 0
    outcome = json.loads(made.stdout)
    assert (outcome["from"], outcome["folder"]) == ("2023", "inputs/2024")
    assert outcome["units"][0]["carried"]["问题清单"] == 1
    assert [problem["code"] for problem in outcome["problems"]] == ["roll.settings"]
    again = run(workspace.root, "roll", "2024")
    assert again.returncode == 2
    assert "已经存在，没有改动" in again.stderr
    assert run(workspace.root, "roll", "明年").returncode == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("采暖季:\n  开始: 2023-11-01 # 供暖\n  结束: 2024-03-31\n", "采暖季:\n  开始: 2024-11-01 # 供暖\n  结束: 2025-03-31\n"),
        ("season: {start: '2023-11-01', end: 2024年3月31日}\n", "season: {start: 2024-11-01, end: 2025-03-31}\n"),
        ("时限: &a\n  方案报备: 2023-04-20\n引用文件: *a\n", "时限: &a\n  方案报备: 2024-04-20\n引用文件: *a\n"),
        ("时限:\n  方案报备: 四月底\n", "时限:\n  方案报备:\n"),
        ("公文:\n  实施方案:\n    发文字号: 甲〔2023〕1号\n    成文日期:\n", "公文:\n  实施方案:\n    发文字号:\n    成文日期:\n"),
        ("公文: {实施方案: {发文字号: 甲〔2023〕1号, 主送: [甲]}}", "公文: {实施方案: {发文字号: , 主送: [甲]}}"),
        (
            "公文: {周报第1期: {起始日期: 2023-11-01, 截止日期: 2023-11-07, 发文字号: 甲〔2023〕1号}}",
            "公文: {周报第1期: {起始日期: 2024-11-01, 截止日期: 2024-11-07, 发文字号: }}",
        ),
        ("名称: 甲县\r\n采暖季:\r\n  开始: 2023-11-01\r\n", "名称: 甲县\n采暖季:\n  开始: 2024-11-01\n"),
        ("调度责任人: 2023-11-01\n", "调度责任人: 2023-11-01\n"),
    ],
)
def test_a_description_keeps_all_else(text: str, expected: str) -> None:
    assert next_description(text, "2023", "2024", "采暖季")[0].partition("\n")[2] == expected
