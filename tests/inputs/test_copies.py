"""A second copy of a file in a unit's folder: told once, with both names and which tables agree; and what is no copy isn't called one."""

import shutil
from collections.abc import Mapping, Sequence

import pytest

from reportgen.diagnostics import Severity
from reportgen.inputs.copy_names import alike, original
from reportgen.inputs.load import load_unit
from reportgen.inputs.schema.programme import shipped
from reportgen.workspace import Workspace as RealWorkspace
from tests.inputs.workspace import UNIT, Workspace

ERROR, WARNING = Severity.ERROR, Severity.WARNING
TASKS = [("取暖路径", "区域", "任务户数"), ("煤改电", "农村", 100), ("煤改气", "农村", 50)]
DUTIES = [("部门", "职责"), ("县能源局", "牵头组织实施")]
BOOK: Mapping[str, Sequence[Sequence[object]]] = {"改造任务": TASKS, "职责分工": DUTIES}
CSV = "取暖路径,区域,任务户数\n煤改电,农村,100\n"


COPIES = """填报表 - 副本|填报表 - 副本 (2)|填报表 - 副本 - 副本|副本 填报表|副本填报表|复件 填报表|复件 (2) 填报表|填报表(1)|填报表（2）|填报表 (3)
填报表(1)(1)|填报表_副本|填报表副本|填报表 - 复制|填报表 - Copy|填报表 - Copy (2)|Copy of 填报表|Copy (2) of 填报表|“填报表”的副本|填报表的副本|填报表拷贝
填报表(冲突_张三_2023-10-20)|填报表 (冲突 2023-10-20 10-11-12)|填报表_冲突文件_张三_20231020101112|填报表_冲突文件|填报表(冲突文件)|填报表-冲突副本
填报表(张三的冲突副本 2023-10-01)|填报表 (张三's conflicted copy 2023-10-20)|填报表 (conflicted copy 2023-10-20 101112)|填报表（张三 的冲突副本）
填报表(来自DESKTOP-1的冲突副本)|填报表(来自张三的电脑的冲突副本)|填报表(冲突的副本)|填报表-DESKTOP-AB12CD|填报表-LAPTOP-9|填报表-MacBook
填报表.sync-conflict-20231020-101112-ABCDEFG|填报表 (SFConflict zhang@x.cn 2023-10-20-10-11-12)|填报表_PC_Oct-20-101112-2023_Conflict|填报表 2
填报表备份|填报表-备份|填报表-备份20231020|备份 填报表|备份-填报表|填报表.bak|填报表旧|填报表_旧版|填报表（旧）|旧填报表|填报表old|填报表_old|填报表最终版
填报表-最终稿|填报表（最终版）|填报表v2|填报表_v2.1|填报表改|填报表（改）|填报表修改版|填报表(修改)|填报表第二稿|填报表20231020|填报表_2023-10-20|填报表2023年10月20日"""
NONE = """填报表|静乐县填报表|填报表（原平市）|填报表（静乐县）|台账|第一批|表2|数据2023|说明|附件1|复核表|新增任务|改造任务表|冲突"""


@pytest.mark.parametrize("name", COPIES.replace("\n", "|").split("|"))
def test_a_copys_name_gives_the_name_that_it_was_made_of(name: str) -> None:
    assert original(name) == "填报表"
    assert alike(name, "填报表")


@pytest.mark.parametrize("name", [*NONE.split("|"), *(name for dataset in shipped().datasets for name in (dataset.title, dataset.key)), "单位"])
def test_other_names_are_their_own(name: str) -> None:
    assert original(name) == name.replace("（", "(").replace("）", ")")


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("填报表", "填报表-张三", True),
        ("填报表(1)", "填报表 - 副本", True),
        ("填报表", "填报表（静乐县）", True),
        ("填报表", "台账", False),
        ("填报表", "填报表格", False),
        ("甲县填报表", "乙县填报表", False),
    ],
)
def test_names_of_which_one_goes_on_behind_the_other_are_alike(one: str, other: str, are: bool) -> None:
    assert (alike(one, other), alike(other, one)) == (are, are)


