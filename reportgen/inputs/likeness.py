"""Whether two names of places may be one, written in two ways: better to miss than to take 东村 for 西村."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from reportgen.inputs.wording import fold

_TRADITIONAL = Path(__file__).parent / "reference" / "traditional.tsv"
_ENDING = re.compile(r"(?:街道办事处|街道办|办事处|街道|社区居委会|居委会|社区|村民委员会|村委会|行政村|自然村|[乡镇村])$")
_ENDINGS_ALIKE = (("街道", "街道办", "街道办事处", "办事处"), ("社区", "居委会", "社区居委会"), ("村", "村委会", "村民委员会", "行政村"))
_CONTRASTS = (
    "东西南北中前后左右上下里外内大小老新旧古高低长短深浅",
    "一二三四五六七八九十甲乙丙丁0123456789０１２３４５６７８９",
    "村庄家沟湾坡梁坪峪洼窊寨堡山河口会营屯店铺头尾底坎岭岩崖滩川塔塬峁岔渠泉井池圪垯墕坞集街巷桥关城镇乡社坊场园林地角台寺庙庵观宫殿",
)
"""Characters that tell neighbouring places apart: of two that differ in one of a kind neither is misspelt."""
_LANDFORMS = frozenset(f"家{_CONTRASTS[-1]}")


class Likeness(StrEnum):
    """How two names are alike; the value says it in a message."""

    CLOTHES = "只是繁简不同"
    ENDING = "只差“乡”“镇”“村”等字"
    ORDER = "只是字的顺序不同"
    ONE = "只差一个字"


def simplified(text: str) -> str:
    """A text with traditional characters in their simplified form, folded: for comparing, never for printing."""
    return fold(text).translate(_simpler())


@cache
def _simpler() -> Mapping[int, str]:
    lines = _TRADITIONAL.read_text("utf-8").splitlines()
    return {ord(line[0]): line[2] for line in lines if not line.startswith("#")}


def stem(name: str) -> str:
    """A township's or village's name without its ending, where two characters are left; else all of it."""
    folded = fold(name)
    shorter = _ENDING.sub("", folded)
    return shorter if len(shorter) > 1 else folded


def ending(name: str) -> str:
    """What `stem` leaves off; of several that mean the same, the first (街道 of 街道办事处)."""
    off = fold(name).removeprefix(stem(name))
    return next((alike[0] for alike in _ENDINGS_ALIKE if off in alike), off)


def likeness(first: str, second: str) -> Likeness | None:
    """How two different names are alike; None where each may well be a place of its own."""
    one, other = _compared(first), _compared(second)
    if one.whole == other.whole:
        return Likeness.CLOTHES
    if one.stem == other.stem:
        return Likeness.ENDING
    if len(one.stem) != len(other.stem) or one.ending != other.ending:
        return None
    at = [index for index, (a, b) in enumerate(zip(one.stem, other.stem, strict=True)) if a != b]
    if any(_tell_apart(one.stem[index], other.stem[index]) for index in at):
        return None
    if len(at) == 2 and sorted(one.stem) == sorted(other.stem):  # noqa: PLR2004  # two characters that have changed places
        return Likeness.ORDER
    # 刘家坪 and 李家坪: behind the name of a family there are many of a kind.
    of_families = at == [0] and set(one.stem[1:]) <= _LANDFORMS
    return Likeness.ONE if len(at) == 1 and not of_families else None


@dataclass(frozen=True, slots=True)
class _Compared:
    whole: str
    stem: str
    ending: str


@lru_cache(maxsize=2**14)
def _compared(name: str) -> _Compared:
    plain = simplified(name)
    return _Compared(plain, stem(plain), ending(plain))


def _tell_apart(one: str, other: str) -> bool:
    return any(one in kind and other in kind for kind in _CONTRASTS)


def alike(names: Iterable[str]) -> dict[frozenset[str], Likeness]:
    """The pairs of names that are alike, found without comparing each with each."""
    grouped: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        plain = _compared(name).stem
        masks = {plain, "".join(sorted(plain)), *(f"{plain[:at]}*{plain[at + 1 :]}" for at in range(len(plain)))} if len(plain) > 1 else {plain}
        for mask in masks:
            grouped.setdefault(mask, []).append(name)
    pairs = {frozenset((a, b)): (a, b) for group in grouped.values() for at, a in enumerate(group) for b in group[at + 1 :]}
    return {pair: how for pair, (a, b) in pairs.items() if (how := likeness(a, b)) is not None}
