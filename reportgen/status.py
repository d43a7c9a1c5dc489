"""status: how each document of each unit stands, and how many days there are left."""

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from reportgen.build.outputs import Outputs, file_name, open_outputs
from reportgen.build.project import Project
from reportgen.build.store import key_of
from reportgen.diagnostics import Severity, has_errors
from reportgen.documents.context import filing
from reportgen.documents.season import Job, Season
from reportgen.history.filings import Filing
from reportgen.history.version import Key
from reportgen.policy.provisions import binds
from reportgen.render.visible import visible

SUMMARY_DUE = "summary_due"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one document stands.

    `readable` says whether it could be composed at all; `built` whether it was ever written here; `up_to_date` whether its
    files are there, unaltered, and say what would be composed now. `draft`: something is missing or must be mended; `faults` are
    the errors in what the unit and those below it filled in, which make it one. `problems` are its own errors and warnings,
    `findings` are counted by severity. `due` is None where nobody sets a date; `days` are those left to it
    (negative: late). `filing` is the last under which it was filed, `moved` whether it would read otherwise now. `reported` is its
    报送日期, where it has none the day on which it was filed, once that day has come.
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


def status(
    project: Project, today: date, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None, filings: Iterable[Filing] = ()
) -> tuple[Standing, ...]:
    """The standing of the documents of the units and kinds asked for (None means all) on the day `today`; `filings` are all there are.

    A unit that can't be read has its documents too: none of them can be up to date.
    """
    last = {one.key: one for one in filings}
    season, set_up = project.season(), project.remembered.set_up
    outputs = open_outputs(project.workspace.outputs, project.memory.stamps)
    blocked = (
        Standing(folder, kind.id, readable=False, built=False, up_to_date=False, draft=True, problems=1)
        for folder in season.blocked
        if units is None or folder in units
        for kind in season.kinds
        if kinds is None or kind.id in kinds
    )
    jobs = ((job, last.get(Key(season.name, job.scope.unit.name, job.kind.id))) for job in season.jobs(units, kinds))
    return (*blocked, *(_standing(season, job, set_up, outputs, today, filed) for job, filed in jobs))


def _standing(season: Season, job: Job, set_up: str, outputs: Outputs, today: date, filed: Filing | None) -> Standing:
    composed, evaluated = season.compose(job), season.evaluate(job)
    folder = job.scope.inputs.folder.rsplit("/", 1)[-1]
    names = [(format, file_name(season.name, folder, job.kind.name, format)) for format in job.kind.formats]
    files = [(format, name) for format, name in names if name in outputs.written]
    html = composed.html
    digest = sha256((html or "").encode()).hexdigest()
    faults = () if job.kind.is_review else season.faults(job.scope)
    due = due_date(season, job)
    reported = filing(job.scope, job.kind).reported or (datetime.fromisoformat(filed.time).astimezone().date() if filed else None)
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
        reported=reported if reported is not None and reported <= today else None,
        filing=filed,
        moved=filed is not None and (html is None or visible(html) != filed.visible),
    )


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