@pytest.mark.parametrize(
    "name", ["填报表(张三的冲突副本 2023-10-01).xlsx", "填报表 - 副本.xlsx", "填报表.sync-conflict-20231020-101112-ABCDEFG.xlsx", "新表.xlsx"]
)
def test_a_copy_that_says_something_else_is_told_once_and_neither_is_taken(county: Workspace, name: str) -> None:
    county.book(BOOK)
    county.book({**BOOK, "改造任务": [*TASKS[:2], ("煤改气", "农村", 60)]}, name)
    (problem,) = county.load()[1]
    assert (problem.code, problem.severity) == ("inputs.second-copy", ERROR)
    assert [place.file.rsplit("/", 1)[-1] for place in problem.places] == ["填报表.xlsx", name] or name == "新表.xlsx"
    assert all(words in problem.message for words in ("“填报表.xlsx”", f"“{name}”", "不同的：改造任务（C3起）", "相同的：职责分工"))
    assert county.table("改造任务") is None
    assert county.load()[0].undecided == (problem,)


def test_a_copy_that_says_the_same_is_read_once_with_a_warning(county: Workspace) -> None:
    county.book(BOOK)
    county.book(BOOK, "填报表(张三的冲突副本 2023-10-01).xlsx")
    (problem,) = county.load()[1]
    assert (problem.code, problem.severity) == ("inputs.same-copy", WARNING)
    assert problem.message == "“填报表(张三的冲突副本 2023-10-01).xlsx”像是“填报表.xlsx”的副本，改造任务、职责分工完全相同，只读取“填报表.xlsx”中的"
    tables = county.load()[0].tables
    assert {table.place.file.rsplit("/", 1)[-1] for table in tables.values() if table.place} == {"填报表.xlsx"}
    assert county.load()[0].undecided == ()


def test_three_copies_are_one_fault_and_what_is_wrong_in_all_is_told_once(county: Workspace) -> None:
    wrong = {**BOOK, "职责分工": [*DUTIES, ("县财政局", None)]}
    for name in ("填报表.xlsx", "填报表(1).xlsx", "填报表(2).xlsx"):
        county.book({**wrong, "改造任务": [*TASKS, ("生物质热电", "农村", len(name))]}, name)
    problems = county.load()[1]
    errors = [problem for problem in problems if problem.severity is ERROR]
    assert [problem.code for problem in errors] == ["inputs.missing-value", "inputs.second-copy"]
    assert [place.file.rsplit("/", 1)[-1] for place in errors[1].places] == ["填报表.xlsx", "填报表(1).xlsx", "填报表(2).xlsx"]
    assert all(problem.places[0].file.endswith("填报表.xlsx") for problem in problems)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"改造任务": TASKS[:2]}, "改造任务（2行和1行）"),
        ({"改造任务": [*TASKS[:2], ("煤改气", "农村", "五十")]}, "改造任务（C3起）"),
        ({"职责分工": [DUTIES[0]]}, "职责分工（只在填报表.xlsx中）"),
        ({"职责分工": []}, "职责分工（只在填报表.xlsx中）"),
        ({"职责分工": [("名称",), ("县能源局",)]}, "职责分工（有的读不了）"),
    ],
    ids=["fewer rows", "a cell that can't be read", "a table not filled in", "an empty sheet", "no heading"],
)
def test_in_what_copies_differ_is_said(county: Workspace, changed: Mapping[str, Sequence[Sequence[object]]], words: str) -> None:
    county.book(BOOK)
    county.book({**BOOK, **changed}, "填报表 - 副本.xlsx")
    (message,) = [message for code, message, _ in county.said(ERROR) if code == "inputs.second-copy"]
    assert words in message


def test_workbooks_that_hold_different_tables_are_no_copies_whatever_their_names(county: Workspace) -> None:
    county.book({"改造任务": TASKS, "职责分工": [DUTIES[0]]})
    county.book({"职责分工": DUTIES, "改造任务": [TASKS[0]]}, "填报表 - 副本.xlsx")
    assert county.said() == []
    assert (len(county.rows("改造任务")), len(county.rows("职责分工"))) == (2, 1)


