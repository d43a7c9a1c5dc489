"""YAML as a Chinese keyboard leaves it: full-width signs are read as half-width ones and told, or told; none is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Severity
from reportgen.inputs.unit import read_unit
from reportgen.inputs.yaml_nodes import plain
from reportgen.inputs.yaml_tree import read_yaml
from tests.inputs.workspace import Workspace

ERROR, NOTICE = Severity.ERROR, Severity.NOTICE


@pytest.mark.parametrize(
    ("text", "value", "line"),
    [
        ("主送: ［甲办公室］", ["甲办公室"], 1),
        ("主送: ［甲，乙］", ["甲", "乙"], 1),
        ("主送: ［甲, 乙］", ["甲", "乙"], 1),
        ("主送: ［“甲”，“乙”］", ["甲", "乙"], 1),
        ("主送: ［甲]", ["甲"], 1),
        ("主送: ［甲，\n  乙］", ["甲", "乙"], 1),
        ("主送: ［］", [], 1),
        ("主送:\n  ［甲］", ["甲"], 2),
        ("- ［甲］", [["甲"]], 1),
        ("主送: [甲，乙]", ["甲", "乙"], 1),
        ("主送: [“甲”，“乙”]", ["甲", "乙"], 1),
        ("主送: [甲, 乙（丙，丁），戊]", ["甲", "乙（丙，丁）", "戊"], 1),
        ("采暖季: ｛开始：2023-11-01，结束：2024-03-31｝", {"开始": "2023-11-01", "结束": "2024-03-31"}, 1),
        ("采暖季: {开始：2023-11-01, 结束：2024-03-31}", {"开始": "2023-11-01", "结束": "2024-03-31"}, 1),
        ("代码: “140926”", "140926", 1),
        ("代码: ‘140926’", "140926", 1),
        ("代码: ＂140926＂", "140926", 1),
        ('代码: “140926"', "140926", 1),
        ("代码: ”140926”", "140926", 1),
        ("“代码”: 甲", None, 1),
        ("上级: 忻州市 ＃ 备注", "忻州市", 1),
        ("上级: ＃ 待定", None, 1),
        ("主送:\n  － 甲\n  － 乙", ["甲", "乙"], 2),
        ("主送:\n  — 甲", ["甲"], 2),
        ("主送:\n  -甲\n  -乙", ["甲", "乙"], 2),
        ("主送:\n  －甲\n  －乙", ["甲", "乙"], 2),
    ],
)
def test_full_width_signs_that_read_one_way_are_read_and_told(text: str, value: object, line: int) -> None:
    root, said = read_yaml(text, "a.yaml")
    assert root is not None, said
    tree = plain(root)
    assert (tree if isinstance(tree, list) else tree.get(text.partition(":")[0])) == value or tree == {"代码": "甲"}
    assert said
    assert {(p.severity, p.code, p.places[0].line) for p in said} == {(NOTICE, "inputs.yaml-fullwidth", line)}
    assert all(p.help for p in said)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("主送: ［甲", "全角引号或者括号不成对，没有读取", 1),
        ("主送: 甲］", "全角引号或者括号不成对，没有读取", 1),
        ("主送: “甲", "全角引号或者括号不成对，没有读取", 1),
        ("主送: 甲”", "全角引号或者括号不成对，没有读取", 1),
        ("主送: ｛甲", "全角引号或者括号不成对，没有读取", 1),
        ("联系人: 张某某\n  电话：123", "用了中文冒号，和上一行连成了一项，没有读取", 2),
        ("主送:\n  ＃ 注释\n  - 甲", "用了全角“＃”，和下面的几行连成了一项，没有读取", 2),
        ("甲: 1\n乙：2", "用了中文冒号", 2),
        ("甲：1\n乙：2\n", "用了中文冒号", 1),
        ("甲：1\n乙: 2\n", "用了中文冒号", 1),
        ("公文:\n  实施方案：\n    发文字号: 6号\n", "用了中文冒号", 2),
        ("甲: 1\n＃ 注释\n乙: 2", "用了全角“＃”", 2),
        ("甲: 1\n＃ 注释: 无", "用了全角“＃”", 2),
        ("采暖季:\n　　开始: 2023-11-01", "用了全角空格缩进", 2),
        ("采暖季: ｛开始: 2023-11-01｝", "用了全角花括号“｛｝”", 1),
        ("主送: [甲］", "用了全角方括号“［］”", 1),
        ('代码: "140926”\n甲: 1', "用了中文引号", 1),
        ("采暖季: {开始: 2023-11-01，结束: 2024-03-31}", "列表中用了全角逗号“，”", 1),
        ("列表:\n  － 名称: 甲\n    值: 乙", "列表用了全角“－”，或者“-”后没有空格", 2),
    ],
)
def test_other_full_width_signs_are_told_at_their_line(text: str, message: str, line: int) -> None:
    root, said = read_yaml(text, "a.yaml")
    assert [(p.severity, p.message, p.places[0].line) for p in said] == [(ERROR, message, line)]
    assert "甲］" not in str(plain(root) if root else "")


@pytest.mark.parametrize(
    "value",
    [
        "“十四五”期间",
        "建设“双替代”工程",
        "“一户一策”和“一村一策”",
        "静清洁办发［2023］6号",
        "［2023］6号文",
        "3＃楼",
        "各县（市、区）人民政府，市直各部门",
        "注意：不要漏填",
        "－5℃",
        "——某某",
        "-5",
        "他说：“好”。",
        "‘甲’与‘乙’",
        "甲：乙",
        "一是甲，二是乙",
        "－",
        "【2023】",
        "〔2023〕6号",
    ],
)
def test_the_same_signs_in_a_text_stay(value: str) -> None:
    for text in (f"甲: {value}", f"- {value}"):
        root, said = read_yaml(text, "a.yaml")
        assert root is not None
        assert [str(one) for one in (plain(root).values() if text[0] == "甲" else plain(root))] == [value]
        assert said == []
    root, said = read_yaml(f'甲: "［甲］"\n乙: |\n  “{value}\n  丙：丁\n', "a.yaml")
    assert said == []


def test_a_sentence_in_a_list_is_one_item() -> None:
    root, said = read_yaml("甲: [一是乙，二是丙。, 丁]", "a.yaml")
    assert root is not None
    assert (plain(root), said) == ({"甲": ["一是乙，二是丙。", "丁"]}, [])


def test_what_is_alike_is_told_once() -> None:
    _, (problem,) = read_yaml("".join(f"甲{n}: “乙”\n" for n in range(9)), "a.yaml")
    assert (problem.message, len(problem.places)) == ("有9处用了中文引号，按英文引号读取", 9)


UNIT = "名称: “静乐县”\n级别: 县\n代码: “140926”\n发文机关: 静乐县清洁取暖办\n"


def test_a_unit_with_full_width_brackets_is_addressed_rightly() -> None:
    unit, said = read_unit(UNIT + "主送: ［忻州市清洁取暖工作领导小组办公室］\n采暖季: ｛开始：2023-11-01，结束：2024-03-31｝\n", "单位.yaml")
    assert unit is not None
    assert (unit.name, unit.code, unit.recipients) == ("静乐县", "140926", ("忻州市清洁取暖工作领导小组办公室",))
    assert unit.season is not None
    assert [(p.severity, p.places[0].line) for p in said] == [(NOTICE, 1), (NOTICE, 5), (NOTICE, 6)]


def test_a_list_of_rows_with_full_width_braces(county: Workspace) -> None:
    flow = "- ｛取暖路径：煤改电，区域：农村，任务户数：100｝\n- {取暖路径：煤改气, 区域: 农村, 任务户数: 8}\n"
    county.write("改造任务.yaml", flow + "- 取暖路径: “煤改气”\n  区域: 农村\n  任务户数: “9”\n")
    assert [row["households"] for row in county.rows("改造任务")] == [100, 8, 9]
    assert {code for code, _, _ in county.said(ERROR)} == set()


@given(st.text(alphabet="甲乙: -[]{}“”‘’＃［］｛｝，：－　\"'#\n,1", max_size=50))
def test_any_such_text_gives_a_tree_or_a_problem(text: str) -> None:
    root, problems = read_yaml(text, "a.yaml")
    shown = str(plain(root)) if root else ""
    assert not (shown.startswith("［") and shown.endswith("］"))
    assert all(problem.help for problem in problems)
