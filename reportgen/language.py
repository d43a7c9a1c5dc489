"""The language of templates and rules: the sandboxed Jinja environment, and the filters of official style.

A number is printed by a filter. A figure prints as a `<data>` element that carries its name, exact value and sources;
a missing one prints as 【待补：…】. Rounding is half up and happens here only; a share that isn't 100% (or 0) never
prints as 100 (or 0): 99.999% is 99.99%, for readers take 100% for all of it. Nor does an amount that isn't 0 print as 0:
0.003万平方米 is 30平方米 in text, 0.003 in a table.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, Undefined, pass_environment
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.filters import make_attrgetter
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from pydantic import BaseModel

from reportgen.diagnostics import Place
from reportgen.figures.figure import Absent, Figure
from reportgen.figures.sources import sources_text
from reportgen.numerals import in_chinese

NOTHING = Markup("—")
"""What a share of nothing prints as, in a table's cell; a sentence had better say by `none` that there is nothing."""

Number = Figure | Decimal | int


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


def missing(label: str) -> Markup:
    """What is printed where an input is not there: 【待补：…】."""
    return Markup('<span class="missing">【待补：{}】</span>').format(label)


def lacking(value: Figure, text: str) -> Markup:
    """What is printed where a figure is not known, with the figure's name: what it lacks can be looked up."""
    return Markup('<span class="missing" data-figure="{}">{}</span>').format(value.name, text)


def show(value: Figure, places: int, divisor: Decimal | int = 1) -> Markup:
    """The number alone, without its unit, with its name and sources. Raises TypeError for a bare number: it has no source."""
    if not isinstance(value, Figure):
        raise TypeError(f"“{value}”不是数据项，没有来源，不能输出")
    if value.value is None:
        return NOTHING if value.void else lacking(value, f"【待补：{value.label}】")
    return _data(value, rounded_share(value.value, places) if value.unit == "%" else rounded_amount(value.value / divisor, places))


def none(value: Figure, words: str) -> Markup:
    """A figure that is 0, in words: 没有. Such a statement stands on its figure; a missing one prints as 【待补：…】.

    Raises TypeError for a bare number, and ValueError where the figure isn't 0: then there is something.
    """
    if not isinstance(value, Figure):
        raise TypeError(f"“{value}”不是数据项，没有来源，不能输出")
    if value.value is None:
        return lacking(value, f"【待补：{value.label}】")
    if value.value:
        raise ValueError(f"“{value.label}”是{value.value}，不能写成“{words}”")
    return _data(value, words)


def _data(value: Figure, text: str) -> Markup:
    # Each part is escaped by itself: Markup.format does the same at five times the cost, and a document has thousands.
    exact = format(value.value.normalize(), "f") if value.value else "0"
    named = f'data-figure="{escape(value.name)}" data-label="{escape(value.label)}" data-unit="{escape(value.unit)}"'
    behind = f'data-formula="{escape(value.formula)}" data-source="{escape(sources_text(value.sources))}"'
    return Markup(f'<data value="{exact}" {named} {behind}>{escape(text)}</data>')  # noqa: S704


Measure = tuple[int, Decimal | int, str]
"""How many decimals, what the figure's value is divided by, and the unit behind it."""

_HOUSEHOLDS: Measure = (0, 1, "户")
_SQUARE_METRES: Measure = (0, Decimal("0.0001"), "平方米")
_WAN_YUAN: Measure = (2, 1, "万元")
_YUAN: Measure = (0, Decimal("0.0001"), "元")


def with_unit(*measures: Measure) -> Callable[[Figure], Markup]:
    """A filter that prints a number and its unit, in the first of the `measures` in which it doesn't round to 0; 0 itself in the last.

    A missing figure prints without a unit.
    """

    def printed(value: Figure) -> Markup:
        if not isinstance(value, Figure) or value.value is None:
            return show(value, 0)
        places, divisor, unit = next((measure for measure in measures if Decimal(rounded(value.value / measure[1], measure[0]))), measures[-1])
        return show(value, places, divisor) + unit

    return printed


def percent(value: Figure) -> Markup:
    """A percentage in text: two decimals, none where they would be zeros (100%, 108%; not 108.00%)."""
    if not isinstance(value, Figure) or value.value is None:
        return show(value, 2)
    return _data(value, rounded_share(value.value, 2).removesuffix(".00")) + "%"


def number(value: Figure, places: int | None = None) -> Markup:
    """A number for a table cell, without its unit: counts whole, 万平方米, 万元 and % with two decimals.

    Other measures show the decimals that they have. A missing figure prints as 【待补】.
    """
    if places is None:
        places = decimals(value)
    if isinstance(value, Figure) and not value.known and not value.void:
        return lacking(value, "【待补】")
    return show(value, places)


