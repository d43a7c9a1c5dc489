"""What the reader of Word files passes over: it is said, never taken for right."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from reportgen.ooxml.names import local, q
from reportgen.ooxml.package import Parts

_NOTES = ("footnoteReference", "endnoteReference")
_INSIDE = (
    ("图片", ("pic", "imagedata"), "图片里的文字没有核查"),
    ("图表和嵌入的对象", ("chart", "relIds", "OLEObject", "control", "object"), "图表、嵌入的对象里的文字没有核查"),
    ("公式", ("oMath",), "公式没有核查"),
    ("嵌入的另一份文件", ("altChunk", "subDoc"), "打开时才并入的文件没有核查"),
)


def unread(body: Element, parts: Parts, *, headed: bool) -> Iterator[tuple[str, str]]:
    """What it is, and why it wasn't checked; `headed`: the header of the first page was read as the 版头."""
    names = {local(element) for element in body.iter() if isinstance(element.tag, str)}
    for what, elements, reason in _INSIDE:
        if not names.isdisjoint(elements):
            yield what, reason
    if not names.isdisjoint(_NOTES):
        yield "脚注、尾注", "注文没有核查"
    headers = [parts.xml(name) for kind, name in parts.relations(parts.main).values() if kind == "header"]
    if not headed and any(root is not None and any((text.text or "").strip() for text in root.iter(q("t"))) for root in headers):
        yield "页眉", "页眉里的文字没有核查"
