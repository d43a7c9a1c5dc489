"""The package of a DOCX file: parts added to those of the base document, packed with the same bytes every time."""

import hashlib
import posixpath
from collections.abc import Callable

from reportgen.ooxml.builder import Xml, markup, part
from reportgen.ooxml.names import CONTENT_TYPES, ROOT_RELATIONS, beside, relations_of
from reportgen.ooxml.packing import packed
from reportgen.ooxml.relations import ContentTypes, Relation, office, relate, relations_part, word_type
from reportgen.ooxml.sheet import WORKBOOK_TYPE
from reportgen.render.word.base import MAIN, Base

_FIRST = (CONTENT_TYPES, ROOT_RELATIONS, MAIN)
_CUSTOM_XML_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_LONGEST = 255  # characters that Word keeps of a property
_UNDATED = "2000-01-01"
# What a picture is, by how it begins: extension and content type.
_PICTURES = {
    b"\x89PNG": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"GIF8": ("gif", "image/gif"),
    b"BM": ("bmp", "image/bmp"),
    b"II*\0": ("tiff", "image/tiff"),
    b"MM\0*": ("tiff", "image/tiff"),
}
_CORE_NAMESPACES: dict[str, str | int] = {
    "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


class WordPackage:
    """A document that is being written onto `base`; `body` are its blocks."""

    def __init__(self, base: Base) -> None:
        self.body: list[Xml] = []
        self._base = base
        self._parts = {**base.parts}
        self._relations = {**base.relations}
        self._types = base.types.copy()
        self._pictures: dict[bytes, str] = {}
        self._drawings = 0

    def next_drawing(self) -> int:
        """A number for a drawing, unique in the document."""
        self._drawings += 1
        return self._drawings

    def describe(self, *, title: str, author: str, subject: str, keywords: str, date: str) -> None:
        """Set the document properties, as `core_properties` writes them."""
        self._parts[self._base.core] = core_properties(title=title, author=author, subject=subject, keywords=keywords, date=date)

    def add_edge(self, kind: str, edge: Xml) -> str:
        """Add a `w:hdr` or `w:ftr`, as the `kind` says (header, footer), and return its relationship."""
        name = self._free(kind, "xml")
        self._parts[name], self._types.names[name] = part(edge), word_type(kind)
        return self._relate(kind, name)

    def add_image(self, image: bytes) -> str:
        """Add a picture and return its relationship; one that is there already is added no second time.

        Raises `ValueError` where it is none that Word shows.
        """
        digest = hashlib.sha256(image).digest()
        if digest not in self._pictures:
            form = next((form for start, form in _PICTURES.items() if image.startswith(start)), None)
            if form is None:
                raise ValueError("a picture of a kind that Word doesn't show")
            extension, kind = form
            name = self._free("media/image", extension)
            self._parts[name], self._types.extensions[extension] = image, kind
            self._pictures[digest] = self._relate("image", name)
        return self._pictures[digest]

    def add_chart(self, draw: Callable[[str], Xml], workbook: bytes) -> str:
        """Add a chart and the workbook with its numbers, and return its relationship; `draw` makes it of that which leads from it to the workbook."""
        book, name = self._free("embeddings/Microsoft_Excel_Sheet", "xlsx"), self._free("charts/chart", "xml")
        self._parts[book], self._types.extensions["xlsx"] = workbook, WORKBOOK_TYPE
        relations: dict[str, Relation] = {}
        self._parts[name] = part(draw(relate(relations, Relation(office("package"), beside(name, book)))))
        self._parts[relations_of(name)], self._types.names[name] = relations_part(relations), _CHART
        return self._relate("chart", name)

    def add_custom_xml(self, content: bytes, properties: bytes) -> None:
        """Add a custom XML part with its properties part, as Word writes the two."""
        add_custom_xml(self._parts, self._types, self._relations, content, properties)

    def save(self) -> bytes:
        """The file; the same content gives the same bytes."""
        base = self._base
        return pack(
            {
                **self._parts,
                MAIN: f"{base.before}{markup(*self.body)}{base.behind}".encode(),
                relations_of(MAIN): relations_part(self._relations),
                CONTENT_TYPES: self._types.part(),
            }
        )

    def _relate(self, kind: str, name: str) -> str:
        return relate(self._relations, Relation(office(kind), beside(MAIN, name)))

    def _free(self, stem: str, extension: str) -> str:
        """A name beside the main part, or in a folder there, that no part has."""
        pattern = posixpath.join(posixpath.dirname(MAIN), stem) + "{}." + extension
        return pattern.format(self._number(pattern))

    def _number(self, pattern: str) -> int:
        number = 1
        while pattern.format(number) in self._parts:
            number += 1
        return number


def core_properties(*, title: str, author: str, subject: str, keywords: str, date: str) -> bytes:
    """The part with the properties of a document; `date` is ISO, and stands for the time of making: no clock is read.

    A draft may have no date yet (empty). Word takes no more than 255 characters for a property.
    """
    made = f"{date or _UNDATED}T00:00:00Z"
    texts = {
        "dc:title": title,
        "dc:creator": author,
        "cp:lastModifiedBy": author,
        "dc:subject": subject,
        "cp:keywords": keywords,
        "dc:language": "zh-CN",
        "cp:revision": "1",
    }
    properties = [Xml(tag, {}, [], text[:_LONGEST]) for tag, text in texts.items()]
    properties += [Xml(f"dcterms:{name}", {"xsi:type": "dcterms:W3CDTF"}, [], made) for name in ("created", "modified")]
    return part(Xml("cp:coreProperties", {**_CORE_NAMESPACES}, properties))


def add_custom_xml(parts: dict[str, bytes], types: ContentTypes, relations: dict[str, Relation], content: bytes, properties: bytes) -> None:
    """Add a custom XML part with its properties part to those of a document, as Word writes the two; `relations` are the main part's."""
    number = 1
    while f"customXml/item{number}.xml" in parts:
        number += 1
    name, described = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[name], parts[described] = content, properties
    parts[relations_of(name)] = relations_part({"rId1": Relation(office("customXmlProps"), posixpath.basename(described))})
    types.names[described] = _CUSTOM_XML_PROPERTIES
    relate(relations, Relation(office("customXml"), beside(MAIN, name)))


def pack(parts: dict[str, bytes]) -> bytes:
    """A Word file of `parts`: the same parts give the same bytes."""
    return packed(parts, _FIRST)
