"""Shapes of tables: read where there is one way to read them, else one fault that names the shape and shows the one wanted."""

from collections.abc import Sequence

import pytest

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.counties import Owner
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.records import Table
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
OWNER = Owner("原平市", frozenset(("原平市",)))
U, R = "城区/县城", "农村"
E, D, G = "煤改电", "集中供热", "煤改气"


def read(title: str, rows: Sequence[Sequence[Raw]]) -> tuple[Table | None, list[Diagnostic]]:
    return read_table(SheetGrid("a.xlsx", title, rows), shipped().by_title[title], OWNER)


N = None
AREA_OVER_PATH = [("乡镇", U, N, R, N, "合计"), (N, E, D, E, G, N)]
DATA = [("鹅城镇", 10, 20, 30, 40, 100), ("丰润镇", 1, 2, 3, 4, 10), ("合计", 11, 22, 33, 44, 110)]
WANTED = {(U, E): 11, (U, D): 22, (R, E): 33, (R, G): 44}


@pytest.mark.parametrize(
    ("header", "data"),
    [
        (AREA_OVER_PATH, DATA),
        ([("静乐县2023年任务表",), ("乡镇", "任务户数（户）"), (N, U, N, R, N, "合计"), (N, E, D, E, G, N)], DATA),
        ([("2021—2023年任务表",), ("单位：户",), *AREA_OVER_PATH], DATA),
        ([*AREA_OVER_PATH, (N, "户数", "户数", "户数", "户数", "户数")], DATA),
        ([*AREA_OVER_PATH, (N, "（户）", "（户）", "（户）", "（户）", "（户）")], DATA),
        ([("乡镇", "县城", N, N, R, N, N, "总计"), (N, E, D, "小计", E, G, "小计", N)], [("甲镇", 11, 22, 33, 33, 44, 77, 110)]),
        ([("乡镇", E, N, N, D, N, G, N, "合计"), (N, U, R, "小计", U, R, U, R, N)], [("甲镇", 11, 33, 44, 22, N, N, 44, 110)]),
        ([("乡镇", E, N, N, D, N, G, N, "合计"), (N, U, R, "小计", U, R, U, R, N)], [("甲镇", 11, 33, N, 22, N, N, 44, N)]),
        ([("乡镇", f"{U}{E}", f"{U}{D}", f"{R}{E}", f"{R}{G}", "合计")], DATA),
        ([("乡镇", f"{E}（县城）", f"{D}（县城）", f"{E}（{R}）", f"{G}（{R}）", "合计")], DATA),
        ([("乡镇", "县城煤改电户数", "县城集中供热户数", "农村煤改电户数", "农村煤改气户数", "合计户数")], DATA),
        ([("取暖路径", U, R, "合计")], [(E, 11, 33, 44), (D, 22, N, 22), (G, N, 44, 44), ("合计", 33, 77, 110)]),
        ([("区域", E, D, G, "合计")], [(U, 11, 22, N, 33), (R, 33, N, 44, 77), ("合计", 44, 22, 44, 110)]),
        (
            [("乡镇", "取暖路径", "任务户数"), (N, N, U, R, "合计")],
            [
                ("甲镇", E, 10, 30, 40),
                ("甲镇", D, 22, N, 22),
                ("甲镇", "小计", 32, 30, 62),
                ("乙镇", E, 1, 3, 4),
                ("乙镇", G, N, 44, 44),
                ("合计", N, 33, 77, 110),
            ],
        ),
        (
            [("乡镇", "区域", E, D, G, "合计")],
            [("甲镇", U, 11, 22, N, 33), ("甲镇", R, 33, N, 44, 77), ("合计", U, 11, 22, N, 33), ("合计", N, 44, 22, 44, 110)],
        ),
        ([("乡镇", f"{U}（万户）", N, f"{R}（万户）", N), (N, E, D, E, G)], [("甲镇", 0.0011, 0.0022, 0.0033, 0.0044)]),
        ([("乡镇", "任务户数（万户）"), (N, U, N, R, N), (N, E, D, E, G)], [("甲镇", 0.0011, 0.0022, 0.0033, 0.0044)]),
        ([("乡镇",), (N, U, N, R, N), (N, E, D, E, G)], [("甲镇", 11, 22, 33, 44)]),
        ([(N, "任务户数（万户）"), ("乡镇", U, N, R, N), (N, E, D, E, G)], [("甲镇", 0.0011, 0.0022, 0.0033, 0.0044)]),
        ([("单位：万户",), ("乡镇", f"{U}{E}", f"{U}{D}", f"{R}{E}", f"{R}{G}")], [("甲镇", 0.0011, 0.0022, 0.0033, 0.0044)]),
    ],
    ids=[
        "area-over-path",
        "three-levels",
        "titles-above",
        "counted-below",
        "units-below",
        "sums-of-areas",
        "path-over-area",
        "sums-blank",
        "in-one-heading",
        "in-brackets",
        "with-what-is-counted",
        "paths-down",
        "areas-down",
        "towns-and-paths-down",
        "towns-and-areas-down",
        "unit-of-a-group",
        "unit-at-the-top",
        "place-above-alone",
        "unit-above-alone",
        "unit-line",
    ],
)
def test_task_tables_in_every_shape_that_reads_one_way(header: Sequence[Sequence[Raw]], data: Sequence[Sequence[Raw]]) -> None:
    table, said = read("改造任务", [*header, *data])
    assert table is not None, said
    found: dict[tuple[str, str], int] = {}
    for row in table.rows:
        found[str(row.area), str(row.path)] = found.get((str(row.area), str(row.path)), 0) + row.households
    assert {key: number for key, number in found.items() if number} == WANTED
    assert [p for p in said if p.severity is not NOTICE] == []
    assert {p.code for p in said} <= {"inputs.rescaled"}
    assert all(row.township for row in table.rows) == ("乡镇" in [cell for row in header for cell in row])
    record = next(row for row in table.rows if (row.area, row.path) == (R, G))
    assert {grid_text([*header, *data], record.place(key).cell) for key in ("path", "area")} & {
        G,
        R,
        f"{R}{G}",
        f"{G}（{R}）",
        f"{R}（万户）",
        "农村煤改气户数",
    }


