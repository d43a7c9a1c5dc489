"""A plain table of many rows, read by columns: headings, then rows of data and nothing else.

Every different value of a column is read once, by the reader of cells, and what is to be said of it is said at all its places. What is more than plain
(totals, notes, merged or hidden cells, 同上, rows of other units, units among the rows) needs the rows as they stand: of such a table nothing comes of this,
and `table.read_table` reads it. What both make of a plain table is the same; a test holds them together.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics import Diagnostic, Severity, warning
from reportgen.inputs.aggregates import may_sum_up
from reportgen.inputs.assemble import missing, refusal
from reportgen.inputs.belonging import titles_of
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.counties import COUNTY, SAYING_WHOSE, TOWNSHIP, Owner, claim
from reportgen.inputs.disclosed import SHOWN, Cells, about_identities, about_masked, about_repeated
from reportgen.inputs.ditto import is_repeatable, says_same
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.headings import Heading, find_header
from reportgen.inputs.inner_units import speaks_of_units
from reportgen.inputs.layouts import find_layout
from reportgen.inputs.masking import LEAST_TEXT, PersonalColumns, mask_grid, mask_loose
from reportgen.inputs.personal_cells import PersonalCells
from reportgen.inputs.remarks import CellDiagnostic, CellDiagnostics
from reportgen.inputs.rows import is_note
from reportgen.inputs.schema import CellType, Dataset, Field, Personal
from reportgen.inputs.shapes import crosswise
from reportgen.inputs.table import is_sample
from reportgen.inputs.unit_marks import is_line

if TYPE_CHECKING:
    import numpy as np

HEAD_ROWS = 60
"""Twice as many as the header is looked for in: what stands under it (units, numbers of columns) is among them."""
_FOR_EXCEL = operator.methodcaller("startswith", ("=", "'"))
_LEAST_FULL = 4
"""So many cells of every row are filled in a plain table: a line about units, or a note, fills fewer."""
_LEAST_PERSONAL = 10**10
"""The least number of eleven digits, as a telephone number has them: nothing smaller is a person's."""
_MOST_REMEMBERED = 50_000
"""So many different cells of a column are remembered as they were read: the files of a season hold the same ones."""
_MOST_ODD = 200
"""So many different values of a column that no field has are looked at; a column of more must be numbers."""

Rows = Sequence[Sequence[Raw]]
Settle = Callable[[Raw], Raw]


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A column that was read: of each row the number of its value among `values`; `raws` are what stands in the cells, by the same numbers."""

    field: Field
    numbers: "np.ndarray[Any, Any]"
    values: Sequence[Value]
    raws: Sequence[Raw]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A plain table: the numbers of its rows in the grid (from 0), the columns by key, the personal ones masked, where each stands, what is to be said of it.

    `implied` are the values that all rows have, since whose table it is says them.
    """

    numbers: "np.ndarray[Any, Any]"
    columns: Mapping[str, PlainColumn]
    personal: Mapping[str, PersonalCells]
    positions: Mapping[str, int]
    implied: Mapping[str, str]
    sample: bool
    problems: tuple[Diagnostic, ...]


def read_plain(head: SheetGrid, chunks: Iterable[Rows], dataset: Dataset, owner: Owner, key: bytes, settle: Settle) -> PlainTable | None:
    """The table whose first rows are `head`'s and whose rows, from the first on, come in `chunks`, None where it isn't plain.

    The cells of `head` are as any reader takes them, those of the chunks as the file has them: `settle` makes the one of the other. `key` is that of digests.
    """
    reader = _begin(head, dataset, owner, key, settle)
    return None if reader is None or not all(map(reader.add, chunks)) else reader.finish()


@dataclass(slots=True)
class _Cells:
    """The cells of a column that isn't personal: each as the number of what stands in it, None for a column that no field has."""

    heading: Heading | None
    known: dict[Raw, int] = field(default_factory=dict)
    parts: list[Any] = field(default_factory=list)
    looked_at: int = 0


