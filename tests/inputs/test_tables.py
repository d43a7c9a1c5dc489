"""Tables in workbooks and CSV files: header, rows, totals, merged cells; each fault with its message at its cell."""

import random
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.diagnostics import Place, Severity
from reportgen.inputs.counties import Owner
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
HEADER = ("乡镇", "取暖路径", "区域", "任务户数")
ROW = ("子干乡", "煤改电", "农村", 100)
ROW_2 = ("苏龙口镇", "煤改电", "农村", 26)
PATHS = ["集中供热", "煤改电", "煤改气", "生物质热电联产"]
AREAS = ["城区/县城", "农村"]
READ = {"township": "子干乡", "path": "煤改电", "area": "农村", "households": 100}
READ_2 = READ | {"township": "苏龙口镇", "households": 26}
BOOK = "填报表.xlsx#改造任务"


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ROW, ROW_2],
        [("township", "path", "area", "households"), ROW, ROW_2],
        [(" 乡 镇", "取暖路径*", "区域：", "任务户数（户）"), ROW, ROW_2],
        [("街道", "改造方式", "城乡", "户数"), ROW, ROW_2],
        [("原平市2023年改造任务表",), (None, None, None, "单位：户"), HEADER, ROW, ROW_2],
        [(), (), HEADER, (), ROW, (None, " ", "", None), ROW_2],
        [HEADER, ROW, ROW_2, ("注：户数以入户核查为准",), ("填表人：张某某", None, "审核人：李某某"), ("负责人：", "张某某")],
        [HEADER, ROW, HEADER, ROW_2],
        [("序号", *HEADER, "备注"), (1, *ROW, "无"), (2, *ROW_2), (3,), (4,)],
        [("乡镇", "改造", None, "任务户数"), (None, "取暖路径", "区域", None), ROW, ROW_2],
    ],
    ids=["titles", "keys", "spaces", "aliases", "title-rows", "blank-rows", "notes", "header-again", "serial-and-remarks", "two-levels"],
)
def test_a_table_is_found_as_a_person_finds_it(county: Workspace, rows: Sequence[Sequence[object]]) -> None:
    county.book({"改造任务": rows})
    assert county.rows("改造任务") == [READ, READ_2]
    assert county.said() == []


def test_each_value_knows_its_cell(county: Workspace) -> None:
    county.book({"改造任务": [("标题",), (), ("户数", "区域", "取暖路径"), (100, "农村", "煤改电")]})
    record = county.table("改造任务").rows[0]
    file = "inputs/2023/原平市/填报表.xlsx"
    assert record.place("households") == Place(file, "改造任务", "A4")
    assert record.place("path") == Place(file, "改造任务", "C4")
    assert record.place("township") == record.origin.place == Place(file, "改造任务", "A4")
    assert dict(record.origin.cells) == {key: record.place(key) for key in ("households", "area", "path")}


@pytest.mark.parametrize("label", ["审核科：某处", "负责人：某处", "联系人：", "说明：一", "注1"])
def test_a_row_of_data_that_begins_like_a_note_is_read(county: Workspace, label: str) -> None:
    county.write("改造任务.csv", f"乡镇,取暖路径,区域,任务户数\n{label},煤改电,农村,5\n注：以核查为准,,,\n")
    assert [(row["township"], row["households"]) for row in county.rows("改造任务")] == [(label, 5)]
    assert county.said() == []


@pytest.mark.parametrize("mark", ["sample: true", "示例数据", "示例数据：资金为演示编写", "# sample: true"])
def test_a_mark_above_the_header_makes_a_table_demonstration_data(county: Workspace, mark: str) -> None:
    county.book({"改造任务": [(mark,), HEADER, ROW], "确村确户": [("乡镇", "村", "取暖路径", "区域", "户数"), ("示例数据乡", "甲村", "煤改电", "农村", 1)]})
    assert county.table("改造任务").sample is True
    assert county.table("确村确户").sample is False


