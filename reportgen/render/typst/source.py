"""Canonical HTML as the source that Typst sets."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from reportgen.measure import width
from reportgen.render.layout import Layout, issuer_scale, issuer_size
from reportgen.render.sealing import blanks_of, is_sealed, passes_the_seal
from reportgen.render.setting.colophon import colophon_height
from reportgen.render.setting.document import set_pages
from reportgen.render.setting.ends import END, KEPT
from reportgen.render.setting.heights import HEADINGS
from reportgen.render.setting.tracking import lines_of_paragraph, tracking_of
from reportgen.render.tree import has_class, plain
from reportgen.render.typst.families import faces
from reportgen.render.typst.tables import Tail, table_of
from reportgen.render.typst.text import string, trimmed, words

_WHOLE = 12  # lines: a paragraph that the next block holds on to, or that ends a part, isn't broken if it is this short
_AIR = 2.0  # pt: above the 版记
_CLOSING = ("attachment-note", "signature", "date", "annotation")
"""What stands on the page of the block before it."""
_FACES = {"h2": "hei", "h3": "kai"}
_ORDINAL = re.compile(r"\d+\.")
_LABEL_WIDTH = 3.0  # 附件：
_ADDRESS = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,(.*)", re.DOTALL)
_ENDINGS = {"png": "png", "jpeg": "jpg", "gif": "gif", "svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a source reads: the name of its file, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """What Typst sets: its text, the pictures that it reads, those that can't be read by their addresses, and the standards that it can keep."""

    text: str
    pictures: tuple[Picture, ...]
    refused: tuple[str, ...]
    standards: list[str]


def source_of(article: _Element, layout: Layout, title: str) -> Source:
    """The source for `article`, which is changed; `title` is the file's."""
    set_pages(article, layout)
    writer = _Writer(article, layout)
    body = "\n".join(writer.article())
    # PDF/UA asks for an outline, which a document without headings doesn't have.
    standards = ["a-2u", "ua-1"] if next(article.iter(*HEADINGS), None) is not None else ["a-2u"]
    author, day = article.get("data-author"), article.get("data-date", "")
    head = f"#set document(title: {string(title)}{f', author: {string(author)}' if author else ''}{_date(day)})"
    numbered = "false" if has_class(article, "letter") else "true"
    text = f"{prelude(layout)}\n{head}\n#set page(background: numbered({numbered}){_letter_foot(article, layout)})\n{body}\n"
    return Source(text, tuple(writer.pictures), tuple(writer.refused), standards)


@lru_cache(maxsize=16)
def prelude(layout: Layout) -> str:
    """The numbers of `layout`, what is set by them (layout.typ), and how text stands unless something else is said."""
    roles = faces(layout)
    fonts = ", ".join(f"{role}: ({''.join(string(family) + ', ' for family in face.families)})" for role, face in roles.items())
    weights = ", ".join(f"{role}: {face.weight}" for role, face in roles.items())
    reach = ", ".join(f"{role}: ({face.ascent:g}, {face.descent:g})" for role, face in roles.items())
    lengths = {
        "page-width": layout.page_width, "page-height": layout.page_height, "top-edge": layout.top, "left-edge": layout.left, "right-edge": layout.right,
        "bottom-edge": layout.bottom, "type-width": layout.type_width, "type-height": layout.type_height, "thick": layout.colophon_thick,
        "thin": layout.colophon_thin, "number-gap": layout.page_number_gap, "seal-size": layout.seal_size,
    }  # fmt: skip
    sizes = {
        "body-size": layout.body_size, "title-size": layout.title_size, "colophon-size": layout.colophon_size, "number-size": layout.page_number_size,
        "table-size": layout.table_size, "pitch": layout.line_pitch, "tracking": layout.tracking_css, "em": layout.body_size + layout.tracking_css,
    }  # fmt: skip
    lines = [f"#let {name} = {value:g}mm" for name, value in lengths.items()] + [f"#let {name} = {value:g}pt" for name, value in sizes.items()]
    lines += ["#let indent = 2 * em", f"#let red = rgb({string(layout.red)})", f"#let fonts = ({fonts})", f"#let weights = ({weights})", f"#let reach = ({reach})", _prelude()]
    lines.append(
        "#set page(width: page-width, height: page-height, margin: (top: top-edge, right: right-edge, bottom: bottom-edge, left: left-edge))\n"
        '#set text(font: fonts.body, weight: weights.body, size: body-size, tracking: tracking, lang: "zh", region: "cn", '
        "cjk-latin-spacing: none, hyphenate: false, costs: (runt: 400%), ..edges(body-size, pitch))\n"
        "#set par(first-line-indent: (amount: indent, all: true), leading: 0pt, spacing: 0pt, justify: true, linebreaks: \"optimized\")\n"
        "#set block(spacing: 0pt)\n#set table.cell(breakable: false)\n#set underline(offset: 1.5pt)\n"
        "#show heading: it => { set text(size: body-size, weight: weights.body); it.body }\n#show figure.caption: it => it.body"
    )
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _prelude() -> str:
    return (Path(__file__).parent / "layout.typ").read_text("utf-8")


