"""What holds the parts of a Word file together: relationships and content types (ISO/IEC 29500-2)."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.ooxml.builder import Element, Xml, part

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the URI of its type, its target as it is written, and whether that is outside of the file."""

    type: str
    target: str
    outside: bool = False


def office(kind: str) -> str:
    """The type of a relationship between parts of a document, by its last word: styles, image, footer."""
    return f"{_OFFICE}/{kind}"


def word_type(kind: str) -> str:
    """The content type of a part, by its last word: styles, footer."""
    return f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"


def relations_of(name: str) -> str:
    """The name of the part that holds the relationships of the part `name`."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def resolved(name: str, target: str) -> str:
    """The name of the part that `target` means in a relationship of the part `name` (empty: of the file)."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")


def beside(name: str, target: str) -> str:
    """The part `target` as it is named in a relationship of the part `name`."""
    return posixpath.relpath(target, posixpath.dirname(name))


def related(relations: Mapping[str, Relation], type: str) -> str | None:
    """The target of the first relationship of a type."""
    return next((relation.target for relation in relations.values() if relation.type == type), None)


def relate(relations: dict[str, Relation], relation: Relation) -> str:
    """Add a relationship; gives its identifier, the first that is free."""
    number = 1
    while f"rId{number}" in relations:
        number += 1
    relations[f"rId{number}"] = relation
    return f"rId{number}"


def read_relations(content: bytes) -> dict[str, Relation]:
    """The relationships in a part, by identifier."""
    return {entry.get("Id", ""): Relation(entry.get("Type", ""), entry.get("Target", ""), entry.get("TargetMode") == "External") for entry in parsed(content)}


def relations_part(relations: Mapping[str, Relation]) -> bytes:
    """The part that holds `relations`."""
    entries = [
        Xml("Relationship", {"Id": identifier, "Type": entry.type, "Target": entry.target, **({"TargetMode": "External"} if entry.outside else {})}, [])
        for identifier, entry in relations.items()
    ]
    return part(Xml("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, entries))


@dataclass(slots=True)
class ContentTypes:
    """Content types by the extension and by the name of a part."""

    extensions: dict[str, str]
    names: dict[str, str]

    def copy(self) -> "ContentTypes":
        """The same, to be added to."""
        return ContentTypes({**self.extensions}, {**self.names})

    def part(self) -> bytes:
        """The part that holds them."""
        defaults = [Xml("Default", {"Extension": name, "ContentType": kind}, []) for name, kind in sorted(self.extensions.items())]
        overrides = [Xml("Override", {"PartName": f"/{name}", "ContentType": kind}, []) for name, kind in sorted(self.names.items())]
        return part(Xml("Types", {"xmlns": f"{_PACKAGE}/content-types"}, defaults + overrides))


def read_content_types(content: bytes) -> ContentTypes:
    """The content types of a file."""
    found = ContentTypes({}, {})
    for entry in parsed(content):
        kind = entry.get("ContentType", "")
        if entry.get("Extension"):
            found.extensions[entry.get("Extension", "").lower()] = kind
        else:
            found.names[entry.get("PartName", "").lstrip("/")] = kind
    return found


def parsed(content: bytes) -> Element:
    """The root of a part; nothing outside of it is read."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
