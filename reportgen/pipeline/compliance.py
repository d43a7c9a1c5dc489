"""What a 合规核查报告 is told: the findings of a unit by policy and clause, what was not checked and why, what holds.

A count is a figure like any other; its sources are the rules that it counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.figures.scope import Scope
from reportgen.findings import Outcome, SatisfiedRule, UncheckedRule, ViolatedRule
from reportgen.language.figure import Figure, Source
from reportgen.pipeline.cited import CitedFinding, CitedUnchecked, cited_finding, cited_unchecked, places_in_words
from reportgen.pipeline.leading import leading
from reportgen.pipeline.responsible import responsible
from reportgen.policy import Policy
from reportgen.policy.explaining import CODE as EXPLANATIONS

OWN_ISSUER = "本软件"  # as the packaged rules that follow from no policy name theirs
_FORMULA = "按规则逐条核查，同一问题涉及几份公文的计一次"
_COUNTS = {
    "errors": ("必须整改的问题", "项"),
    "warnings": ("应当核实的问题", "项"),
    "notices": ("提示", "项"),
    "not_checked": ("没有核查的要求", "条"),
    "holds": ("符合的要求", "条"),
    "explained": ("已作说明的问题", "项"),
    "new": ("新发现的问题", "项"),
    "mended": ("已整改的问题", "项"),
    "standing": ("仍未整改的问题", "项"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are of each severity (项), and how many rules were not checked or hold (条)."""

    errors: Figure
    warnings: Figure
    notices: Figure
    not_checked: Figure
    holds: Figure


@dataclass(frozen=True, slots=True)
class SatisfiedClause:
    """The rules of a clause that hold."""

    policy: str
    clause: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy that rules were checked for: its id, title, number (empty where it has none), counts and findings.

    Rules that are the program's `own` are no document, and aren't cited like one.
    """

    id: str
    title: str
    number: str
    own: bool
    counts: Counts
    faults: tuple[CitedFinding, ...]

    @property
    def short(self) -> str:
        """Its number, or its title where it has none."""
        return self.number or self.title

    @property
    def cited(self) -> str:
        """《title》（number）, with 〈〉 for the 《》 inside (GB/T 15834 4.15)."""
        if self.own:
            return self.title
        title = f"《{self.title.translate({ord('《'): '〈', ord('》'): '〉'})}》"
        return f"{title}（{self.number}）" if self.number else title


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit below: its counts, and the findings that it must mend."""

    name: str
    counts: Counts
    errors: tuple[CitedFinding, ...]


