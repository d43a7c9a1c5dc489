"""The parts of a Word file that came back, each with the part of the version that it was: by its words, whatever became of its style."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from reportgen.diff.matching import HAIR, Likeness, alike_texts, match
from reportgen.reconcile.body import Part, Picture, WordTable
from reportgen.reconcile.expected import PICTURE, TABLE, UNIT, Expected
from reportgen.reconcile.lines import ReturnedParagraph

_LEAST = 0.4 - HAIR  # less alike, two paragraphs are different ones
_LEAST_MOVED = 0.8 - HAIR  # as in the alignment of versions: less is one deleted and one new
_LEAST_CHARACTERS = 8  # what is shorter is said in many places, and didn't move
_SAME_STYLE = 0.45  # what there is once (title, number, date) stays itself with other words
_LONG = 300  # characters: a longer part counts no more than this
_APART = ("签发人：", "单位：")  # begins what stands behind a tab at the right, and is a part of its own
# The kinds of parts by the names of their styles, which Word, WPS and LibreOffice keep.
KINDS = {
    **{f"heading {level}": f"h{level + 1}" for level in range(1, 5)},
    **dict.fromkeys(("title", "附件标题"), "h1"),
    "版头标注": "p.marks",
    "发文机关标志": "p.issuer",
    "发文字号": "p.number",
    "主送机关": "p.addressee",
    "附件说明": "p.attachment-note",
    "发文机关署名": "p.signature",
    "成文日期": "p.date",
    "附注": "p.annotation",
    "附件标识": "p.attachment-label",
    "表注": "p.note",
}
_ONCE = frozenset(("p.marks", "p.issuer", "p.number", "p.addressee", "p.signature", "p.date", "p.annotation"))


@dataclass(frozen=True, slots=True, eq=False)
class PairedPart:
    """A part of the file, and the one of the version that it was; None where it came in by hand."""

    part: Part
    was: Expected | None


def pair_parts(expected: Sequence[Expected], parts: Sequence[Part]) -> tuple[PairedPart, ...]:
    """The parts of the file in their order."""
    returned = tuple(chain.from_iterable(map(_apart, parts)))
    before = [(_form(part), part.text) for part in expected]
    after = [(_shape(part), _words(part)) for part in returned]

    def alike(rows: range, columns: range) -> Likeness:
        return _alike([expected[k] for k in rows], [returned[k] for k in columns])

    steps = match(before, after, alike)
    return tuple(PairedPart(returned[step.new], None if step.old is None else expected[step.old]) for step in steps if step.new is not None)


def _apart(part: Part) -> Iterator[Part]:
    """A line whose end stands apart at the right, as two: 签发人, the unit of a table."""
    if isinstance(part, ReturnedParagraph) and part.tabs and part.text.startswith(_APART, at := part.tabs[-1]) and at:
        yield from part.cut(at)
    else:
        yield part


def _form(part: Expected) -> str:
    return "table" if part.kind == TABLE else "picture" if part.kind == PICTURE and not part.text else "line"


def _shape(part: Part) -> str:
    return "line" if isinstance(part, ReturnedParagraph) else "picture" if isinstance(part, Picture) else "table"


def _words(part: Part) -> str:
    if isinstance(part, ReturnedParagraph):
        return part.text
    return "\x1e".join(part.words(row) for row in range(len(part.rows))) if isinstance(part, WordTable) else ""


def _alike(old: list[Expected], new: list[Part]) -> Likeness:
    shapes, words = [_shape(part) for part in new], [_words(part) for part in new]
    kinds = [KINDS.get(part.style, "") if isinstance(part, ReturnedParagraph) else "" for part in new]
    weights: list[dict[int, float]] = []
    movable: list[dict[int, float]] = []
    for part, found in zip(old, alike_texts([part.text for part in old], words, _LEAST), strict=True):
        if part.kind in _ONCE:
            found |= {j: max(found.get(j, 0), _SAME_STYLE) for j, kind in enumerate(kinds) if kind == part.kind}
        likeness = {j: value for j, value in found.items() if shapes[j] == _form(part)}
        length = min(len(part.text), _LONG)
        weights.append({j: (length + min(len(words[j]), _LONG) + 1) * value**2 for j, value in likeness.items()})
        stays = length < _LEAST_CHARACTERS or part.kind == UNIT
        movable.append({} if stays else {j: value for j, value in likeness.items() if value >= _LEAST_MOVED})
    return Likeness(weights, movable)
