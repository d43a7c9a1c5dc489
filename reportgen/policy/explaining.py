"""What a unit says of the findings on its data (情况说明): put beside each, never in its place, until the day that it names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from reportgen.diagnostics import Diagnostic, Place, Severity, notice, warning
from reportgen.figures.scope import Scope
from reportgen.findings import Evaluated, Explanation, Finding
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.everywhere import EXPLANATIONS
from reportgen.inputs.wording import fold, proposal
from reportgen.policy.model import Policy, Rule

CODE = "explanations."
"""How the codes of what is wrong with explanations begin."""
_SIGNS = re.compile(r"[^\w]|_")


def explain(found: Mapping[str, Evaluated], scope: Scope, policies: Iterable[Policy], today: date) -> Mapping[str, Evaluated]:
    """The evaluations of a unit by kind with its explanations beside the findings, and what is wrong with these at their cells.

    An explanation holds until its day; after it the finding stands as before, and says that there was one. An error stays one.
    """
    rows = [row for row in scope.inputs.rows(EXPLANATIONS) or () if row.rule and row.reason and row.until]
    if not rows:
        return found
    rules = {fold(rule.id): rule for policy in policies for rule in policy.rules}
    wrong = tuple(problem for row in rows for problem in _wrong(row, rules, found, scope.unit.name))
    return {
        kind: replace(one, findings=tuple(_explained(finding, rows, today) for finding in one.findings), problems=(*one.problems, *wrong))
        for kind, one in found.items()
    }


def explained_until(inputs: UnitInputs) -> tuple[date, ...]:
    """The days until which a unit's explanations hold, in order."""
    rows = inputs.rows(EXPLANATIONS) or ()
    return tuple(sorted({row.until for row in rows if row.until}))


def _explained(finding: Finding, rows: Iterable[Record], today: date) -> Finding:
    """A finding with the explanation that holds longest."""
    about = [row for row in rows if _is_about(row, finding)]
    if not about:
        return finding
    row = max(about, key=lambda one: one.until)
    return replace(finding, explanation=Explanation(row.reason, row.until, row.by or "", row.until < today))


def _is_about(row: Record, finding: Finding) -> bool:
    """Whether a row explains a finding: by its rule, and by what it says of the place, where it says something."""
    if fold(row.rule) != fold(finding.code):
        return False
    spot = _bare(row.spot or "")
    return not spot or spot in _bare(finding.message) or any(spot in _names_of(place) for place in finding.places)


def _names_of(place: Place) -> tuple[str, ...]:
    """What somebody may call a place: its cell, its sheet or file, both, or all of it as it is printed."""
    cell, sheet, file = place.cell or "", place.sheet or "", place.file.rpartition("/")[2]
    return tuple(map(_bare, (cell, sheet, sheet + cell, file, str(place), str(place).rpartition("/")[2])))


def _bare(text: str) -> str:
    """A text without the signs around names: 《改造任务》C4 and 改造任务!C4 are one."""
    return _SIGNS.sub("", fold(text))


def _wrong(row: Record, rules: Mapping[str, Rule], found: Mapping[str, Evaluated], unit: str) -> Iterator[Diagnostic]:
    """What is wrong with an explanation: its rule that there is not, or can't be explained away, or finds nothing, or not there."""
    written, place = row.rule, row.place("rule")
    rule = rules.get(fold(written))
    if rule is None:
        help_text = "规则的编号见合规核查报告、核对清单或者 reportgen check"
        yield warning(f"{CODE}unknown-rule", f"没有编号为“{written}”的规则{_meant(written, rules)}", place, help=help_text, unit=unit)
        return
    of_rule = [finding for one in found.values() for finding in one.findings if finding.code == rule.id]
    if rule.severity is Severity.ERROR:
        help_text = "说明照样列在核查报告中，问题仍是必须整改，请整改"
        yield warning(f"{CODE}must-be-mended", f"规则 {rule.id} 的问题必须整改，不能以说明代替整改", place, help=help_text, unit=unit)
    elif not of_rule and not any(rule.id == entry.rule for one in found.values() for entry in one.not_checked):
        yield notice(f"{CODE}nothing-found", f"规则 {rule.id} 现在没有发现问题", place, help="不再需要的说明，请删除这一行", unit=unit)
    elif of_rule and not any(_is_about(row, finding) for finding in of_rule):
        help_text = f"请照问题中的名称填写，或者留空（说明这条规则的全部问题）；现在的问题：{of_rule[0].message}"
        said = row.spot
        yield warning(f"{CODE}nowhere", f"规则 {rule.id} 的问题中没有“{said}”这一处", row.place("spot"), help=help_text, unit=unit)


def _meant(written: str, rules: Mapping[str, Rule]) -> str:
    return proposal(written, [rule.id for rule in rules.values()])
