"""A season's inputs made ready for composing: the units with their figures, the kinds, and what was wrong in reading."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from reportgen.diagnostics import Diagnostic, Place, Severity, error, has_errors, warning
from reportgen.documents.compose import Composed, Composer, composer
from reportgen.documents.context import filing
from reportgen.documents.finish import as_draft
from reportgen.documents.kinds import Kind, read_kinds
from reportgen.figures.figure import Figure
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope, scopes
from reportgen.figures.scores import unit_score
from reportgen.figures.theme import Themes, themes
from reportgen.inputs.load import Reader, load_season, load_unit
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Indicator
from reportgen.pipeline.compliance import compliance
from reportgen.pipeline.known import Known
from reportgen.pipeline.roster import KindName, Roster, UnitName
from reportgen.pipeline.undecided import undecided_units
from reportgen.policy import Evaluated, Outcome, Policy, Printed, Surroundings, evaluate_unit, load_policies, outcome, provisions
from reportgen.policy.load import UNREADABLE
from reportgen.policy.schemes import read_schemes, scheme_of, unknown_scheme
from reportgen.render.libreoffice import office
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make."""

    scope: Scope
    kind: Kind


@dataclass(frozen=True, slots=True)
class Season:
    """All that documents are made from, the policies, and their 评分方案. `blocked` are the units (folders) that can't be read.

    `undecided` are the units (names) whose documents stay as they are, since nobody can say what they would be made from, and the faults for
    which that is; with them the folders whose 单位.yaml can't be read.
    """

    workspace: Workspace
    name: str
    scopes: tuple[Scope, ...]
    kinds: tuple[Kind, ...]
    problems: tuple[Diagnostic, ...]
    blocked: tuple[str, ...]
    composer: Composer
    policies: tuple[Policy, ...]
    schemes: Mapping[str, Scheme]
    undecided: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    known: Known = field(default_factory=Known)

    def jobs(self, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> tuple[Job, ...]:
        """The documents of the units and kinds asked for (names and ids; None means all), in the order of the units."""
        return tuple(
            Job(scope, kind)
            for scope in self.scopes
            if units is None or scope.unit.name in units
            for kind in self.kinds
            if (kinds is None or kind.id in kinds) and files(scope, kind)
        )

    @property
    def roster(self) -> Roster:
        """The units that can be read, the kinds, and the documents there are, by name."""
        units = (scope for scope in self.scopes if not scope.inputs.absent)
        names = tuple(UnitName(s.unit.name, s.unit.short, s.unit.code, s.inputs.folder.rsplit("/", 1)[-1], s.unit.level) for s in units)
        kinds = tuple(KindName(kind.id, kind.name, kind.filed, kind.formats, tuple(kind.levels), kind.on_request) for kind in self.kinds)
        return Roster(names, self.blocked, kinds, tuple((job.scope.unit.name, job.kind.id) for job in self.jobs()))

    def themes(self, scope: Scope) -> Themes:
        """The figures of a unit, computed once."""
        name = scope.unit.name
        if name not in self.known.themes:
            below = tuple(unit_score(child.unit, self.themes(child).scores) for child in scope.below(Indicator))
            self.known.themes[name] = themes(scope, scheme_of(self.schemes, scope.unit), below)
        return self.known.themes[name]

    def figures(self, job: Job) -> dict[str, Figure]:
        """All figures that a document may show, by name."""
        name = job.scope.unit.name
        if name not in self.known.figures:
            self.known.figures[name] = self.themes(job.scope).figures()
        of_unit = self.known.figures[name]
        return {**of_unit, **compliance(self, job.scope).figures()} if job.kind.is_review else of_unit

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
        faults = () if job.kind.is_review else self.faults(job.scope)
        if composed.html is None or not faults:
            return composed
        return replace(composed, html=as_draft(composed.html), problems=(*composed.problems, _draft_by(faults, job)))

    def faults(self, scope: Scope) -> tuple[Diagnostic, ...]:
        """The errors in what a unit and the units below it filled in."""
        names = _names(scope)
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR and problem.unit in names)

    def evaluate(self, job: Job) -> Evaluated:
        """What the policies that bind the unit say to the data and the words of a document; computed once.

        They say nothing to a document that isn't filed.
        """
        if not job.kind.filed:
            return Evaluated()
        key = (job.scope.unit.name, job.kind.id)
        if key not in self.known.evaluated:
            surroundings = Surroundings(self._printed(job.scope), self._others(job.scope), self._titles(), self._rules())
            document = filing(job.scope, job.kind)
            self.known.evaluated[key] = evaluate_unit(self.policies, job.scope, self.themes(job.scope), job.kind.id, self.name, document, surroundings)
        return self.known.evaluated[key]

    def outcome(self, scope: Scope, kinds: frozenset[str] | None = None) -> Outcome:
        """What the policies say to all documents of a unit, or to those of the kinds (ids), together."""
        jobs = self.jobs(frozenset((scope.unit.name,)), kinds)
        return outcome(self.policies, {job.kind.name: self.evaluate(job) for job in jobs if job.kind.filed})

    def _composed(self, job: Job) -> Composed:
        key = (job.scope.unit.name, job.kind.id)
        if key not in self.known.drafts:
            further: dict[str, object] = {"policy": provisions(self.policies, job.scope)}
            if job.kind.is_review:  # of the others: not for themselves
                further["compliance"] = partial(compliance, self, job.scope)
            self.known.drafts[key] = self.composer.compose(job.scope, job.kind, self.name, self.themes(job.scope), further)
        return self.known.drafts[key]

    def _printed(self, scope: Scope) -> dict[str, Printed]:
        """The unit's documents by kind, as they will be printed: those that can be composed."""
        jobs = self.jobs(frozenset((scope.unit.name,)))
        return {job.kind.id: document for job in jobs if job.kind.filed and (document := self._composed(job).printed) is not None}

    def _others(self, scope: Scope) -> tuple[str, ...]:
        """The names of the units that are neither above nor below a unit."""
        below = {name for child in scope.children for name in _names(child)}
        related = below | {scope.unit.name, *(other.unit.name for other in self.scopes if scope.unit.name in _names(other))}
        return tuple(other.unit.name for other in self.scopes if other.unit.name not in related)

    def _titles(self) -> dict[str, str]:
        return {policy.document.number: policy.document.title for policy in self.policies if policy.document.number}

    def _rules(self) -> frozenset[str]:
        return frozenset(rule.id for policy in self.policies for rule in policy.rules)


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
    """Whether the unit makes documents of this kind: those that it asks for, all where it says nothing; a review goes with the others."""
    asked = scope.unit.kinds
    wanted = any(kind.is_named(name) for name in (*(asked or ()), *scope.unit.forms))
    if not kind.on_request:
        wanted = wanted or asked is None or (bool(asked) and kind.is_review)
    return scope.unit.level in kind.levels and wanted and not scope.inputs.absent


