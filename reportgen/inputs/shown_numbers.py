"""Numbers whose cell format shows another: what a person sees is read where it can mean one thing only, and both are told."""

from decimal import Decimal

from reportgen.inputs.grid import FormattedNumber
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.numbers import NotANumber, factor_of, plain, rescale
from reportgen.inputs.remarks import Remark, doubt, fault, reading
from reportgen.inputs.wording import shorten

_HELP = "请把单元格格式改为“常规”，看到真正的数后核对修改"


def read_shown(raw: FormattedNumber, unit: str, scale: Decimal) -> tuple[Decimal | None, Remark | None]:
    """The number that a cell shows, in `unit` (the column's), and what is to be said of it; None with a fault.

    The number as it is stored is multiplied by `scale` to be in the unit.
    """
    part, own = raw.part, parse_measure(unit)
    if part.scale is None or not part.behind:
        return None, differing(raw)
    if part.percent and unit != "%":
        text = f"不是百分数，单元格却是百分比格式：显示{shorten(raw)}，存储的是{plain(raw.number)}"
        return None, fault("percent", text, "请把单元格格式改为“数值”或者“常规”后核对数字")
    as_stored, as_shown = rescale(raw.number, scale), raw.number * part.scale
    if part.words and own is not None:
        # The unit that the cell itself shows is nearer than any heading's.
        try:
            number = rescale(as_shown, factor_of(part.words, unit))
        except NotANumber as problem:
            return None, problem.remark or differing(raw)
    elif part.scale == 1:
        return as_stored, None
    elif own is not None and own.factor * scale * part.scale == 1:
        # A number of 元 that is shown as one of 万元, in a column of 万元, can mean nothing else.
        number = rescale(as_shown, scale)
    else:
        return None, differing(raw)
    if number == as_stored and part.scale == 1:
        return number, None
    example = f"显示“{shorten(raw)}”，存储的是{plain(raw.number)}，读作{plain(number)}"
    if number == as_stored:
        return number, reading("number-format", "显示的和存储的不同，意思相同", example)
    return number, doubt("number-format", "显示的和存储的不同，按显示的读取", example, _HELP)


def differing(raw: FormattedNumber) -> Remark:
    """The fault that what is shown and what is stored differ, and nobody can say which is meant."""
    shown, stored = shorten(raw), plain(raw.number)
    if not shown:
        return fault("number-format", f"存储的是{stored}，单元格格式却让它不显示", _HELP)
    return fault("number-format", f"显示的和存储的不同：显示“{shown}”，存储的是{stored}，不知道以哪一个为准", _HELP)
