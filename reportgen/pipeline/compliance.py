"""What a 合规核查报告 is told: the findings of a unit by policy and clause, what was not checked and why, what holds.

A count is a figure like any other; its sources are the rules that it counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.documents.places import in_words, text_in_words
from reportgen.figures.scope import Scope
from reportgen.findings import BINDING, Outcome, SatisfiedRule, UncheckedRule, ViolatedRule
from reportgen.language.figure import Figure, Source
from reportgen.policy import Policy

FIGURES_SHOWN = 6  # a longer list would say less than the message
PLACES_SHOWN = 8  # what a table's cell holds on a few lines
OWN_ISSUER = "本软件"  # as the packaged rules that follow from no policy name theirs
_FORMULA = "按规则逐条核查，同一问题涉及几份公文的计一次"
_COUNTS = {
    "errors": ("必须整改的问题", "项"),
    "warnings": ("应当核实的问题", "项"),
    "notices": ("提示", "项"),
    "not_checked": ("没有核查的要求", "条"),
    "holds": ("符合的要求", "条"),
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
class CitedRequirement:
    """A rule as its reader finds it: the policy's number (or title), clause, quote, title, the rule's id, the documents concerned."""

    policy: str
    clause: str
    quote: str
    title: str
    rule: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedFinding(CitedRequirement):
    """A finding: how it binds, what is wrong, how to mend it, the figures compared where they are few, the cells to look at."""

    binding: str
    message: str
    help: str
    figures: tuple[Figure, ...]
    places: tuple[str, ...]

    @property
    def must(self) -> bool:
        """Whether it must be mended."""
        return self.binding == BINDING[Severity.ERROR]


@dataclass(frozen=True, slots=True)
class CitedUnchecked(CitedRequirement):
    """A rule that was not checked, and what it lacks."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rules were not checked, and how many."""

    text: str
    rules: Figure


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


@dataclass(frozen=True, slots=True)
class Compliance:
    """The whole report of a unit.

    `kinds` are the documents checked. `units` are those below that file documents, `unreadable` those whose description can't
    be read, `silent` those that file none. `input_faults` are the errors in what the unit and those below it filled in,
    `input_errors` how many there are. `faults` are the messages of what kept rules from being checked.
    """

    kinds: tuple[str, ...]
    counts: Counts
    policies: tuple[PolicyView, ...]
    not_checked: tuple[CitedUnchecked, ...]
    reasons: tuple[Reason, ...]
    holds: tuple[SatisfiedClause, ...]
    faults: tuple[str, ...]
    units: tuple[UnitView, ...]
    units_total: Counts
    unreadable: tuple[str, ...]
    silent: tuple[str, ...]
    input_errors: Figure
    input_faults: tuple[InputFault, ...]

    @property
    def unit_errors(self) -> bool:
        """Whether a unit below has something to mend."""
        return any(unit.errors for unit in self.units)

    def figures(self) -> dict[str, Figure]:
        """All counts by their names."""
        counted = (self.counts, self.units_total, *(policy.counts for policy in self.policies), *(unit.counts for unit in self.units))
        counts = [getattr(counts, entry.name) for counts in counted for entry in fields(Counts)]
        return {figure.name: figure for figure in (*counts, *(reason.rules for reason in self.reasons), self.input_errors)}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the report of a unit is made of: the names of the kinds that it files, the policies, the errors in what was filled in.

    `outcome` gives what the policies say to the documents of a unit, here and below; `figures` the unit's figures by name.
    """

    kinds: tuple[str, ...]
    policies: tuple[Policy, ...]
    faults: tuple[Diagnostic, ...]
    outcome: Callable[[Scope], Outcome]
    figures: Callable[[], Mapping[str, Figure]]


def compliance(scope: Scope, reviewed: Reviewed) -> Compliance:
    """The report of a unit over all documents that it files, with those of the units below it in short."""
    outcome = reviewed.outcome(scope)
    figures = reviewed.figures() if outcome.broken else {}
    faults = {id(one): _fault(one, figures, scope) for one in outcome.broken}
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
    units = tuple(_unit(child, reviewed.outcome(child)) for child in filing)
    return Compliance(
        reviewed.kinds,
        _counts("", outcome),
        policies,
        tuple(CitedUnchecked(*_requirement(one), tuple(text_in_words(what) for what in one.missing)) for one in outcome.unchecked),
        tuple(_reasons(outcome.unchecked)),
        tuple(_clauses(outcome.held)),
        tuple(problem.message for problem in outcome.problems),
        units,
        _total(units),
        (*(f"{child.unit.label}（没有能够读取的 单位.yaml）" for child in scope.children if child.inputs.absent), *scope.unplaced),
        tuple(child.unit.label for child in scope.children if child.unit.kinds == ()),
        _input_errors(reviewed.faults),
        tuple(_input_fault(fault, scope) for fault in reviewed.faults),
    )


def _input_errors(faults: tuple[Diagnostic, ...]) -> Figure:
    sources = dict.fromkeys(Source(place, fault.message) for fault in faults for place in fault.places)
    return Figure(Decimal(len(faults)), tuple(sources), (), "compliance.input_errors", "填报数据的错误", "处", "按读取填报数据时发现的错误逐处计数")


def _input_fault(fault: Diagnostic, scope: Scope) -> InputFault:
    folder = scope.inputs.folder_name
    places = tuple(place.removeprefix(f"{folder}/") for place in in_words(fault.places))
    return InputFault(fault.unit or "", fault.message, fault.help, places[:PLACES_SHOWN])


def _unit(scope: Scope, outcome: Outcome) -> UnitView:
    errors = (one for one in outcome.broken if one.finding.severity is Severity.ERROR)
    # Its figures have the names of those of the unit above: they stand in its own report.
    return UnitView(scope.unit.label, _counts(f"unit.{scope.unit.code}", outcome), tuple(_fault(one, {}, scope) for one in errors))


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


def _fault(one: ViolatedRule, figures: Mapping[str, Figure], scope: Scope) -> CitedFinding:
    finding, folder = one.finding, scope.inputs.folder_name
    compared = tuple(figures[name] for name in finding.figures if name in figures)
    places = [place.removeprefix(f"{folder}/") for place in in_words(finding.places)]
    return CitedFinding(
        *_requirement(one),
        BINDING[finding.severity],
        finding.message,
        finding.help,
        compared if len(compared) <= FIGURES_SHOWN else (),
        tuple(places[:PLACES_SHOWN]) + ((f"等{len(places)}处",) if len(places) > PLACES_SHOWN else ()),
    )


def _requirement(one: ViolatedRule | UncheckedRule | SatisfiedRule) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    rule = one.rule
    return rule.policy.number or rule.policy.title, rule.clause, rule.quote, rule.title, rule.id, one.kinds


def _reasons(unchecked: tuple[UncheckedRule, ...]) -> Iterator[Reason]:
    """The reasons, those of most rules first."""
    together: dict[str, list[UncheckedRule]] = {}
    for one in unchecked:
        for what in one.missing:
            together.setdefault(what, []).append(one)
    for number, (what, counted) in enumerate(sorted(together.items(), key=lambda item: -len(item[1])), 1):
        yield Reason(text_in_words(what), _count(f"reason.{number}", "not_checked", counted))


def _clauses(held: tuple[SatisfiedRule, ...]) -> Iterator[SatisfiedClause]:
    together: dict[tuple[str, str], list[str]] = {}
    for one in held:
        together.setdefault((one.rule.policy.number or one.rule.policy.title, one.rule.clause), []).append(one.rule.title)
    for (policy, clause), titles in together.items():
        yield SatisfiedClause(policy, clause, tuple(titles))