def cell(value: Any, places: object = None) -> Any:
    """What stands in a table's cell: a figure as `number` prints it, with `places` decimals where that is a number; a date in full; a text as it is."""
    if isinstance(value, Figure):
        return number(value, places if isinstance(places, int) else None)
    return day(value) if isinstance(value, date) else value


@pass_environment
def before(environment: Environment, rows: Iterable[Any], key: str, last: date | Absent) -> list[Any]:
    """The rows whose date (`key`, also that of a part: line.due) comes before a day. Where either date isn't known, nobody can say that it does."""
    dated = make_attrgetter(environment, key)
    return [row for row in rows if isinstance(last, date) and isinstance(day := dated(row), date) and day < last]


@pass_environment
def after(environment: Environment, rows: Iterable[Any], key: str, first: date | Absent) -> list[Any]:
    """The rows whose date comes after a day, likewise."""
    dated = make_attrgetter(environment, key)
    return [row for row in rows if isinstance(first, date) and isinstance(day := dated(row), date) and day > first]


def amount(value: Figure) -> Markup:
    """A number in text with the unit that it has, as `number` prints it: 186件, 19.5摄氏度, 0.885万吉焦. A missing figure prints as 【待补：…】."""
    text = show(value, decimals(value))
    return text + value.unit if value.known else text


def decimals(value: Figure) -> int:
    """How many decimals a number is printed with where nothing else is said."""
    if not isinstance(value, Figure) or value.value is None:
        return 0
    if value.unit in ("万平方米", "万元", "%"):
        return 2
    exponent = value.value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def day(value: date | Absent) -> Markup:
    """2023年4月8日: Arabic digits, full year, no padding zeros (GB/T 9704-2012 7.3.5.4)."""
    return missing(value.label) if isinstance(value, Absent) else escape(f"{value.year}年{value.month}月{value.day}日")


def month_day(value: date | Absent) -> Markup:
    """4月8日."""
    return missing(value.label) if isinstance(value, Absent) else escape(f"{value.month}月{value.day}日")


def month(value: date | Absent) -> Markup:
    """2023年4月."""
    return missing(value.label) if isinstance(value, Absent) else escape(f"{value.year}年{value.month}月")


def until(start: date | Absent, end: date | Absent) -> Markup:
    """4月21日—10月15日, with the second year where it differs: 11月1日—2024年4月30日. A 一字线 joins them (GB/T 15834 4.13)."""
    if isinstance(start, Absent) or isinstance(end, Absent):
        return month_day(start) + "—" + month_day(end)
    return month_day(start) + "—" + (month_day(end) if start.year == end.year else day(end))


LARGEST_NUMERAL = 9999


def numeral(value: Number) -> str:
    """A whole number from 0 to 9999 in Chinese numerals: 12 -> 十二, 105 -> 一百〇五, as headings and 序次 use them.

    Raises ValueError outside that range.
    """
    exact = value.value if isinstance(value, Figure) else Decimal(value)
    if exact is None or exact != int(exact) or not 0 <= exact <= LARGEST_NUMERAL:
        raise ValueError(f"{value} 不能写成汉字数字")
    return in_chinese(int(exact))


def document_number(value: str | Absent) -> Markup:
    """A 发文字号 in its proper form, 忻清洁办发〔2023〕3号: 六角括号, no 第, no padding zeros (GB/T 9704-2012 7.2.5)."""
    if isinstance(value, Absent):
        return missing(value.label)
    match = re.fullmatch(r"\s*(\S*?)\s*[\[［【（(〔]\s*(\d{4})\s*[\]］】）)〕]\s*第?\s*0*(\d+)\s*号\s*", value)
    return escape(f"{match[1]}〔{match[2]}〕{match[3]}号" if match else value)


def listed(items: Iterable[Any], mark: str = "、") -> Markup:
    """Items joined by 、; items in “” or 《》 stand without it (GB/T 15834 4.5.3.5)."""
    texts = [escape(_text(item)) for item in items]
    joined = Markup("")
    for n, text in enumerate(texts):
        adjoin = n > 0 and mark == "、" and (texts[n - 1][-1:], text[:1]) in (("”", "“"), ("》", "《"))
        joined += (Markup("") if n == 0 or adjoin else escape(mark)) + text
    return joined


def clause(value: str | Absent) -> Markup:
    """A text that somebody wrote as a part of a sentence: without its final punctuation, its lines joined by ；."""
    return missing(value.label) if isinstance(value, Absent) else escape("；".join(_lines(value)))