@dataclass(slots=True)
class _Reader:
    """Reads a plain table chunk by chunk; `body` is its first row of data, `width` how many columns have headings."""

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
    cells: dict[int, _Cells]
    settle: Settle
    personal: dict[int, PersonalCells]
    persons: list[Any] = field(default_factory=list)
    numbers: list[Any] = field(default_factory=list)
    at: int = 0
    labels: frozenset[int] = frozenset()

    def add(self, rows: Rows) -> bool:
        """Reads further rows; whether the table is plain so far."""
        import numpy as np

        start, self.at = self.at, self.at + len(rows)
        if start < self.body:
            rows, start = rows[self.body - start :], min(self.body, self.at)
        if not rows:
            return True
        columns = self._across(rows)
        if columns is None or any(raw for raw in map(set, columns[self.width :]) if not all(map(is_blank, raw))):
            return False
        coded: dict[int, np.ndarray[Any, Any]] = {}
        for at, cells in self.cells.items():
            numbers = self._coded(cells, columns[at])
            if numbers is None or not self._is_plain(at):
                return False
            coded[at] = numbers
        filled = self._filled(columns, coded)
        if filled is not None:
            if not filled.any():
                return True
            kept = np.nonzero(filled)[0]
            coded = {at: numbers[kept] for at, numbers in coded.items()}
            columns = [[column[n] for n in kept.tolist()] if at in self.personal else () for at, column in enumerate(columns)]
        for at, numbers in coded.items():
            self.cells[at].parts.append(numbers)
        for at, persons in self.personal.items():
            column = columns[at]
            persons.add(column if _is_settled(column) else list(map(self.settle, column)))
        if self.personal:
            self.persons.append(np.fromiter(map(hash, zip(*(columns[at] for at in self.personal), strict=True)), np.int64))
        self.numbers.append(np.arange(start, start + len(rows), dtype=np.int32)[slice(None) if filled is None else kept])
        return not any(_is_aside(raw) or (isinstance(raw, str) and may_sum_up(raw)) for cells in self.personal.values() for raw in cells.odd)

    def _across(self, rows: Rows) -> list[Sequence[Raw]] | None:
        """The rows as columns, at least as many as have headings."""
        lengths = set(map(len, rows))
        if len(lengths) > 1 or max(lengths) < self.width:
            longest = max(*lengths, self.width)
            rows = [row if len(row) == longest else [*row, *("" for _ in range(longest - len(row)))] for row in rows]
        return list(zip(*rows, strict=True))

    def _coded(self, cells: _Cells, column: Sequence[Raw]) -> "np.ndarray[Any, Any] | None":
        import numpy as np

        if not self.head.textual:
            types = set(map(type, column))
            if bool in types and not types.isdisjoint((int, float)):
                return None  # True is equal to 1, and means something else
        known = cells.known
        for raw in dict.fromkeys(column):
            known.setdefault(raw, len(known))
        return np.fromiter(map(known.__getitem__, column), np.int32, len(column))

    def _is_plain(self, at: int) -> bool:
        """Whether what stands in a column for the first time makes nothing of the table that isn't plain."""
        cells = self.cells[at]
        new = list(cells.known)[cells.looked_at :]
        cells.looked_at = len(cells.known)
        of = None if cells.heading is None else cells.heading.field
        if of is None:
            if len(cells.known) > _MOST_ODD and not all(_is_number(raw) for raw in new):
                return False
            if any(isinstance(raw, str) and speaks_of_units(raw) for raw in new):
                return False
        return not any(self._is_structure(self.settle(raw), at, of) for raw in new)

    def _is_structure(self, raw: Raw, at: int, of: Field | None) -> bool:
        """Whether a cell may say something of its row or of others than what its column holds, or has to be masked."""
        if not isinstance(raw, str):
            small = isinstance(raw, (int, float)) and abs(raw) < _LEAST_PERSONAL
            return not small and mask_loose(raw) is not raw
        if not raw.strip():
            return False
        if len(raw) >= LEAST_TEXT and mask_loose(raw) is not raw:
            return True
        if _is_aside(raw) or (at in self.labels and may_sum_up(raw)):
            return True
        return of is not None and (says_same(raw) or ((named := match_field(raw, self.dataset)) is not None and named.key == of.key))

    def _filled(self, columns: Sequence[Sequence[Raw]], coded: Mapping[int, Any]) -> "np.ndarray[Any, Any] | None":
        """Which rows have anything in a column that is read; None where all have."""
        import numpy as np

        filled: Any = None
        for at in self.headings:
            if at in coded:
                blank = [number for raw, number in self.cells[at].known.items() if is_blank(self.settle(raw))]
                here = None if not blank else ~np.isin(coded[at], blank)
            else:
                column = columns[at]
                here = None if all(column) else np.fromiter((not is_blank(raw) for raw in column), bool, len(column))
            if here is None or here.all():
                return None
            filled = here if filled is None else filled | here
        return filled if filled is not None and not filled.all() else None

    def finish(self) -> PlainTable | None:
        """The table; None where it turns out not to be plain."""
        import numpy as np

        if not self.numbers:
            return None
        numbers = np.concatenate(self.numbers)
        coded = {at: np.concatenate(cells.parts) for at, cells in self.cells.items()}
        if not self._claims_nothing() or not self._is_full(coded) or not all(map(self._names_persons, self.personal)):
            return None
        remarks = CellDiagnostics()
        for problem in self.problems:
            remarks.add(problem)
        columns: dict[str, PlainColumn] = {}
        refused: list[tuple[int, int, str, CellDiagnostic]] = []
        order = list(self.dataset.columns)
        for at, heading in self.headings.items():
            if at in self.personal:
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
        personal = {self.headings[at].field.key: cells for at, cells in self.personal.items()}
        said = (*remarks.diagnostics(), *self._disclosed(numbers))
        return PlainTable(numbers, columns, personal, positions, implied, self.sample, said)

    def _is_full(self, coded: Mapping[int, Any]) -> bool:
        """Whether enough columns have something in every row, and none has blank cells that may be meant as those above."""
        import numpy as np

        full = sum(1 for cells in self.personal.values() if None not in cells.values)
        for at, cells in self.cells.items():
            blank = [number for raw, number in cells.known.items() if is_blank(self.settle(raw))]
            blanks = int(np.isin(coded[at], blank).sum()) if blank else 0
            full += not blanks
            heading = cells.heading
            if heading is not None and blanks > 1 and is_repeatable(heading.field, (TOWNSHIP,)):
                return False
            if heading is not None and blanks and heading.field.key in self.owner.implied:
                return False
        return full >= _LEAST_FULL and not any(row.key in self.owner.implied and None in cells.values for row, cells in self._personal_fields())

    def _names_persons(self, at: int) -> bool:
        """Whether what a personal column among the labels holds, once masked, can't be taken for a total."""
        cells = self.personal[at]
        return at not in self.labels or not any(isinstance(raw, str) and may_sum_up(raw) for raw in {cells.values[row] for row in cells.singly})

    def _personal_fields(self) -> Iterator[tuple[Field, PersonalCells]]:
        return ((self.headings[at].field, cells) for at, cells in self.personal.items())

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

        of, manner = heading.field, Manner(heading.scale, self.head.textual)
        raws = list(map(self.settle, self.cells[at].known))
        values: list[Value] = []
        said: dict[int, CellDiagnostic] = {}
        bad: dict[int, CellDiagnostic] = {}
        for number, raw in enumerate(raws):
            value, remark = _read_one(raw, of, manner)
            no = None if value is None else refusal(of, value)
            if remark is not None:
                said[number] = remark
            if no is not None:
                bad[number], value = no, None
            values.append(value)
        title, place = of.column.title, self.head.place
        if said:
            for row in np.nonzero(np.isin(coded, list(said)))[0].tolist():
                remarks.cell(title, said[int(coded[row])], place(int(numbers[row]), at))
        if bad:
            order = list(self.dataset.columns).index(of.key)
            refused += [(row, order, title, bad[int(coded[row])]) for row in np.nonzero(np.isin(coded, list(bad)))[0].tolist()]
        return PlainColumn(of, coded, values, raws)

    def _read_personal(self, at: int, heading: Heading, numbers: Any, remarks: CellDiagnostics) -> None:
        """A personal column: what is masked is read as any other cell is; of a plain cell nothing would change."""
        of, manner, cells = heading.field, Manner(heading.scale, self.head.textual), self.personal[at]
        known: dict[tuple[type, Raw], tuple[Value, CellDiagnostic | None]] = {}
        for row in cells.singly:
            raw = cells.values[row]
            found = known.get((type(raw), raw))
            if found is None:
                found = known[type(raw), raw] = _read_one(raw, of, manner)
            value, remark = found
            if remark is not None:
                remarks.cell(of.column.title, remark, self.head.place(int(numbers[row]), at))
            if value is not raw:
                cells.raws[row], cells.values[row] = str(raw), value

    def _repeated(self, columns: Mapping[str, PlainColumn], numbers: Any) -> Diagnostic | None:
        """A warning for rows that say exactly what an earlier row says, of persons too."""
        import numpy as np

        rows = len(numbers)
        candidates: Any = range(rows)
        if self.persons:
            persons = np.concatenate(self.persons)
            _, inverse, counts = np.unique(persons, return_inverse=True, return_counts=True)
            candidates = np.nonzero(counts[inverse] > 1)[0].tolist()
        personal = list(self.personal.values())
        seen: dict[tuple[Any, ...], int] = {}
        repeated: list[int] = []
        first = None
        for row in candidates:
            content = (
                persons[row] if self.persons else None,
                *(column.values[column.numbers[row]] for column in columns.values()),
                *(cells.values[row] for cells in personal),
            )
            earlier = seen.setdefault(content, row)
            if earlier != row and not self._is_faulty(columns, row):
                first = earlier if first is None else first
                repeated.append(row)
        if first is None:
            return None
        left = min(self.headings)
        places = [self.head.place(int(numbers[row]), left) for row in repeated]
        message = f"“{self.dataset.title}”有{len(repeated)}行与前面的行完全相同（例如{places[0]}与{self.head.place(int(numbers[first]), left)}）"
        return warning("inputs.repeated-row", message, *places, help="请核对是否重复填写，重复的请删除")

    def _is_faulty(self, columns: Mapping[str, PlainColumn], row: int) -> bool:
        """Whether a cell of a row couldn't be read, or should have been filled in."""
        for column in columns.values():
            number = column.numbers[row]
            if column.values[number] is None and (column.field.required or not is_blank(column.raws[number])):
                return True
        return any(of.required and cells.values[row] is None for of, cells in self._personal_fields())

    def _disclosed(self, numbers: Any) -> Iterator[Diagnostic]:
        """What is to be said of the personal columns, as `disclosed.about_columns` says it."""
        firsts = sorted((cells.first, at) for at, cells in self.personal.items() if cells.first is not None)
        places = {self.titles[at]: self.head.place(int(numbers[row]), at) for row, at in firsts}
        yield from about_masked(self.dataset.title, places, sum(cells.masked for cells in self.personal.values()))
        for at, cells in self.personal.items():

            def told(rows: Sequence[int], at: int = at) -> Cells:
                return Cells(self.titles[at], len(rows), [self.head.place(int(numbers[row]), at) for row in rows[:SHOWN]])

            wrong = {fault: sorted(rows) for fault, rows in cells.wrong.items()}
            yield from about_identities({fault: told(rows) for fault, rows in sorted(wrong.items(), key=lambda item: item[1][0])})
            if cells.twice:
                yield about_repeated(told([row for row, _ in cells.twice]), self.head.place(int(numbers[cells.twice[0][1]]), at))


