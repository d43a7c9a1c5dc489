"""结构层次序数: 7.3.3."""

from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, at, fault
from reportgen.lint.text import Heading, headings

_SHOWN = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
_TITLES = (1, 2)  # levels whose headings stand alone
_MARKS = ("。", "；", "，", "：")
_HEADING_END = 30  # characters: what is longer and ends with 。 is a sentence


def check_levels(official: Official) -> Iterator[Fault]:
    """一、（一）1.（1）in their order, well written, none skipped, none twice."""
    for part, found in headings(official):
        yield from _written(found)
        yield from _sequence(part, found)
        yield from _ends(found)


def _written(found: list[Heading]) -> Iterator[Fault]:
    for level, good in _SHOWN.items():
        odd = [one for one in found if one.level == level and not one.well_formed]
        if odd:
            shown = "、".join(dict.fromkeys(f"“{one.mark}”" for one in odd[:3]))
            yield fault("level-form", *(at(one.paragraph) for one in odd), value=shown, level="一二三四"[level - 1], good=good)


def _sequence(part: str, found: list[Heading]) -> Iterator[Fault]:
    last = [0, 0, 0, 0]
    before: Heading | None = None
    for one in found:
        level, expected = one.level, last[one.level - 1] + 1
        anew = one.number == 1 and level not in _TITLES  # a list in the text begins anew
        if one.number != expected and not anew:
            previous = (at(before.paragraph),) if before is not None and before.level == level else ()
            case = "again" if one.number < expected else "jumps"
            yield fault("level-order", *previous, at(one.paragraph), case=case, part=part, mark=one.mark, count=expected)
        if level in (2, 4) and not last[level - 2] and any(last[: level - 1]) and one.number == 1:
            yield fault("level-skip", at(one.paragraph), part=part, mark=one.mark, above=_SHOWN[level - 1])
        last[level - 1] = one.number
        last[level:] = [0] * (4 - level)
        before = one


def _ends(found: list[Heading]) -> Iterator[Fault]:
    spots = [at(one.paragraph) for one in found if one.level in _TITLES and one.alone and one.words[-1:] in _MARKS and len(one.words) <= _HEADING_END]
    if spots:
        yield fault("heading-end", *spots)