def paragraphs(value: str | Absent) -> list[Markup]:
    """A text that somebody wrote, a paragraph for each of its lines, each ending in one full stop (or the ！？ that it has)."""
    if isinstance(value, Absent):
        return [missing(value.label)]
    return [escape(line if line[-1] in "！？" else f"{line}。") for line in _lines(value)]


def _lines(value: str) -> list[str]:
    """The lines that hold something, without final punctuation."""
    stripped = (re.sub(r"[\s。．.；;，,、：:]+$", "", line).strip() for line in value.splitlines())
    return [line for line in stripped if line]


def _text(value: Any) -> Any:
    return missing(value.label) if isinstance(value, Absent) else value


def _finalize(value: Any) -> Any:
    """What `{{ }}` prints: text as it is, what is absent as 【待补：…】; a number must be a figure and go through a filter."""
    if isinstance(value, Absent):
        return missing(value.label)
    if isinstance(value, Figure):
        raise TypeError(f"数据项“{value.label}”要用过滤器输出，例如 {{{{ … | households }}}}")
    if value is None:
        raise TypeError("要输出的值是空的")
    if isinstance(value, int | float | Decimal):
        raise TypeError(f"“{value}”不是数据项，没有来源，不能输出")
    if isinstance(value, date):
        raise TypeError("日期要用过滤器输出，例如 {{ … | day }}")
    if not isinstance(value, str | Undefined) and not hasattr(value, "__html__"):
        raise TypeError("要输出的不是文字或者数：列表要用 for 逐项输出，其他要写明其中的哪一项")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    "households": with_unit(_HOUSEHOLDS),
    "wan_households": with_unit((4, 10_000, "万户"), _HOUSEHOLDS),
    "wan_area": with_unit((2, 1, "万平方米"), _SQUARE_METRES),
    "wan_money": with_unit(_WAN_YUAN, _YUAN),
    "yi_money": with_unit((2, 10_000, "亿元"), _WAN_YUAN, _YUAN),
    "percent": percent,
    "number": number,
    "amount": amount,
    "cell": cell,
    "before": before,
    "after": after,
    "none": none,
    "day": day,
    "month_day": month_day,
    "month": month,
    "until": until,
    "numeral": numeral,
    "document_number": document_number,
    "listed": listed,
    "clause": clause,
    "paragraphs": paragraphs,
}

AT = "data-at"
TEMPLATES = "templates/"  # how the file names of templates begin, wherever they are stored
_MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[a-z][a-z0-9]*", re.DOTALL)


class Positions(Extension):
    """Gives every start tag of a template its file and line as an attribute, so that a fault in what it renders has a place."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """`source` with data-at="FILE:LINE" in each start tag; lines stay as they are."""
        pieces, last, line = [], 0, 1
        for match in _MARKUP.finditer(source):
            line += source.count("\n", last, match.start())
            pieces.append(source[last : match.start()] + match[0])
            if match[0][0] == "<" and match[0][1] != "!":
                pieces.append(f' {AT}="{filename or name}:{line}"')
            line += match[0].count("\n")
            last = match.end()
        return "".join(pieces) + source[last:]


def _strict(printed: Callable[..., Any]) -> Callable[..., Any]:
    """`printed` told of an undefined name by Jinja's own error, which says the name."""

    @wraps(printed)
    def checked(*arguments: Any) -> Any:
        for argument in arguments:
            if isinstance(argument, StrictUndefined):
                str(argument)
        return printed(*arguments)

    return checked


class _Compiled(BytecodeCache):
    """The templates that this process has compiled, each as its source last was: the next environment takes them from here."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's question for a template's code."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's answer, where there was none."""
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox; of our records, what they hold alone can be reached, and none of the methods that pydantic gives them."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have an attribute."""
        if isinstance(obj, BaseModel) or (isinstance(obj, type) and issubclass(obj, BaseModel)):
            kind = type(obj)
            return attr in getattr(kind, "model_fields", {}) or isinstance(getattr(kind, attr, None), property)
        return super().is_safe_attribute(obj, attr, value)


def environment(loader: BaseLoader, *, positions: bool = True) -> Environment:
    """The environment of templates and rules: sandboxed, strict about undefined names, escaping all data.

    `positions`: start tags are given their file and line; where a template is no HTML, there is nothing to give them to.
    """
    jinja = _Sandbox(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Positions] if positions else [],
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    jinja.globals["missing"] = missing
    jinja.filters.update({name: _strict(printed) for name, printed in FILTERS.items()})
    return jinja


def template_place(fault: BaseException) -> Place | None:
    """The template's file and line where `fault` arose: the innermost template frame of its traceback."""
    place = None
    trace = fault.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(TEMPLATES):
            place = Place(name, line=trace.tb_lineno)
        trace = trace.tb_next
    return place
