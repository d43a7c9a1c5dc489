"""The expressions and messages of rules: Jinja expressions in a sandbox of their own.

An expression works on plain values: a figure stands for its exact number, and reading it is noted with its sources. What the
inputs don't give stands for nothing: any use of it but the test `is given` ends the evaluation with `Lack`, so that a
missing number can't pass for a small one. Work is bounded by counting: an evaluation may take MAX_STEPS reads, calls
and operations, and nothing that is allowed does unbounded work in one step (no loops, ranges, powers, repeated or formatted text).
Counting gives the same answer on any machine, which a clock would not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, TemplateAssertionError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.diagnostics import Place
from reportgen.figures.figure import Absent, Figure
from reportgen.figures.lines import Listing, ListingRow
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.unit import Section

MAX_STEPS = 100_000
MAX_LENGTH = 1000
MAX_BRACKETS = 40
LONGEST_MARK = 10
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}|\)\{")
"""Repetitions in a pattern of `is saying` that could take a time beyond all bounds."""

FILTERS = ("abs", "count", "first", "last", "length", "list", "map", "max", "min", "rejectattr", "selectattr", "sort", "sum", "unique")
TESTS = ("==", "!=", "<", "<=", ">", ">=", "eq", "equalto", "ge", "gt", "le", "lt", "ne")
METHODS = ("of", "startswith", "endswith")
OPERATORS = frozenset(("+", "-", "*", "/", "//", "%", "**"))

FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a wrong expression raises when it runs."""


class Lack(Exception):
    """Data that is needed is not there; the text says which."""


class NoSuch(StrictUndefined):
    """A name or attribute that doesn't exist: the rule is wrong, whatever the data."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”这一项"


class Lacking(StrictUndefined):
    """A value that the inputs don't give."""

    __slots__ = ()


def lacking(*what: str) -> Lacking:
    """A value that isn't there because `what` isn't."""
    return Lacking(hint="、".join(dict.fromkeys(what)), exc=Lack)  # type: ignore[arg-type]  # Jinja raises it, whatever it is


class Malformed(Exception):
    """An expression that can't be compiled; the text says why, in Chinese."""


@dataclass(slots=True)
class Reading:
    """What an evaluation has read: figures by name, places of texts and dates, and how much work it was."""

    figures: dict[str, Figure] = field(default_factory=dict)
    places: dict[Place, None] = field(default_factory=dict)
    steps: int = 0

    def step(self) -> None:
        """Counts a step. Raises SecurityError where it is one too many."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise SecurityError(f"计算量超过{MAX_STEPS}步")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a rule runs over: its values as a line, and the record that knows where each stands."""

    line: ListingRow
    record: Record


_reading: ContextVar[Reading] = ContextVar("reading")


@contextmanager
def reading() -> Iterator[Reading]:
    """While it is open, what expressions read is noted in it."""
    notes = Reading()
    token = _reading.set(notes)
    try:
        yield notes
    finally:
        _reading.reset(token)


class _Rules(ImmutableSandboxedEnvironment):
    """The sandbox: names that rules are given, attributes that aren't private, the filters, tests and methods above."""

    intercepted_binops = OPERATORS

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`, as rules see it."""
        _reading.get().step()
        value = super().getattr(obj.line if isinstance(obj, Row) else obj, attribute)
        return _seen(value, obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`, as rules see it; a name is an attribute."""
        if isinstance(argument, str) and not isinstance(obj, Mapping):
            return self.getattr(obj, argument)
        _reading.get().step()
        return _seen(super().getitem(obj, argument), obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """What is private is never safe; a row's columns are most of what rules read, and need no further questions."""
        return not attr.startswith("_") if isinstance(obj, ListingRow) else super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the methods that rules need."""
        return getattr(obj, "__name__", "") in METHODS

    def call(self, context: Context, obj: Any, *arguments: Any, **named: Any) -> Any:
        """Calls one of METHODS; where it finds nothing, that is lacking."""
        _reading.get().step()
        if isinstance(obj, StrictUndefined):
            str(obj)  # raises: it says what is lacking or unknown
        if not self.is_safe_callable(obj):
            raise SecurityError(f"只能调用 {'、'.join(METHODS)}")
        found = super().call(context, obj, *arguments, **named)
        return lacking("、".join(map(str, (*arguments, *named.values())))) if found is None else _seen(found, obj, "")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, of numbers only."""
        _reading.get().step()
        for operand in (left, right):
            if isinstance(operand, StrictUndefined):
                str(operand)  # raises: it says what is lacking or unknown
            if isinstance(operand, bool) or not isinstance(operand, int | Decimal):
                raise SecurityError(f"“{operator}”只能用于数值")
        if operator == "**":
            raise SecurityError("不能用乘方（**）")
        return super().call_binop(context, operator, left, right)


def _seen(value: Any, owner: Any, key: Any) -> Any:
    """`value`, read as `key` of `owner`: a figure as its number, what isn't given as lacking; and noted."""
    notes = _reading.get()
    if isinstance(value, Figure):
        if value.value is None:
            return lacking(*(value.lacking or (value.label,)))
        notes.figures[value.name] = value
        return value.value
    place = owner.record.place(key) if isinstance(owner, Row) else owner.place(key) if isinstance(owner, Section) else None
    if isinstance(value, Absent):
        return lacking(f"{place}的{value.label}" if place else value.label)
    if isinstance(value, Listing) and value.lacking:
        return lacking(*value.lacking)
    if isinstance(owner, Section) and key in type(owner).model_fields and (value is None or value in ("", ())):
        return lacking(f"单位.yaml的{type(owner).model_fields[key].alias}")
    if place is not None and not isinstance(value, Section):
        notes.places[place] = None
    return tuple(_seen(item, value, None) for item in value) if isinstance(value, tuple) else value