@dataclass(frozen=True, slots=True)
class InputFault:
    """An error in what a unit filled in: while it stands, the unit's documents and those of the units above are drafts."""

    unit: str
    message: str
    help: str
    places: tuple[str, ...]
    responsible: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the findings of the last report, of the day `on`: each with its rule's id and its message; those that are `new` now."""

    on: date
    new: frozenset[tuple[str, str]]
    mended: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """When a report is made: the day of the check, the day on which the data were last saved, what has changed since the last report (None: there is none)."""

    on: date
    saved: date | None = None
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since the last report, counted, and the findings that were mended (rule's id and message)."""

    on: date
    new: Figure
    mended: Figure
    standing: Figure
    mended_findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    """The whole report of a unit.

    `leading` are the findings, here and in the units below, that its first page has room for, `left` how many more there are;
    `explained` how many of its own the unit has explained.
    `made` is when it was made, `changes` what has changed since the last one: None where nobody says, or there is none.
    `kinds` are the documents checked. `units` are those below that file documents, `unreadable` those whose description can't
    be read, `silent` those that file none. `input_faults` are the errors in what the unit and those below it filled in,
    `input_errors` how many there are. `faults` are the messages of what kept rules from being checked.
    """

    kinds: tuple[str, ...]
    counts: Counts
    policies: tuple[PolicyView, ...]
    not_checked: tuple[CitedUnchecked, ...]
    holds: tuple[SatisfiedClause, ...]
    faults: tuple[str, ...]
    units: tuple[UnitView, ...]
    units_total: Counts
    unreadable: tuple[str, ...]
    silent: tuple[str, ...]
    input_errors: Figure
    input_faults: tuple[InputFault, ...]
    leading: tuple[CitedFinding, ...]
    left: Figure
    explained: Figure
    made: Made | None
    changes: Changes | None

    @property
    def unit_errors(self) -> bool:
        """Whether a unit below has something to mend."""
        return any(unit.errors for unit in self.units)

    def figures(self) -> dict[str, Figure]:
        """All counts by their names."""
        counted = (self.counts, self.units_total, *(policy.counts for policy in self.policies), *(unit.counts for unit in self.units))
        counts = [getattr(counts, entry.name) for counts in counted for entry in fields(Counts)]
        changes = (self.changes.new, self.changes.mended, self.changes.standing) if self.changes else ()
        return {figure.name: figure for figure in (*counts, self.input_errors, self.left, self.explained, *changes)}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the report of a unit is made of: the names of the kinds that it files, the policies, the errors in what was filled in.

    `outcome` gives what the policies say to the documents of a unit, here and below; `figures` the unit's figures by name. `made` is when it is made,
    None where that isn't asked.
    """

    kinds: tuple[str, ...]
    policies: tuple[Policy, ...]
    faults: tuple[Diagnostic, ...]
    outcome: Callable[[Scope], Outcome]
    figures: Callable[[], Mapping[str, Figure]]
    made: Made | None = None


def compliance(scope: Scope, reviewed: Reviewed) -> Compliance:
    """The report of a unit over all documents that it files, with those of the units below it in short."""
    outcome = reviewed.outcome(scope)
    figures = reviewed.figures() if outcome.broken else {}
    since = reviewed.made.since if reviewed.made else None
    faults = {id(one): cited_finding(one, figures, scope, is_new=since is not None and key_of(one) in since.new) for one in outcome.broken}
    policies = tuple(
        PolicyView(
            policy.id,
            policy.document.title,
            policy.document.number or "",
            policy.document.issuer == OWN_ISSUER,
            _counts(f"policy.{policy.id}", outcome.of(policy.id)),
            tuple(faults[id(one)] for one in outcome.broken if one.rule.policy.id == policy.id),
        )
        for policy in reviewed.policies
        if policy.id in outcome.policies
    )
    filing = [child for child in scope.children if child.unit.kinds != () and not child.inputs.absent]
    units = tuple(_unit(child, reviewed.outcome(child), scope) for child in filing)
    shown, left = leading((*faults.values(), *(error for unit in units for error in unit.errors)), sum(map(bool, (since, reviewed.faults, scope.children))))
    return Compliance(
        reviewed.kinds,
        _counts("", outcome),
        policies,
        tuple(map(cited_unchecked, outcome.unchecked)),
        tuple(_clauses(outcome.held)),
        tuple(problem.message for problem in outcome.problems if not problem.code.startswith(EXPLANATIONS)),
        units,
        _total(units),
        (*(f"{child.unit.label}（没有能够读取的单位说明）" for child in scope.children if child.inputs.absent), *scope.unplaced),
        tuple(child.unit.label for child in scope.children if child.unit.kinds == ()),
        _input_errors(reviewed.faults),
        tuple(_input_fault(fault, scope) for fault in reviewed.faults),
        shown,
        Figure(Decimal(left), (), (), "compliance.left", "首页没有列出的问题", "项", _FORMULA),
        _count("", "explained", (one for one in outcome.broken if one.finding.is_explained)),
        reviewed.made,
        None if since is None else _changes(since, outcome),
    )


def key_of(one: ViolatedRule) -> tuple[str, str]:
    """What a finding is known by from one report to the next: its rule's id and its message."""
    return one.rule.id, one.finding.message


def _changes(since: Since, outcome: Outcome) -> Changes:
    new = [one for one in outcome.broken if key_of(one) in since.new]
    standing = [one for one in outcome.broken if key_of(one) not in since.new]
    mended = Figure(Decimal(len(since.mended)), (), (), "compliance.mended", *_COUNTS["mended"], "上次核查发现、这次没有再发现的逐项计数")
    return Changes(since.on, _count("", "new", new), mended, _count("", "standing", standing), since.mended)


def _input_errors(faults: tuple[Diagnostic, ...]) -> Figure:
    sources = dict.fromkeys(Source(place, fault.message) for fault in faults for place in fault.places)
    return Figure(Decimal(len(faults)), tuple(sources), (), "compliance.input_errors", "填报数据的错误", "处", "按读取填报数据时发现的错误逐处计数")


def _input_fault(fault: Diagnostic, scope: Scope) -> InputFault:
    return InputFault(fault.unit or "", fault.message, fault.help, places_in_words(fault.places, scope), responsible(fault.places, scope))


def _unit(scope: Scope, outcome: Outcome, above: Scope) -> UnitView:
    errors = (one for one in outcome.broken if one.finding.severity is Severity.ERROR)
    # Its figures have the names of those of the unit above: they stand in its own report.
    return UnitView(scope.unit.label, _counts(f"unit.{scope.unit.code}", outcome), tuple(cited_finding(one, {}, scope, reader=above) for one in errors))


def _counts(of: str, outcome: Outcome) -> Counts:
    by_severity = {severity: [one for one in outcome.broken if one.finding.severity is severity] for severity in Severity}
    return Counts(
        _count(of, "errors", by_severity[Severity.ERROR]),
        _count(of, "warnings", by_severity[Severity.WARNING]),
        _count(of, "notices", by_severity[Severity.NOTICE]),
        _count(of, "not_checked", outcome.unchecked),
        _count(of, "holds", outcome.held),
    )


def _count(of: str, name: str, counted: Iterable[ViolatedRule | UncheckedRule | SatisfiedRule]) -> Figure:
    counted = tuple(counted)
    sources = dict.fromkeys(Source(one.rule.place, one.rule.id) for one in counted)
    full = ".".join(filter(None, ("compliance", of, name)))
    return Figure(Decimal(len(counted)), tuple(sources), (), full, *_COUNTS[name], _FORMULA)


def _total(units: tuple[UnitView, ...]) -> Counts:
    """The sums over the units below."""
    return Counts(*(_sum(entry.name, [getattr(unit.counts, entry.name) for unit in units]) for entry in fields(Counts)))


def _sum(name: str, counts: list[Figure]) -> Figure:
    value = sum((count.value for count in counts if count.value is not None), Decimal(0))
    sources = dict.fromkeys(source for count in counts for source in count.sources)
    return Figure(value, tuple(sources), (), f"compliance.units.{name}", *_COUNTS[name], "各单位相加")


def _clauses(held: tuple[SatisfiedRule, ...]) -> Iterator[SatisfiedClause]:
    together: dict[tuple[str, str], list[str]] = {}
    for one in held:
        together.setdefault((one.rule.policy.number or one.rule.policy.title, one.rule.clause), []).append(one.rule.title)
    for (policy, clause), titles in together.items():
        yield SatisfiedClause(policy, clause, tuple(titles))
