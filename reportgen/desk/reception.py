"""Many documents accepted at once: each its own decision, bound to the version that was shown; what can't be is told, the rest goes through."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.desk.cases import Asked, Refused, case_of, decide
from reportgen.desk.checklist import Checklist, against_step, checklist_seen
from reportgen.desk.engine import Engine, Seen
from reportgen.desk.models import Case, Person
from reportgen.desk.roles import BY_ROUTE, Role, Seat, may
from reportgen.desk.stages import Stage
from reportgen.desk.standing import OnItsWay, has_moved, on_its_way
from reportgen.desk.steps import BY_STEP

MOST = 100
"""So many are shown, and accepted, at once: a city has twenty counties, a province decides by city."""
_WAITING = (Stage.SIGNED, Stage.RECEIVED)
_CHECKING = "数据有变动，正在核对，请过一会儿再受理"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits for a receiver: how it stands, its case, what its checklist says, and what stands against accepting it.

    `list` is None where its data are being checked.
    """

    way: OnItsWay
    case: Case
    list: Checklist | None
    against: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a form calls it: the document with the turn and version that were shown."""
        return f"{self.case.pk}:{self.case.turn}:{self.case.version}"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one that was chosen: empty words where it was accepted."""

    unit: str
    kind: str
    words: str


def waiting(engine: Engine, seen: Seen, seats: tuple[Seat, ...]) -> tuple[Waiting, ...]:
    """The documents that wait for a person with these seats, in the order of the units."""
    units = {unit: number for number, unit in enumerate(seen.units) if Seat(Role.RECEIVER, seen.upper.get(unit, "")) in seats}
    cases = Case.objects.filter(season=engine.season, stage__in=_WAITING, unit__in=list(units))
    mine = sorted((case for case in cases if (case.unit, case.kind) in seen.standings), key=lambda one: (one.kind, units[one.unit]))
    return tuple(_waiting(engine, seen, case) for case in mine[:MOST])


def accept(engine: Engine, person: Person, seats: tuple[Seat, ...], names: Iterable[str]) -> tuple[Done, ...]:
    """Accept those that were chosen, receiving first what isn't received yet."""
    seen = engine.look(anew=True)
    return tuple(_accept(engine, seen, person, seats, name) for name in list(dict.fromkeys(names))[:MOST])


def _waiting(engine: Engine, seen: Seen, case: Case) -> Waiting:
    visible = seen.visible.get((case.unit, case.kind))
    found = None if case.unit in seen.checking else checklist_seen(engine, seen, case.unit, case.kind)
    way = on_its_way(seen.standings[case.unit, case.kind], seen.kinds.get(case.kind, case.kind), case, visible, is_checking=found is None)
    if found is None:
        return Waiting(way, case, None, (_CHECKING,))
    moved = ["提交以后数据有变动"] if has_moved(case, visible) else []
    return Waiting(way, case, found, (*moved, *against_step("accept", found.explained, found.below)))


def _accept(engine: Engine, seen: Seen, person: Person, seats: tuple[Seat, ...], name: str) -> Done:
    numbers = [int(part) for part in name.split(":") if part.isascii() and part.isdecimal() and len(part) < 10]  # noqa: PLR2004  # no counter has more digits
    case = Case.objects.filter(season=engine.season, pk=numbers[0]).first() if len(numbers) == 3 else None  # noqa: PLR2004
    if case is None or not may(BY_ROUTE["accept"], seats, case.unit, seen.below):
        return Done("", "", "选中的公文不在了，或者不由您受理")
    turn, version = numbers[1:]
    found = checklist_seen(engine, seen, case.unit, case.kind)
    against = [_CHECKING] if found is None else against_step("accept", found.explained, found.below)
    title = seen.kinds.get(case.kind, case.kind)
    if against:  # else it would be received, and then not accepted
        return Done(case.unit, title, "；".join(against))
    try:
        if case.stage == Stage.SIGNED and (case.turn, case.version) == (turn, version):
            case = decide(engine, person, case, BY_STEP["receive"], Asked(turn, version), seen)
            turn = case.turn
        decide(engine, person, case_of(case.season, case.unit, case.kind), BY_STEP["accept"], Asked(turn, version), seen)
    except Refused as fault:
        return Done(case.unit, title, str(fault))
    return Done(case.unit, title, "")
