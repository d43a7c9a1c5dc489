"""The XML names of a workbook's parts, and elements made and found by them."""

from collections.abc import Mapping

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ID = f"{{{RELATIONS}}}id"

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def tag(name: str) -> str:
    """The name of an element of a sheet, of the styles or of the workbook."""
    return f"{{{MAIN}}}{name}"


def element(name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> etree._Element:
    """A new element of those parts."""
    made = etree.Element(tag(name), dict(attributes or {}), nsmap={None: MAIN, "r": RELATIONS})
    made.text = text
    return made


def add(parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> etree._Element:
    """A new last child of those parts."""
    made = etree.SubElement(parent, tag(name), dict(attributes or {}))
    made.text = text
    return made


def parse(data: bytes) -> etree._Element:
    """The root of a part. Raises `etree.XMLSyntaxError`."""
    return etree.fromstring(data, _PARSER)


def written(root: etree._Element) -> bytes:
    """A part as it stands in the package."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
