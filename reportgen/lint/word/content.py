"""What stands in a paragraph of a Word file: its text as it is shown, fields, tabs, breaks, drawings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from reportgen.ooxml.names import W, local

PAGE_BREAK = "\f"
_INLINE = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}
_DRAWN = frozenset({"drawing", "pict", "object"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one run; `page` says that it is the result of a PAGE field."""

    text: str
    run: Element
    page: bool = False


@dataclass(slots=True)
class Content:
    """The pieces of text of a paragraph, and the drawings anchored in it."""

    pieces: list[Piece] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Fields:
    """The fields that are open: of each, its instruction, and whether its result has begun."""

    open: list[tuple[list[str], list[bool]]] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        return any(not shown for _, (shown,) in self.open)

    @property
    def page(self) -> bool:
        return any(is_page("".join(words)) for words, _ in self.open)


def is_page(instruction: str) -> bool:
    """Whether a field's instruction prints the page number."""
    return instruction.split()[:1] == ["PAGE"]


def content(paragraph: Element) -> Content:
    """Read a `w:p`; tracked changes are read as accepted."""
    found = Content()
    fields = _Fields()
    for run, page in _runs(paragraph, page=False):
        for child in run:
            _read(child, run, page, fields, found)
    return found


def _runs(element: Element, *, page: bool) -> Iterator[tuple[Element, bool]]:
    for child in element:
        name = local(child)
        if name == "r":
            yield child, page
        elif name in _INLINE:
            yield from _runs(child, page=page or (name == "fldSimple" and is_page(child.get(f"{W}instr", ""))))


def _read(child: Element, run: Element, page: bool, fields: _Fields, found: Content) -> None:
    name = local(child)
    if name == "fldChar":
        kind = child.get(f"{W}fldCharType")
        if kind == "begin":
            fields.open.append(([], [False]))
        elif kind == "separate" and fields.open:
            fields.open[-1][1][0] = True
        elif kind == "end" and fields.open:
            words, (shown,) = fields.open.pop()
            if is_page("".join(words)) and not shown:  # never calculated
                found.pieces.append(Piece("1", run, page=True))
    elif name == "instrText" and fields.open:
        fields.open[-1][0].append(child.text or "")
    elif name == "AlternateContent":
        chosen = next((part for part in child if local(part) in ("Choice", "Fallback")), None)
        for part in chosen if chosen is not None else ():
            _read(part, run, page, fields, found)
    elif name in _DRAWN:
        found.drawings.append(child)
    elif not fields.hidden:
        text = _text(child, name)
        if text:
            found.pieces.append(Piece(text, run, page or fields.page))


def _text(child: Element, name: str) -> str:
    if name == "t":
        return child.text or ""
    if name == "br":
        return PAGE_BREAK if child.get(f"{W}type") in ("page", "column") else "\n"
    return _CHARACTERS.get(name, "")
