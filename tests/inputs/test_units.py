"""Units of measure wherever a mark of them stands: the column is rescaled and that is said, or it is an error at the mark."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

import pytest

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.counties import Owner
from reportgen.inputs.delimited import read_csv
from reportgen.inputs.grid import SheetGrid, Span
from reportgen.inputs.heading_text import read_heading
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from tests.inputs.workspace import Workspace

Rows = Sequence[Sequence[object]]
HEAD = ("资金来源", "资金用途", "预算数")
ROW = ("中央", "热源", 12000000)


def read(rows: Rows, dataset: str = "funds", *, as_csv: bool = False, merged: tuple[Span, ...] = ()) -> tuple[list[Record], list[Diagnostic]]:
    """The table in the rows, from a sheet or the same as CSV, and what is said about it."""
    grid = SheetGrid("表.xlsx", "表", [list(row) for row in rows], merged)
    if as_csv:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        grid = read_csv(text.getvalue().encode(), "表.csv")
    table, problems = read_table(grid, shipped().by_key[dataset], Owner("原平市", frozenset()))
    return ([] if table is None else list(table.rows)), problems


def said(problems: Sequence[Diagnostic], *severities: Severity) -> list[tuple[str, str]]:
    """The codes and first cells of problems."""
    return [(p.code.removeprefix("inputs."), p.places[0].cell or "") for p in problems if not severities or p.severity in severities]


IN_YUAN = {
    "alone": "单位：元",
    "in-brackets": "（单位：元）",
    "half-width": "单位:元",
    "spaced": "单 位： 元",
    "of-measure": "计量单位 元",
    "of-money": "金额单位：元",
    "money": "金额：元",
    "currency": "单位：人民币元",
    "currency-before": "币种：人民币　单位：元",
    "currency-with-bracket": "金额单位：人民币（元）",
    "office-then-currency": "编制单位：静乐县财政局 币种：人民币 单位：元",
    "is": "单位为元",
    "no-colon": "单位 元",
    "shares-with-office": "填报单位：静乐县清洁取暖办　　　单位：元",
    "shares-with-office-unspaced": "编制单位：静乐县财政局单位：元",
    "shares-with-office-and-date": "编制单位：静乐县财政局（盖章） 2023年10月 金额单位：元",
    "before-date": "单位：元　　2023年10月10日",
    "before-person": "单位：元 制表：万某某",
    "before-page": "单位：元 第1页 共2页",
    "with-decimals": "单位：元（保留两位小数）",
    "with-decimals-listed": "单位：元，保留两位小数",
    "in-caption": "静乐县清洁取暖资金表（单位：元）",
    "caption-ends-in-unit": "静乐县清洁取暖资金表（元）",
    "behind-caption": "静乐县清洁取暖资金表 单位：元",
    "bare": "元",
    "bare-in-brackets": "（元）",
    "reckoned": "本表金额以元为单位",
    "reckoned-short": "各项资金均以元计",
    "by": "按元填列",
    "two-kinds": "单位：户、元",
    "two-kinds-comma": "单位：户，元，万平方米",
    "two-kinds-space": "计量单位：户 元",
    "two-kinds-labelled": "金额单位：元 户数单位：户",
    "two-kinds-and": "单位：元和户",
    "two-kinds-slash": "单位：户/元",
    "one-for-each-means-both": "单位：元/户",
    "label-in-bracket": "金额单位（元）",
    "unit-in-bracket": "单位:（元）",
    "square-brackets": "【单位：元】",
    "dash": "单位——元",
    "slash": "单位/元",
    "equals": "单位＝元",
    "all-are": "表中金额单位均为元",
    "the-same-below": "单位：元 （下同）",
    "quoted": "单位：“元”",
    "reckoned-quoted": "（金额以“元”为单位）",
    "numbered-note": "填表说明：1.金额单位为元；2.按户填写",
    "caption-then-unit": "资金表 元",
    "traditional": "單位：元",
    "sign": "单位：￥",
    "sign-and-word": "单位：￥元",
    "comma": "计量单位，元",
    "full-stop": "单位。元",
    "accounting": "计价单位：元",
    "cents": "编报单位（公章）：静乐县财政局                     单位：元（角分）",
}


@pytest.mark.parametrize("as_csv", [False, True], ids=["sheet", "csv"])
@pytest.mark.parametrize("line", IN_YUAN.values(), ids=IN_YUAN.keys())
@pytest.mark.parametrize("where", ["above", "between", "right", "below"])
def test_a_line_about_the_table_gives_its_columns_their_unit(line: str, where: str, as_csv: bool) -> None:
    title = ("静乐县清洁取暖资金表",)
    rows = {
        "above": [(line,), HEAD, ROW],
        "between": [title, (), (line,), (), HEAD, ROW],
        "right": [title, (None, None, line), HEAD, ROW],
        "below": [HEAD, ROW, (line if line.strip("（）") == "元" else f"注：{line}",)],
    }[where]
    records, problems = read(rows, as_csv=as_csv)
    assert [record.budget for record in records] == [1200]
    assert [code for code, _ in said(problems)] == ["rescaled"]


@pytest.mark.parametrize(
    "row",
    [("单位：", "元"), ("单位", "元"), ("单位：", None, "元"), (None, "计量单位：", "元"), ("填报单位：", "静乐县财政局", "单位：元"), ("金额单位：", "元")],
    ids=lambda row: "|".join(map(str, row)),
)
def test_a_unit_beside_its_label_is_that_of_the_table(row: Sequence[object]) -> None:
    records, problems = read([row, HEAD, ROW])
    assert records[0].budget == 1200
    assert said(problems) == [("rescaled", "C2")]


@pytest.mark.parametrize(
    "line",
    [
        "单位：静乐县能源局",
        "填报单位：静乐县能源局",
        "单位：万荣县财政局",
        "单位：开元镇人民政府",
        "填报单位（盖章）：静乐县能源局",
        "单位：亿利集团",
        "单位负责人：李元",
        "注：责任单位为县能源局",
        "合计金额：1200万元",
        "2023年度",
        "静乐县2023年资金表",
        "审核：万某某",
        "单位：万荣县",
        "填报日期：2023年10月",
        "单位名称：静乐县财政局",
        "以煤改电为单位",
        "单位：万户镇政府",
    ],
)
def test_a_line_that_names_an_office_or_a_person_is_no_line_of_units(line: str) -> None:
    records, problems = read([(line,), HEAD, ("中央", "热源", 1200)])
    assert records[0].budget == 1200
    assert said(problems) == []


HEADINGS = [
    "预算数（元）",
    "预算数(元)",
    "预算数[元]",
    "预算数【元】",
    "预算数〔元〕",
    "预算数<元>",
    "预算数〈元〉",
    "预算数《元》",
    "预算数「元」",
    "预算数『元』",
    "预算数{元}",
    "预算数｛元｝",
    "预算数/元",
    "预算数／元",
    "预算数\\元",
    "预算数，元",
    "预算数,元",
    "预算数、元",
    "预算数:元",
    "预算数：元",
    "预算数 元",
    "预算数　元",
    "预算数-元",
    "预算数—元",
    "预算数——元",
    "预算数·元",
    "预算数（单位：元）",
    "预算数（单位:元）",
    "预算数（单位元）",
    "预算数（以元计）",
    "预算数（按元填列）",
    "预算数（以元为单位）",
    "预算数（人民币元）",
    "预算数（元人民币）",
    "预算数（单位为元，保留两位小数）",
    "预算数（元，保留两位小数）",
    "预算数（含税，元）",
    "预算数（元）（含税）",
    "预算数（含税）/元",
    "预算数（含税）（元）",
    "预算数（金额单位：元）",
    "预算数（计量单位：元）",
    "预算数，单位：元",
    "预算数 单位：元",
    "预算数\n（元）",
    "预算数\n元",
    "预算数\n单位：元",
    "预 算 数（ 元 ）",
    "预算数（元）*",
    "*预算数（元）",
    "预算数（元）：",
    "（元）预算数",
    "预算数元",
    "预算/元",
    "预算数=元",
    "预算数“元”",
    "预算数(“元”)",
    "预算数~元",
    "预算数.元",
    "预算数（元）①",
    "预算数（元）注1",
    "预算数（元/年）",
    "预算数（¥）",
    "预算数（以“元”为单位）",
    "预算数(单位)元",
    "预算数（金额，元）",
    "年初预算数（元）",
    "budget（元）",
    "预算数（人民币，元）",
    "预算数（人民币 元）",
    "预算数（RMB元）",
    "预算数（圆）",
]


@pytest.mark.parametrize("as_csv", [False, True], ids=["sheet", "csv"])
@pytest.mark.parametrize("heading", dict.fromkeys(HEADINGS))
def test_a_unit_in_a_heading_is_understood_in_any_dress(heading: str, as_csv: bool) -> None:
    records, problems = read([(*HEAD[:2], heading), ROW], as_csv=as_csv)
    assert records[0].budget == 1200
    assert said(problems) == [("rescaled", "C1")]


@pytest.mark.parametrize(
    ("dataset", "heading", "written", "value"),
    [
        ("funds", "预算数（千元）", 12000, 1200),
        ("funds", "预算数/百万元", 12, 1200),
        ("funds", "预算数（千万元）", "1.2", 1200),
        ("funds", "预算数（亿元）", "0.12", 1200),
        ("funds", "预算数（万）", 1200, 1200),
        ("funds", "预算数（人民币万元）", 1200, 1200),
        ("funds", "预算数（人民币，万元）", 1200, 1200),
        ("funds", "预算数（人民币）", 1200, 1200),
        ("retrofit", "能效提升（‰）", 320, 32),
        ("funds", "预算数（万元）", 1200, 1200),
        ("funds", "预算数（万元、户）", 1200, 1200),
        ("retrofit", "计划面积（㎡）", 123500, Decimal("12.35")),
        ("retrofit", "计划面积（平方米）", 123500, Decimal("12.35")),
        ("retrofit", "计划面积（m²）", 123500, Decimal("12.35")),
        ("retrofit", "计划面积/万㎡", "12.35", Decimal("12.35")),
        ("retrofit", "计划面积（公顷）", "12.35", Decimal("12.35")),
        ("retrofit", "计划面积（亩）", 30, 2),
        ("retrofit", "计划面积（平方公里）", "0.12", 12),
        ("villages", "户数（万户）", "1.5", 15000),
        ("villages", "户数/百户", 3, 300),
        ("plants", "单台容量（t/h）", 75, 75),
        ("plants", "单台容量（蒸吨）", 75, 75),
        ("plants", "单台容量/蒸吨/小时", 75, 75),
        ("subsidies", "建设补贴（万元/户）", "0.5", 5000),
        ("subsidies", "建设补贴（元/户·采暖季）", 5000, 5000),
        ("subsidies", "户均取暖支出（元/户）", 1450, 1450),
        ("subsidies", "户均取暖支出/元", 1450, 1450),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_unit_of_a_kind_is_converted_to_the_columns_own(dataset: str, heading: str, written: object, value: object) -> None:
    records, problems = _one_column(dataset, heading, written)
    field = next(field for field in shipped().by_key[dataset].fields() if heading.startswith(field.column.title))
    assert getattr(records[0], field.key) == value
    assert {code for code, _ in said(problems, Severity.ERROR)} <= {"missing-column"}


def _one_column(dataset: str, heading: str, written: object) -> tuple[list[Record], list[Diagnostic]]:
    word = next(field for field in shipped().by_key[dataset].fields() if field.required and str(field.type) in ("文本", "选项"))
    return read([(word.column.title, heading), (word.column.example, written)], dataset)


@pytest.mark.parametrize("as_csv", [False, True], ids=["sheet", "csv"])
@pytest.mark.parametrize(
    "row",
    [(None, None, "元"), ("—", "—", "元"), ("", "", "（元）"), ("单位", None, "元"), ("计量单位", "/", "单位：元"), (None, None, "人民币元")],
    ids=lambda row: str(row[2]),
)
def test_a_row_of_units_under_the_headings_is_no_data(row: Sequence[object], as_csv: bool) -> None:
    records, problems = read([HEAD, row, ROW, ("省", "补贴", 5000000)], as_csv=as_csv)
    assert [record.budget for record in records] == [1200, 500]
    assert said(problems) == [("rescaled", "C1")]


def test_a_row_of_units_may_stand_over_the_headings() -> None:
    (record,), problems = read([(None, None, "元", "万元"), (*HEAD, "到位数"), (*ROW, 900)])
    assert (record.budget, record.received) == (1200, 900)
    assert said(problems, Severity.ERROR) == []


def test_a_column_of_yuan_for_each_household_is_not_rescaled_by_a_line_of_wan_yuan_and_that_is_said() -> None:
    rows = [("单位：万元",), ("取暖路径", "建设补贴", "运行补贴（元/户）", "用能价格", "价格单位", "已发建设补贴"), ("煤改电", 5000, 600, 1, "元", 7)]
    (record,), problems = read(rows, "subsidies")
    assert (record.construction, record.running, record.construction_paid) == (5000, 600, 7)
    assert [entry for entry in said(problems) if entry[0] != "missing-column"] == [("two-units", "A1")]


@pytest.mark.parametrize("heading", ["单位", "计量单位", "金额单位", "数量单位"])
def test_a_column_in_which_each_row_writes_its_unit_counts(heading: str) -> None:
    records, problems = read([(*HEAD, heading), (*ROW, "元"), ("省", "补贴", 5000000, "元")])
    assert [record.budget for record in records] == [1200, 500]
    assert said(problems) == [("rescaled", "C1")]
    records, problems = read([(*HEAD, heading), (*ROW, "元"), ("省", "补贴", 500, "万元")])
    assert [record.budget for record in records] == [None, None]
    assert said(problems) == [("unknown-unit", "D1")]
    records, problems = read([(*HEAD, heading), ("中央", "热源", 1200, "县财政局")])
    assert (records[0].budget, said(problems)) == (1200, [("unknown-column", "D1")])


def test_the_unit_of_a_smaller_table_above_is_not_this_ones() -> None:
    (record,), _ = read([("科室", "人数", "经费（元）", "备注"), ("甲科", 3, 100, "无"), HEAD, ("中央", "热源", 1200)])
    assert record.budget == 1200


def test_each_column_takes_the_unit_of_its_own_kind() -> None:
    heading = ("取暖路径", "建设补贴", "运行补贴", "困难户数", "已发建设补贴", "户均取暖支出")
    row = ("煤改电", 5000, 600, 2, 50000, 1450)
    for line in ("单位：百户、元", "金额单位：元 户数单位：百户"):
        (record,), problems = read([(line,), heading, row], "subsidies")
        assert (record.hardship, record.construction_paid, record.season_cost) == (200, 5, 1450), line
        assert [code for code, _ in said(problems) if code != "missing-column"] == ["rescaled", "rescaled"], line


@pytest.mark.parametrize(
    ("rows", "code", "cell", "words"),
    [
        ([("单位：美元",), HEAD, ROW], "unknown-unit", "A1", "美元"),
        ([("金额单位：比索",), HEAD, ROW], "unknown-unit", "A1", "比索"),
        ([("单位：元整",), HEAD, ROW], "unknown-unit", "A1", "元整"),
        ([("单位：万",), HEAD, ROW], "unknown-unit", "A1", "万"),
        ([("填报单位：静乐县财政局　单位：百美元",), HEAD, ROW], "unknown-unit", "A1", "百美元"),
        ([("单位：元、万元",), HEAD, ROW], "unknown-unit", "A1", "两个单位"),
        ([(*HEAD[:2], "预算数（美元）"), ROW], "unknown-unit", "C1", "美元"),
        ([(*HEAD[:2], "预算数/美元"), ROW], "unknown-unit", "C1", "美元"),
        ([(*HEAD[:2], "预算数（×100元）"), ROW], "unknown-unit", "C1", "100元"),
        ([(*HEAD[:2], "预算数（10^3元）"), ROW], "unknown-unit", "C1", "10^3元"),
        ([(*HEAD[:2], "预算数（户）"), ROW], "wrong-unit", "C1", "表头写的是户"),
        ([(*HEAD[:2], "预算数/万平方米"), ROW], "wrong-unit", "C1", "表头写的是万平方米"),
        ([HEAD, (None, None, "户"), ROW], "wrong-unit", "C2", "户"),
        ([(*HEAD[:2], "预算数（兆瓦）"), ROW], "wrong-unit", "C1", "写的是兆瓦"),
        ([(*HEAD[:2], "预算数（元）"), (None, None, "万元"), ROW], "wrong-unit", "C1", "不同的单位"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_unit_that_is_not_understood_is_an_error_at_its_place(rows: Rows, code: str, cell: str, words: str) -> None:
    (record,), problems = read(rows)
    assert record.budget is None
    assert said(problems, Severity.ERROR) == [(code, cell)]
    assert words in problems[0].message
    assert problems[0].help


def test_a_line_of_another_kind_than_every_column_is_an_error_and_the_columns_are_read_in_their_own_unit() -> None:
    (record,), problems = read([("单位：户",), HEAD, ("中央", "热源", 1200)])
    assert record.budget == 1200
    assert said(problems) == [("wrong-unit", "A1")]
    assert problems[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("rows", "budget", "codes"),
    [
        ([("单位：元",), (*HEAD[:2], "预算数（万元）"), ("中央", "热源", 1200)], 1200, ["two-units"]),
        ([("单位：万元",), (*HEAD[:2], "预算数（元）"), ROW], 1200, ["two-units", "rescaled"]),
        ([("资金表（万元）",), ("单位：元",), HEAD, ROW], 1200, ["two-units", "rescaled"]),
        ([("单位：万元",), (*HEAD[:2], "预算数（万元）"), ("中央", "热源", 1200)], 1200, []),
        ([("单位：元",), HEAD, (None, None, "元"), ROW], 1200, ["rescaled"]),
    ],
)
def test_of_two_units_the_nearer_counts_and_that_is_said(rows: Rows, budget: int, codes: list[str]) -> None:
    (record,), problems = read(rows)
    assert record.budget == budget
    assert [code for code, _ in said(problems)] == codes


def test_a_heading_over_others_gives_them_its_unit() -> None:
    rows = [("资金来源", "资金用途", "资金（元）", None), (None, None, "预算数", "到位数"), (*ROW, 9000000)]
    for merged in ((), (Span(0, 2, 0, 3),)):
        (record,), problems = read(rows, merged=merged)
        assert (record.budget, record.received) == (1200, 900)
        assert [code for code, _ in said(problems)] == ["rescaled", "rescaled"]


@pytest.mark.parametrize("dataset", shipped().datasets, ids=lambda dataset: dataset.key)
def test_every_column_is_found_under_each_of_its_names_with_its_unit(dataset: Dataset) -> None:
    names = {name: field for field in reversed(dataset.fields()) for name in (*field.column.aliases, field.key)}
    names |= {field.column.title: field for field in dataset.fields()}
    for name, field in names.items():
        unit = field.column.unit
        for heading in (name, f"{name}（{unit or '填全称'}）", *((f"{name}/{unit}", f"{name}\n{unit}") if unit else ())):
            named = read_heading(heading, dataset)
            assert named is not None, heading
            assert named.field == field, heading
            assert [measure.scale_to(parse_measure(unit)) for measure in named.mark.measures] in ([], [1]), heading
            assert not named.mark.unknown, heading


@pytest.mark.parametrize(
    "heading",
    ["预算数目/元", "预算数目（元）", "预算数目（单位：元）", "预算数目 元", "预算数目:元", "预算数小计（元）", "2023年预算数（元）", "预算数（元）合计"],
)
def test_help_never_leads_into_another_scale(heading: str) -> None:
    _, problems = read([(*HEAD[:2], heading), ROW])
    (problem,) = [p for p in problems if p.code == "inputs.missing-column"]
    assert "元）”" in problem.help
    assert "是否应为“预算数（" in problem.message
    _, (nothing,) = read([("来源处", "用途处", heading), ROW])
    assert "是否应为“预算数”" not in nothing.message


@pytest.mark.parametrize(
    "row",
    [("县能源局", "牵头单位为元", None), ("子干乡", "以户为单位建台账"), ("责任单位：县能源局", "补贴标准单位为元/户")],
    ids=["three", "two", "labels"],
)
def test_a_row_of_words_is_no_line_of_units(row: Sequence[object], county: Workspace) -> None:
    county.book({"资金": [("资金用途", "付款方式", "资金来源", "预算数"), row, ("热源", None, "中央", 12)]})
    assert [found.get("use") for found in county.rows("资金")] == [row[0], "热源"]
    assert county.rows("资金")[1]["budget"] == 12


@pytest.mark.parametrize(("sheet", "unit"), [("资金（元）", "元"), ("资金(千元)", "千元"), ("资金表", "")])
def test_a_sheet_with_a_unit_in_its_name_is_not_to_be_renamed_without_it(sheet: str, unit: str, county: Workspace) -> None:
    county.book({sheet: [HEAD, ROW]})
    (problem,) = county.load()[1]
    assert problem.code == "inputs.unknown-sheet"
    assert (f"单位：{unit}" in problem.help) == bool(unit)


def test_words_in_brackets_that_speak_of_no_unit_are_no_unit() -> None:
    for heading in ("户数（常住户）", "户数（低保户、五保户）", "户数（2023年度）", "户数（按单元）", "户数（含万户小区）"):
        records, problems = read([("乡镇", "村", "取暖路径", "区域", heading), ("子干乡", "甲村", "煤改电", "农村", 5)], "villages")
        assert (records[0].households, said(problems)) == (5, []), heading


@pytest.mark.parametrize("as_csv", [False, True], ids=["sheet", "csv"])
@pytest.mark.parametrize(
    ("rows", "households", "codes"),
    [
        ([("单位：万户",), ("乡镇", "煤改电", None), (None, "城区/县城", "农村"), ("子干乡", 1, 2)], [10000, 20000], ["rescaled"]),
        ([("填报单位：能源局　单位：万户",), ("乡镇", "煤改电", None), (None, "城区/县城", "农村"), ("子干乡", 1, 2)], [10000, 20000], ["rescaled"]),
        ([("乡镇", "煤改电（万户）", None), (None, "城区/县城", "农村"), ("子干乡", 1, 2)], [10000, 20000], ["rescaled"]),
        ([("乡镇", "煤改电", None), (None, "城区/县城（万户）", "农村（户）"), ("子干乡", 1, 2)], [10000, 2], ["rescaled"]),
        ([("乡镇", "煤改电/户", None, None), (None, "城区/县城", "农村", "合计（户）"), ("子干乡", 1, 2, 3)], [1, 2], []),
        ([("乡镇", "煤改电", None), (None, "城区/县城", "农村"), (None, "万户", "户"), ("子干乡", 1, 2)], [10000, 2], ["rescaled"]),
        ([("乡镇", "煤改电", None), (None, "城区/县城", "农村"), ("甲", 1, 2), ("子干乡", 1, 2)], [1, 2], []),
        ([("乡镇", "煤改电（吨）", None), (None, "城区/县城", "农村"), ("子干乡", 1, 2)], [None, None], ["wrong-unit"]),
        ([("单位：吨",), ("乡镇", "煤改电", None), (None, "城区/县城", "农村"), ("子干乡", 1, 2)], [1, 2], ["wrong-unit"]),
    ],
    ids=["line", "line-shared", "path", "areas", "slash-and-sum", "row", "numbers", "wrong", "line-wrong"],
)
def test_the_wide_task_table_follows_the_same_rules(rows: Rows, households: list[int | None], codes: list[str], as_csv: bool) -> None:
    records, problems = read(rows, "tasks", as_csv=as_csv)
    assert [record.households for record in records] == households
    assert [code for code, _ in said(problems)] == codes


@pytest.mark.parametrize("as_csv", [False, True], ids=["sheet", "csv"])
@pytest.mark.parametrize(
    "row",
    [
        ("甲", "乙", 1),
        ("甲", "乙", "1"),
        ("栏次", None, 1, 2),
        ("栏次", "1", "2", "3"),
        ("（1）", "（2）", "（3）"),
        ("①", "②", "③"),
        ("⑴", "⑵", "⑶"),
        ("A", "B", "C"),
        ("A", "B", "C=D+E"),
        ("a", "b", "c"),
        ("一", "二", "三"),
        ("Ⅰ", "Ⅱ", "Ⅲ"),
        ("1、", "2、", "3、"),
        ("a", "b", "1"),
        (1, 2, 3),
        ("1", "2", "3=1+2"),
        ("—", "—", 1, 2),
        ("甲", None, 1, 2),
        ("1栏", "2栏", "3栏"),
        ("第1栏", "第2栏", "第3栏"),
        ("（1）", "（2）", "（3）=（1）/（2）"),
        ("栏次", "5", "6"),
        ("行次", "甲", "1"),
        ("甲", "乙", "①"),
    ],
    ids=lambda row: "|".join("" if cell is None else str(cell) for cell in row),
)
def test_a_row_that_numbers_the_columns_is_no_data(row: Sequence[object], as_csv: bool) -> None:
    head = ("资金来源", "资金用途", "预算数", "到位数")
    data = ("中央", "热源", 320, 120)
    records, problems = read([head, row, data, head, row, ("省", "补贴", 5, 4)], as_csv=as_csv)
    assert [record.budget for record in records] == [320, 5]
    assert said(problems) == []


@pytest.mark.parametrize(
    "row",
    [("中央", "热源", 1, 2), ("中央", "1", 2, 3), ("省", "乙", 1, 2), ("市", "甲", 3, 4), ("中央", "甲", 1, None)],
    ids=lambda row: "|".join(map(str, row)),
)
def test_a_row_of_data_with_small_numbers_is_read(row: Sequence[object]) -> None:
    records, _ = read([("资金来源", "资金用途", "预算数", "到位数"), row])
    assert [(record.budget, record.received) for record in records] == [row[2:]]


def test_two_firms_named_by_stems_are_data_where_their_numbers_are_not_those_of_columns(county: Workspace) -> None:
    county.book({"拖欠款": [("企业名称", "项目名称", "拖欠金额", "已清偿金额"), ("甲", "乙", 320, 321)]})
    assert [row["owed"] for row in county.rows("拖欠款")] == [320]


@pytest.mark.parametrize(
    ("yaml", "value", "code"),
    [
        ("- 资金来源: 中央\n  资金用途: 热源\n  预算数（元）: 12000000\n", 1200, "rescaled"),
        ("- 资金来源: 中央\n  资金用途: 热源\n  预算数/元: 12000000\n", 1200, "rescaled"),
        ("- 资金来源: 中央\n  资金用途: 热源\n  预算数（万元）: 1200\n", 1200, None),
        ("- 资金来源: 中央\n  资金用途: 热源\n  预算数（美元）: 1200\n", None, "unknown-unit"),
        ("- 资金来源: 中央\n  资金用途: 热源\n  预算数（户）: 1200\n", None, "wrong-unit"),
    ],
)
def test_a_unit_in_a_name_of_yaml_counts_too(county: Workspace, yaml: str, value: int | None, code: str | None) -> None:
    county.write("资金.yaml", yaml)
    assert [row.get("budget") for row in county.rows("资金")] == [value]
    assert [found for found, _, _ in county.said()][:1] == ([f"inputs.{code}"] if code else [])


@pytest.mark.parametrize(
    "under",
    [
        (None, None, "元"),
        ("单位", None, "元"),
        ("（单位）", "-", "（元）"),
        ("无", "无", "元"),
        ("文字", "文字", "元"),
        ("必填", "必填", "必填（元）"),
        ("下拉选择", "填写", "填数字，单位元"),
    ],
    ids=lambda under: "|".join(map(str, under)),
)
def test_a_row_of_units_may_have_fillers_over_texts(under: Sequence[object]) -> None:
    records, problems = read([HEAD, under, ROW])
    assert [record.budget for record in records] == [1200]
    assert said(problems) == [("rescaled", "C1")]


@pytest.mark.parametrize(
    "below",
    [
        ("填报单位：静乐县能源局", None, "单位：元"),
        ("制表人：张某某", "审核：李某某", "单位：元"),
        ("说明", "金额单位：元"),
        ("金额（元）",),
        ("单位（元）",),
        ("金额按元填列",),
    ],
    ids=lambda below: "|".join(map(str, below)),
)
def test_a_row_below_the_table_may_share_its_unit_with_others(below: Sequence[object]) -> None:
    records, problems = read([HEAD, ROW, below])
    assert [record.budget for record in records] == [1200]
    assert said(problems) == [("rescaled", "C1")]


OTHER = ("省", "管网", 3000000)
IN_WAN = ("中央", "热源", 1200)


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([(*HEAD[:2], "预算数（万元）"), IN_WAN, (*HEAD[:2], "预算数（元）"), OTHER], "C3"),
        ([HEAD, IN_WAN, (*HEAD[:2], "预算数（元）"), OTHER], "C3"),
        ([HEAD, IN_WAN, ("单位：元",), HEAD, OTHER], "A3"),
        ([("单位：万元",), HEAD, IN_WAN, ("表二 单位：元",), HEAD, OTHER], "A4"),
        ([HEAD, IN_WAN, HEAD, (None, None, "元"), OTHER], "C4"),
        ([HEAD, (*IN_WAN, None, "单位：元"), OTHER], "E2"),
        ([HEAD, (*ROW, "元"), (*OTHER, "元")], "D2"),
        ([(*HEAD, "备注"), IN_WAN, (*OTHER, "单位为元")], "D3"),
    ],
    ids=["heading", "heading-after-none", "line", "two-lines", "row-of-units", "beside", "unheaded", "remark"],
)
def test_another_unit_among_the_rows_is_told_at_its_cell(rows: Rows, cell: str) -> None:
    _, problems = read(rows)
    assert ("two-units", cell) in said(problems, Severity.ERROR)


@pytest.mark.parametrize(
    "rows",
    [
        [("单位：元",), HEAD, ROW, ("单位：元",), HEAD, OTHER],
        [(*HEAD[:2], "预算数（元）"), ROW, (*HEAD[:2], "预算数（元）"), OTHER],
        [HEAD, (None, None, "元"), ROW, HEAD, (None, None, "元"), OTHER],
        [("单位：元",), (*HEAD, "备注"), (*ROW, "单位：元"), (*OTHER, "含利息1200元")],
    ],
    ids=["line", "heading", "row-of-units", "remark"],
)
def test_the_same_unit_on_the_next_page_is_nothing_to_remark_on(rows: Rows) -> None:
    records, problems = read(rows)
    assert [record.budget for record in records] == [1200, 300]
    assert {code for code, _ in said(problems)} == {"rescaled"}
