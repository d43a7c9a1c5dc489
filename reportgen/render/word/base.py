"""The base document as every document finds it that is written onto it: with the styles of the layout, without its text."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from lxml import etree

from reportgen.render.layout import Layout
from reportgen.render.word.markup import DECLARATION, q
from reportgen.render.word.parts import (
    CONTENT_TYPES,
    CORE,
    CORE_RELATION,
    ROOT_RELATIONS,
    ContentTypes,
    Relation,
    office,
    parsed,
    read_content_types,
    read_relations,
    relate,
    related,
    relations_of,
    relations_part,
    resolved,
    word_type,
)
from reportgen.render.word.styles import font_table, styles_part


@dataclass(frozen=True, slots=True)
class Base:
    """What documents have from their base document.

    `parts` are those that stay as they are, by name. `main` names the part with the text, `before` and `behind` are what
    stands there around the blocks, `relations` its relationships. `core` names the part of the properties.
    """

    parts: Mapping[str, bytes]
    main: str
    before: str
    behind: str
    relations: Mapping[str, Relation]
    types: ContentTypes
    core: str


@lru_cache(maxsize=4)
def open_base(content: bytes, layout: Layout) -> Base:
    """A base document with the styles of `layout`; a process reads it once.

    Raises `zipfile.BadZipFile`, `lxml.etree.XMLSyntaxError` or `ValueError` where `content` isn't a Word file.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    types = read_content_types(parts.pop(CONTENT_TYPES))
    root = read_relations(parts[ROOT_RELATIONS])
    main = resolved("", related(root, office("officeDocument")) or "")
    if main not in parts:
        raise ValueError("the base document has no main part")
    types.names[main] = word_type("document.main")  # a form (.dotx) makes documents
    before, behind = _around(parts.pop(main))
    core = resolved("", related(root, CORE_RELATION) or "docProps/core.xml")
    parts.pop(core, None)
    if related(root, CORE_RELATION) is None:
        relate(root, Relation(CORE_RELATION, core))
        parts[ROOT_RELATIONS] = relations_part(root)
    types.names[core] = CORE
    relations = read_relations(parts.pop(relations_of(main))) if relations_of(main) in parts else {}

    def give(kind: str, file: str) -> str:
        """The name of a part of the main one; it has one afterwards."""
        target = related(relations, office(kind))
        if target is None:
            relate(relations, Relation(office(kind), file))
        name = resolved(main, target or file)
        types.names[name] = word_type(kind)
        return name

    styles = give("styles", "styles.xml")
    parts[styles] = styles_part(layout, parts.get(styles))
    fonts = give("fontTable", "fontTable.xml")
    parts.setdefault(fonts, font_table(layout))
    return Base(parts, main, before, behind, relations, types, core)


def _around(main: bytes) -> tuple[str, str]:
    """What stands before and behind the blocks of a main part."""
    root = parsed(main)
    body = root.find(q("body"))
    if body is None:
        raise ValueError("the base document has no body")
    body.clear()
    body.append(etree.Comment("blocks"))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    before, _, behind = etree.tostring(root, encoding="unicode").partition("<!--blocks-->")
    return DECLARATION + before, behind
