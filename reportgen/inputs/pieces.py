"""The rows of a large table's file, piece by piece, as `plain` reads them: lines of CSV, which DuckDB cuts, and rows of a sheet, which are there already.

A piece gives each column as the numbers of its different cells; its personal columns stand in DuckDB's table `piece`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from reportgen.inputs.delimited import cell_text
from reportgen.inputs.excel import entered
from reportgen.inputs.grid import Raw, is_blank
from reportgen.inputs.personal_cells import written_as
from reportgen.inputs.sheet_columns import SheetColumns
from reportgen.ledger.texts import coded, hold, lines_of, read_lines

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

AT_ONCE = 20_000
"""So many rows of a sheet are looked at together."""

Settle = Callable[[Raw], Raw]
"""What makes a cell as the file has it one as any reader takes it."""
Coded = Iterator[tuple[int, "np.ndarray[Any, Any] | None"]]


class Piece(Protocol):
    """Some rows of a file."""

    @property
    def rows(self) -> int:
        """How many rows it has."""

    @property
    def written(self) -> Mapping[str, Raw]:
        """The cells that stand as a text for something else, by these texts."""

    def ends_with(self, width: int) -> bool:
        """Whether nothing stands beyond the first columns."""

    def coded(self, columns: Mapping[int, dict[Raw, int]]) -> Coded:
        """Columns by their cells' numbers; `columns` are the cells that each has had so far, with their numbers, to which new ones are added.

        None for one whose cells can't be told apart by what they are equal to.
        """


class Source(Protocol):
    """A file's rows."""

    def settle(self, raw: Raw) -> Raw:
        """A cell as any reader takes it."""

    def pieces(self, link: "DuckDBPyConnection", first: int, personal: Collection[int]) -> Iterator[Piece | None]:
        """The rows from one on; None where they aren't plain. `personal` are the columns that go into the table `piece`."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A CSV file: its text, what stands between its cells, where each of the first rows begins in it, and how many columns these have."""

    text: str
    separator: str
    starts: Sequence[int]
    width: int

    def settle(self, raw: Raw) -> Raw:
        """A cell without what only Excel needs."""
        return cell_text(raw) if isinstance(raw, str) else raw

    def pieces(self, link: "DuckDBPyConnection", first: int, personal: Collection[int]) -> Iterator[Piece | None]:  # noqa: ARG002  # all columns go there
        """The rows from one on; None where they aren't plain."""
        for lines in lines_of(self.text, self.starts[first]):
            rows = read_lines(link, lines, self.separator, self.width)
            yield None if rows is None else _Lines(link, rows, self.width)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of CSV, in the table `piece`, which has one column more than the first rows."""

    link: "DuckDBPyConnection"
    rows: int
    width: int
    written: Mapping[str, Raw] = field(default_factory=dict)

    def ends_with(self, width: int) -> bool:
        """Whether nothing stands beyond the first columns."""
        return all(is_blank(text) for texts, _ in coded(self.link, range(width, self.width + 1)).values() for text in texts)

    def coded(self, columns: Mapping[int, dict[Raw, int]]) -> Coded:
        """Columns by their cells' numbers."""
        import numpy as np

        for at, (texts, numbers) in coded(self.link, list(columns)).items():
            yield at, np.fromiter(map(columns[at].__getitem__, texts), np.int32, len(texts))[numbers]


@dataclass(frozen=True, slots=True)
class ColumnRows:
    """The rows of a sheet that is known by its different cells."""

    sheet: SheetColumns

    def settle(self, raw: Raw) -> Raw:
        """A cell as people entered it."""
        return entered(raw)

    def pieces(self, link: "DuckDBPyConnection", first: int, personal: Collection[int]) -> Iterator[Piece | None]:
        """The rows from one on."""
        for start in range(first, len(self.sheet.numbers), AT_ONCE):
            yield _by_number(link, self.sheet.values, self.sheet.numbers[start : start + AT_ONCE], personal)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Rows of a sheet, each cell as its number among the values."""

    rows: int
    values: Sequence[Raw]
    numbers: "np.ndarray[Any, Any]"
    written: Mapping[str, Raw]

    def ends_with(self, width: int) -> bool:
        """Whether nothing stands beyond the first columns."""
        return all(is_blank(raw) for at in range(width, self.numbers.shape[1]) for raw in _there(self.values, self.numbers[:, at])[1])

    def coded(self, columns: Mapping[int, dict[Raw, int]]) -> Coded:
        """Columns by their cells' numbers; None where True, which is equal to 1 and means something else, stands beside numbers."""
        import numpy as np

        new = np.zeros(len(self.values), np.int32)
        for at, known in columns.items():
            if at >= self.numbers.shape[1]:
                yield at, np.full(self.rows, known[""], np.int32)
                continue
            numbers = self.numbers[:, at]
            used, raws = _there(self.values, numbers)
            types = set(map(type, raws))
            is_mixed = bool in types and not types.isdisjoint((int, float))
            new[used] = np.fromiter(map(known.__getitem__, raws), np.int32, len(raws))
            yield at, None if is_mixed else new[numbers]


