"""The package of a DOCX file: opened from the base document, parts added, saved with the same bytes every time."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from reportgen.render.word.markup import Element

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
_CUSTOM_XML_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_LONGEST = 255
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class WordPackage:
    """A document that is being written onto `base`, whose own text is left out."""

    def __init__(self, base: bytes) -> None:
        self._package = Package.open(BytesIO(base))
        self.document = cast("DocumentPart", self._package.main_document_part)
        self.body: Element = self.document.element.body
        for child in list(self.body):
            self.body.remove(child)
        self._drawings = 0

    def next_drawing(self) -> int:
        """A number for a drawing, unique in the document."""
        self._drawings += 1
        return self._drawings

    @property
    def styles(self) -> Element:
        """The `w:styles` element."""
        styles: Element = cast("XmlPart", self.document.part_related_by(RELATIONSHIP_TYPE.STYLES)).element
        return styles

    def describe(self, *, title: str, author: str, subject: str, keywords: str, date: str) -> None:
        """Set the document properties; `date` is ISO, and stands for the time of making: no clock is read.

        A draft may have no date yet (empty). Word takes no more than 255 characters for a property.
        """
        properties = self._package.core_properties
        properties.title, properties.author, properties.last_modified_by = title[:_LONGEST], author[:_LONGEST], author[:_LONGEST]
        properties.subject, properties.keywords, properties.language = subject[:_LONGEST], keywords[:_LONGEST], "zh-CN"
        made = datetime.fromisoformat(date).replace(tzinfo=UTC) if date else _UNDATED
        properties.created = properties.modified = made
        properties.revision = 1

    def add_footer(self, footer: Element) -> str:
        """Add a `w:ftr` and return its relationship."""
        name = self._package.next_partname("/word/footer%d.xml")
        return self.document.relate_to(Part(name, CONTENT_TYPE.WML_FOOTER, _serialize(footer), self._package), RELATIONSHIP_TYPE.FOOTER)

    def add_image(self, image: bytes) -> str:
        """Add a picture and return its relationship."""
        return self.document.get_or_add_image(BytesIO(image))[0]

    def add_font_table(self, table: bytes) -> None:
        """Name the fonts and their stand-ins, unless the base document does."""
        if any(relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE for relation in self.document.rels.values()):
            return
        part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, table, self._package)
        self.document.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)

    def add_custom_xml(self, root: Element, properties: Element) -> None:
        """Add a custom XML part (`root`) with its properties part, as Word writes the two."""
        name = self._package.next_partname("/customXml/item%d.xml")
        part = Part(name, CONTENT_TYPE.XML, _serialize(root), self._package)
        described = PackURI(name.replace("item", "itemProps"))
        part.relate_to(Part(described, _CUSTOM_XML_PROPERTIES, _serialize(properties), self._package), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
        self.document.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)

    def save(self) -> bytes:
        """The file; the same content gives the same bytes."""
        etree.cleanup_namespaces(self.document.element, keep_ns_prefixes=["w", "r"])
        buffer = BytesIO()
        self._package.save(buffer)
        return pack(dict(_members(buffer.getvalue())))


def pack(parts: dict[str, bytes]) -> bytes:
    """A zip of `parts` in a fixed order and with a fixed date."""
    first = [name for name in _FIRST if name in parts]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in first + sorted(parts.keys() - set(first)):
            member = zipfile.ZipInfo(name, _ZIP_DATE)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(member, parts[name])
    return buffer.getvalue()


def _members(docx: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _serialize(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
