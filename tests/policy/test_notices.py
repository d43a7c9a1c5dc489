"""A season's notice in a workbook: written blank, filled in by an officer, and judged by; its faults are told at their cells."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportgen.pipeline.opening import open_season
from reportgen.policy import Policy, load_notices, load_policies
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]
Cells = Mapping[str, object]

NOTICE = "inputs/2023/年度通知.xlsx"
HEAD: Cells = {"A4": "示例市2023年冬季清洁取暖工作实施方案", "B4": "示清洁办发〔2023〕3号", "C4": "示例市清洁取暖办", "D4": date(2023, 4, 1)}
PUBLISHED: Sequence[Sequence[object]] = (
    ("示例市2023年冬季清洁取暖改造任务分解表",),
    ("单位：户",),
    ("单位", "合计", None, None, "煤改电", None, None, "煤改气", None, None, "生物质热电联产", None, None),
    (None, *("小计", "城区/县城", "农村") * 4),
    ("甲县", 2000, 799, 1201, 1201, None, 1201, None, None, None, 799, 799, None),
    ("乙县", 600, None, 600, None, None, None, 600, None, 600, None, None, None),
    ("总计", 2600, 799, 1801, 1201, None, 1201, 600, None, 600, 799, 799, None),
)


def fill(root: Path, sheets: Mapping[str, Cells], published: Sequence[Sequence[object]] = ()) -> None:
    """Enters cells by sheet, and a task table as published in the place of the blank one."""
    book = load_workbook(root / NOTICE)
    for name, cells in sheets.items():
        for cell, value in cells.items():
            book[name][cell] = value
    if published:
        page = book["任务表"]
        page.delete_rows(1, page.max_row)
        for row, values in enumerate(published, 1):
            for column, value in enumerate(values, 1):
                page.cell(row, column, value)
    book.save(root / NOTICE)


def read(root: Path) -> tuple[tuple[Policy, ...], list[tuple[str, str]]]:
    """The notices, and what is said of them, each with its place."""
    workspace = Workspace(root)
    notices, problems = load_notices(workspace, "2023", load_policies(workspace)[0])
    assert all(problem.help for problem in problems)
    return notices, [(problem.message, str(problem.places[0])) for problem in problems]


@pytest.fixture
def blank(project: Project) -> Path:
    """The miniature workspace with a blank workbook of the notice."""
    root = project("pair")
    assert run(root, "notice", "new", "2023").returncode == 0
    return root


@pytest.mark.slow
def test_from_a_season_without_notice_to_one_that_is_judged(project: Project) -> None:
    root = project("pair")
    without = run(root, "check").stdout
    assert without.count("年度通知还没有录入") == 1
    assert "reportgen notice new 2023" in without
    assert "inputs/2023/年度通知.xlsx" in run(root, "notice", "new", "2023").stdout
    assert run(root, "check").stdout == without  # a blank workbook is no notice
    assert run(root, "build", "甲县", "--format", "html").returncode == 0
    days = {"B5": date(2023, 4, 10), "C5": "五（一）", "D5": "4月10日前报备", "B7": date(2023, 10, 15)}
    fill(root, {"基本信息": HEAD, "时限": days, "参数": {"C5": "气象", "D5": "气象、气候"}}, PUBLISHED)
    checked = run(root, "check", "甲县")
    assert checked.stderr == ""
    assert "年度通知还没有录入" not in checked.stdout
    assert "没有规则，没有对照它核查" not in checked.stdout
    for told in (
        "  示清洁办发〔2023〕3号　示例市2023年冬季清洁取暖工作实施方案",
        "依据：“4月10日前报备”（规则 N2023-CH-03-01）",
        "煤改电农村任务1200户，任务分解表为1201户",
        "职责分工中没有气象部门",
    ):
        assert told in checked.stdout
    assert "职责分工中没有发展改革部门" not in checked.stdout
    assert "规定的“完成项目施工”日期" not in checked.stdout
    built = run(root, "build", "甲县", "--format", "html", "--explain")
    assert f"{NOTICE} 有变化" in built.stdout + built.stderr
    report = (root / "outputs/2023/甲县/合规核查报告.html").read_text("utf-8")
    assert "4月10日前报备" in report
    again = run(root, "build", "甲县", "--format", "html")
    assert again.stdout.startswith("没有变化")


def test_what_is_entered_is_the_policy_of_its_season_alone(blank: Path) -> None:
    fill(blank, {"基本信息": HEAD, "时限": {"B5": date(2023, 4, 10)}, "参数": {"B7": 3}}, PUBLISHED)
    (notice,), said = read(blank)
    assert said == []
    assert (notice.id, notice.season, notice.document.number) == ("notice-2023", (2023,), HEAD["B4"])
    assert {key: deadline.date for key, deadline in notice.deadlines.items()} == {"plan_due": "2023-04-10"}
    assert notice.parameters["demand_margin"] == 3
    assert notice.parameters["task_table"] == {
        "甲县": {"煤改电": {"农村": 1201}, "生物质热电联产": {"城区/县城": 799}},
        "乙县": {"煤改气": {"农村": 600}},
    }
    (blank / "inputs/2023").rename(blank / "inputs/2024")
    (blank / "inputs/2024/年度通知.xlsx").rename(blank / "inputs/年度通知.xlsx")
    assert "notice-2023" not in {policy.id for policy in open_season(Workspace(blank), "2024").policies}


THREE_YEARS: Mapping[str, Cells] = {
    "基本信息": {**HEAD, "E4": "2022—2024"},
    "时限": {"B5": date(2022, 4, 10), "C5": "五（一）", "B7": date(2022, 10, 15), "A12": "完成项目施工", "B12": date(2023, 10, 20), "E12": "2023"},
    "任务表": {
        **{f"{column}4": value for column, value in zip("ACDEF", ("甲县", "煤改电", "农村", 1100, "2022"), strict=True)},
        **{f"{column}5": value for column, value in zip("ACDEF", ("甲县", "煤改电", "农村", 1201, "2023"), strict=True)},
    },
}


@pytest.mark.slow
def test_a_notice_binds_several_seasons(blank: Path) -> None:
    fill(blank, THREE_YEARS)
    (blank / "inputs/2022").mkdir()
    (blank / NOTICE).rename(blank / "inputs/2022/年度通知.xlsx")
    workspace = Workspace(blank)
    standing = load_policies(workspace)[0]
    expected = {
        "2022": ({"plan_due": "2022-04-10", "work_end": "2022-10-15"}, 1100),
        "2023": ({"plan_due": "2023-04-10", "work_end": "2023-10-20"}, 1201),
        "2024": ({"plan_due": "2024-04-10", "work_end": "2024-10-15"}, None),
    }
    for season, (days, households) in expected.items():
        ((notice,), problems) = load_notices(workspace, season, standing)
        assert problems == ()
        assert (notice.id, notice.season) == ("notice-2022", (2022, 2023, 2024))
        assert {key: deadline.date for key, deadline in notice.deadlines.items()} == days
        table = {} if households is None else {"task_table": {"甲县": {"煤改电": {"农村": households}}}}
        assert {key: value for key, value in notice.parameters.items() if key == "task_table"} == table
    assert load_notices(workspace, "2025", standing) == ((), ())
    checked = run(blank, "check", "甲县")
    assert "煤改电农村任务1200户，任务分解表为1201户" in checked.stdout
    run(blank, "build", "甲县", "--format", "html")
    book = load_workbook(blank / "inputs/2022/年度通知.xlsx")
    book["任务表"]["E5"] = 1200
    book.save(blank / "inputs/2022/年度通知.xlsx")
    built = run(blank, "build", "甲县", "--format", "html", "--explain")
    assert "inputs/2022/年度通知.xlsx 有变化" in built.stdout + built.stderr
    assert "任务分解表为1201户" not in run(blank, "check", "甲县").stdout


@pytest.mark.sampled(18)
@pytest.mark.parametrize(
    ("sheets", "words", "at"),
    [
        ({"时限": {"B5": "四月"}}, "“四月”", "时限!B5"),
        ({"时限": {"B5": date(2024, 4, 10), "B6": date(2022, 4, 10)}}, "“组织实施开始”是2022年", "时限!B6"),
        ({"时限": {"A5": "方案报备", "B5": date(2023, 4, 10)}}, "没有名为“方案报备”的时限，是否应为“实施方案报备”", "时限!A5"),
        ({"时限": {"B5": date(2023, 4, 10), "A12": "实施方案报备", "B12": date(2023, 4, 11)}}, "填了不止一次", "时限!A12"),
        ({"时限": {"B5": date(2023, 4, 10), "C5": "五", "D5": "字" * 31}}, "原文有31个字", "时限!D5"),
        ({"参数": {"B7": "若干"}}, "“若干”", "参数!B7"),
        ({"参数": {"B7": 3, "C7": "电力"}}, "“能源需求量允许相差（%）”是一个数", "参数!B7"),
        ({"参数": {"D5": "气象"}}, "要写明项和字样", "参数!C5"),
        ({"任务表": {"A4": "甲县", "C4": "煤改点", "D4": "农村", "E4": 5}}, "煤改点", "任务表!C4"),
        ({"任务表": {"C4": "煤改电", "D4": "农村", "E4": 5}}, "没有写是哪个单位的任务", "任务表!A4"),
        (
            {"任务表": {f"{column}{row}": value for row in (4, 5) for column, value in zip("ACDE", ("甲县", "煤改电", "农村", row), strict=True)}},
            "甲县的煤改电农村任务填了不止一次",
            "任务表!E5",
        ),
        ({"基本信息": {"A5": "又", "B5": "又发〔2023〕1号", "C5": "又", "D5": date(2023, 4, 2)}}, "填了不止一行", "基本信息"),
        ({"基本信息": {"E4": "三年"}}, "“约束的年度”是“三年”，读不出年份", "基本信息!E4"),
        ({"基本信息": {"E4": "2023、20244"}}, "读不出年份", "基本信息!E4"),
        ({"基本信息": {"B4": "忻清洁办发〔2023〕3号"}}, "已经录入过", "基本信息!B4"),
        ({"基本信息": {"B4": None}}, "文号", "基本信息!B4"),
    ],
)
def test_a_fault_is_told_at_its_cell(sheets: Mapping[str, Cells], words: str, at: str, blank: Path) -> None:
    fill(blank, {"基本信息": HEAD})
    fill(blank, sheets)
    _, said = read(blank)
    assert [(words in message, place.startswith(f"{NOTICE}#{at}")) for message, place in said] == [(True, True)], said
    checked = run(blank, "check", "甲县")
    assert checked.stderr == ""
    assert words in checked.stdout


def test_a_table_of_which_a_part_cannot_be_read_is_none(blank: Path) -> None:
    fill(blank, {"基本信息": HEAD, "任务表": {"A4": "甲县", "C4": "煤改点", "D4": "农村", "E4": 5, "A5": "乙县", "C5": "煤改气", "D5": "农村", "E5": 600}})
    (notice,), _ = read(blank)
    assert "task_table" not in notice.parameters


def test_a_total_that_does_not_add_up_is_told(blank: Path) -> None:
    wrong = [*PUBLISHED[:-1], ("总计", 2601, *PUBLISHED[-1][2:])]
    fill(blank, {"基本信息": HEAD}, wrong)
    _, said = read(blank)
    assert said
    assert all("#任务表!" in place for _, place in said)


@pytest.mark.parametrize("case", ["missing sheet", "old format", "damaged"])
def test_a_workbook_that_cannot_be_read_is_told(case: str, blank: Path) -> None:
    fill(blank, {"基本信息": HEAD})
    if case == "missing sheet":
        book = load_workbook(blank / NOTICE)
        del book["时限"]
        book.save(blank / NOTICE)
    elif case == "old format":
        (blank / NOTICE).rename(blank / NOTICE.replace("xlsx", "xls"))
    else:
        (blank / NOTICE).write_bytes(b"PK no workbook")
    _, said = read(blank)
    assert len(said) == 1
    assert said[0][1].startswith("inputs/2023/年度通知.xls")


def test_a_second_notice_of_the_season_stands_beside_the_first(blank: Path) -> None:
    fill(blank, {"基本信息": HEAD})
    (blank / NOTICE).rename(blank / "inputs/2023/年度通知（二）.xlsx")
    run(blank, "notice", "new", "2023")
    fill(blank, {"基本信息": {**HEAD, "B4": "示清洁办发〔2023〕9号"}})
    notices, said = read(blank)
    assert said == []
    assert [(notice.id, notice.document.number) for notice in notices] == [("notice-2023", "示清洁办发〔2023〕9号"), ("notice-2023-2", "示清洁办发〔2023〕3号")]


def test_a_workbook_that_is_there_is_left_alone(blank: Path) -> None:
    before = (blank / NOTICE).read_bytes()
    again = run(blank, "notice", "new", "2023")
    assert again.returncode == 2
    assert "已经存在" in again.stderr
    assert (blank / NOTICE).read_bytes() == before
    assert "应为四位年份" in run(blank, "notice", "new", "23").stderr


ASSIGNED: Mapping[str, Cells] = {
    "基本信息": HEAD,
    "建筑节能任务": {
        "A4": "甲县",
        "B4": "既有建筑节能改造",
        "C4": 5,
        "A5": "甲县",
        "B5": "农村围护结构改造",
        "C5": 8.25,
        "A6": "乙县",
        "B6": "农村围护结构改造",
        "C6": 1,
    },
}


def test_what_it_assigns_of_other_tables_is_read_by_unit_and_choice(blank: Path) -> None:
    fill(blank, ASSIGNED)
    (notice,), said = read(blank)
    assert said == []
    assert notice.parameters["assigned"] == {
        "甲县": {"retrofit": [{"type": "既有建筑节能改造", "planned": 5}, {"type": "农村围护结构改造", "planned": Decimal("8.25")}]},
        "乙县": {"retrofit": [{"type": "农村围护结构改造", "planned": 1}]},
    }


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"B5": "既有建筑节能改造"}, "甲县既有建筑节能改造填了不止一次"),
        ({"C5": "八万"}, "应为数值"),
        ({"A5": None}, "单位"),
        ({"B5": "外墙"}, "外墙"),
    ],
)
def test_of_a_sheet_in_which_something_is_wrong_nothing_is_taken(blank: Path, cells: Cells, told: str) -> None:
    fill(blank, {**ASSIGNED, "建筑节能任务": {**ASSIGNED["建筑节能任务"], **cells}})
    (notice,), said = read(blank)
    assert "assigned" not in notice.parameters
    assert any(told in message for message, _ in said), said
