"""What the columns of a plain table hold, made a table of: each different value read once, and what is to be said of it at all its places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics import Diagnostic, warning
from reportgen.inputs.aggregates import may_sum_up
from reportgen.inputs.cells import Manner, Value
from reportgen.inputs.counties import SAYING_WHOSE, TOWNSHIP, Owner, claim
from reportgen.inputs.disclosed import SHOWN, Cells, about_identities, about_masked, about_repeated
from reportgen.inputs.ditto import is_repeatable
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.headings import Heading
from reportgen.inputs.known_cells import read_known
from reportgen.inputs.personal_cells import PersonalCells
from reportgen.inputs.pieces import Settle
from reportgen.inputs.remarks import CellDiagnostic, CellDiagnostics
from reportgen.inputs.schema import Dataset, Field, Personal

if TYPE_CHECKING:
    import numpy as np

_LEAST_FULL = 4
"""So many cells of every row are filled in a plain table: a line about units, or a note, fills fewer."""
_MULTIPLIER = 0xBF58476D1CE4E5B9
"""An odd number without a pattern, by which what rows hold is mixed."""


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A column that was read: of each row the number of its value among `values`.

    By the same numbers, `raws` are what stands in the cells, `texts` say the values, None for none, and `written` how a cell is written, None where a record
    shows its value so.
    """

    field: Field
    numbers: "np.ndarray[Any, Any]"
    values: Sequence[Value]
    raws: Sequence[Raw]
    texts: Sequence[str | None]
    written: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A plain table: the numbers of its rows in the grid (from 0), the columns by key, where each stands, what is to be said of it.

    `personal` are the numbers, in `people`, of the personal columns by key, `codes` those of columns of codes; `implied` are the values that all rows have,
    since whose table it is says them.
    """

    numbers: "np.ndarray[Any, Any]"
    columns: Mapping[str, PlainColumn]
    people: PersonalCells
    personal: Mapping[str, int]
    codes: Mapping[str, int]
    positions: Mapping[str, int]
    implied: Mapping[str, str]
    sample: bool
    problems: tuple[Diagnostic, ...]


class Numbers(dict[Raw, int]):
    """What stands in a column, each different cell with its number."""

    def __missing__(self, raw: Raw) -> int:
        self[raw] = len(self)
        return self[raw]


@dataclass(slots=True)
class ColumnCells:
    """The cells of a column that isn't personal: each as the number of what stands in it, None for a column that no field has.

    `settled` is what stands there as any reader takes it, by the same numbers, as far as it was looked at; `blank` are the numbers of nothing.
    """

    heading: Heading | None
    known: Numbers = field(default_factory=Numbers)
    parts: list[Any] = field(default_factory=list)
    settled: list[Raw] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """The pieces of a plain table that were read; `body` is its first row of data in the grid `head`, `width` how many columns have headings.

    `texts` are the headings as they stand, `titles` the names of the personal columns; `numbers` are those of the rows, a piece each; `labels` the columns
    by which people tell rows apart, in which a total would be named.
    """

    head: SheetGrid
    dataset: Dataset
    owner: Owner
    body: int
    headings: Mapping[int, Heading]
    texts: Mapping[int, str]
    titles: Mapping[int, str]
    problems: Sequence[Diagnostic]
    width: int
    sample: bool
    cells: dict[int, ColumnCells]
    settle: Settle
    people: PersonalCells
    labels: frozenset[int]
    numbers: list[Any] = field(default_factory=list)

    def manner(self, at: int) -> Manner:
        """How the cells of a column are read."""
        return Manner(self.headings[at].scale, self.head.textual)

    def table(self) -> PlainTable | None:
        """The table; None where it turns out not to be plain."""
        import numpy as np

        if not self.numbers:
            return None
        numbers = np.concatenate(self.numbers)
        coded = {at: np.concatenate(cells.parts) for at, cells in self.cells.items()}
        if not self._claims_nothing() or not self._is_full(coded) or not all(map(self._names_persons, self.people.kinds)):
            return None
        remarks = CellDiagnostics()
        for problem in self.problems:
            remarks.add(problem)
        columns: dict[str, PlainColumn] = {}
        refused: list[tuple[int, int, str, CellDiagnostic]] = []
        order = list(self.dataset.columns)
        for at, heading in self.headings.items():
            if at in self.people.codes:
                continue
            if at in self.people.kinds:
                self._read_personal(at, heading, numbers, remarks)
            else:
                columns[heading.field.key] = self._read(at, heading, coded[at], numbers, remarks, refused)
        repeated = self._repeated(columns, numbers)
        if repeated is not None:
            remarks.add(repeated)
        positions = {heading.field.key: at for at, heading in self.headings.items()}
        for row, column, title, remark in sorted(refused, key=lambda one: one[:2]):
            remarks.cell(title, remark, self.head.place(int(numbers[row]), positions[order[column]]))
        implied = {key: name for key, name in self.owner.implied.items() if key in self.dataset.columns and key not in positions}
        personal = {of.key: at for of, at in self._personal_fields()}
        codes = {self.headings[at].field.key: at for at in self.people.codes}
        said = (*remarks.diagnostics(), *self._disclosed(numbers))
        return PlainTable(numbers, columns, self.people, personal, codes, positions, implied, self.sample, said)

    def _is_full(self, coded: Mapping[int, Any]) -> bool:
        """Whether enough columns have something in every row, and none has blank cells that may be meant as those above."""
        import numpy as np

        nothing = {at: self.people.nothing(at) for at in self.people.kinds}
        full = sum(not number for number in nothing.values()) + len(self.people.codes)
        for at, cells in self.cells.items():
            blanks = int(np.isin(coded[at], cells.blank).sum()) if cells.blank else 0
            full += not blanks
            heading = cells.heading
            if heading is not None and blanks > 1 and is_repeatable(heading.field, (TOWNSHIP,)):
                return False
            if heading is not None and blanks and heading.field.key in self.owner.implied:
                return False
        return full >= _LEAST_FULL and not any(of.key in self.owner.implied and nothing[at] for of, at in self._personal_fields())

    def _names_persons(self, at: int) -> bool:
        """Whether what a personal column among the labels holds, once masked, can't be taken for a total."""
        return at not in self.labels or not any(isinstance(raw, str) and may_sum_up(raw) for raw in self.people.odd(at).values())

    def _personal_fields(self) -> Iterator[tuple[Field, int]]:
        return ((self.headings[at].field, at) for at in self.people.kinds)

    def _claims_nothing(self) -> bool:
        """Whether no column says of rows that they are other units': of those that could, a table with each different value is looked at."""
        asked = {at: list(cells.known) for at, cells in self.cells.items() if cells.heading is None or cells.heading.field.key in SAYING_WHOSE}
        depth = max((len(raws) for raws in asked.values()), default=0)
        width = max(self.width, *(at + 1 for at in asked)) if asked else self.width
        rows = [[asked[at][number % len(asked[at])] if asked.get(at) else None for at in range(width)] for number in range(depth)]
        rows = [list(map(self.settle, row)) for row in rows]
        grid = replace(self.head, rows=[*self.head.rows[: self.body], *rows])
        fields = {at: heading.field.key for at, heading in self.headings.items()}
        claimed = claim(grid, range(self.body, self.body + depth), self.texts, fields, self.owner, self.dataset)
        return not (claimed.others or claimed.problems or claimed.told)

    def _read(
        self,
        at: int,
        heading: Heading,
        coded: "np.ndarray[Any, Any]",
        numbers: Any,
        remarks: CellDiagnostics,
        refused: list[tuple[int, int, str, CellDiagnostic]],
    ) -> PlainColumn:
        """A column: each different value read once, what is to be said of it noted at each of its places."""
        import numpy as np

        of, raws = heading.field, self.cells[at].settled
        cells = read_known(raws, of, self.manner(at), labelling=at in self.labels)
        said = {number: cell.remark for number, cell in enumerate(cells) if cell.remark is not None}
        bad = {number: cell.refused for number, cell in enumerate(cells) if cell.refused is not None}
        title, place = of.column.title, self.head.place
        if said:
            for row in np.nonzero(np.isin(coded, list(said)))[0].tolist():
                remarks.cell(title, said[int(coded[row])], place(int(numbers[row]), at))
        if bad:
            order = list(self.dataset.columns).index(of.key)
            refused += [(row, order, title, bad[int(coded[row])]) for row in np.nonzero(np.isin(coded, list(bad)))[0].tolist()]
        values, texts, written = [cell.value for cell in cells], [cell.text for cell in cells], [cell.written for cell in cells]
        return PlainColumn(of, coded, values, raws, texts, written)

    def _read_personal(self, at: int, heading: Heading, numbers: Any, remarks: CellDiagnostics) -> None:
        """A personal column: what is masked is read as any other cell is; of a plain cell nothing would change."""
        of, manner = heading.field, self.manner(at)
        said: dict[str | None, CellDiagnostic] = {}
        become: dict[str, tuple[str, str | None]] = {}
        odd = self.people.odd(at)
        for (text, raw), cell in zip(odd.items(), read_known([*odd.values()], of, manner), strict=True):
            if cell.remark is not None:
                said[text] = cell.remark
            if text is not None and cell.value is not raw:
                become[text] = str(raw), cell.text
        for row, text in self.people.rows_of(at, said) if said else ():
            remarks.cell(of.column.title, said[text], self.head.place(int(numbers[row]), at))
        self.people.become(at, become)

    def _repeated(self, columns: Mapping[str, PlainColumn], numbers: Any) -> Diagnostic | None:
        """A warning for rows that say exactly what an earlier row says, of persons too."""
        import numpy as np

        same = self.people.same() if self.people.kinds or self.people.codes else np.zeros(len(numbers), np.uint64)
        contents = [np.array([0, *_alike(column.values)], np.uint64)[column.numbers + 1] for column in columns.values()]
        mixed = same.copy()
        for content in contents:
            mixed = (mixed ^ content) * _MULTIPLIER
            mixed ^= mixed >> np.uint64(32)
        _, inverse, counts = np.unique(mixed, return_inverse=True, return_counts=True)
        candidates = np.nonzero(counts[inverse] > 1)[0].tolist()
        if not candidates:
            return None
        seen: dict[tuple[int, ...], int] = {}
        faulty = {row for of, at in self._personal_fields() if of.required for row in self.people.rows_without(at)}
        repeated: list[int] = []
        first = None
        for row in candidates:
            earlier = seen.setdefault((int(same[row]), *(int(content[row]) for content in contents)), row)
            if earlier != row and row not in faulty and not self._is_faulty(columns, row):
                first = earlier if first is None else first
                repeated.append(row)
        if first is None:
            return None
        left = min(self.headings)
        places = [self.head.place(int(numbers[row]), left) for row in repeated]
        message = f"“{self.dataset.title}”有{len(repeated)}行与前面的行完全相同（例如{places[0]}与{self.head.place(int(numbers[first]), left)}）"
        return warning("inputs.repeated-row", message, *places, help="请核对是否重复填写，重复的请删除")

    def _is_faulty(self, columns: Mapping[str, PlainColumn], row: int) -> bool:
        """Whether a cell of a row, no personal one, couldn't be read, or should have been filled in."""
        for column in columns.values():
            number = column.numbers[row]
            if column.values[number] is None and (column.field.required or not is_blank(column.raws[number])):
                return True
        return False

    def _disclosed(self, numbers: Any) -> Iterator[Diagnostic]:
        """What is to be said of the personal columns, as `disclosed.about_columns` says it."""
        masked, found = self.people.masked()
        firsts = sorted((first, at) for at, first in found.items())
        places = {self.titles[at]: self.head.place(int(numbers[row]), at) for row, at in firsts}
        yield from about_masked(self.dataset.title, places, masked)
        for at, kind in self.people.kinds.items():
            if kind is not Personal.IDENTITY:
                continue

            def told(number: int, rows: Sequence[int], at: int = at) -> Cells:
                return Cells(self.titles[at], number, [self.head.place(int(numbers[row]), at) for row in rows])

            yield from about_identities({one.fault: told(one.number, one.rows) for one in self.people.wrong(at, SHOWN)})
            number, twice = self.people.twice(at, SHOWN)
            if twice:
                yield about_repeated(told(number, [row for row, _ in twice]), self.head.place(int(numbers[twice[0][1]]), at))


def _alike(values: Sequence[Value]) -> list[int]:
    """A number for each value, the same for the same ones."""
    known: dict[Value, int] = {}
    return [known.setdefault(value, len(known) + 1) for value in values]