def grid_text(rows: Sequence[Sequence[Raw]], cell: str | None) -> Raw:
    assert cell is not None
    return rows[int(cell[1:]) - 1]["ABCDEFGHI".index(cell[0])]


@pytest.mark.parametrize(
    ("rows", "message", "cell"),
    [
        ([*AREA_OVER_PATH, ("鹅城镇", 10, 20, 30, 40, 101)], "“鹅城镇”的“总任务数·合计”是101，各项之和是100", "F3"),
        ([("乡镇", U, N, N, R), (N, E, D, "小计", E)], None, ""),
        ([("乡镇", U, N, N, R), (N, E, D, "小计", E), ("甲镇", 1, 2, 4, 5)], "“甲镇”的“总任务数·城区/县城”是4，各项之和是3", "D3"),
        ([("乡镇", "取暖路径", U, R), ("甲镇", E, 1, 2), ("甲镇", "煤改点", 1, 2)], "“取暖路径”没有“煤改点”这个选项，是否应为“煤改电”", "B3"),
        ([("取暖路径", U, R, "合计"), (E, 1, 2, 4)], "“煤改电”的“总任务数·合计”是4，各项之和是3", "D2"),
        ([*AREA_OVER_PATH, *DATA[:2], ("合计", 11, 22, 33, 45, 110)], "“煤改气·农村”的合计是45，各行之和是44", "E5"),
        ([("乡镇", U, N, R, N), (N, "热泵", D, E, G), ("甲镇", 1, 2, 3, 4)], "表头“热泵”不是取暖路径，下面的数没有采用", "B2"),
        ([("乡镇", "县城区域", N, R, N), (N, E, D, E, G), ("甲镇", 1, 2, 3, 4)], "表头“县城区域”不是区域，下面的数没有采用", "B1"),
    ],
)
def test_faults_of_such_tables_are_told_at_their_cells(rows: Sequence[Sequence[Raw]], message: str | None, cell: str) -> None:
    errors = [p for p in read("改造任务", rows)[1] if p.severity is ERROR]
    assert [(p.message.partition("，是否应为“城区")[0], p.places[0].cell) for p in errors] == ([(message, cell)] if message else [])