@pytest.mark.parametrize(
    ("rows", "households"),
    [
        ([("乡镇", "取暖路径", "区域", "任务户数（万户）"), ("子干乡", "煤改电", "农村", 1.5)], 15000),
        ([("单位：万户",), HEADER, ("子干乡", "煤改电", "农村", 1.5)], 15000),
        ([("单位：万户",), ("乡镇", "取暖路径", "区域", "任务户数（户）"), ("子干乡", "煤改电", "农村", 15)], 15),
        ([("填报单位：原平市能源局",), HEADER, ("子干乡", "煤改电", "农村", 15)], 15),
    ],
)
def test_the_unit_of_a_heading_or_of_the_line_above_counts(county: Workspace, rows: Sequence[Sequence[object]], households: int) -> None:
    county.book({"改造任务": rows})
    assert [row["households"] for row in county.rows("改造任务")] == [households]


@pytest.mark.parametrize(
    ("rows", "code", "message", "cell"),
    [
        ([("预算数（元）",), (1200,)], "rescaled", "“预算数”按表中写的单位换算成万元：各数除以10000", "C1"),
        ([("预算数（亿元）",), (1200,)], "rescaled", "“预算数”按表中写的单位换算成万元：各数乘以10000", "C1"),
        ([("单位：元",), ("预算数",), (1200,)], "rescaled", "“预算数”按表中写的单位换算成万元：各数除以10000", "C2"),
        ([("单位：元",), ("预算数（万元）",), (1200,)], "two-units", "“预算数”的表头和表格的单位行写的单位不同，按表头读取", "C2"),
        ([("单位：万元",), ("预算数",), (1200,)], None, None, ""),
    ],
)
def test_that_numbers_are_rescaled_is_said(county: Workspace, rows: Sequence[Sequence[object]], code: str | None, message: str | None, cell: str) -> None:
    *above, heading, row = rows
    county.book({"资金": [*above, ("资金来源", "资金用途", *heading), ("中央", "热源", *row)]})
    assert county.said() == ([(f"inputs.{code}", message, f"填报表.xlsx#资金!{cell}")] if message else [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("甲", "乙"), ("a", "b")], (ERROR, "no-header", "没有找到“改造任务”的表头", "")),
        (
            [("表",), ("乡村镇", "取暖方式", "甲", "任务数量"), ROW],
            (
                ERROR,
                "no-header",
                "没有找到“改造任务”的表头；第2行最像，其中“乡村镇”是否应为“乡镇”，“取暖方式”是否应为“取暖路径”，“任务数量”是否应为“任务户数”",
                "!A2",
            ),
        ),
        ([("乡", "取暖方式", "区域", "任务户数"), ROW], (ERROR, "missing-column", "没有“取暖路径”列；表头“取暖方式”是否应为“取暖路径”", "!B1")),
        ([("乡镇", "取暖路径", "区域"), ROW[:3]], (ERROR, "missing-column", "“改造任务”缺少“任务户数”列", "!A1")),
        (
            [("乡镇", "取暖路径", "区域", "任务数量"), ROW],
            (ERROR, "missing-column", "没有“任务户数”列；表头“任务数量”是否应为“任务户数”", "!D1"),
        ),
        ([(*HEADER, "户数"), (*ROW, 100)], (ERROR, "duplicate-column", "“任务户数”有两列：D列和E列，都没有读取", "!D1")),
        ([(*HEADER, "联络员"), (*ROW, "张某某")], (WARNING, "unknown-column", "“联络员”列不在数据字典中，没有读取", "!E1")),
        ([("乡镇街办", *HEADER[1:]), ROW], (ERROR, "unread-units", "“乡镇街办”列写的是乡镇名称（子干乡），表头看不出来，没有读取", "!A2")),
        (
            [("乡镇", "取暖路径", "区域", "任务户数（吨）"), ROW],
            (ERROR, "wrong-unit", "“任务户数”的单位应为户，表头写的是吨，这一列没有读取", "!D1"),
        ),
        ([HEADER, ("子干乡", None, "农村", 1)], (ERROR, "missing-value", "“取暖路径”没有填写", "!B2")),
        ([HEADER, ("子干乡", "煤改电", "农村", "—")], (ERROR, "missing-value", "“任务户数”没有填写", "!D2")),
        ([HEADER, ("子干乡", "煤改电", "农村", -3)], (ERROR, "negative", "“任务户数”不能是负数，实际是-3", "!D2")),
        ([HEADER, ("子干乡", "煤改电", "农村", 1.5)], (ERROR, "not-whole", "“任务户数”应为整数（单位：户），实际是1.5", "!D2")),
        ([HEADER, ("子干乡", "煤改点", "农村", 1)], (ERROR, "unknown-choice", "“取暖路径”没有“煤改点”这个选项，是否应为“煤改电”", "!B2")),
        ([HEADER, ("子干乡", "煤改电", "农村", "=1+1")], (ERROR, "formula-without-value", "“任务户数”是公式，但文件中没有保存计算结果", "!D2")),
        ([HEADER, ("子干乡", "煤改电", "农村", "#REF!")], (ERROR, "excel-error", "“任务户数”的公式结果是错误值 #REF!", "!D2")),
        ([HEADER, (True, "煤改电", "农村", 1)], (ERROR, "not-text", "“乡镇”应为文本，实际是逻辑值“TRUE”", "!A2")),
        ([HEADER, ROW, ROW_2, ("合计", None, None, 127)], (ERROR, "wrong-total", "“任务户数”的合计是127，各行之和是126", "!D4")),
        ([HEADER, ROW, ROW_2, ("合计", None, None, 0)], (ERROR, "wrong-total", "“任务户数”的合计是0，各行之和是126", "!D4")),
        ([HEADER, ("合计", None, None, 0), ROW, ROW_2], (ERROR, "wrong-total", "“任务户数”的合计是0，各行之和是126", "!D2")),
        (
            [HEADER, ROW, ROW],
            (WARNING, "repeated-row", f"“改造任务”有1行与前面的行完全相同（例如inputs/2023/原平市/{BOOK}!A3与inputs/2023/原平市/{BOOK}!A2）", "!A3"),
        ),
        ([HEADER, ("子干乡", "煤改电", "农村", "1,234户")], (NOTICE, "unit-in-cell", "“任务户数”数字后带有单位，“1,234户”读作1234", "!D2")),
        ([HEADER, (3, "煤改电", "农村", 1)], (NOTICE, "text-as-number", "“乡镇”应为文本，填的是数字，按文本“3”读取", "!A2")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_each_fault_of_a_sheet_is_said_at_its_cell(county: Workspace, rows: Sequence[Sequence[object]], said: tuple[Severity, str, str, str]) -> None:
    county.book({"改造任务": rows})
    severity, code, message, cell = said
    assert county.said(severity) == [(f"inputs.{code}", message, BOOK + cell)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEADER, (*ROW, 7), ROW_2], [("E列没有表头，下面的1处内容没有读取", "!E2")]),
        ([(None, *HEADER), (1, *ROW), (2, *ROW_2)], [("A列没有表头，下面的2处内容没有读取", "!A2")]),
        (
            [(*HEADER, None, "备注"), (*ROW, 5, "甲"), (*ROW_2, None, "乙", 6)],
            [("E列没有表头，下面的1处内容没有读取", "!E2"), ("G列没有表头，下面的1处内容没有读取", "!G3")],
        ),
        ([HEADER, (*ROW, " "), ("注：无", None, None, None, None), ("合计", None, None, 100, "甲")], []),
        ([("乡镇", "取暖路径", "区域", "任务户数", "备注"), (*ROW, "甲", None)], []),
    ],
    ids=["right", "left", "between-and-right", "no-data", "all-headed"],
)
def test_what_stands_under_no_heading_is_said(county: Workspace, rows: Sequence[Sequence[object]], said: list[tuple[str, str]]) -> None:
    county.book({"改造任务": rows})
    assert county.said() == [("inputs.extra-cell", message, BOOK + cell) for message, cell in said]
    assert county.rows("改造任务")[0]["households"] == 100


