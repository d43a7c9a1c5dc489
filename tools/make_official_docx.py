"""Make templates/docx/official.docx, the base document of every Word file: its page, settings and styles.

Run it after a change of the layout numbers: `.venv/bin/python tools/make_official_docx.py`.
"""

from pathlib import Path

from lxml import etree

from reportgen.render.layout import Layout
from reportgen.render.word.markup import Element, twips, w
from reportgen.render.word.package import pack
from reportgen.render.word.styles import apply_styles

TARGET = Path(__file__).parents[1] / "templates" / "docx" / "official.docx"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "word/styles.xml": f"{_OFFICE}.wordprocessingml.styles+xml",
    "word/settings.xml": f"{_OFFICE}.wordprocessingml.settings+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
}


def official_docx(layout: Layout) -> bytes:
    """The base document for `layout`; the same bytes every time."""
    styles = w("styles")
    apply_styles(styles, layout)
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
            "word/document.xml": _xml(w("document", w("body", w("p"), section))),
            "word/_rels/document.xml.rels": _relationships((f"{_RELATIONSHIPS}/styles", "styles.xml"), (f"{_RELATIONSHIPS}/settings", "settings.xml")),
            "word/styles.xml": _xml(styles),
            "word/settings.xml": _xml(_settings()),
            "docProps/core.xml": _xml(
                etree.Element(f"{{{_PACKAGE}/metadata/core-properties}}coreProperties", nsmap={"cp": f"{_PACKAGE}/metadata/core-properties"})
            ),
            "docProps/app.xml": _application(),
        }
    )


def _settings() -> Element:
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
