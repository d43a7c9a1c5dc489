"""Numbers that Word counts itself: 一、 （一） 1. before a paragraph, as they are shown."""

import re

from lxml.etree import _Element as Element

from reportgen.numerals import in_chinese
from reportgen.ooxml.names import W
from reportgen.ooxml.values import number, val

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional"}
)
_MOST_LEVELS = 9  # ISO/IEC 29500-1, 17.9.6: ilvl 0 to 8


class Numbering:
    """Counts through the numbered paragraphs of a document in their order."""

    def __init__(self, part: Element | None) -> None:
        abstracts = {} if part is None else {e.get(f"{W}abstractNumId", ""): e for e in part.iterchildren(f"{W}abstractNum")}
        instances = [] if part is None else list(part.iterchildren(f"{W}num"))
        self._instances = {e.get(f"{W}numId", ""): (e, abstracts.get(val(e.find(f"{W}abstractNumId")))) for e in instances}
        self._counts: dict[str, list[int]] = {}

    def level(self, properties: Element | None) -> Element | None:
        """The `w:lvl` that a `w:numPr` names; None where it numbers nothing."""
        if properties is None:
            return None
        instance, abstract = self._instances.get(val(properties.find(f"{W}numId")), (None, None))
        if instance is None or abstract is None:
            return None
        wanted = val(properties.find(f"{W}ilvl"), "0")
        overrides = (e.find(f"{W}lvl") for e in instance.iterchildren(f"{W}lvlOverride") if e.get(f"{W}ilvl") == wanted)
        own = next((e for e in overrides if e is not None), None)
        return own if own is not None else next((e for e in abstract.iterchildren(f"{W}lvl") if e.get(f"{W}ilvl") == wanted), None)

    def next(self, properties: Element) -> str:
        """The number of the next paragraph that `properties` numbers, with the tab or space behind it; empty for a bullet."""
        level = self.level(properties)
        at = number(val(properties.find(f"{W}ilvl"), "0")) or 0
        if level is None or not 0 <= at < _MOST_LEVELS:
            return ""
        identifier = val(properties.find(f"{W}numId"))
        abstract = self._instances[identifier][1]
        key = identifier if abstract is None else abstract.get(f"{W}abstractNumId", identifier)
        counts = self._counts.setdefault(key, [0] * _MOST_LEVELS)
        start = number(val(level.find(f"{W}start"), "1")) or 0
        counts[at] = counts[at] + 1 if counts[at] else start
        counts[at + 1 :] = [0] * (_MOST_LEVELS - at - 1)
        form = val(level.find(f"{W}numFmt"), "decimal")
        if form in ("bullet", "none"):
            return ""
        text = re.sub(r"%([1-9])", lambda match: _shown(counts[int(match[1]) - 1] or 1, form), val(level.find(f"{W}lvlText")))
        return text + {"nothing": "", "space": " "}.get(val(level.find(f"{W}suff"), "tab"), "")


def _shown(count: int, form: str) -> str:
    if form in _CHINESE:
        return in_chinese(count, "零")
    if form.startswith("decimalEnclosed") and count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    if form in ("lowerLetter", "upperLetter"):
        return chr((count - 1) % 26 + ord("a" if form == "lowerLetter" else "A"))
    return str(count)
