"""The paragraphs and rows of a PDF, broken where another file breaks them: a PDF has lines and pages, and where a paragraph ends is guessed from these."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

import fast_diff_match_patch

from reportgen.compare.text import across
from reportgen.reconcile.body import Part, WordCell, WordTable
from reportgen.reconcile.lines import ReturnedParagraph

_Row = tuple[WordCell, ...]
_TABLE = "\ufffc"
_PAGES = 4  # a row stands on so many pages at most
_SECONDS = 10  # of two files that have little in common the differences are looked for no longer


def broken_as(parts: Sequence[Part], other: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a PDF: where both files say the same on both sides of a break, it is there if the other file has it, and only then."""
    text, ends, tabs = _stream(parts)
    said, wanted, parted = _stream(other)
    kept = set(ends)
    at = of_other = 0
    for sign, length in fast_diff_match_patch.diff(text, said, timelimit=_SECONDS, cleanup="No", counts_only=True):
        if sign == "=":
            kept -= {place for place in ends if at < place < at + length}
            kept |= {place - of_other + at for place in wanted if of_other < place < of_other + length}
            tabs |= {place - of_other + at for place in parted if of_other < place < of_other + length}
        at += length if sign != "+" else 0
        of_other += length if sign != "-" else 0
    starts = dict(zip((0, *ends), parts, strict=False))
    tables = {start: part for start, part in starts.items() if isinstance(part, WordTable)}
    kept |= {end for start in tables for end in (start, start + 1) if end}
    rows = _Rows([part for part in other if isinstance(part, WordTable)])
    made: list[Part] = []
    for begin, end in pairwise((0, *sorted(kept))):
        if begin in tables:
            made.append(rows.like(tables[begin]))
        else:
            part = starts.get(begin)
            style = part.style if isinstance(part, ReturnedParagraph) else ""
            made.append(ReturnedParagraph(text[begin:end], style, tabs=tuple(tab - begin for tab in sorted(tabs) if begin < tab < end)))
    return tuple(made)


def without_unruled(parts: Sequence[Part], pdf: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a Word file, each table as its rows that a PDF shows without lines: it can't be told there from paragraphs.

    So it is where no table of the PDF has a row of it, and most of its rows stand in the text.
    """
    text = _stream(pdf)[0]
    ruled = frozenset(part.words(row) for part in pdf if isinstance(part, WordTable) for row in range(len(part.rows)))
    made: list[Part] = []
    for part in parts:
        rows = ["".join(cell.line.text for cell in row) for row in part.rows] if isinstance(part, WordTable) else []
        if isinstance(part, WordTable) and ruled.isdisjoint(part.words(row) for row in range(len(rows))) and sum(row in text for row in rows) > len(rows) / 2:
            made += (ReturnedParagraph(row, "") for row in rows if row)
        else:
            made.append(part)
    return tuple(made)


def _stream(parts: Sequence[Part]) -> tuple[str, list[int], set[int]]:
    """The words of parts, a character for each table; where each part ends, and where tabs stand."""
    words = [part.text if isinstance(part, ReturnedParagraph) else _TABLE for part in parts]
    ends = list(accumulate(map(len, words)))
    tabs = {start + tab for start, part in zip((0, *ends), parts, strict=False) if isinstance(part, ReturnedParagraph) for tab in part.tabs}
    return "".join(words), ends, tabs


class _Rows:
    """The rows of the other file's tables, by which those of a PDF are put together."""

    def __init__(self, tables: Sequence[WordTable]) -> None:
        rows = [(table, row) for table in tables for row in range(len(table.rows))]
        self._places = {table.words(row): tuple(cell.place for cell in table.rows[row]) for table, row in reversed(rows)}
        self._heads = frozenset(table.words(row) for table, row in rows if row < table.heads)

    def like(self, table: WordTable) -> WordTable:
        """A table with its heads once, at its top, and each row whole that goes on on the next page."""
        rows = [(table.words(number), row) for number, row in enumerate(table.rows)]
        heads = {words: row for words, row in reversed(rows) if words in self._heads}
        body = list(self._whole([row for words, row in rows if words not in heads]))
        first = [heads[words] for words in dict.fromkeys(words for words, _ in rows) if words in heads]
        return WordTable(tuple(map(self._placed, [*first, *body])), len(first) or table.heads)

    def _whole(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        at = 0
        while at < len(rows):
            row, end = self._from(rows[at : at + _PAGES])
            yield row
            at += end

    def _from(self, rows: Sequence[_Row]) -> tuple[_Row, int]:
        """The first row, or that which it makes with as many below it as the other file has as one; and how many they are."""
        whole = rows[0]
        for count, row in enumerate(rows[1:], 2):
            both = _together(whole, row)
            if both is None:
                break
            if _words(both) in self._places:
                return both, count
            whole = both
        return rows[0], 1

    def _placed(self, row: _Row) -> _Row:
        """A row with its cells at the places that they have in the other file, where it says the same."""
        places = self._places.get(_words(row), ())
        return tuple(replace(cell, place=place) for cell, place in zip(row, places, strict=True)) if len(places) == len(row) else row


def _words(row: _Row) -> str:
    return "\x1f".join(cell.line.text for cell in row)


def _together(row: _Row, below: _Row) -> _Row | None:
    """Two rows as one; None where their cells are others."""
    if [across(cell.place) for cell in row] != [across(cell.place) for cell in below]:
        return None
    return tuple(WordCell(ReturnedParagraph(one.line.text + other.line.text, ""), one.place) for one, other in zip(row, below, strict=True))
