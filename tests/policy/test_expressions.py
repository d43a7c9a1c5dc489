"""The language of rules: exact numbers, data that isn't there, and what the sandbox refuses."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.diagnostics import Place
from reportgen.language.bounded import MAX_STEPS, reading
from reportgen.language.figure import Absent, Figure, Source
from reportgen.language.undefined import Lack, Malformed
from reportgen.policy.expressions import FAULTS, MAX_LENGTH, message, names_in, told, truth


def figure(name: str, value: str | None) -> Figure:
    lack = () if value is not None else (f"{name}的格子",)
    return Figure(None if value is None else Decimal(value), (Source(Place("表.csv", cell="A1"), str(value)),), lack, name, name, "户", "填报值")


DATA: dict[str, Any] = {
    "data": SimpleNamespace(
        ten=figure("ten", "10"),
        third=figure("third", "0.1"),
        unknown=figure("unknown", None),
        text="空气源热泵",
        blank=Absent("改造方式"),
        day=date(2023, 4, 18),
        many=(figure("one", "1"), figure("two", "2")),
        rows=tuple(SimpleNamespace(n=figure(f"row.{n}", str(n)), kind="甲" if n % 2 else "乙") for n in range(1, 5)),
    )
}


def evaluated(expression: str) -> bool:
    with reading():
        return truth(expression, DATA)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("data.ten == 10", True),
        ("data.ten > 10", False),
        ("data.third + data.third + data.third == data.ten * 3 / 100", True),
        ("data.ten - 1 == 9 and data.ten // 3 == 3 and data.ten % 3 == 1", True),
        ("data.many|sum == 3", True),
        ("data.rows|map(attribute='n')|max == 4", True),
        ("data.rows|selectattr('kind', 'eq', '甲')|map(attribute='n')|sum == 4", True),
        ("'空气源' in data.text", True),
        ("data.text.startswith('空气')", True),
        ("data.rows|map(attribute='kind')|join('、') == '甲、乙、甲、乙'", True),
        ("data.rows|map(attribute='kind')|list is sharing(['甲'])", True),
        ("data.text is saying(['水源', '空气源[^，]{0,4}(?:热泵|风机)'])", True),
        ("data.text is saying(['水源', '地源'])", False),
        ("data.ten is given and data.unknown is not given and data.blank is not given", True),
        ("data.ten == 10 or data.unknown > 1", True),
    ],
)
def test_expression(expression: str, value: bool) -> None:
    assert evaluated(expression) is value


@pytest.mark.parametrize(
    "expression",
    [
        "data.unknown == 1",
        "data.unknown != 1",
        "1 < data.unknown",
        "not data.unknown",
        "data.unknown + 1 > 0",
        "data.ten == 10 and data.unknown <= 5",
        "[data.unknown]|sum > 0",
        "data.blank == '外墙保温'",
        "'外墙' in data.blank",
        "data.blank is sharing(['外墙'])",
        "data.blank is saying(['外墙'])",
        "data.unknown.anything == 1",
        "data.unknown",
    ],
)
def test_what_is_missing_is_never_compared(expression: str) -> None:
    with pytest.raises(Lack, match=r"unknown的格子|改造方式"):
        evaluated(expression)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("data.nothing == 1", "nothing"),
        ("data.nothing is given", "nothing"),
        ("nothing == 1", "nothing"),
        ("data.ten / 0 > 1", "ZeroDivision|DivisionByZero|Infinity|division"),
        ("data.ten > '1'", "not supported"),
        ("data.text * 1000000000 == ''", "只能用于数值"),
        ("[1] * 1000000000 == []", "只能用于数值"),
        ("'%1000000000d' % 1 == ''", "只能用于数值"),
        ("9 ** 9 ** 9 > 1", "乘方"),
        ("data.text.ljust(1000000000) == ''", "ljust"),
        ("'{:1000000000}'.format(1) == ''", "format"),
        ("data.text|join(data.text|join('一二三四五六七八九十一')) == ''", "分隔符"),
        ("data.text.__class__.__mro__ == 1", "__class__"),
        ("data.__init__ == 1", "__init__"),
        ("range(1000000000)|sum > 1", "range"),
    ],
)
def test_a_wrong_expression_is_a_fault_at_once(expression: str, words: str) -> None:
    with pytest.raises(FAULTS, match=words):
        evaluated(expression)


@pytest.mark.parametrize("pattern", ["(空气|空){1,9}源", "空.*泵", "(?:空+)?", "空{2,}", "(空气"])
def test_a_pattern_that_is_wrong_or_could_take_forever_is_refused(pattern: str) -> None:
    with pytest.raises(Malformed, match="写法不对"):
        evaluated(f"data.text is saying(['{pattern}'])")


def test_what_is_neither_true_nor_false_is_a_fault() -> None:
    with pytest.raises(Malformed, match="请用比较来写"):
        evaluated("data.ten")


def test_work_is_bounded_by_counting() -> None:
    lots = SimpleNamespace(rows=[SimpleNamespace(n=1)] * (MAX_STEPS + 1))
    with reading(), pytest.raises(FAULTS, match="计算量"):
        truth("lots.rows|map(attribute='n')|sum > 0", {"lots": lots})


@pytest.mark.parametrize(
    "expression",
    [
        "data.ten ==",
        "data.ten = 1",
        "data.ten|default(0) == 0",
        "data.ten is defined",
        "data.ten == 1 }}{% for x in y %}",
        "(" * 100 + "1" + ")" * 100,
        "not " * 200 + "data.ten",
        "data.ten == " + "1" * MAX_LENGTH,
    ],
)
def test_what_cannot_be_compiled(expression: str) -> None:
    with pytest.raises(Malformed):
        names_in(expression)


def test_names_that_an_expression_asks_for() -> None:
    assert names_in("tasks.total > 0 and row.x == parameters.y") == {"tasks", "row", "parameters"}


def test_what_was_read_is_noted() -> None:
    with reading() as notes:
        truth("data.ten == 9 and data.third == 1", DATA)
    assert list(notes.figures) == ["ten"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("共{{ data.ten }}户", "共10户"),
        ("{{ data.third }}", "0.1"),
        ("{{ data.ten / 3 }}", "3.3333"),
        ("{{ data.day }}", "2023年4月18日"),
        ("{{ data.ten|wan_households }}、{{ data.third|percent }}", "0.0010万户、0.10%"),
        ("{{ data.unknown }}{{ data.unknown|households }}", "（未填）（未填）"),
        ("{{ data.text }}<b>&", "空气源热泵<b>&"),
    ],
)
def test_message(source: str, text: str) -> None:
    with reading():
        assert told(source, DATA) == text


@pytest.mark.parametrize("source", ["{% for x in data.rows %}{{ x }}{% endfor %}", "{% set x = 1 %}", "{{ data.ten|default(0) }}", "{{ data.ten"])
def test_a_message_is_text_with_expressions_and_nothing_else(source: str) -> None:
    with pytest.raises(Malformed):
        message(source)
