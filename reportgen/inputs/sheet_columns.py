"""A large sheet's XML as Excel and WPS write one -> each different cell once, and for each place which of them stands there.

A ledger says few things over and over: a reader of workbooks need read each different cell once, in a sheet of these alone, and no cell becomes an object of
Python's. What the values are, that reader says; here only the structure is looked at, all rows together. A sheet that is written in any other way (texts and
formulas in its cells, prefixes, cells without a reference) is not read so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.inputs.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Raw, SheetGrid

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

LEAST_BYTES = 2**17
"""A smaller sheet's XML, of some hundred rows, is read as it stands at less cost."""
_DIGITS = b"0123456789.-"
"""What numbers are written with: without them, most rows of a table are the same."""
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_SHARED = rb' t="s"><v></v></c>'
_NUMBER = rb'(?: t="n")?(?:/>|><v>[Ee+]*</v></c>)'
_ROW = re.compile(rb'<row r=""[^<>/]*>((?:<c r="[A-Z]{1,3}"(?: s="")?(?:' + _SHARED + b"|" + _NUMBER + rb"))*)")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})"(?: s="")?( t="s")?(?: t="n")?(/>)?')
_MERGED = re.compile(rb"<mergeCells\b.*</mergeCells>", re.DOTALL)
_BEFORE_ROW, _BEFORE_CELL, _BEFORE_VALUE = len('<row r="'), len('<c r="'), len("<v>")
_WORD = 8  # bytes of a word, in which the digits of a number of a row or a text are looked at together
_MOST_TEXTS = 4 * MAX_CELLS
_MOST_WORDS = 6  # a style and a number as Excel writes them are no longer
_AT_ONCE = 20_000  # rows whose cells are looked at together: some hundred megabytes
_BLOCK = 2**23
_ACROSS = 1_000  # so many cells has a row of the sheet in which each different cell stands once
_TABLE = 16  # bits of a mixed number by which cells are found that are written alike
_MIXED = 0x9E3779B97F4A7C15  # an odd number without a pattern


@dataclass(frozen=True, slots=True)
class Condensed:
    """A sheet's different cells as the XML of a sheet, and where each stands: `numbers` by row and column, counted from 1; 0 is no cell.

    `written` is what stands in the sheet, its different rows once, without what numbers are written with; `cells` is how many have a value.
    """

    xml: bytes
    different: int
    numbers: "Array"
    cells: int
    written: bytes


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """A sheet, without its rows, whose cells are known by the numbers of what stands in them, among `values`, which are as they are stored."""

    sheet: SheetGrid
    values: Sequence[Raw]
    numbers: "Array"

    def head(self, rows: int) -> SheetGrid:
        """The sheet with its first rows."""
        return replace(self.sheet, rows=[[self.values[number] for number in row] for row in self.numbers[:rows].tolist()])


class _Kind(NamedTuple):
    """Rows that are written alike: their tags, and of the cells with a value the tag that begins it, its column, the letters of that, whether it is a text."""

    tags: int
    begins: Sequence[int]
    columns: Sequence[int]
    letters: Sequence[int]
    texts: Sequence[bool]


class _Ids(defaultdict[bytes, int]):
    def __missing__(self, key: bytes) -> int:
        self[key] = len(self)
        return self[key]


def rows_without_digits(data: bytes) -> list[bytes]:
    """The rows of a sheet's XML without what numbers are written with; the last is what comes behind them."""
    return data.translate(None, _DIGITS).split(b"</row>")


