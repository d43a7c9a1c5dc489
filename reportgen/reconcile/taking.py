"""What of a file that came back can be taken into the unit's inputs: changed words, as rows of 文字修改; and what is to be put right elsewhere.

A changed number is never taken as words: it comes from cells, which are asked for. So is a text that stands in a cell as it was printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.diagnostics import Place
from reportgen.diff.align import Pair
from reportgen.diff.blocks import PARAGRAPH, Block, Piece, cut, text_of
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import under_headings
from reportgen.documents.edited_words import bare, with_old_numbers
from reportgen.documents.edits import EDITED
from reportgen.documents.vocabulary import HEADINGS
from reportgen.inputs.schema.choices import Editing
from reportgen.numerals import amounts
from reportgen.reconcile.keys import OF_UNIT
from reportgen.reconcile.reconcile import Reconciled

_OF_HEADING = "标题在 templates/kinds.yaml 的 title、cover_title 中"
_CAPTION = "表题、图题由模板写出，请改模板"
_ROWS = "表格的行、列来自数据表，请在数据表中增删"
_CELL = "表格里的这些字由模板写出，请改模板"
_NEW_HEADING = "新加的标题，请加到模板里"
_FORM = "表格（Word 表单）里的文字来自数据表的单元格，或者表格文件本身（templates/docx）"
_SETTLED = "这里由程序按标题和单位说明写出"
_LEAST = 2
"""Of so many characters on a text is looked for in the cells: one alone stands in many."""


@dataclass(frozen=True, slots=True)
class TakenEdit:
    """An edit as 文字修改 will have it: what is done, under which heading, with which words, and what they become."""

    action: Editing
    heading: str
    old: str
    new: str = ""


@dataclass(frozen=True, slots=True)
class AskedText:
    """A text that comes from cells and was changed: what it said, what it says now, and the cells to correct."""

    old: str
    new: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Untaken:
    """A change that can't be taken: the words that went and came, where, and what is to be done instead."""

    old: str
    new: str
    under: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Takeable:
    """What is to be done with the changes of a file, but for those of figures and of 单位.yaml, which `Reconciled` tells."""

    edits: tuple[TakenEdit, ...] = ()
    asked: tuple[AskedText, ...] = ()
    untaken: tuple[Untaken, ...] = ()


def takeable(found: Reconciled) -> Takeable:
    """Sorts the changes of a file: deletions first, then what was changed and added in the order of the document, headings last.

    So each row finds its paragraph as the rows before it have left it.
    """
    taker = _Taker(_by_text(found), is_form=found.difference.alignment.old.get("class") == "form")
    for pair, under in under_headings(found.difference.alignment.pairs):
        taker.take(pair, under)
    order = {Editing.DELETE: 0}
    edits = sorted(taker.edits, key=lambda one: order.get(one.action, 1))
    return Takeable((*edits, *taker.headings), tuple(taker.asked), tuple(taker.untaken))


def _by_text(found: Reconciled) -> dict[str, list[Place]]:
    """The cells that the version was made from, by what stands in them, and in each of their paragraphs."""
    cells: dict[str, list[Place]] = {}
    for place, raw in found.difference.old.cells.items():
        for text in {bare(raw), *map(bare, raw.splitlines())}:
            if len(text) >= _LEAST and not is_edit(place):
                cells.setdefault(text, []).append(place)
    return cells


def is_edit(place: Place) -> bool:
    """Whether a cell is of an edit that was taken before: it can be changed again."""
    return "文字修改" in (place.sheet or place.file.rpartition("/")[2].partition(".")[0])


