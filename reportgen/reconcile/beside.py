"""What a Word file has beside its text: pictures and other drawings, headers and footers, notes; and what changed of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from lxml.etree import _Element as Element

from reportgen.ooxml import text
from reportgen.ooxml.changes import settle
from reportgen.ooxml.names import CHART, A, R, W, local
from reportgen.ooxml.package import Parts
from reportgen.reconcile.pictures import Look, same_look

HEADER, FOOTER, FOOTNOTE, ENDNOTE, PICTURE = "页眉", "页脚", "脚注", "尾注", "图片"
FORMATTING = "格式（字体、字号、版面）"
SEAL = "落款处新加的图片（印章）"
_RUNNING = {"header": HEADER, "footer": FOOTER}
_NOTES = {"footnotes": ("footnote", FOOTNOTE), "endnotes": ("endnote", ENDNOTE)}
_OBJECTS = {"chart": "图表", "chartex": "图表", "diagram": "示意图（SmartArt）", "ink": "墨迹", "object": "嵌入的对象"}
_SIGNED = ("发文机关署名", "成文日期")  # styles of the lines where seals are put
_AROUND = 24  # characters of a paragraph that say where
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Something that is drawn: its kind in words, how it looks (None of what is no picture), how its paragraph begins, and whether that is signed.

    Of a chart `values` are its names and numbers, and `look` is that of the picture which stands in for it.
    """

    kind: str
    look: Look | None
    where: str
    signed: bool = False
    values: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SideText:
    """The words of a header, footer or note."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """All that stands beside the text. `unread` names what isn't read."""

    drawn: tuple[Drawn, ...]
    texts: tuple[SideText, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideChange:
    """A change beside the text: of what, what was there and what is there now (None: nothing; of a picture where it stands)."""

    kind: str
    old: str | None
    new: str | None


def read_beside(parts: Parts, document: Element, names: dict[str, str]) -> Beside:
    """What a file has beside its text; `document` is its `w:document` with tracked changes accepted, `names` those of styles. Raises Unreadable."""
    drawn = tuple(_drawn(document, parts, parts.main, names))
    texts: list[SideText] = []
    running = _in_use(document)
    for identifier, (kind, name) in parts.relations(parts.main).items():
        if (kind not in _NOTES and identifier not in running) or (root := parts.xml(name)) is None:
            continue
        settle(root, accept=True)
        drawn += tuple(_drawn(root, parts, name, names))
        if kind in _NOTES:
            tag, word = _NOTES[kind]
            referred = {one.get(f"{W}id") for one in document.iter(f"{W}{tag}Reference")}
            texts += (SideText(word, _words(note)) for note in root.iter(f"{W}{tag}") if note.get(f"{W}id") in referred)
        elif kind in _RUNNING:
            texts.append(SideText(_RUNNING[kind], _words(root)))
    unread = ("插入的其他文件",) if next(document.iter(f"{W}altChunk"), None) is not None else ()
    return Beside(drawn, tuple(dict.fromkeys(one for one in texts if one.text)), unread)


def _in_use(document: Element) -> frozenset[str]:
    """The relationships of the headers and footers that a section shows: those of first pages where it has them."""
    shown = set()
    for section in document.iter(f"{W}sectPr"):
        first = section.find(f"{W}titlePg")
        for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
            if reference.get(f"{W}type") != "first" or (first is not None and first.get(f"{W}val") not in ("0", "false")):
                shown.add(reference.get(f"{R}id", ""))
    return frozenset(shown)


def _words(part: Element) -> str:
    """The words of a part without page numbers and white space, which programs set as they like."""
    pieces = (piece for paragraph in text.paragraphs(part) for piece in paragraph.pieces if not piece.page)
    return "".join("".join(piece.text for piece in pieces).split())


def _drawn(root: Element, parts: Parts, name: str, names: dict[str, str]) -> Iterator[Drawn]:
    relations = parts.relations(name)
    for paragraph in text.paragraphs(root):
        style = paragraph.element.find(f"{W}pPr/{W}pStyle")
        signed = style is not None and names.get(style.get(f"{W}val", ""), "") in _SIGNED
        where = text.typed(paragraph.pieces)[:_AROUND]
        for drawing in paragraph.drawings:
            pictures = [*drawing.element.iter("{*}blip", "{*}imagedata")]
            if drawing.boxes or (pictures and local(drawing.element) != "object"):
                yield from (Drawn(PICTURE, Look(_bytes(one, parts, relations), _cut(one)), where, signed) for one in pictures)
            else:
                yield _object(drawing, parts, relations, where, signed=signed)


def _object(drawing: text.Drawing, parts: Parts, relations: dict[str, tuple[str, str]], where: str, *, signed: bool) -> Drawn:
    """What is drawn that is no picture: a chart with what it is drawn of, and how its picture looks where it has one."""
    chart = next((relations.get(one.get(f"{R}id", "")) for one in drawing.element.iter(f"{{{CHART}}}chart")), None)
    values = None if chart is None else _values(parts.xml(chart[1]))
    picture = None if values is None or drawing.instead is None else next(drawing.instead.iter("{*}blip"), None)
    look = None if picture is None else Look(_bytes(picture, parts, relations), _cut(picture))
    return Drawn(_kind(drawing.element), look, where, signed, values)


def _values(chart: Element | None) -> tuple[str, ...] | None:
    """The names and numbers of a chart in their places; a number as it is, however many digits a program writes."""
    if chart is None:
        return None
    return tuple(f"{point.get('idx')} {_number(value.text or '')}" for point in chart.iter("{*}pt") for value in point.iterchildren("{*}v"))


def _number(told: str) -> str:
    try:
        return f"{float(told):.10g}"
    except ValueError:
        return told


def _bytes(picture: Element, parts: Parts, relations: dict[str, tuple[str, str]]) -> bytes:
    identifier = picture.get(f"{R}embed") or picture.get(f"{R}id") or ""
    return parts.read(relations[identifier][1]) if identifier in relations else b""


def _cut(picture: Element) -> tuple[tuple[str, str], ...]:
    """How a picture is cut, on which sides."""
    beside = picture.getparent()
    cut = None if beside is None else beside.find(f"{A}srcRect")
    return () if cut is None else tuple(sorted((str(side), str(value)) for side, value in cut.items() if value != "0"))


def _kind(drawing: Element) -> str:
    """What is drawn that is no picture, by what the file calls it."""
    if local(drawing) == "object":
        return _OBJECTS["object"]
    data = next(drawing.iter(f"{A}graphicData"), None)
    uri = "" if data is None else data.get("uri", "").lower()
    return _OBJECTS.get(uri.rpartition("/")[2], "图形")


def side_changes(old: Beside, new: Beside) -> tuple[tuple[SideChange, ...], tuple[str, ...]]:
    """What changed beside the text since `old`, and what wasn't compared, in words. Pictures at the signature that came are seals."""
    drawn, unlooked = _changes_drawn(old.drawn, new.drawn)
    changes = list(drawn)
    for kind in (HEADER, FOOTER, FOOTNOTE, ENDNOTE):
        before, after = ([one.text for one in side.texts if one.kind == kind] for side in (old, new))
        changes += (SideChange(kind, was, now) for was, now in _steps(before, after, before, after))
    return tuple(changes), (FORMATTING, *unlooked, *(one for one in new.unread if one not in old.unread))


def _changes_drawn(old: Sequence[Drawn], new: Sequence[Drawn]) -> tuple[tuple[SideChange, ...], tuple[str, ...]]:
    changes: list[SideChange] = []
    unlooked: list[str] = []
    kinds = [*range(len(old))]  # of each that is drawn the first that it is the same as
    for place, one in enumerate(old):
        kinds[place] = next(k for k in range(place + 1) if _same(old[k], one))
    fresh = [next((kinds[k] for k, was in enumerate(old) if _same(was, one)), -1 - place) for place, one in enumerate(new)]
    for was, now in _steps(kinds, fresh, old, new):
        if was is not None and now is not None and _is_unlooked(was, now):
            unlooked.append(f"“{_place(now)}”处的图片（存成了不能比较的形式）")
        elif was is None and now is not None and now.signed:
            unlooked.append(SEAL)
        else:
            kind = now.kind if now is not None else was.kind if was is not None else PICTURE
            changes.append(SideChange(kind, None if was is None else _place(was), None if now is None else _place(now)))
    return tuple(changes), tuple(dict.fromkeys(unlooked))


def _place(drawn: Drawn) -> str:
    return drawn.where or "单独一段"


def _same(one: Drawn, other: Drawn) -> bool:
    if one.values is not None and other.values is not None:
        return one.values == other.values
    if one.look is None or other.look is None:
        return one.look is other.look and one.kind == other.kind
    return same_look(one.look, other.look) is True


def _is_unlooked(one: Drawn, other: Drawn) -> bool:
    """Whether their looks can't be compared, nor the values of charts."""
    if one.look is None or other.look is None or (one.values is not None and other.values is not None):
        return False
    return same_look(one.look, other.look) is None


def _steps(before: Sequence[object], after: Sequence[object], old: Sequence[_T], new: Sequence[_T]) -> Iterator[tuple[_T | None, _T | None]]:
    """What went, came, or took another's place, by keys that are the same where nothing changed."""
    for op, i, k, j, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        for step in range(max(k - i, m - j)):
            yield old[i + step] if i + step < k else None, new[j + step] if j + step < m else None