def test_cells_under_a_merged_heading_are_under_a_heading(county: Workspace) -> None:
    county.book({"改造任务": [(*HEADER, "备注"), (*ROW, "甲", "乙")]}, change=lambda sheet: sheet.merge_cells("E1:F1"))
    assert county.said() == []


def test_a_cell_that_cannot_be_read_is_missing_and_the_rest_of_its_row_is_kept(county: Workspace) -> None:
    county.book({"改造任务": [HEADER, ("子干乡", "煤改点", "农村", 7), ("子干乡", "煤改电", "农村", -1), ("子干乡", "煤改电", "农村", 5)]})
    rows = county.table("改造任务").rows
    assert [(row.path, row.area, row.households) for row in rows] == [
        (None, "农村", 7),
        ("煤改电", "农村", None),
        ("煤改电", "农村", 5),
    ]
    assert rows[0].county is None


def test_a_missing_column_leaves_its_values_missing(county: Workspace) -> None:
    county.book({"改造任务": [HEADER[:3], ROW[:3]]})
    assert [(row.path, row.households) for row in county.table("改造任务").rows] == [("煤改电", None)]


def test_notes_are_gathered_by_column_and_faults_stand_alone_up_to_a_number(county: Workspace) -> None:
    county.book({"改造任务": [HEADER, *(("子干乡", "煤改电", "农村", f"{n},000户") for n in range(1, 51))]})
    inputs, problems = county.load()
    assert [(p.message, len(p.places)) for p in problems] == [("“任务户数”有50处数字后带有单位，例如“1,000户”读作1000", 50)]
    county.book({"改造任务": [HEADER, *((f"第{n}乡", "煤改电", "农村", f"若干{n}") for n in range(50))]})
    inputs, problems = county.load()
    assert [len(p.places) for p in problems] == [1] * 9 + [41]
    assert problems[-1].message.startswith("“任务户数”还有41处同类问题")
    county.book({"改造任务": [HEADER, *((f"第{n}乡", "煤改电", "农村", "若干") for n in range(50))]})
    inputs, problems = county.load()
    assert [(p.message, len(p.places)) for p in problems] == [("“任务户数”有50处应为整数（单位：户），实际是“若干”", 50)]
    assert [row.households for row in inputs.tables["tasks"].rows] == [None] * 50


