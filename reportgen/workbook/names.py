"""The XML names of a workbook's parts, and elements made and found by them."""

from collections.abc import Mapping

from lxml import etree

from reportgen.ooxml import parsing
from reportgen.ooxml.names import OFFICE, SHEET, R

ID = f"{R}id"


def tag(name: str) -> str:
    """The name of an element of a sheet, of the styles or of the workbook."""
    return f"{{{SHEET}}}{name}"


def element(name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> etree._Element:
    """A new element of those parts."""
    made = etree.Element(tag(name), dict(attributes or {}), nsmap={None: SHEET, "r": OFFICE})
    made.text = text
    return made


def add(parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> etree._Element:
    """A new last child of those parts."""
    made = etree.SubElement(parent, tag(name), dict(attributes or {}))
    made.text = text
    return made


def parse(data: bytes) -> etree._Element:
    """The root of a part, with all that is in it: a workbook is written back. Raises `etree.XMLSyntaxError`."""
    return parsing.parse(data, comments=True)


def written(root: etree._Element) -> bytes:
    """A part as it stands in the package."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
