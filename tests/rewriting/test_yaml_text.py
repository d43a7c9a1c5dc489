"""A YAML text that is to say something else: what is written anew, what stays, and what is left to people."""

from typing import Any

import pytest

from reportgen.inputs.yaml_nodes import plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.rewriting.yaml_text import NotRewritten, rewritten

TEXT = """# 说明
名称: 甲县   # 县
代码: "990901"
机关: '甲办'
文种:
  - 实施方案   # 一
  # 中间的
  - 验收报告
时限: {方案: 2023-04-20}
联系人:   # 待定
空: ~
主送: [甲办]
论证: |
  第一行
  第二行 # 不是注释

公文:
  # 日常
  方案:
    文号: 一号
    日期: 2023-01-01  # 签发
  月报: {文号: 二号, 主送: [一, 二]}
部门:
  财政局: [资金, 拨付]
表:
- 甲: 1
  乙: 2   # 二
- {甲: 3, 乙: 4}
连用: &a [一, 二]
引用: *a"""

Path = tuple[str | int, ...]


def changed(text: str, path: Path, value: Any) -> str:
    """The text with something else at a place; `...`: nothing is there."""
    root, _ = read_yaml(text, "")
    assert root is not None
    whole = holder = plain(root)
    for part in path[:-1]:
        holder = holder[part]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return rewritten(text, whole)


CASES: list[tuple[Path, Any, str, str]] = [
    (("名称",), "乙县", "名称: 甲县", "名称: 乙县"),
    (("名称",), "乙: 县 # 某", "名称: 甲县", '名称: "乙: 县 # 某"'),
    (("名称",), "0350", "名称: 甲县", '名称: "0350"'),
    (("名称",), "是", "名称: 甲县", "名称: 是"),
    (("名称",), 12, "名称: 甲县", "名称: 12"),
    (("代码",), "0123", '"990901"', '"0123"'),
    (("机关",), "乙'办", "'甲办'", "'乙''办'"),
    (("机关",), None, "机关: '甲办'", "机关:"),
    (("文种",), ["实施方案", "月报", "验收报告"], "  # 中间的\n", "  - 月报\n  # 中间的\n"),
    (("文种",), ["月报", "实施方案", "验收报告"], "  - 实施方案", "  - 月报\n  - 实施方案"),
    (("文种",), ["验收报告"], "  - 实施方案   # 一\n", "  # 一\n"),
    (("文种",), [], "文种:\n  - 实施方案   # 一\n  # 中间的\n  - 验收报告\n", "文种: []\n  # 一\n  # 中间的\n"),
    (("文种",), None, "  - 实施方案   # 一\n  # 中间的\n  - 验收报告\n", "  # 一\n  # 中间的\n"),
    (("时限", "总结"), "2024-01-01", "2023-04-20}", "2023-04-20, 总结: 2024-01-01}"),
    (("时限", "方案"), None, "方案: 2023-04-20}", "方案: }"),
    (("时限", "方案"), ..., "{方案: 2023-04-20}", "{}"),
    (("联系人",), "张某某", "联系人:   #", "联系人: 张某某   #"),
    (("联系人",), ["张某某", "李，某"], "联系人:   #", '联系人: [张某某, "李，某"]   #'),
    (("联系人",), {"姓名": "张某某"}, "# 待定\n", "# 待定\n  姓名: 张某某\n"),
    (("空",), "有", "~", "有"),
    (("主送",), None, "主送: [甲办]", "主送:"),
    (("主送",), ["乙办", "甲办"], "[甲办]", "[乙办, 甲办]"),
    (("论证",), "一\n\n二\n", "  第一行\n  第二行 # 不是注释\n", "  一\n\n  二\n"),
    (("论证",), "一\n  二 ", "|\n  第一行\n  第二行 # 不是注释\n", '"一\\n  二 "\n'),
    (("公文", "方案", "印发"), "2023-02-01", "# 签发\n", "# 签发\n    印发: 2023-02-01\n"),
    (("公文", "月报", "主送"), ["一", "三", "四"], "[一, 二]}", "[一, 三, 四]}"),
    (("公文", "月报", "主送"), ["二"], "[一, 二]}", "[二]}"),
    (("公文", "周报"), {"文号": "三号"}, "[一, 二]}\n", "[一, 二]}\n  周报: {文号: 三号}\n"),
    (("公文", "月报"), ..., "  月报: {文号: 二号, 主送: [一, 二]}\n", ""),
    (("公文", "方案"), ..., "  方案:\n    文号: 一号\n    日期: 2023-01-01  # 签发\n", "  # 签发\n"),
    (("部门", "能源局"), ["能源"], "拨付]\n", "拨付]\n  能源局: [能源]\n"),
    (("表", 0, "乙"), 5, "乙: 2   #", "乙: 5   #"),
    (("表", 1, "丙"), "x", "乙: 4}", "乙: 4, 丙: x}"),
    (("引用",), ["一"], "*a", "[一]"),
    (("新的",), {"甲": {"乙": "丙"}, "丁": ["戊"]}, "引用: *a", "引用: *a\n新的:\n  甲:\n    乙: 丙\n  丁: [戊]"),
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("path", "value", "old", "new"), CASES, ids=str)
def test_what_says_otherwise_is_written_anew_and_nothing_else(path: Path, value: Any, old: str, new: str, line_end: str) -> None:
    assert TEXT.count(old) == 1
    assert changed(TEXT.replace("\n", line_end), path, value) == TEXT.replace(old, new).replace("\n", line_end)