@pytest.mark.parametrize(
    ("title", "rows", "message", "shown"),
    [
        (
            "改造任务",
            [("乡镇", E, D, G, "合计"), ("甲镇", 1, 2, 3, 6)],
            "各列是取暖路径（煤改电、集中供热、煤改气），没有“区域”；应一行一个取暖路径，没有读取",
            "甲镇｜煤改电｜农村｜1",
        ),
        (
            "改造任务",
            [("县（市、区）", E, D), ("代县", 1, 2), ("原平市", 3, 4)],
            "各列是取暖路径（煤改电、集中供热），没有“区域”；应一行一个取暖路径，没有读取",
            "代县｜煤改电｜农村｜1",
        ),
        (
            "改造任务",
            [("任务户数（户）",), ("乡镇", "煤改电户数", "煤改气户数"), ("甲镇", 1, 2)],
            "各列是取暖路径（煤改电、煤改气），没有“区域”；应一行一个取暖路径，没有读取",
            "甲镇｜煤改电｜农村｜1",
        ),
        ("改造任务", [("乡镇", U, R), ("甲镇", 1, 2)], "各列是区域（城区/县城、农村），没有“取暖路径”；应一行一个区域，没有读取", "甲镇｜煤改电｜城区/县城｜1"),
        (
            "改造任务",
            [("取暖路径", "区域", "甲镇", "乙镇", "丙街道", "合计"), (E, R, 1, 2, 3, 6)],
            "各列是乡镇（甲镇、乙镇、丙街道）；应一行一个乡镇，没有读取",
            "甲镇｜煤改电｜农村｜1",
        ),
        (
            "改造任务",
            [("乡镇", "取暖路径", "区域", "2021年", "2022年", "2023年"), ("甲镇", E, R, 1, 2, 3)],
            "表中并列了2021年、2022年、2023年的数，没有“任务户数”列，没有读取",
            "任务户数",
        ),
        (
            "改造任务",
            [("乡镇", "2022年", N, "2023年", N), (N, E, D, E, D), ("甲镇", 1, 2, 3, 4)],
            "各列是取暖路径（煤改电、集中供热），没有“区域”；应一行一个取暖路径，没有读取",
            "甲镇｜煤改电｜农村｜1",
        ),
        (
            "改造任务",
            [("乡镇", "2022年", N, N, N, "2023年", N, N, N), (N, U, N, R, N, U, N, R, N), (N, E, D, E, D, E, D, E, D), ("甲镇", *range(8))],
            "表中并列了2022年、2023年的任务，不能确定用哪一年的，没有读取",
            "城区/县城｜农村",
        ),
        (
            "改造任务",
            [("乡镇", U, N, N, N, R, N), (N, E, N, D, N, E, N), (N, *("任务数", "完成数") * 3), ("甲镇", *range(6))],
            "各取暖路径、区域下面又分为“任务数、完成数”，不能确定用哪一个，没有读取",
            "城区/县城｜农村",
        ),
        (
            "改造任务",
            [("乡镇", U, N, R, N, R, N), (N, E, D, E, D, E, D), ("甲镇", *range(6))],
            "有两列都是“煤改电·农村”，不能确定用哪一列，没有读取",
            "只保留一列",
        ),
        (
            "确村确户",
            [("乡镇", "村", "区域", E, D), ("甲镇", "甲村", R, 1, 2)],
            "各列是取暖路径（煤改电、集中供热）；应一行一个取暖路径，没有读取",
            "甲镇｜甲村｜煤改电｜农村｜1",
        ),
        ("资金", [("资金用途", "中央", "省", "市"), ("热源", 1, 2, 3)], "各列是资金来源（中央、省、市）；应一行一个资金来源，没有读取", "中央｜热源｜1"),
        (
            "资金",
            [("资金用途", "预算数", N, N, "到位数", N, N), (N, "中央", "省", "市", "中央", "省", "市"), ("热源", *range(6))],
            "各列是资金来源（中央、省、市）；应一行一个资金来源，没有读取",
            "中央｜热源｜0",
        ),
        (
            "资金",
            [("资金用途", "中央", N, "省", N), (N, "预算数", "到位数", "预算数", "到位数"), ("热源", *range(4))],
            "各列是资金来源（中央、省）；应一行一个资金来源，没有读取",
            "中央｜热源｜0",
        ),
        ("资金", [("资金用途", "中央预算数", "省预算数"), ("热源", 1, 2)], "各列是资金来源（中央、省）；应一行一个资金来源，没有读取", "中央｜热源｜1"),
        ("月度计划与进度", [("取暖路径", "6月", "7月", "8月"), (E, 1, 2, 3)], "各列是月份（6月、7月、8月）；应一行一个月份，没有读取", "6月｜煤改电｜1"),
        ("月度计划与进度", [("月份", E, D), ("2023年6月", 1, 2)], "各列是取暖路径（煤改电、集中供热）；应一行一个取暖路径，没有读取", "2023年6月｜煤改电｜1"),
        ("补贴标准", [("项目", E, G), ("建设补贴", 1, 2), ("运行补贴", 1, 2)], "各列是取暖路径（煤改电、煤改气）；应一行一个取暖路径，没有读取", "煤改电"),
    ],
)
def test_a_shape_that_is_not_read_is_one_fault_that_shows_the_one_wanted(title: str, rows: Sequence[Sequence[Raw]], message: str, shown: str) -> None:
    table, (problem,) = read(title, rows)
    assert table is None
    assert (problem.severity, problem.code, problem.message) == (ERROR, "inputs.table-shape", message)
    assert shown in problem.help
    assert problem.places


