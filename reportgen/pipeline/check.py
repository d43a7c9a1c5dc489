"""check: everything that is wrong or lacking, and what the policies say to it, without writing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reportgen.diagnostics import Diagnostic, one_line, warning
from reportgen.findings import CitedRule, Finding, NotChecked, Outcome, outcome
from reportgen.pipeline.answer import Answer, DocumentId
from reportgen.pipeline.roster import Roster


@dataclass(frozen=True, slots=True)
class UnitChecked:
    """What a unit's documents come to: how many there are, what the policies say to them together, the unit's problems.

    `is_kept`: its data can't be decided, so that nothing has been compared with the policies, and its documents stay as they are.
    """

    unit: str
    documents: int
    outcome: Outcome
    problems: tuple[Diagnostic, ...]
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Problems of inputs, templates and rules; findings of the rules; the rules that lack data; and all of it by unit."""

    problems: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    units: tuple[UnitChecked, ...]


class Asked(Protocol):
    """Who is asked: a season that is open, or a project, which opens of it what isn't known yet."""

    @property
    def roster(self) -> Roster:
        """The units, kinds and documents there are."""

    @property
    def rules(self) -> Mapping[str, CitedRule]:
        """The rules of the policies by id, in their order."""

    def concerning(self, units: frozenset[str] | None) -> tuple[Diagnostic, ...]:
        """The problems of the units (names; None means all), and those that belong to none."""

    def faults_undecided(self, unit: str) -> tuple[Diagnostic, ...]:
        """The faults for which a unit (name, or folder that can't be read) can't be decided; none where it can."""

    def answers(self, documents: Sequence[DocumentId]) -> Mapping[DocumentId, Answer]:
        """What is told of documents of units that can be decided."""


def check(asked: Asked, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> Checked:
    """Check a season's inputs, templates and rules; what belongs to other units is left out where `units` are given.

    To check a review is to check the kinds that are filed: it speaks of nothing else.
    """
    roster = asked.roster
    by_id = {kind.id: kind for kind in roster.kinds}
    if kinds is not None and all(by_id[id].is_review for id in kinds):
        kinds = None
    problems = list(asked.concerning(units))
    blocked = [name for name in roster.blocked if (units is None or name in units) and asked.faults_undecided(name)]
    problems += (_kept(name, asked.faults_undecided(name)) for name in blocked)
    documents = roster.asked(units, kinds)
    by_unit = {name: [kind for unit, kind in documents if unit == name] for name, _ in documents}
    undecided = {name: faults for name in by_unit if (faults := asked.faults_undecided(name))}
    answers = asked.answers([document for document in documents if document[0] not in undecided])
    for name, of_unit in by_unit.items():
        if name in undecided:
            problems.append(_kept(name, undecided[name]))
        for kind in of_unit if name not in undecided else ():
            answer = answers[name, kind]
            problems += (*answer.problems, *answer.evaluated.problems)
    found = tuple(dict.fromkeys(problems))
    outcomes = (
        UnitChecked(
            name,
            0 if name in undecided else sum(by_id[kind].filed for kind in of_unit),
            Outcome()
            if name in undecided
            else outcome(asked.rules, {by_id[kind].name: answers[name, kind].evaluated for kind in of_unit if by_id[kind].filed}),
            tuple(problem for problem in found if problem.unit == name),
            is_kept=name in undecided,
        )
        for name, of_unit in by_unit.items()
    )
    evaluated = [answer.evaluated for answer in answers.values()]
    findings = tuple(dict.fromkeys(finding for one in evaluated for finding in one.findings))
    return Checked(found, findings, tuple(entry for one in evaluated for entry in one.not_checked), tuple(outcomes))


def _kept(unit: str, faults: Sequence[Diagnostic]) -> Diagnostic:
    """That the documents of a unit stay as they are, and why."""
    places = dict.fromkeys(place for fault in faults for place in fault.places)
    message = f"没有核查，已有的公文保留上一版：{'；'.join(map(one_line, faults))}"
    return warning("documents.kept", message, *places, help="请先改正这些文件。改正以前，已有的公文不更新，还没有的不生成", unit=unit)
