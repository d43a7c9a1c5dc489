"""Units of measure (计量单位) as people write them behind numbers and in headings: 户, 万户, 万㎡, 元/户."""

from dataclasses import dataclass
from decimal import Decimal

from reportgen.inputs.wording import fold

_MULTIPLES = {"百万": 10**6, "千万": 10**7, "十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8}
_NAMES = {
    "户": ("户", "家"),
    "元": ("元", "人民币元"),
    "平方米": ("平方米", "平米", "平方", "m2"),
    "立方米": ("立方米", "立方", "方", "m3"),
    "千瓦": ("千瓦", "kw"),
    "千瓦时": ("千瓦时", "kwh", "度"),
    "吨": ("吨", "t"),
    "%": ("%",),
    "台": ("台", "套", "台(套)", "台/套"),
    "件": ("件", "起"),
    "次": ("次", "场"),
    "人": ("人", "人次"),
    "个": ("个",),
    "处": ("处",),
    "米": ("米", "m"),
    "小时": ("小时", "h"),
    "蒸吨": ("蒸吨",),
    "摄氏度": ("摄氏度", "℃", "度c"),
}
_BASES = {fold(name): base for base, names in _NAMES.items() for name in names}


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
    folded = fold(text)
    numerator, slash, rest = folded.partition("/")
    if slash and folded not in _BASES:
        above, below = parse_measure(numerator), parse_measure(rest)
        if above is None or below is None or below.factor != 1 or not (above.base and below.base):
            return None
        return Measure(above.factor, f"{above.base}/{below.base}")
    if folded in _BASES:
        return Measure(Decimal(1), _BASES[folded])
    for word, factor in _MULTIPLES.items():
        rest = folded.removeprefix(word)
        if rest != folded and (rest in _BASES or (not rest and word in ("万", "亿"))):
            return Measure(Decimal(factor), _BASES.get(rest, ""))
    return None
