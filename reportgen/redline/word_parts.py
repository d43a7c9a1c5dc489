"""A file of a Word redline: its parts, and what its text refers to (pictures, styles, lists, notes)."""

import hashlib
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from reportgen.diagnostics import Unreadable
from reportgen.ooxml import text
from reportgen.ooxml.elements import remove
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.names import CONTENT_TYPES, MAIN, ROOT_RELATIONS, WORD, R, beside, local, q, relations_of, resolved
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.relations import (
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
from reportgen.ooxml.values import number, val
from reportgen.render.word.package import pack

NOTES = {q("footnoteReference"): "footnotes", q("endnoteReference"): "endnotes"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What programs number anew whenever they save: it tells nothing of a drawing or a level of a list.
_SAVED = frozenset(("id", "ID", "spid", "ObjectID", "ShapeID", "anchorId", "editId", "paraId", "textId", "tplc", "nsid"))


@dataclass(frozen=True, slots=True, eq=False)
class WordFile:
    """A Word file: its parts, what its main part refers to, and those of its parts that have been opened (`root`), which may be altered."""

    parts: dict[str, bytes]
    relations: dict[str, Relation]
    types: ContentTypes
    opened: dict[str, _Element] = field(default_factory=dict)

    @property
    def main(self) -> _Element:
        """Its `w:document`."""
        return self._open(MAIN)

    def root(self, kind: str) -> _Element | None:
        """What the part of a kind holds (styles, numbering, footnotes); None where there is none."""
        target = related(self.relations, office(kind))
        return None if target is None or (name := resolved(MAIN, target)) not in self.parts else self._open(name)

    def begun(self, kind: str) -> _Element:
        """What the part of a kind holds; where there is none there is an empty one from now on."""
        found = self.root(kind)
        if found is not None:
            return found
        name = f"word/{kind}.xml"
        self.types.names[name] = word_type(kind)
        self.parts[name] = etree.tostring(etree.Element(q(kind), nsmap={"w": WORD}))
        relate(self.relations, Relation(office(kind), beside(MAIN, name)))
        return self._open(name)

    def target(self, identifier: str) -> bytes:
        """What a relationship leads to, as bytes."""
        relation = self.relations.get(identifier)
        if relation is None:
            return b""
        return relation.target.encode() if relation.outside else self.parts.get(resolved(MAIN, relation.target), b"")

    def digest(self, run: _Element) -> str:
        """What tells a run with a picture or a field from others: its XML with what it refers to, without what programs count. Notes are one like the other."""
        bare = deepcopy(run)
        bare.tail = None
        for box in list(bare.iter(q("txbxContent"))):
            said = "\n".join(text.typed(paragraph.pieces) for paragraph in text.paragraphs(box))
            box.clear()
            box.text = said
        for part in bare.iter():
            for name, value in part.attrib.items():
                plain = str(name).rpartition("}")[2]
                if str(name).startswith(R):
                    part.set(name, hashlib.sha256(self.target(str(value))).hexdigest())
                elif local(part) in ("docPr", "cNvPr") or plain.startswith("rsid") or plain in _SAVED:
                    del part.attrib[name]
        for look in bare.findall(q("rPr")):
            bare.remove(look)
        return hashlib.sha256(etree.tostring(bare, method="c14n", exclusive=True)).hexdigest()

    def note(self, holder: _Element) -> _Element | None:
        """The footnote or endnote that is referred to in a run, or by a reference; None where there is none."""
        reference = next(holder.iter(*NOTES), None)
        notes = None if reference is None else self.root(NOTES[str(reference.tag)])
        if reference is None or notes is None:
            return None
        return next((note for note in notes if note.get(q("id")) == reference.get(q("id"))), None)

    def level(self, number: str) -> bytes:
        """How the list of a `w:numId` is numbered; empty where it isn't there."""
        num, abstract = self.numbering(number)
        found = [*(abstract if abstract is not None else ()), *(num if num is not None else ())]
        return b"".join(_plain(part) for part in found if local(part) in ("lvl", "lvlOverride"))

    def bring_list(self, other: "WordFile", number: str) -> str:
        """Add a list of another file; gives its `w:numId` here."""
        num, abstract = other.numbering(number)
        root = self.begun("numbering")
        if num is None or abstract is None:
            return "0"
        made, own = deepcopy(abstract), deepcopy(num)
        for picture in list(made.iter(q("lvlPicBulletId"))):
            remove(picture)
        made.set(q("abstractNumId"), identifier := free(root, q("abstractNum"), q("abstractNumId")))
        own.set(q("numId"), free(root, q("num"), q("numId")))
        for reference in own.iter(q("abstractNumId")):
            reference.set(q("val"), identifier)
        numbers = root.findall(q("num"))
        before = numbers[0] if numbers else root.find(q("numIdMacAtCleanup"))
        root.insert(len(root) if before is None else root.index(before), made)
        (numbers[-1] if numbers else made).addnext(own)
        return own.get(q("numId"), "0")

    def numbering(self, number: str) -> tuple[_Element | None, _Element | None]:
        """The `w:num` of a `w:numId` and the `w:abstractNum` that it is of; None where it isn't there."""
        root = self.root("numbering")
        num = None if root is None else next((one for one in root.iterchildren(q("num")) if one.get(q("numId")) == number), None)
        if root is None or num is None:
            return None, None
        abstract = val(num.find(q("abstractNumId")))
        return num, next((one for one in root.iterchildren(q("abstractNum")) if one.get(q("abstractNumId")) == abstract), None)

    def styles(self) -> Iterator[tuple[_Element, tuple[str, str]]]:
        """Its styles, each with its kind and name: by these a style of two files is the same, the identifiers are the programs' own."""
        root = self.root("styles")
        for style in root.iterchildren(q("style")) if root is not None else ():
            yield style, (style.get(q("type"), ""), val(style.find(q("name"))).lower())

    def save(self) -> bytes:
        """The file with its parts as they have become; the same file gives the same bytes."""
        written = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) for name, root in self.opened.items()}
        return pack({**self.parts, **written, relations_of(MAIN): relations_part(self.relations), CONTENT_TYPES: self.types.part()})

    def _open(self, name: str) -> _Element:
        if name not in self.opened:
            self.opened[name] = parse(self.parts[name])
        return self.opened[name]


