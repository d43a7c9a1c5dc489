"""What is taken of the older of two Word files for the newer one: with it comes whatever it refers to (pictures, styles, lists, notes)."""

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from reportgen.ooxml.elements import remove
from reportgen.ooxml.names import MAIN, R, beside, q, relations_of, resolved
from reportgen.ooxml.relations import Relation, read_relations, relate, relations_part
from reportgen.ooxml.values import val
from reportgen.redline.word_parts import NOTES, WordFile, free

_MARKS = (*(q(f"{mark}{end}") for mark in ("bookmark", "commentRange") for end in ("Start", "End")), q("commentReference"))
_STYLED = tuple(map(q, ("pStyle", "rStyle", "tblStyle")))
_BUILT_ON = tuple(map(q, ("basedOn", "link", "next")))


@dataclass(frozen=True, slots=True, eq=False)
class Taking:
    """Takes elements of the older file for the newer one, in which all that they refer to is then; `linked`: also pictures, but for what stands in notes."""

    old: WordFile
    new: WordFile
    linked: bool = True
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)

    def copy(self, element: _Element) -> _Element:
        """A copy of an element of the older file for the newer one, without what may stand once only."""
        made = deepcopy(element)
        made.tail = None
        for part in list(made.iter(*_MARKS, q("sectPr"))):
            remove(part)
        return self.brought(made)

    def form(self, old: _Element, new: _Element, tag: str) -> _Element | None:
        """The properties (`pPr`, `tblPr`) of an element of the older file, for its counterpart in the newer one: lists that are numbered alike are the same."""
        found = old.find(q(tag))
        if found is None:
            return None
        numbers = [element.find(f"{q(tag)}/{q('numPr')}/{q('numId')}") for element in (old, new)]
        made = self.copy(found)
        if numbers[0] is not None and numbers[1] is not None and self.old.level(val(numbers[0])) == self.new.level(val(numbers[1])):
            for number in made.iter(q("numId")):
                number.set(q("val"), val(numbers[1]))
        return made

    def brought(self, element: _Element) -> _Element:
        """The pictures, and whatever else an element of the older file refers to, go with it."""
        for part in element.iter():
            for name, identifier in part.attrib.items() if self.linked else ():
                relation = self.old.relations.get(str(identifier)) if str(name).startswith(R) else None
                if relation is not None:
                    part.set(name, self._related(relation))
            for name in () if self.linked else [name for name in part.attrib if str(name).startswith(R)]:
                del part.attrib[name]
            if part.tag in NOTES:
                self._note(part)
        for part in list(element.iter(*_STYLED)):
            identifier = self._style(val(part))
            if identifier:
                part.set(q("val"), identifier)
            else:
                remove(part)
        for part in element.iter(q("numId")):
            part.set(q("val"), self._list(val(part)))
        return element

    def _related(self, relation: Relation) -> str:
        if not relation.outside:
            relation = Relation(relation.type, beside(MAIN, self._part(resolved(MAIN, relation.target))))
        known = next((identifier for identifier, one in self.new.relations.items() if one == relation), None)
        return known or relate(self.new.relations, relation)

    def _part(self, name: str) -> str:
        """Bring a part of the older file, with those that it refers to in its turn (a chart's workbook); gives its name here."""
        content = self.old.parts.get(name, b"")
        folder, _, base = name.rpartition("/")
        taken = f"{folder}/old-{hashlib.sha256(content).hexdigest()[:12]}-{base}"
        if taken in self.new.parts:
            return taken
        self.new.parts[taken] = content
        if name in self.old.types.names:
            self.new.types.names[taken] = self.old.types.names[name]
        self.new.types.extensions = self.old.types.extensions | self.new.types.extensions
        if (relations := self.old.parts.get(relations_of(name))) is not None:
            brought = {
                identifier: one if one.outside else Relation(one.type, beside(taken, self._part(resolved(name, one.target))))
                for identifier, one in read_relations(relations).items()
            }
            self.new.parts[relations_of(taken)] = relations_part(brought)
        return taken

    def _style(self, identifier: str) -> str:
        """The style of the newer file that has the name of this one of the older; it comes along where there is none. Empty where there is no such style."""
        if identifier in self.styles:
            return self.styles[identifier]
        style, name = next((one for one in self.old.styles() if one[0].get(q("styleId")) == identifier), (None, ("", "")))
        known = next((one.get(q("styleId"), "") for one, other in self.new.styles() if other == name), "")
        if style is None or known:
            self.styles[identifier] = known
            return known
        made = deepcopy(style)
        taken = {one.get(q("styleId")) for one, _ in self.new.styles()}
        own = self.styles[identifier] = identifier if identifier not in taken else f"old-{identifier}"
        made.set(q("styleId"), own)
        made.attrib.pop(q("default"), None)
        self.new.begun("styles").append(made)
        for part in list(made.iterchildren(*_BUILT_ON)):
            built_on = self._style(val(part))
            part.set(q("val"), built_on)
            if not built_on:
                remove(part)
        for part in made.iter(q("numId")):
            part.set(q("val"), self._list(val(part)))
        return own

    def _list(self, number: str) -> str:
        """The list of the newer file that is numbered as this one of the older is; it comes along where there is none."""
        if number not in self.lists:
            level = self.old.level(number)
            root = self.new.root("numbering")
            numbers = [one.get(q("numId"), "") for one in root.iterchildren(q("num"))] if root is not None else []
            known = next((one for one in sorted(numbers, key=lambda one: one != number) if self.new.level(one) == level), None)
            self.lists[number] = number if not level else known or self.new.bring_list(self.old, number)
        return self.lists[number]

    def _note(self, reference: _Element) -> None:
        note = self.old.note(reference)
        kind = NOTES[str(reference.tag)]
        missing = self.new.root(kind) is None
        notes, own = self.new.begun(kind), self.old.root(kind)
        if note is None or own is None:
            return
        if missing:  # the lines that part notes from the text
            notes.extend(deepcopy(one) for one in own if one.get(q("type")) not in (None, "normal"))
        made = replace(self, linked=False).copy(note)
        made.set(q("id"), free(notes, str(note.tag), q("id")))
        notes.append(made)
        reference.set(q("id"), made.get(q("id"), ""))
