"""The board: units and kinds of document, how each stands, and what waits for the person who looks."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from reportgen.desk.engine import Seen
from reportgen.desk.models import Case
from reportgen.desk.rates import Month, month_of, months, signatures
from reportgen.desk.roles import Role, Seat, visible_units
from reportgen.desk.stages import Stage
from reportgen.desk.standing import OnItsWay, State, on_its_way
from reportgen.desk.steps import waits_for


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for: a unit, a kind (id), a state or `late`, the month of the deadline; empty for all. `mine`: what waits for me alone."""

    unit: str = ""
    kind: str = ""
    state: str = ""
    mine: bool = False
    month: str = ""

    def passes(self, one: OnItsWay, *, waits: bool) -> bool:
        """Whether a document is asked for."""
        return (
            self.is_among(one)
            and (not self.month or (one.due is not None and month_of(one.due) == self.month))
            and (self.state in ("", one.state.value) or (self.state == "late" and one.late > 0))
            and (waits or not self.mine)
        )

    def is_among(self, one: OnItsWay) -> bool:
        """Whether a document is of the unit and kind that are asked for."""
        return self.unit in ("", one.unit) and self.kind in ("", one.kind)

    @property
    def is_set(self) -> bool:
        """Whether not everything is asked for."""
        return bool(self.unit or self.kind or self.state or self.mine or self.month)


@dataclass(frozen=True, slots=True)
class Board:
    """The units with a document for each kind (None where there is none, or it isn't asked for); those that wait for the person; counts by state.

    `months` are the rates of the unit and kind that are asked for; `undated` of those documents have no deadline. `checking` are all that are being checked:
    whose turn it is with them isn't known yet.
    """

    kinds: Mapping[str, str]
    rows: tuple[tuple[str, tuple[OnItsWay | None, ...]], ...]
    waiting: tuple[OnItsWay, ...]
    counts: tuple[tuple[State, int], ...]
    late: int
    months: tuple[Month, ...]
    undated: int
    checking: int


def board(seen: Seen, season: str, seats: tuple[Seat, ...], cases: Iterable[Case], asked: Filter, excused: Container[tuple[str, str]] = ()) -> Board:
    """The board that a person with these seats sees; an administrator without a seat at a unit sees nothing of units.

    `excused` are the documents that nobody waits for.
    """
    shown = visible_units(seats, seen.below)
    kept = list(cases)
    by_document = {(case.unit, case.kind): case for case in kept}
    found: dict[str, dict[str, OnItsWay]] = {}
    waiting: list[OnItsWay] = []
    rated = []
    checking = 0
    for document, standing in seen.standings.items():
        unit, kind = document
        if unit not in shown or kind not in seen.kinds:
            continue
        case = by_document.get(document)
        one = on_its_way(
            standing,
            seen.kinds[kind],
            case,
            seen.visible.get(document),
            is_top=unit not in seen.upper,
            is_excused=document in excused,
            is_checking=unit in seen.checking,
        )
        checking += one.state is State.CHECKING
        waits = _waits(one, seats, seen.upper.get(unit))
        if waits:
            waiting.append(one)
        if asked.is_among(one):
            rated.append((one, standing))
        if asked.passes(one, waits=waits):
            found.setdefault(unit, {})[kind] = one
    every = [one for of_unit in found.values() for one in of_unit.values()]
    kinds = {id: name for id, name in seen.kinds.items() if any(id in of_unit for of_unit in found.values())}
    counted = Counter(one.state for one in every)
    rows = tuple((unit, tuple(found[unit].get(kind) for kind in kinds)) for unit in seen.units if unit in found)
    return Board(
        kinds,
        rows,
        tuple(waiting),
        tuple((state, counted[state]) for state in State if counted[state]),
        sum(one.late > 0 for one in every),
        months(rated, signatures(season, kept)),
        sum(one.due is None and one.state is not State.CHECKING for one, _ in rated),
        checking,
    )


def _waits(one: OnItsWay, seats: tuple[Seat, ...], upper: str | None) -> bool:
    """Whether it is this person's turn; what is ready waits for who may submit it."""
    if one.state is State.READY:
        return Seat(Role.FILLER, one.unit) in seats
    stage = next((stage for stage in Stage if stage.value == one.state.value), None)
    return stage is not None and waits_for(stage, seats, one.unit, upper)