@dataclass(slots=True)
class _Taker:
    """Sorts what differs into what is taken as rows of 文字修改, what is asked about, and what isn't taken. `cells` are the places of each text of the data."""

    cells: dict[str, list[Place]]
    is_form: bool
    edits: list[TakenEdit] = field(default_factory=list)
    headings: list[TakenEdit] = field(default_factory=list)
    asked: list[AskedText] = field(default_factory=list)
    untaken: list[Untaken] = field(default_factory=list)
    _heading: str = ""  # the last one of the version, without its number
    _before: str | None = None  # the words of the paragraph or heading before, as they stand when the rows before have been made
    _waiting: list[str] = field(default_factory=list)  # what came before anything that it can be put behind
    _container: object = None

    def take(self, pair: Pair, under: tuple[str, ...]) -> None:
        """The next pair of blocks of the version and of what came back, which stands `under` these headings."""
        block = pair.old or pair.new
        if block is None:
            return
        if pair.old is not None and not (pair.op is Op.MOVE and pair.new is not None):
            self._enter(pair.old)
        if pair.op is not Op.EQUAL and not (pair.op is Op.CHANGE and pair.reads_the_same):
            self._changed(pair, block, under)
        elif block.kind in EDITED and pair.old is not None:
            self._stands(_texts(pair.old)[-1], pair.old)
        else:
            self._before = None

    def _enter(self, block: Block) -> None:
        """Note the heading and the part of the document that what follows stands in."""
        container = block.containers[-1] if block.containers else None
        if container is not self._container:
            self._container, self._heading, self._before = container, "", None
        if block.kind in HEADINGS:
            self._heading = _texts(block)[0]

    def _stands(self, text: str, block: Block) -> None:
        """A paragraph or heading stands here: what came right before it and has nothing else to be put behind is put before it."""
        for waiting in self._waiting:
            self.edits.append(TakenEdit(Editing.ADD_BEFORE, "" if block.kind in HEADINGS else self._heading, text, waiting))
        self._waiting = []
        self._before = text

    def _changed(self, pair: Pair, block: Block, under: tuple[str, ...]) -> None:
        if self.is_form or block.kind not in EDITED or (pair.new is not None and pair.new.kind not in EDITED):
            self._elsewhere(pair, block, under)
        elif pair.new is None and pair.old is not None:
            for text in _texts(pair.old):
                self._delete(text, pair.old)
        elif pair.old is None or pair.op is Op.MOVE:
            self._come(pair, under)
        elif pair.new is not None:
            self._rewritten(pair.old, pair.new)

    def _delete(self, text: str, block: Block) -> None:
        places = self._places(text)
        if places:
            self.asked.append(AskedText(text, "", places))
        else:
            self.edits.append(TakenEdit(Editing.DELETE, "" if block.kind in HEADINGS else self._heading, text))

    def _come(self, pair: Pair, under: tuple[str, ...]) -> None:
        new = pair.new
        if new is None:
            return
        if new.kind in HEADINGS and pair.old is None:
            self.untaken.append(Untaken("", new.text, under, _NEW_HEADING))
            self._before = None
            return
        for text in _texts(new):
            words = text if pair.old is None else with_old_numbers(bare(pair.old.text), _spans(pair.old.pieces), text)
            if self._before is None:
                self._waiting.append(words)
            else:
                heading = "" if self._before == self._heading else self._heading
                self.edits.append(TakenEdit(Editing.ADD_AFTER, heading, self._before, words))
                self._before = words

    def _rewritten(self, old: Block, new: Block) -> None:
        befores, after = _texts(old), "\n".join(_texts(new))
        pieces = cut(old.pieces, len(old.number))[1]
        whole = "".join(befores)
        after = with_old_numbers(bare(whole), _spans(pieces), after)
        places = self._places(befores[0]) if len(befores) == 1 else ()
        last = befores[-1]
        if places and bare(after) != bare(whole):
            self.asked.append(AskedText(whole, after, places))
        elif len(befores) > 1 or bare(after) != bare(whole):
            for text in befores[1:]:
                self.edits.append(TakenEdit(Editing.DELETE, self._heading, text))
            heading = "" if old.kind in HEADINGS else self._heading
            (self.headings if old.kind in HEADINGS else self.edits).append(TakenEdit(Editing.CHANGE, heading, befores[0], after))
            last = befores[0] if old.kind in HEADINGS else after.rpartition("\n")[2]
        waits_for = befores[0]
        if self._waiting:  # they are put there before it is changed
            rows = [TakenEdit(Editing.ADD_BEFORE, self._heading, waits_for, words) for words in self._waiting]
            at = len(self.edits) - (1 if self.edits and self.edits[-1].old == waits_for else 0)
            self.edits[at:at], self._waiting = rows, []
        self._before = last

    def _elsewhere(self, pair: Pair, block: Block, under: tuple[str, ...]) -> None:
        """What isn't taken as words: the cell of a text is asked for, of others is told what to do."""
        self._before = None
        old, new = ("" if side is None else side.text for side in (pair.old, pair.new))
        if pair.table is not None:
            for row in pair.table.rows:
                if row.op is Op.CHANGE:
                    for cell in row.cells:
                        self._cell(_side(cell.runs, old=True), _side(cell.runs, old=False), under)
                elif row.op in (Op.INSERT, Op.DELETE):
                    gone, come = ("｜".join(_side(cell.runs, old=side) for cell in row.cells) for side in (True, False))
                    self.untaken.append(Untaken(gone, come, under, _ROWS))
        elif block.kind == "table":
            self.untaken.append(Untaken(old, new, under, _ROWS))
        if bare(old) == bare(new) or (block.kind == "table" and pair.table is None) or block.kind in OF_UNIT:
            return
        instead = _FORM if self.is_form else _CAPTION if block.kind in ("table", "figure") else _OF_HEADING if block.kind == "h1" else _SETTLED
        self._say(old, new, under, instead)

    def _cell(self, old: str, new: str, under: tuple[str, ...]) -> None:
        if bare(old) != bare(new) and with_old_numbers(bare(old), _numbers(bare(old)), bare(new)) != bare(old):
            self._say(old, new, under, _FORM if self.is_form else _CELL)

    def _say(self, old: str, new: str, under: tuple[str, ...], instead: str) -> None:
        places = self._places(old)
        if places:
            self.asked.append(AskedText(old, new, places))
        else:
            self.untaken.append(Untaken(old, new, under, instead))

    def _places(self, text: str) -> tuple[Place, ...]:
        return tuple(self.cells.get(bare(text), ()))


def _texts(block: Block) -> list[str]:
    """The words of a block without the number that is counted in front of it; of several paragraphs each."""
    return [text.strip() for text in text_of(cut(block.pieces, len(block.number))[1]).split(PARAGRAPH)]


def _spans(pieces: Iterable[Piece]) -> list[tuple[int, int]]:
    """Where figures, and what is lacking, stand in the words of pieces without white space."""
    spans: list[tuple[int, int]] = []
    done, last = 0, None
    for piece in pieces:
        start, done = done, done + len(bare(piece.text.replace(PARAGRAPH, "")))
        element = next((one for one in piece.within if one.get("data-figure") or one.get("class") == "missing"), None)
        if element is not None and element is last:
            spans[-1] = spans[-1][0], done
        elif element is not None and start < done:
            spans.append((start, done))
        last = element
    return spans


def _numbers(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in amounts(text)]


def _side(runs: Iterable[Run], *, old: bool) -> str:
    """The words of one side of a text."""
    return "".join(text_of(run.old if old else run.new) for run in runs)
