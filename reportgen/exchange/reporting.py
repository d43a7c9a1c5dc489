"""Who has reported: how each handed-out workbook stands, how many came in time and how complete they were."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.diagnostics import Diagnostic, Place, Unreadable
from reportgen.exchange.identity import Identity
from reportgen.exchange.ledger import Ledger, Receipt


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


def share(part: int, whole: int) -> str:
    """A share in words: one that isn't whole is never told as 100%."""
    return f"{part}/{whole}（{100 * part // whole}%）" if whole else "—"


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


def read_records(ledger: Ledger) -> tuple[Sequence[Identity], Sequence[Receipt], tuple[Diagnostic, ...]]:
    """What was handed out and what came back; nothing, and why, where it can't be read."""
    try:
        return ledger.issued(), ledger.receipts(), ()
    except Unreadable as fault:
        return (), (), (fault.diagnostic("exchange", Place(ledger.folder.as_posix())),)
