"""Titles are broken by meaning, in few lines, into a trapezoid or a diamond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.documents.titles import LINE_WIDTH, break_title
from reportgen.inputs.schema.programme import shipped
from reportgen.measure import width

WORDS = shipped().title_words


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ("原平市|2023年|冬季清洁取暖|工作实施方案", ("原平市2023年冬季清洁取暖工作实施方案",)),
        ("五台山风景名胜区|2023年|冬季清洁取暖|工作实施方案", ("五台山风景名胜区", "2023年冬季清洁取暖工作实施方案")),
        (
            "原平市清洁取暖工作领导小组办公室|关于报送|《原平市|2023年|冬季清洁取暖|工作实施方案》|的报告",
            ("原平市清洁取暖工作领导小组办公室", "关于报送《原平市2023年冬季清洁取暖", "工作实施方案》的报告"),
        ),
        (
            "五台山风景名胜区清洁取暖工作领导小组办公室|关于报送|《五台山风景名胜区|2023年|冬季清洁取暖|工作实施方案》|的报告",
            ("五台山风景名胜区", "清洁取暖工作领导小组办公室", "关于报送《五台山风景名胜区2023年", "冬季清洁取暖工作实施方案》的报告"),
        ),
        ("一个部分", ("一个部分",)),
        ("", ()),
    ],
)
def test_known_titles(pattern: str, lines: tuple[str, ...]) -> None:
    assert break_title(pattern.split("|"), WORDS) == lines


@given(st.lists(st.text("清洁取暖工作方案", min_size=1, max_size=9), min_size=1, max_size=8))
def test_nothing_is_lost_and_no_line_is_too_long(parts: list[str]) -> None:
    lines = break_title(parts, WORDS)
    assert "".join(lines) == "".join(parts)
    assert all(width(line) <= LINE_WIDTH for line in lines)


def test_an_hourglass_is_avoided() -> None:
    lines = break_title(["忻州市清洁取暖工作领导小组办公室", "关于印发", "忻州市清洁取暖", "工作实施方案", "和任务分解表", "的通知"], WORDS)
    widths = [width(line) for line in lines]
    assert not (len(widths) > 2 and widths[1] < min(widths[0], widths[-1]))


UNITS = ["代县", "原平市", "忻州城区", "五台山风景名胜区", "某某经济技术开发区", "克孜勒苏柯尔克孜自治州"]
KINDS = ["冬季清洁取暖工作实施方案", "冬季清洁取暖项目验收报告", "冬季清洁取暖项目绩效自评报告", "采暖季清洁取暖工作总结"]
WHOLE = ("清洁取暖", "领导小组", "办公室", "实施方案", "报告", "总结", "的通知", "2023年", "2024年", "采暖季", "冬季")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("wished", ["", "|"], ids=["words", "wishes"])
def test_a_title_of_any_name_is_a_trapezoid_or_a_diamond_and_no_word_is_parted(unit: str, kind: str, wished: str) -> None:
    year = "2023—2024年" if "总结" in kind else "2023年"
    lines = break_title(wished.join([f"{unit}清洁取暖工作领导小组办公室", "关于报送", f"《{unit}", year, f"{kind}》", "的报告"]).split("|"), WORDS)
    widths = [width(line) for line in lines]
    inner = range(1, len(lines) - 1)
    assert all(wide <= LINE_WIDTH for wide in widths)
    assert not any(widths[at] < min(max(widths[:at]), max(widths[at + 1 :])) for at in inner), lines
    assert max(widths) - min(widths) >= 2, lines
    assert all(word in "|".join(lines) for word in (*WHOLE, unit) if word in "".join(lines)), lines


def test_a_wish_is_honoured() -> None:
    assert break_title(["某某县人民政府办公室关于印发", "《清洁取暖工作实施方案》的通知"], WORDS)[0] == "某某县人民政府办公室关于印发"
