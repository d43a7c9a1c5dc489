"""The table of fonts of a Word file: what stands in for a font that the machine hasn't.

Word looks for the names in `w:altName` one after the other (ISO/IEC 29500-1, 17.8.3.1), and for a font that looks like the description where it
finds none. LibreOffice reads neither, and asks the system for the font that comes nearest.
"""

from typing import NamedTuple

from lxml import etree

from reportgen.ooxml.builder import Xml, part, w
from reportgen.ooxml.names import q
from reportgen.ooxml.parsing import parse
from reportgen.render.layout import Layout

# Windows with Office has these; 方正小标宋简体 and the GB2312 ones are bought, or come with WPS.
_ON_WINDOWS = frozenset(("华文中宋", "仿宋", "楷体", "黑体", "宋体"))
_GB2312 = "86"  # the character set, as Windows counts them


class _Description(NamedTuple):
    """How a font describes itself: PANOSE, kind, whether all characters are as wide; the Unicode ranges (4 words) and code pages (2) that it has."""

    panose: str
    family: str
    pitch: str
    ranges: tuple[str, str, str, str]
    pages: tuple[str, str]


_SIMPLIFIED = ("00000001", "080E0000", "00000010", "00000000")  # Latin, Chinese and its punctuation, full-width forms
_DESCRIPTIONS = {
    "仿宋_GB2312": _Description("02010609030101010101", "modern", "fixed", _SIMPLIFIED, ("00040000", "00000000")),
    "楷体_GB2312": _Description("02010609030101010101", "modern", "fixed", _SIMPLIFIED, ("00040000", "00000000")),
    "方正小标宋简体": _Description("02010601030101010101", "auto", "variable", _SIMPLIFIED, ("00040000", "00000000")),
    "黑体": _Description("02010609060101010101", "modern", "fixed", ("800002BF", "38CF7CFA", "00000016", "00000000"), ("00040001", "00000000")),
    "宋体": _Description("02010600030101010101", "auto", "variable", ("00000203", "288F0000", "00000016", "00000000"), ("00040001", "00000000")),
}


def font_table(layout: Layout, base: bytes | None = None) -> bytes:
    """The part `word/fontTable.xml`: the fonts of `layout`, each with those that may stand in for it.

    A font that the part `base` of an office's own document tells of keeps what it says, fonts embedded there too; where it has no
    stand-ins it gets them.
    """
    fonts = layout.fonts
    made = part(w("fonts", *map(_font, dict.fromkeys((fonts.body, fonts.title, fonts.kai, fonts.hei, fonts.song)))))
    if base is None:
        return made
    table = parse(base)
    there = {font.get(q("name")): font for font in table.iterchildren(q("font"))}
    for font in list(parse(made)):
        present, stand_ins = there.get(font.get(q("name"))), font.find(q("altName"))
        if present is None:
            table.append(font)
        elif stand_ins is not None and present.find(q("altName")) is None:
            present.insert(0, stand_ins)
    return etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font(family: tuple[str, ...]) -> Xml:
    """Those that Windows has come first among the stand-ins: some programs try but the first."""
    name, *others = family
    stand_ins = sorted(others, key=lambda other: other not in _ON_WINDOWS)
    first = w("altName", val=",".join(stand_ins)) if stand_ins else None
    if (described := _DESCRIPTIONS.get(name)) is None:
        return w("font", first, w("charset", val=_GB2312), w("family", val="auto"), name=name)
    words = {f"usb{number}": word for number, word in enumerate(described.ranges)} | {f"csb{number}": word for number, word in enumerate(described.pages)}
    return w(
        "font",
        first,
        w("panose1", val=described.panose),
        w("charset", val=_GB2312),
        w("family", val=described.family),
        w("pitch", val=described.pitch),
        w("sig", **words),
        name=name,
    )