def _there(values: Sequence[Raw], numbers: "np.ndarray[Any, Any]") -> tuple["np.ndarray[Any, Any]", list[Raw]]:
    """Which numbers a column has, and their values."""
    import numpy as np

    has = np.zeros(len(values), bool)
    has[numbers] = True
    used = np.flatnonzero(has)
    return used, [values[number] for number in used.tolist()]


def _by_number(link: "DuckDBPyConnection", values: Sequence[Raw], numbers: "np.ndarray[Any, Any]", personal: Collection[int]) -> _Numbered:
    import numpy as np

    written: dict[str, Raw] = {}
    texts: dict[int, Sequence[str] | np.ndarray[Any, Any]] = {}
    for at in personal:
        if at >= numbers.shape[1]:
            texts[at] = ("",) * len(numbers)
            continue
        used, raws = _there(values, numbers[:, at])
        of = np.empty(len(values), object)
        if set(map(type, raws)) == {str}:
            of[used] = raws
        else:
            of[used] = [written_as(raw) for raw in raws]
            written |= {written_as(raw): raw for raw in raws if not isinstance(raw, str)}
        texts[at] = of[numbers[:, at]]
    hold(link, texts, len(numbers))
    return _Numbered(len(numbers), values, numbers, written)


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet as they are stored."""

    rows: Sequence[Sequence[Raw]]

    def settle(self, raw: Raw) -> Raw:
        """A cell as people entered it."""
        return entered(raw)

    def pieces(self, link: "DuckDBPyConnection", first: int, personal: Collection[int]) -> Iterator[Piece | None]:
        """The rows from one on."""
        for start in range(first, len(self.rows), AT_ONCE):
            yield _across(link, self.rows[start : start + AT_ONCE], personal)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a sheet, column by column."""

    rows: int
    columns: Sequence[Sequence[Raw]]
    written: Mapping[str, Raw]

    def ends_with(self, width: int) -> bool:
        """Whether nothing stands beyond the first columns."""
        return all(is_blank(raw) for column in self.columns[width:] for raw in set(column))

    def coded(self, columns: Mapping[int, dict[Raw, int]]) -> Coded:
        """Columns by their cells' numbers; None where True, which is equal to 1 and means something else, stands beside numbers."""
        import numpy as np

        for at, known in columns.items():
            column = self.columns[at] if at < len(self.columns) else ("",) * self.rows
            types = set(map(type, column))
            is_mixed = bool in types and not types.isdisjoint((int, float))
            yield at, None if is_mixed else np.fromiter(map(known.__getitem__, column), np.int32, len(column))


def _across(link: "DuckDBPyConnection", rows: Sequence[Sequence[Raw]], personal: Collection[int]) -> _Rows:
    longest = max(map(len, rows))
    columns: list[Sequence[Raw]] = list(zip(*(row if len(row) == longest else [*row, *("",) * (longest - len(row))] for row in rows), strict=True))
    written: dict[str, Raw] = {}
    texts: dict[int, Sequence[str]] = {}
    for at in personal:
        column = columns[at] if at < len(columns) else ("",) * len(rows)
        if set(map(type, column)) == {str}:
            texts[at] = column  # type: ignore[assignment]  # of texts
            continue
        texts[at] = ["" if raw is None else written_as(raw) for raw in column]
        written |= {text: raw for text, raw in zip(texts[at], column, strict=True) if raw is not None and not isinstance(raw, str)}
    hold(link, texts, len(rows))
    return _Rows(len(rows), columns, written)