@pytest.mark.parametrize(
    ("title", "rows", "wanted"),
    [
        (
            "资金",
            [("资金", N, "资金使用情况", N, N), ("来源", "用途", "预算", "到位", "支出"), ("中央", "热源", 3, 2, 1)],
            {"source": "中央", "use": "热源", "budget": 3},
        ),
        (
            "资金",
            [("资金来源", "资金用途", "资金（万元）"), (N, N, "预算数", "到位数", "支出数"), ("中央", "热源", 3, 2, 1)],
            {"budget": 3, "received": 2, "spent": 1},
        ),
        (
            "资金",
            [("资金来源", "资金用途", "资金（元）"), (N, N, "预算数", "到位数", "支出数"), ("中央", "热源", 30000, 20000, 1)],
            {"budget": 3, "received": 2},
        ),
        (
            "资金",
            [("资金表",), ("资金来源", "资金用途", "资金"), (N, N, "安排", "使用"), (N, N, "预算数", "到位数", "支出数"), ("中央", "热源", 3, 2, 1)],
            {"budget": 3, "received": 2, "spent": 1},
        ),
        ("拖欠款", [("企业名称", "项目名称", "金额（万元）"), (N, N, "拖欠", "已清偿"), ("甲", "乙", 5, 3)], {"owed": 5, "paid": 3}),
        (
            "建筑节能",
            [("改造类型", "面积（万平方米）"), (N, "计划", "完成", "验收合格"), ("农村围护结构改造", 5, 4, 3)],
            {"planned": 5, "completed": 4, "accepted": 3},
        ),
        (
            "确村确户",
            [("序号", "所在地"), (N, "乡镇", "村", "改造情况"), (N, N, N, "路径", "区域", "户数"), (1, "甲镇", "甲村", E, R, 5)],
            {"township": "甲镇", "village": "甲村", "households": 5},
        ),
    ],
)
def test_headings_under_merged_groups_are_matched(title: str, rows: Sequence[Sequence[Raw]], wanted: dict[str, object]) -> None:
    table, said = read(title, rows)
    assert table is not None, said
    (record,) = table.rows
    found = {key: getattr(record, key, None) for key in wanted}
    assert found == wanted
    assert [p for p in said if p.severity is ERROR] == []


def test_two_columns_of_one_path_in_other_words_are_both_read() -> None:
    rows = [("乡镇", "集中供热（工业余热）", None, "集中供热（热电联产）", None), (None, U, R, U, R), ("甲镇", 1, 2, 4, 8)]
    table, said = read("改造任务", rows)
    assert table is not None
    assert (sum(row.households for row in table.rows), said) == (15, [])


def test_a_column_of_totals_with_nothing_in_it_is_told_once_at_most(county: Workspace) -> None:
    rows = [("乡镇", "取暖路径", "区域", "任务户数", "合计"), *[("甲镇", E, R, n, None) for n in range(5)]]
    county.book({"改造任务": rows})
    assert [row["households"] for row in county.rows("改造任务")] == [0, 1, 2, 3, 4]
    assert [code for code, _, _ in county.said()] == ["inputs.unknown-column"]


def test_such_a_table_reads_alike_from_csv(county: Workspace) -> None:
    county.book({"改造任务": [*AREA_OVER_PATH, *DATA]})
    from_book = county.rows("改造任务")
    (county.folder / "填报表.xlsx").unlink()
    county.write("改造任务.csv", "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in [*AREA_OVER_PATH, *DATA]))
    assert county.rows("改造任务") == from_book
