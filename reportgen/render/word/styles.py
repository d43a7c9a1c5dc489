"""The styles of an official document, made from the layout numbers.

`styles_part` is the one way that they come into a document: when the base document is made, and again whenever
documents are written onto it, so that fonts and sizes that an office configures take effect. A style of the same id is
replaced; styles that an office added to its base document stay.
"""

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from reportgen.ooxml.builder import Element, Xml, border_eighths, half_points, part, point_twips, twips, w
from reportgen.ooxml.names import q
from reportgen.ooxml.parsing import parse
from reportgen.render.layout import Layout, StyleProperty

# Styles that Word knows by these names and shows as 正文, 正文缩进, 标题, 标题 1 ... 标题 4, 题注, 页脚.
NORMAL, BODY, TITLE, CAPTION, FOOTER = "Normal", "NormalIndent", "Title", "Caption", "Footer"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
# Our own; an office sees their Chinese names.
MARKS, ISSUER, NUMBER, RED_RULE, ADDRESSEE = "Marks", "Issuer", "DocumentNumber", "RedRule", "Addressee"
ATTACHMENT_NOTE, SIGNATURE, DATE, ANNOTATION = "AttachmentNote", "SignatureLine", "IssueDate", "Annotation"
ATTACHMENT_LABEL, ATTACHMENT_TITLE = "AttachmentLabel", "AttachmentTitle"
FIGURE, FIGURE_CAPTION = "Figure", "FigureCaption"
TABLE, TABLE_TEXT, TABLE_HEAD, TABLE_NOTE = "OfficialTable", "TableText", "TableHead", "TableNote"
COPIES, PRINTING, COLOPHON_RULE, COLOPHON_ROOM, SPACER = "Copies", "Printing", "ColophonRule", "ColophonRoom", "Spacer"
SIGNATORY, UNIT, MISSING = "SignatoryName", "TableUnit", "MissingInput"

YELLOW = "FFFF00"


def title_pitch(layout: Layout) -> float:
    """The line pitch of a title in points: its own size and 7/8 of a 3号 character (clause 3)."""
    return layout.title_size + layout.body_size * 7 / 8


def colophon_pitch(layout: Layout) -> float:
    """The line pitch of the 版记 in points: that of the text, smaller as its characters are."""
    return layout.line_pitch * layout.colophon_size / layout.body_size


def table_pitch(size: float) -> float:
    """The line pitch in a table cell in points: a table is set closer than the text."""
    return size * 1.5


def styles_part(layout: Layout, base: bytes | None = None) -> bytes:
    """The part `word/styles.xml`: the styles of `layout`, and those of the part `base` that have none of their names."""
    made = part(w("styles", _defaults(layout), *_built_in(layout), *_head(layout), *_closing(layout), *_tables(layout), *_colophon(layout)))
    if base is None and not layout.own:
        return made
    own = parse(made)
    for found in layout.own:
        dress(own, found)
    if base is None:
        return etree.tostring(own, xml_declaration=True, encoding="UTF-8", standalone=True)
    styles = parse(base)
    names = {style.get(q("styleId")) for style in own.iterchildren(q("style"))}
    for old in list(styles):
        if old.tag in (q("docDefaults"), q("latentStyles")) or old.get(q("styleId")) in names:
            styles.remove(old)
    for position, element in enumerate(list(own)):
        styles.insert(position, element)
    return etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)


