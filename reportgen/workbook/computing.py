"""What a workbook's formulas show once some of its cells hold other values: the sums and plain arithmetic of tables.

Readers take what a formula showed when the file was saved. What hangs on a changed cell is computed anew; a formula that isn't understood, or that didn't
show what it comes to before, is told: nothing is left to show an old sum.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isclose

from reportgen.inputs.excel import open_workbook
from reportgen.inputs.grid import NoValue, SheetGrid, bare, column_name
from reportgen.workbook.areas import NotUnderstood, areas
from reportgen.workbook.arithmetic import CellError, Content, evaluated
from reportgen.workbook.book import place, read_book
from reportgen.workbook.editing import FORMULA, Formula, formulas
from reportgen.workbook.part import open_part

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel's days have no zone
_CLOSE = 1e-9  # relative: what two orders of adding doubles differ by


@dataclass(frozen=True, slots=True)
class Stale:
    """A formula that hangs on a changed cell, and can't be computed here."""

    sheet: str
    cell: str
    text: str


def computed(before: bytes, after: bytes, sheet: str, names: Collection[str]) -> tuple[bytes, tuple[Stale, ...]]:
    """The workbook `after`, in which the cells `names` of a sheet are others than in `before`, with what its formulas show then; and those that can't be told.

    Raises Unreadable.
    """
    book = read_book(after)
    with_formulas = [name for name in book.names if (file := book.part_of(name)) is not None and FORMULA.search(book.package.parts.get(file, b""))]
    if not with_formulas:
        return after, ()
    known = {name: formulas(after, name) for name in with_formulas}
    old, new = _State.of(before, {}), _State.of(after, known)
    dirty = _dirty(known, {(sheet, *place(name)) for name in names})
    if not dirty:
        return after, ()
    new.computed.update(dict.fromkeys(dirty))
    stale: list[Stale] = []
    results: dict[tuple[str, int, int], Content | CellError] = {}
    for at in dirty:
        formula = known[at[0]][f"{column_name(at[2])}{at[1] + 1}"]
        try:
            _verify(old, at, formula)
            results[at] = new.content(*at)
        except CellError as fault:
            results[at] = fault
        except NotUnderstood:
            stale.append(Stale(at[0], f"{column_name(at[2])}{at[1] + 1}", formula.text))
    if stale:
        return after, tuple(stale)
    for name in dict.fromkeys(at[0] for at in results):
        part = open_part(book, name)
        assert part is not None  # noqa: S101  # it has been looked through
        for at in sorted(at for at in results if at[0] == name):
            part.show(at[1], at[2], str(result) if isinstance(result := results[at], CellError) else result)
        part.write()
    return book.package.save(), ()


def _dirty(known: Mapping[str, Mapping[str, Formula]], changed: set[tuple[str, int, int]]) -> dict[tuple[str, int, int], None]:
    """The cells whose formulas hang on changed cells, directly or through others."""
    hanging = {(sheet, *place(name)): areas(formula.text, sheet) for sheet, cells in known.items() for name, formula in cells.items()}
    found: dict[tuple[str, int, int], None] = {}
    reached = set(changed)
    while reached:
        last, reached = reached, set()
        for at, seen in hanging.items():
            if at not in found and at not in changed and (seen is None or any(area.holds(one) for area in seen for one in last)):
                found[at] = None
                reached.add(at)
    return found


def _verify(old: "_State", at: tuple[str, int, int], formula: Formula) -> None:
    """A formula counts as understood where it comes to what it showed before; one that was never calculated shows nothing. Raises NotUnderstood."""
    raw = old.raw(*at)
    if isinstance(raw, NoValue) and not raw.shown:
        return
    try:
        was: Content | str = evaluated(formula.text, at[0], old)
    except CellError as fault:
        was = str(fault)
    shown = raw.shown if isinstance(raw, NoValue) else old.content(*at)
    same = isclose(was, shown, rel_tol=_CLOSE, abs_tol=_CLOSE) if isinstance(was, float) and isinstance(shown, float) else (was or "") == (shown or "")
    if not same:
        raise NotUnderstood


@dataclass(slots=True)
class _State:
    """The cells of a workbook in one state; those of `computed` are evaluated when they are asked for."""

    grids: Mapping[str, SheetGrid]
    formulas: Mapping[str, Mapping[str, Formula]]
    computed: dict[tuple[str, int, int], Content | CellError | None] = field(default_factory=dict)
    _open: set[tuple[str, int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, data: bytes, known: Mapping[str, Mapping[str, Formula]]) -> "_State":
        """The state of a file. Raises Unreadable."""
        with open_workbook(data, "") as workbook:
            return cls({name: workbook.sheet(name) for name in workbook.names}, known)

    def raw(self, sheet: str, row: int, column: int) -> object:
        """What the reader gives for a cell. Raises NotUnderstood where there is no such sheet."""
        if sheet not in self.grids:
            raise NotUnderstood
        return bare(self.grids[sheet].raw(row, column))

    def rows(self, sheet: str) -> int:
        """How many rows of a sheet hold anything."""
        return len(self.grids[sheet].rows) if sheet in self.grids else 0

    def content(self, sheet: str, row: int, column: int) -> Content:
        """What a cell holds. Raises CellError, NotUnderstood."""
        at = (sheet, row, column)
        if at in self.computed:
            return self._computed(at)
        raw = self.raw(*at)
        if isinstance(raw, NoValue):
            if raw.shown.startswith("#"):
                raise CellError(raw.shown)
            raise NotUnderstood
        if isinstance(raw, datetime):
            return (raw - _FIRST_DAY).total_seconds() / 86400
        if isinstance(raw, (bool, str)) or raw is None:
            return raw if raw != "" else None
        if isinstance(raw, (int, float)):
            return float(raw)
        raise NotUnderstood

    def _computed(self, at: tuple[str, int, int]) -> Content:
        found = self.computed[at]
        if found is None and at not in self._open:
            self._open.add(at)
            try:
                formula = self.formulas[at[0]][f"{column_name(at[2])}{at[1] + 1}"]
                found = evaluated(formula.text, at[0], self)
                found = 0.0 if found is None else found  # a formula that gives a blank cell shows 0
            except CellError as fault:
                found = fault
            finally:
                self._open.discard(at)
            self.computed[at] = found
        if found is None:
            raise NotUnderstood  # it hangs on itself
        if isinstance(found, CellError):
            raise found
        return found
