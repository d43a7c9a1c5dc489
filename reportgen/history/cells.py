"""The cells that a document was made from, and which of them changed between two makings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reportgen.diagnostics import Place
from reportgen.figures.figure import Figure, Source

KEPT = 10_000  # cells of one sheet: a ledger of households has millions
ALIGNED = 2_000  # entries of one column: what lies between its equal ends and is longer is compared place by place
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
    """The cells that differ, by file, sheet and column, in the order of the rows.

    A row that was put in or taken out moves those below it, which makes no change of them.
    """
    before, after = _columns(old), _columns(new)
    found: list[CellChange] = []
    for column in dict.fromkeys((*before, *after)):
        found += _changes(before.get(column, []), after.get(column, []))
    return tuple(sorted(found, key=lambda change: _order(change.place)))


def _columns(cells: Cells) -> dict[tuple[str, ...], list[tuple[Place, str]]]:
    """The cells by column, from above. Lines of a file are one column; what has neither is a column by itself."""
    columns: dict[tuple[str, ...], list[tuple[Place, str]]] = {}
    for place, raw in cells.items():
        match = _CELL.fullmatch(place.cell or "")
        key = (place.file, place.sheet or "", match[1]) if match else (place.file, place.sheet or "")
        columns.setdefault(key, []).append((place, raw))
    for column in columns.values():
        column.sort(key=lambda item: _order(item[0]))
    return columns


def _order(place: Place) -> tuple[str, str, int, str]:
    match = _CELL.fullmatch(place.cell or "")
    return place.file, place.sheet or "", int(match[2]) if match else place.line or 0, (match[1] if match else "").rjust(3)


def _changes(old: list[tuple[Place, str]], new: list[tuple[Place, str]]) -> Iterator[CellChange]:
    old, new = _differing(old, new)
    if max(len(old), len(new)) > ALIGNED:
        there = dict(new)
        yield from (CellChange(place, raw, there.get(place)) for place, raw in old if there.get(place) != raw)
        gone = dict(old)
        yield from (CellChange(place, None, raw) for place, raw in new if place not in gone)
        return
    matcher = SequenceMatcher(None, [raw for _, raw in old], [raw for _, raw in new], autojunk=False)
    for op, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if op != "equal":
            yield from _replaced(old[old_from:old_to], new[new_from:new_to])


def _differing(old: list[tuple[Place, str]], new: list[tuple[Place, str]]) -> tuple[list[tuple[Place, str]], list[tuple[Place, str]]]:
    """What lies between the equal heads and the equal tails of two columns."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i][1] != new[i][1]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i][1] != new[-1 - i][1]), shorter - head)
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _replaced(old: list[tuple[Place, str]], new: list[tuple[Place, str]]) -> Iterator[CellChange]:
    together = min(len(old), len(new))
    yield from (CellChange(place, before, after) for (_, before), (place, after) in zip(old, new, strict=False))
    yield from (CellChange(place, before, None) for place, before in old[together:])
    yield from (CellChange(place, None, after) for place, after in new[together:])