_ORDER = {
    "style": ("name", "basedOn", "next", "uiPriority", "qFormat", "pPr", "rPr", "tblPr"),
    "pPr": (
        *("keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "shd", "tabs", "overflowPunct", "autoSpaceDE", "autoSpaceDN"),
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"),
    ),
    "rPr": ("rFonts", "b", "i", "color", "spacing", "kern", "sz", "szCs", "u", "shd", "lang"),
    "pBdr": ("top", "left", "bottom", "right"),
    "tblPr": ("tblInd", "tblBorders", "tblCellMar"),
    "tblBorders": ("top", "left", "bottom", "right", "insideH", "insideV"),
}
"""What stands in an element of a style here, in the order that the schema asks for."""


def dress(styles: Element, own: StyleProperty) -> None:
    """Set a property of an office's own on the style of that id in the part `styles`; what else its element says stays."""
    at = next(style for style in styles.iterchildren(q("style")) if style.get(q("styleId")) == own.style)
    for within, tag in pairwise(("style", *own.path)):
        child = at.find(q(tag))
        if child is None:
            before = {q(name) for name in _ORDER[within][: _ORDER[within].index(tag)]}
            child = etree.Element(q(tag))
            at.insert(sum(1 for one in at if one.tag in before), child)
        at = child
    for name, value in own.attributes:
        at.set(q(name), value)


def _defaults(layout: Layout) -> Xml:
    language = w("lang", val="en-US", eastAsia="zh-CN")
    characters = w("rPr", face(layout.fonts.body), w("kern", val=0), *_size(layout.body_size), language)
    return w("docDefaults", w("rPrDefault", characters), w("pPrDefault"))


def _built_in(layout: Layout) -> Iterator[Xml]:
    fonts = layout.fonts
    line = _line(layout.line_pitch)
    # Widow control moves lines to the next page, and the space that Word puts between Chinese and digits costs
    # characters: either would break 22 lines of 28 characters. Punctuation may hang, as in Word it does by default:
    # LibreOffice reads that property the other way round, and loses characters that it hangs.
    normal = [
        w("widowControl", val=0),
        w("overflowPunct", val=1),
        w("autoSpaceDE", val=0),
        w("autoSpaceDN", val=0),
        w("adjustRightInd", val=0),
        w("snapToGrid", val=0),
        w("spacing", before=0, after=0, **line),
        w("jc", val="both"),
    ]
    tracking = w("spacing", val=point_twips(layout.tracking_word))
    yield _style(NORMAL, "Normal", normal, [face(fonts.body), tracking, *_size(layout.body_size)], based_on=None, default=True)
    yield w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), type="character", default=1, styleId="DefaultParagraphFont")
    yield _normal_table()
    yield w("style", w("name", val="No List"), w("uiPriority", val=99), type="numbering", default=1, styleId="NoList")
    yield _style(BODY, "Normal Indent", [_two_characters(layout)])
    yield _style(TITLE, "Title", _title(layout), [face(fonts.title), *_untracked(layout.title_size)], following=BODY)
    for level, (identifier, family) in enumerate(zip(HEADINGS, (fonts.hei, fonts.kai, fonts.body, fonts.body), strict=True)):
        form = [w("keepNext"), _two_characters(layout), w("outlineLvl", val=level)]
        yield _style(identifier, f"heading {level + 1}", form, [face(family)], following=BODY)
    number = [w("spacing", **_line(layout.page_number_size)), w("jc", val="left")]
    yield _style(FOOTER, "footer", number, [face(fonts.song), *_untracked(layout.page_number_size)])


def _head(layout: Layout) -> Iterator[Xml]:
    """版头, from the upper edge of the type area to the red line.

    Where a distance is measured between characters, the line is as high as they are, so that no program can place them
    differently in it.
    """
    fonts, size = layout.fonts, layout.body_size
    lead = layout.line_pitch - size
    em = twips(layout.em)
    red = w("color", val=layout.red.lstrip("#").upper())
    yield _style(MARKS, "版头标注", [w("jc", val="right")], [face(fonts.hei)])
    above = twips(layout.issuer_top) - point_twips(layout.line_pitch)  # the line of the marks stands above, empty or not
    yield _style(ISSUER, "发文机关标志", [w("spacing", before=above), w("jc", val="center")], [face(fonts.title), red, w("spacing", val=0)])
    number = [
        w("tabs", w("tab", val="right", pos=twips(layout.type_width) - em)),
        w("spacing", before=point_twips(2 * layout.line_pitch + lead / 2), **_line(size)),
        w("jc", val="center"),
    ]
    yield _style(NUMBER, "发文字号", number)
    rule = [
        w("pBdr", w("bottom", val="single", sz=border_eighths(layout.red_line_weight), space=0, color=layout.red.lstrip("#").upper())),
        w("spacing", after=point_twips(2 * layout.line_pitch), line=twips(layout.red_line_gap), lineRule="exact"),
    ]
    yield _style(RED_RULE, "版头分隔线", rule, _size(1))
    yield _style(ADDRESSEE, "主送机关", [], following=BODY)
    yield _character_style(SIGNATORY, "签发人姓名", face(fonts.kai))


def _closing(layout: Layout) -> Iterator[Xml]:
    """From the 附件说明 to the head of an attachment."""
    blank = point_twips(layout.line_pitch)
    fonts = layout.fonts
    yield _style(ATTACHMENT_NOTE, "附件说明", [w("keepNext")])
    yield _style(SIGNATURE, "发文机关署名", [w("keepNext"), w("jc", val="right")], following=DATE)
    yield _style(DATE, "成文日期", [w("jc", val="right")], following=BODY)
    yield _style(ANNOTATION, "附注", [_two_characters(layout)])
    label = [w("keepNext"), w("pageBreakBefore"), w("spacing", after=blank)]
    yield _style(ATTACHMENT_LABEL, "附件标识", label, [face(fonts.hei)], following=ATTACHMENT_TITLE)
    yield _style(ATTACHMENT_TITLE, "附件标题", [w("outlineLvl", val=0)], based_on=TITLE, following=BODY)
    yield _character_style(MISSING, "待补", w("shd", val="clear", color="auto", fill=YELLOW))


