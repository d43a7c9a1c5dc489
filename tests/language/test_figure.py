"""A figure compares and computes as its number, wherever it is written; of a missing one nothing holds."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader

from reportgen.language.bounded import reading
from reportgen.language.environment import environment
from reportgen.language.figure import Absent, Figure, sum_of
from reportgen.language.undefined import Lack
from reportgen.policy.expressions import truth

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
TEMPLATES = environment(DictLoader({}), positions=False)


def figure(value: Decimal | None) -> Figure:
    return Figure(value, (), () if value is not None else ("甲县《资金》",), "x", "数", "户")


def in_template(condition: str, **names: Any) -> bool:
    return TEMPLATES.from_string("{% if " + condition + " %}是{% endif %}").render(names) == "是"


def in_rule(condition: str, **names: Any) -> bool:
    with reading():
        return truth(condition.replace("a", "data.a").replace("b", "data.b"), {"data": names})


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(COMPARISONS)))
def test_figures_and_bare_numbers_compare_as_their_numbers_do(a: Decimal, b: Decimal, sign: str) -> None:
    expected = COMPARISONS[sign](a, b)
    for one, other in ((figure(a), figure(b)), (figure(a), b), (a, figure(b))):
        assert COMPARISONS[sign](one, other) is expected
    assert in_template(f"a {sign} b", a=figure(a), b=figure(b)) is expected
    assert in_rule(f"a {sign} b", a=figure(a), b=figure(b)) is expected


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(sorted(OPERATIONS)))
def test_figures_compute_exactly_as_their_numbers_do(a: Decimal, b: Decimal, c: Decimal, sign: str) -> None:
    if sign == "/" and b == 0:
        return
    exact = OPERATIONS[sign](a, b)
    assert OPERATIONS[sign](figure(a), figure(b)).value == OPERATIONS[sign](figure(a), b).value == OPERATIONS[sign](a, figure(b)).value == exact
    for where in (in_template, in_rule):
        assert where(f"(a {sign} b) <= {int(c)}", a=figure(a), b=figure(b)) is (exact <= int(c))


@pytest.mark.parametrize("sign", sorted(COMPARISONS))
@pytest.mark.parametrize("left", [figure(None), figure(Decimal(1)), Decimal(1)])
def test_of_a_missing_figure_nothing_holds_and_a_rule_is_not_checked(sign: str, left: Figure | Decimal) -> None:
    missing = figure(None)
    for one, other in ((left, missing), (missing, left)):
        assert in_template(f"a {sign} b", a=one, b=other) is (sign == "!=")
        with pytest.raises(Lack, match="甲县《资金》"):
            in_rule(f"a {sign} b", a=one, b=other)


@pytest.mark.parametrize("condition", ["a", "a + 1 > 0", "a * 0 == 0", "[a, 1]|sum >= 0", "a|abs >= 0", "a is given"])
def test_what_is_computed_from_a_missing_figure_is_missing(condition: str) -> None:
    assert not in_template(condition, a=figure(None))
    assert in_template(condition, a=figure(Decimal(1)))


@pytest.mark.parametrize("other", ["2000", "", "多"])
@pytest.mark.parametrize("value", [Decimal(2000), None])
def test_a_figure_is_not_compared_with_a_text(value: Decimal | None, other: str) -> None:
    """It would be unequal to any text, and nobody would hear of it."""
    for compare in (operator.eq, operator.ne, operator.lt, operator.ge):
        with pytest.raises(TypeError):
            compare(figure(value), other)
        with pytest.raises(TypeError):
            compare(other, figure(value))


@pytest.mark.parametrize("other", [None, [1]])
def test_a_figure_has_no_size_beside_what_is_no_number(other: object) -> None:
    with pytest.raises(TypeError):
        figure(Decimal(1)) > other  # noqa: B015  # it raises
    assert figure(Decimal(1)) != other


def test_nothing_is_more_than_what_is_not_filled_in() -> None:
    assert not figure(Decimal(1)) > Absent("面积")


@given(st.lists(NUMBERS, max_size=20))
def test_a_sum_is_exact_and_knows_what_it_lacks(values: list[Decimal]) -> None:
    assert sum_of(map(figure, values)).value == sum(values, Decimal(0))
    lacking = sum_of([*map(figure, values), figure(None)])
    assert (lacking.value, lacking.lacking) == (None, ("甲县《资金》",))
