"""What is accepted locks the data that it was made from: the datasets of that kind of document."""

from dataclasses import dataclass

from reportgen.building.project import Project
from reportgen.desk.engine import Engine
from reportgen.desk.models import Case, Entry
from reportgen.desk.moments import day_words
from reportgen.desk.stages import Stage
from reportgen.documents.kinds_file import kinds_of
from reportgen.inputs.programme import programme_of


@dataclass(frozen=True, slots=True)
class Lock:
    """An accepted document: the name of its kind, the datasets (keys) that it locks and what they are called, who has accepted it and on which day."""

    kind: str
    datasets: frozenset[str]
    titles: tuple[str, ...]
    by: str
    day: str


def locks(engine: Engine, unit: str) -> tuple[Lock, ...]:
    """The locks on a unit's data."""
    cases = list(Case.objects.filter(season=engine.season, unit=unit, stage=Stage.ACCEPTED))
    return engine.ask(lambda project: tuple(_lock(project, case) for case in cases)) if cases else ()


def _lock(project: Project, case: Case) -> Lock:
    kinds, _ = kinds_of(project.workspace)
    programme, _ = programme_of(project.workspace)
    kind = next((one for one in kinds if one.id == case.kind), None)
    needed = () if kind is None else kind.datasets
    last = Entry.objects.filter(season=case.season, unit=case.unit, kind=case.kind, action="accept").last()
    titles = tuple(f"《{programme.by_key[key].title}》" for key in needed if key in programme.by_key)
    return Lock(
        case.kind if kind is None else kind.name, frozenset(needed), titles, "" if last is None else last.name, "" if last is None else day_words(last.time)
    )
