"""The filters that make a figure of others, with a name, a label and their sources: how much more, what share, all together."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reportgen.language.entry import Entry
from reportgen.language.figure import Figure, Term, sum_of
from reportgen.language.work import step

_PERCENT = Decimal(100)
_NO_FIGURE = "只有数据项才能这样比较、相加，算出来的数和文字不能"


def increase(now: Any, before: Any) -> Figure:
    """A figure less another; of two percentages in percentage points. Raises TypeError for what is no figure, or has another unit."""
    now, before = _alike(now, before)
    unit = "个百分点" if now.unit == "%" else now.unit
    return _made("increase", (now, before), now - before, f"{_compared(now, before)}增加", unit, f"{now.label}减{before.label}")


def growth(now: Any, before: Any) -> Figure:
    """By how much a figure is more than another, in percent of that; void where that is 0, missing where either is. Raises TypeError likewise."""
    now, before = _alike(now, before)
    return _made(
        "growth", (now, before), _percent(now - before, before), f"{_compared(now, before)}增长", "%", f"（{now.label}－{before.label}）÷{before.label}×100%"
    )


def share_of(part: Any, whole: Any) -> Figure:
    """What share a figure is of another, in percent; void where that is 0, missing where either is. Raises TypeError likewise."""
    part, whole = _alike(part, whole)
    return _made("share_of", (part, whole), _percent(part, whole), f"{part.label}占{whole.label}的比例", "%", f"{part.label}÷{whole.label}×100%")


def together(items: Iterable[Any], label: str) -> Figure:
    """The sum of figures as a figure with this label; missing where one is. Raises TypeError likewise, and for none at all."""
    first, *others = (*items,) or (None,)
    figures = _alike(first, *others)
    return _made("together", figures, sum_of(figures), label, figures[0].unit, f"{'、'.join(figure.label for figure in figures)}相加")


def _alike(*values: Any) -> tuple[Figure, ...]:
    if not all(isinstance(value, Figure) for value in values):
        raise TypeError(_NO_FIGURE)
    units = dict.fromkeys(value.unit for value in values)
    if len(units) > 1:
        raise TypeError(f"计量单位不同（{'、'.join(units)}），不能比较、相加")
    return values


def _percent(part: Term, whole: Figure) -> Term:
    known = part.value is not None and whole.value
    return part / whole * _PERCENT if known else Term(None, (*part.sources, *whole.sources), (*part.lacking, *whole.lacking))


def _compared(now: Figure, before: Figure) -> str:
    """What is compared, in words: of the same thing in another season only that one's year is said."""
    return f"{now.label}比{before.label.removesuffix(now.label) or before.label}"


def _made(name: str, of: tuple[Figure, ...], term: Term, label: str, unit: str, formula: str) -> Figure:
    step(len(term.sources))
    sources, lacking = tuple(dict.fromkeys(term.sources)), tuple(dict.fromkeys(term.lacking))
    void = term.value is None and all(figure.known or figure.void for figure in of)
    return Figure(term.value, sources, lacking, f"{name}({', '.join(figure.name for figure in of)})", label, unit, formula, void)


FILTERS = {
    "increase": Entry(
        increase,
        "数据项；与它比的数据项",
        "增加了多少，是新的数据项，来源是两个数据项的来源；减少的为负数",
        ("大户数|increase(户数)|households", "比率|increase(近全部)|number(3)"),
        rules=False,
    ),
    "growth": Entry(
        growth,
        "数据项；与它比的数据项",
        "增长了百分之几，是新的数据项；与0比的写作“—”",
        ("大户数|growth(户数)|percent", "户数|growth(零户)|percent"),
        rules=False,
    ),
    "share_of": Entry(
        share_of,
        "数据项；整体的数据项",
        "占整体的百分之几，是新的数据项；整体是0的写作“—”",
        ("户数|share_of(大户数)|percent",),
        rules=False,
    ),
    "together": Entry(
        together,
        "数据项的列表；合计的名称",
        "各数据项之和，是新的数据项；有一项缺数的，和也缺",
        ("[户数, 大户数]|together('两地户数')|households", "[户数, 缺数]|together('两地户数')|households"),
        rules=False,
    ),
}