def test_entries_have_other_names_and_further_ones_stand_behind_them() -> None:
    def renamed(whole: dict[str, Any]) -> None:
        whole["公文"] = {"计划": whole["公文"]["方案"], "月报": whole["公文"]["月报"], "周报": {"文号": "三号"}}

    root, _ = read_yaml(TEXT, "")
    whole = plain(root) if root is not None else {}
    renamed(whole)
    assert rewritten(TEXT, whole) == TEXT.replace("  方案:\n", "  计划:\n").replace("[一, 二]}\n", "[一, 二]}\n  周报: {文号: 三号}\n")


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("甲: &x 一\n乙: *x\n", ("甲",), "二"),  # 乙 would change too
        ("甲: {一: 1,  # 注\n  二: 2}\n乙: 3\n", ("甲",), None),  # the remark would go
        ("? 甲\n: 一\n", ("甲",), "二"),
        ("甲: 一\n甲: 二\n乙: 三\n", ("甲",), ...),  # then the second one would count
        ("- - 一\n  - 二\n", (0,), ["二"]),
    ],
)
def test_what_cannot_be_written_alone_is_refused(text: str, path: Path, value: Any) -> None:
    with pytest.raises(NotRewritten):
        changed(text, path, value)


@pytest.mark.parametrize(
    "sign",
    [
        "“",
        "：",
        "- ",
        "？",
        "#",
        ": ",
        "{",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        '"',
        "'",
        ",",
        "，",
        "＃",
        "～",
        "\u2028",
        "\x85",
        "\t",
        "\\",
        "true",
        "~",
        "1_0",
        "=",
        "\U0001f600",
    ],
)
@pytest.mark.parametrize("around", ["{}", "甲{}乙", "甲 {}", "甲{} 乙"])
def test_every_text_reads_back_in_every_place(sign: str, around: str) -> None:
    value = around.format(sign)
    for path in (("名称",), ("代码",), ("机关",), ("联系人",), ("主送", 0), ("时限", "方案"), ("公文", "月报", "主送", 1), ("文种", 0), ("论证",)):
        made = changed(TEXT, path, value)
        root, _ = read_yaml(made, "")
        found = plain(root) if root is not None else None
        for part in path:
            found = found[part]
        assert found == value


def test_an_empty_file_gets_what_it_is_to_say() -> None:
    assert rewritten("# 尚未填写", {"名称": "甲县"}) == "# 尚未填写\n名称: 甲县\n"