def open_season(workspace: Workspace, season: str, read: Reader = load_unit) -> Season:
    """Read a season's inputs and the kinds of document; `read` gives a unit, from its folder or from what is known of it."""
    folder = workspace.inputs / season
    loaded = load_season(workspace.root, folder, read)
    path = workspace.template("kinds.yaml")
    kinds, problems = read_kinds(path, workspace.relative(path))
    unprinted = () if office() else tuple(kind for kind in kinds if kind.is_form and "pdf" in kind.formats)
    kinds = tuple(kind.model_copy(update={"formats": tuple(f for f in kind.formats if f != "pdf")}) if kind in unprinted else kind for kind in kinds)
    names = {unit.folder.rsplit("/", 1)[-1]: unit.absent for unit in loaded.units}
    described = {name for name, faults in loaded.unread.items() if not any(fault.code == "inputs.no-unit-file" for fault in faults)}
    blocked = tuple(sorted((described - names.keys()) | {name for name, absent in names.items() if absent}))
    unasked = tuple(
        error(
            "inputs.unknown-kind",
            f"文种“{name}”不存在",
            *((place,) if (place := inputs.unit.place("kinds")) else ()),
            help="可以写的文种有：" + "、".join(kind.name for kind in kinds),
            unit=inputs.unit.name,
        )
        for inputs in loaded.units
        for name in (*(inputs.unit.kinds or ()), *inputs.unit.forms, *inputs.unit.documents)
        if kinds and not any(kind.is_named(name) for kind in kinds)
    )
    unmade = tuple(_without_kinds(inputs, kinds) for inputs in loaded.units if _makes_nothing(inputs, kinds))
    policies, faults = load_policies(workspace)
    schemes, wrong = read_schemes(policies)
    unscored = tuple(problem for inputs in loaded.units for problem in unknown_scheme(schemes, inputs.unit))
    found = (*problems, *faults, *wrong, *loaded.problems, *unasked, *unmade, *unscored)
    placed = scopes(loaded.units, loaded.unplaced)
    undecided = undecided_units(placed, loaded.unread, [fault for fault in faults if fault.code == UNREADABLE])
    opened = Season(workspace, season, placed, kinds, found, blocked, composer(workspace), policies, schemes, undecided)
    return replace(opened, problems=(*found, *_unprinted(opened, frozenset(kind.id for kind in unprinted)))) if unprinted else opened


def _makes_nothing(inputs: UnitInputs, kinds: tuple[Kind, ...]) -> bool:
    """Whether no kind of document is there for a unit's level, though the unit doesn't say that it files none."""
    return bool(kinds) and not inputs.absent and inputs.unit.kinds != () and not any(inputs.unit.level in kind.levels for kind in kinds)


def _without_kinds(inputs: UnitInputs, kinds: tuple[Kind, ...]) -> Diagnostic:
    unit = inputs.unit
    levels = "、".join(dict.fromkeys(level for kind in kinds for level in kind.levels))
    message = f"“{unit.name}”是{unit.level}级，现有的文种只有{levels}级的，没有公文可以生成"
    help_text = "级别写错的请改正；要生成的，请在 templates/kinds.yaml 中为这个级别写上模板和标题；只用来汇总或者取时限的，请写“文种: []”"
    place = unit.place("level") or Place(f"{inputs.folder}/单位.yaml")
    return warning("inputs.no-kinds", message, place, help=help_text, unit=unit.name)


def _unprinted(season: Season, kinds: frozenset[str]) -> Iterator[Diagnostic]:
    """That the forms that units ask for have no PDF, and whose earlier one is there still."""
    jobs = season.jobs(kinds=kinds)
    if not jobs:
        return
    names = "、".join(f"《{name}》" for name in dict.fromkeys(job.kind.name for job in jobs))
    outputs = season.workspace.outputs / season.name
    old = [job.scope.unit.name for job in jobs if (outputs / job.scope.inputs.folder.rsplit("/", 1)[-1] / f"{job.kind.name}.pdf").exists()]
    message = f"{names}是 Word 表格，本机没有安装 LibreOffice，不生成 PDF" + (f"；{'、'.join(dict.fromkeys(old))}原有的 PDF 没有更新" if old else "")
    yield warning("documents.no-office", message, help="需要 PDF 的，请安装 LibreOffice 后重新生成，或者用 Word、WPS 打开后另存为 PDF")
