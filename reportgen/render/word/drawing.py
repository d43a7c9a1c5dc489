"""Drawings: text boxes and pictures that stand at a place of the page, pictures that stand in a line."""

from dataclasses import dataclass

from reportgen.ooxml.builder import Xml, emu, w
from reportgen.ooxml.names import CHART, COMPATIBILITY, DRAWING

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_NAMESPACES: dict[str, str | int] = {
    f"xmlns:{prefix}": name for prefix, name in (("wp", _WP), ("a", DRAWING), ("pic", _PIC), ("wps", _WPS), ("mc", COMPATIBILITY))
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a drawing stands and how large it is, in mm.

    `across` and `down` are offsets from, or an alignment ("bottom") within, what Word calls `across_from` and `down_from`.
    """

    across_from: str
    across: float
    down_from: str
    down: float | str
    width: float
    height: float


def text_box(paragraphs: list[Xml], frame: Frame, number: int, *, turned: bool) -> Xml:
    """A run with a text box without edges or insets; `number` is the drawing's, unique in the document.

    The text stands at the lower edge of the box, or, `turned`, is turned a quarter clockwise.
    """
    insets = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0")
    shape = _e(
        "wps:wsp",
        _e("wps:cNvSpPr", txBox="1"),
        _e("wps:spPr", _transform(frame.width, frame.height), _rectangle(), _e("a:noFill"), _e("a:ln", _e("a:noFill"))),
        _e("wps:txbx", w("txbxContent", *paragraphs)),
        _e("wps:bodyPr", _e("a:noAutofit"), rot="0", vert="vert" if turned else "horz", wrap="square", **insets, anchor="t" if turned else "b"),
    )
    # Turned text stands in the margin, where nothing flows around it; LibreOffice forgets its place without a wrap.
    wrap = _e("wp:wrapSquare", wrapText="bothSides") if turned else _e("wp:wrapNone")
    drawing = _anchored(shape, _WPS, frame, wrap, number, f"文本框 {number}", behind=False)
    return _run(_e("mc:AlternateContent", _e("mc:Choice", drawing, Requires="wps")))


def double_line(frame: Frame, number: int, weight: float, colour: str) -> Xml:
    """A run with a double line, the thin stroke above the thick one, both and what is between them `weight` mm high."""
    fill = _e("a:solidFill", _e("a:srgbClr", val=colour.lstrip("#").upper()))
    shape = _e(
        "wps:wsp",
        _e("wps:cNvCnPr"),
        _e(
            "wps:spPr",
            _transform(frame.width, frame.height),
            _e("a:prstGeom", _e("a:avLst"), prst="line"),
            _e("a:ln", fill, w=str(emu(weight)), cmpd="thinThick"),
        ),
        _e("wps:bodyPr"),
    )
    drawing = _anchored(shape, _WPS, frame, _e("wp:wrapNone"), number, f"直线 {number}", behind=False)
    return _run(_e("mc:AlternateContent", _e("mc:Choice", drawing, Requires="wps")))


def picture(relationship: str, frame: Frame, number: int, name: str) -> Xml:
    """A run with a picture behind the text; `name` says what it shows."""
    shape = _picture(relationship, frame.width, frame.height, number, name)
    return _run(_anchored(shape, _PIC, frame, _e("wp:wrapNone"), number, name, behind=True))


def picture_in_line(relationship: str, size: tuple[float, float], number: int, words: str) -> Xml:
    """A run with a picture of `size` (width and height in mm); `words` tell those who don't see it what it shows."""
    return _run(_pictured(relationship, size, number, words))


def chart_in_line(chart: str, picture: str, size: tuple[float, float], numbers: tuple[int, int], words: str) -> Xml:
    """The same with a chart, which has a picture for programs that don't draw it as Word does; `numbers` are those of the two drawings.

    Word shows the chart, as does any program that knows `wp14`, what Word 2010 added to drawings; LibreOffice shows the picture.
    """
    shape = Xml("c:chart", {"xmlns:c": CHART, "r:id": chart}, [])
    drawn = _in_line(_e("a:graphicData", shape, uri=CHART), size, numbers[0], f"图表 {numbers[0]}", words)
    instead = _pictured(picture, size, numbers[1], words)
    choice = Xml("mc:Choice", {"xmlns:wp14": _WP14, "Requires": "wp14"}, [drawn])
    return _run(_e("mc:AlternateContent", choice, _e("mc:Fallback", instead)))


def _pictured(relationship: str, size: tuple[float, float], number: int, words: str) -> Xml:
    name = f"图片 {number}"
    return _in_line(_e("a:graphicData", _picture(relationship, *size, number, name), uri=_PIC), size, number, name, words)


def _in_line(data: Xml, size: tuple[float, float], number: int, name: str, words: str) -> Xml:
    width, height = size
    inline = _e(
        "wp:inline",
        _e("wp:extent", cx=str(emu(width)), cy=str(emu(height))),
        _e("wp:docPr", id=str(number), name=name, descr=words),
        _e("wp:cNvGraphicFramePr", _e("a:graphicFrameLocks", noChangeAspect="1")),
        _e("a:graphic", data),
        **dict.fromkeys(("distT", "distB", "distL", "distR"), "0"),
    )
    return w("drawing", inline)


def _picture(relationship: str, width: float, height: float, number: int, name: str) -> Xml:
    return _e(
        "pic:pic",
        _e("pic:nvPicPr", _e("pic:cNvPr", id=str(number), name=name), _e("pic:cNvPicPr")),
        _e("pic:blipFill", _e("a:blip", **{"r:embed": relationship}), _e("a:stretch", _e("a:fillRect"))),
        _e("pic:spPr", _transform(width, height), _rectangle()),
    )


def _anchored(shape: Xml, uri: str, frame: Frame, wrap: Xml, number: int, name: str, *, behind: bool) -> Xml:
    anchor = _e(
        "wp:anchor",
        _e("wp:simplePos", x="0", y="0"),
        _e("wp:positionH", _offset(frame.across), relativeFrom=frame.across_from),
        _e("wp:positionV", _offset(frame.down), relativeFrom=frame.down_from),
        _e("wp:extent", cx=str(emu(frame.width)), cy=str(emu(frame.height))),
        _e("wp:effectExtent", l="0", t="0", r="0", b="0"),
        wrap,
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


def _offset(place: float | str) -> Xml:
    return Xml("wp:align", {}, [], place) if isinstance(place, str) else Xml("wp:posOffset", {}, [], str(emu(place)))


def _transform(width: float, height: float) -> Xml:
    return _e("a:xfrm", _e("a:off", x="0", y="0"), _e("a:ext", cx=str(emu(width)), cy=str(emu(height))))


def _rectangle() -> Xml:
    return _e("a:prstGeom", _e("a:avLst"), prst="rect")


def _run(drawn: Xml) -> Xml:
    """The run of a drawing, whose namespaces are declared there: a document has few of them."""
    return Xml("w:r", {**_NAMESPACES}, [drawn])


def _e(name: str, /, *children: Xml, **attributes: str) -> Xml:
    return Xml(name, {**attributes}, [*children])
