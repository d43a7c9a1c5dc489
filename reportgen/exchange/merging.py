"""What a returned table changes of the one that is there, told from what was handed out; and where both were changed in different ways."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.exchange.lines import Line, by_key, key_columns
from reportgen.inputs.schema import Dataset
from reportgen.workbook.sheet import Value


@dataclass(frozen=True, slots=True)
class Setting:
    """A cell that gets another value: the row that is there, the column's key, the value; what it said and says, for people; where the new one came from."""

    line: Line
    key: str
    value: Value
    was: str
    now: str
    source: Place


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be done to a table: cells set, rows added, rows taken out. `conflicts` are what must be decided by a person: nothing of them is done."""

    settings: tuple[Setting, ...] = ()
    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    conflicts: tuple[Diagnostic, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the table stays as it is."""
        return not (self.settings or self.added or self.removed or self.conflicts)


def merge(dataset: Dataset, there: Sequence[Line], returned: Sequence[Line], handed: Sequence[Line], *, overwrite: bool) -> Merged:
    """Takes a returned table into the one that is `there`; `handed` is what was handed out.

    A cell, or a row, that only one side has changed since is as that side has it. One that both have changed differently is a conflict, and stays; with
    `overwrite` it is as it was returned.
    """
    work = _Merging(dataset, by_key(there), by_key(returned), by_key(handed), overwrite)
    for key, line in work.returned.items():
        work.row(key, line)
    for key, line in work.there.items():
        if key not in work.returned:
            work.missing(key, line)
    return Merged(tuple(work.settings), tuple(work.added), tuple(work.removed), tuple(work.conflicts))


_Lines = Mapping[tuple[str, ...], Line]


@dataclass(slots=True)
class _Merging:
    dataset: Dataset
    there: _Lines
    returned: _Lines
    handed: _Lines
    overwrite: bool
    settings: list[Setting] = field(default_factory=list)
    added: list[Line] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
    conflicts: list[Diagnostic] = field(default_factory=list)

    def row(self, key: tuple[str, ...], line: Line) -> None:
        """A returned row."""
        here, base = self.there.get(key), self.handed.get(key)
        if here is not None:
            for column in self.dataset.columns:
                self._cell(column, here, line, base)
        elif base is None or not self.there or self.overwrite:
            self.added.append(line)
        elif line.whole != base.whole:
            message = f"{self._named(line)}：收回的改了这一行，本级的表中已经删去"
            self.conflicts.append(self._conflict(message, line.record.origin.place))

    def missing(self, key: tuple[str, ...], here: Line) -> None:
        """A row that is there and didn't come back: taken out where it was handed out and stands there as it was."""
        base = self.handed.get(key)
        if base is None:
            return
        if here.whole == base.whole or self.overwrite:
            self.removed.append(here)
        else:
            message = f"{self._named(here)}：收回的删去了这一行，本级的表中改过"
            self.conflicts.append(self._conflict(message, here.record.origin.place))

    def _cell(self, column: str, here: Line, line: Line, base: Line | None) -> None:
        ours, theirs = here.said(column), line.said(column)
        if ours == theirs:
            return
        before = "" if base is None else base.said(column)
        if theirs == before:  # nobody touched it below
            return
        if before != ours and not self.overwrite:
            title = self.dataset.columns[column].column.title
            message = f"{self._named(here)}的“{title}”两边都改过：本级的表是“{here.shown(column)}”，收回的是“{line.shown(column)}”"
            self.conflicts.append(self._conflict(message, here.record.place(column), line.record.place(column)))
            return
        self.settings.append(Setting(here, column, line.values.get(column), here.shown(column), line.shown(column), line.record.place(column)))

    def _named(self, line: Line) -> str:
        return f"《{self.dataset.title}》{'、'.join(self._words(line))}"

    def _words(self, line: Line) -> Iterator[str]:
        return (line.shown(key) for key in key_columns(self.dataset) if getattr(line.record, key) is not None)

    def _conflict(self, message: str, *places: Place) -> Diagnostic:
        return error("collect.conflict", message, *places, help="请与填报单位核对，改正一边以后再收集；以收回的为准的，收集时加 --overwrite")