def _begin(head: SheetGrid, dataset: Dataset, owner: Owner, key: bytes, settle: Settle) -> _Reader | None:
    """The reader of a table with these first rows; None where these aren't plain."""
    hidden = head.hidden
    if hidden.rows or hidden.columns or hidden.sheet or (dataset.across and find_layout(head, dataset)):
        return None
    header, problems = find_header(head, dataset, owner.implied)
    if header is None or header.body >= len(head.rows) or crosswise(head, dataset, header) or titles_of(head, owner.kin):
        return None
    if any(span.bottom >= header.body for span in head.merged) or not header.columns:
        return None
    by_key = {heading.field.key for heading in header.columns.values()}
    if COUNTY in by_key or (TOWNSHIP in dataset.columns and not dataset.columns[TOWNSHIP].required and not owner.level.is_low):
        return None
    top = replace(head, rows=head.rows[: header.body])
    marked = PersonalColumns.of(head, dataset)
    personal = {at: heading.field.column.personal for at, heading in header.columns.items() if heading.field.column.personal is not None}
    found = {at: kind for at, (row, kind) in marked.personal.items() if row <= header.bottom}
    if mask_grid(top, dataset).cells or found != personal or len(found) != len(marked.personal):
        return None
    if sum(kind is Personal.IDENTITY for kind in personal.values()) > 1:
        return None
    texts = header.texts(head)
    width = max(header.headed, default=0) + 1
    others = {at: _Cells(header.columns.get(at)) for at in sorted(header.headed | header.columns.keys()) if at not in personal}
    numeric = [at for at, heading in header.columns.items() if heading.field.type in (CellType.COUNT, CellType.NUMBER)]
    must = {at for at, heading in header.columns.items() if heading.field.required and at not in numeric}
    labels = frozenset(at for at in (*others, *personal) if at < min(numeric, default=0) or at in must or at not in header.columns)
    sample = is_sample(head, header.bottom)
    if any(at not in header.headed for at in range(width)):
        return None
    return _Reader(
        head, dataset, owner, header.body, header.columns, texts, marked.titles, problems, width, sample, others, settle,
        {at: PersonalCells(kind, key) for at, kind in personal.items()}, labels=labels,
    )  # fmt: skip