@pytest.mark.parametrize(
    ("rows", "unchecked"),
    [
        ([HEADER, ROW, ROW_2, ("合计", None, None, 126)], None),
        ([HEADER, ("合 计", None, None, 126), ROW, ROW_2], None),
        ([HEADER, ROW, ("小计", None, None, 100), ROW_2, ("小计", None, None, 26), ("全市总计", None, None, "126户")], None),
        ([HEADER, ROW, ROW_2, ("合计", "煤改电", None, 126), ("合计", "煤改气", None, None)], None),
        ([("序号", *HEADER), (1, *ROW), (2, *ROW_2), ("合计", None, None, None, 126)], None),
        ([HEADER, ROW, ROW_2, ("合计", None, None, "=SUM(D2:D3)")], "“合计”1行是合计，不作为数据读取，也无法核对"),
        ([HEADER, ROW, ROW_2, ("合计", "煤改气", None, 5), ("总计", None, None, 126)], "“合计”1行是合计，不作为数据读取，也无法核对"),
    ],
    ids=["below", "above", "subtotals", "by-path", "in-serial-column", "never-calculated", "of-no-row"],
)
def test_total_rows_are_checked_and_not_read(county: Workspace, rows: Sequence[Sequence[object]], unchecked: str | None) -> None:
    county.book({"改造任务": rows})
    assert county.rows("改造任务") == [READ, READ_2]
    assert [(code, message) for code, message, _ in county.said()] == ([("inputs.total-row", unchecked)] if unchecked else [])


