"""Drawings that stand at a place of the page and that no text flows around: text boxes and pictures."""

from dataclasses import dataclass

from lxml import etree

from reportgen.render.word.markup import Element, R, emu, w

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PREFIXES = {"wp": _WP, "a": _A, "pic": _PIC, "wps": _WPS, "mc": _MC, "r": R}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a drawing stands: an offset in mm from, or an alignment ("bottom") within, what Word calls `across_from` and `down_from`."""

    across_from: str
    across: float
    down_from: str
    down: float | str


def text_box(paragraphs: list[Element], spot: Spot, width: float, height: float, number: int, *, anchor: str = "t", vertical: str = "horz") -> Element:
    """A run with a text box of `width` x `height` mm without edges or insets.

    `number` is the drawing's, unique in its part; `anchor` t or b: the edge that the text stands at; `vertical` "vert" turns
    the text a quarter clockwise.
    """
    properties = _e("wps:bodyPr", _e("a:noAutofit"), rot="0", vert=vertical, wrap="square", lIns="0", tIns="0", rIns="0", bIns="0", anchor=anchor)
    shape = _e(
        "wps:wsp",
        _e("wps:cNvSpPr", txBox="1"),
        _e("wps:spPr", _transform(width, height), _rectangle(), _e("a:noFill"), _e("a:ln", _e("a:noFill"))),
        _e("wps:txbx", w("txbxContent", *paragraphs)),
        properties,
    )
    drawing = _anchored(shape, _WPS, spot, width, height, number, f"文本框 {number}", behind=False)
    return w("r", _e("mc:AlternateContent", _e("mc:Choice", drawing, Requires="wps")))


def picture(relationship: str, spot: Spot, width: float, height: float, number: int, name: str) -> Element:
    """A run with a picture of `width` x `height` mm behind the text; `name` says what it shows."""
    image = _e("a:blip")
    image.set(f"{{{R}}}embed", relationship)
    shape = _e(
        "pic:pic",
        _e("pic:nvPicPr", _e("pic:cNvPr", id=str(number), name=name), _e("pic:cNvPicPr")),
        _e("pic:blipFill", image, _e("a:stretch", _e("a:fillRect"))),
        _e("pic:spPr", _transform(width, height), _rectangle()),
    )
    return w("r", _anchored(shape, _PIC, spot, width, height, number, name, behind=True))


def _anchored(shape: Element, uri: str, spot: Spot, width: float, height: float, number: int, name: str, *, behind: bool) -> Element:
    anchor = _e(
        "wp:anchor",
        _e("wp:simplePos", x="0", y="0"),
        _e("wp:positionH", _offset(spot.across), relativeFrom=spot.across_from),
        _e("wp:positionV", _offset(spot.down), relativeFrom=spot.down_from),
        _e("wp:extent", cx=str(emu(width)), cy=str(emu(height))),
        _e("wp:effectExtent", l="0", t="0", r="0", b="0"),
        _e("wp:wrapNone"),
        _e("wp:docPr", id=str(number), name=name),
        _e("wp:cNvGraphicFramePr"),
        _e("a:graphic", _e("a:graphicData", shape, uri=uri)),
        **dict.fromkeys(("distT", "distB", "distL", "distR", "simplePos", "locked"), "0"),
        relativeHeight=str(number),
        behindDoc="1" if behind else "0",
        layoutInCell="1",
        allowOverlap="1",
    )
    return w("drawing", anchor)


def _offset(place: float | str) -> Element:
    element = _e("wp:align") if isinstance(place, str) else _e("wp:posOffset")
    element.text = place if isinstance(place, str) else str(emu(place))
    return element


def _transform(width: float, height: float) -> Element:
    return _e("a:xfrm", _e("a:off", x="0", y="0"), _e("a:ext", cx=str(emu(width)), cy=str(emu(height))))


def _rectangle() -> Element:
    return _e("a:prstGeom", _e("a:avLst"), prst="rect")


def _e(name: str, /, *children: Element, **attributes: str) -> Element:
    prefix, _, tag = name.partition(":")
    element = etree.Element(f"{{{_PREFIXES[prefix]}}}{tag}", dict(attributes), {prefix: _PREFIXES[prefix]})
    element.extend(children)
    return element
