"""The 合规核查报告 as it is made on a day: what it says of days is no part of what it is made from, so that a build without changes changes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from reportgen.building.build_log import LogEntry
from reportgen.diff.finding_changes import finding_changes
from reportgen.documents.compose import Composed
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.pipeline.compliance import Made, Since
from reportgen.pipeline.season import Job, Season
from reportgen.versions.build_record import recorded_findings
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version
from reportgen.workspace import Workspace

_COUNTED = tuple(f"compliance.{name}" for name in ("errors", "warnings", "notices"))


def as_kept(history: History, document: Key, entry: LogEntry | None, html: str) -> str | None:
    """The report as it was last made, where what it says besides days is the same (`html`, its digest); None where it isn't, or nobody knows."""
    if entry is None or entry.html != html or entry.version is None:
        return None
    version = history.version(document, entry.version)
    return None if version is None else history.html(version)


def made_now(season: Season, job: Job, history: History, ingredients: Iterable[str], today: date) -> Composed:
    """The report as it is made today, with what has changed since the last one of a day before."""
    saved = last_saved(season.workspace, [scope.inputs.folder for scope in job.scope.subtree()], ingredients)
    earlier = _earlier(history, Key(season.name, job.scope.unit.name, job.kind.id), today)
    return season.review(job, Made(today, saved, None if earlier is None else _since(earlier, recorded_findings(season, job))))


def last_saved(workspace: Workspace, folders: Iterable[str], names: Iterable[str]) -> date | None:
    """The day on which the latest of the files of data was saved that lie in the folders, of those named (relative to the workspace, all of them)."""
    within = tuple(f"{folder}/" for folder in folders)
    data = (workspace.root / name for name in names if name.startswith(within) and f"/{EVIDENCE}/" not in name)
    times = [path.stat().st_mtime for path in data if path.is_file()]
    return datetime.fromtimestamp(max(times)).astimezone().date() if times else None


def _earlier(history: History, document: Key, today: date) -> Version | None:
    """The last version of a day before; None where there is none, or its findings weren't recorded with it."""
    for number, _ in reversed(history.entries(document)):
        version = history.version(document, number)
        if version is not None and _day(version) < today:
            details = history.details(version)
            counts = [figure.value for name in _COUNTED if details and (figure := details.figures.get(name)) and figure.value is not None]
            return version if counts and sum(counts) == len(version.findings) else None
    return None


def _since(earlier: Version, now: tuple[Mapping[str, Any], ...]) -> Since:
    changes = finding_changes(earlier.findings, now)
    return Since(_day(earlier), frozenset(map(_key, changes.new)), tuple(map(_key, changes.gone)))


def _key(finding: Mapping[str, Any]) -> tuple[str, str]:
    return str(finding["rule"]), str(finding["message"])


def _day(version: Version) -> date:
    return datetime.fromisoformat(version.time).date()
