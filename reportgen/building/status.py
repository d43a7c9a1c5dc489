"""status: how each document of each unit stands, and how many days there are left."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from reportgen.building.current import current, formats_of
from reportgen.building.kept import keep, unread, why
from reportgen.building.outcome import DocumentOutcome, Order
from reportgen.building.outputs import Outputs, open_outputs
from reportgen.building.project import Project
from reportgen.diagnostics import Severity, has_errors
from reportgen.pipeline.answer import Answer
from reportgen.pipeline.roster import KindName
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key

DRAFT = ("documents.missing-", "documents.draft-by-errors")
"""The codes of what makes a document a draft."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one document stands.

    `readable` says whether it could be composed at all; `built` whether it was ever written here; `up_to_date` whether its files are there,
    unaltered, and say what would be composed now. `draft`: something is missing or must be mended; `faults` are the errors in what the unit and those
    below it filled in, which make it one. `problems` are its own errors and warnings, `findings` are counted by severity. `kept` says, in words, why
    the document is left as it is: what it would be made from can't be decided; then `draft`, `findings` and `not_checked` are those of the document
    that is there. `due` is None where nobody sets a date; `days` are those left to it (negative: late). `filing` is the last under which it was
    filed, `moved` whether it would read otherwise now. `reported` is the day of that filing, once it has come: what 单位.yaml says of a 报送日期 is no
    filing.
    """

    unit: str
    kind: str
    readable: bool
    built: bool
    up_to_date: bool
    draft: bool
    problems: int = 0
    faults: int = 0
    findings: Mapping[Severity, int] = field(default_factory=dict)
    not_checked: int = 0
    due: date | None = None
    days: int | None = None
    reported: date | None = None
    filing: Filing | None = None
    moved: bool = False
    kept: tuple[str, ...] = ()


def status(
    project: Project, today: date, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None, filings: Iterable[Filing] = ()
) -> tuple[Standing, ...]:
    """The standing of the documents of the units and kinds asked for (None means all) on the day `today`; `filings` are all there are.

    A unit that can't be read has its documents too, those that are there or else all that there could be: none of them can be up to date.
    """
    last = {one.key: one for one in filings}
    outputs = open_outputs(project.workspace.outputs, project.log.digests)
    asked = {kind.id: kind for kind in project.roster.kinds if kinds is None or kind.id in kinds}
    blocked = (
        _as_left(project, document, last.get(Key(project.name, document.unit, document.kind)), today)
        for document in unread(project, outputs, Order(units, kinds), asked)
    )
    documents = project.roster.asked(units, kinds)
    reasons = {unit: why(project, unit) for unit, _ in documents}
    answers = project.answers([document for document in documents if not reasons[document[0]]])
    standings = []
    for unit, kind in documents:
        filed, due = last.get(Key(project.name, unit, kind)), project.outline.units[unit].due.get(kind)
        if reasons[unit]:
            formats = formats_of(project, outputs, Order(), (unit, kind))
            standing = _as_left(project, keep(project, outputs, (unit, kind), asked[kind], formats, reasons[unit]), filed, today)
            standing = replace(standing, faults=len(project.faults(unit)))
        else:
            standing = _standing(project, unit, asked[kind], answers[unit, kind], outputs, filed)
        standings.append(replace(standing, due=due, days=None if due is None else (due - today).days, reported=_reported(filed, today)))
    return (*blocked, *standings)


def _as_left(project: Project, document: DocumentOutcome, filed: Filing | None, today: date) -> Standing:
    """The standing of a document that is left as it is, or that there isn't yet; what was said of it when it was made."""
    evaluated, built = document.evaluated, document.status == "kept"
    is_draft = has_errors(evaluated.findings) or any(problem.code.startswith(DRAFT) for problem in document.problems)
    return Standing(
        document.unit,
        document.kind,
        readable=False,
        built=built,
        up_to_date=False,
        draft=not built or is_draft,
        problems=len(project.faults_undecided(document.unit)) or 1,
        findings=Counter(finding.severity for finding in evaluated.findings),
        not_checked=len(evaluated.not_checked),
        reported=_reported(filed, today),
        filing=filed,
        kept=document.reasons,
    )


def _standing(project: Project, unit: str, kind: KindName, answer: Answer, outputs: Outputs, filed: Filing | None) -> Standing:
    evaluated, html = answer.evaluated, answer.html
    formats = formats_of(project, outputs, Order(), (unit, kind.id))
    files = [file for format in formats if (file := current(project, outputs, (unit, kind.id), html or "", format)).name in outputs.written]
    faults = () if kind.is_review else project.faults(unit)
    return Standing(
        unit,
        kind.id,
        readable=html is not None,
        built=bool(files),
        up_to_date=html is not None and bool(files) and all(file.is_current and file.used == file.name for file in files),
        draft=html is None or answer.missing or bool(faults) or has_errors(evaluated.findings),
        problems=len({problem for problem in (*answer.problems, *evaluated.problems) if problem.severity is not Severity.NOTICE}),
        faults=len(faults),
        findings=Counter(finding.severity for finding in evaluated.findings),
        not_checked=len(evaluated.not_checked),
        filing=filed,
        moved=filed is not None and (html is None or answer.visible != filed.visible),
    )


def _reported(filed: Filing | None, today: date) -> date | None:
    """The day of a filing, once it has come."""
    day = None if filed is None else datetime.fromisoformat(filed.time).astimezone().date()
    return day if day is not None and day <= today else None