_read: dict[tuple[int, Decimal, bool], tuple[Field, dict[tuple[type, Raw], tuple[Value, CellDiagnostic | None]]]] = {}
"""The cells of a column that were read in this process; a column is known by its identity, and kept, so that no other can have it."""


def _read_one(raw: Raw, of: Field, manner: Manner) -> tuple[Value, CellDiagnostic | None]:
    """A cell as `assemble.read_column` reads it."""
    column, known = _read.setdefault((id(of), manner.scale, manner.textual), (of, {}))
    found = known.get((type(raw), raw)) if column is of else None
    if found is None:
        found = _read_anew(raw, of, manner)
        if len(known) < _MOST_REMEMBERED and column is of:
            known[type(raw), raw] = found
    return found


def _read_anew(raw: Raw, of: Field, manner: Manner) -> tuple[Value, CellDiagnostic | None]:
    value, remark = read_cell(raw, of, manner)
    if value is None and of.required and (remark is None or remark.severity is not Severity.ERROR):
        remark = missing(of)
    return value, remark


def _is_aside(raw: Raw) -> bool:
    """Whether a cell is a note, the label of a total, or a line about units."""
    return isinstance(raw, str) and (is_note([raw]) or is_line(raw))


def _is_number(raw: Raw) -> bool:
    """Whether a cell is a number and nothing else: a serial number."""
    return is_blank(raw) or (isinstance(raw, (int, float)) and abs(raw) < 10**5) or (isinstance(raw, str) and raw.isdecimal() and len(raw) < 6)  # noqa: PLR2004


def _is_settled(column: Sequence[Raw]) -> bool:
    """Whether all cells are texts that stand as they are: no numbers, and none that begins as what only Excel needs."""
    return set(map(type, column)) == {str} and not any(map(_FOR_EXCEL, column))


def text_of(value: Value) -> str:
    """A value as a text that says all of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
