"""YAML: 单位.yaml and datasets; each fault with its message at its line, and nothing read otherwise than it is written."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Place, Severity
from reportgen.inputs.dictionary import dictionary
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.unit import read_unit
from reportgen.inputs.yaml_nodes import ListNode, MapNode, ScalarNode
from reportgen.inputs.yaml_tree import read_yaml
from tests.inputs.workspace import Workspace

ERROR, NOTICE = Severity.ERROR, Severity.NOTICE
UNIT = '名称: 原平市\n级别: 县\n代码: "140981"\n发文机关: 原平市清洁取暖办\n'


def problems_of(text: str) -> list[tuple[str, str, int | None]]:
    return [(p.code.removeprefix("inputs."), p.message, p.places[0].line) for p in read_unit(text, "单位.yaml")[1]]


def test_a_unit_is_read_with_the_line_of_each_value() -> None:
    text = (
        "sample: true\n"
        + UNIT
        + "上级: 忻州市\n序号: 4\n主送: [甲, 乙]\n抄送: 丙\n联系电话: '0350-0000000'\n采暖季:\n  开始: 2023-11-01\n  结束: 2024年3月31日\n"
        + "时限: {方案报备: 2023-04-20}\n文种: []\n公文:\n  实施方案:\n    发文字号: 原清洁办发〔2023〕6号\n    dated: 2023-04-18\n"
    )
    unit, problems = read_unit(text, "单位.yaml")
    assert problems == []
    assert unit is not None
    assert (unit.name, unit.level, unit.code, unit.parent, unit.order, unit.sample) == ("原平市", Level.COUNTY, "140981", "忻州市", 4, True)
    assert (unit.recipients, unit.copies, unit.phone, unit.kinds) == (("甲", "乙"), ("丙",), "0350-0000000", ())
    assert unit.season is not None
    assert (unit.season.start, unit.season.end) == (date(2023, 11, 1), date(2024, 3, 31))
    assert unit.schedule.plan_due == date(2023, 4, 20)
    assert (unit.documents["实施方案"].number, unit.documents["实施方案"].dated) == ("原清洁办发〔2023〕6号", date(2023, 4, 18))
    assert unit.place("name") == Place("单位.yaml", line=2)
    assert unit.season.place("end") == Place("单位.yaml", line=13)
    assert unit.documents["实施方案"].place("dated") == Place("单位.yaml", line=19)
    assert unit.place("seal") is None


def test_the_examples_of_the_dictionary_make_a_unit() -> None:
    rows = [row for row in dictionary() if row.dataset == "单位.yaml" and "." not in row.title]
    unit, problems = read_unit("\n".join(f"{row.title}: {row.example}" for row in rows), "单位.yaml")
    assert problems == []
    assert isinstance(unit, Unit)
    assert all(getattr(unit, row.key) not in (None, ()) for row in rows)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("上极: 忻州市", "unknown-key", "没有“上极”这一项，是否应为“上级”"),
        ("xyz: 1", "unknown-key", "没有“xyz”这一项"),
        ("资金: [{资金来源: 中央}]", "unknown-key", "“资金”是数据表，不在单位说明里填写，没有读取"),
        ("采暖季: {开头: 2023-11-01, 结束: 2024-03-31, 开始: 2023-11-01}", "unknown-key", "没有“采暖季.开头”这一项，是否应为“开始”"),
        ("采暖季: 2023-11-01", "wrong-type", "“采暖季”应为下一级的各行，实际只有一个值"),
        ("上级: [忻州市]", "wrong-type", "“上级”应为一个值，实际是列表"),
        ("公文: {实施方案: 6号}", "wrong-type", "“公文.实施方案”应为下一级的各行，实际只有一个值"),
        ("时限: {方案报备: 2023-02-30}", "no-such-date", "“时限.方案报备”的日期不存在：“2023-02-30”"),
        ("时限: {方案报备: 四月}", "not-a-date", "“时限.方案报备”应为日期，实际是“四月”"),
        ("序号: 第四", "not-a-number", "“序号”应为整数，实际是“第四”"),
        ("联系电话: 3500000000", "identifier-as-number", "“联系电话”是编号，应为文本，实际是“3500000000”"),
        ("sample: maybe", "not-a-flag", "“示例数据”应填“是”或者“否”，实际是“maybe”"),
        ("名称: 原平", "duplicate-key", "“名称”填写了两次（第1行和第5行），按第一次的读取"),
        ("name: 原平", "duplicate-key", "“名称”填写了两次，按第一次的读取"),
    ],
)
def test_each_fault_of_an_entry_is_said_at_its_line_and_the_unit_still_read(line: str, code: str, message: str) -> None:
    unit, _ = read_unit(UNIT + line, "单位.yaml")
    assert unit is not None
    assert unit.name == "原平市"
    assert problems_of(UNIT + line) == [(code, message, 5)]


@pytest.mark.parametrize(
    ("lines", "message", "line"),
    [
        ("采暖季:\n  开始: 2023-11-01\n  结束: 2023-03-31\n", "“采暖季.结束”（2023-03-31）早于“开始”（2023-11-01），两个日期都没有采用", 7),
        ("采暖季: {结束: 2023-03-31, 开始: 2023-11-01}\n", "“采暖季.结束”（2023-03-31）早于“开始”（2023-11-01），两个日期都没有采用", 5),
        (
            "时限:\n  项目验收结束: 2023-10-01\n  项目验收开始: 2023-10-15\n",
            "“时限.项目验收结束”（2023-10-01）早于“项目验收开始”（2023-10-15），两个日期都没有采用",
            6,
        ),
        ("时限: {项目验收开始: 2023-10-15, 项目验收结束: 2023-10-15, 组织实施开始: 2023-11-01}\n", None, None),
    ],
)
def test_an_end_before_its_start_is_a_fault_at_its_line(lines: str, message: str | None, line: int | None) -> None:
    assert problems_of(UNIT + lines) == ([("end-before-start", message, line)] if message else [])
    unit, _ = read_unit(UNIT + lines, "单位.yaml")
    assert unit is not None
    assert unit.season is None
    assert (unit.schedule.acceptance_start is None) == (unit.schedule.acceptance_end is None) == bool(message)


@pytest.mark.parametrize(
    ("text", "code", "message", "line"),
    [
        (UNIT.replace("级别: 县\n", ""), "missing-value", "缺少“级别”", 1),
        (UNIT.replace("级别: 县", "级别:"), "missing-value", "缺少“级别”", 2),
        (UNIT.replace("级别: 县", "级别: 郡"), "unknown-choice", "“级别”没有“郡”这个选项", 2),
        (UNIT.replace('"140981"', "140981"), "identifier-as-number", "“代码”是编号，应为文本，实际是“140981”", 3),
        ("原平市", "wrong-type", "应为“名称: 内容”的各行", 1),
        ("- 甲\n", "wrong-type", "应为“名称: 内容”的各行", 1),
        ("# 无\n", "wrong-type", "应为“名称: 内容”的各行", 1),
        (UNIT + "采暖季:\n\t开始: 2023-11-01\n", "yaml-tab", "用了制表符（Tab）缩进", 6),
        (UNIT + "上级：忻州市\n序号: 4\n", "yaml-syntax", "用了中文冒号", 5),
        (UNIT + '联系人: "张某某\n', "yaml-syntax", "附近不符合 YAML 格式", None),
        (UNIT + "联系人: [张某某\n序号: 4\n", "yaml-syntax", "附近不符合 YAML 格式", None),
        (UNIT + "上级: !!python/object/apply:os.system [echo]", "yaml-tag", "不支持标签", 5),
        (UNIT + "上级: *a", "yaml-alias", "引用了没有定义完的“*a”", 5),
        (UNIT + "上级: &a [*a]", "yaml-alias", "引用了没有定义完的“*a”", 5),
        (UNIT + "---\n名称: 乙\n", "yaml-documents", "不能有第二个“---”", None),
        (UNIT + "上级: " + "[" * 30, "yaml-too-deep", "嵌套超过20层", 5),
        (UNIT + "? [甲]\n: 乙\n", "yaml-key", "名称（冒号前）应为文本", 5),
        (UNIT + "上级: 甲\x01乙\n", "yaml-syntax", "含有 YAML 不允许的字符", None),
    ],
)
def test_a_fault_that_leaves_no_unit(text: str, code: str, message: str, line: int | None) -> None:
    assert read_unit(text, "单位.yaml")[0] is None
    ((found, said, at),) = problems_of(text)
    assert found == code
    assert message in said
    assert line is None or at == line


def test_aliases_are_bounded() -> None:
    bomb = "甲: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(f"甲{n}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(8))
    assert [code for code, _, _ in problems_of(UNIT + bomb)] == ["too-large"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4449", 4449),
        ("-3", -3),
        ("12.50", Decimal("12.50")),
        ("true", True),
        ("", None),
        ("~", None),
        ("0350", "0350"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("yes", "yes"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("2023-02-30", "2023-02-30"),
        ('"4449"', "4449"),
        ("!!str 4449", "4449"),
        ("{{ 7*7 }}", None),
    ],
)
def test_a_scalar_is_what_it_looks_like_and_nothing_else(text: str, value: object) -> None:
    root, problems = read_yaml(f"甲: {text}", "a.yaml")
    if text.startswith("{{"):
        assert problems
        return
    assert isinstance(root, MapNode)
    node = root.entries["甲"]
    assert isinstance(node, ScalarNode)
    assert node.value == value
    assert type(node.value) is type(value)


@given(st.text(max_size=60) | st.text(alphabet="甲: -[]{}&*!|>'\"#\n\t?,1a", max_size=60))
def test_any_text_gives_a_tree_or_a_problem(text: str) -> None:
    root, problems = read_yaml(text, "a.yaml")
    assert root is None or isinstance(root, (ScalarNode, ListNode, MapNode))
    assert all(problem.help for problem in problems)


ROWS = "- 取暖路径: 煤改电\n  区域: 农村\n  任务户数: 100\n- path: 煤改气\n  area: 农村\n  households: 8\n"


@pytest.mark.parametrize(
    ("text", "sample"),
    [
        (ROWS, False),
        ("sample: true\n数据:\n" + ROWS, True),
        ("rows:\n" + ROWS, False),
        ("示例数据: true\nrows:\n" + ROWS, True),
    ],
)
def test_a_dataset_is_a_list_of_rows(county: Workspace, text: str, sample: bool) -> None:
    county.write("改造任务.yaml", text)
    table = county.table("改造任务")
    assert table.sample is sample
    assert [row.households for row in table.rows] == [100, 8]
    assert county.said() == []
    first = text[: text.index("100")].count("\n") + 1
    assert table.rows[0].place("households") == Place("inputs/2023/原平市/改造任务.yaml", line=first)
    assert table.rows[0].place("township") == table.rows[0].origin.place == Place("inputs/2023/原平市/改造任务.yaml", line=first - 2)


@pytest.mark.parametrize(
    ("text", "code", "message", "line"),
    [
        (ROWS + "  任务户数: 9\n", "duplicate-key", "“任务户数”填写了两次，按第一次的读取", 7),
        (ROWS + "  户主: 张某某\n", "unknown-key", "“改造任务”没有“户主”这一列", 7),
        (ROWS + "  乡镇街办: 甲\n", "unknown-key", "“改造任务”没有“乡镇街办”这一列，是否应为“乡镇”", 7),
        (ROWS + "  乡镇: [甲]\n", "wrong-type", "“乡镇”应为一个值", 7),
        (ROWS + "- 甲\n", "wrong-type", "每一行应为一组“列名: 值”", 7),
        (ROWS.replace("8", "八"), "not-a-number", "“任务户数”应为整数（单位：户），实际是“八”", 6),
        (ROWS.replace("  households: 8\n", ""), "missing-value", "“任务户数”没有填写", 4),
        (ROWS.replace("8", "-8"), "negative", "“任务户数”不能是负数，实际是-8", 6),
        ("数据: 甲\n", "wrong-type", "“数据”的值不对", 1),
        ("甲: 1\n数据: []\n", "unknown-key", "没有“甲”这一项", 1),
        ("改造任务: 甲\n", "wrong-type", "“改造任务”的值不对", 1),
        ("数据: []\n改造任务: []\n", "duplicate-key", "各行数据写了两处", 2),
        ("sample: true\n", "wrong-type", "没有“数据”这一项", 1),
        ("甲", "wrong-type", "应为各行数据的列表", 1),
        ("- 甲: [\n", "yaml-syntax", "附近不符合 YAML 格式", 2),
    ],
)
def test_each_fault_of_a_list_is_said_at_its_line(county: Workspace, text: str, code: str, message: str, line: int) -> None:
    county.write("改造任务.yaml", text)
    ((found, said, place),) = county.said(ERROR)
    assert (found, place) == (f"inputs.{code}", f"改造任务.yaml:{line}")
    assert message in said


@pytest.mark.parametrize(("item", "households"), [("- 甲", [100, 8, None]), ("- [煤改电, 农村, 5]", [100, 8, None]), ("- 5", [100, 8, None]), ("-", [100, 8])])
def test_an_item_that_is_no_row_is_a_row_of_which_nothing_is_known(county: Workspace, item: str, households: list[int | None]) -> None:
    county.write("改造任务.yaml", f"{ROWS}{item}\n")
    rows = county.table("改造任务").rows
    assert [row.households for row in rows] == households
    assert len(county.said(ERROR)) == households.count(None)
    assert rows[-1].place("path").line == (7 if None in households else 4)


def test_rows_of_other_counties_are_left_out_of_a_list(county: Workspace) -> None:
    county.write("改造任务.yaml", ROWS + "- {县: 代县, 取暖路径: 煤改电, 区域: 农村, 任务户数: 坏}\n")
    assert len(county.rows("改造任务")) == 2
    assert [code for code, _, _ in county.said()] == ["inputs.other-counties"]
