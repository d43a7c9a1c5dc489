"""A season's inputs made ready for composing: the units with their figures, the kinds, and what was wrong in reading."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256

from reportgen.diagnostics import Diagnostic, Place, error, has_errors, notice, warning
from reportgen.documents.compose import Composed, Composer, composer
from reportgen.documents.context import figures_of_periods, filing
from reportgen.documents.edits import unknown_kinds as unknown_edits
from reportgen.documents.finish import as_draft
from reportgen.documents.issues import issue_of, with_issues
from reportgen.documents.kinds import Kind, kinds_of
from reportgen.documents.own.faults import CODE as OWN
from reportgen.documents.own.faults import own_faults
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope, scopes
from reportgen.figures.themes import Themes, themes
from reportgen.findings import CitedRule, Outcome, outcome
from reportgen.inputs.load import Reader, load_season, load_unit
from reportgen.inputs.programme import UNREADABLE as PROGRAMME_UNREADABLE
from reportgen.inputs.programme import programme_of
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import proposal
from reportgen.language.figure import Figure
from reportgen.pipeline.answer import Answer, DocumentId
from reportgen.pipeline.compliance import Compliance, Made, Reviewed, compliance
from reportgen.pipeline.due import unknown_deadlines
from reportgen.pipeline.issues import wrong_issues
from reportgen.pipeline.known import Known
from reportgen.pipeline.problems import Problems, concerns
from reportgen.pipeline.responsible import unknown_tables
from reportgen.pipeline.roster import KindName, Roster, UnitName, missing_pdfs, same_unit
from reportgen.pipeline.undecided import Unread, undecided_units
from reportgen.policy import Evaluated, Policy, Printed, Surroundings, cited, evaluate_unit, load_notices, load_policies, provisions
from reportgen.policy.explaining import explain
from reportgen.policy.load import UNREADABLE
from reportgen.policy.provisions import unnamed
from reportgen.policy.schemes import read_schemes, scheme_of, unknown_scheme
from reportgen.render.libreoffice import office
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


@dataclass(frozen=True, slots=True)
class Common:
    """What the documents of all units and seasons are made from alike: kinds, templates, policies; `problems` are those of these.

    See `Season` for the others.
    """

    kinds: tuple[Kind, ...]
    unprinted: frozenset[str]
    composer: Composer
    policies: tuple[Policy, ...]
    problems: tuple[Diagnostic, ...]


def open_common(workspace: Workspace) -> Common:
    """Read the kinds of document and the policies."""
    kinds, problems = kinds_of(workspace)
    unprinted = frozenset() if office() else frozenset(kind.id for kind in kinds if kind.is_form and "pdf" in kind.formats)
    kinds = tuple(kind.model_copy(update={"formats": tuple(f for f in kind.formats if f != "pdf")}) if kind.id in unprinted else kind for kind in kinds)
    _, undeclared = programme_of(workspace)
    policies, faults = load_policies(workspace)
    unknown = () if has_errors(problems) else tuple(_of_unknown_kinds(workspace, policies, kinds))
    undated = () if has_errors(faults) else tuple(unknown_deadlines(policies, kinds))
    return Common(kinds, unprinted, composer(workspace), policies, (*problems, *undeclared, *faults, *unknown, *undated))


def _of_unknown_kinds(workspace: Workspace, policies: tuple[Policy, ...], kinds: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    """The rules of an office's own that are about a kind that there is not: they would be passed over. Those of the package go with its own kinds."""
    known, own = [kind.id for kind in kinds], f"{workspace.relative(workspace.inputs)}/"
    for rule in (rule for policy in policies for rule in policy.rules if rule.place.file.startswith(own)):
        yield from (rule.fault(f"kinds 中的文种“{name}”不存在{proposal(name, known)}") for name in rule.kinds or () if name not in known)


Others = Callable[[str, Unit], "Season | None"]
"""Gives a season in which a unit has been read, by its year; None where there is none of that year."""


