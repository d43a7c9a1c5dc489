"""What an office has changed that is a number of the layout: both writers follow it."""

from collections.abc import Mapping

from reportgen.look.document import PAGE
from reportgen.look.properties import Value
from reportgen.measure import MM_PER_PT
from reportgen.render.layout import Layout
from reportgen.render.word import styles as word

Changes = Mapping[str, Mapping[str, Value]]
"""What differs from the packaged base document, by style id (or 页面设置), by property."""


_NUMBERS: Mapping[tuple[str, str], str] = {
    (word.NORMAL, "字号"): "body_size",
    (word.NORMAL, "字符间距"): "tracking_word",
    (word.TITLE, "字号"): "title_size",
    (word.COPIES, "字号"): "colophon_size",
    (word.FOOTER, "字号"): "page_number_size",
    (word.TABLE_TEXT, "字号"): "table_size",
}
"""The properties that are numbers of the layout."""
FACES = {(word.NORMAL, "中文字体"): "body", (word.TITLE, "中文字体"): "title", (word.FOOTER, "中文字体"): "song"}
"""The Chinese fonts that are those of a role."""
TECHNICAL = frozenset({word.COLOPHON_RULE, word.COLOPHON_ROOM, word.SPACER})
"""The styles that only keep a place."""
INDENTS = ("首行缩进", "左缩进", "右缩进")
DECIDED = {
    word.ISSUER: ("字号", "行距"),
    word.FOOTER: ("对齐", *INDENTS),
    word.ATTACHMENT_NOTE: ("段前", *INDENTS),
    word.SIGNATURE: ("段前", "段后", *INDENTS),
    word.DATE: ("对齐", "段前", *INDENTS),
    word.CAPTION: ("对齐",),
    word.FIGURE: ("行距",),
    **dict.fromkeys((word.COPIES, word.PRINTING), ("行距", "段前", "段后", *INDENTS)),
}
"""What a document's own words decide: how long the issuer's name is, where the date and the seal stand under the signature, how high the 版记 is."""

_AIR = 6.0  # mm: what a 发文机关标志 leaves of the type area, at both sides together
_CSS_TRACKING = Layout().tracking_css - Layout().tracking_word


def layout_numbers(changes: Changes) -> dict[str, float]:
    """The numbers of the layout that the changes come to."""
    standard, numbers = Layout(), dict[str, float]()
    for (style, name), number in _NUMBERS.items():
        value = changes.get(style, {}).get(name)
        if isinstance(value, float):
            numbers[number] = value
    pitch = changes.get(word.NORMAL, {}).get("行距")
    if isinstance(pitch, tuple) and isinstance(pitch[1], float):
        numbers["line_pitch"] = pitch[1]
    if "table_size" in numbers:
        numbers["table_size_dense"] = min(standard.table_size_dense, numbers["table_size"])
    page = {name: value for name, value in changes.get(PAGE, {}).items() if isinstance(value, float)}
    if page:
        wide, high = page.get("纸张宽", standard.page_width), page.get("纸张高", standard.page_height)
        top, left = page.get("上边距", standard.top), page.get("左边距", standard.left)
        numbers |= {"page_width": wide, "page_height": high, "top": top, "left": left}
        numbers["type_width"] = wide - left - page.get("右边距", standard.right)
        numbers["type_height"] = high - top - page.get("下边距", standard.bottom)
        numbers["issuer_width"] = min(standard.issuer_width, numbers["type_width"] - _AIR)
    if above := changes.get(word.ISSUER, {}).get("段前"):
        numbers["issuer_top"] = (float(str(above)) + numbers.get("line_pitch", standard.line_pitch)) * MM_PER_PT
    if "tracking_word" in numbers:
        numbers["tracking_css"] = numbers["tracking_word"] + _CSS_TRACKING
    if {"body_size", "tracking_css"} & numbers.keys():
        numbers["em"] = (numbers.get("body_size", standard.body_size) + numbers.get("tracking_css", standard.tracking_css)) * MM_PER_PT
    if {"type_width", "em"} & numbers.keys():
        numbers["characters"] = int(numbers.get("type_width", standard.type_width) / max(numbers.get("em", standard.em), MM_PER_PT))
    if {"type_height", "line_pitch"} & numbers.keys():
        numbers["lines"] = int(numbers.get("type_height", standard.type_height) / MM_PER_PT / numbers.get("line_pitch", standard.line_pitch))
    return numbers
