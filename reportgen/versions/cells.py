"""The cells that a document was made from, and which of them changed between two makings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Source

KEPT = 10_000  # cells of one sheet: a ledger of households has millions
ALIGNED = 2_000  # rows of one name in a sheet: where more lie between its equal ends, they are compared by their numbers
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_VALUE = re.compile(r"[-−+]?\d|\W*$")  # numbers, dates and blanks are filled in; what else stands in a row of a table names it

Cells = Mapping[Place, str]
"""What is written (raw) in each cell or line."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that changed: where it stands now (where it stood, if it is gone), what was written there and what is now. None: no such cell."""

    place: Place
    old: str | None
    new: str | None


def shorten(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures with their sources, but those in sheets of more than KEPT cells: of them the sheet alone is a source, with their number.

    The same tuple where there is no such sheet.
    """
    sizes = Counter((place.file, place.sheet) for place in {source.place for figure in figures for source in figure.sources})
    large = {sheet for sheet, size in sizes.items() if size > KEPT}
    return tuple(replace(figure, sources=tuple(_without(figure.sources, large))) for figure in figures) if large else figures


def _without(sources: Sequence[Source], large: set[tuple[str, str | None]]) -> Iterator[Source]:
    left = Counter((source.place.file, source.place.sheet) for source in sources)
    for source in sources:
        sheet = (source.place.file, source.place.sheet)
        if sheet not in large:
            yield source
        elif sheet in left:
            yield Source(Place(*sheet), f"{left.pop(sheet)}格")


def joined(sources: Iterable[Source]) -> dict[Place, str]:
    """What is written in each place; of a line of YAML with several values all of them."""
    raws: dict[Place, dict[str, None]] = {}
    for source in sources:
        raws.setdefault(source.place, {})[source.raw] = None
    return {place: "；".join(texts) for place, texts in raws.items()}


@dataclass(frozen=True, slots=True)
class CellPair:
    """A cell of the new making and the one that it was; None where there is none."""

    old: Place | None
    new: Place | None


def changed_cells(old: Cells, new: Cells) -> tuple[CellChange, ...]:
    """The cells that differ, by file and sheet, row by row.

    A row that was put in or taken out moves those below it, which makes no change of them.
    """
    return changes_among(paired_cells(old, new), old, new)


def changes_among(pairs: Iterable[CellPair], old: Cells, new: Cells) -> tuple[CellChange, ...]:
    """Those of `pairs` (of `paired_cells`) that differ between two sets of the cells that were paired."""
    found = []
    for pair in pairs:
        was, now = (None if place is None else cells.get(place) for place, cells in ((pair.old, old), (pair.new, new)))
        place = pair.new if now is not None else pair.old
        if was != now and place is not None:
            found.append(CellChange(place, was, now))
    return tuple(found)


def paired_cells(old: Cells, new: Cells) -> tuple[CellPair, ...]:
    """Every cell with the one that it was, by file and sheet, row by row.

    A row is the one of the same name (its words); of rows of one name, or without, the one in the same place. Only where their number
    differs do their values tell which of them came or went: a value alone never makes a cell another one.
    """
    before, after = _sheets(old), _sheets(new)
    return tuple(
        pair
        for sheet in sorted({*before, *after})
        for rows in sorted(_matched(before.get(sheet, []), after.get(sheet, [])), key=_place_of)
        for pair in _cells_of(*rows)
    )


_RowPair = tuple["_Row | None", "_Row | None"]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet, or a line of a file: its number, and what is written in it by column, with the place."""

    number: int
    cells: dict[str, tuple[Place, str]]

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What is written in it, by column: rows that say the same have the same."""
        return tuple((column, raw) for column, (_, raw) in self.cells.items())

    @property
    def name(self) -> tuple[tuple[str, str], ...]:
        """Its words; none of a line of a file, whose name isn't among the cells."""
        return tuple((column, raw) for column, raw in self.key if column and not _VALUE.match(raw))

    def likeness(self, other: "_Row") -> int:
        """How much speaks for its being the other row: the cells that both have; and a little, that it stands where the other stood."""
        return 1 + 2 * sum(column in other.cells and other.cells[column][1] == raw for column, (_, raw) in self.cells.items())


def _sheets(cells: Cells) -> dict[tuple[str, str], list[_Row]]:
    """The rows of every sheet, from above."""
    sheets: dict[tuple[str, str], dict[int, dict[str, tuple[Place, str]]]] = {}
    for place, raw in cells.items():
        match = _CELL.fullmatch(place.cell or "")
        column, number = (match[1].rjust(3), int(match[2])) if match else ("", place.line or 0)
        sheets.setdefault((place.file, place.sheet or ""), {}).setdefault(number, {})[column] = place, raw
    return {sheet: [_Row(number, dict(sorted(row.items()))) for number, row in sorted(rows.items())] for sheet, rows in sheets.items()}


def _matched(old: list[_Row], new: list[_Row]) -> Iterator[_RowPair]:
    """Every row with the one that it was: of the same name wherever it stands; renamed, where it stands behind the same row."""
    before, after = _by_name(old), _by_name(new)
    pairs = [pair for name in before.keys() & after.keys() for pair in _in_order(before[name], after[name])]
    partners = {one.number: other.number for one, other in pairs if one is not None and other is not None}
    yield from (pair for pair in pairs if None not in pair)
    gone = _behind(old, {number: number for number in partners})
    came = _behind(new, {other: one for one, other in partners.items()})
    for anchor in {**gone, **came}:
        yield from _in_order(gone.get(anchor, []), came.get(anchor, []))


def _by_name(rows: list[_Row]) -> dict[tuple[tuple[str, str], ...], list[_Row]]:
    found: dict[tuple[tuple[str, str], ...], list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.name].append(row)
    return found


def _behind(rows: list[_Row], anchors: Mapping[int, int]) -> dict[int, list[_Row]]:
    """The rows without a partner, by the old number of the row above them that has one; `anchors` are those by their own numbers."""
    found: dict[int, list[_Row]] = defaultdict(list)
    anchor = -1
    for row in rows:
        if row.number in anchors:
            anchor = anchors[row.number]
        else:
            found[anchor].append(row)
    return found


def _in_order(old: list[_Row], new: list[_Row]) -> Iterator[_RowPair]:
    """Rows of which nothing but their order tells which is which: as many as there were are the same ones."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    head, tail = _equal_ends(old, new)
    yield from zip(old[:head], new[:head], strict=True)
    yield from zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(old), len(new)) > ALIGNED:
        there = {row.number: row for row in new}
        yield from ((row, there.pop(row.number, None)) for row in old)
        yield from ((None, row) for row in there.values())
        return
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(None, [row.key for row in old], [row.key for row in new], autojunk=False).get_opcodes():
        yield from _paired(old[old_from:old_to], new[new_from:new_to])


def _equal_ends(old: list[_Row], new: list[_Row]) -> tuple[int, int]:
    """How many rows at the head, and how many at the tail, are equal in two lists."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i].key != new[i].key), shorter)
    return head, next((i for i in range(shorter - head) if old[-1 - i].key != new[-1 - i].key), shorter - head)


def _paired(old: list[_Row], new: list[_Row]) -> Iterator[_RowPair]:
    """Rows that were replaced by others, in their order: those are one row that have the most in common; as many as there were are the same ones."""
    if len(old) == len(new) or len(old) * len(new) > ALIGNED:
        yield from zip_longest(old, new)
        return
    # best[i][j]: how much old[i:] and new[j:] can have in common
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + old[i].likeness(new[j]))
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j + 1] + old[i].likeness(new[j]):
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((row, None) for row in old[i:])
    yield from ((None, row) for row in new[j:])


def _place_of(rows: _RowPair) -> tuple[int, bool]:
    """Where a row stands now; one that is gone, where it stood, before the one that stands there now."""
    old, new = rows
    return (new.number, True) if new is not None else (old.number if old is not None else 0, False)


def _cells_of(old: _Row | None, new: _Row | None) -> Iterator[CellPair]:
    before, after = old.cells if old else {}, new.cells if new else {}
    for column in sorted({*before, *after}):
        yield CellPair(*(side[column][0] if column in side else None for side in (before, after)))
