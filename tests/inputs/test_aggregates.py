"""Rows that sum up or break down others: told by the form of a label in any column, checked, never added."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.counties import Owner
from reportgen.inputs.grid import Raw, SheetGrid, Span
from reportgen.inputs.records import Table
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
OWNER = Owner("原平市", frozenset(("原平市",)))
VILLAGES = ("乡镇", "村（社区）", "取暖路径", "区域", "户数")
TOWN = (("鹅城镇", "北门村", "煤改电", "农村", 100), ("鹅城镇", "东关村", "煤改电", "农村", 50))
VILLAGES_BLANK = (None, None, None, None)
OTHER = ("丰润镇", "丰润村", "煤改电", "农村", 70)


def read(title: str, rows: Sequence[Sequence[Raw]], merged: tuple[Span, ...] = (), textual: bool = False) -> tuple[Table, list[Diagnostic]]:
    table, said = read_table(SheetGrid("a.xlsx", title, rows, merged, textual), shipped().by_title[title], OWNER)
    assert table is not None, said
    return table, said


def codes(said: Sequence[Diagnostic], *severities: Severity) -> list[str]:
    return [problem.code.removeprefix("inputs.") for problem in said if problem.severity in severities]


@pytest.mark.parametrize(
    "label",
    [
        "小计",
        "小　计",
        "小 计",
        "小计：",
        "合计",
        "合 计",
        "总计",
        "共计",
        "合計",
        "總計",
        "计",
        "Σ",
        "∑",
        "Total",
        "SUBTOTAL",
        "汇总",
        "合计数",
        "合计（户）",
        "合计(1+2)",
        "鹅城镇小计",
        "鹅城镇合计",
        "本镇小计",
        "本页小计",
        "本页合计",
        "以上合计",
        "一、合计",
        "（一）小计",
        "第1页小计",
        "煤改电小计",
        "农村合计",
        "甲级汇总",
        "鹅城镇汇总",
        "鹅城镇（小计）",
        "其他村庄合计",
        "全镇总计",
        "总户数",
        "2023年合计",
        "上半年小计",
        "合计：5户",
        "共计150户",
        "总计（2村）",
        "合计*",
        "*合计*",
        "“合计”",
        "-合计-",
        "合·计",
        "合计/户",
        "总共",
        "一共",
        "求和",
        "总",
    ],
)
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_label_in_any_column_makes_a_total_row(label: str, column: int) -> None:
    row: list[Raw] = ["鹅城镇", None, None, None, 150]
    row[column] = label
    table, said = read("确村确户", [VILLAGES, *TOWN, row, OTHER])
    assert [record.households for record in table.rows] == [100, 50, 70]
    assert codes(said, ERROR, WARNING) == []


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("累计", []),
        ("本年累计", []),
        ("1-11月累计", []),
        ("过次页", []),
        ("承前页", []),
        ("平均", ["total-row"]),
        ("平均值", ["total-row"]),
        ("户均", ["total-row"]),
        ("占比", ["total-row"]),
        ("完成率", ["total-row"]),
        ("其中：农村", ["part-row"]),
        ("其中", ["part-row"]),
        ("其中:", ["part-row"]),
        ("其中农村地区", ["part-row"]),
        ("其中，困难户", ["part-row"]),
        ("（其中）困难户", ["part-row"]),
        ("其　中：困难户", ["part-row"]),
        ("－其中：困难户", ["part-row"]),
        ("#其中：困难户", ["part-row"]),
        ("1.其中：困难户", ["part-row"]),
    ],
)
def test_other_rows_that_are_no_data(label: str, says: list[str]) -> None:
    number = 150 if not says else 40
    table, said = read("确村确户", [VILLAGES, *TOWN, (label, None, None, None, number), OTHER])
    assert [record.households for record in table.rows] == [100, 50, 70]
    assert codes(said, *Severity) == says


@pytest.mark.parametrize(
    ("title", "header", "row"),
    [
        ("拖欠款", ("企业名称", "项目名称", "拖欠金额"), ("总计科技公司", "煤改电工程", 5)),
        ("拖欠款", ("企业名称", "项目名称", "拖欠金额"), ("小计算机公司", "合计工程", 5)),
        ("拖欠款", ("企业名称", "项目名称", "拖欠金额"), ("某会计师事务所", "竣工决算审计", 5)),
        ("拖欠款", ("企业名称", "项目名称", "拖欠金额"), ("某设计院", "工程设计", 5)),
        ("确村确户", VILLAGES, ("鹅城镇", "合计村", "煤改电", "农村", 5)),
        ("确村确户", VILLAGES, ("鹅城镇", "其中村", "煤改电", "农村", 5)),
        ("确村确户", VILLAGES, ("鹅城镇", "其中堡村", "煤改电", "农村", 5)),
        ("确村确户", (*VILLAGES, "备注"), ("鹅城镇", "北门村", "煤改电", "农村", 5, "其中：困难户2户")),
        ("确村确户", (*VILLAGES, "备注"), ("鹅城镇", "北门村", "煤改电", "农村", 5, "合计5户，含小计")),
        ("确村确户", VILLAGES, ("总计乡", "小计庄", "煤改电", "农村", 5)),
        ("热源", ("热源名称", "热源类型", "状态", "台数", "单台容量", "列入淘汰"), ("#1锅炉", "燃煤锅炉", "在用", 1, 5, "否")),
        ("职责分工", ("部门", "职责"), ("县能源局", "负责全县进度统计汇总")),
        ("佐证材料", ("材料编号", "材料名称", "文件", "支持事项"), ("C1", "资金使用情况汇总", "甲.pdf", "资金")),
        ("绩效指标", ("一级指标", "二级指标", "三级指标", "指标性质", "分值"), ("产出", "数量", "开工项目总数", "≥", 10)),
        ("绩效指标", ("一级指标", "二级指标", "三级指标", "指标性质", "分值"), ("效益", "社会", "居民户均支出占比", "≤", 10)),
        ("绩效指标", ("一级指标", "二级指标", "三级指标", "指标性质", "分值"), ("效益", "社会", "完成率", "≥", 10)),
        (
            "问题清单",
            ("序号", "问题来源", "问题", "整改措施", "责任单位", "发现日期", "整改时限"),
            ("1", "抽查", "其中：3户未整改", "整改", "县局", "2023-11-01", "2023-12-01"),
        ),
        ("月度计划与进度", ("月份", "取暖路径", "计划累计完成户数", "未完成原因"), ("2023年6月", "煤改电", 5, "其中：甲村搬迁，共计")),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, tuple) else value,
)
def test_a_name_is_no_total(title: str, header: Sequence[Raw], row: Sequence[Raw]) -> None:
    table, said = read(title, [header, row])
    assert len(table.rows) == 1
    assert {"total-row", "part-row"} & set(codes(said, *Severity)) == set()


NESTED = [
    ("总计", None, None, None, 220),
    ("鹅城镇", "小计", None, None, 150),
    *TOWN,
    ("丰润镇", "小计", None, None, 70),
    OTHER,
]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([*TOWN, ("鹅城镇", "小计", "煤改电", "农村", 150), OTHER, ("丰润镇", "小计", "煤改电", "农村", 70)], ()),
        ([*TOWN, ("鹅城镇小计", None, None, None, 150), OTHER, ("丰润镇小计", None, None, None, 70), ("全县总计", None, None, None, 220)], ()),
        (NESTED, ()),
        ([("合计", None, None, None, 220), *TOWN, OTHER], ()),
        ([TOWN[0], (None, *TOWN[1][1:]), (None, "小计", None, None, 150), OTHER], (Span(1, 0, 3, 0),)),
        ([*TOWN, OTHER, ("合计", None, "煤改电", None, 220), (None, None, "煤改气", None, 0)], (Span(4, 0, 5, 1),)),
        ([*TOWN, OTHER, ("合计", None, "煤改电", None, 220), (None, None, "煤改气", None, 0)], ()),
        ([*TOWN, OTHER, ("合计", None, None, None, None)], ()),
        ([*TOWN, ("小计", None, None, None, 150), OTHER, (1, "小计", None, None, 70), ("片区小计", None, None, None, 220)], ()),
        ([TOWN[0], OTHER, TOWN[1], ("鹅城镇合计", None, None, None, 150), ("丰润镇合计", None, None, None, 70), ("其他", "合计", None, None, 220)], ()),
        ([TOWN[0], ("其中：困难户", None, None, None, 30), ("　　残疾户", None, None, None, 10), TOWN[1], OTHER], ()),
        ([("合计", None, None, None, 220), ("其中：鹅城镇", None, None, None, 150), *TOWN, ("其中：丰润镇", None, None, None, 70), OTHER], ()),
        ([("其中：鹅城镇", None, None, None, 150), *TOWN, ("其中：丰润镇", None, None, None, 70), OTHER], ()),
    ],
    ids=[
        "second-column",
        "with-names",
        "above",
        "top",
        "merged-group",
        "merged-label",
        "label-on-first-row-only",
        "blank",
        "of-several",
        "unsorted",
        "parts",
        "parts-of-the-total",
        "parts-over-their-rows",
    ],
)
def test_where_totals_may_stand(rows: Sequence[Sequence[Raw]], merged: tuple[Span, ...]) -> None:
    table, said = read("确村确户", [VILLAGES, *rows], merged)
    assert sorted((record.township, record.village, record.households) for record in table.rows) == sorted(
        [("鹅城镇", "北门村", 100), ("鹅城镇", "东关村", 50), ("丰润镇", "丰润村", 70)]
    )
    assert codes(said, ERROR, WARNING) == []


@pytest.mark.parametrize(
    ("rows", "severity", "message", "cell"),
    [
        ([*TOWN, ("鹅城镇", "小计", None, None, 151), OTHER], ERROR, "“户数”的鹅城镇小计是151，各行之和是150", "E4"),
        ([*TOWN, ("鹅城镇", "小计", None, None, 220), OTHER], ERROR, "“户数”的鹅城镇小计是220，各行之和是150", "E4"),
        ([*TOWN, OTHER, ("鹅城镇小计", None, None, None, 220)], None, "", ""),
        ([*TOWN, ("小计", None, None, None, 149), OTHER], ERROR, "“户数”的小计是149，各行之和是150", "E4"),
        ([*TOWN, OTHER, ("全县总计", None, None, None, 0)], ERROR, "“户数”的全县总计是0，各行之和是220", "E5"),
        ([*TOWN, OTHER, ("本年累计", None, None, None, 500)], WARNING, "“户数”的本年累计是500，各行之和是220", "E5"),
        ([*TOWN, ("其中：困难户", None, None, None, 51), OTHER], ERROR, "“户数”的“其中：困难户”是51，大于它所属的第3行的50", "E4"),
        ([("合计", None, None, None, 150), ("其中：困难户", None, None, None, 151), *TOWN], ERROR, "“户数”的“其中：困难户”是151，大于它所属的第2行的150", "E3"),
    ],
)
def test_a_wrong_total_or_part_is_told_at_its_cell(rows: Sequence[Sequence[Raw]], severity: Severity | None, message: str, cell: str) -> None:
    said = [(p.severity, p.message, p.places[0].cell) for p in read("确村确户", [VILLAGES, *rows])[1] if p.severity is not NOTICE]
    assert said == ([(severity, message, cell)] if severity else [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("合计", None, None, None, 5), ("其中：农村", None, None, None, 5)], ["no-data-row"]),
        ([("合计", None, "煤改电", "农村", 5), ("合计", None, "煤改气", "农村", 5)], ["no-data-row"]),
        ([("合计", None, None, None, 0)], ["total-row"]),
        ([("合计", None, None, None, None)], []),
    ],
)
def test_totals_and_parts_alone_are_told_as_no_data(rows: Sequence[Sequence[Raw]], said: list[str]) -> None:
    table, problems = read("确村确户", [VILLAGES, *rows])
    assert table.rows == ()
    assert codes(problems, *Severity) == said


TASKS = ("乡镇", "取暖路径", "区域", "任务户数")


@pytest.mark.parametrize(
    ("rows", "read_numbers", "errors"),
    [
        ([("全县", "煤改电", "农村", 100), ("甲镇", "煤改电", "农村", 60), ("乙镇", "煤改电", "农村", 40)], [60, 40], []),
        ([("全县", None, None, 100), ("甲镇", "煤改电", "农村", 60), ("乙镇", "煤改电", "农村", 40)], [60, 40], []),
        ([("甲镇", "煤改电", "农村", 60), ("乙镇", "煤改电", "农村", 40), ("全县", None, None, 101)], [60, 40], ["wrong-total"]),
        ([("全县", "集中供热", "城区/县城", 50), ("甲镇", "煤改电", "农村", 60)], [50, 60], []),
        ([("全县", "煤改电", "农村", 100), ("全县", "煤改气", "农村", 5)], [100, 5], []),
    ],
    ids=["total", "total-without-labels", "wrong", "not-broken-down", "only"],
)
def test_the_whole_is_a_total_where_it_is_broken_down(rows: Sequence[Sequence[Raw]], read_numbers: list[int], errors: list[str]) -> None:
    table, said = read("改造任务", [TASKS, *rows])
    assert [record.households for record in table.rows] == read_numbers
    assert codes(said, ERROR) == errors


FUNDS = ("资金来源", "资金用途", "预算数（万元）")


@pytest.mark.parametrize(
    ("heading", "numbers", "total", "right"),
    [
        ("万元", (100.004, 100.004), 200.008, "exact"),
        ("万元", (100.004, 100.004), 200.01, "rounded"),
        ("万元", (100.004, 100.004), 200.0, "rounded"),
        ("万元", (100.004, 100.004), 200.02, "wrong"),
        ("万元", (100.004, 100.004), 200.1, "wrong"),
        ("万元", (100.25, 100.24), 200.5, "rounded"),
        ("万元", (100.25, 100.24), 201, "wrong"),
        ("万元", (0.1, 0.2), 0.3, "exact"),
        ("万元", (33.335, 33.335), 66.68, "rounded"),
        ("万元", (100, 100), 200.01, "wrong"),
        ("元", (1000040, 1000040), 2000080, "exact"),
        ("元", (1000040, 1000040), 2000100, "wrong"),
        ("元", (1000040.4, 1000040.4), 2000081, "rounded"),
    ],
)
def test_a_total_may_be_rounded_to_the_decimals_that_it_shows(heading: str, numbers: tuple[float, float], total: float, right: str) -> None:
    rows = [("资金来源", "资金用途", f"预算数（{heading}）"), ("中央", "热源", numbers[0]), ("省", "热源", numbers[1]), ("合计", None, total)]
    _, said = read("资金", rows)
    found = codes(said, *Severity)
    assert ("rounded-total" in found, "wrong-total" in found) == (right == "rounded", right == "wrong")
    textual = [[str(cell) if isinstance(cell, (int, float)) else cell for cell in row] for row in rows]
    found = codes(read("资金", textual, textual=True)[1], *Severity)
    assert ("rounded-total" in found, "wrong-total" in found) == (right == "rounded", right == "wrong")


@pytest.mark.parametrize(
    ("heading", "numbers", "total", "right"),
    [
        ("万户", (22.18, 3.52), 25.7, "exact"),
        ("万户", (1.1, 2.2), 3.4, "rounded"),
        ("万户", (1.1, 2.2), 3.2, "rounded"),
        ("万户", (1.1, 2.2), 3.5, "wrong"),
        ("万户", (1.12, 2.2), 3.33, "rounded"),
        ("万户", (1.12, 2.2), 3.42, "wrong"),
        ("万户", (0.6,) * 10, 6.2, "rounded"),
        ("万户", (0.6,) * 10, 6.3, "wrong"),
        ("万户", (3, 4), 8, "rounded"),
        ("万户", (1.1, 0), 1.2, "wrong"),
        ("户", (1100, 2200), 3400, "wrong"),
    ],
)
def test_a_table_in_ten_thousands_need_not_add_up_to_its_last_digit(heading: str, numbers: tuple[float, ...], total: float, right: str) -> None:
    rows = [("取暖路径", "区域", f"任务户数（{heading}）"), *(("煤改电", "农村", number) for number in numbers), ("合计", None, total)]
    found = codes(read("改造任务", rows)[1], *Severity)
    assert ("rounded-total" in found, "wrong-total" in found) == (right == "rounded", right == "wrong")


def test_a_table_across_in_ten_thousands_need_not_add_up_to_its_last_digit() -> None:
    rows = [
        ("单位：万户",),
        ("取暖路径", "合计", "城区/县城", "农村"),
        ("煤改电", 0.34, 0.11, 0.22),
        ("煤改气", 0.36, 0.1, 0.1),
        ("合计", 0.71, 0.21, 0.32),
    ]
    _, said = read("改造任务", rows)
    assert [(one.severity, str(one.places[0]).rpartition("!")[2]) for one in said if one.code == "inputs.wrong-total"] == [(ERROR, "B4")]
    assert [str(place).rpartition("!")[2] for one in said if one.code == "inputs.rounded-total" for place in one.places] == ["B3", "B5"]


def test_a_total_may_be_the_sum_of_rounded_subtotals() -> None:
    rows = [
        FUNDS,
        ("中央", "热源", 33.333),
        ("中央", "电网", 33.333),
        ("小计", None, 66.67),
        ("省", "热源", 33.333),
        ("省", "电网", 33.333),
        ("小计", None, 66.67),
    ]
    assert codes(read("资金", [*rows, ("总计", None, 133.34)])[1], ERROR) == []
    assert codes(read("资金", [*rows, ("总计", None, 133.35)])[1], ERROR) == ["wrong-total"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("确村确户.csv", "乡镇,村（社区）,取暖路径,区域,户数\n鹅城镇,北门村,煤改电,农村,100\n鹅城镇,东关村,煤改电,农村,50\n鹅城镇,小计,煤改电,农村,{}\n"),
        (
            "确村确户.yaml",
            (
                "- {{乡镇: 鹅城镇, 村: 北门村, 取暖路径: 煤改电, 区域: 农村, 户数: 100}}\n"
                "- {{乡镇: 鹅城镇, 村: 东关村, 取暖路径: 煤改电, 区域: 农村, 户数: 50}}\n"
                "- {{乡镇: 鹅城镇, 村: 小计, 取暖路径: 煤改电, 区域: 农村, 户数: {}}}\n- {{乡镇: '其中：甲', 户数: 3}}\n"
            ),
        ),
    ],
    ids=["csv", "yaml"],
)
def test_totals_in_other_formats(county: Workspace, name: str, text: str) -> None:
    county.write(name, text.format(150))
    assert [row["households"] for row in county.rows("确村确户")] == [100, 50]
    assert county.said(ERROR, WARNING) == []
    county.write(name, text.format(151))
    place = f"{name}!E4" if name.endswith("csv") else f"{name}:3"
    assert county.said(ERROR) == [("inputs.wrong-total", "“户数”的鹅城镇小计是151，各行之和是150", place)]


LABELS = st.sampled_from(["小计", "合计", "总计", "鹅城镇小计", "其中：困难户", "累计", "平均", "本页小计", "全县总计", "以上合计", "Σ"])


@given(
    st.lists(st.tuples(st.sampled_from(["鹅城镇", "丰润镇"]), st.integers(0, 10**6)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 12), LABELS, st.integers(0, 1), st.integers(0, 10**6)), max_size=6),
)
def test_aggregate_rows_anywhere_never_change_a_sum(data: list[tuple[str, int]], inserted: list[tuple[int, str, int, int]]) -> None:
    rows: list[list[Raw]] = [[town, f"第{n}村", "煤改电", "农村", number] for n, (town, number) in enumerate(data)]
    for at, label, column, number in inserted:
        row: list[Raw] = ["鹅城镇" if column else label, label if column else None, None, None, number]
        rows.insert(min(at, len(rows)), row)
    table, _ = read("确村确户", [VILLAGES, *rows])
    assert sum(Decimal(record.households) for record in table.rows) == sum(number for _, number in data)
    assert len(table.rows) == len(data)


def test_a_total_in_another_unit_in_yaml(county: Workspace) -> None:
    rows = "- {资金来源: 中央, 资金用途: 热源, 预算数（元）: 10000}\n- {资金来源: 省, 资金用途: 热源, 预算数（元）: 20000}\n"
    county.write("资金.yaml", rows + "- {资金来源: 合计, 预算数（元）: 30000}\n")
    assert [row["budget"] for row in county.rows("资金")] == [1, 2]
    assert county.said(ERROR, WARNING) == []


@pytest.mark.parametrize(
    ("heading", "row", "says"),
    [
        ("备注", ("鹅城镇", None, "煤改电", "农村", 150, "小计"), []),
        ("备注", ("鹅城镇", "东关村", "煤改电", "农村", 150, "小 计"), []),
        ("行类型", (None, None, None, None, 150, "以上合计"), ["unknown-column"]),
        ("备注", (*TOWN[1][:4], 20, "其中：困难户"), ["part-row"]),
    ],
    ids=["remark", "filled-labels", "kind-of-row", "part"],
)
def test_a_remark_behind_the_numbers_makes_a_total_or_part(heading: str, row: Sequence[Raw], says: list[str]) -> None:
    table, said = read("确村确户", [(*VILLAGES, heading), *TOWN, row, OTHER])
    assert [record.households for record in table.rows] == [100, 50, 70]
    assert codes(said, *Severity) == says


def test_a_total_under_a_serial_number_ends_with_its_row() -> None:
    rows: list[Sequence[Raw]] = [(1, *TOWN[0]), (2, *TOWN[1]), ("小计", *VILLAGES_BLANK, 150), (3, *OTHER), ("合计", *VILLAGES_BLANK, 220)]
    table, said = read("确村确户", [("序号", *VILLAGES), *rows])
    assert [record.households for record in table.rows] == [100, 50, 70]
    assert codes(said, *Severity) == []


TASKS = ("乡镇", "取暖路径", "区域", "任务户数")
TOWNS = (("鹅城镇", "煤改电", "农村", 120), ("丰润镇", "煤改电", "农村", 100))


@pytest.mark.parametrize(
    ("row", "number", "says"),
    [
        ((None, "煤改电", "农村", 220), None, ["whole-row"]),
        (("原平市", "煤改电", "农村", 220), None, ["whole-row"]),
        (("原平市", "煤改电", "农村", 300), None, ["whole-row"]),
        ((None, "煤改电", "农村", 90), 90, []),
        ((None, "煤改电", "城区/县城", 220), 220, []),
        (("原平市", "集中供热", "城区/县城", 220), 220, ["county-as-town"]),
        (("原平市", "煤改电", "农村", 90), 90, ["county-as-town"]),
    ],
    ids=["blank", "own-name", "own-name-wrong-sum", "rest", "another-area", "not-broken-down", "own-name-rest"],
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_a_row_of_the_whole_county_is_not_added_to_its_towns(row: Sequence[Raw], number: int | None, says: list[str], above: bool) -> None:
    table, said = read("改造任务", [TASKS, *((row, *TOWNS) if above else (*TOWNS, row))])
    whole = next(record for record in table.rows if record.township is None)
    assert whole.households == number
    assert codes(said, *Severity) == says


@pytest.mark.parametrize("items", [("2.乙类",), ("", "2、乙类", "（3）丙类"), ("②乙类",)], ids=["dot", "blank-between", "circled"])
def test_the_items_of_a_note_are_no_rows(items: Sequence[str]) -> None:
    table, said = read("确村确户", [VILLAGES, *TOWN, ("注：1.甲类",), *((item,) for item in items)])
    assert [record.households for record in table.rows] == [100, 50]
    assert said == []
