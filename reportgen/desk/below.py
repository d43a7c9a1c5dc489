"""What the units right below must have brought before a document of the one above goes on; and excusing one of them, with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from reportgen.desk.engine import Seen
from reportgen.desk.models import Case, Excuse, Person
from reportgen.desk.standing import OnItsWay, State, on_its_way
from reportgen.desk.trail import About, record

MOST_REASON = 1000
"""Characters, as of any reason."""
_BROUGHT = frozenset((State.ACCEPTED, State.FILED))


class NotExcused(Exception):
    """An excuse that wasn't given, or taken back: the words say why."""


@dataclass(frozen=True, slots=True)
class Below:
    """A document of a unit right below: how it stands, and who has excused it (None: nobody)."""

    way: OnItsWay
    excuse: Excuse | None

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for it: it is accepted or filed, or excused."""
        return self.way.state in _BROUGHT or self.excuse is not None


def below(seen: Seen, season: str, unit: str, kind: str) -> tuple[Below, ...]:
    """The documents of a kind (its id, which names the period too) of the units right below that make it."""
    units = [name for name in seen.units if seen.upper.get(name) == unit and (name, kind) in seen.standings]
    if not units:
        return ()
    cases = {one.unit: one for one in Case.objects.filter(season=season, kind=kind, unit__in=units)}
    excuses = {one.unit: one for one in Excuse.objects.filter(season=season, kind=kind, unit__in=units).select_related("person")}
    return tuple(Below(_way(seen, name, kind, cases), excuses.get(name)) for name in units)


def against(found: Iterable[Below]) -> list[str]:
    """Why the unit above doesn't go on."""
    open_ = [one for one in found if not one.is_settled]
    names = "、".join(f"{one.way.unit}（{one.way.state.chinese}）" for one in open_)
    return [f"下级还没有都通过或者准予免报：{names}"] if open_ else []


def excuse_of(season: str, unit: str, kind: str) -> Excuse | None:
    """The excuse of a document; None where nobody has given one."""
    found: Excuse | None = Excuse.objects.filter(season=season, unit=unit, kind=kind).select_related("person").first()
    return found


def excused(season: str) -> frozenset[tuple[str, str]]:
    """The documents that are excused."""
    return frozenset(Excuse.objects.filter(season=season).values_list("unit", "kind"))


def excuse(seen: Seen, season: str, document: tuple[str, str], person: Person, reason: str) -> None:
    """Excuse a document. Raises NotExcused."""
    unit, kind = document
    reason = reason.strip()
    if document not in seen.standings:
        raise NotExcused("没有这份公文")
    if not reason or len(reason) > MOST_REASON:
        raise NotExcused("准予免报要写明理由" if not reason else f"理由超过{MOST_REASON}个字，请写得简短些")
    case = Case.objects.filter(season=season, unit=unit, kind=kind).first()
    if _way(seen, unit, kind, {} if case is None else {unit: case}).state in _BROUGHT:
        raise NotExcused("这份公文已经通过或者报送，不需要免报")
    with transaction.atomic():
        made, is_new = Excuse.objects.get_or_create(season=season, unit=unit, kind=kind, defaults={"person": person, "reason": reason})
        if not is_new:
            raise NotExcused(f"{made.person.name}已经准予免报；要改理由的，请先取消")
        record(person, "excuse", About(season, unit, kind, words=reason))


def take_back(season: str, unit: str, kind: str, person: Person) -> None:
    """Take an excuse back. Raises NotExcused."""
    with transaction.atomic():
        found = excuse_of(season, unit, kind)
        if found is None:
            raise NotExcused("这份公文没有准予免报，或者已经取消")
        record(person, "no-excuse", About(season, unit, kind, words=f"原来由{found.person.name}准予，理由：{found.reason}"))
        found.delete()


def _way(seen: Seen, unit: str, kind: str, cases: Mapping[str, Case]) -> OnItsWay:
    return on_its_way(seen.standings[unit, kind], seen.kinds.get(kind, kind), cases.get(unit), seen.visible.get((unit, kind)))
