"""Several reviewers' copies of one version: their changes as one list, each with who made it, and where they contradict each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.diff.blocks import PARAGRAPH
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import Sort, Told, told
from reportgen.diff.table_summary import moved_in_words, told_table, whole_rows
from reportgen.diff.tables import TablePair
from reportgen.language.figure import Source
from reportgen.reconcile.edits import FigureEdit
from reportgen.reconcile.reconcile import Reconciled
from reportgen.render.sides import PILCROW

_AROUND = 10  # characters on either side that say where


@dataclass(frozen=True, slots=True, eq=False)
class ReviewedCopy:
    """A copy that came back: its file, and who changed it, as far as it says."""

    file: str
    reviewer: str
    found: Reconciled


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is to stand there (None: nothing), and who wants it so."""

    new: str | None
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergedChange:
    """A place that was changed: what stood there (None: nothing), the words around it, the headings above, and what each reviewer made of it.

    Of a figure `sources` are the cells to correct. `rewritten`: all say the same number in another writing.
    """

    where: str
    under: tuple[str, ...]
    old: str | None
    suggested: tuple[Suggested, ...]
    sources: tuple[Source, ...] = ()
    rewritten: bool = False

    @property
    def contradicts(self) -> bool:
        """Whether reviewers want it otherwise."""
        return len(self.suggested) > 1


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one copy: the object, the characters of it that are concerned (both -1: nothing else contradicts it), and the words."""

    on: tuple[str, ...]
    start: int
    end: int
    old: str | None
    new: str | None
    where: str
    under: tuple[str, ...]
    reviewer: str
    sources: tuple[Source, ...] = ()
    rewritten: bool = False


def reviewer_of(found: Reconciled, file: str) -> str:
    """Who changed a copy: whose its tracked changes are, who saved it last; otherwise what the file is called."""
    authors = dict.fromkeys(revision.author for revision in found.revisions if revision.author)
    return "、".join(authors) or found.saved_by or PurePath(file).stem


def merge(copies: Sequence[ReviewedCopy]) -> tuple[MergedChange, ...] | Diagnostic:
    """The changes of all copies in the order of the document; or why they can't be merged."""
    versions = {(copy.found.key, copy.found.source.version.number) for copy in copies}
    if len(versions) > 1:
        said = "；".join(f"“{copy.file}”出自《{copy.found.title}》第{copy.found.source.version.number}版" for copy in copies)
        return error("reconcile.not-one-version", f"这些文件不是同一个版本的：{said}", Place(copies[0].file), help="请把同一个版本的审阅稿放在一起，分别核对")
    changes = [change for copy in copies for change in _changes(copy)]
    order = {on: place for place, on in enumerate(dict.fromkeys(change.on for change in changes))}
    changes.sort(key=lambda change: (order[change.on], change.start, change.end))
    return tuple(merged for _, group in groupby(changes, lambda change: change.on) for merged in _merged([*group]))


def _merged(changes: Sequence[_Change]) -> Iterator[MergedChange]:
    """The changes of one object: those whose characters overlap stand together."""
    together: list[_Change] = []
    for change in changes:
        if together and not _meets(together, change):
            yield _one(together)
            together = []
        together.append(change)
    if together:
        yield _one(together)


def _meets(before: Sequence[_Change], change: _Change) -> bool:
    return any(change.start < one.end or (change.start, change.end) == (one.start, one.end) for one in before)


def _one(changes: Sequence[_Change]) -> MergedChange:
    """Where they concern other characters, what each makes of all of them isn't known: each is told as it is."""
    spans = {(change.start, change.end) for change in changes}
    wanted: dict[str | None, dict[str, None]] = {}
    for change in changes:
        new = change.new if len(spans) == 1 else f"{change.old or ''}→{change.new or ''}"
        wanted.setdefault(new, {})[change.reviewer] = None
    first = max(changes, key=lambda change: change.end - change.start)
    suggested = tuple(Suggested(new, tuple(who)) for new, who in wanted.items())
    return MergedChange(first.where, first.under, first.old, suggested, first.sources, all(change.rewritten for change in changes))


def _changes(copy: ReviewedCopy) -> Iterator[_Change]:
    """The changes of a copy: figures, then what stands in the text besides, then what stands beside it."""
    edits = (*copy.found.figures, *copy.found.rewritten)
    for edit in edits:
        yield from _of_figure(edit, copy.reviewer)
    spots = {(spot.old, spot.new) for edit in edits for spot in edit.spots}
    for entry in told(copy.found.difference):
        if entry.sort is not Sort.NUMBER:
            yield from (change for change in _of_block(entry, copy.reviewer) if (change.old, change.new) not in spots)
    for one in copy.found.beside:
        yield _Change((one.kind, one.old or one.new or ""), 0, 0, one.old, one.new, one.kind, (), copy.reviewer)


