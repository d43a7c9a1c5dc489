"""The cells that a document was made from, and which of them changed between two makings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Source

KEPT = 10_000  # cells of one sheet: a ledger of households has millions
ALIGNED = 2_000  # rows of one sheet: where more lie between its equal ends, they are compared by their numbers
_CELL = re.compile(r"([A-Z]+)([0-9]+)")

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


def changed_cells(old: Cells, new: Cells) -> tuple[CellChange, ...]:
    """The cells that differ, by file and sheet, row by row.

    A row that was put in or taken out moves those below it, which makes no change of them.
    """
    before, after = _sheets(old), _sheets(new)
    found: list[CellChange] = []
    for sheet in sorted({*before, *after}):
        for one, other in _matched(before.get(sheet, []), after.get(sheet, [])):
            found += _compared(one, other)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet, or a line of a file: its number, and what is written in it by column, with the place."""

    number: int
    cells: dict[str, tuple[Place, str]]

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        return tuple((column, raw) for column, (_, raw) in self.cells.items())

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


def _matched(old: list[_Row], new: list[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    """The rows that differ, each with the one that it was; None where there is none."""
    old, new = _differing(old, new)
    if max(len(old), len(new)) > ALIGNED:
        there = {row.number: row for row in new}
        yield from ((row, there.pop(row.number, None)) for row in old)
        yield from ((None, row) for row in there.values())
        return
    for op, old_from, old_to, new_from, new_to in SequenceMatcher(None, [row.key for row in old], [row.key for row in new], autojunk=False).get_opcodes():
        if op != "equal":
            yield from _paired(old[old_from:old_to], new[new_from:new_to])


def _differing(old: list[_Row], new: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """What lies between the equal heads and the equal tails of two lists of rows."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i].key != new[i].key), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i].key != new[-1 - i].key), shorter - head)
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _paired(old: list[_Row], new: list[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
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


def _compared(old: _Row | None, new: _Row | None) -> Iterator[CellChange]:
    before, after = old.cells if old else {}, new.cells if new else {}
    for column in sorted({*before, *after}):
        was, now = before.get(column), after.get(column)
        if was is None or now is None or was[1] != now[1]:
            place = (now or was or _NOWHERE)[0]
            yield CellChange(place, was[1] if was else None, now[1] if now else None)


_NOWHERE = (Place(""), "")