def _tables(layout: Layout) -> Iterator[Xml]:
    fonts = layout.fonts
    cell = [w("spacing", **_line(table_pitch(layout.table_size))), w("jc", val="center")]
    yield _style(TABLE_TEXT, "表格文字", cell, _untracked(layout.table_size))
    yield _style(TABLE_HEAD, "表格标题行", [], [face(fonts.hei)], based_on=TABLE_TEXT)
    note = [w("spacing", **_line(table_pitch(layout.table_size)))]
    yield _style(TABLE_NOTE, "表注", note, _untracked(layout.table_size))
    caption = [w("keepNext"), w("spacing", **_line(2 * layout.table_size)), w("jc", val="center")]
    yield _style(CAPTION, "caption", caption, [face(fonts.hei), *_untracked(layout.table_size)])
    gap = point_twips(layout.line_pitch / 4)
    yield _style(FIGURE, "图", [w("keepNext"), w("spacing", before=gap, line=240, lineRule="auto"), w("jc", val="center")], _untracked(layout.table_size))
    below = [w("keepNext", val=0), w("spacing", after=gap, **_line(2 * layout.table_size))]
    yield _style(FIGURE_CAPTION, "图题", below, based_on=CAPTION, following=BODY)
    yield _character_style(UNIT, "表格单位", face(fonts.body))
    edges = [w(edge, val="single", sz=4, space=0, color="000000") for edge in ("top", "left", "bottom", "right", "insideH", "insideV")]
    properties = w("tblPr", w("tblBorders", *edges))
    name = (w("name", val="公文表格"), w("basedOn", val="TableNormal"), w("uiPriority", val=59), w("qFormat"))
    yield w("style", *name, properties, type="table", customStyle=1, styleId=TABLE)


def _colophon(layout: Layout) -> Iterator[Xml]:
    pitch = _line(colophon_pitch(layout))
    character = point_twips(layout.colophon_size)  # 空一字: a character of its own size
    copies = w("ind", left=character * 4, right=character, hanging=character * 3)  # further lines begin below the first name
    yield _style(COPIES, "抄送机关", [w("spacing", **pitch), copies], _untracked(layout.colophon_size))
    tabs = w("tabs", w("tab", val="right", pos=twips(layout.type_width) - character))
    yield _style(PRINTING, "印发机关和印发日期", [tabs, w("spacing", **pitch), w("ind", left=character)], _untracked(layout.colophon_size))
    yield _style(COLOPHON_RULE, "版记分隔线", [w("spacing", line=20, lineRule="exact")], _size(1))
    yield _style(COLOPHON_ROOM, "版记占位", [], _size(1))
    yield _style(SPACER, "间隔", [w("spacing", line=20, lineRule="exact")], _size(1))


def _style(
    identifier: str,
    name: str,
    paragraph: list[Xml],
    characters: list[Xml] | None = None,
    *,
    based_on: str | None = NORMAL,
    following: str | None = None,
    default: bool = False,
) -> Xml:
    """A paragraph style; `paragraph` and `characters` hold properties in the order that the schema asks for."""
    built_in = identifier in (NORMAL, BODY, TITLE, CAPTION, FOOTER, *HEADINGS)
    style = w(
        "style",
        w("name", val=name),
        w("basedOn", val=based_on) if based_on else None,
        w("next", val=following) if following else None,
        w("qFormat"),
        w("pPr", *paragraph) if paragraph else None,
        w("rPr", *characters) if characters else None,
        type="paragraph",
        styleId=identifier,
    )
    if default:
        style.attributes["w:default"] = 1
    if not built_in:
        style.attributes["w:customStyle"] = 1
    return style


def _character_style(identifier: str, name: str, formatting: Xml) -> Xml:
    parts = (w("name", val=name), w("basedOn", val="DefaultParagraphFont"), w("qFormat"), w("rPr", formatting))
    return w("style", *parts, type="character", customStyle=1, styleId=identifier)


def _normal_table() -> Xml:
    margins = [w(edge, w=width, type="dxa") for edge, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))]
    properties = w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *margins))
    return w("style", w("name", val="Normal Table"), w("uiPriority", val=99), properties, type="table", default=1, styleId="TableNormal")


def _title(layout: Layout) -> list[Xml]:
    spacing = w("spacing", after=point_twips(layout.line_pitch), **_line(title_pitch(layout)))
    return [w("keepNext"), w("keepLines"), spacing, w("jc", val="center")]


def face(family: tuple[str, ...]) -> Xml:
    """The official font for every script: Word takes one name, and no theme font may stand in its way."""
    first = family[0]
    return w("rFonts", hint="eastAsia", ascii=first, hAnsi=first, eastAsia=first, cs=first)


def _size(points: float) -> list[Xml]:
    return [w("sz", val=half_points(points)), w("szCs", val=half_points(points))]


def _untracked(points: float) -> list[Xml]:
    """A size other than that of the text, whose characters keep their distance."""
    return [w("spacing", val=0), *_size(points)]


def _line(points: float) -> dict[str, str | int]:
    return {"line": point_twips(points), "lineRule": "exact"}


def _two_characters(layout: Layout) -> Xml:
    return w("ind", firstLineChars=200, firstLine=twips(2 * layout.em))