def open_season(
    workspace: Workspace,
    season: str,
    read: Reader = load_unit,
    common: Common | None = None,
    known: Known | None = None,
    others: Others | None = None,
    today: date | None = None,
) -> Season:
    """Read a season's inputs; `read` gives a unit, from its folder or from what is known of it.

    `common` is what is read already of what is common to all units, `known` what has been computed of the season, `others` give earlier seasons,
    `today` is the day as of which it is asked.
    """
    common = common or open_common(workspace)
    notices, told = load_notices(workspace, season, common.policies)
    policies = (*common.policies, *notices)
    schemes, wrong = read_schemes(tuple(policy for policy in policies if policy.is_of(int(season))))
    others = others or _read_others(workspace, common)

    def elsewhen(year: int, unit: Unit) -> tuple[Scope, Callable[[], Themes]] | None:
        other = opened if str(year) == season else others(str(year), unit)
        there = {} if other is None else {scope.unit.name: scope for scope in other.scopes if not scope.inputs.absent}
        found = same_unit([scope.unit for scope in there.values()], unit)
        if other is None or found is None:
            return None
        return there[found.name], lambda: other.themes(there[found.name])

    loaded = load_season(workspace, workspace.inputs / season, read)
    kinds = with_issues(common.kinds, [inputs.unit for inputs in loaded.units])
    names = {unit.folder_name: unit.absent for unit in loaded.units}
    described = {name for name, faults in loaded.unread.items() if not any(fault.code == "inputs.no-unit-file" for fault in faults)}
    blocked = tuple(sorted((described - names.keys()) | {name for name, absent in names.items() if absent}))
    unasked = tuple(fault for inputs in loaded.units for fault in (*_unknown_kinds(inputs, kinds), *wrong_issues(inputs, common.kinds, season)))
    untabled = tuple(fault for inputs in loaded.units for fault in unknown_tables(inputs))
    levels = {inputs.unit.name: inputs.unit.level for inputs in loaded.units}
    unmade = tuple(_without_kinds(inputs, kinds, levels.get(inputs.unit.parent or "")) for inputs in loaded.units if _makes_nothing(inputs, kinds))
    unscored = tuple(problem for inputs in loaded.units for problem in unknown_scheme(schemes, inputs.unit))
    placed = scopes(loaded.units, loaded.unplaced, elsewhen)
    # A unit that can't be read may be the one that names it.
    unused = () if blocked or loaded.unread else tuple(unnamed(policies, placed, int(season), f"{workspace.relative(workspace.inputs)}/"))
    found = Problems((*common.problems, *told, *wrong), loaded.of_folders, (*loaded.of_units, *unasked, *untabled, *unmade, *unscored, *unused))
    undecided = undecided_units(placed, loaded.unread, [fault for fault in found.common if fault.code in (UNREADABLE, PROGRAMME_UNREADABLE)])
    opened = Season(
        workspace=workspace,
        name=season,
        scopes=placed,
        kinds=kinds,
        problems=found,
        blocked=blocked,
        composer=common.composer,
        policies=policies,
        schemes=schemes,
        rules=cited(policies),
        unread=loaded.unread,
        undecided=undecided,
        unprinted=common.unprinted,
        known=known or Known(),
        today=today or datetime.now().astimezone().date(),
    )
    pdfs = missing_pdfs(opened.roster, workspace.outputs / season)
    if pdfs:
        opened = replace(opened, problems=replace(found, of_units=(*found.of_units, *pdfs)))
    return opened


def _read_others(workspace: Workspace, common: Common) -> Others:
    """The other seasons of a workspace, each read whole when it is first asked for."""
    opened: dict[str, Season] = {}

    def other(year: str, _unit: Unit) -> Season | None:
        if year not in opened and year in workspace.seasons():
            opened[year] = open_season(workspace, year, common=common)
        return opened.get(year)

    return other


def _makes_nothing(inputs: UnitInputs, kinds: tuple[Kind, ...]) -> bool:
    """Whether no kind of document is there for a unit's level, though the unit doesn't say that it files none."""
    return bool(kinds) and not inputs.absent and inputs.unit.kinds != () and not any(inputs.unit.level in kind.levels for kind in kinds)


def _unknown_kinds(inputs: UnitInputs, kinds: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    """The kinds that a unit names in 公文, 文种 or 表单 and that there are not; nothing where no kind could be read."""
    unit = inputs.unit
    named = [(name, key) for key in ("kinds", "forms", "documents") for name in getattr(unit, key) or () if not any(kind.is_named(name) for kind in kinds)]
    for name in dict.fromkeys(name for name, _ in named) if kinds else ():
        places = [place for one, key in named if one == name and (place := unit.place(key))]
        help_text = "可以写的文种有：" + "、".join(kind.name for kind in kinds if kind.number is None)
        yield error("inputs.unknown-kind", f"文种“{name}”不存在", *places, help=help_text, unit=unit.name)


def _without_kinds(inputs: UnitInputs, kinds: tuple[Kind, ...], above: Level | None) -> Diagnostic:
    """What is said of a unit that makes nothing; a county's townships and villages are most likely there to be summed up. `above` is the parent's level."""
    unit = inputs.unit
    levels = "、".join(level for level in Level if any(level in kind.levels for kind in kinds))
    message = f"“{unit.name}”是{unit.level}级，现有的文种只有{levels}级的，没有公文可以生成"
    help_text = "级别写错的请改正；要生成的，请在 templates/kinds.yaml 中为这个级别写上模板和标题；只用来汇总或者取时限的，请写“文种: []”"
    place = unit.place("level") or inputs.description
    if unit.level.is_low and above in (Level.COUNTY, Level.TOWNSHIP):
        said = f"现有的文种没有{unit.level}级的，没有公文可以生成，数据表计入上级单位的汇总"
        return notice("inputs.no-kinds", said, place, help="要生成公文的，请在 templates/kinds.yaml 中为这个级别写上模板和标题", unit=unit.name)
    return warning("inputs.no-kinds", message, place, help=help_text, unit=unit.name)
