"""Two Word files as one: the new one as it is, with what came and what went marked in its own paragraphs and tables."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import OBJECT, Piece
from reportgen.diff.inline import Run, runs_of
from reportgen.diff.matching import Likeness, Op, Step, alike_texts, match
from reportgen.diff.words import Codes
from reportgen.ooxml import text
from reportgen.ooxml.names import SPACE, local, q
from reportgen.ooxml.tables import cells_of, rows_of
from reportgen.redline.word_forms import track_cell_form, track_paragraph_form, track_table_form
from reportgen.redline.word_parts import WordFile, open_word
from reportgen.redline.word_taking import Taking
from reportgen.redline.word_tracks import AROUND, deleted, runs_in, stamp, track_block, track_row, wrapped
from reportgen.render.sides import DEL, INS

_LEAST = 0.45  # less alike, two paragraphs or rows are others, as in the diff (`reportgen.diff.align`)
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSAID = ("rPr", "lastRenderedPageBreak", "softHyphen", "commentReference", "annotationRef")  # what a run holds besides what it says


def marked(old: bytes, new: bytes, author: str, day: str | None) -> bytes:
    """The DOCX file `new` with its differences from `old` as revisions, `author`'s, of `day` (ISO).

    All that `new` looks like stays: its tables with their borders, fonts, headers, pictures. With the revisions accepted it says what `new`
    says, with them rejected what `old` does in its body. Two paragraphs are compared word by word, two rows with as many cells cell by
    cell; other rows, tables and paragraphs come or go whole. The style, list and alignment of a paragraph and the widths of a table that are others are
    changes of form (`reportgen.redline.word_forms`). What there is of the older file has its styles, pictures and notes with it.
    Neither file has revisions. Raises Unreadable where one is no Word file. The same files give the same bytes.
    """
    before, after = open_word(old), open_word(new)
    marker = _Marker(before, after, Taking(before, after))
    bodies = before.main.find(q("body")), after.main.find(q("body"))
    if bodies[0] is not None and bodies[1] is not None:
        marker.blocks(bodies[0], bodies[1])
    stamp([*after.opened.values()], author, day)
    return after.save()


@dataclass(frozen=True, slots=True)
class _Marker:
    """Marks the differences in the elements of the new file."""

    old: WordFile
    new: WordFile
    taking: Taking
    codes: Codes = field(default_factory=Codes)

    def blocks(self, old: _Element, new: _Element) -> None:
        """Mark what differs between two bodies or cells. The last paragraphs of both are one: no cell is without."""
        before, after = list(_blocks(old)), list(_blocks(new))
        ends = bool(before and after) and before[-1].tag == after[-1].tag == q("p")
        steps = _steps(before[: len(before) - ends], after[: len(after) - ends])
        if ends:
            steps.append(Step(len(before) - 1, len(after) - 1))
        last: _Element | None = None
        for step in steps:
            if step.new is None:
                gone = self.taking.copy(before[step.old or 0])
                track_block(gone, DEL)
                if last is not None:
                    last.addnext(gone)
                elif after:
                    after[0].addprevious(gone)
                else:
                    new.append(gone)
                last = gone
                continue
            last = after[step.new]
            if step.old is None:
                track_block(last, INS)
            elif last.tag == q("p"):
                self._paragraph(before[step.old], last)
            else:
                self._table(before[step.old], last)

    def _table(self, old: _Element, new: _Element) -> None:
        track_table_form(self.taking.form(old, new, "tblPr"), old, new)
        before, after = list(rows_of(old)), list(rows_of(new))
        last: _Element | None = None
        for step in _steps(before, after):
            row = None if step.new is None else after[step.new]
            gone = None if step.old is None else before[step.old]
            pairs = None if row is None or gone is None else (list(cells_of(gone)), list(cells_of(row)))
            if pairs is not None and len(pairs[0]) == len(pairs[1]):
                for one, other in zip(*pairs, strict=True):
                    track_cell_form(one, other)
                    self.blocks(one, other)
                last = row
                continue
            if gone is not None:
                copy = self.taking.copy(gone)
                track_row(copy, DEL)
                if last is not None:
                    last.addnext(copy)
                else:
                    after[0].addprevious(copy)
                last = copy
            if row is not None:
                track_row(row, INS)
                last = row

    def _paragraph(self, old: _Element, new: _Element) -> None:
        track_paragraph_form(self.taking.form(old, new, "pPr"), new)
        runs = runs_of(self._pieces(old, self.old), self._pieces(new, self.new), self.codes)
        self._notes(runs)
        written, left = _by_run(runs)
        for run, stretches in written.items():
            place = run
            for op, pieces in stretches:
                made = [_run(source, own, gone=op is Op.DELETE) for source, own in _by_source(pieces)]
                if op is Op.DELETE:
                    made = [self.taking.brought(one) for one in made]
                    before = place.getprevious()
                    if before is not None and before.tag == q("bookmarkStart") and op is stretches[0][0] and pieces is stretches[0][1]:
                        before.addprevious(wrapped(made, DEL))
                        continue
                    run.addprevious(wrapped(made, DEL))
                elif op is Op.INSERT:
                    run.addprevious(wrapped(made, INS))
                else:
                    for one in made:
                        run.addprevious(one)
            parent = run.getparent()
            if parent is not None:
                parent.remove(run)
        if left:
            new.append(wrapped([self.taking.brought(_run(source, own, gone=True)) for source, own in _by_source(left)], DEL))

    def _notes(self, runs: Sequence[Run]) -> None:
        """Mark what differs in the notes that both paragraphs have."""
        within = replace(self, taking=replace(self.taking, linked=False))
        for run in runs:
            old, new = ([piece.within[0] for piece in side if piece.text == OBJECT] for side in (run.old, run.new))
            for one, other in zip(old, new, strict=True) if run.op is Op.EQUAL else ():
                before, after = self.old.note(one), self.new.note(other)
                if before is not None and after is not None:
                    within.blocks(before, after)

    def _pieces(self, paragraph: _Element, source: WordFile) -> tuple[Piece, ...]:
        return tuple(piece for run in runs_in(paragraph) for piece in _pieces_of(run, source))


def _blocks(holder: _Element) -> Iterator[_Element]:
    for child in holder:
        if child.tag in (q("p"), q("tbl")):
            yield child
        elif local(child) in AROUND:
            yield from _blocks(child)


def _steps(old: Sequence[_Element], new: Sequence[_Element]) -> list[Step]:
    """Blocks or rows as one sequence, paired by their words."""
    before, after = ([(str(one.tag), _words(one)) for one in side] for side in (old, new))

    def alike(rows: range, columns: range) -> Likeness:
        found = alike_texts([before[i][1] for i in rows], [after[j][1] for j in columns], _LEAST)
        weights = [
            {j: (len(before[i][1]) + len(after[columns[j]][1]) + 1) * likeness**2 for j, likeness in row.items() if before[i][0] == after[columns[j]][0]}
            for i, row in zip(rows, found, strict=True)
        ]
        return Likeness(weights, [{} for _ in rows])

    return match(before, after, alike)


def _words(element: _Element) -> str:
    if element.tag == q("p"):
        return text.typed(text.paragraph(element).pieces)
    return "\t".join(text.typed(paragraph.pieces) for paragraph in text.paragraphs(element))


def _pieces_of(run: _Element, source: WordFile) -> Iterator[Piece]:
    """The words of a run; one that holds something else (a picture, a field) is a piece as a whole."""
    children = [child for child in run if local(child) not in _UNSAID]
    if any(local(child) != "t" and (local(child) not in _CHARACTERS or child.get(q("type"))) for child in children):
        yield Piece(OBJECT, (run,), etree.Element("img", src=source.digest(run)))
        return
    for child in children:
        if local(child) == "t":
            if child.text:
                yield Piece(child.text, (run,))
        else:
            yield Piece(_CHARACTERS[local(child)], (run,), child)


_Stretches = list[tuple[Op, list[Piece]]]


def _by_run(runs: Sequence[Run]) -> tuple[dict[_Element, _Stretches], list[Piece]]:
    """What becomes of each run of the new paragraph: what stays and comes of it, and what went before that; and what went behind the last."""
    found: dict[_Element, _Stretches] = {}
    gone: list[Piece] = []
    for run in runs:
        if run.op is Op.DELETE:
            gone += run.old
        for piece in run.new:
            stretches = found.setdefault(piece.within[0], [])
            if gone:
                stretches.append((Op.DELETE, gone))
                gone = []
            if stretches and stretches[-1][0] is run.op:
                stretches[-1][1].append(piece)
            else:
                stretches.append((run.op, [piece]))
    return {run: stretches for run, stretches in found.items() if [op for op, _ in stretches] != [Op.EQUAL]}, gone


def _by_source(pieces: Sequence[Piece]) -> Iterator[tuple[_Element, list[Piece]]]:
    grouped: dict[_Element, list[Piece]] = {}
    for piece in pieces:
        grouped.setdefault(piece.within[0], []).append(piece)
    yield from grouped.items()


def _run(source: _Element, pieces: Sequence[Piece], *, gone: bool) -> _Element:
    """A run that looks as `source` does, with some of its words."""
    if pieces[0].text == OBJECT:
        made = deepcopy(source)
        made.tail = None
    else:
        made = etree.Element(q("r"))
        made.extend(deepcopy(properties) for properties in source.findall(q("rPr")))
        for piece in pieces:
            if piece.void is None:
                etree.SubElement(made, q("t"), {SPACE: "preserve"}).text = piece.text
            else:
                made.append(deepcopy(piece.void))
    return deleted(made) if gone else made