def test_a_total_of_what_does_not_add_up_is_not_checked(county: Workspace) -> None:
    header = ("月份", "取暖路径", "计划累计完成户数")
    county.book({"月度计划与进度": [header, ("2023年6月", "煤改电", 10), ("2023年7月", "煤改电", 30), ("合计", None, 30)]})
    assert county.said(ERROR, WARNING) == []


def test_text_merged_over_rows_holds_for_each_and_a_merged_number_for_none(county: Workspace) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("D4:D5")

    rows = [("原平市任务表",), HEADER, ROW, (None, "煤改气", "农村", 8), (None, "煤改气", "城区/县城", None)]
    county.book({"改造任务": rows}, change=merge)
    assert [(row.township, row.households) for row in county.table("改造任务").rows] == [("子干乡", 100), ("子干乡", None), ("子干乡", None)]
    assert county.said() == [
        ("inputs.merged", "“乡镇”是合并单元格，“子干乡”用于合并的3行", f"{BOOK}!A3"),
        ("inputs.merged-number", "“任务户数”是合并单元格，不能确定2行各自的数值", f"{BOOK}!D4"),
    ]


def test_a_percent_format_is_read_as_it_is_shown(county: Workspace) -> None:
    def format_percent(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "0.0%"

    county.book({"建筑节能": [("改造类型", "计划面积", "能效提升"), ("农村围护结构改造", 12.35, 0.325)]}, change=format_percent)
    (row,) = county.rows("建筑节能")
    assert (row["planned"], row["gain"]) == (Decimal("12.35"), Decimal("32.5"))
    assert [code for code, _, _ in county.said()] == ["inputs.percent"]


def test_a_number_format_with_a_quoted_percent_sign_is_no_percent_format(county: Workspace) -> None:
    def format_quoted(sheet: Worksheet) -> None:
        sheet["C2"].number_format = '0.0"%"'

    county.book({"建筑节能": [("改造类型", "计划面积", "能效提升"), ("农村围护结构改造", 12.35, 32)]}, change=format_quoted)
    assert county.rows("建筑节能")[0]["gain"] == 32
    assert county.said() == []


def test_formulas_with_their_results_are_read(county: Workspace) -> None:
    path = county.book({"改造任务": [HEADER, ROW]})
    _give_result(path, "D2", "<f>99+1</f><v>100</v>")
    assert county.rows("改造任务") == [READ]
    assert county.said() == []


def _give_result(path: Path, cell: str, xml: str) -> None:
    """Puts a formula and its result into a cell, as Excel writes them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = re.sub(rf'<c r="{cell}"[^>]*>.*?</c>'.encode(), f'<c r="{cell}">{xml}</c>'.encode(), parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_a_table_of_the_whole_city_gives_a_county_its_own_rows(county: Workspace) -> None:
    rows = [("县（市、区）", *HEADER), ("代县", *ROW), ("原平市", *ROW), ("忻府区", "甲镇", "煤改点", "农村", "坏"), ("总计", None, None, None, 200)]
    county.book({"改造任务": rows})
    assert county.rows("改造任务") == [READ | {"county": "原平市"}]
    assert [(code, message) for code, message, _ in county.said()] == [
        ("inputs.total-row", "“总计”1行是合计，不作为数据读取，也无法核对"),
        ("inputs.other-counties", "其他县（市、区）的2行没有读取，只读取“原平市”的行"),
    ]


def test_a_table_without_a_row_of_the_county_is_a_fault(county: Workspace) -> None:
    county.book({"改造任务": [("县（市、区）", *HEADER), ("代县", *ROW)]})
    assert county.said(ERROR) == [("inputs.no-own-rows", "表中没有“原平市”的行，只有其他县（市、区）的行", BOOK)]


def test_xlsx_csv_and_yaml_give_equal_records(county: Workspace) -> None:
    header = ("乡镇", "村（社区）", "户主", "合同编号", "住房面积", "取暖路径", "安装日期", "运行正常")
    rows = [("子干乡", "子干村", "张某某", "0123456789", 96.5, "煤改电", date(2023, 8, 12), "是"), ("子干乡", "甲村", "李某某", None, 80, "煤改气", None, "否")]
    path = county.book({"用户台账": [header, *rows]})
    from_book = county.rows("用户台账")
    path.unlink()
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    path = county.write("用户台账.csv", "\n".join(",".join(row) for row in [list(header), *texts]))
    from_csv = county.rows("用户台账")
    path.unlink()
    quoted = [[f'"{value}"' if isinstance(value, str) and value.isdecimal() else value for value in row] for row in rows]
    lines = ["- " + "\n  ".join(f"{name}: {'' if value is None else value}" for name, value in zip(header, row, strict=True)) for row in quoted]
    county.write("用户台账.yaml", "\n".join(lines))
    assert from_book == from_csv == county.rows("用户台账")
    assert from_book[0]["contract"] == "0123456789"
    assert county.said() == []


CELL: st.SearchStrategy[Raw] = st.one_of(
    st.none(), st.sampled_from([*HEADER, "县（市、区）", "合计", "注：", "煤改电", "农村", "集中供热", "城区/县城", "单位：万户", "子干乡"]),
    st.text(max_size=5), st.integers(-5, 5), st.floats(), st.booleans(), st.dates(),
)  # fmt: skip


@given(st.lists(st.lists(CELL, max_size=6), max_size=8), st.sampled_from(shipped().datasets))
def test_any_grid_is_read_without_falling_over(rows: list[list[Raw]], dataset: type) -> None:
    table, problems = read_table(SheetGrid("a.xlsx", "表", rows), dataset, Owner("原平市", frozenset(("原平市",))))
    assert table is not None or any(problem.code in ("inputs.no-header", "inputs.table-shape") for problem in problems)
    for record in table.rows if table else ():
        assert record.origin.place.file == "a.xlsx"


@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(AREAS), st.integers(0, 10**9)), max_size=30), st.integers())
def test_a_well_formed_grid_gives_back_what_was_written(rows: list[tuple[str, str, int]], seed: int) -> None:
    columns = ["path", "area", "households"]
    random.Random(seed).shuffle(columns)
    titles = {"path": "取暖路径", "area": "区域", "households": "任务户数"}
    cells: list[list[Raw]] = [[titles[key] for key in columns]]
    cells += [[{"path": str(path), "area": str(area), "households": n}[key] for key in columns] for path, area, n in rows]
    table, problems = read_table(SheetGrid("a.xlsx", "表", cells), shipped().by_key["tasks"], Owner("原平市", frozenset()))
    assert table is not None
    assert [(row.path, row.area, row.households) for row in table.rows] == rows
    assert [row.place("households").cell for row in table.rows] == [f"{'ABC'[columns.index('households')]}{n + 2}" for n in range(len(rows))]
    assert {problem.code for problem in problems} <= {"inputs.repeated-row"}


def test_a_formula_outside_the_rectangle_of_values_is_seen(county: Workspace) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "改造任务"
    for row in [HEADER, ROW]:
        sheet.append(row)
    sheet["D5"] = "=D2"
    book.save(county.folder / "填报表.xlsx")
    assert ("inputs.formula-without-value", "“任务户数”是公式，但文件中没有保存计算结果", f"{BOOK}!D5") in county.said(ERROR)
