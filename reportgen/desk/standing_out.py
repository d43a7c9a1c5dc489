"""Which numbers of units stand out: found out beside the server, and kept, since it takes all numbers of all units beside one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from reportgen.building.comparable import comparables, keep_outliers, kept_outliers
from reportgen.building.project import Project
from reportgen.desk.engine import Engine, known
from reportgen.figures.outliers import Comparable, Outlier, outliers
from reportgen.inputs.programme import season_name
from reportgen.pipeline.roster import UnitName, same_unit

T = TypeVar("T")
_KEPT = 32
"""What of so many units may be compared is at hand, a megabyte each: those beside each other, of which one after the other changes."""


@dataclass(frozen=True, slots=True)
class Question:
    """A unit whose numbers are asked for, and the names of those of its level beside it, its own among them.

    `before` is its name in the season before (None: it isn't there), `of_before` the digest of what that is made from.
    """

    season: str
    unit: UnitName
    beside: tuple[str, ...]
    before: str | None
    of_before: str

    def of(self, project: Project) -> tuple[str, ...]:
        """The digests and names of what the answer is found from."""
        undecided = (name for name in self.beside if project.faults_undecided(name))
        return (self.season, self.unit.name, self.of_before, *map(project.made_from, self.beside), "undecided", *undecided)


def question(engine: Engine, unit: str) -> Question | None:
    """What is asked of a unit (name); None where another process is still reading the season before. Raises Unavailable."""
    tree = engine.tree()
    units = {one.name: one for one in tree.outline.roster.units}
    beside = tuple(name for name in tree.units if tree.upper.get(name) == tree.upper.get(unit) and units[name].level == units[unit].level)
    earlier = engine.before()
    found = (None, "") if earlier is None else asked_of(engine, earlier, lambda project: _there(project, units[unit]))
    if found is None:
        return None
    before, of_before = found
    return Question(engine.season, units[unit], beside, before, of_before)


def before(engine: Engine, asked: Question) -> Comparable | None:
    """What of the unit may be compared in the season before; None where there is nothing, or another process is still finding it out. Raises Unavailable."""
    earlier, name = engine.before(), asked.before
    if earlier is None or name is None:
        return None
    return asked_of(engine, earlier, lambda project: comparables(project, (name,)).get(name))


def asked_of(engine: Engine, of: Engine, question: Callable[[Project], T], *, anew: bool = False) -> T | None:
    """What a question to a season gives; where another process looks for the `engine`, None where something would have to be read. Raises Unavailable."""
    return of.ask(question if engine.looker is None else known(question), anew=anew)


def stand_out(engine: Engine, asked: Question) -> tuple[Outlier, ...]:
    """The numbers that stand out, as they are kept, else found out. Raises Unavailable."""
    kept = engine.ask(lambda project: kept_outliers(project, asked.of(project)))
    if kept is not None:
        return kept
    earlier = before(engine, asked)

    def found(project: Project) -> tuple[Outlier, ...]:
        read = _at_hand(project, asked.beside)
        own = read.pop(asked.unit.name, Comparable())
        answer = outliers(own, tuple(read.values()), earlier, season_name(project.workspace), asked.unit.level)
        keep_outliers(project, answer, asked.of(project))
        return answer

    return engine.ask(found)


def find_all(engine: Engine) -> Iterator[None]:
    """Find it out of all units, in small steps. Raises Unavailable."""
    for unit in engine.tree().outline.units:
        asked = question(engine, unit)
        if asked is None or engine.ask(lambda project, asked=asked: kept_outliers(project, asked.of(project))) is not None:  # type: ignore[misc]
            continue
        for name in asked.beside:
            engine.ask(lambda project, name=name: _at_hand(project, (name,)))  # type: ignore[misc]
            yield
        stand_out(engine, asked)
        yield


_read: dict[str, Comparable] = {}


def _at_hand(project: Project, units: tuple[str, ...]) -> dict[str, Comparable]:
    """What of units may be compared, of which most was asked for a moment ago."""
    decided = [name for name in units if not project.faults_undecided(name)]
    lacking = [name for name in decided if project.made_from(name) not in _read]
    if len(_read) + len(lacking) > _KEPT:
        _read.clear()
        lacking = decided
    read = comparables(project, lacking)
    found = {name: read[name] if name in read else _read[project.made_from(name)] for name in decided}
    _read.update({project.made_from(name): one for name, one in list(read.items())[:_KEPT]})
    return found


def _there(project: Project, unit: UnitName) -> tuple[str | None, str]:
    there = same_unit(project.roster.units, unit)
    return (None, "") if there is None else (there.name, project.made_from(there.name))
