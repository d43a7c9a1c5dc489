"""What is to be filed: the document, its version and number, and all that stands against filing it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.building.outputs import open_outputs
from reportgen.building.project import Project
from reportgen.diagnostics import Diagnostic, error
from reportgen.filing.keys import Signer
from reportgen.filing.number import check_number
from reportgen.filing.obstacles import clock, key_changed, obstacles, outdated, printed_number, standing, taken
from reportgen.filing.rebuild import job_of
from reportgen.pipeline.season import Job
from reportgen.render.visible import visible
from reportgen.versions.filings import Filing
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to be filed: the number as typed, who files it, when (with a time zone), its unit's key, and why nevertheless.

    `visible` is the digest of what a reader saw of it when it was signed: a version that says anything else isn't filed. Empty: nobody asks for that.
    """

    key: Key
    number: str
    by: str
    time: datetime
    signer: Signer
    why: str = ""
    visible: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A document that can be filed. `filing` has no place in the log yet, unless it is `again` one that is there.

    `html` is the version's where the data have moved since (`moved`); `before` is how often it was filed under its number before.
    `against` is what a reason overrides, `edited` are the files that somebody has edited, `sealed` those that somebody has sealed or signed.
    """

    job: Job
    filing: Filing
    html: str
    moved: bool
    again: bool
    before: int
    against: tuple[Diagnostic, ...]
    edited: tuple[Path, ...]
    sealed: tuple[Path, ...]


def look_into(project: Project, history: History, request: Request) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """The case of a request; None and what is wrong with it, where no reason could override that."""
    key = request.key
    season = project.season(frozenset((key.unit,)))
    job = job_of(season, key)
    if job is None or not job.kind.filed:
        help_text = "可以报送的文种见 templates/kinds.yaml；单位的数据能否读取，请运行 reportgen check 查看"
        return None, (error("filing.no-document", f"{key.unit}没有这份可以报送的公文", help=help_text),)
    composed = season.compose(job)
    if composed.html is None:
        return None, composed.problems
    filings, present = history.filings(), history.number(key)
    version = history.version(key, present) if present else None
    if version is None:
        unmade = error(
            "filing.no-version", f"{key.unit}《{job.kind.name}》还没有生成过", help=f"请先运行 reportgen build {key.unit}；文件已经生成的，加上 --force"
        )
        return None, tuple(history.problems) or (unmade,)
    if request.visible not in ("", version.visible):
        other = error("filing.not-signed", f"现在的第{version.number}版不是签发的那一版，没有报送", help="请把现在的这一版重新提交、审核、签发，再报送")
        return None, (other,)
    number, wrong = check_number(request.number, printed_number(job), job.kind.name)
    earlier = next((one for one in filings if (one.key, one.version, one.number) == (key, version.number, number)), None)
    if earlier is None:
        wrong = (*wrong, *taken(filings, key, number))
    moved = visible(composed.html) != version.visible
    html = history.html(version) if moved else composed.html
    if wrong or html is None or history.problems:
        return None, (*wrong, *history.problems)
    files = standing(project, job, composed.html, open_outputs(project.workspace.outputs))
    before = filings[: earlier.position - 1] if earlier else filings
    against = [*obstacles(season, job, before, key, number), *(one for one in files.problems if not (moved and one.code == "filing.not-built"))]
    if earlier is None:
        against += [*clock(request.time, version, filings, key.unit), *key_changed(request.signer, key, filings)]
    if moved:
        against.append(outdated(season, job))
    times = sum((one.key, one.number) == (key, number) for one in before)
    return Case(job, earlier or _filing(request, version, number), html, moved, earlier is not None, times, tuple(against), files.edited, files.sealed), ()


def _filing(request: Request, version: Version, number: str) -> Filing:
    time = request.time.isoformat(timespec="seconds")
    signer = request.signer
    return Filing(0, "", request.key, version.number, version.entry, number, time, request.by, request.why, version.visible, {}, signer.public, signer.vouchers)
