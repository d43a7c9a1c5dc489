"""status: how each document of each unit stands, and how many days there are left."""

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from reportgen.building.kept import keep, unread, why
from reportgen.building.outcome import Document, Order
from reportgen.building.outputs import Outputs, file_name, open_outputs
from reportgen.building.project import Project
from reportgen.building.store import key_of
from reportgen.diagnostics import Severity, has_errors
from reportgen.pipeline.season import Job, Season
from reportgen.policy.provisions import binds
from reportgen.render.visible import visible
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key

SUMMARY_DUE = "summary_due"
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
    season, set_up = project.season(), project.remembered.set_up
    outputs = open_outputs(project.workspace.outputs, project.memory.stamps)
    asked = {kind.id: kind for kind in project.remembered.roster.kinds if kinds is None or kind.id in kinds}
    blocked = (
        _as_left(project, document, last.get(Key(season.name, document.unit, document.kind)), today)
        for document in unread(project, outputs, Order(units, kinds), asked)
    )
    standings = []
    for job in season.jobs(units, kinds):
        key = job.scope.unit.name, job.kind.id
        filed = last.get(Key(season.name, *key))
        if reasons := why(project, key[0]):
            document = keep(project, outputs, key, asked[key[1]], job.kind.formats, reasons)
            due, faults = due_date(season, job), season.faults(job.scope)
            left = _as_left(project, document, filed, today)
            standings.append(replace(left, faults=len(faults), due=due, days=None if due is None else (due - today).days))
        else:
            standings.append(_standing(season, job, set_up, outputs, today, filed))
    return (*blocked, *standings)


def _as_left(project: Project, document: Document, filed: Filing | None, today: date) -> Standing:
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
        problems=len(project.remembered.undecided.get(document.unit, ())) or 1,
        findings=Counter(finding.severity for finding in evaluated.findings),
        not_checked=len(evaluated.not_checked),
        reported=_reported(filed, today),
        filing=filed,
        kept=document.reasons,
    )


def _standing(season: Season, job: Job, set_up: str, outputs: Outputs, today: date, filed: Filing | None) -> Standing:
    composed, evaluated = season.compose(job), season.evaluate(job)
    folder = job.scope.inputs.folder.rsplit("/", 1)[-1]
    names = [(format, file_name(season.name, folder, job.kind.name, format)) for format in job.kind.formats]
    files = [(format, name) for format, name in names if name in outputs.written]
    html = composed.html
    digest = sha256((html or "").encode()).hexdigest()
    faults = () if job.kind.is_review else season.faults(job.scope)
    due = due_date(season, job)
    return Standing(
        job.scope.unit.name,
        job.kind.id,
        readable=html is not None,
        built=bool(files),
        up_to_date=html is not None and bool(files) and all(outputs.standing(name, key_of(set_up, digest, format)) == (name, True) for format, name in files),
        draft=html is None or bool(composed.missing) or bool(faults) or has_errors(evaluated.findings),
        problems=len({problem for problem in (*composed.problems, *evaluated.problems) if problem.severity is not Severity.NOTICE}),
        faults=len(faults),
        findings=Counter(finding.severity for finding in evaluated.findings),
        not_checked=len(evaluated.not_checked),
        due=due,
        days=None if due is None else (due - today).days,
        reported=_reported(filed, today),
        filing=filed,
        moved=filed is not None and (html is None or visible(html) != filed.visible),
    )


def _reported(filed: Filing | None, today: date) -> date | None:
    """The day of a filing, once it has come."""
    day = None if filed is None else datetime.fromisoformat(filed.time).astimezone().date()
    return day if day is not None and day <= today else None


def due_date(season: Season, job: Job) -> date | None:
    """When a document is due: by the unit's 时限, else by the policies that bind the unit, at the earliest.

    Where nobody sets one for the summary, it is due one month after the end of the heating season.
    """
    key, unit = job.kind.deadline, job.scope.unit
    if key is None:
        return None
    given: date | None = getattr(unit.schedule, key)
    if given is not None:
        return given
    set_by = [policy.deadlines[key].on(int(season.name)) for policy in season.policies if key in policy.deadlines and binds(policy, job.scope)]
    if set_by:
        return min(set_by)
    return a_month_later(unit.season.end) if key == SUMMARY_DUE and unit.season is not None else None


def a_month_later(day: date) -> date:
    """The same day of the next month; its last day where it has no such day: 31 March, 30 April."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