def test_tables_that_stand_in_the_same_two_unrelated_files_are_told_together(county: Workspace) -> None:
    others = ("资金", "验收", "拖欠款")
    county.book({**BOOK, **{title: [("不知道",), ("甲",)] for title in others}}, "任务.xlsx")
    county.book({"改造任务": [*TASKS, ("生物质热电", "农村", 1)], "职责分工": [*DUTIES, ("县财政局", "筹集资金")]}, "职责.xlsx")
    folder = "inputs/2023/原平市"
    message = f"“改造任务”、“职责分工”在{folder}/任务.xlsx、{folder}/职责.xlsx中各有一处，都没有采用"
    assert [said for code, said, _ in county.said(ERROR) if code != "inputs.no-header"] == [message]
    assert [problem.code for problem in county.load()[0].undecided] == ["inputs.duplicate-dataset"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("改造任务 - 副本.csv", CSV),
        ("改造任务(1).csv", CSV),
        ("改造任务_冲突文件.csv", CSV),
        ("副本 改造任务.yaml", "- {取暖路径: 煤改电, 区域: 农村, 任务户数: 100}\n"),
    ],
)
def test_a_copy_of_a_csv_is_read_to_be_compared(county: Workspace, name: str, text: str) -> None:
    county.write("改造任务.csv", CSV)
    county.write(name, text)
    assert [code for code, _, _ in county.said()] == ["inputs.same-copy"]
    assert len(county.rows("改造任务")) == 1
    county.write(name, text.replace("100", "200"))
    assert [code for code, _, _ in county.said()] == ["inputs.second-copy"]
    assert county.table("改造任务") is None


def test_a_csv_with_a_copys_name_that_stands_alone_is_not_read_and_said_so(county: Workspace) -> None:
    county.write("改造任务 - 副本.csv", CSV)
    assert [(code, place) for code, _, place in county.said()] == [("inputs.unknown-file", "改造任务 - 副本.csv")]


@pytest.mark.parametrize(
    "name", ["单位 - 副本.yaml", "单位(1).yaml", "单位.yml", "单位_冲突文件_张三.yaml", "单位-DESKTOP-AB12CD.yaml", "副本单位.yaml", "单位备份.yaml"]
)
def test_a_copy_of_the_units_file_is_told_and_no_file_of_data(county: Workspace, name: str) -> None:
    county.write(name, UNIT)
    assert [(code, message) for code, message, _ in county.said()] == [("inputs.same-copy", f"“{name}”与“单位.yaml”的内容完全相同，只读取“单位.yaml”")]
    county.write(name, UNIT.replace("上级: 忻州市", "上级: 太原市"))
    assert [(code, message) for code, message, _ in county.said()] == [("inputs.second-copy", f"“{name}”像是“单位.yaml”的副本，内容不一样（上级不同）")]
    county.write(name, "名称: [")
    assert [code for code, _, _ in county.said(ERROR)] == ["inputs.second-copy"]
    (county.folder / "单位.yaml").unlink()
    inputs, (problem,) = load_unit(RealWorkspace(county.root), county.folder)
    assert (inputs, problem.code, problem.help) == (None, "inputs.no-unit-file", f"文件夹中有“{name}”，是这个单位的，请改名为 单位.yaml")


def test_an_old_workbook_beside_its_new_one_is_to_be_moved_away(county: Workspace) -> None:
    county.book(BOOK)
    county.write("填报表.xls", b"x")
    (problem,) = county.load()[1]
    assert (problem.code, county.load()[0].undecided) == ("inputs.old-format", (problem,))
    assert problem.help.startswith("已经另存为“填报表.xlsx”的，请把这个文件移出单位的文件夹")


def test_a_copy_of_a_ledger_is_compared_row_by_row(county: Workspace) -> None:
    rows = "\n".join(f"甲乡,甲村,户主{number},煤改电" for number in range(2000))
    county.write("用户台账.csv", f"乡镇,村,户主,取暖路径\n{rows}\n")
    shutil.copy2(county.folder / "用户台账.csv", county.folder / "用户台账(1).csv")
    assert [code for code, _, _ in county.said(WARNING)].count("inputs.same-copy") == 1
