"""The checklist (核对清单) of a document: its faults, warnings with their explanations, what is missing; and what stands against taking a step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportgen.building.project import Project
from reportgen.building.status import DRAFT
from reportgen.desk.below import Below, below
from reportgen.desk.below import against as against_below
from reportgen.desk.engine import Engine, Seen, Unavailable
from reportgen.desk.looker import BEING_CHECKED
from reportgen.desk.rulings import Explained, Side, against_accepting, against_submitting, explained
from reportgen.desk.told import told
from reportgen.diagnostics import Diagnostic, Severity
from reportgen.findings import Finding

_BY_ERRORS = "documents.draft-by-errors"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a document now, unsorted."""

    diagnostics: tuple[Diagnostic, ...]
    lacking: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of rules."""
        return tuple(one for one in self.diagnostics if isinstance(one, Finding))


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of a rule (by its id), as JSON; its explanation (None: there is none that holds), or the words of one that has lapsed."""

    code: str
    said: dict[str, Any]
    explained: Explained | None
    lapsed: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What a person looks through before a step; `said` are as `desk.told` writes them. `unchecked` are in words what rules lacked."""

    faults: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    warnings: tuple[Warned, ...]
    others: list[dict[str, Any]]
    unchecked: tuple[str, ...]
    below: tuple[Below, ...]

    @property
    def explained(self) -> tuple[Explained, ...]:
        """The explanations."""
        return tuple(one.explained for one in self.warnings if one.explained is not None)


def said_of(engine: Engine, unit: str, kind: str) -> Said:
    """All that is said of a document now, which is asked for once it was waited for (`Engine.now`). Raises Unavailable where its data have moved since."""
    found = engine.ask(lambda project: _said(project, unit, kind) if engine.is_told(project, unit, settled=True) else None)
    if found is None:
        raise Unavailable(BEING_CHECKED)
    return found


def _said(project: Project, unit: str, kind: str) -> Said:
    undecided = project.faults_undecided(unit)
    if undecided:
        return Said(tuple(undecided), ())
    answer = project.answers(((unit, kind),))[unit, kind]
    lacking = dict.fromkeys(f"{project.rules[one.rule].title}：缺{'、'.join(one.missing)}" for one in answer.evaluated.not_checked if one.rule in project.rules)
    return Said((*answer.problems, *answer.evaluated.findings, *project.faults(unit)), tuple(lacking))


def checklist(engine: Engine, seen: Seen, unit: str, kind: str) -> Checklist:
    """The checklist of a document as it is now, which was waited for. Raises as `said_of`."""
    return _checklist(said_of(engine, unit, kind), below(seen, engine.season, unit, kind), engine.season)


def checklist_seen(engine: Engine, seen: Seen, unit: str, kind: str) -> Checklist | None:
    """The checklist of a document as it was last seen; None where it is being found out. Raises Unavailable."""
    said = engine.ask(lambda project: _said(project, unit, kind) if engine.is_told(project, unit) else None)
    return None if said is None else _checklist(said, below(seen, engine.season, unit, kind), engine.season)


def _checklist(said: Said, under: tuple[Below, ...], season: str) -> Checklist:
    by_subject = {(one.finding.code, one.finding.message, one.finding.unit): one for one in explained(season, said.findings)}
    warned: dict[tuple[str, str, str | None], Warned] = {}
    for one in said.findings:
        name = one.code, one.message, one.unit
        if name in by_subject or one.severity is Severity.WARNING:
            lapsed = one.explanation.told if one.explanation is not None and one.explanation.lapsed else ""
            warned.setdefault(name, Warned(one.code, told((one,))[0], by_subject.get(name), lapsed))
    rest = [one for one in said.diagnostics if not (isinstance(one, Finding) and (one.code, one.message, one.unit) in warned)]
    missing = [one for one in rest if one.code.startswith(DRAFT) and one.code != _BY_ERRORS]
    faults = [one for one in rest if one.severity is Severity.ERROR and one not in missing]
    others = [one for one in rest if one not in missing and one not in faults]
    return Checklist(told(faults), told(missing), tuple(warned.values()), told(others), said.lacking, under)


def against_step(route: str, found: Iterable[Explained], under: Iterable[Below]) -> list[str]:
    """What stands against a step besides how the document stands: explanations that aren't accepted, units below that lack theirs."""
    found = tuple(found)
    if route == "submit":
        return against_submitting(found)
    if route == "audit":
        return against_accepting(found, Side.OWN)
    if route == "sign":
        return against_below(under)
    if route == "accept":
        return [*against_accepting(found, Side.ABOVE), *against_below(under)]
    return []
