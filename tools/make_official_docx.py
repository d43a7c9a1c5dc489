"""Make templates/docx/official.docx, the base document of every Word file: its page, settings and styles.

Run it after a change of the layout numbers: `.venv/bin/python tools/make_official_docx.py`.
"""

from pathlib import Path

from lxml import etree

from reportgen.ooxml.builder import Element, Xml, part, twips, w
from reportgen.render.layout import Layout
from reportgen.render.word.package import pack
from reportgen.render.word.styles import styles_part

TARGET = Path(__file__).parents[1] / "templates" / "docx" / "official.docx"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "word/styles.xml": f"{_OFFICE}.wordprocessingml.styles+xml",
    "word/settings.xml": f"{_OFFICE}.wordprocessingml.settings+xml",
    "word/theme/theme1.xml": f"{_OFFICE}.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
}

_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "404040",
    "lt2": "EEEEEE",
    "accent1": "FF0000",
    "accent2": "1F4E79",
    "accent3": "7F7F7F",
    "accent4": "BF8F00",
    "accent5": "2E75B6",
    "accent6": "548235",
    "hlink": "0000FF",
    "folHlink": "800080",
}


def official_docx(layout: Layout) -> bytes:
    """The base document for `layout`; the same bytes every time."""
    margins = {"top": layout.top, "right": layout.right, "bottom": layout.bottom, "left": layout.left, "header": 15.0, "footer": 25.0, "gutter": 0.0}
    size = w("pgSz", w=twips(layout.page_width), h=twips(layout.page_height))
    section = w("sectPr", size, w("pgMar", **{side: twips(mm) for side, mm in margins.items()}))
    return pack(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                (f"{_RELATIONSHIPS}/officeDocument", "word/document.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                (f"{_RELATIONSHIPS}/extended-properties", "docProps/app.xml"),
            ),
            "word/document.xml": part(w("document", w("body", w("p"), section))),
            "word/_rels/document.xml.rels": _relationships(
                (f"{_RELATIONSHIPS}/styles", "styles.xml"),
                (f"{_RELATIONSHIPS}/settings", "settings.xml"),
                (f"{_RELATIONSHIPS}/theme", "theme/theme1.xml"),
            ),
            "word/styles.xml": styles_part(layout),
            "word/settings.xml": part(_settings()),
            "word/theme/theme1.xml": _xml(_theme(layout)),
            "docProps/core.xml": _xml(
                etree.Element(f"{{{_PACKAGE}/metadata/core-properties}}coreProperties", nsmap={"cp": f"{_PACKAGE}/metadata/core-properties"})
            ),
            "docProps/app.xml": _application(),
        }
    )


def _settings() -> Xml:
    word = "http://schemas.microsoft.com/office/word"
    compatible = {
        "compatibilityMode": "15",
        "overrideTableStyleFontSizeAndJustification": "1",
        "enableOpenTypeFeatures": "1",
        "doNotFlipMirrorIndents": "1",
        "differentiateMultirowTableHeaders": "1",
    }
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=640),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", *(w("compatSetting", name=name, uri=word, val=value) for name, value in compatible.items())),
        w("themeFontLang", val="zh-CN", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _theme(layout: Layout) -> Element:
    """The theme that a document must have; no style takes a font or a colour from it."""
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"

    def make(tag: str, *children: Element, **attributes: str) -> Element:
        element = etree.Element(f"{{{a}}}{tag}", attributes, {"a": a})
        element.extend(children)
        return element

    def fill() -> Element:
        return make("solidFill", make("schemeClr", val="phClr"))

    def fonts(tag: str, name: str) -> Element:
        return make(tag, make("latin", typeface=name), make("ea", typeface=name), make("cs", typeface=""))

    colours = make("clrScheme", *(make(tag, make("srgbClr", val=value)) for tag, value in _COLOURS.items()), name="公文")
    families = make("fontScheme", fonts("majorFont", layout.fonts.title[0]), fonts("minorFont", layout.fonts.body[0]), name="公文")
    formats = make(
        "fmtScheme",
        make("fillStyleLst", *(fill() for _ in range(3))),
        make("lnStyleLst", *(make("ln", fill(), w=str(width)) for width in (6350, 12700, 19050))),
        make("effectStyleLst", *(make("effectStyle", make("effectLst")) for _ in range(3))),
        make("bgFillStyleLst", *(fill() for _ in range(3))),
        name="公文",
    )
    return make("theme", make("themeElements", colours, families, formats), name="公文")


def _application() -> bytes:
    namespace = f"{_RELATIONSHIPS.rsplit('/', 1)[0]}/extended-properties"
    root = etree.Element(f"{{{namespace}}}Properties", nsmap={None: namespace})
    etree.SubElement(root, f"{{{namespace}}}Application").text = "reportgen"
    return _xml(root)


def _content_types() -> bytes:
    namespace = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{namespace}}}Types", nsmap={None: namespace})
    for extension, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")):
        etree.SubElement(root, f"{{{namespace}}}Default", {"Extension": extension, "ContentType": kind})
    for name, kind in _PARTS.items():
        etree.SubElement(root, f"{{{namespace}}}Override", {"PartName": f"/{name}", "ContentType": kind})
    return _xml(root)


def _relationships(*targets: tuple[str, str]) -> bytes:
    namespace = f"{_PACKAGE}/relationships"
    root = etree.Element(f"{{{namespace}}}Relationships", nsmap={None: namespace})
    for number, (kind, target) in enumerate(targets, 1):
        etree.SubElement(root, f"{{{namespace}}}Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target})
    return _xml(root)


def _xml(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(official_docx(Layout()))
