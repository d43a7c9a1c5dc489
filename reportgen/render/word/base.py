"""The base document as every document finds it that is written onto it: with the styles of the layout, without its text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from reportgen.ooxml.builder import DECLARATION
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.names import CONTENT_TYPES, ROOT_RELATIONS, beside, q, relations_of, resolved
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.relations import (
    CORE,
    CORE_RELATION,
    ContentTypes,
    Relation,
    office,
    read_content_types,
    read_relations,
    relate,
    related,
    relations_part,
    word_type,
)
from reportgen.render.layout import Layout
from reportgen.render.word.fonts import font_table
from reportgen.render.word.styles import styles_part

MAIN = "word/document.xml"
"""The part with the text, whatever its name is in the base document."""


@dataclass(frozen=True, slots=True)
class Base:
    """What documents have from their base document.

    `parts` are those that stay as they are, by name; `before` and `behind` are what stands around the blocks in the main part,
    `relations` its relationships. `core` names the part of the properties.
    """

    parts: Mapping[str, bytes]
    before: str
    behind: str
    relations: Mapping[str, Relation]
    types: ContentTypes
    core: str


@lru_cache(maxsize=4)
def open_base(content: bytes, layout: Layout) -> Base:
    """A base document with the styles of `layout`; a process reads it once.

    Raises `Unreadable` (a ValueError), `lxml.etree.XMLSyntaxError` or `ValueError` where `content` isn't a Word file.
    """
    parts = read_parts(content, DOCUMENT)
    root = read_relations(parts.pop(ROOT_RELATIONS, b"<none/>"))
    main = resolved("", related(root, office("officeDocument")) or "")
    if main not in parts or CONTENT_TYPES not in parts:
        raise ValueError("the base document is no Word file")
    before, behind = _around(parts.pop(main))
    relations = {name: replace(it, target=it.target if it.outside else beside(MAIN, resolved(main, it.target))) for name, it in _own(main, parts).items()}
    types = read_content_types(parts.pop(CONTENT_TYPES))
    types.names.pop(main, None)
    types.names[MAIN] = word_type("document.main")  # a form (.dotx) makes documents
    core = resolved("", related(root, CORE_RELATION) or "docProps/core.xml")
    parts.pop(core, None)
    types.names[core] = CORE
    kept = [it for it in root.values() if it.type not in (office("officeDocument"), CORE_RELATION)]
    numbered = enumerate((Relation(office("officeDocument"), MAIN), Relation(CORE_RELATION, core), *kept), 1)
    parts[ROOT_RELATIONS] = relations_part({f"rId{number}": relation for number, relation in numbered})
    styles = _given("styles", relations, types)
    parts[styles] = styles_part(layout, parts.get(styles))
    fonts = _given("fontTable", relations, types)
    parts[fonts] = font_table(layout, parts.get(fonts))
    return Base(parts, before, behind, relations, types, core)


def _own(main: str, parts: dict[str, bytes]) -> dict[str, Relation]:
    """The relationships of a part, whose own part is taken from `parts`."""
    own = parts.pop(relations_of(main), None)
    return {} if own is None else read_relations(own)


def _given(kind: str, relations: dict[str, Relation], types: ContentTypes) -> str:
    """The name of a part of the main one; it is related to one afterwards."""
    target = related(relations, office(kind))
    if target is None:
        relate(relations, Relation(office(kind), target := f"{kind}.xml"))
    name = resolved(MAIN, target)
    types.names[name] = word_type(kind)
    return name


def _around(main: bytes) -> tuple[str, str]:
    """What stands before and behind the blocks of a main part."""
    root = parse(main)
    body = root.find(q("body"))
    if body is None:
        raise ValueError("the base document has no body")
    body.clear()
    body.append(etree.Comment("blocks"))
    before, _, behind = etree.tostring(root, encoding="unicode").partition("<!--blocks-->")
    return DECLARATION + before, behind
