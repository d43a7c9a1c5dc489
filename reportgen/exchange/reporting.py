"""Who has reported: how each handed-out workbook stands, how many came in time and how complete they were, and the table 填报收集 that says so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.diagnostics import Diagnostic, Place, Unreadable, notice
from reportgen.exchange.identity import Identity
from reportgen.exchange.ledger import Ledger, Receipt, not_written
from reportgen.files import cause, replace_file
from reportgen.inputs.programme import programme_of
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.everywhere import RETURNS
from reportgen.workspace import Workspace

_HEAD = "# 由 reportgen hand-out 和 collect 记录，每次下发、收集时重写；不要手工修改。"
"""How the table begins that the program writes: any other is a person's."""


class State(StrEnum):
    """How a handed-out workbook stands."""

    WAITING = "还没交"
    OVERDUE = "逾期未交"
    FAULTY = "有错误"
    LATE = "已采用（迟交）"
    ACCEPTED = "已采用"


@dataclass(frozen=True, slots=True)
class Reported:
    """A handed-out workbook and what came of it: when it first came back and was taken in (2023-10-18; empty where it wasn't).

    `faults` are those of the last one that came back, where none is taken in yet; `lacking` the tables without a row, of `tables`. `is_over`: the
    deadline has passed.
    """

    identity: Identity
    state: State
    returned: str = ""
    accepted: str = ""
    faults: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    tables: int = 0
    is_over: bool = False

    @property
    def in_time(self) -> bool:
        """Whether it was taken in by its deadline."""
        return self.state is State.ACCEPTED

    @property
    def is_settled(self) -> bool:
        """Whether it can be said whether it was in time: it was taken in, or the deadline is over."""
        return bool(self.accepted) or self.is_over


@dataclass(frozen=True, slots=True)
class Rate:
    """Of some handed-out workbooks: how many there are, how many came in time of those of which that can be said, the tables filled of those taken in."""

    whole: int
    in_time: int
    settled: int
    filled: int
    tables: int


def reported(issued: Sequence[Identity], receipts: Sequence[Receipt], today: date) -> tuple[Reported, ...]:
    """How what was handed out stands on a day, the latest of each unit; earlier ones only where they were taken in."""
    last = {one.unit: one.mark for one in sorted(issued, key=lambda one: int(one.version))}
    by_mark: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        by_mark.setdefault(receipt.mark, []).append(receipt)
    return tuple(
        _reported(one, by_mark.get(one.mark, ()), today)
        for one in issued
        if last[one.unit] == one.mark or any(receipt.is_accepted for receipt in by_mark.get(one.mark, ()))
    )


def rates(found: Iterable[Reported]) -> Mapping[str, Rate]:
    """The rates by unit, in the order of the units."""
    return {name: rate(group) for name, group in _grouped(found, lambda one: one.identity.unit).items()}


def by_period(found: Iterable[Reported]) -> Mapping[str, Rate]:
    """The rates by what was handed out together: by the unit that did, and the deadline or else the day of handing out."""
    return {name: rate(group) for name, group in _grouped(found, _period).items()}


def rate(found: Sequence[Reported]) -> Rate:
    """The rates of some."""
    taken = [one for one in found if one.accepted]
    tables = sum(one.tables for one in taken)
    return Rate(len(found), sum(one.in_time for one in found), sum(one.is_settled for one in found), tables - sum(len(one.lacking) for one in taken), tables)


def _period(one: Reported) -> str:
    said = one.identity
    return f"{said.upper}，{f'{said.due}前交回' if said.due else f'{said.handed}下发'}"


def _grouped(found: Iterable[Reported], key: Callable[[Reported], str]) -> dict[str, list[Reported]]:
    groups: dict[str, list[Reported]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _reported(identity: Identity, receipts: Sequence[Receipt], today: date) -> Reported:
    accepted = next((one for one in receipts if one.is_accepted), None)
    if accepted is not None:
        state = State.LATE if accepted.is_late else State.ACCEPTED
        last = [one for one in receipts if one.is_accepted][-1]
        return Reported(identity, state, receipts[0].time[:10], accepted.time[:10], (), last.lacking, last.tables)
    is_over = bool(identity.due) and today.isoformat() > identity.due
    if receipts:
        last_one = receipts[-1]
        return Reported(identity, State.FAULTY, receipts[0].time[:10], "", last_one.faults, last_one.lacking, last_one.tables, is_over)
    return Reported(identity, State.OVERDUE if is_over else State.WAITING, is_over=is_over)


def write_table(workspace: Workspace, ledger: Ledger, upper: UnitInputs) -> tuple[Diagnostic, ...]:
    """Writes the 填报收集 of a unit anew, in its folder; one that a person keeps in another file is left alone, and that is told. Raises Unreadable."""
    dataset = programme_of(workspace)[0].by_key[RETURNS]
    path = workspace.root / upper.folder / f"{dataset.title}.yaml"
    rows = upper.rows(RETURNS) or ()
    others = [row.origin.place for row in rows if row.origin.place.file != workspace.relative(path)]
    if path.exists() and not workspace.read(path).startswith(_HEAD.encode()):
        others.append(Place(workspace.relative(path)))
    if others:
        message = f"《{dataset.title}》由人填写，没有更新"
        return (notice("exchange.returns-by-hand", message, others[0], help="要由程序记录的，请清空这张表", unit=upper.unit.name),)
    found = reported([one for one in ledger.issued() if one.upper == upper.unit.name], ledger.receipts(), date.min)
    try:
        replace_file(path, _table(found, {key: field.column.title for key, field in dataset.columns.items()}).encode())
    except OSError as fault:
        return (not_written(path, cause(fault)),)
    return ()


def _table(found: Sequence[Reported], titles: Mapping[str, str]) -> str:
    """The rows as YAML."""
    lines = [_HEAD]
    for one in found:
        said = one.identity
        values = {
            "name": said.unit,
            "handed_on": said.handed,
            "due": said.due,
            "returned_on": one.returned,
            "accepted_on": one.accepted,
            "faults": str(len(one.faults)) if one.faults else "",
            "lacking": "、".join(one.lacking) if one.returned else "",
        }
        shown = [f"{titles[key]}: {text}" for key, text in values.items() if text]
        lines += [f"- {shown[0]}", *(f"  {text}" for text in shown[1:])]
    return "\n".join([*lines, ""])


def read_records(ledger: Ledger) -> tuple[Sequence[Identity], Sequence[Receipt], tuple[Diagnostic, ...]]:
    """What was handed out and what came back; nothing, and why, where it can't be read."""
    try:
        return ledger.issued(), ledger.receipts(), ()
    except Unreadable as fault:
        return (), (), (fault.diagnostic("exchange", Place(ledger.folder.as_posix())),)