def _of_figure(edit: FigureEdit, reviewer: str) -> Iterator[_Change]:
    label = f"{edit.shown.row} {edit.shown.label}" if edit.shown.row else edit.shown.label
    for (old, under, new), spots in groupby(sorted(edit.spots, key=lambda s: (s.old, s.under, s.new or "")), lambda s: (s.old, s.under, s.new)):
        same = all(spot.same for spot in spots)
        yield _Change(("figure", edit.shown.name, old, *under), 0, 0, old, new, label, under, reviewer, edit.sources, same)


def _of_block(entry: Told, reviewer: str) -> Iterator[_Change]:
    pair = entry.pair
    rows = "\n".join("｜".join(row) for row in whole_rows(pair))
    if pair.old is None and pair.new is not None:
        text = "\n".join(filter(None, (pair.new.text, rows)))
        if entry.sort is not Sort.MOVE:
            yield _Change(("new", *entry.under, text), 0, 0, None, text, "新增", entry.under, reviewer)
        return
    if pair.old is None:
        return
    on = ("block", pair.old.id, pair.old.text)
    if pair.new is None:
        if entry.sort is not Sort.MOVE:
            yield _Change(on, 0, len(pair.old.text), "\n".join(filter(None, (pair.old.text, rows))), None, "删除", entry.under, reviewer)
        return
    if entry.sort is Sort.MOVE:
        yield _Change((*on, "move"), 0, 0, pair.old.text, entry.moved_in_words or "移到别处", "移动", entry.under, reviewer)
    yield from _in_runs(on, pair.runs, entry.under, reviewer)
    if pair.table is not None:
        yield from _of_table(on, entry, pair.table, reviewer)


def _of_table(on: tuple[str, ...], entry: Told, table: TablePair, reviewer: str) -> Iterator[_Change]:
    """What became of the columns and rows of a table, and the words in its cells."""
    told = told_table(entry.pair)
    if told is None:
        return
    for number, column in enumerate(table.columns):
        if column.move is None and None in (column.old, column.new):
            came = column.old is None
            cells = [cell for row in table.rows if row.op in (Op.EQUAL, Op.CHANGE) for cell in row.cells if cell.column == number]
            words = "｜".join(_words(cell.runs, Op.DELETE if came else Op.INSERT) for cell in cells)
            where = "新增列" if came else "删去列"
            yield _Change((*on, where, words), 0, 0, None if came else words, words if came else None, where, entry.under, reviewer)
    for moved in told.columns_moved:
        yield _Change((*on, "移动列", moved.name), 0, 0, moved.name, moved_in_words(moved), "移动列", entry.under, reviewer)
    for row in told.rows:
        if row.op is Op.MOVE:
            yield _Change((*on, row.name, "移动行"), 0, 0, row.name, "移到别处", "移动行", entry.under, reviewer)
        words = "｜".join("".join(run.text for run in cell.runs) for _, cell in row.cells)
        if row.op in (Op.INSERT, Op.DELETE):
            came = row.op is Op.INSERT
            place = (*on, row.name, words if came else "row")
            yield _Change(place, 0, 0, None if came else words, words if came else None, "新增行" if came else "删除行", entry.under, reviewer)
        else:
            for name, cell in row.cells:
                old, new = ("".join(run.text for run in cell.runs if run.op is not op) for op in (Op.INSERT, Op.DELETE))
                yield _Change((*on, row.name, name), 0, len(old), old, new, f"{row.name}·{name}", entry.under, reviewer)


def _in_runs(on: tuple[str, ...], runs: Iterable[Run], under: tuple[str, ...], reviewer: str) -> Iterator[_Change]:
    """What changed in a text, each stretch with its place in the older one."""
    text = _words(runs, Op.INSERT)
    at = 0
    for same, group in groupby(runs, lambda run: run.op is Op.EQUAL):
        stretch = [*group]
        old, new = (_words(stretch, op) for op in (Op.INSERT, Op.DELETE))
        if not same:
            where = f"{text[max(at - _AROUND, 0) : at]}〔{old}〕{text[at + len(old) : at + len(old) + _AROUND]}"
            yield _Change(on, at, at + len(old), old or None, new or None, where, under, reviewer)
        at += len(old)


def _words(runs: Iterable[Run], without: Op) -> str:
    """The words of one side, the end of a paragraph in it as a reader is shown it."""
    return "".join(run.text for run in runs if run.op is not without).replace(PARAGRAPH, PILCROW)
