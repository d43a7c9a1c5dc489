"""Rules against the data of a unit: each holds, is broken, can't be checked for want of data, or doesn't apply."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, notice, warning
from reportgen.figures.scope import Scope
from reportgen.figures.themes import Themes
from reportgen.findings import Clause, Evaluated, Finding, FoundRows, NotChecked
from reportgen.inputs.numbered import series_of
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Filing
from reportgen.inputs.wording import fold
from reportgen.language.bounded import reading
from reportgen.language.figure import Figure
from reportgen.language.undefined import Lack, Malformed, lacking
from reportgen.language.views import Row
from reportgen.language.work import Reading
from reportgen.policy.checks import Violation, checks_of
from reportgen.policy.expressions import FAULTS, names_in, names_in_message, reason, told, truth
from reportgen.policy.facts import Facts
from reportgen.policy.model import Policy, Rule
from reportgen.policy.printed import Surroundings
from reportgen.policy.provisions import binds, in_force, provisions


def evaluate_unit(
    policies: tuple[Policy, ...], scope: Scope, themes: Themes, season: str, documents: Mapping[str, Filing], surroundings: Surroundings
) -> dict[str, Evaluated]:
    """The findings of a unit by kind of document (its id), by the rules of the policies that bind the unit.

    `documents` are the unit's filings of the kinds asked for; `season` the starting year; `surroundings` hold the unit's documents as they
    will be printed. A rule that asks nothing of the document says the same to all kinds, once found.
    """
    outcomes: dict[str, list[_Outcome]] = {kind: [] for kind in documents}
    year = int(season)
    says = provisions(policies, scope, year)
    for policy in in_force(policies, scope, year) if documents else ():
        seen = {kind: Facts(scope, themes, year, document, policy, kind, surroundings, says) for kind, document in documents.items()}
        of_all = next(iter(seen.values()))
        for rule in policy.rules:
            kinds = [kind for kind in documents if concerns(rule, scope, kind)]
            if kinds and not _asks_for_document(rule):
                alike = _Outcome(rule, of_all).evaluate()
                for kind in kinds:
                    outcomes[kind].append(alike)
            else:
                for kind in kinds:
                    outcomes[kind].append(_Outcome(rule, seen[kind]).evaluate())
    without = tuple(_without_rules(policies, scope, year))
    return {kind: _evaluated(of_kind, scope.unit.name, kind, without) for kind, of_kind in outcomes.items()}


def _evaluated(outcomes: "list[_Outcome]", unit: str, kind: str, without: tuple[Diagnostic, ...]) -> Evaluated:
    """What the rules come to for one kind of document."""
    return Evaluated(
        tuple(replace(finding, kind=kind) for outcome in outcomes for finding in outcome.findings),
        tuple(NotChecked(o.rule.id, unit, kind, tuple(o.missing)) for o in outcomes if o.missing),
        tuple(o.rule.id for o in outcomes if o.applied and not (o.findings or o.missing or o.problems)),
        (*without, *(problem for outcome in outcomes for problem in outcome.problems)),
    )


def _asks_for_document(rule: Rule) -> bool:
    """Whether what a rule says may depend on the document; of a check in Python nobody knows."""
    return rule.check is not None or any("document" in text for text in (*rule.expressions.values(), rule.message))


def concerns(rule: Rule, scope: Scope, kind: str) -> bool:
    """Whether a rule is about this unit and kind of document at all."""
    unit = scope.unit
    of_kind = rule.kinds is None or series_of(kind) in rule.kinds
    return of_kind and (not rule.levels or unit.level in rule.levels) and (not rule.units or unit.code in rule.units)


def _without_rules(policies: tuple[Policy, ...], scope: Scope, season: int) -> Iterator[Diagnostic]:
    """What must not look as if it had been checked: a unit that names no policy, none of this season, and each policy that there are no rules for."""
    known = {fold(policy.document.number) for policy in policies if policy.document.number}
    place = scope.unit.place("policies")
    if not scope.unit.policies:
        file = scope.inputs.description
        numbers = ", ".join(policy.document.number for policy in policies if policy.document.number and policy.is_of(season))
        help = f"请增加一行“政策依据”，列出适用的文号，例如 政策依据: [{numbers}]"
        yield warning("policy.none", "没有填写“政策依据”，没有对照任何政策文件核查", file, help=help, unit=scope.unit.name)
    elif not any(policy.season and binds(policy, scope, season) for policy in policies):
        yield _without_notice(scope, season)
    for number in scope.unit.policies:
        if fold(number) not in known:
            help = "可以在 inputs/policies 中为它编写规则；文号写错的请改正“政策依据”"
            yield notice("policy.no-rules", f"政策依据“{number}”没有规则，没有对照它核查", *((place,) if place else ()), help=help, unit=scope.unit.name)


def _without_notice(scope: Scope, season: int) -> Diagnostic:
    """That a season's notice isn't entered, or named by the unit: the same for all units of an area, so that it is told once."""
    unit = scope.unit
    area = unit.name if unit.level is Level.CITY else unit.parent or unit.name
    message = f"{area}{season}年度的年度通知还没有录入，或者没有写入“政策依据”；只按通用规则核查，没有对照其他年度的通知"
    help = f"没有录入的，请运行 reportgen notice new {season}，在工作簿中填写通知的文号、时限和任务；录入了的，请把文号写入各单位的“政策依据”"
    return notice("policy.no-notice", message, Place(scope.inputs.folder.rpartition("/")[0]), help=help)


@dataclass(slots=True)
class _Outcome:
    """A rule on its way through a unit's data."""

    rule: Rule
    facts: Facts
    findings: list[Finding] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    applied: bool = False
    given: dict[frozenset[str], dict[str, Any]] = field(default_factory=dict)
    """The values of the names that an expression asks for: the same for each row."""

    def evaluate(self) -> "_Outcome":
        """The outcome itself, when the rule has run wherever it runs."""
        if not self.rule.enabled:
            self._lacks(f"已停用（{self.rule.place}）")
            return self
        try:
            for row in self._rows():
                try:
                    self._run(row)
                except Lack as lack:
                    self._lacks(str(lack))
        except Lack as lack:
            self._lacks(str(lack))
        except (Malformed, *FAULTS) as fault:
            # The same fault would come with each row: the first ends it.
            self.problems.append(self.rule.fault(reason(fault, self.rule.expressions.values())))
        return self

    def _rows(self) -> Sequence[Row | None]:
        """What the rule runs over: the unit once, or its rows; nothing where `when` says so without asking for a row."""
        rule = self.rule
        if rule.each is None:
            return (None,)
        if rule.when is not None and "row" not in names_in(rule.when) and not self._may_apply(rule.when):
            return ()
        try:
            return self.facts.rows(rule.each)
        except Lack:
            if rule.when is not None and not self._may_apply(rule.when):
                return ()
            raise

    def _may_apply(self, when: str) -> bool:
        """Whether the condition holds, or can't be told without a row."""
        with reading():
            try:
                return truth(when, {**self._names(names_in(when), None), "row": lacking("row")})
            except Lack:
                if "row" in names_in(when):
                    return True
                raise

    def _lacks(self, *what: str) -> None:
        self.missing.update(dict.fromkeys(what))

    def _run(self, row: Row | None) -> None:
        rule = self.rule
        with reading() as condition:
            if rule.when is not None and not truth(rule.when, self._names(names_in(rule.when), row)):
                return
        if rule.check is not None:
            self._check(rule.check, condition)
            return
        must = rule.must or ""
        with reading() as notes:
            self.applied = True
            if truth(must, self._names(names_in(must), row)):
                return
        figures = {**notes.figures, **condition.figures}
        places = dict.fromkeys((*_places(notes), *_places(condition)))
        if not places:
            places = dict.fromkeys((row.record.origin.place,) if row else self.facts.tables(names_in(must)))
        self._found(figures, places, row, {})

    def _check(self, name: str, condition: Reading) -> None:
        check = checks_of(self.facts.scope.programme).get(name)
        if check is None:
            raise Malformed(f"没有名为“{name}”的 check")
        missing = self.facts.missing(*check.datasets)
        if missing:
            self._lacks(*missing)
            return
        self.applied = True
        for outcome in check.run(self.facts):
            if isinstance(outcome, Violation):
                figures = {figure.name: figure for figure in outcome.figures}
                places = (*(source.place for figure in outcome.figures for source in figure.sources), *outcome.places)
                found = dict.fromkeys((*places, *_places(condition))) or self._document()
                self._found({**figures, **condition.figures}, found, None, outcome.names, outcome.rows)
            else:
                self._lacks(*outcome.what)

    def _document(self) -> dict[Place, None]:
        """The document itself: where to look at what it prints."""
        printed = self.facts.printed
        return {Place(printed.file): None} if printed else {}

    def _names(self, wanted: frozenset[str], row: Row | None) -> dict[str, Any]:
        names = self.given.get(wanted)
        if names is None:
            names = self.given[wanted] = self.facts.names(wanted)
        return names if row is None else {**names, "row": row}

    def _found(
        self, figures: Mapping[str, Figure], places: Mapping[Place, None], row: Row | None, said: Mapping[str, object], rows: FoundRows | None = None
    ) -> None:
        rule, document = self.rule, self.facts.policy.document
        self.findings.append(
            Finding(
                rule.id,
                rule.severity,
                self._message(row, said),
                tuple(places),
                rule.help,
                self.facts.scope.unit.name,
                clause=Clause(document.title, document.number, rule.clause, rule.quote),
                kind=self.facts.kind,
                figures={name: figure.value for name, figure in figures.items() if figure.value is not None},
                rows=rows,
            )
        )

    def _message(self, row: Row | None, said: Mapping[str, object]) -> str:
        """The rule's message; its title, and a fault of the rule, where the message fails: a finding is never lost to its wording."""
        rule = self.rule
        try:
            with reading():
                return told(rule.message, {**self._names(frozenset(names_in_message(rule.message) - said.keys()), row), **said})
        except Lack:
            return rule.title
        except (Malformed, *FAULTS) as fault:
            self.problems.append(rule.fault(reason(fault, (rule.message,))))
            return rule.title


def _places(notes: Reading) -> Iterator[Place]:
    """The places of what was read: of figures first, those made from fewer cells before those of many, which say less of where to look."""
    for figure in sorted(notes.figures.values(), key=lambda figure: len(figure.sources)):
        yield from (source.place for source in figure.sources)
    yield from notes.places
