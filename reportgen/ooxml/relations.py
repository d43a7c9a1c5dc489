"""What holds the parts of a Word file together: relationships and content types (ISO/IEC 29500-2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.ooxml.builder import Xml, part
from reportgen.ooxml.names import OFFICE, PACKAGE
from reportgen.ooxml.parsing import parse

CORE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = f"{PACKAGE}/relationships/metadata/core-properties"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the URI of its type, its target as it is written, and whether that is outside of the file."""

    type: str
    target: str
    outside: bool = False


def office(kind: str) -> str:
    """The type of a relationship between parts of a document, by its last word: styles, image, footer."""
    return f"{OFFICE}/{kind}"


def word_type(kind: str) -> str:
    """The content type of a part, by its last word: styles, footer."""
    return f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"


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
    return {entry.get("Id", ""): Relation(entry.get("Type", ""), entry.get("Target", ""), entry.get("TargetMode") == "External") for entry in parse(content)}


def relations_part(relations: Mapping[str, Relation]) -> bytes:
    """The part that holds `relations`."""
    entries = [
        Xml("Relationship", {"Id": identifier, "Type": entry.type, "Target": entry.target, **({"TargetMode": "External"} if entry.outside else {})}, [])
        for identifier, entry in relations.items()
    ]
    return part(Xml("Relationships", {"xmlns": f"{PACKAGE}/relationships"}, entries))


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
        return part(Xml("Types", {"xmlns": f"{PACKAGE}/content-types"}, defaults + overrides))


def read_content_types(content: bytes) -> ContentTypes:
    """The content types of a file."""
    found = ContentTypes({}, {})
    for entry in parse(content):
        kind = entry.get("ContentType", "")
        if entry.get("Extension"):
            found.extensions[entry.get("Extension", "").lower()] = kind
        else:
            found.names[entry.get("PartName", "").lstrip("/")] = kind
    return found
