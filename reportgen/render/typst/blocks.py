"""The blocks of canonical HTML as Typst sets them, from above."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT, width
from reportgen.render.layout import Layout
from reportgen.render.overleaf import BACK
from reportgen.render.sealing import blanks_of, is_sealed, passes_the_seal
from reportgen.render.setting.colophon import colophon_height
from reportgen.render.setting.ends import END, KEPT
from reportgen.render.setting.heights import HEADINGS
from reportgen.render.setting.tracking import lines_of_paragraph
from reportgen.render.tree import has_class, plain
from reportgen.render.typst.head import head
from reportgen.render.typst.images import Images
from reportgen.render.typst.tables import Tail, table_of
from reportgen.render.typst.text import string, trimmed, words

_WHOLE = 6  # lines: a paragraph that ends a part isn't broken if it is this short
_AIR = 2.0  # pt: above the 版记
_CLOSING = ("attachment-note", "signature", "date", "annotation")
"""What stands on the page of the block before it."""
_FACES = {"h2": "hei", "h3": "kai"}
_ORDINAL = re.compile(r"\d+\.")
_LABEL_WIDTH = 3.0  # 字: 附件：, 出席：


class Writer:
    """The writer of one document: its blocks in their order, and the pictures that they show, of which some are `given` beside it."""

    def __init__(self, root: _Element, layout: Layout, given: Mapping[str, bytes]) -> None:
        self.root, self.layout = root, layout
        self.images = Images(layout, given)
        self.footer = root.find("footer")
        self.last = _last(root) if self.footer is not None and not has_class(self.footer, BACK) else None
        self.signature, self.date = root.find("p[@class='signature']"), root.find("p[@class='date']")
        self._level = 0
        self._listed = {(link.get("href") or "").removeprefix("#") for link in root.iterfind(".//a[@class='page']")}

    def article(self) -> Iterator[str]:
        """The whole document."""
        header = self.root.find("header")
        if header is not None:
            yield from head(self.root, header, self.layout, self._words)
        yield from self._blocks([block for block in self.root if block.tag not in ("header", "footer")])
        if self.footer is not None:
            yield self._colophon(self.footer)

    def _blocks(self, blocks: Sequence[_Element]) -> Iterator[str]:
        written: set[_Element] = set()
        for before, block, following in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
            if block in written:  # with the block above it
                continue
            if block.tag == "section":
                yield from self._section(block)
            elif block.tag == "table":
                note = following if following is not None and has_class(following, "note") else None
                written |= {note} if note is not None else set()
                yield self._table(block, note)
            elif block.tag in HEADINGS:
                yield self._heading(block, before)
            elif block.tag == "figure":
                yield self._figure(block)
            elif block.get("class") is None and (block is self.last or (following is not None and _holds_on(following))):
                held = list(takewhile(_holds_on, blocks[blocks.index(block) + 1 :]))
                written.update(held)
                yield self._tied(block, held)
            else:
                yield self._paragraph(block, before, following)

    def _tied(self, paragraph: _Element, held: list[_Element]) -> str:
        """A paragraph whose last line stands on the page of what is behind it, or of the 版记."""
        parts = [self._paragraph(block, before, following) for before, block, following in zip([paragraph, *held], held, [*held[1:], None], strict=False)]
        if paragraph is self.last:
            parts.append(f"#gap({self._reserved():g}pt)")
        inside = "\n".join(parts)
        return f"#tied({self._words(paragraph)}, [\n{inside}\n]{self._whole(paragraph)})"

    def _whole(self, paragraph: _Element) -> str:
        """Whether a paragraph stands on one page, as an argument: a short one that ends a part, of which else a line or two could be left alone."""
        whole = paragraph.get(END) is not None and lines_of_paragraph(paragraph, self.layout) <= _WHOLE
        return ", whole: true" if whole else ""

    def _section(self, section: _Element) -> Iterator[str]:
        inside = "\n".join(self._blocks(list(section)))
        yield f"#turned[\n{inside}\n]" if has_class(section, "landscape") else f"#pagebreak(weak: true)\n{inside}"

    def _heading(self, heading: _Element, before: _Element | None) -> str:
        # PDF/UA has no level skipped, which a document without a title would do.
        self._level = min(int(str(heading.tag)[1]), self._level + 1)
        inside = self._words(heading)
        if heading.tag == "h1":
            previous = heading.getprevious()
            under_header = before is None and previous is not None and previous.tag == "header"
            label = before is not None and has_class(before, "attachment-label")
            mark = f", mark: {string(str(heading.get('id')))}" if heading.get("id") in self._listed else ""
            return f"#h1({inside}, above: {'2 * pitch' if under_header else 'pitch' if label else '0pt'}{mark})"
        face = _FACES.get(str(heading.tag))
        return f"#hn({self._level}, {f'{face}({inside})' if face else inside})"

    def _paragraph(self, block: _Element, before: _Element | None, following: _Element | None) -> str:
        kind = block.get("class")
        held = (", keep: true" if following is not None and _holds_on(following) else "") + self._room(block)
        inside = self._words(block)
        if kind == "addressee":
            return f"#flush({inside}{held})"
        if kind == "attachment-label":
            return f"#flush(hei({inside}), keep: true)"
        if kind == "note":
            return f"#note({inside}{held})"
        if kind == "attachment-note":
            return self._attachment_note(block, held)
        if kind == "attendance":
            above = "" if before is not None and has_class(before, "attendance") else "#gap(pitch)\n"
            return f"{above}#hung({self._attendance(block)}, 2 * em, 5 * em{held})"
        if kind in ("signature", "date"):
            return self._closing(block, held)
        if kind == "annotation":
            return f"{self._beside_the_seal(block)}#p({inside}, whole: true{held})"
        return f"#p({inside}{self._whole(block)}{held})"

    def _attachment_note(self, block: _Element, held: str) -> str:
        """Each name wraps to its own first character: behind 附件： and behind the number."""
        label = block.find("span[@class='label']")
        text = (label.tail if label is not None else block.text) or ""
        number = _ORDINAL.match(text)
        step = width(number[0]) if number else 0.0
        parts = [] if label is None else [f"box(width: {_LABEL_WIDTH:g} * em, {self._words(label)})"]
        if number:
            parts.append(f"box(width: {step:g} * em, {string(number[0])})")
        parts.append(string(text[number.end() if number else 0 :].strip(" ")))
        for child in block:
            if child is not label:
                parts += [words(child, self.images.image), string(child.tail or "")]
        first, above = ("2 * em", "#gap(pitch)\n") if label is not None else (f"{2 + _LABEL_WIDTH:g} * em", "")
        return f"{above}#hung({' + '.join(parts)}, {first}, {2 + _LABEL_WIDTH + step:g} * em{held})"

    def _attendance(self, block: _Element) -> str:
        role = block.find("span[@class='role']")
        if role is None:
            return self._words(block)
        return f"box(width: {_LABEL_WIDTH:g} * em, hei({self._words(role)})) + {string((role.tail or '').strip(' '))}"

    def _closing(self, block: _Element, held: str) -> str:
        """署名 or 成文日期, so far from the right edge as the standard says, with the seal."""
        blanks, sealed = 2.0, is_sealed(self.root)
        if self.signature is not None and self.date is not None:
            blanks = blanks_of(self.root, plain(self.signature), plain(self.date))[block is self.date]
        if block is not self.signature:
            below = f"\n#gap({self._below_date():g}pt)" if sealed and self.signature is not None else ""
            return f"#ending({self._words(block)}, blanks: {blanks:g}{held}){below}"
        seal = block.find("img")
        inside = self._words(block) if seal is None else f"sealed({string(plain(block))}, {self.images.image(seal)})"
        return f"#ending({inside}, blanks: {blanks:g}{held}, above: {2 if sealed and self.date is not None else 1} * pitch)"

    def _below_date(self) -> float:
        """How far the seal reaches below the date, in points."""
        return self.layout.seal_size / 2 / MM_PER_PT - self.layout.line_pitch

    def _beside_the_seal(self, annotation: _Element) -> str:
        """What ends before the seal begins stands on the line below the date all the same."""
        if self.signature is None or self.date is None or not is_sealed(self.root):
            return ""
        short = passes_the_seal(annotation, plain(self.signature), plain(self.date), self.layout)
        return f"#gap({-self._below_date():g}pt)\n" if short else ""

    def _table(self, table: _Element, note: _Element | None) -> str:
        reserved = self._reserved() if self.last is not None and self.last in (table, note) else 0.0
        turned = any(has_class(section, "landscape") for section in table.iterancestors("section"))
        room = self.layout.type_height if turned else self.layout.type_width
        tail = Tail(None if note is None else self._words(note), reserved)
        return f"{table_of(table, room, tail, self.layout, self._words)}\n#v({0.5 if note is None else 0.4} * pitch, weak: true)"

    def _figure(self, figure: _Element) -> str:
        title = figure.find("figcaption")
        shown = next((self._drawn(child) for child in figure if child.tag in ("svg", "img", "span")), '""')
        return f"#drawn({shown}, {'none' if title is None else self._words(title)}{self._room(figure)})"

    def _drawn(self, child: _Element) -> str:
        if child.tag == "svg":
            return self.images.drawing(child)
        return self.images.image(child) if child.tag == "img" else f"missing({self._words(child)})"

    def _colophon(self, footer: _Element) -> str:
        parts: list[str] = []
        for part in footer:
            office, printed = part.find("span[@class='office']"), part.find("span[@class='printed']")
            if has_class(part, "printing") and office is not None and printed is not None:
                parts.append(f"printing({self._words(office)}, {self._words(printed)})")
            else:
                parts.append(f"copies({self._words(part)})")
        turned = "#pagebreak(weak: true)\n" if has_class(footer, BACK) else ""
        return f"{turned}#colophon({'false' if has_class(self.root, 'letter') else 'true'}, {', '.join(parts)})"

    def _room(self, block: _Element) -> str:
        """The 版记's below the last block, as an argument."""
        return f", below: {self._reserved():g}pt" if block is self.last else ""

    def _reserved(self) -> float:
        return colophon_height(self.root, self.layout) + _AIR

    def _words(self, element: _Element) -> str:
        return trimmed(element, self.images.image)


def _holds_on(block: _Element) -> bool:
    """Whether a paragraph stands on the page of the block before it; a heading takes along what is behind it as it is."""
    return block.tag == "p" and (block.get(KEPT) is not None or block.get("class") in _CLOSING)


def _last(article: _Element) -> _Element | None:
    """The block that the 版记 stands below; None where that has a page of its own, behind one that is turned."""
    blocks = [block for block in article if block.tag not in ("header", "footer")]
    while blocks and blocks[-1].tag == "section":
        if has_class(blocks[-1], "landscape"):
            return None
        blocks = list(blocks[-1])
    return blocks[-1] if blocks else None