def condense(data: bytes) -> Condensed | None:
    """The different cells of a sheet's XML, None of one that isn't written as usual, or is larger than is read."""
    import numpy as np

    begin = data.find(_BEGIN) + len(_BEGIN)
    if begin < len(_BEGIN):
        return None
    rows = rows_without_digits(data)
    head, _, rows[0] = rows[0].partition(_BEGIN)
    ids = _Ids()
    of = np.fromiter(map(ids.__getitem__, rows[:-1]), np.int32, len(rows) - 1)
    if not len(of) or len(of) > MAX_ROWS or not rows[-1].startswith(_END):
        return None
    kinds = [_kind(row) for row in ids]
    if None in kinds:
        return None
    shape = _Shape.of([kind for kind in kinds if kind is not None], of)
    if shape.cells > MAX_CELLS:
        return None
    end = data.rfind(b"</row>") + len(b"</row>")
    merged = _MERGED.search(data, end)
    if (b"mergeCell" in rows[-1]) is not (merged is not None):
        return None
    tags = _tags(data, begin, end)
    found = _Cells(data, shape, tags).read() if len(tags) == shape.tags else None
    if found is None:
        return None
    others, texts, numbers = found
    xml = _sheet([*others, *texts], merged[0] if merged else b"")
    return Condensed(xml, len(others) + len(texts), numbers, shape.cells, b"</row>".join((head, *ids, rows[-1])))


def different_values(rows: Sequence[Sequence[Raw]], different: int) -> list[Raw]:
    """The values of a condensed sheet, as its reader gives the rows, in their order; first that of no cell."""
    values: list[Raw] = [""]
    for row in rows:
        values += row
        values += [""] * (_ACROSS - len(row))
    return (values + [""] * (different + 1 - len(values)))[: different + 1]


def _kind(row: bytes) -> _Kind | None:
    """Rows that are written alike; None where these aren't as usual."""
    found = _ROW.fullmatch(row)
    if found is None:
        return None
    tags, begins, columns, letters, texts = 1, [], [], [], []
    last = -1
    for cell in _CELL.finditer(found[1]):
        column = 0
        for letter in cell[1]:
            column = column * 26 + letter - ord("A") + 1
        if column - 1 <= last or column > MAX_COLUMNS:
            return None
        last = column - 1
        if cell[3] is None:
            begins.append(tags)
            columns.append(last)
            letters.append(len(cell[1]))
            texts.append(cell[2] is not None)
        tags += 1 if cell[3] is not None else 4  # <c <v </v </c
    return _Kind(tags + 1, begins, columns, letters, texts)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The kinds of a sheet's rows as arrays: of each row its tags and cells and where these begin in the lists of cells of all kinds."""

    row_tags: "Array"
    row_cells: "Array"
    row_lists: "Array"
    begins: "Array"
    columns: "Array"
    letters: "Array"
    texts: "Array"

    @classmethod
    def of(cls, kinds: Sequence[_Kind], rows: "Array") -> "_Shape":
        import numpy as np

        cells = np.array([len(kind.begins) for kind in kinds], np.int64)
        fields = ("begins", "columns", "letters", "texts")
        begins, columns, letters, texts = (np.array([one for kind in kinds for one in getattr(kind, field)], np.int64) for field in fields)
        row_tags, row_lists = np.array([kind.tags for kind in kinds], np.int64)[rows], (np.cumsum(cells) - cells)[rows]
        return cls(row_tags, cells[rows], row_lists, begins, columns, letters, texts > 0)

    @property
    def cells(self) -> int:
        """How many cells have a value."""
        return int(self.row_cells.sum())

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return int(self.row_tags.sum())


def _tags(data: bytes, begin: int, end: int) -> "Array":
    """Where each tag begins."""
    import numpy as np

    bytes_ = np.frombuffer(data, np.uint8)
    found = [(np.flatnonzero(bytes_[start : min(start + _BLOCK, end)] == ord("<")) + start).astype(np.int32) for start in range(begin, end, _BLOCK)]
    return np.concatenate(found)


