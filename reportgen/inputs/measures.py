"""Units of measure (计量单位) as people write them behind numbers and in headings: 户, 万户, 万㎡, 元/户."""

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.inputs.wording import fold

_MULTIPLES = {
    "十万": 10**5, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8,
}  # fmt: skip
"""The longer words stand first: 百万 is no 百."""
_NAMES = {
    "户": ("户", "家", "农户"),
    "元": ("元", "圆", "¥", "yuan"),
    "平方米": ("平方米", "平米", "平方", "平", "平方公尺", "m2", "m^2", "建筑平方米"),
    "立方米": ("立方米", "立方", "方", "m3", "m^3", "标方", "标准立方米", "标立方米", "nm3"),
    "千瓦": ("千瓦", "kw"),
    "千瓦时": ("千瓦时", "kwh", "kw·h", "度", "千瓦·时", "千瓦小时"),
    "吨": ("吨", "t", "公吨"),
    "%": ("%", "百分比", "百分数", "百分点", "个百分点"),
    "台": ("台", "套", "台(套)", "台/套", "台套"),
    "件": ("件", "起"),
    "次": ("次", "场", "场次"),
    "人": ("人", "人次", "名"),
    "个": ("个",),
    "处": ("处",),
    "批": ("批", "批次"),
    "米": ("米", "m"),
    "小时": ("小时", "h"),
    # A boiler of 75蒸吨 gives 75 tons of steam an hour: people leave the hour out.
    "蒸吨/小时": ("蒸吨/小时", "蒸吨/时", "蒸吨/h", "吨/小时", "吨/时", "t/h", "蒸吨"),
    "摄氏度": ("摄氏度", "℃", "度c", "°c"),
}
_SIZES = {
    "‰": (Decimal("0.1"), "%"),
    "成": (Decimal(10), "%"),
    "倍": (Decimal(100), "%"),
    "小数": (Decimal(100), "%"),
    "公顷": (Decimal(10**4), "平方米"),
    "ha": (Decimal(10**4), "平方米"),
    "hm2": (Decimal(10**4), "平方米"),
    "公亩": (Decimal(100), "平方米"),
    "亩": (Decimal(10**4) / 15, "平方米"),
    "顷": (Decimal(10**6) / 15, "平方米"),
    "平方公里": (Decimal(10**6), "平方米"),
    "平方千米": (Decimal(10**6), "平方米"),
    "km2": (Decimal(10**6), "平方米"),
    "公里": (Decimal(10**3), "米"),
    "km": (Decimal(10**3), "米"),
    "瓦": (Decimal("0.001"), "千瓦"),
    "w": (Decimal("0.001"), "千瓦"),
    "兆瓦": (Decimal(10**3), "千瓦"),
    "mw": (Decimal(10**3), "千瓦"),
    "兆瓦时": (Decimal(10**3), "千瓦时"),
    "mwh": (Decimal(10**3), "千瓦时"),
    "千克": (Decimal("0.001"), "吨"),
    "公斤": (Decimal("0.001"), "吨"),
    "kg": (Decimal("0.001"), "吨"),
    "斤": (Decimal("0.0005"), "吨"),
    "天": (Decimal(24), "小时"),
}
"""Units with names of their own that are a fixed multiple of a base unit."""
_UNITS = {fold(name): (Decimal(1), base) for base, names in _NAMES.items() for name in names} | {fold(name): size for name, size in _SIZES.items()}
CURRENCY = re.compile("人民币|rmb|cny|[¥￥](?=[十百千万亿]*元)")
"""Says which 元 are meant, not how many."""
_SEASON = re.compile(r"[/·.每](?:每)?(?:个)?(?:年|季|采暖季|采暖期|取暖季|供暖季)")
"""The time that a price or subsidy is for, behind its unit: 元/户·采暖季. The data dictionary speaks of one season throughout."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A multiple of a base unit: 万元 is 10000 of 元. An empty `base` is a bare multiple: the 万 of 1.5万."""

    factor: Decimal
    base: str

    def scale_to(self, other: "Measure") -> Decimal | None:
        """What a number in this measure is multiplied by to be in the other; None where they measure different things."""
        if self.base and self.base != other.base:
            return None
        return self.factor / other.factor


def parse_measure(text: str) -> Measure | None:
    """The measure that `text` names, or None where it names none."""
    return _parse(CURRENCY.sub("", fold(text)))


def _parse(folded: str) -> Measure | None:
    if folded in _UNITS:
        return Measure(*_UNITS[folded])
    for word, factor in _MULTIPLES.items():
        rest = folded.removeprefix(word)
        if rest != folded and (rest in _UNITS or (not rest and word in ("万", "亿"))):
            size, base = _UNITS.get(rest, (Decimal(1), ""))
            return Measure(factor * size, base)
    timeless = _SEASON.sub("", folded)
    if timeless != folded:
        return _parse(timeless)
    numerator, slash, rest = folded.replace("每", "/").partition("/")
    if not slash:
        return None
    above, below = _parse(numerator), _parse(rest)
    if above is None or below is None or not (above.base and below.base):
        return None
    return Measure(above.factor / below.factor, f"{above.base}/{below.base}")


def name_of(measure: Measure) -> str:
    """A measure in words: 万元, 兆瓦."""
    word = next((word for word, factor in _MULTIPLES.items() if factor == measure.factor), "")
    sized = next((name for name, size in _SIZES.items() if size == (measure.factor, measure.base)), "")
    # 千千瓦 and 百% are no words.
    return sized if sized and (not word or measure.base.startswith(("千", "%"))) else word + measure.base