def _is_given(value: Any) -> bool:
    """The test `is given`: whether the inputs give the value. A name that doesn't exist is still a fault."""
    if isinstance(value, StrictUndefined) and not isinstance(value, Lacking):
        str(value)
    return not isinstance(value, Lacking)


def _shares(values: Iterable[Any], others: Iterable[Any]) -> bool:
    """The test `is sharing(…)`: whether two lists have something in common."""
    return not set(values).isdisjoint(others)


def _says(text: Any, patterns: Iterable[str]) -> bool:
    """The test `is saying(…)`: whether a text says one of these things, each a regular expression whose repetitions are bounded, none of a group."""
    words = str(text)  # raises where it isn't given
    for pattern in patterns:
        _reading.get().step()
        if _UNBOUNDED.search(pattern):
            raise Malformed(f"“{pattern}”写法不对，重复只能写成 ? 或者 {{0,8}}，括号后面只能写 ?")
        try:
            if re.search(pattern, words):
                return True
        except re.error as fault:
            raise Malformed(f"“{pattern}”写法不对，请检查括号是否成对") from fault
    return False


def _joined(values: Iterable[Any], mark: str = "") -> str:
    """The filter `join`. The mark is short: joining by what was joined would multiply."""
    if len(mark) > LONGEST_MARK:
        raise SecurityError(f"join 的分隔符最多{LONGEST_MARK}个字")
    return mark.join(str(value) for value in values)


def _in_words(value: Any) -> Any:
    """What `{{ }}` prints in a message: numbers without padding zeros, dates as people write them, 未填 for what isn't given."""
    if isinstance(value, Lacking):
        return "（未填）"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value == value.to_integral() else format(round(value, 4).normalize(), "f")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return value


def _environment() -> Environment:
    rules = _Rules(undefined=NoSuch, autoescape=False, finalize=_in_words, optimized=False)
    rules.globals.clear()
    rules.filters = {**{name: rules.filters[name] for name in FILTERS}, "join": _joined}
    rules.tests = {**{name: rules.tests[name] for name in TESTS}, "given": _is_given, "sharing": _shares, "saying": _says}
    return rules


ENVIRONMENT = _environment()


@cache
def expression(source: str) -> TemplateExpression:
    """The compiled expression. Raises Malformed."""
    _bounded(source)
    try:
        return ENVIRONMENT.compile_expression(source, undefined_to_none=False)
    except (TemplateError, RecursionError, SyntaxError) as fault:
        raise Malformed(f"“{source}”写法不对{_why(fault)}") from fault


@cache
def message(source: str) -> Template:
    """The compiled message: text with expressions in {{ }}, nothing else. Raises Malformed."""
    _bounded(source)
    try:
        if any(not isinstance(node, nodes.Output) for node in ENVIRONMENT.parse(source).body):
            raise Malformed("message 中只能用 {{ }}，不能用 {% %}")
        return ENVIRONMENT.from_string(source)
    except (TemplateError, RecursionError, SyntaxError) as fault:
        raise Malformed(f"message 写法不对{_why(fault)}") from fault


def _why(fault: Exception) -> str:
    if isinstance(fault, TemplateAssertionError):
        return f"，过滤器可以用 {'、'.join(FILTERS)}、join，判断可以用 given、sharing、saying"
    return "，请检查引号、括号和运算符"


def reason(fault: Exception) -> str:
    """What made a rule fail, in Chinese."""
    if isinstance(fault, Malformed | TemplateError):
        return str(fault)
    if isinstance(fault, ArithmeticError):
        return "除数是0，或者数值无法计算"
    if isinstance(fault, LookupError):
        return f"没有参数 {fault}"
    return f"参数或者数据的类型不对，不能这样计算或者比较（{fault}）"


def _bounded(source: str) -> None:
    if len(source) > MAX_LENGTH:
        raise Malformed(f"超过{MAX_LENGTH}个字")
    if sum(map(source.count, "([{")) > MAX_BRACKETS:
        raise Malformed(f"括号超过{MAX_BRACKETS}个")


@cache
def names_in(source: str) -> frozenset[str]:
    """The names that an expression asks for. Raises Malformed."""
    expression(source)
    return frozenset(meta.find_undeclared_variables(ENVIRONMENT.parse("{{ " + source + " }}")))


@cache
def names_in_message(source: str) -> frozenset[str]:
    """The names that a message asks for. Raises Malformed."""
    message(source)
    return frozenset(meta.find_undeclared_variables(ENVIRONMENT.parse(source)))


def has_fractions(source: str) -> bool:
    """Whether a number with decimals stands in an expression: it would be inexact, and belongs in the parameters."""
    return any(isinstance(constant.value, float) for constant in ENVIRONMENT.parse("{{ " + source + " }}").find_all(nodes.Const))


def truth(source: str, names: Mapping[str, Any]) -> bool:
    """Whether the expression is true. Raises Lack where data is missing, Malformed or one of FAULTS where the expression is wrong."""
    value = expression(source)(names)
    if isinstance(value, StrictUndefined):
        str(value)
    if not isinstance(value, bool):
        raise Malformed(f"“{source}”的结果应当是“是”或者“否”，请用比较来写")
    return value
