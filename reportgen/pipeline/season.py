"""A season's inputs made ready for composing: the units with their figures, the kinds, and what was wrong in reading."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256

from reportgen.diagnostics import Diagnostic, Place, has_errors, warning
from reportgen.documents.compose import Composed, Composer
from reportgen.documents.context import figures_of_periods, filing
from reportgen.documents.edits import unknown_kinds as unknown_edits
from reportgen.documents.finish import as_draft
from reportgen.documents.issues import issue_of
from reportgen.documents.kinds import Kind
from reportgen.documents.own.faults import CODE as OWN
from reportgen.documents.own.faults import own_faults
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope
from reportgen.figures.themes import Themes, themes
from reportgen.findings import CitedRule, Outcome, outcome
from reportgen.language.figure import Figure
from reportgen.pipeline.answer import Answer, DocumentId
from reportgen.pipeline.compliance import Compliance, Made, Reviewed, compliance
from reportgen.pipeline.known import Known
from reportgen.pipeline.problems import Problems, concerns
from reportgen.pipeline.roster import KindName, Roster, UnitName
from reportgen.pipeline.undecided import Unread
from reportgen.policy import Evaluated, Policy, Printed, Surroundings, evaluate_unit, provisions
from reportgen.policy.explaining import explain
from reportgen.policy.schemes import scheme_of
from reportgen.render.visible import visible
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make."""

    scope: Scope
    kind: Kind


