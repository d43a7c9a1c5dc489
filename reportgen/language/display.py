"""How a number is written, and a figure with its name, exact value and sources; and what stands where something is missing.

Rounding is half up and happens here only; a share that isn't 100% (or 0) never prints as 100 (or 0): 99.999% is 99.99%, for readers
take 100% for all of it. Nor does an amount that isn't 0 print as 0: 0.003万平方米 is 30平方米 in text, 0.003 in a table.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from jinja2 import Undefined
from markupsafe import Markup, escape

from reportgen.language.figure import Absent, Figure, Term
from reportgen.language.shown import show
from reportgen.language.sources import sources_text

NOTHING = Markup("—")
"""What a share of nothing prints as, in a table's cell; a sentence had better say by `none` that there is nothing."""
NO_WORDS = "要输出的不是文字或者数：列表要用 for 逐项输出，其他要写明其中的哪一项"
PLAIN_PLACES = 4
"""So many decimals at most has a number that prints without a filter: those of 万平方米 down to a square metre."""

_ELEMENTS = re.compile(r"</?(?:data|span)\b[^>]*>")


def rounded(value: Decimal, places: int) -> str:
    """`value` with exactly `places` decimals, rounded half up, without grouping: 公文 style (GB/T 15835)."""
    return format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")


def rounded_share(value: Decimal, places: int) -> str:
    """A percentage with exactly `places` decimals, half up; but what isn't 0 or 100 is not rounded to it: 99.99, 100.01, 0.01 with two decimals."""
    text = rounded(value, places)
    for whole in (Decimal(0), Decimal(100)):
        if value != whole and Decimal(text) == whole:
            step = Decimal(1).scaleb(-places)
            return rounded(whole - step if value < whole else whole + step, places)
    return text


def rounded_amount(value: Decimal, places: int) -> str:
    """`value` with `places` decimals, half up; where it would be rounded to 0 and isn't 0, with as many as its first digit needs."""
    text = rounded(value, places)
    return rounded(value, -value.adjusted()) if value and not Decimal(text) else text


def plain(value: Decimal) -> str:
    """The number as it is, without padding zeros, with no more than PLAIN_PLACES decimals: what words alone say of it."""
    return format((value if value == value.to_integral() else round(value, PLAIN_PLACES)).normalize(), "f")


def day_of(value: date) -> str:
    """2023年4月8日: Arabic digits, full year, no padding zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def missing(label: str) -> Markup:
    """What is printed where an input is not there: 【待补：…】."""
    return Markup('<span class="missing">【待补：{}】</span>').format(label)


def lacking(value: Figure, text: str) -> Markup:
    """What is printed where a figure is not known, with the figure's name: what it lacks can be looked up."""
    show(value)
    return Markup('<span class="missing" data-figure="{}">{}</span>').format(value.name, text)


def figure_element(value: Figure, text: str) -> Markup:
    """`text`, which a known figure prints as, in the `<data>` element that carries its name, exact value and sources."""
    show(value)
    # Each part is escaped by itself: Markup.format does the same at ten times the cost, and a document has thousands.
    exact = format(value.value.normalize(), "f") if value.value else "0"
    named = f'data-figure="{_escaped(value.name)}" data-label="{_escaped(value.label)}" data-unit="{_escaped(value.unit)}"'
    behind = f'data-formula="{_escaped(value.formula)}" data-source="{_escaped(sources_text(value.sources))}"'
    return Markup(f'<data value="{exact}" {named} {behind}>{_escaped(text)}</data>')  # noqa: S704


@lru_cache(maxsize=4096, typed=True)  # names, labels, units and formulas come again in each document of a unit
def _escaped(text: str) -> str:
    """Text as it stands in an element or an attribute."""
    return str(escape(text))


def words_of(rendered: str) -> str:
    """The words alone of what was rendered: without the elements that filters make, data as the text that it is."""
    return Markup(_ELEMENTS.sub("", rendered)).unescape()  # noqa: S704  # it is made text again


def for_documents(value: object) -> object:
    """What `{{ }}` prints in a document: text as it is, what is absent as 【待补：…】; a number must be a figure and go through a filter.

    Raises TypeError for anything else, in Chinese.
    """
    if isinstance(value, str | Undefined) or hasattr(value, "__html__"):
        return value
    if isinstance(value, Absent):
        return missing(value.label)
    if isinstance(value, Term):
        str(value)  # raises: it says what to do
    if value is None:
        raise TypeError("要输出的值是空的")
    if isinstance(value, int | float | Decimal):
        raise TypeError(f"“{value}”不是数据项，没有来源，不能输出")
    if isinstance(value, date):
        raise TypeError("日期要用过滤器输出，例如 {{ … | day }}")
    raise TypeError(NO_WORDS)


def for_words(value: object) -> object:
    """What `{{ }}` prints where words alone are made: numbers as they are, dates as people write them, 【待补：…】 for what isn't there.

    Raises TypeError for anything else, in Chinese.
    """
    if isinstance(value, Term):
        if value.value is None:
            return missing(value.label if isinstance(value, Figure) else "、".join(value.lacking))
        return plain(value.value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return day_of(value)
    if isinstance(value, Absent):
        return missing(value.label)
    if isinstance(value, str | int | float | Undefined) or hasattr(value, "__html__"):
        return value
    raise TypeError(NO_WORDS)
