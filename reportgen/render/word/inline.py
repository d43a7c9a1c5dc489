"""Text: runs, the figures bookmarked in it, names of tables and figures as fields, missing inputs marked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from reportgen.ooxml.builder import Element, Xml, fixed, w
from reportgen.render.sides import DEL, INS
from reportgen.render.tree import collapse, has_class
from reportgen.render.word import styles
from reportgen.render.word.fields import Captions, field_around, reference
from reportgen.render.word.figures import ShownFigure
from reportgen.render.word.revisions import revised

_CHARACTER_STYLES = {"missing": styles.MISSING, "name": styles.SIGNATORY, "unit": styles.UNIT}
# What tells a program to take a character that is both Latin and Chinese (“ ” … —) for Chinese.
_HINT = "eastAsia"
NONE: Mapping[str, int] = {}


class _Piece(NamedTuple):
    """Text of one look; `data` is the figure that it shows, `text` None is a line break; `change` is "ins" or "del" in a redline.

    `to` is the id of the table or figure that it refers to.
    """

    text: str | None
    style: str | None = None
    data: Element | None = None
    change: str | None = None
    to: str | None = None


@dataclass(slots=True)
class Text:
    """Writes the text of one document: it numbers the bookmarks and keeps the figures that they stand for.

    White space of the source is shown as a browser does, but `verbatim` in a redline: there it may be all that came or went.
    `captions`: their names and the references to them are fields.
    """

    figures: list[ShownFigure] = field(default_factory=list)
    verbatim: bool = False
    captions: Captions | None = None
    _bookmarks: int = 0

    def runs(self, element: Element, formatting: Mapping[str, int] = NONE, without: frozenset[str] = frozenset(), style: str | None = None) -> list[Xml]:
        """The runs of what `element` holds, leaving out the spans of the classes in `without`.

        `style` is that of the characters, `formatting` are properties of each run beside those of its style, by tag, in the order of the schema.
        """
        made: list[Xml] = []
        pieces = _pieces(element, style, None, without)
        for piece in pieces if self.verbatim else _trimmed(pieces):
            if piece.text is None:
                made.append(revised(w("r", w("br")), piece.change))
                continue
            shown = revised(run(piece.text, piece.style, formatting), piece.change)
            if piece.data is not None:
                made.extend(self._figure(piece.data, shown, piece.text))
            elif self.captions is not None and (bookmark := self.captions.bookmarks.get(piece.to or "")):
                made.extend(field_around(reference(bookmark), shown))
            else:
                made.append(shown)
        return made

    def caption(self, caption: Element, without: frozenset[str] = frozenset()) -> list[Xml]:
        """The runs of the caption of a table or figure; its number is counted by Word."""
        made = self.runs(caption, without=without)
        first = made[0].find("w:t") if made else None
        parts = None if self.captions is None or first is None else self.captions.parts(first.text)
        if self.captions is None or parts is None:
            return made
        word, number, behind = parts
        name = [run(word), *(field_around(self.captions.instruction(word, number), run(number)) if number else ())]
        holder = caption.getparent()
        if holder is not None and (bookmark := self.captions.bookmarks.get(holder.get("id", ""))):
            name = list(self._bookmarked(bookmark, *name))
        return [*name, run(behind), *made[1:]]

    def _bookmarked(self, name: str, *shown: Xml) -> tuple[Xml, ...]:
        self._bookmarks += 1
        return w("bookmarkStart", id=self._bookmarks, name=name), *shown, w("bookmarkEnd", id=self._bookmarks)

    def _figure(self, data: Element, shown: Xml, text: str) -> tuple[Xml, ...]:
        bookmark = f"f_{len(self.figures) + 1:04d}"
        read = data.attrib.get
        shows = ShownFigure(bookmark, read("data-figure", ""), read("value", ""), read("data-label", ""), read("data-unit", ""), text)
        self.figures.append(shows)
        return self._bookmarked(bookmark, shown)


def run(text: str, style: str | None = None, formatting: Mapping[str, int] = NONE) -> Xml:
    """A run of `text`; a tab in it becomes a tab."""
    element = Xml("w:r", {}, [_look(style, *formatting.items())])
    for part in re.split(r"(\t)", text) if "\t" in text else (text,):
        if part == "\t":
            element.children.append(w("tab"))
        elif part:
            element.children.append(characters(part))
    return element


@lru_cache(maxsize=256)
def _look(style: str | None, *formatting: tuple[str, int]) -> Xml:
    return fixed(w("rPr", w("rStyle", val=style) if style else None, w("rFonts", hint=_HINT), *(w(tag, val=value) for tag, value in formatting)))


def characters(text: str) -> Xml:
    """A `w:t`, its spaces kept."""
    return Xml("w:t", {"xml:space": "preserve"} if text != text.strip() else {}, [], text)


def _pieces(element: Element, style: str | None, change: str | None, without: frozenset[str]) -> Iterator[_Piece]:
    if element.text:
        yield _Piece(element.text, style, None, change)
    for child in element:
        if child.tag == "br":
            yield _Piece(None, change=change)
        elif child.tag == "data":
            yield _Piece("".join(child.itertext()), style, child, change)
        elif child.tag == "a":
            yield from (piece._replace(to=child.get("href", "").removeprefix("#")) for piece in _pieces(child, style, change, without))
        elif child.tag == "span" and not any(has_class(child, name) for name in without):
            named = next((named for name, named in _CHARACTER_STYLES.items() if has_class(child, name)), style)
            yield from _pieces(child, named, change, without)
        elif child.tag in (INS, DEL):
            yield from _pieces(child, style, str(child.tag), without)
        elif child.tag not in ("img", "span"):
            raise ValueError(f"<{child.tag!s}> in text has no form in Word")
        if child.tail:
            yield _Piece(child.tail, style, None, change)


def _trimmed(pieces: Iterator[_Piece]) -> list[_Piece]:
    """White space as a browser shows it: runs of it are one space, none at either end of a line."""
    kept: list[_Piece] = []
    for piece in pieces:
        if piece.text is None:
            _strip_end(kept)
            kept.append(piece)
            continue
        text = collapse(piece.text)
        if not kept or kept[-1].text is None or kept[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            kept.append(piece._replace(text=text))
    _strip_end(kept)
    return kept


def _strip_end(kept: list[_Piece]) -> None:
    if kept and kept[-1].text is not None and kept[-1].text.endswith(" "):
        last = kept.pop()
        if text := (last.text or "").rstrip(" "):
            kept.append(last._replace(text=text))
