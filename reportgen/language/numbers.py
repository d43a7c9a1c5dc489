"""The filters of numbers: figures in the units, decimals and words of official style."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from reportgen.language.dates import day
from reportgen.language.display import NOTHING, figure_element, lacking, rounded, rounded_amount, rounded_share
from reportgen.language.entry import Entry
from reportgen.language.figure import Absent, Figure
from reportgen.numerals import in_chinese

Measure = tuple[int, Decimal | int, str]
"""How many decimals, what the figure's value is divided by, and the unit behind it."""

_HOUSEHOLDS: Measure = (0, 1, "户")
_SQUARE_METRES: Measure = (0, Decimal("0.0001"), "平方米")
_WAN_YUAN: Measure = (2, 1, "万元")
_YUAN: Measure = (0, Decimal("0.0001"), "元")

LARGEST_NUMERAL = 9999  # larger numbers are written in digits (GB/T 15835)
MOST_PLACES = 8
"""So many decimals at most may be asked for: of 万平方米 and 万元 those of a square centimetre and of 分 and more."""


def show(value: Figure, places: int, divisor: Decimal | int = 1) -> Markup:
    """The number alone, without its unit, with its name and sources. Raises TypeError for a bare number: it has no source."""
    _is_figure(value)
    if value.value is None:
        return NOTHING if value.void else lacking(value, f"【待补：{value.label}】")
    return figure_element(value, rounded_share(value.value, places) if value.unit == "%" else rounded_amount(value.value / divisor, places))


def none(value: Figure, words: str) -> Markup:
    """A figure that is 0, in words: 没有. Such a statement stands on its figure; a missing one prints as 【待补：…】.

    Raises TypeError for a bare number, and ValueError where the figure isn't 0: then there is something.
    """
    _is_figure(value)
    if value.value is None:
        return lacking(value, f"【待补：{value.label}】")
    if value.value:
        raise ValueError(f"“{value.label}”是{value.value}，不能写成“{words}”")
    return figure_element(value, words)


def _is_figure(value: object) -> None:
    if isinstance(value, Markup):
        raise TypeError("过滤器的结果是文字，不能再用一个数的过滤器")
    if not isinstance(value, Figure):
        raise TypeError(f"“{value.label if isinstance(value, Absent) else value}”不是数据项，没有来源，不能输出")


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
    return figure_element(value, rounded_share(value.value, 2).removesuffix(".00")) + "%"


def number(value: Figure, places: int | None = None) -> Markup:
    """A number for a table cell, without its unit: counts whole, 万平方米, 万元 and % with two decimals.

    Other measures show the decimals that they have. A missing figure prints as 【待补】. Raises ValueError where `places` isn't 0 to MOST_PLACES.
    """
    if places is None:
        places = decimals(value)
    elif places not in range(MOST_PLACES + 1):
        raise ValueError(f"小数的位数应是0到{MOST_PLACES}的整数，实际是“{places}”")
    if isinstance(value, Figure) and not value.known and not value.void:
        return lacking(value, "【待补】")
    return show(value, places)


def cell(value: Any, places: object = None) -> Any:
    """What stands in a table's cell: a figure as `number` prints it, with `places` decimals where that is a number; a date in full; a text as it is."""
    if isinstance(value, Figure):
        return number(value, places if isinstance(places, int) else None)
    return day(value) if isinstance(value, date) else value


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


def numeral(value: Figure | Decimal | int) -> str:
    """A whole number from 0 to 9999 in Chinese numerals: 12 -> 十二, 105 -> 一百〇五, as headings and 序次 use them; a missing figure as 【待补：…】.

    A figure keeps its sources; a bare number, which counts what stands in the document, has none. Raises ValueError outside that range.
    """
    if isinstance(value, Figure):
        return show(value, 0) if value.value is None else figure_element(value, numeral(value.value))
    exact = Decimal(value)
    if exact != int(exact) or not 0 <= exact <= LARGEST_NUMERAL:
        raise ValueError(f"{exact} 不能写成汉字数字")
    return in_chinese(int(exact))


FILTERS = {
    "households": Entry(with_unit(_HOUSEHOLDS), "户数", "整数和“户”", ("户数|households", "缺数|households")),
    "wan_households": Entry(
        with_unit((4, 10_000, "万户"), _HOUSEHOLDS), "户数", "以万户计，四位小数；不足万分之一万户的以户计", ("大户数|wan_households", "零户|wan_households")
    ),
    "wan_area": Entry(
        with_unit((2, 1, "万平方米"), _SQUARE_METRES), "面积（万平方米）", "两位小数和“万平方米”；太小的以平方米计", ("面积|wan_area", "小面积|wan_area")
    ),
    "wan_money": Entry(with_unit(_WAN_YUAN, _YUAN), "金额（万元）", "两位小数和“万元”；太小的以元计", ("金额|wan_money", "小金额|wan_money")),
    "yi_money": Entry(
        with_unit((2, 10_000, "亿元"), _WAN_YUAN, _YUAN), "金额（万元）", "以亿元计，两位小数；太小的以万元、元计", ("大金额|yi_money", "金额|yi_money")
    ),
    "percent": Entry(percent, "百分数", "最多两位小数和“%”；不是100%（0）的，不会进位成100%（0%）", ("比率|percent", "近全部|percent", "空比率|percent")),
    "number": Entry(
        number,
        "数据项；位数（可不写）",
        "表格中的数，不带单位：万平方米、万元、%两位小数，其余有几位写几位；缺数只写【待补】",
        ("户数|number", "面积|number", "温度|number(2)", "缺数|number", "空比率|number"),
    ),
    "cell": Entry(
        cell,
        "数据项、日期或者文字；位数（可不写）",
        "表格中的内容：数据项同 number，日期为年月日，文字照原样",
        ("户数|cell", "温度|cell(2)", "开工|cell", "说明|cell"),
    ),
    "amount": Entry(amount, "数据项", "同 number，后面加数据项自己的单位", ("温度|amount", "件数|amount")),
    "none": Entry(none, "等于0的数据项；文字", "文字；不等于0的是模板的错误", ("零户|none('没有')", "缺数|none('没有')")),
    "numeral": Entry(numeral, "0至9999的整数", "汉字数字", ("12|numeral", "105|numeral")),
}