def _date(day: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day)
    return "" if found is None else f", date: datetime(year: {int(found[1])}, month: {int(found[2])}, day: {int(found[3])})"


def _letter_foot(article: _Element, layout: Layout) -> str:
    """The second red double line of a letter, on its first page (10.1)."""
    if not has_class(article, "letter") or article.find("header/p[@class='issuer']") is None:
        return ""
    high = layout.letter_line_thick + layout.letter_line_thin + 0.5
    top = layout.page_height - layout.letter_line_bottom - high
    x = (layout.page_width - layout.letter_line_width) / 2
    line = f"double({layout.letter_line_width:g}mm, {layout.letter_line_thin:g}mm, {layout.letter_line_thick:g}mm)"
    return f", foreground: context if counter(page).get().first() == 1 {{ place(top + left, dx: {x:g}mm, dy: {top:g}mm, {line}) }}"


@dataclass(slots=True)
class _Writer:
    root: _Element
    layout: Layout
    pictures: list[Picture] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    level: int = 0

    def article(self) -> Iterator[str]:
        footer = self.root.find("footer")
        last = _last(self.root) if footer is not None else None
        header = self.root.find("header")
        if header is not None:
            yield from self._header(header)
        yield from self._blocks([block for block in self.root if block.tag not in ("header", "footer")], last)
        if footer is not None:
            yield self._colophon(footer)

    def _header(self, header: _Element) -> Iterator[str]:
        layout = self.layout
        letter = has_class(self.root, "letter")
        parts = {name: part for part in header for name in (part.get("class") or "").split()}
        half_leading = (layout.line_pitch - layout.body_size) / 2
        if (marks := parts.get("marks")) is not None:
            yield f"#marks({self._words(marks)})"
        issuer = parts.get("issuer")
        if issuer is not None:
            text = plain(issuer)
            size = issuer_size(text, layout)
            above = f"{layout.letter_top - layout.top:g}mm - {0.11 * size:g}pt" if letter else f"{layout.issuer_top:g}mm - {0.11 * size:g}pt"
            yield f"#issuer({self._words(issuer)}, size: {size:g}pt, scaled: {issuer_scale(text, layout):g}, wide: {width(text):g}, above: {above})"
            if letter:
                x = (layout.page_width - layout.letter_line_width) / 2 - layout.left
                yield f"#gap({0.11 * size:g}pt + {layout.letter_line_gap:g}mm)"
                yield f"#double({layout.letter_line_width:g}mm, {layout.letter_line_thick:g}mm, {layout.letter_line_thin:g}mm, x: {x:g}mm)"
        number, signatory = parts.get("number"), parts.get("signatory")
        if number is not None or signatory is not None:
            first = '""' if number is None else self._words(number)
            if letter:
                yield f"#gap({0.875 * layout.body_size - half_leading:g}pt)\n#align(right, flush({first}))"
            elif signatory is not None:
                yield f"#gap(2 * pitch)\n#pad(x: em, flush({{ {first}; h(1fr); {self._words(signatory)} }}))"
            else:
                yield f"#gap(2 * pitch)\n#align(center, flush({first}))"
        if issuer is not None and not letter:
            yield f"#gap({layout.red_line_gap:g}mm - {half_leading:g}pt)\n#rule({layout.red_line_weight:g}mm, fill: red)"

    def _blocks(self, blocks: list[_Element], last: _Element | None) -> Iterator[str]:
        number = 0
        while number < len(blocks):
            block = blocks[number]
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            before = blocks[number - 1] if number else None
            if block.tag == "section":
                yield from self._section(block, last)
            elif block.tag == "table":
                below = following if following is not None and has_class(following, "note") else None
                yield self._table(block, below, last)
                number += below is not None
            else:
                yield self._block(block, before, following, last)
            number += 1

    def _level(self, heading: _Element) -> int:
        """Its level in the outline: PDF/UA has none skipped, which a document without a title would do."""
        self.level = min(int(str(heading.tag)[1]), self.level + 1)
        return self.level

    def _section(self, section: _Element, last: _Element | None) -> Iterator[str]:
        inside = "\n".join(self._blocks(list(section), last))
        if has_class(section, "landscape"):
            yield f"#turned[\n{inside}\n]"
        else:
            yield f"#pagebreak(weak: true)\n{inside}"

    def _block(self, block: _Element, before: _Element | None, following: _Element | None, last: _Element | None) -> str:
        below = f", below: {self._reserved():g}pt" if block is last else ""
        keep = ", keep: true" if following is not None and _holds_on(following) else ""
        if block.tag == "h1":
            under_header = before is None and (previous := block.getprevious()) is not None and previous.tag == "header"
            label = before is not None and has_class(before, "attachment-label")
            self.level = 1
            return f"#h1({self._words(block)}, above: {'2 * pitch' if under_header else 'pitch' if label else '0pt'})"
        if block.tag in HEADINGS:
            face = _FACES.get(str(block.tag))
            inside = self._words(block)
            return f"#hn({self._level(block)}, {f'{face}({inside})' if face else inside})"
        if block.tag == "figure":
            return self._figure(block, below)
        kind = block.get("class") or ""
        if kind in ("addressee", "attachment-label"):
            inside = self._words(block)
            return f"#flush({f'hei({inside})' if kind == 'attachment-label' else inside}{', keep: true' if kind == 'attachment-label' else keep}{below})"
        if kind == "note":
            return f"#note({self._words(block)}{keep}{below})"
        if kind == "attachment-note":
            return self._attachment_note(block, keep, below)
        if kind == "attendance":
            gap = "" if before is not None and has_class(before, "attendance") else "#gap(pitch)\n"
            return gap + f"#block(width: 100%, sticky: {str(bool(keep)).lower()}, {{ indented(2 * em, 5 * em, {self._attendance(block)}); v({self._below(block, last)}) }})"
        if kind in ("signature", "date"):
            return self._closing(block, keep, below)
        if kind == "annotation":
            return f"{self._under_seal(block)}#p({self._words(block)}, whole: true{keep}{below})"
        return self._paragraph(block, keep, below)

    def _below(self, block: _Element, last: _Element | None) -> str:
        return f"{self._reserved():g}pt" if block is last else "0pt"

    def _paragraph(self, block: _Element, keep: str, below: str) -> str:
        track = ""
        held = bool(keep or below or block.get(END) is not None)
        whole = ", whole: true" if held and lines_of_paragraph(block, self.layout) <= _WHOLE else ""
        if not (track or keep or below or whole):
            return f"#p({self._words(block)})"
        return f"#p({self._words(block)}{keep}{whole}{track}{below})"

    def _attachment_note(self, block: _Element, keep: str, below: str) -> str:
        """Each name wraps to its own first character: behind 附件： and behind the number."""
        label = block.find("span[@class='label']")
        text = (label.tail if label is not None else block.text) or ""
        number = _ORDINAL.match(text)
        step = width(number[0]) if number else 0.0
        first = f"2 * em + {0.0 if label is not None else _LABEL_WIDTH:g} * em"
        hang = f"2 * em + {_LABEL_WIDTH + step:g} * em"
        inside = self._words(block)
        if number:
            rest = string(text[number.end() :].strip(" "))
            more = [words(child, self._image) for child in block if child is not label]
            ordinal = f"box(width: {step:g} * em, {string(number[0])})"
            inside = " + ".join([*([f"box(width: {_LABEL_WIDTH:g} * em, {self._words(label)})"] if label is not None else []), ordinal, rest, *more])
        elif label is not None:
            inside = f"box(width: {_LABEL_WIDTH:g} * em, {self._words(label)}) + {string(text.strip(' '))}"
        gap = "#gap(pitch)\n" if label is not None else ""
        held = "true" if keep else "false"
        room = f"; v({self._reserved():g}pt)" if below else ""
        return f"{gap}#block(width: 100%, sticky: {held}, breakable: false, {{ indented({first}, {hang}, {inside}){room} }})"

    def _attendance(self, block: _Element) -> str:
        role = block.find("span[@class='role']")
        if role is None:
            return self._words(block)
        names = string((role.tail or "").strip(" "))
        return f"box(width: {_LABEL_WIDTH:g} * em, hei({self._words(role)})) + {names}"

    def _closing(self, block: _Element, keep: str, below: str) -> str:
        layout = self.layout
        signature, date = self.root.find("p[@class='signature']"), self.root.find("p[@class='date']")
        blanks, above = 2.0, ""
        inside = self._words(block)
        if signature is not None and date is not None:
            blanks = blanks_of(self.root, plain(signature), plain(date))[block is date]
        sealed = is_sealed(self.root)
        if block.get("class") == "signature":
            above = f", above: {2 if sealed and date is not None else 1} * pitch"
            if (img := block.find("img")) is not None and not self.refused:
                inside = f"sealed({string(plain(block))}, {self._image(img)})"
        text = f"#ending({inside}, blanks: {blanks:g}{keep}{above}{below})"
        if block is date and sealed and signature is not None:
            text += f"\n#gap({self._seal_room():g}pt)"
        return text

    def _seal_room(self) -> float:
        """How far the seal reaches below the date, in points."""
        return 0.5 * self.layout.seal_size / 25.4 * 72 - self.layout.line_pitch

    def _under_seal(self, annotation: _Element) -> str:
        """What the seal doesn't reach stands on the line below the date all the same."""
        signature, date = self.root.find("p[@class='signature']"), self.root.find("p[@class='date']")
        if signature is None or date is None or not is_sealed(self.root):
            return ""
        short = passes_the_seal(annotation, plain(signature), plain(date), self.layout)
        return f"#gap({-self._seal_room():g}pt)\n" if short else ""

    def _table(self, table: _Element, note: _Element | None, last: _Element | None) -> str:
        reserved = self._reserved() if last is not None and last in (table, note) else 0.0
        tail = Tail(None if note is None else self._words(note), reserved)
        turned = any(has_class(section, "landscape") for section in table.iterancestors("section"))
        room = self.layout.type_height if turned else self.layout.type_width
        made = table_of(table, room, tail, self.layout, self._words)
        if note is None:
            return made + "\n#v(0.5 * pitch, weak: true)"
        return made + "\n#v(0.4 * pitch, weak: true)"

    def _figure(self, figure: _Element, below: str) -> str:
        title = figure.find("figcaption")
        drawing = next((self._drawing(child) for child in figure if child.tag in ("svg", "img", "span")), '""')
        return f"#drawn({drawing}, {'none' if title is None else self._words(title)}{below})"

    def _drawing(self, child: _Element) -> str:
        if child.tag == "img":
            return self._image(child)
        if child.tag == "span":
            return f"missing({self._words(child)})"
        svg = etree.fromstring(etree.tostring(child, with_tail=False))
        svg.set("xmlns", "http://www.w3.org/2000/svg")
        svg.set("font-family", ",".join(f"'{family}'" for family in faces(self.layout)["body"].families))
        alt = string(plain(child.find("title")))
        wide = child.get("width", "100%")
        return f"image(bytes({string(etree.tostring(svg, encoding='unicode'))}), format: \"svg\", width: {wide}, alt: {alt})"

    def _image(self, img: _Element) -> str:
        address = img.get("src", "")
        found = _ADDRESS.fullmatch(address)
        try:
            content = base64.b64decode(found[2], validate=True) if found else b""
        except binascii.Error:
            content = b""
        if found is None or not content:
            self.refused.append(address)
            return '""'
        name = f"{len(self.pictures) + 1}.{_ENDINGS[found[1]]}"
        self.pictures.append(Picture(name, content))
        seal = has_class(img, "seal")
        across = "seal-size" if seal else img.get("width") or "auto"
        down = "seal-size" if seal else img.get("height") or "auto"
        return f"image({string(name)}, width: {across}, height: {down}, alt: {string(img.get('alt', '图'))})"

    def _colophon(self, footer: _Element) -> str:
        parts: list[str] = []
        for part in footer:
            office, printed = part.find("span[@class='office']"), part.find("span[@class='printed']")
            if has_class(part, "printing") and office is not None and printed is not None:
                parts.append(f"printing({self._words(office)}, {self._words(printed)})")
            else:
                parts.append(f"copies({self._words(part)})")
        ruled = "false" if has_class(self.root, "letter") else "true"
        return f"#colophon({ruled}, {', '.join(parts)})"

    def _reserved(self) -> float:
        return colophon_height(self.root, self.layout) + _AIR

    def _words(self, element: _Element) -> str:
        return trimmed(element, self._image)


def _holds_on(block: _Element) -> bool:
    """Whether a block stands on the page of the one before it."""
    return block.get(KEPT) is not None or block.get("class") in _CLOSING


def _last(article: _Element) -> _Element | None:
    """The block that the 版记 stands below; None where that has a page of its own, behind one that is turned."""
    blocks = [block for block in article if block.tag not in ("header", "footer")]
    while blocks and blocks[-1].tag == "section":
        if has_class(blocks[-1], "landscape"):
            return None
        blocks = list(blocks[-1])
    return blocks[-1] if blocks else None
