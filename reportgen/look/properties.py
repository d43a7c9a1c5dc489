"""What can be set on a style of Word: read as it holds in the end, compared, and written; one table for all three.

A value is a text, a length in points, or several of them: Word and LibreOffice write one value in many ways. A text where a length should
stand is a value that nobody understands. None is what a character style doesn't say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from lxml.etree import _Element as Element

from reportgen.measure import MM_PER_PT
from reportgen.ooxml.builder import half_points, point_twips
from reportgen.ooxml.names import W, local
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.values import last, merged, number, on, twips, val
from reportgen.render.layout import Layout

Value = str | float | tuple["Value", ...] | None
Values = Mapping[str, Value]
"""The values of a style by the names of the properties."""

NEARLY = 0.15
"""Points: LibreOffice keeps lengths in 1/100 mm, so that one that it saves again may be 2 twips off."""
_CHARACTER = Layout().em / MM_PER_PT
"""One 字 in points: indents may be counted in them."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property by the name that Word shows: its element below the style, how it is read from the levels of formatting, and written.

    `write` is None for what may be read, but has no effect here.
    """

    name: str
    path: tuple[str, ...]
    read: Callable[[Sequence[Element]], Value]
    write: Callable[[Value], Mapping[str, str]] | None


def same(one: Value, other: Value) -> bool:
    """Whether two values are one, but for rounding."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= NEARLY
    return one == other


def values_of(styles: Styles, root: Element, identifier: str) -> Values:
    """The properties of a style of the part `root` as they hold in the end."""
    kind = styles.chain(identifier)[-1].get(f"{W}type")
    ours = (one for one in PROPERTIES if (one.path[0] == "tblPr") == (kind == "table") and (one.path[0] != "pPr" or kind == "paragraph"))
    return {one.name: value_of(one, styles, root, identifier) for one in ours}


def value_of(one: Property, styles: Styles, root: Element, identifier: str) -> Value:
    """A property of a style as it holds in the end; a character style may say nothing of it."""
    group, chain = one.path[0], styles.chain(identifier)
    is_relative = chain[-1].get(f"{W}type") == "character"
    defaults = None if is_relative else root.find(f"{W}docDefaults/{W}{group}Default/{W}{group}")
    levels = [level for level in (defaults, *(style.find(f"{W}{group}") for style in chain)) if level is not None]
    return None if is_relative and last(levels, one.path[1]) is None else one.read(levels)


def _length(text: str | None, default: float = 0.0) -> Value:
    """A length in points."""
    if not text:
        return default
    found = twips(text)
    return text if found is None else found / 20


def _font(script: str) -> Callable[[Sequence[Element]], Value]:
    return lambda levels: merged(levels, "rFonts").get(script, "")


def _size(levels: Sequence[Element]) -> Value:
    text = val(last(levels, "sz"), "20")
    half = number(text)
    return text if half is None else half / 2


def _switch(tag: str) -> Callable[[Sequence[Element]], Value]:
    return lambda levels: "有" if on(last(levels, tag)) else "无"


def _underline(levels: Sequence[Element]) -> Value:
    return val(last(levels, "u"), "none")


def _colour(levels: Sequence[Element]) -> Value:
    value = val(last(levels, "color"), "auto").lower()
    return "000000" if value == "auto" else value


def _fill(levels: Sequence[Element]) -> Value:
    fill = merged(levels, "shd").get("fill", "auto").upper()
    return "无" if fill == "AUTO" else fill


def _space(side: str, levels: Sequence[Element]) -> Value:
    """The space on a side (before, after) in points; 自动 where Word chooses it."""
    found = merged(levels, "spacing")
    if found.get(f"{side}Autospacing", "0") not in ("0", "false", "off"):
        return "自动"
    lines = number(found.get(f"{side}Lines"))
    return _length(found.get(side)) if found.get(side) or not lines else lines * 12 / 100  # a line of Word's own has 12 points


def _line(levels: Sequence[Element]) -> Value:
    """The rule and the pitch in points, of the rule `auto` the multiple of a line."""
    found = merged(levels, "spacing")
    rule = found.get("lineRule", "auto")
    pitch = _length(found.get("line"), 12.0)
    return rule, pitch / 12 if rule == "auto" and isinstance(pitch, float) else pitch


def _write_line(value: Value) -> Mapping[str, str]:
    rule, pitch = value if isinstance(value, tuple) else ("auto", 1.0)
    factor = 12.0 if rule == "auto" else 1.0
    return {"line": _twips(float(str(pitch)) * factor), "lineRule": str(rule)}


def _indent(side: str, other: str, levels: Sequence[Element]) -> Value:
    """The indent of a side in points; `other` is its other name, or, for the first line, its contrary: of these two the last that is set holds."""
    found: dict[str, str] = {}
    for level in levels:
        own = merged([level], "ind")
        for one, two in ((side, other), (other, side)):
            for kind in ("", "Chars"):
                if one + kind in own:
                    found.pop(two + kind, None)
        found.update(own)
    total = 0.0
    for name, sign in ((side, 1), (other, -1 if other == "hanging" else 1)):
        counted, length = number(found.get(f"{name}Chars")), _length(found.get(name))
        if not isinstance(length, float):
            return length
        total += sign * (counted / 100 * _CHARACTER if counted else length)
    return total


