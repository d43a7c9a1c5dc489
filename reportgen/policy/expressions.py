"""The expressions and messages of rules, in the one language: what they read is noted with where it is written.

What the inputs don't give stands for nothing: any use of it but the test `is given` ends the evaluation with `Lack`, so that a missing
number can't pass for a small one.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.environment import TemplateExpression

from reportgen.figures.lines import Listing
from reportgen.inputs.schema.unit import Filing, Unit
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.language.bounded import Bounded
from reportgen.language.display import words_of
from reportgen.language.faults import explained
from reportgen.language.figure import Absent, Figure
from reportgen.language.undefined import Malformed, lacking
from reportgen.language.views import Row, View, section_of
from reportgen.language.work import READING

MAX_LENGTH = 1000  # characters: the longest rule has some 200
_DAY = re.compile(r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?")
MAX_BRACKETS = 40  # what Python's parser takes without its own limit

FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a wrong expression raises when it runs."""


def _noted(value: Any, owner: Any, key: Any) -> Any:
    """`value`, read as `key` of `owner`, with its sources noted or the place where it is written; what isn't given as lacking."""
    if isinstance(value, Figure):
        if value.value is None:
            return lacking(*(value.lacking or (value.label,)))
        READING.get().figures[value.name] = value
        return value
    place = None
    if isinstance(owner, Row):
        place = owner.record.place(key)
    elif isinstance(owner, View):
        section = section_of(owner)
        place = section.place(key)
        if isinstance(value, Absent) or (value == () and key in type(section).model_fields):
            where = "公文" if isinstance(section, Filing) and key not in Unit.model_fields else DESCRIPTION  # 主送 may be given for all documents
            return lacking(f"{where}的{type(section).model_fields[key].alias}")
    if isinstance(value, Absent):
        return lacking(f"{place}的{value.label}" if place else value.label)
    if isinstance(value, Listing) and value.lacking:
        return lacking(*value.lacking)
    if place is not None and not isinstance(value, View):
        READING.get().places[place] = None
    return tuple(_noted(item, value, None) for item in value) if isinstance(value, tuple) else value


RULES = Bounded(_noted)


@cache
def expression(source: str) -> TemplateExpression:
    """The compiled expression. Raises Malformed."""
    _bounded(source)
    try:
        return RULES.compile_expression(source, undefined_to_none=False)
    except (TemplateError, RecursionError, SyntaxError) as fault:
        raise _malformed(source, fault) from fault


@cache
def message(source: str) -> Template:
    """The compiled message: text with expressions in {{ }}, nothing else. Raises Malformed."""
    _bounded(source)
    try:
        if any(not isinstance(node, nodes.Output) for node in RULES.parse(source).body):
            raise Malformed("message 中只能用 {{ }}，不能用 {% %}")
        return RULES.from_string(source)
    except (TemplateError, RecursionError, SyntaxError) as fault:
        raise _malformed(source, fault) from fault


def told(source: str, names: Mapping[str, Any]) -> str:
    """The words of a message. Raises Lack where data is missing, Malformed or one of FAULTS where the message is wrong."""
    return words_of(message(source).render(names))


def _malformed(source: str, fault: Exception) -> Malformed:
    said = explained(fault, RULES, sentence=source)
    return Malformed(f"“{source}”写法不对：{said.what}，{said.help}")


def reason(fault: Exception, written: Iterable[str]) -> str:
    """What made a rule fail, in Chinese. `written` are its expressions and its message."""
    if isinstance(fault, Malformed):
        return str(fault)
    if type(fault) is KeyError:
        return f"没有参数 {fault}"
    said = explained(fault, RULES, sentence="\n".join(written))
    return f"{said.what}，{said.help}" if type(fault) is TypeError or said.help.startswith("是否应为") else said.what


def _bounded(source: str) -> None:
    if len(source) > MAX_LENGTH:
        raise Malformed(f"超过{MAX_LENGTH}个字")
    if sum(map(source.count, "([{")) > MAX_BRACKETS:
        raise Malformed(f"括号超过{MAX_BRACKETS}个")


@cache
def names_in(source: str) -> frozenset[str]:
    """The names that an expression asks for. Raises Malformed."""
    expression(source)
    return _names("{{ " + source + " }}")


@cache
def names_in_message(source: str) -> frozenset[str]:
    """The names that a message asks for. Raises Malformed."""
    message(source)
    return _names(source)


def _names(output: str) -> frozenset[str]:
    """The names in what only prints: nothing in it could give one a meaning."""
    return frozenset(name.name for name in RULES.parse(output).find_all(nodes.Name))


def has_fractions(source: str) -> bool:
    """Whether a number with decimals stands in an expression: it would be inexact, and belongs in the parameters."""
    return any(isinstance(constant.value, float) for constant in RULES.parse("{{ " + source + " }}").find_all(nodes.Const))


def dates_in(source: str) -> tuple[str, ...]:
    """The days that an expression has as texts: compared with a date they would be unequal to it, or fail."""
    constants = RULES.parse("{{ " + source + " }}").find_all(nodes.Const)
    return tuple(constant.value for constant in constants if isinstance(constant.value, str) and _DAY.fullmatch(constant.value))


def truth(source: str, names: Mapping[str, Any]) -> bool:
    """Whether the expression is true. Raises Lack where data is missing, Malformed or one of FAULTS where the expression is wrong."""
    value = expression(source)(names)
    if isinstance(value, StrictUndefined):
        str(value)
    if not isinstance(value, bool):
        raise Malformed(f"“{source}”的结果应当是“是”或者“否”，请用比较来写")
    return value