@dataclass(frozen=True, slots=True)
class Season:
    """All that documents are made from, the policies with their `rules` as they are cited, and their 评分方案.

    `blocked` are the units (folders) that can't be read.
    `unread` are the folders (names) whose 单位.yaml can't be read, and why. `undecided` are the units (names) whose documents stay as they are,
    since nobody can say what they would be made from, and the faults for which that is; with them what is unread. `unprinted` are the kinds (ids)
    of which this computer can't write the PDF. `today` is the day on which it is asked whether explanations of findings still hold.
    """

    workspace: Workspace
    name: str
    scopes: tuple[Scope, ...]
    kinds: tuple[Kind, ...]
    problems: Problems
    blocked: tuple[str, ...]
    composer: Composer
    policies: tuple[Policy, ...]
    schemes: Mapping[str, Scheme]
    rules: Mapping[str, CitedRule]
    unread: Unread
    undecided: Mapping[str, tuple[Diagnostic, ...]]
    unprinted: frozenset[str]
    known: Known
    today: date

    def jobs(self, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> tuple[Job, ...]:
        """The documents of the units and kinds asked for (names and ids; None means all), in the order of the units."""
        return tuple(
            Job(scope, kind)
            for scope in self.scopes
            if units is None or scope.unit.name in units
            for kind in self.kinds
            if (kinds is None or kind.id in kinds) and files(scope, kind)
        )

    def job(self, document: DocumentId) -> Job:
        """A document of the roster."""
        (job,) = self.jobs(frozenset((document[0],)), frozenset((document[1],)))
        return job

    @property
    def roster(self) -> Roster:
        """The units that can be read, the kinds, and the documents there are, by name."""
        units = (scope for scope in self.scopes if not scope.inputs.absent)
        names = tuple(UnitName(s.unit.name, s.unit.short, s.unit.code, s.inputs.folder_name, s.unit.level) for s in units)
        kinds = tuple(
            KindName(
                *(kind.id, kind.name, kind.filed, kind.formats, tuple(kind.levels), kind.on_request, kind.is_review, kind.whole.id in self.unprinted),
                kind.series.counter if kind.series else "",
                None if kind.number is None else (kind.whole.id, kind.whole.name),
            )
            for kind in self.kinds
        )
        return Roster(names, self.blocked, kinds, tuple((job.scope.unit.name, job.kind.id) for job in self.jobs()))

    def themes(self, scope: Scope) -> Themes:
        """The figures of a unit, computed once."""
        name = scope.unit.name
        if name not in self.known.themes:
            self.known.themes[name] = themes(scope, scheme_of(self.schemes, scope.unit), self.themes)
        return self.known.themes[name]

    def figures(self, job: Job) -> dict[str, Figure]:
        """All figures that a document may show, by name."""
        name = job.scope.unit.name
        if name not in self.known.figures:
            self.known.figures[name] = self.themes(job.scope).figures()
        of_unit = self.known.figures[name]
        of_document = self.compliance(job.scope).figures() if job.kind.is_review else figures_of_periods(job.scope, job.kind)
        return {**of_unit, **of_document} if of_document else of_unit

    def compose(self, job: Job) -> Composed:
        """The canonical HTML of a document.

        It is a draft (草稿) where something is missing, where an error among its findings is open, or one of the inputs that it
        is made from: those of its unit and of the units below.
        """
        composed = self.compose_early(job)
        if composed.html is None or not has_errors(self.evaluate(job).findings):
            return composed
        return replace(composed, html=as_draft(composed.html))

    def compose_early(self, job: Job) -> Composed:
        """The document as it will be, unless the rules find an error and make it a draft: they ask for the unit's other documents first."""
        composed = self._composed(job)
        own = tuple(one for one in composed.problems if one.code.startswith(OWN) and has_errors((one,)))
        faults = (*(() if job.kind.is_review else self.faults(job.scope)), *own)
        if composed.html is None or not faults:
            return composed
        return replace(composed, html=as_draft(composed.html), problems=(*composed.problems, _draft_by(faults, job)))

    def faults(self, scope: Scope) -> tuple[Diagnostic, ...]:
        """The errors in what a unit and the units below it filled in."""
        return self.problems.faults(_names(scope))

    def evaluate(self, job: Job) -> Evaluated:
        """What the policies that bind the unit say to the data and the words of a document; computed once, for all documents of the unit.

        They say nothing to a document that isn't filed.
        """
        if not job.kind.filed:
            return Evaluated()
        scope, name = job.scope, job.scope.unit.name
        if (name, job.kind.id) not in self.known.evaluated:
            surroundings = Surroundings(self._printed(scope), self._others(scope), self._titles(), self._rules())
            documents = {one.kind.id: filing(scope, one.kind) for one in self.jobs(frozenset((name,))) if one.kind.filed}
            found = explain(evaluate_unit(self.policies, scope, self.themes(scope), self.name, documents, surroundings), scope, self.policies, self.today)
            self.known.evaluated.update(((name, kind), evaluated) for kind, evaluated in found.items())
        return self.known.evaluated[name, job.kind.id]

    def concerning(self, units: frozenset[str] | None) -> tuple[Diagnostic, ...]:
        """The problems of the units (names; None means all), and those that belong to none."""
        return tuple(problem for problem in self.problems if concerns(problem, units))

    def faults_undecided(self, unit: str) -> tuple[Diagnostic, ...]:
        """The faults for which a unit (name, or folder that can't be read) can't be decided; none where it can."""
        return self.undecided.get(unit, ())

    def answers(self, documents: Iterable[DocumentId]) -> dict[DocumentId, Answer]:
        """What is told of documents."""
        return {document: self.answer(document) for document in documents}

    def answer(self, document: DocumentId) -> Answer:
        """What is told of a document."""
        job = self.job(document)
        composed = self.compose(job)
        digest = None if composed.html is None else sha256(composed.html.encode()).hexdigest()
        seen = "" if composed.html is None else visible(composed.html)
        return Answer(composed.problems, self.evaluate(job), digest, seen, bool(composed.missing))

    def compose_tried(self, job: Job) -> Composed:
        """A document as it would be with other inputs than the season has: nothing of it is kept, no rule asked."""
        return self._compose(job)

    def outcome(self, scope: Scope, kinds: frozenset[str] | None = None) -> Outcome:
        """What the policies say to all documents of a unit, or to those of the kinds (ids), together."""
        jobs = self.jobs(frozenset((scope.unit.name,)), kinds)
        return outcome(self.rules, {job.kind.name: self.evaluate(job) for job in jobs if job.kind.filed})

    def compliance(self, scope: Scope, made: Made | None = None) -> Compliance:
        """What the 合规核查报告 of a unit is told; `made` says when it is made, where it is made to be kept."""
        kinds = tuple(job.kind.name for job in self.jobs(frozenset((scope.unit.name,))) if job.kind.filed)
        return compliance(scope, Reviewed(kinds, self.policies, self.faults(scope), self.outcome, lambda: self.themes(scope).figures(), made))

    def review(self, job: Job, made: Made) -> Composed:
        """The 合规核查报告 of a unit as it is made on a day: what `compose` gives says nothing of days, so that it changes with the data alone."""
        composed = self._compose(job, made)
        return replace(composed, derived={**composed.derived, **self.compliance(job.scope, made).figures()})

    def _composed(self, job: Job) -> Composed:
        key = (job.scope.unit.name, job.kind.id)
        if key not in self.known.drafts:
            self.known.drafts[key] = self._compose(job)
        return self.known.drafts[key]

    def _compose(self, job: Job, made: Made | None = None) -> Composed:
        further: dict[str, object] = {"policy": provisions(self.policies, job.scope, int(self.name))}
        if job.kind.is_review:  # of the others: not for themselves
            further["compliance"] = partial(self.compliance, job.scope, made)
        composed = self.composer.compose(job.scope, job.kind, self.name, self.themes(job.scope), further)
        if not job.kind.filed:
            return composed
        own = [kind for kind in self.kinds if files(job.scope, kind)]
        wrong = (*own_faults(job.scope.inputs, job.kind, self.kinds, own), *unknown_edits(job.scope.inputs, [kind.name for kind in own]))
        return replace(composed, problems=(*composed.problems, *wrong)) if wrong else composed

    def _printed(self, scope: Scope) -> dict[str, Printed]:
        """The unit's documents by kind, as they will be printed: those that can be composed."""
        jobs = self.jobs(frozenset((scope.unit.name,)))
        return {job.kind.id: document for job in jobs if job.kind.filed and (document := self._composed(job).printed) is not None}

    def _others(self, scope: Scope) -> tuple[str, ...]:
        """The names of the units that are neither above nor below a unit, but for townships and villages, whose names recur."""
        below = {name for child in scope.children for name in _names(child)}
        related = below | {scope.unit.name, *(other.unit.name for other in self.scopes if scope.unit.name in _names(other))}
        return tuple(other.unit.name for other in self.scopes if other.unit.name not in related and not other.unit.level.is_low)

    def _titles(self) -> dict[str, str]:
        return {policy.document.number: policy.document.title for policy in self.policies if policy.document.number}

    def _rules(self) -> frozenset[str]:
        return frozenset(self.rules)


def _draft_by(faults: tuple[Diagnostic, ...], job: Job) -> Diagnostic:
    """Why a document is a draft though nothing is missing: the errors of the inputs, by unit."""
    by_unit = Counter(str(fault.unit) for fault in faults)
    message = f"《{job.kind.name}》标注草稿：{'、'.join(f'{unit}的填报数据有{number}处错误' for unit, number in by_unit.items())}"
    help_text = "请先改正这些错误，列出错误的办法：" + "、".join(f"reportgen check {unit}" for unit in by_unit)
    return warning("documents.draft-by-errors", message, Place(job.scope.inputs.folder), help=help_text, unit=job.scope.unit.name)


def _names(scope: Scope) -> set[str]:
    """The names of a unit and all units below it."""
    return {scope.unit.name, *(name for child in scope.children for name in _names(child))}


def files(scope: Scope, kind: Kind) -> bool:
    """Whether the unit makes documents of this kind: those that it asks for, all where it says nothing; a review goes with the others.

    Of a series it makes the issues that it says the periods of.
    """
    if kind.series is not None and issue_of(scope.unit, kind) is None:
        return False
    asked = scope.unit.kinds
    wanted = any(kind.is_named(name) for name in (*(asked or ()), *scope.unit.forms))
    if not kind.on_request:
        wanted = wanted or asked is None or (bool(asked) and kind.is_review)
    return scope.unit.level in kind.levels and wanted and not scope.inputs.absent
