"""Figures and faults mean the same wherever the language is written: in templates, Word forms, titles and rules."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import TemplateError

from reportgen.language.bounded import reading
from reportgen.language.display import words_of
from reportgen.language.entry import Entry
from reportgen.language.environment import FILTERS, NoTemplates, environment
from reportgen.language.faults import explained
from reportgen.language.figure import Absent, Figure
from reportgen.language.tests import TESTS
from reportgen.language.text import WORDS, text
from reportgen.language.undefined import Lack, Malformed
from reportgen.language.views import Year
from reportgen.policy.expressions import FAULTS, RULES, reason, told, truth
from tools.make_language import GLOBALS, shown

DOCUMENTS = environment(NoTemplates(), positions=False)


def figure(value: int | None) -> Figure:
    return Figure(None if value is None else Decimal(value), (), ("某表的格子",) if value is None else (), "数", "户数", "户")


DATA: dict[str, Any] = {"data": SimpleNamespace(two=figure(2), zero=figure(0), lost=figure(None), text="甲县", blank=Absent("备注"))}


def in_document(condition: str) -> bool:
    return DOCUMENTS.from_string("{{ '是' if " + condition + " else '否' }}").render(DATA) == "是"


def in_title(condition: str) -> bool:
    return text("{{ '是' if " + condition + " else '否' }}", DATA) == "是"


def in_rule(condition: str) -> bool:
    with reading():
        return truth(condition, DATA)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("data.two == 2", True),
        ("data.two != 2", False),
        ("2 == data.two", True),
        ("data.two > data.zero", True),
        ("data.two <= 1", False),
        ("data.two - 2 == data.zero", True),
        ("data.two * 3 / 4 == data.two - 1 + 1 / data.two", True),
        ("data.two is given", True),
        ("[data.two, data.zero]|sum == 2", True),
        ("[data.two, data.zero]|select('gt', 0)|list|length == 1", True),
        ("data.lost is given", False),
        ("data.blank is given", False),
    ],
)
def test_a_condition_means_the_same_everywhere(condition: str, holds: bool) -> None:
    assert (in_document(condition), in_title(condition), in_rule(condition)) == (holds, holds, holds)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("data.lost == 2", False),
        ("data.lost != 2", True),
        ("data.lost == data.lost", False),
        ("data.two == data.lost", False),
        ("data.lost < 2", False),
        ("data.lost >= 0", False),
        ("2 > data.lost", False),
        ("data.two < data.lost", False),
        ("data.lost + 1 > 0", False),
        ("[data.two, data.lost]|sum > 0", False),
    ],
)
def test_of_a_missing_figure_nothing_holds_and_a_rule_is_not_checked(condition: str, holds: bool) -> None:
    assert (in_document(condition), in_title(condition)) == (holds, holds)
    with pytest.raises(Lack, match="某表的格子"):
        in_rule(condition)


@pytest.mark.parametrize(("by", "printed"), [("households", "2户"), ("wan_money", "2.00万元"), ("number", "2"), ("number(1)", "2.0"), ("numeral", "二")])
def test_a_figure_prints_alike_everywhere(by: str, printed: str) -> None:
    pattern = "{{ data.two|" + by + " }}"
    with reading():
        said = told(pattern, DATA)
    assert {words_of(DOCUMENTS.from_string(pattern).render(DATA)), text(pattern, DATA), said} == {printed}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("data.tow", "用了没有定义的名称“data.tow”"),
        ("daat", "用了没有定义的名称“daat”"),
        ("data.two|household", "没有名为“household”的过滤器"),
        ("data.two is biggish", "没有名为“biggish”的判断"),
        ("data.two|households(1, 2)", "参数的个数、种类不对，或者数据的类型不对，不能这样计算或者比较"),
        ("data.two > '甲'", "“数据项”不能与“文字”比大小"),
        ("data.two / 0 > 1", "除数是0，或者数值无法计算"),
        ("data.text.__class__", "不能用“__class__”"),
        ("(data.two", "此处应为“)”，实际是“}”"),
        ("data.two ~ '户'", "数据项“户数”要用过滤器输出，例如 {{ … | households }}"),
        ("data.two|string", "数据项“户数”要用过滤器输出，例如 {{ … | households }}"),
        ("[data.two]|listed", "数据项“户数”要用过滤器输出，例如 {{ … | households }}"),
        ("[data.two]|sum|households", "算出来的数没有名称和来源，不能输出；请用数据项，并用过滤器输出"),
        ("data.two|number(-1)", "小数的位数应是0到8的整数，实际是“-1”"),
        ("data.two|households|households", "过滤器的结果是文字，不能再用一个数的过滤器"),
        ("data", "要输出的不是文字或者数：列表要用 for 逐项输出，其他要写明其中的哪一项"),
        ("[]|max", "列表是空的，没有最大、最小的一项"),
    ],
)
def test_a_fault_is_told_in_the_same_words_everywhere(written: str, words: str) -> None:
    pattern = "{{ " + written + " }}"
    for jinja in (DOCUMENTS, WORDS):
        with pytest.raises((TemplateError, ArithmeticError, TypeError, ValueError)) as caught:
            jinja.from_string(pattern).render(DATA)
        assert explained(caught.value, jinja, sentence=pattern).what == words
    with reading(), pytest.raises((Malformed, *FAULTS)) as caught:
        told(pattern, DATA)
    assert words in reason(caught.value, (pattern,))


@pytest.mark.parametrize("sign", ["｛｛ data.two ｝｝", "{％ if data.two ％}", "{data.two}", "甲}}", "%}"])
def test_what_only_looks_like_a_tag_is_refused_where_it_would_be_printed(sign: str) -> None:
    for jinja in (environment(NoTemplates()), WORDS, RULES):
        with pytest.raises(TemplateError, match="没有成对，或者是全角的"):
            jinja.from_string(f"<p>{sign}</p>")
        assert jinja.from_string("（｛甲｝100%）").render() == "（｛甲｝100%）"


def test_rules_have_the_filters_and_tests_of_the_language_but_those_that_hide_what_is_missing() -> None:
    assert FILTERS.keys() - RULES.filters.keys() == {name for name, entry in FILTERS.items() if not entry.rules}
    assert TESTS.keys() - RULES.tests.keys() == {name for name, entry in TESTS.items() if not entry.rules}
    assert DOCUMENTS.filters.keys() == WORDS.filters.keys() == FILTERS.keys()
    assert DOCUMENTS.globals.keys() == GLOBALS.keys()
    assert RULES.globals == {}


@pytest.mark.parametrize(("name", "entry"), [*FILTERS.items(), *TESTS.items()])
def test_every_filter_and_test_has_an_example_that_gives_something(name: str, entry: Entry) -> None:
    assert name
    assert entry.examples
    assert all(shown(example) for example in entry.examples)


def test_text_that_is_joined_again_and_again_is_refused() -> None:
    grown = "data.text" + "|list|join('一二三四五六七八九十')" * 30
    with reading(), pytest.raises(TemplateError, match=r"连成的文字超过|计算量超过"):
        truth(f"{grown} == ''", DATA)


def test_a_year_is_a_number_and_equal_to_its_digits() -> None:
    year = Year(2023)
    assert (year == 2023, year == "2023", year != "2023", year == "2024", year + 1, {2023: "年"}[year]) == (True, True, False, False, 2024, "年")
    assert DOCUMENTS.from_string("{{ year }}{{ '年' if year == '2023' }}").render(year=year) == "2023年"
