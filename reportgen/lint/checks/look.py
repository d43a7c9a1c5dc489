"""字体、字号 of each element, and the colour of the text: 5.2.2, 5.2.4 and the clauses of the elements."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from reportgen.lint.colours import colour_in_words, is_colour
from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import ATTENDANCE
from reportgen.lint.elements.words import SIGNATORY as SIGNATORY_LABEL
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, at, at_cell, fault, unchecked
from reportgen.lint.fonts import Face, has_chinese, is_face, is_western
from reportgen.lint.model import Paragraph, Span, Table
from reportgen.lint.outline import Heading, headings
from reportgen.lint.quotes import quotable
from reportgen.lint.text import running
from reportgen.standard.requirements import STANDARD

_HALF = 0.5  # what most of a text has is its look; single words in another are told apart
_AMBIGUOUS = re.compile("[“”‘’—…·]")
"""Characters that Chinese and Western type share."""
_QUOTED = 6  # characters behind them
_DARK = 0x50  # of 255: what a program makes of black


@dataclass(frozen=True, slots=True)
class Part:
    """Text whose font and size a record of its element is about: its spans at a spot."""

    element: str
    spot: FilePlace
    spans: tuple[Span, ...]


def check_look(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """Font and size of every element; those of one element that look alike make one fault."""
    wrong: dict[tuple[str, str], list[FilePlace]] = {}
    unknown: dict[str, None] = {}
    for part in _parts(official):
        for id, found in _differences(part, unknown):
            wrong.setdefault((id, found), []).append(part.spot)
    for (id, found), spots in wrong.items():
        yield fault(id, *spots, value=found)
    if unknown:
        reason = f"文件中的{'、'.join(list(unknown)[:3])}是替代字体或者没有名称，看不出原来要用的字体"
        yield unchecked("font", reason, "部分文字的字体")


def _parts(official: Official) -> Iterator[Part]:
    head, closing, end = official.head, official.closing, official.colophon
    yield from _whole("issuer", *head.issuer)
    yield from _marks(head.marks)
    if head.number is not None:
        cut = SIGNATORY_LABEL.search(head.number.text)
        yield Part("number", at(head.number), head.number.part(0, cut.start() if cut else None))
    if head.signatory is not None:
        yield from _signatory(head.signatory)
    yield from _whole("title", *official.title)
    yield from _whole("addressee", official.addressee)
    yield from _whole("signature", *closing.signature)
    yield from _whole("date", closing.date)
    yield from _whole("annotation", closing.annotation)
    yield from _whole("note", *dict.fromkeys(note.paragraph for note in closing.notes))
    yield from _whole("body", *running(official))
    for _, found in headings(official):
        for one in found:
            yield Part(_element(one), at(one.paragraph), one.paragraph.part(0, len(one.mark + one.words)))
    if official.form is OfficialForm.MINUTES:
        for paragraph in (block for block in official.body if isinstance(block, Paragraph)):
            label = ATTENDANCE.match(paragraph.text)
            if label is not None:
                yield Part("attendance", at(paragraph), paragraph.part(0, label.end(1)))
    for attachment in official.attachments:
        yield from _whole("attachment.label", attachment.label)
        yield from _whole("attachment.title", attachment.title)
    yield from _whole("copies", *end.copies)
    yield from _whole("printing", *end.printing)


def _element(one: Heading) -> str:
    """What a numbered paragraph is set as: the parts of a list as text, a numbered sentence as a heading or as text."""
    right = Face(STANDARD[f"level-{one.level}.font"].wanted_in_words)
    as_heading = any(is_face(span.font, right) for span in one.paragraph.part(len(one.mark)))
    return "body" if one.item or (one.is_statement and not as_heading) else f"level-{one.level}"


def _whole(element: str, *paragraphs: Paragraph | None) -> Iterator[Part]:
    return (Part(element, at(paragraph), paragraph.spans) for paragraph in paragraphs if paragraph is not None)


def _marks(marks: Sequence[Paragraph]) -> Iterator[Part]:
    for paragraph in marks:
        if re.match(r"(绝密|机密|秘密)(\s*[★☆].*)?$", paragraph.text):
            yield from _whole("secrecy", paragraph)
        elif re.match(r"(特急|加急|平急|特提)$", paragraph.text):
            yield from _whole("urgency", paragraph)


def _signatory(paragraph: Paragraph) -> Iterator[Part]:
    label = re.search(r"签\s*发\s*人\s*[：:]?\s*", paragraph.text)
    if label is not None:
        yield Part("signatory.label", at(paragraph), paragraph.part(label.start(), label.start() + len(label[0].rstrip("：: "))))
        yield Part("signatory.name", at(paragraph, paragraph.text[label.end() :]), paragraph.part(label.end()))


def _differences(part: Part, unknown: dict[str, None]) -> Iterator[tuple[str, str]]:
    """How most Chinese characters of an element differ from what is asked: the record of font or size, and what was found."""
    spans = [span for span in part.spans if has_chinese(span) and "【待补" not in span.text]
    total = sum(len(span.text) for span in spans)
    if not total:
        return
    font, size = STANDARD[f"{part.element}.font"], STANDARD.get(f"{part.element}.size")
    judged = [(span, is_face(span.font, Face(font.wanted_in_words))) for span in spans]
    wrong = [span for span, right in judged if right is False]
    if sum(len(span.text) for span in wrong) > total * _HALF:
        yield font.id, _most(wrong, [_font(span) for span in wrong])
    unknown.update(dict.fromkeys(span.font or "部分字体" for span, right in judged if right is None))
    if size is not None:
        off = [span for span in spans if span.size is not None and not size.accepts(span.size)]
        if sum(len(span.text) for span in off) > total * _HALF:
            yield size.id, _most(off, [size.in_words(span.size or 0.0) for span in off])


def check_punctuation_fonts(official: Official) -> Iterator[Fault]:
    """Quotation marks, dashes and dots among Chinese words stand in the Chinese font: without a hint Word sets them in the Western one."""
    wrong: dict[str, list[FilePlace]] = {}
    for piece in quotable(official):
        spans = [span for span in piece.spans if span.text.strip()]
        if any(map(has_chinese, spans)):
            for span, behind in zip_longest(spans, spans[1:]):
                if _AMBIGUOUS.search(span.text) and is_western(span.font):
                    quote = span.text.strip() + (behind.text[:_QUOTED] if behind else "")
                    wrong.setdefault(_font(span), []).append(piece.spot(quote))
    for font, spots in wrong.items():
        yield fault("punctuation-font", *dict.fromkeys(spots), value=font)


def _font(span: Span) -> str:
    return re.sub(r"^[A-Z]{6}\+", "", span.font or "")


def _most(spans: Sequence[Span], names: Iterable[str]) -> str:
    """The name that most characters have."""
    counts: dict[str, int] = {}
    for span, name in zip(spans, names, strict=True):
        counts[name] = counts.get(name, 0) + len(span.text)
    return max(counts, key=lambda name: counts[name])


def check_colour(official: Official) -> Iterator[Fault]:
    """All text is black but the 发文机关标志."""
    coloured = [(name, span, spot) for name, span, spot in _spans(official) if _is_coloured(span)]
    marking = {span.colour for _, span, _ in coloured if "【待补" in span.text}  # what a draft lacks is marked
    wrong: dict[tuple[str, str], list[FilePlace]] = {}
    for name, span, spot in coloured:
        if span.colour not in marking:
            wrong.setdefault((name, span.colour), []).append(spot)
    for (name, colour), spots in wrong.items():
        yield fault("colour", *dict.fromkeys(spots), element=name, value=colour_in_words(colour))


def _spans(official: Official) -> Iterator[tuple[str, Span, FilePlace]]:
    """All text but the 发文机关标志, with what it is called where it stands."""
    for block in official.document.blocks:
        if isinstance(block, Paragraph) and block not in official.head.issuer:
            name = "标题" if block in official.title else "文字"
            yield from ((name, span, at(block, span.text.strip())) for span in block.spans)
        elif isinstance(block, Table):
            yield from (("文字", span, at_cell(block, cell, span.text.strip())) for cell in block.cells for span in cell.spans)


def _is_coloured(span: Span) -> bool:
    if not span.text.strip() or not is_colour(span.colour):
        return False
    return max(int(span.colour[place : place + 2], 16) for place in (0, 2, 4)) > _DARK