def _write_first_line(value: Value) -> Mapping[str, str]:
    points = float(str(value))
    name, other = ("firstLine", "hanging") if points >= 0 else ("hanging", "firstLine")
    return {f"{other}Chars": "0", f"{name}Chars": str(round(abs(points) / _CHARACTER * 100)), name: _twips(abs(points))}


def _align(levels: Sequence[Element]) -> Value:
    found = val(last(levels, "jc"), "left")
    return {"start": "left", "end": "right", "distribute": "both"}.get(found, found)


def _edge(within: str, side: str, levels: Sequence[Element]) -> Value:
    """The line of a side: its kind, its width in points, its colour; 无 where there is none."""
    edges = [edge for level in levels if (edge := level.find(f"{W}{within}/{W}{side}")) is not None]
    if not edges or val(edges[-1], "none") in ("none", "nil"):
        return "无"
    colour = edges[-1].get(f"{W}color", "auto")
    return val(edges[-1]), (number(edges[-1].get(f"{W}sz")) or 0) / 8, "000000" if colour == "auto" else colour.upper()


def _write_edge(value: Value) -> Mapping[str, str]:
    if not isinstance(value, tuple):
        return {"val": "none"}
    kind, points, colour = map(str, value)
    return {"val": kind, "sz": str(round(float(points) * 8)), "space": "0", "color": colour}


def _tabs(levels: Sequence[Element]) -> Value:
    stops = [(val(tab), _length(tab.get(f"{W}pos"))) for level in levels for tab in level.iterfind(f"{W}tabs/{W}tab")]
    return tuple(sorted((stop for stop in stops if stop[0] != "clear"), key=str))


def _numbered(levels: Sequence[Element]) -> Value:
    return "有" if last(levels, "numPr") is not None and val(last(levels, "numPr/{*}numId"), "0") != "0" else "无"


def _twips(points: float) -> str:
    return str(point_twips(points))


def _plain(name: str, of: Callable[[float], str] | None = None) -> Callable[[Value], Mapping[str, str]]:
    return lambda value: {name: of(float(str(value))) if of else str(value)}


_SIDES = {"top": "上", "bottom": "下", "left": "左", "right": "右", "insideH": "内横", "insideV": "内竖"}
PROPERTIES: tuple[Property, ...] = (
    Property("中文字体", ("rPr", "rFonts"), _font("eastAsia"), _plain("eastAsia")),
    Property("西文字体", ("rPr", "rFonts"), _font("ascii"), lambda value: dict.fromkeys(("ascii", "hAnsi", "cs"), str(value))),
    Property("字号", ("rPr", "sz"), _size, _plain("val", lambda points: str(half_points(points)))),
    Property("加粗", ("rPr", "b"), _switch("b"), lambda value: {"val": "1" if value == "有" else "0"}),
    Property("倾斜", ("rPr", "i"), _switch("i"), lambda value: {"val": "1" if value == "有" else "0"}),
    Property("下划线", ("rPr", "u"), _underline, _plain("val")),
    Property("颜色", ("rPr", "color"), _colour, lambda value: {"val": str(value).upper()}),
    Property("字符间距", ("rPr", "spacing"), lambda levels: _length(val(last(levels, "spacing"))), _plain("val", _twips)),
    Property("文字底纹", ("rPr", "shd"), _fill, lambda value: {"val": "clear", "color": "auto", "fill": "auto" if value == "无" else str(value)}),
    Property("段前", ("pPr", "spacing"), partial(_space, "before"), _plain("before", _twips)),
    Property("段后", ("pPr", "spacing"), partial(_space, "after"), _plain("after", _twips)),
    Property("行距", ("pPr", "spacing"), _line, _write_line),
    Property("首行缩进", ("pPr", "ind"), partial(_indent, "firstLine", "hanging"), _write_first_line),
    Property("左缩进", ("pPr", "ind"), partial(_indent, "left", "start"), _plain("left", _twips)),
    Property("右缩进", ("pPr", "ind"), partial(_indent, "right", "end"), _plain("right", _twips)),
    Property("对齐", ("pPr", "jc"), _align, _plain("val")),
    Property("段落底纹", ("pPr", "shd"), _fill, lambda value: {"val": "clear", "color": "auto", "fill": "auto" if value == "无" else str(value)}),
    *(Property(f"{name}边框", ("pPr", "pBdr", side), partial(_edge, "pBdr", side), _write_edge) for side, name in list(_SIDES.items())[:4]),
    *(Property(f"表格{name}框线", ("tblPr", "tblBorders", side), partial(_edge, "tblBorders", side), _write_edge) for side, name in _SIDES.items()),
    Property("制表位", ("pPr", "tabs"), _tabs, None),
    Property("编号", ("pPr", "numPr"), _numbered, None),
)


def with_named_fonts(root: Element, theme: Element | None) -> None:
    """Put the names of fonts where the part `root` takes them from the theme."""
    faces: dict[str, str] = {}
    for group in theme.iter("{*}majorFont", "{*}minorFont") if theme is not None else ():
        kind = local(group).removesuffix("Font")
        named = {local(face) if local(face) != "font" else face.get("script", ""): face.get("typeface", "") for face in group}
        faces |= {f"{kind}EastAsia": named.get("ea") or named.get("Hans", ""), f"{kind}Ascii": named.get("latin", ""), f"{kind}HAnsi": named.get("latin", "")}
    for fonts in root.iter(f"{W}rFonts"):
        for script in ("eastAsia", "ascii", "hAnsi"):
            if font := faces.get(fonts.get(f"{W}{script}Theme", "")):
                fonts.set(f"{W}{script}", font)
