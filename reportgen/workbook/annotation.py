"""What is said of a workbook: a problem or a finding in the words of its note and of the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Place, Severity
from reportgen.findings import BINDING, FoundRows, ViolatedRule


@dataclass(frozen=True, slots=True)
class Annotation:
    """One problem or finding: how it binds, what is wrong, why (the clause and its words; empty for a problem), how to mend it.

    `rows` are all rows that a finding is about, where these are many of a large table.
    """

    severity: Severity
    head: str
    what: str
    why: str
    how: str
    places: tuple[Place, ...]
    unit: str | None = None
    rows: FoundRows | None = None

    @property
    def note(self) -> str:
        """The words of its note on a cell."""
        return "\n".join([f"【{self.head}】{self.what}", *([f"依据：{self.why}"] if self.why else ()), *([f"怎么改：{self.how}"] if self.how else ())])


def of_problems(problems: Iterable[Diagnostic]) -> list[Annotation]:
    """Problems as they are said: those in the same words together."""
    found: dict[tuple[str | None, Severity, str, str], dict[Place, None]] = {}
    for problem in problems:
        found.setdefault((problem.unit, problem.severity, problem.message, problem.help), {}).update(dict.fromkeys(problem.places))
    return [Annotation(severity, severity.title, what, "", how, tuple(places), unit) for (unit, severity, what, how), places in found.items()]


def of_findings(broken: Iterable[ViolatedRule]) -> list[Annotation]:
    """What the policies say, as it is said."""
    found = []
    for one in broken:
        clause = one.finding.clause
        why = f"{clause.number or f'《{clause.document}》'} {clause.location}“{clause.quote}”（规则 {one.rule.id}）"
        kinds = "".join(f"《{kind}》" for kind in one.kinds)
        finding = one.finding
        said = f"。{finding.explanation.told}" if finding.explanation else ""
        found.append(
            Annotation(
                finding.severity,
                BINDING[finding.severity],
                f"{finding.message}（{kinds}）{said}",
                why,
                finding.help,
                finding.places,
                finding.unit,
                finding.rows,
            )
        )
    return found