def open_word(content: bytes) -> WordFile:
    """A Word file. Raises Unreadable."""
    parts = read_parts(content, DOCUMENT)
    if MAIN not in parts:
        raise Unreadable("unusual", f"的正文不在 {MAIN} 里，程序不能在其中标出修订", "请用 Word 或者 WPS 另存一次，再写花脸稿")
    relations = read_relations(parts[relations_of(MAIN)]) if relations_of(MAIN) in parts else {}
    return WordFile(parts, relations, read_content_types(parts[CONTENT_TYPES]))


def saved_last(content: bytes) -> tuple[str, str | None]:
    """Who saved a Word file last, and the day (ISO), as the file says; empty and None where it doesn't. Raises Unreadable."""
    parts = read_parts(content, DOCUMENT)
    target = related(read_relations(parts[ROOT_RELATIONS]), CORE_RELATION)
    core = None if target is None or (name := resolved("", target)) not in parts else parse(parts[name])
    if core is None:
        return "", None
    time = _DAY.match((core.findtext("{*}modified") or "").strip())
    return (core.findtext("{*}lastModifiedBy") or core.findtext("{*}creator") or "").strip(), time and time[0]


def _plain(element: _Element) -> bytes:
    bare = deepcopy(element)
    bare.tail = None
    for part in bare.iter():
        for name in [name for name in part.attrib if str(name).rpartition("}")[2] in _SAVED or "rsid" in str(name)]:
            del part.attrib[name]
    return etree.tostring(bare, method="c14n", exclusive=True)


def free(root: _Element, tag: str, name: str) -> str:
    """A number that none of the elements `tag` of a part has as its attribute `name`: one more than the highest."""
    return str(1 + max((number(one.get(name)) or 0 for one in root.iterchildren(tag)), default=0))
