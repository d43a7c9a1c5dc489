"""Blocks of text: title, addressee, paragraphs, headings, 附件说明, 署名 and 成文日期 with a seal, 附注, notes."""

import base64
import re
from dataclasses import dataclass

from reportgen.measure import width
from reportgen.ooxml.builder import Element, Xml, point_twips, twips, w
from reportgen.render.layout import Layout
from reportgen.render.sealing import blanks_of, is_sealed, passes_the_seal
from reportgen.render.setting.tracking import tracking_of
from reportgen.render.tree import has_class, plain
from reportgen.render.word import styles
from reportgen.render.word.drawing import Frame, picture
from reportgen.render.word.inline import NONE, Text, characters
from reportgen.render.word.package import WordPackage
from reportgen.render.word.revisions import revised, within_change

_HEADINGS = dict(zip(("h2", "h3", "h4", "h5"), styles.HEADINGS, strict=True))
_PARAGRAPHS = {
    "addressee": styles.ADDRESSEE,
    "attachment-label": styles.ATTACHMENT_LABEL,
    "note": styles.TABLE_NOTE,
}


@dataclass(frozen=True, slots=True)
class Blocks:
    """Writes the blocks of text of one document."""

    text: Text
    package: WordPackage
    layout: Layout

    def write(self, element: Element) -> Xml:
        """The `w:p` of a heading or paragraph. Raises ValueError for any other block."""
        if element.tag == "h1":
            within = element.getparent()
            attached = within is not None and has_class(within, "attachment")
            return self._paragraph(element, styles.ATTACHMENT_TITLE if attached else styles.TITLE)
        if element.tag in _HEADINGS:
            return self._paragraph(element, _HEADINGS[str(element.tag)])
        if element.tag != "p":
            raise ValueError(f"<{element.tag!s}> has no form in Word")
        if has_class(element, "attachment-note"):
            return self._attachment_note(element)
        if has_class(element, "signature"):
            return self._signature(element)
        if has_class(element, "date"):
            return self._date(element)
        if has_class(element, "attendance"):
            return self._attendance(element)
        if has_class(element, "annotation"):
            return self._annotation(element)
        return self._paragraph(element, next((style for name, style in _PARAGRAPHS.items() if has_class(element, name)), styles.BODY))

    def _paragraph(self, element: Element, style: str, *properties: Xml) -> Xml:
        drawn = tracking_of(element)
        formatting = {"spacing": point_twips(self.layout.tracking_word + drawn)} if drawn else NONE
        return w("p", w("pPr", w("pStyle", val=style), *properties), *self.text.runs(element, formatting))

    def _attendance(self, attended: Element) -> Xml:
        """Those at a meeting: two characters in, the label in 黑体, further lines below the first name; a line stays blank above the first list (10.3)."""
        above, em = attended.getprevious(), self.layout.em
        first = above is None or not has_class(above, "attendance")
        before = (w("spacing", before=point_twips(self.layout.line_pitch)),) if first else ()
        place = w("pPr", w("pStyle", val=styles.NORMAL), *before, w("ind", left=twips(5 * em), hanging=twips(3 * em)))
        label = next((span for span in attended.iter("span") if has_class(span, "role")), None)
        runs = [] if label is None else self.text.runs(label)
        for part in (part for run in runs for part in run.walk() if part.tag == "w:r"):
            part.children[0] = w("rPr", styles.face(self.layout.fonts.hei))
        return w("p", place, *runs, *self.text.runs(attended, without=frozenset({"role"})))

    def _attachment_note(self, note: Element) -> Xml:
        """左空二字; a further line begins below the first character of the name (7.3.4)."""
        label = plain(next((span for span in note.iter("span") if has_class(span, "label")), None))
        number = re.match(r"\d+\.", plain(note).removeprefix(label))
        hanging = width(label) + (width(number[0]) if number else 0.0)
        left = 2.0 + hanging if label else 2.0 + width("附件：") + hanging
        before = point_twips(self.layout.line_pitch) if label else 0
        paragraph = self._paragraph(note, styles.ATTACHMENT_NOTE, w("spacing", before=before), self._indent(left=left, hanging=hanging))
        if number:
            _tab_after(number[0], paragraph)
        return paragraph

    def _signature(self, signature: Element) -> Xml:
        layout = self.layout
        before = point_twips(layout.line_pitch)
        if is_sealed(_article(signature)):  # which begins within a line of the text above (7.3.5.1): half a line
            before = max(before, twips(layout.seal_size / 2) - before // 2)
        right = self._blanks(signature, _next(signature, "date"))[0]
        return self._paragraph(signature, styles.SIGNATURE, w("spacing", before=before), self._indent(right=right))

    def _date(self, date: Element) -> Xml:
        signature = _previous(date, "signature")
        dated = width(plain(date))
        right = self._blanks(signature, date)[1]
        if not is_sealed(_article(date)) and dated <= width(plain(signature)):
            # Its first character has a place, two 字 right of that of 署名; where it ends depends on a font's digits.
            return self._paragraph(date, styles.DATE, self._indent(left=self.layout.type_width / self.layout.em - right - dated), w("jc", val="left"))
        paragraph = self._paragraph(date, styles.DATE, self._indent(right=right))
        for stamp in _seals(signature):
            paragraph.children.append(revised(self._stamp(stamp, right + dated / 2), within_change(stamp)))
        return paragraph

    def _annotation(self, annotation: Element) -> Xml:
        """附注 on the line below the date, or below the seal that would cover it."""
        date, signature = _previous(annotation, "date"), _previous(annotation, "signature")
        free = not is_sealed(_article(annotation)) or passes_the_seal(annotation, plain(signature), plain(date), self.layout)
        below = twips(self.layout.seal_size / 2) - point_twips(self.layout.line_pitch)  # the middle of the seal is the upper edge of the date
        return self._paragraph(annotation, styles.ANNOTATION, *(() if free else (w("spacing", before=below),)))

    def _blanks(self, signature: Element | None, date: Element | None) -> tuple[float, float]:
        """How many 字 stay blank at the right of 署名 and of 成文日期."""
        some = signature if signature is not None else date
        return (0.0, 0.0) if some is None else blanks_of(_article(some), plain(signature), plain(date))

    def _stamp(self, seal: Element, middle: float) -> Xml:
        """The seal behind 署名 and 成文日期: its middle `middle` 字 from the right, between the two lines (居中下压)."""
        layout = self.layout
        across = layout.type_width - middle * layout.em - layout.seal_size / 2
        image = base64.b64decode((seal.get("src") or "").partition(",")[2])
        frame = Frame("margin", across, "paragraph", -layout.seal_size / 2, layout.seal_size, layout.seal_size)
        return picture(self.package.add_image(image), frame, self.package.next_drawing(), seal.get("alt") or "印章")

    def _indent(self, **characters: float) -> Xml:
        return w("ind", **{side: twips(count * self.layout.em) for side, count in characters.items()})


def _article(block: Element) -> Element:
    return next(block.iterancestors("article"), block)


def _seals(signature: Element | None) -> list[Element]:
    return [] if signature is None else [image for image in signature.iter("img") if has_class(image, "seal")]


def _tab_after(number: str, paragraph: Xml) -> None:
    """A tab behind `number`, so that the name begins where its further lines do however wide a font's digits are."""
    run, shown = next((run, part) for run in paragraph.walk() for part in run.children if part.tag == "w:t" and part.text.startswith(number))
    after = run.children.index(shown) + 1
    run.children[after:after] = [w("tab"), characters(shown.text.removeprefix(number))]
    shown.text = number


def _next(element: Element, name: str) -> Element | None:
    return next((sibling for sibling in element.itersiblings("p") if has_class(sibling, name)), None)


def _previous(element: Element, name: str) -> Element | None:
    return next((sibling for sibling in element.itersiblings("p", preceding=True) if has_class(sibling, name)), None)


def is_body(block: Xml) -> bool:
    """Whether `block` is a paragraph of plain text (正文)."""
    properties = block.find("w:pPr")
    style = None if properties is None else properties.find("w:pStyle")
    return style is not None and style.attributes["w:val"] == styles.BODY
