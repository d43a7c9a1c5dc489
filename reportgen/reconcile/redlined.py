"""A redline that came back: which of its revisions were accepted, which rejected, which nobody has decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import product

from lxml.etree import _Element as Element

from reportgen.ooxml import text
from reportgen.ooxml.changes import CELL_COME, CELL_GONE, COME, GONE
from reportgen.ooxml.names import W, local
from reportgen.ooxml.tables import read_table
from reportgen.render.sides import PILCROW

_AROUND = 24  # characters of a paragraph that say where
_ROUNDS = 3  # how often the decisions of a stretch are looked at anew; they settle in the first
_SHIFTS = {"come": 0x30000, "gone": 0x60000}  # so that words with a mark are other characters than those without
_OPEN_ENDS = tuple(chr(ord(PILCROW) + shift) for shift in _SHIFTS.values())
_CHINESE_END = 0x2FFFF  # beyond no character is shifted
_INVERSE = {W + mark: W + other for one, two in (("ins", "del"), ("moveTo", "moveFrom"), (CELL_COME, CELL_GONE)) for mark, other in ((one, two), (two, one))}


class Decision(StrEnum):
    """What became of a revision."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decided:
    """A revision of a redline: whether its words came, the words, how its paragraph begins, and what became of it."""

    come: bool
    text: str
    where: str
    decision: Decision


@dataclass(slots=True, eq=False)
class _Unit:
    """A revision: words next to each other that came, or went, a row or column that did, or the end of a paragraph that others stay around."""

    come: bool
    where: str
    marks: list[Element] = field(default_factory=list)
    text: str = ""
    decision: Decision = Decision.ACCEPTED


@dataclass(frozen=True, slots=True, eq=False)
class _Paragraph:
    """A paragraph: its words, each stretch with the revision that it is of; its end with one where that is a revision of its own."""

    element: Element
    parts: tuple[tuple[str, _Unit | None], ...]
    end: _Unit | None = None

    @property
    def units(self) -> tuple[_Unit | None, ...]:
        """The revisions of its words and of its end."""
        return (*(unit for _, unit in self.parts), *((self.end,) if self.end is not None else ()))


def tracked_lines(document: Element) -> tuple[str, ...]:
    """The paragraphs of a `w:document`, its words with marks of tracked changes in characters of their own."""
    return tuple(line for paragraph in _paragraphs(document) if (line := _line(paragraph, None)))


def decide(document: Element, returned: Sequence[str]) -> tuple[Decided, ...]:
    """What became of the revisions of a redline's `w:document` in the file of which `returned` are the tracked lines.

    In `document` those that were rejected are turned round, so that with all accepted it is what the decisions made of it.
    """
    paragraphs = [*_paragraphs(document)]
    before = [_line(one, None) if not any(one.units) else f"\0{number}" for number, one in enumerate(paragraphs)]
    for op, i, k, j, m in SequenceMatcher(None, before, returned, autojunk=False).get_opcodes():
        if op != "equal":
            _settle(paragraphs[i:k], "".join(_ended(line) for line in returned[j:m]))
    units = list(dict.fromkeys(unit for one in paragraphs for unit in one.units if unit is not None))
    for unit in units:
        if unit.decision is Decision.REJECTED:
            for mark in unit.marks:
                mark.tag = _INVERSE.get(str(mark.tag), mark.tag)
    for paragraph in paragraphs:
        own = [unit for _, unit in paragraph.parts]
        if own and all(unit is not None and unit.decision is Decision.REJECTED for unit in own):
            for mark in paragraph.element.iterfind(f"{W}pPr/{W}rPr/*"):
                mark.tag = _INVERSE.get(str(mark.tag), mark.tag)
    return tuple(Decided(unit.come, unit.text, unit.where, unit.decision) for unit in units if unit.text)


def _paragraphs(document: Element) -> Iterator[_Paragraph]:
    rows: dict[Element, _Unit] = {}
    columns = _columns(document)
    for paragraph in text.paragraphs(document):
        row, cell = (next(paragraph.element.iterancestors(W + tag), None) for tag in ("tr", "tc"))
        mark = None if row is None else next((one for one in row.iterfind(f"{W}trPr/*") if local(one) in ("ins", "del")), None)
        where = text.typed(piece for piece in paragraph.pieces if not piece.is_gone)[:_AROUND]
        unit = None if cell is None else columns.get(cell)
        if row is not None and mark is not None:
            unit = rows.setdefault(row, _Unit(local(mark) in COME, where, [mark]))
        if unit is not None and unit.text and text.typed(paragraph.pieces):
            unit.text += "｜"
        parts = tuple(_parts(paragraph.pieces, unit, where))
        yield _Paragraph(paragraph.element, parts, _end(paragraph.element, where) if any(one is None for _, one in parts) else None)


