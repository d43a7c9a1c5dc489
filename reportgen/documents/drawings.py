"""The closed vocabulary of the drawings in canonical HTML: which SVG a chart may be made of.

So little that every program draws it alike, that nothing is fetched, and that every number in it is a figure, a step of
an axis, or a name.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")
_SIZE = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6})?mm")
_NUMBERS = re.compile(r"-?[0-9.]{1,13}([ ,]-?[0-9.]{1,13})*")
_PATH = re.compile(r"[MLHVZ0-9 ,.-]*")
_COLOUR = re.compile(r"none|#[0-9a-f]{6}")
_ANCHOR = re.compile(r"start|middle|end")
_TEXT = re.compile(r".*", re.DOTALL)
_PAINT = {"fill": _COLOUR, "stroke": _COLOUR, "stroke-width": _NUMBER}
_FIGURE = dict.fromkeys(("data-figure", "data-value", "data-label", "data-unit"), _TEXT)

ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "svg": {"data-chart": _TEXT, "width": _SIZE, "height": _SIZE, "viewBox": _NUMBERS, "font-size": _NUMBER, "role": re.compile("img")},
    "title": {},
    "g": _FIGURE,
    "rect": {**dict.fromkeys(("x", "y", "width", "height"), _NUMBER), **_PAINT},
    "line": {**dict.fromkeys(("x1", "y1", "x2", "y2"), _NUMBER), **_PAINT},
    "polyline": {"points": _NUMBERS, **_PAINT},
    "path": {"d": _PATH, **_PAINT},
    "text": {"x": _NUMBER, "y": _NUMBER, "text-anchor": _ANCHOR, "fill": _COLOUR, "class": re.compile("tick|label|value|missing")},
}
_ASKED = frozenset(("kind", "heading", "unit", "places", "categories", "series", "axis", "plot"))  # of the data of a chart
_MAY_BE = frozenset(("legend", "tabled", "totals", "amounts"))
_CHILDREN = {"svg": frozenset(ATTRIBUTES) - {"svg"}, "g": frozenset({"rect", "line", "polyline", "path", "text"})}
_WITH_TEXT = frozenset({"title", "text"})


def drawing_breaches(svg: "_Element") -> Iterator[tuple["_Element", str]]:
    """The elements of a drawing that break its vocabulary, and what is wrong with each, in Chinese."""
    if not (svg.findtext("title") or "").strip():
        yield svg, "<svg> 里没有 <title>，看不见图的人不知道它画的是什么"
    if {"width", "height", "viewBox"} - set(svg.attrib):
        yield svg, "<svg> 要写明 width、height、viewBox"
    if svg.get("data-chart") is not None and not _is_data(svg.get("data-chart", "")):
        yield svg, "<svg> 的 data-chart 不是图的数据，请用 chart. 开头的调用画图"
    for element in svg.iter():
        yield from ((element, message) for message in _messages(element))


def _is_data(told: str) -> bool:
    """Whether `data-chart` says what a chart is drawn of, with all that a writer asks for."""
    try:
        data = json.loads(told)
    except ValueError:
        return False
    return isinstance(data, dict) and _ASKED <= data.keys() <= _ASKED | _MAY_BE


def _messages(element: "_Element") -> Iterator[str]:
    tag = str(element.tag)
    parent = element.getparent()
    if tag not in ATTRIBUTES:
        yield f"图里不能有 <{tag}>"
        return
    if tag != "svg" and parent is not None and tag not in _CHILDREN.get(str(parent.tag), frozenset()):
        yield f"图的 <{parent.tag!s}> 里不能有 <{tag}>"
    for name, value in ((str(k), str(v)) for k, v in element.attrib.items()):
        allowed = ATTRIBUTES[tag].get(name)
        if allowed is None:
            yield f"图的 <{tag}> 不能有属性 {name}"
        elif not allowed.fullmatch(value):
            yield f"图的 <{tag}> 的 {name} 不能是“{value}”"
    if tag not in _WITH_TEXT and (element.text or "").strip():
        yield f"图的 <{tag}> 里不能直接写文字"
    if (element.tail or "").strip() and tag != "svg":
        yield f"图的 <{tag}> 后面不能直接写文字"
    of_figure = parent is not None and bool(parent.get("data-figure")) and bool(parent.get("data-value"))
    if tag == "text" and not element.get("class"):
        yield "图上的文字要写明 class：tick（刻度）、label（名称）、value（数字）或者 missing（待补）"
    if tag == "text" and element.get("class") == "value" and re.search(r"\d", element.text or "") and not of_figure:
        yield f"图上的数字“{element.text}”没有来源（data-figure、data-value）"