class _Cells:
    """The cells of a sheet of a shape, whose tags begin at these places."""

    def __init__(self, data: bytes, shape: _Shape, tags: "Array") -> None:
        import numpy as np

        self.data, self.shape, self.tags = data, shape, tags
        self.words: Array = np.ndarray((len(data) - _WORD + 1,), "<u8", data, strides=(1,))
        self.masks = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
        self.others = _Ids()

    def read(self) -> "tuple[list[str], list[str], Array] | None":
        """What differs among the cells, as it is written: numbers with their styles, and texts; and which stands where. None: not as usual."""
        import numpy as np

        shape = self.shape
        first_tags = np.cumsum(shape.row_tags) - shape.row_tags
        lines = self._lines(self.tags[first_tags] + _BEFORE_ROW)
        if lines is None:
            return None
        words, numbers = lines
        matrix = np.zeros((int(numbers[-1]), int(shape.columns.max(initial=-1)) + 1), np.int32)
        if matrix.size > MAX_CELLS:
            return None
        for start in range(0, len(numbers), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            if not self._fill(matrix, first_tags[some], words[some], numbers[some], some):
                return None
        used = np.zeros(-int(matrix.min(initial=0)) + 1, bool)  # texts are there as numbers below 0
        used[-matrix[matrix < 0]] = True
        texts = np.flatnonzero(used)
        places = np.zeros(len(used), np.int32)
        places[texts] = np.arange(len(self.others) + 1, len(self.others) + len(texts) + 1)
        matrix = np.where(matrix < 0, places[np.maximum(-matrix, 0)] if len(texts) else 0, matrix)
        height, width = (int(np.flatnonzero(matrix.any(axis=axis)).max(initial=-1)) + 1 for axis in (1, 0))
        return [other.decode() for other in self.others], [f' t="s"><v>{text}' for text in (texts - 1).tolist()], matrix[:height, :width]

    def _lines(self, places: "Array") -> "tuple[Array, Array] | None":
        """The numbers of the rows, as they are written (with the quote behind them) and as such; None where they aren't in order."""
        import numpy as np

        words = self.words[places]
        quote = np.full(len(words), _WORD, np.int64)
        for at in reversed(range(_WORD)):
            quote[(words >> np.uint64(8 * at)) & np.uint64(0xFF) == ord('"')] = at
        if (quote >= _WORD).any() or (quote == 0).any() or not self._are_digits(words, quote):
            return None
        numbers = self._number(words, quote)
        if numbers[-1] > MAX_ROWS or numbers[0] < 1 or (np.diff(numbers) <= 0).any():
            return None
        return words & self.masks[quote + 1], numbers

    def _fill(self, matrix: "Array", first_tags: "Array", words: "Array", numbers: "Array", some: slice) -> bool:
        """Puts the cells of some rows into their places; whether they are as usual."""
        import numpy as np

        shape = self.shape
        counts = shape.row_cells[some]
        rows = np.repeat(np.arange(len(counts)), counts)
        lists = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts) + shape.row_lists[some][rows]
        tags = first_tags[rows] + shape.begins[lists]
        row_words = words[rows]
        behind = self.tags[tags] + _BEFORE_CELL + shape.letters[lists]
        lengths = np.zeros(len(words), np.int64)  # of the row's number and the quote
        for count in range(1, _WORD + 1):
            lengths[words > self.masks[count - 1]] = count
        lengths = lengths[rows]
        if (self.words[behind] & self.masks[lengths] != row_words).any():
            return False
        starts, ends = self.tags[tags + 1] + _BEFORE_VALUE, self.tags[tags + 2]
        if (self.words[starts - _BEFORE_VALUE] & self.masks[_BEFORE_VALUE] != self._word(b"<v>")).any() or (self.words[ends] != self._word(b"</v></c>")).any():
            return False
        is_text = shape.texts[lists]
        found = np.empty(len(rows), np.int32)
        texts = self._texts(starts[is_text], ends[is_text])
        others = self._others((behind + lengths)[~is_text], starts[~is_text], ends[~is_text])
        if texts is None or others is None:
            return False
        found[is_text], found[~is_text] = texts, others
        matrix[numbers[rows] - 1, shape.columns[lists]] = found
        return True

    def _texts(self, starts: "Array", ends: "Array") -> "Array | None":
        """The shared texts of cells: below 0, by their numbers."""
        import numpy as np

        lengths = ends - starts
        if not len(lengths):
            return np.empty(0, np.int32)
        if lengths.min() < 1 or lengths.max() > _WORD:
            return None
        words = self.words[starts]
        if not self._are_digits(words, lengths):
            return None
        numbers = self._number(words, lengths)
        return None if numbers.max() > _MOST_TEXTS else (-1 - numbers).astype(np.int32)

    def _others(self, begins: "Array", starts: "Array", ends: "Array") -> "Array | None":
        """The other cells, by the numbers of what is written in them from behind the reference on: style, kind and value."""
        import numpy as np

        if not len(begins):
            return np.empty(0, np.int32)
        lengths = ends - begins
        several = -(-int(lengths.max()) // _WORD)
        if several > _MOST_WORDS or (starts >= ends).any():
            return None
        words = []
        for at in range(several):
            left = np.clip(lengths - at * _WORD, 0, _WORD)
            words.append(self.words[np.minimum(begins + at * _WORD, len(self.words) - 1)] & self.masks[left])
        mixed = np.zeros(len(begins), np.uint64)
        for word in words:
            mixed = (mixed ^ word) * np.uint64(_MIXED)
            mixed ^= mixed >> np.uint64(32)
        found, left = np.zeros(len(mixed), np.int32), np.arange(len(mixed))
        table = np.empty(2**_TABLE, np.int64)
        for bits in range(0, 64 - _TABLE + 1, _TABLE):  # of cells that are mixed to the same place, those go on that differ from the last of them
            places = (mixed[left] >> np.uint64(bits)) & np.uint64(len(table) - 1)
            table[places] = left
            last = table[places]
            alike = np.ones(len(left), bool)
            for word in words:
                alike &= word[left] == word[last]
            is_last = np.zeros(len(mixed), bool)
            is_last[last] = True
            chosen = np.flatnonzero(is_last)
            known = [self.others[self.data[begin:end]] + 1 for begin, end in zip(begins[chosen].tolist(), ends[chosen].tolist(), strict=True)]
            found[chosen] = known
            found[left[alike]] = found[last[alike]]
            left = left[~alike]
            if not len(left):
                return found
        for cell in left.tolist():
            found[cell] = self.others[self.data[begins[cell] : ends[cell]]] + 1
        return found

    def _word(self, of: bytes) -> "np.uint64":
        """These bytes as a word."""
        import numpy as np

        return np.uint64(int.from_bytes(of, "little"))

    def _are_digits(self, words: "Array", lengths: "Array") -> bool:
        """Whether what stands in words, of so many bytes each, is digits: nothing else than digits, points and signs is there to be found."""
        import numpy as np

        return not ((words ^ np.uint64(0x3030303030303030)) & self.masks[lengths] & np.uint64(0xF0F0F0F0F0F0F0F0)).any()

    def _number(self, words: "Array", lengths: "Array") -> "Array":
        """Numbers of so many digits: those of a word are put together by twos, fours, and all."""
        import numpy as np

        value = (words << (np.uint64(64) - (lengths.astype(np.uint64) << np.uint64(3)))) & np.uint64(0x0F0F0F0F0F0F0F0F)
        value = (value * np.uint64(10 * 2**8 + 1)) >> np.uint64(8) & np.uint64(0x00FF00FF00FF00FF)
        value = (value * np.uint64(100 * 2**16 + 1)) >> np.uint64(16) & np.uint64(0x0000FFFF0000FFFF)
        return np.asarray((value * np.uint64(10_000 * 2**32 + 1)) >> np.uint64(32), np.int64)


def _sheet(cells: Sequence[str], behind: bytes) -> bytes:
    """The XML of a sheet that has cells so written, beside and below each other, and what stands behind them."""

    def rows() -> Iterator[str]:
        for start in range(0, len(cells), _ACROSS):
            yield f"<row><c{'</v></c><c'.join(cells[start : start + _ACROSS])}</v></c></row>"

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{"".join(rows())}</sheetData>'.encode() + behind + b"</worksheet>"