def _end(paragraph: Element, where: str) -> _Unit | None:
    """The end of a paragraph some words of which stay: a revision of its own where it came or went."""
    mark = next((one for one in paragraph.iterfind(f"{W}pPr/{W}rPr/*") if local(one) in ("ins", "del")), None)
    return None if mark is None else _Unit(local(mark) in COME, where, [mark], PILCROW)


def _columns(document: Element) -> dict[Element, _Unit]:
    """The columns that came or went, by their cells: those of a table that begin below each other."""
    found: dict[Element, _Unit] = {}
    for table in document.iter(f"{W}tbl"):
        units: dict[int, _Unit] = {}
        for cell in (cell for row in read_table(table).rows for cell in row.cells):
            for mark in () if cell.element is None else cell.element.iterfind(f"{W}tcPr/*"):
                if local(mark) in (CELL_COME, CELL_GONE) and cell.element is not None:
                    found[cell.element] = unit = units.setdefault(cell.column, _Unit(local(mark) == CELL_COME, ""))
                    unit.marks.append(mark)
    return found


def _parts(pieces: Iterable[text.Piece], line: _Unit | None, where: str) -> Iterator[tuple[str, _Unit | None]]:
    last: _Unit | None = None
    for piece in pieces:
        words = text.typed((piece,))
        if not words:
            continue
        come = None if piece.change is None else local(piece.change) not in GONE
        if line is not None:
            last = line
        elif come is None:
            last = None
        elif last is None or last.come is not come:
            last = _Unit(come, where)
        if last is not None:
            last.text += words
            last.marks += [piece.change] if piece.change is not None and piece.change not in last.marks else []
        yield words, last


def _line(paragraph: _Paragraph, decided: dict[_Unit, Decision] | None) -> str:
    """The words of a paragraph as they stand there, or after decisions."""
    parts = (*paragraph.parts, *(((paragraph.end.text, paragraph.end),) if paragraph.end is not None else ()))
    return "".join(_marked(words, unit, Decision.OPEN if unit is None or decided is None else decided[unit]) for words, unit in parts)


def _ended(line: str) -> str:
    """A line with its end, where that isn't a revision already."""
    return line if line.endswith(_OPEN_ENDS) else f"{line}{PILCROW}"


def _marked(words: str, unit: _Unit | None, decision: Decision) -> str:
    if unit is None:
        return words
    if decision is Decision.OPEN:
        shift = _SHIFTS["come" if unit.come else "gone"]
        return "".join(chr(ord(one) + shift) if ord(one) < _CHINESE_END else one for one in words)
    return words if unit.come is (decision is Decision.ACCEPTED) else ""


def _settle(paragraphs: Sequence[_Paragraph], returned: str) -> None:
    """Find the decisions by which a stretch of paragraphs comes nearest to what came back: for each place where words came and went."""
    from rapidfuzz.distance import Indel

    places = [*_places(paragraphs)]
    decided = {unit: Decision.ACCEPTED for place in places for unit in place}

    def distance() -> int:
        lines = ((one, _line(one, decided)) for one in paragraphs)
        return Indel.distance("".join(line if one.end is not None else _ended(line) for one, line in lines if line or one.end is not None), returned)

    least = distance()
    for _ in range(_ROUNDS):
        before = least
        for place in places:
            best = tuple(decided[unit] for unit in place)
            for choice in product(Decision, repeat=len(place)):
                decided.update(zip(place, choice, strict=True))
                if (found := distance()) < least:
                    least, best = found, choice
            decided.update(zip(place, best, strict=True))
        if least in (0, before):
            break
    for unit, decision in decided.items():
        unit.decision = decision


def _places(paragraphs: Sequence[_Paragraph]) -> Iterator[tuple[_Unit, ...]]:
    """The revisions that stand right beside each other, by twos: what went, and what came for it."""
    seen: set[_Unit] = set()
    last: _Unit | None = None
    for unit in (unit for one in paragraphs for unit in (*(unit for _, unit in one.parts), None, one.end, None)):
        if unit is None or (unit not in seen and last is not None):
            if last is not None:
                yield (last,) if unit is None else (last, unit)
            last = None
        elif unit not in seen:
            last = unit
        seen |= {unit} if unit is not None else set()
