"""附件: what the 附件说明 says and what there is; how each begins: 7.3.4, 7.3.7."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Attachment, Note, Official, OfficialForm
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, at, fault, judged, unchecked, unknown
from reportgen.lint.quotes import quotable
from reportgen.numerals import number_in
from reportgen.standard.requirements import STANDARD

_CITED = re.compile(r"附件\s*(\d{1,2}|[一二三四五六七八九十]{1,3}(?![式并致样律同起次个份些]))")
_SEEN = re.compile(r"[见按填用]附件(?!\s*\d)")


def check_attachments(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """Numbers, names and order of note and attachments agree."""
    notes, attached = official.closing.notes, official.attachments
    yield from _numbers(notes, attached)
    if attached and not notes:
        if official.closing.date is not None or official.addressee is not None:
            yield fault("note-missing", *(at(one.label) for one in attached))
        return
    if notes and not attached:
        yield unchecked("attachment-count", "附件不在这个文件里")
        return
    if len(notes) != len(attached):
        spots = (at(notes[0].paragraph), *(at(one.label) for one in attached)) if notes else ()
        yield fault("attachment-count", *spots, attached=len(attached), noted=len(notes))
        return
    for note, one in zip(notes, attached, strict=True):
        yield from _name(note, one)


def _name(note: Note, one: Attachment) -> Iterator[Fault]:
    if one.title is None or not note.name:
        return
    title, name = plain(one.title.text), plain(note.name)
    if title != name:
        spots = at(note.paragraph, note.name), at(one.title)
        yield fault("attachment-name", *spots, name=one.name, value=one.title.text, noted=note.name)


def plain(text: str) -> str:
    """A name without spaces, title marks around it and punctuation behind it."""
    bare = re.sub(r"\s", "", text).rstrip("。；，、.;,")
    return bare[1:-1] if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1 else bare


def _numbers(notes: tuple[Note, ...], attached: tuple[Attachment, ...]) -> Iterator[Fault]:
    for id, numbers, spots in (
        ("note-numbers", [note.number for note in notes], [at(note.paragraph) for note in notes]),
        ("attachment-numbers", [one.number for one in attached], [at(one.label) for one in attached]),
    ):
        if len(numbers) == 1 and numbers[0] is not None and max(len(notes), len(attached)) == 1:
            yield fault("attachment-single", *spots, which=STANDARD[id].name, value=str(numbers[0]))
        elif len(numbers) > 1 and numbers != list(range(1, len(numbers) + 1)):
            yield fault(id, *spots, value="、".join("无" if number is None else str(number) for number in numbers))


def check_attachment_heads(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """Each begins a page, its label flush on the first line, its title on the third."""
    if official.attachments and official.document.format == "docx":
        yield unchecked("attachment-title-place", unknown(official.document), "附件说明、附件在页面上的位置")
    for one in official.attachments:
        label = one.label
        if label.begins_page is False:
            yield fault("attachment-page", at(label), name=one.name)
        yield from judged("attachment-indent", label.first, at(label), name=one.name)
        if label.text[-1] in "：:":
            yield fault("attachment-colon", at(label), name=one.name)
        if one.title is None:
            yield fault("attachment-title", at(label), name=one.name)
        else:
            yield from judged("attachment-title-place", one.title.above, at(one.title), name=one.name)


def check_cited_attachments(official: Official) -> Iterator[Fault]:
    """见附件3 where there are fewer, 见附件 where there is none."""
    count = max(len(official.closing.notes), len(official.attachments))
    if not count and official.form not in (OfficialForm.DOCUMENT, OfficialForm.LETTER):
        return
    lost: list[FilePlace] = []
    own = {one.label for one in official.attachments} | {note.paragraph for note in official.closing.notes}
    for piece in quotable(official):
        if piece.paragraph not in own:
            lost += [piece.spot(match[0]) for match in _CITED.finditer(piece.text) if not 1 <= (number_in(match[1]) or 0) <= count]
            lost += [] if count else [piece.spot(match[0]) for match in _SEEN.finditer(piece.text)]
    if lost:
        yield fault("attachment-cited", *lost)
