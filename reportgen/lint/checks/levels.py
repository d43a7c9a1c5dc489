"""结构层次序数: 7.3.3."""

from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, at, fault
from reportgen.lint.outline import TITLES, Heading, disorder, headings

_SHOWN = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
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
    for wrong in disorder(found):
        one = wrong.heading
        if wrong.case == "skip":
            yield fault("level-skip", at(one.paragraph), part=part, mark=one.mark, above=_SHOWN[one.level - 1])
        else:
            previous = () if wrong.before is None else (at(wrong.before.paragraph),)
            yield fault("level-order", *previous, at(one.paragraph), case=wrong.case, part=part, mark=one.mark, count=wrong.expected)


def _ends(found: list[Heading]) -> Iterator[Fault]:
    alone = [one for one in found if one.level in TITLES and one.alone and not one.item and not one.is_statement]
    spots = [at(one.paragraph) for one in alone if one.words[-1:] in _MARKS and len(one.words) <= _HEADING_END]
    if spots:
        yield fault("heading-end", *spots)
