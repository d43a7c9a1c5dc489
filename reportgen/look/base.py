"""The packaged base document with the styles that an office made itself: nothing is set in them by a document, but who edits it may use them."""

from collections.abc import Sequence

from lxml import etree

from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.render.word.package import pack

_STYLES = "word/styles.xml"


def with_added(base: bytes, added: Sequence[bytes]) -> bytes:
    """`base`, the packaged base document, with the styles `added`."""
    if not added:
        return base
    parts = read_parts(base, DOCUMENT)
    styles = parse(parts[_STYLES])
    styles.extend(map(parse, added))
    return pack({**parts, _STYLES: etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)})
