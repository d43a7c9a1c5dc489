"""Titles are broken by meaning, in few lines, into a trapezoid or a diamond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.documents.titles import LINE_WIDTH, break_title
from reportgen.measure import width


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ("原平市|2023年|冬季清洁取暖|工作实施方案", ("原平市2023年冬季清洁取暖工作实施方案",)),
        ("五台山风景名胜区|2023年|冬季清洁取暖|工作实施方案", ("五台山风景名胜区2023年", "冬季清洁取暖工作实施方案")),
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
    assert break_title(pattern.split("|")) == lines


@given(st.lists(st.text("清洁取暖工作方案", min_size=1, max_size=9), min_size=1, max_size=8))
def test_nothing_is_lost_and_no_line_is_too_long(parts: list[str]) -> None:
    lines = break_title(parts)
    assert "".join(lines) == "".join(parts)
    assert all(width(line) <= LINE_WIDTH for line in lines)


def test_an_hourglass_is_avoided() -> None:
    lines = break_title(["忻州市清洁取暖工作领导小组办公室", "关于印发", "忻州市清洁取暖", "工作实施方案", "和任务分解表", "的通知"])
    widths = [width(line) for line in lines]
    assert not (len(widths) > 2 and widths[1] < min(widths[0], widths[-1]))
