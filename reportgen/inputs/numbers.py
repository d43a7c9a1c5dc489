"""Numbers as people write them in text: １２３４, 1,234户, 1.5万, 12.35万㎡, 32%."""

import re
import unicodedata
from decimal import Context, Decimal

from reportgen.inputs.measures import Measure, parse_measure
from reportgen.inputs.remarks import Remark, fault, reading
from reportgen.inputs.wording import shorten, tidy

MAX_DIGITS = 15
"""Excel keeps no more: what stands beyond is lost."""

_LONGEST = 60
_FORM = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(\.\d+)?\s*(\D.*)?", re.ASCII | re.DOTALL)


class NotANumber(ValueError):
    """The text can't be read as a number in one way only; `remark` says why where there is more to say than that."""

    def __init__(self, remark: Remark | None = None) -> None:
        super().__init__()
        self.remark = remark


def plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rescale(number: Decimal, scale: Decimal) -> Decimal:
    """A number in another unit: to as many digits as are kept, so that 15亩 are 1万平方米 and not a little less."""
    return number if scale == 1 else Context(prec=MAX_DIGITS).multiply(number, scale)


def parse_number(text: str, unit: str, scale: Decimal) -> tuple[Decimal, Remark | None]:
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
