"""Elements of OFD as they are made."""

from collections.abc import Iterable, Mapping

from lxml import etree

NAMESPACE = "http://www.ofdspec.org/2016"
"""The namespace of all elements (GB/T 33190, 6)."""


def element(
    name: str, parent: etree._Element | None = None, given: Mapping[str, str | int] | None = None, /, *, text: str | None = None, **attributes: str | int
) -> etree._Element:
    """An element of OFD, the last of `parent` where one is given; its attributes are `given` and those named."""
    written = {key: str(value) for key, value in {**(given or {}), **attributes}.items()}
    tag = f"{{{NAMESPACE}}}{name}"
    made = etree.Element(tag, written, nsmap={"ofd": NAMESPACE}) if parent is None else etree.SubElement(parent, tag, written)
    made.text = text
    return made


def number(value: float) -> str:
    """A number with at most three decimals: a thousandth of a millimetre."""
    return f"{round(value, 3) + 0:.3f}".rstrip("0").rstrip(".")  # + 0: no minus before a zero


def numbers(values: Iterable[float]) -> str:
    """An array (ST_Array, ST_Box)."""
    return " ".join(map(number, values))


def serialised(root: etree._Element) -> bytes:
    """A part of the package."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
