"""Numbers as people write them in text (１２３４, 1,234户, 1.5万, 12.35万㎡, 32%), and as the formats of cells show them.

What a person sees is read where it can mean one thing only, and both are told.
"""

import re
import unicodedata
from decimal import Context, Decimal

from reportgen.inputs.grid import FormattedNumber
from reportgen.inputs.measures import Measure, parse_measure
from reportgen.inputs.remarks import CellDiagnostic, doubt, fault, reading
from reportgen.inputs.wording import shorten, tidy

MAX_DIGITS = 15
"""Excel keeps no more: what stands beyond is lost."""

_LONGEST = 60
"""No number with its unit is longer, and a long text is not searched for one."""
_FORM = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(\.\d+)?\s*(\D.*)?", re.ASCII | re.DOTALL)
_SHOWN_HELP = "请把单元格格式改为“常规”，看到真正的数后核对修改"


class NotANumber(ValueError):
    """The text can't be read as a number in one way only; `remark` says why where there is more to say than that."""

    def __init__(self, remark: CellDiagnostic | None = None) -> None:
        super().__init__()
        self.remark = remark


def plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rescale(number: Decimal, scale: Decimal) -> Decimal:
    """A number in another unit: to as many digits as are kept, so that 15亩 are 1万平方米 and not a little less."""
    return number if scale == 1 else Context(prec=MAX_DIGITS).multiply(number, scale)


def parse_number(text: str, unit: str, scale: Decimal) -> tuple[Decimal, CellDiagnostic | None]:
    """The number that `text` shows, in `unit` (the column's), and what is to be said about the way it was written.

    A number without a unit behind it is multiplied by `scale`. Raises NotANumber.
    """
    tidied = tidy(text)
    folded = unicodedata.normalize("NFKC", tidied).replace("\u2212", "-")
    match = _FORM.fullmatch(folded) if len(folded) <= _LONGEST else None
    if match is None:
        raise NotANumber
    sign, whole, fraction, suffix = match.groups(default="")
    number = Decimal(sign + re.sub("[, ]", "", whole) + fraction)
    if suffix:
        factor = factor_of(suffix, unit)
        number = rescale(number, factor)
        return number, reading("unit-in-cell", "数字后带有单位", f"“{shorten(text)}”读作{plain(number)}" + (f"（{unit}）" if factor != 1 else ""))
    number = rescale(number, scale)
    example = f"“{shorten(text)}”读作{plain(number)}"
    if whole.isdecimal() is False:
        return number, reading("thousands", "的数字带有千位分隔符", example)
    if folded != tidied:
        return number, reading("full-width", "用了全角数字", example)
    return number, None


def factor_of(suffix: str, unit: str) -> Decimal:
    """What the number before `suffix` is multiplied by to be in `unit`. Raises NotANumber."""
    own, found = parse_measure(unit), parse_measure(suffix)
    if own is None or found is None:
        raise NotANumber
    # 1200万 in a column of 万元 is 1200 of them: people leave out the last part of the unit, not the multiple.
    factor = found.scale_to(own if found.base else Measure(own.factor, ""))
    if factor is None:
        raise NotANumber(fault("wrong-unit", f"的单位应为{unit}，实际是“{shorten(suffix)}”", f"请换算成{unit}，只填写数字"))
    return factor


def read_shown(raw: FormattedNumber, unit: str, scale: Decimal) -> tuple[Decimal | None, CellDiagnostic | None]:
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
    return number, doubt("number-format", "显示的和存储的不同，按显示的读取", example, _SHOWN_HELP)


def differing(raw: FormattedNumber) -> CellDiagnostic:
    """The fault that what is shown and what is stored differ, and nobody can say which is meant."""
    shown, stored = shorten(raw), plain(raw.number)
    if not shown:
        return fault("number-format", f"存储的是{stored}，单元格格式却让它不显示", _SHOWN_HELP)
    return fault("number-format", f"显示的和存储的不同：显示“{shown}”，存储的是{stored}，不知道以哪一个为准", _SHOWN_HELP)
