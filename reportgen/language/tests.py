"""The tests of the language: what stands behind `is`, and in select, selectattr and their like."""

import operator
import re
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.tests import (
    test_defined,
    test_divisibleby,
    test_even,
    test_in,
    test_mapping,
    test_none,
    test_odd,
    test_sequence,
    test_string,
    test_undefined,
)

from reportgen.language.entry import Entry
from reportgen.language.figure import Absent, Term
from reportgen.language.undefined import Lacking, Malformed

_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}|\)\{")
"""Repetitions in a pattern of `is saying` that could take a time beyond all bounds."""


def is_given(value: Any) -> bool:
    """Whether the inputs give the value. A name that doesn't exist is a fault, as everywhere."""
    if isinstance(value, Lacking):
        return False
    if isinstance(value, StrictUndefined):
        str(value)  # raises
    return value.known if isinstance(value, Term) else not (isinstance(value, Absent) or value is None or value == "")


def shares(values: Iterable[Any], others: Iterable[Any]) -> bool:
    """Whether two lists have something in common."""
    return not set(values).isdisjoint(others)


def says(text: Any, patterns: Iterable[str]) -> bool:
    """Whether a text says one of these things, each a regular expression whose repetitions are bounded, none of a group.

    Raises Malformed for another pattern.
    """
    words = "" if isinstance(text, Absent) else str(text)  # raises where a rule isn't given it
    return any(_pattern(pattern).search(words) for pattern in patterns)


def _pattern(pattern: str) -> re.Pattern[str]:
    if _UNBOUNDED.search(pattern):
        raise Malformed(f"“{pattern}”写法不对，重复只能写成 ? 或者 {{0,8}}，括号后面只能写 ?")
    try:
        return re.compile(pattern)
    except re.error as fault:
        raise Malformed(f"“{pattern}”写法不对，请检查括号是否成对") from fault


def _compares(function: Callable[[Any, Any], bool], sign: str, *names: str) -> dict[str, Entry]:
    entry = Entry(function, "值；比较的值", f"同 {sign}", (f"各县|selectattr('户数', '{names[0]}', 100)|map(attribute='名称')|listed",))
    return dict.fromkeys((sign, *names), entry)


TESTS = {
    **_compares(operator.eq, "==", "eq", "equalto"),
    **_compares(operator.ne, "!=", "ne"),
    **_compares(operator.gt, ">", "gt", "greaterthan"),
    **_compares(operator.ge, ">=", "ge"),
    **_compares(operator.lt, "<", "lt", "lessthan"),
    **_compares(operator.le, "<=", "le"),
    "given": Entry(is_given, "任何值", "填报了没有；缺的数、没有填的文字和日期为“否”", ("户数 is given", "缺数 is given", "未填文字 is given")),
    "in": Entry(test_in, "值；列表", "在不在列表里", ("['甲', '乙', '丙']|select('in', ['甲', '乙'])|listed",)),
    "sharing": Entry(shares, "列表；列表", "两个列表有没有相同的项", ("['甲', '乙'] is sharing(['乙'])",)),
    "saying": Entry(says, "文字；写法的列表", "文字里有没有其中一种写法（正则表达式，重复只能写 ? 或者 {0,8}）", ("说明 is saying(['护栏', '围栏'])",)),
    "even": Entry(test_even, "整数", "是不是偶数", ("2 is even",)),
    "odd": Entry(test_odd, "整数", "是不是奇数", ("2 is odd",)),
    "divisibleby": Entry(test_divisibleby, "整数；整数", "能不能整除", ("6 is divisibleby(3)",)),
    "string": Entry(test_string, "任何值", "是不是文字", ("说明 is string",)),
    "sequence": Entry(test_sequence, "任何值", "是不是列表（对照表和文字也是）", ("['甲'] is sequence",), rules=False),
    "mapping": Entry(test_mapping, "任何值", "是不是对照表", ("{'甲': '乙'} is mapping",), rules=False),
    "callable": Entry(callable, "任何值", "是不是宏", ("说明 is callable",), rules=False),
    "none": Entry(test_none, "任何值", "是不是空的（none）；没有填报的不是空的，用 given", ("none is none",), rules=False),
    "defined": Entry(test_defined, "名称", "有没有这个名称", ("户数 is defined",), rules=False),
    "undefined": Entry(test_undefined, "名称", "是不是没有这个名称", ("没有这个名称 is undefined",), rules=False),
}
