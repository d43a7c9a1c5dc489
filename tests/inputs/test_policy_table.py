"""The task table in its official form, pasted into a county's or the city's workbook as it stands."""

from collections.abc import Callable, Sequence

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.diagnostics import Place, Severity
from reportgen.inputs.load import load_unit
from reportgen.workspace import Workspace as RealWorkspace
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
URBAN, RURAL = "城区/县城", "农村"
PATHS = ("集中供热（工业余热）", "煤改电", "煤改气", "生物质热电联产")
BOOK = "填报表.xlsx#改造任务"
FIGURES = {
    "忻州城区": (5370, 0, 5370, 5370, 0, 5370, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "代县": (66, 4403, 4469, 0, 0, 0, 66, 4403, 4469, 0, 0, 0, 0, 0, 0),
    "原平市": (143000, 11898, 154898, 143000, 7000, 150000, 0, 4898, 4898, 0, 0, 0, 0, 0, 0),
    "保德县": (3633, 1452, 5085, 0, 0, 0, 354, 1409, 1763, 3279, 43, 3322, 0, 0, 0),
    "总计": (152069, 17753, 169822, 148370, 7000, 155370, 420, 10710, 11130, 3279, 43, 3322, 0, 0, 0),
}
HEADER = [
    ["", *["单位：户" if n == 14 else "" for n in range(15)]],
    ["县（市、区）", *[text for path in ("总任务数", *PATHS) for text in (path, "", "")]],
    ["", *["城区/县城", "农村", "合计"] * 5],
]


def pasted(figures: dict[str, Sequence[object]], label: str = "县（市、区）") -> list[list[object]]:
    """The table's rows as they are pasted."""
    return [HEADER[0], [label, *HEADER[1][1:]], list(HEADER[2]), *([name, *row] for name, row in figures.items())]


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("A2:A3")
    for first, last in ("BD", "EG", "HJ", "KM", "NP"):
        sheet.merge_cells(f"{first}2:{last}2")


def changed(name: str, column: int, value: object) -> dict[str, Sequence[object]]:
    """The figures with one cell changed."""
    row = list(FIGURES[name])
    row[column] = value
    return FIGURES | {name: row}


@pytest.mark.parametrize("change", [merge, None], ids=["merged", "unmerged"])
def test_a_county_reads_its_row_of_the_pasted_table(county: Workspace, change: Callable[[Worksheet], None] | None) -> None:
    county.book({"改造任务": pasted(FIGURES)}, change=change)
    records = county.table("改造任务").rows
    assert {(row.path, row.area): row.households for row in records} == {
        ("集中供热", URBAN): 143000,
        ("集中供热", RURAL): 7000,
        ("煤改电", URBAN): 0,
        ("煤改电", RURAL): 4898,
        ("煤改气", URBAN): 0,
        ("煤改气", RURAL): 0,
        ("生物质热电联产", URBAN): 0,
        ("生物质热电联产", RURAL): 0,
    }
    assert {row.county for row in records} == {"原平市"}
    assert county.said() == [
        ("inputs.other-counties", "其他县（市、区）的3行没有读取，只读取“原平市”的行", f"{BOOK}!A4"),
    ]


def test_each_value_of_the_pasted_table_knows_its_cell(county: Workspace) -> None:
    county.book({"改造任务": pasted(FIGURES)}, change=merge)
    record = next(row for row in county.table("改造任务").rows if row.households == 4898)
    cells = {key: record.place(key).cell for key in ("county", "township", "path", "area", "households")}
    assert cells == {"county": "A6", "township": "A6", "path": "H2", "area": "I3", "households": "I6"}
    assert record.origin.place == Place("inputs/2023/原平市/填报表.xlsx", "改造任务", "I6")


def test_the_city_reads_every_row_of_the_pasted_table(county: Workspace) -> None:
    county.write("单位.yaml", '名称: 忻州市\n级别: 市\n代码: "140900"\n发文机关: 忻州市清洁取暖工作领导小组办公室\n')
    county.book({"改造任务": pasted(FIGURES)}, change=merge)
    inputs, problems = load_unit(RealWorkspace(county.root), county.folder)
    rows = inputs.tables["tasks"].rows
    assert sum(row.households for row in rows) == FIGURES["总计"][2]
    assert len(rows) == 4 * 8
    assert problems == ()


@pytest.mark.parametrize(
    ("figures", "message", "cell"),
    [
        (changed("原平市", 2, 154899), "“原平市”的“总任务数·合计”是154899，各项之和是154898", "D6"),
        (changed("原平市", 0, 143001), "“原平市”的“总任务数·城区/县城”是143001，各项之和是143000", "B6"),
        (changed("原平市", 5, 150001), "“原平市”的“集中供热·合计”是150001，各项之和是150000", "G6"),
        (changed("总计", 4, 0), "“集中供热·农村”的总计是0，各行之和是7000", "F8"),
        (changed("总计", 4, 7001), "“集中供热·农村”的总计是7001，各行之和是7000", "F8"),
    ],
)
def test_a_sum_that_does_not_add_up_is_a_fault_at_its_cell(county: Workspace, figures: dict[str, Sequence[object]], message: str, cell: str) -> None:
    county.book({"改造任务": pasted(figures)}, change=merge)
    assert ("inputs.wrong-total", message, f"{BOOK}!{cell}") in county.said(ERROR)


def test_a_wrong_part_shows_in_each_sum_that_contains_it(county: Workspace) -> None:
    county.book({"改造任务": pasted(changed("原平市", 7, 4899))}, change=merge)
    assert {place.rpartition("!")[2] for _, _, place in county.said(ERROR)} == {"C6", "D6", "J6", "I8"}


def test_an_unreadable_number_is_missing_and_its_sums_are_not_checked(county: Workspace) -> None:
    county.book({"改造任务": pasted(changed("原平市", 7, "四千"))}, change=merge)
    assert county.said(ERROR) == [("inputs.not-a-number", "“煤改电·农村”应为整数（单位：户），实际是“四千”", f"{BOOK}!I6")]
    missing = [row for row in county.table("改造任务").rows if row.households is None]
    assert [(row.path, row.area) for row in missing] == [("煤改电", RURAL)]


def test_a_blank_cell_is_no_task_and_a_sum_may_be_a_formula(county: Workspace) -> None:
    row = [None, None, "=SUM(B4:C4)", 143000, 7000, 150000, None, 4898, 4898]
    county.book({"改造任务": pasted({"原平市": row})}, change=merge)
    assert [record.households for record in county.table("改造任务").rows] == [143000, 7000, 4898]
    assert county.said() == []


def test_a_negative_number_is_a_fault_at_its_cell(county: Workspace) -> None:
    county.book({"改造任务": pasted({"原平市": [None, None, None, 5, -1]})}, change=merge)
    assert county.said(ERROR) == [("inputs.negative", "“任务户数”不能是负数，实际是-1", f"{BOOK}!F4")]


@pytest.mark.parametrize(
    ("row", "column", "text", "message", "unknown"),
    [
        (1, 7, "煤改点", "表头“煤改点”不是取暖路径，下面的数没有采用，是否应为“煤改电”", [(None, URBAN, 0), (None, RURAL, 4898)]),
        (1, 4, "热泵", "表头“热泵”不是取暖路径，下面的数没有采用", [(None, URBAN, 143000), (None, RURAL, 7000)]),
        (2, 8, "农材", "表头“农材”不是区域，下面的数没有采用，是否应为“农村”", [("煤改电", None, 4898)]),
    ],
    ids=["nearly-a-path", "no-path", "nearly-an-area"],
)
def test_numbers_under_an_unknown_heading_leave_every_sum_over_them_missing(
    county: Workspace, row: int, column: int, text: str, message: str, unknown: list[tuple[str | None, str | None, int]]
) -> None:
    rows = pasted({"原平市": FIGURES["原平市"]})
    rows[row][column] = text
    county.book({"改造任务": rows}, change=merge)
    assert county.said(ERROR) == [("inputs.unknown-choice", message, f"{BOOK}!{'ABCDEFGHI'[column]}{row + 1}")]
    records = county.table("改造任务").rows
    assert [(r.path, r.area, r.households) for r in records if r.path is None or r.area is None] == unknown
    assert sum(r.households for r in records) == 154898


def test_the_sums_over_an_unknown_heading_are_still_checked(county: Workspace) -> None:
    rows = pasted(changed("原平市", 2, 154899))
    rows[1][7] = "煤改点"
    county.book({"改造任务": rows}, change=merge)
    assert ("inputs.wrong-total", "“原平市”的“总任务数·合计”是154899，各项之和是154898", f"{BOOK}!D6") in county.said(ERROR)


def test_a_path_without_areas_is_a_fault_and_other_columns_are_named(county: Workspace) -> None:
    header = [("县（市、区）", "煤改电", "", "", "煤改气", "备注", "联络员"), ("", "城区/县城", "农村", "占比", "", "", "")]
    county.book({"改造任务": [*header, ("原平市", 1, 2, 30, 7, "甲", "张某某")]})
    assert [(r.path, r.area, r.households) for r in county.table("改造任务").rows][-1] == ("煤改气", None, 7)
    assert county.said() == [
        ("inputs.unknown-choice", "表头“（空白）”不是区域，下面的数没有采用", f"{BOOK}!E2"),
        ("inputs.unknown-column", "“占比”列不在数据字典中，没有读取", f"{BOOK}!D2"),
        ("inputs.unknown-column", "“联络员”列不在数据字典中，没有读取", f"{BOOK}!G1"),
    ]


def test_numbers_beside_the_pasted_table_are_said(county: Workspace) -> None:
    rows = pasted({"原平市": [*FIGURES["原平市"], 7]})
    county.book({"改造任务": rows}, change=merge)
    assert county.said() == [("inputs.extra-cell", "Q列没有表头，下面的1处内容没有读取", f"{BOOK}!Q4")]


def test_a_row_without_its_area_over_another_is_no_header(county: Workspace) -> None:
    county.book({"改造任务": [("取暖路径", "区域", "任务户数"), ("煤改电", None, 5), ("煤改电", "农村", 7)]})
    assert [(r.path, r.area, r.households) for r in county.table("改造任务").rows] == [("煤改电", None, 5), ("煤改电", RURAL, 7)]


@pytest.mark.parametrize("label", ["乡镇", "县（市、区）"])
def test_a_county_breaks_its_task_down_by_township_in_the_same_form(county: Workspace, label: str) -> None:
    townships = {"子干乡": (0, 10, 10, 0, 0, 0, 0, 10, 10), "苏龙口镇": (5, 7, 12, 5, 0, 5, 0, 7, 7), "合计": (5, 17, 22, 5, 0, 5, 0, 17, 17)}
    county.book({"改造任务": pasted(townships, label)}, change=merge)
    rows = county.table("改造任务").rows
    assert sum(row.households for row in rows if row.township == "子干乡") == 10
    assert sum(row.households for row in rows if row.township == "苏龙口镇") == 12
    assert {row.county for row in rows} == {None}
    assert county.said(ERROR, WARNING) == []


def test_the_countys_line_over_its_townships_is_their_total(county: Workspace) -> None:
    figures = {"原平市": (5, 18, 23, 5, 0, 5, 0, 18, 18), "子干乡": (0, 10, 10, 0, 0, 0, 0, 10, 10), "苏龙口镇": (5, 7, 12, 5, 0, 5, 0, 7, 7)}
    county.book({"改造任务": pasted(figures)}, change=merge)
    assert sum(row.households for row in county.table("改造任务").rows) == 22
    assert {place.rpartition("!")[2] for _, _, place in county.said(ERROR)} == {"C4", "D4", "I4", "J4"}


def test_the_table_reads_alike_from_csv(county: Workspace) -> None:
    county.book({"改造任务": pasted(FIGURES)}, change=merge)
    from_book = county.rows("改造任务")
    (county.folder / "填报表.xlsx").unlink()
    county.write("改造任务.csv", "\n".join(",".join(map(str, row)) for row in pasted(FIGURES)), "gb18030")
    assert county.rows("改造任务") == from_book
