"""What stands against filing a document: what can be overridden with a reason that is recorded, and what can't."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from reportgen.building.current import current
from reportgen.building.outputs import Outputs
from reportgen.building.project import Project
from reportgen.diagnostics import Diagnostic, Place, Severity, error, one_line
from reportgen.documents.context import filing as printed_filing
from reportgen.filing.keys import Signer, fingerprint
from reportgen.filing.number import Printed
from reportgen.filing.original import Original
from reportgen.filing.sealing import originals
from reportgen.pipeline.season import Job, Season
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key, Version

SHOWN = 5  # the first ones lead to the rest


def printed_number(job: Job) -> Printed:
    """The number that a document prints."""
    given, unit = printed_filing(job.scope, job.kind), job.scope.unit
    place = given.place("number") or job.scope.inputs.description
    return Printed(given.number, place, unit.prefix)


def taken(filings: Iterable[Filing], key: Key, number: str) -> Iterator[Diagnostic]:
    """What no reason overrides: the number is that of another document."""
    for filing in filings:
        if filing.number == number and filing.key != key:
            message = f"{number}已经用于{filing.key.unit}的另一份公文（{filing.key.season}年度，{filing.time[:10]}报送）"
            yield error("filing.number-taken", message, help="一个文号只能用于一份公文，请核对发文登记，改正“公文”中的发文字号")


def obstacles(season: Season, job: Job, filings: Iterable[Filing], key: Key, number: str) -> Iterator[Diagnostic]:
    """What can be overridden: errors, what is missing, a number that this document was filed under before."""
    unit = job.scope.unit.name
    undecided = season.undecided.get(unit)
    if undecided:
        message = f"数据定不下来，公文保留的是上一版，现在的数据没有核查：{_some(map(one_line, undecided))}"
        help_text = "请先改正这些文件，重新生成后再报送"
        yield error("filing.undecided", message, *(place for fault in undecided for place in fault.places), help=help_text, unit=unit)
    else:
        yield from _of_data(season, job)
    for filing in filings:
        if (filing.key, filing.number) == (key, number):
            message = f"{number}已经在{filing.time[:10]}用于报送过这份公文"
            yield error(
                "filing.number-used",
                message,
                help="换发新文号的，请改正“公文”中的发文字号后重新生成；更正后按原文号重报的，请用 --override 写明理由",
                unit=unit,
            )


def _of_data(season: Season, job: Job) -> Iterator[Diagnostic]:
    """What is wrong with the data and missing from them."""
    composed, unit = season.compose(job), job.scope.unit.name
    check = f"请按 reportgen check {unit} 列出的办法改正"
    findings = [finding for finding in season.evaluate(job).findings if finding.severity is Severity.ERROR]
    if findings:
        message = f"核查有{len(findings)}项必须整改的问题：{_some(finding.message for finding in findings)}"
        yield error("filing.findings", message, *(place for finding in findings for place in finding.places), help=f"{check}，重新生成后再报送", unit=unit)
    faults = season.faults(job.scope)
    if faults:
        message = f"填报数据有{len(faults)}处错误：{_some(fault.message for fault in faults)}"
        yield error("filing.input-errors", message, *(place for fault in faults for place in fault.places), help=f"{check}，重新生成后再报送", unit=unit)
    if composed.undone:
        message = f"有{len(composed.undone)}处文字修改没有改成：{_some(fault.message for fault in composed.undone)}"
        yield error("filing.edits", message, *(place for fault in composed.undone for place in fault.places), help=f"{check}，重新生成后再报送", unit=unit)
    if composed.missing:
        message = f"还有{len(composed.missing)}处待补：{_some(composed.missing)}"
        yield error("filing.missing", message, help=f"请补齐数据（reportgen check {unit} 列出了缺什么、填在哪里），重新生成后再报送", unit=unit)


CLOCK = timedelta(minutes=2)
"""Two computers that share a folder tell times that differ by some seconds."""


def clock(time: datetime, version: Version, filings: Iterable[Filing], unit: str) -> Iterator[Diagnostic]:
    """The clock of this computer is behind what was recorded before: when the version was made, or the last filing."""
    last = max((datetime.fromisoformat(text) for text in (version.time, *(filing.time for filing in filings))), key=datetime.timestamp)
    if time.timestamp() < (last - CLOCK).timestamp():
        message = f"本机的时间（{time:%Y-%m-%d %H:%M}）早于最近的版本或者报送的时间（{last:%Y-%m-%d %H:%M}）：时钟不对，或者倒退过"
        yield error("filing.clock", message, help="请校准本机的日期和时间，再报送；时间确实不错的，用 --override 说明原来记错的原因", unit=unit)


def key_changed(signer: Signer, key: Key, filings: Iterable[Filing]) -> Iterator[Diagnostic]:
    """The unit signed its last filing by another key, which doesn't vouch for this one."""
    last = [filing.signer for filing in filings if filing.key.unit == key.unit and filing.signer]
    if last and signer.public != last[-1] and last[-1] not in (former for former, _ in signer.vouchers):
        message = f"签名密钥（指纹 {fingerprint(signer.public)}）不是以前报送用的（指纹 {fingerprint(last[-1])}），也没有得到它的认可"
        yield error("filing.key-changed", message, help="请从备份恢复原来的密钥；丢失了的，用 --override 说明，并把新的指纹告诉收文单位", unit=key.unit)


def outdated(season: Season, job: Job) -> Diagnostic:
    """The version that would be filed no longer is what the data say."""
    message = "填报数据、模板或者政策在生成之后有了变化，现有的文件已经不是最新的"
    help_text = f"请运行 reportgen build {job.scope.unit.name} --season {season.name} 重新生成，核对后再报送"
    return error("filing.outdated", message, Place(job.scope.inputs.folder), help=help_text, unit=job.scope.unit.name)


@dataclass(frozen=True, slots=True)
class FileStanding:
    """The files of a document that somebody has edited, and its originals; as problems the edited, those out of date, and originals that differ."""

    edited: tuple[Path, ...]
    sealed: tuple[Path, ...]
    problems: tuple[Diagnostic, ...]


def standing(project: Project, job: Job, html: str, outputs: Outputs) -> FileStanding:
    """How the files of a document stand to what `html` would make."""
    unit, digest = job.scope.unit.name, sha256(html.encode()).hexdigest()
    changed: list[Path] = []
    sealed: dict[Path, Original] = {}
    problems: list[Diagnostic] = []
    for format in job.kind.formats:
        file = current(project, outputs, (unit, job.kind.id), digest, format)
        if file.name not in outputs.written:
            continue
        place, name = Place(f"{outputs.folder.name}/{file.name}"), file.name
        if file.used != name:
            changed.append(outputs.folder / name)
            help_text = "需要保留的改动，请改到填报数据或者模板中，重新生成；不需要的，删除这个文件后重新生成"
            problems.append(error("filing.edited", "文件生成后被人修改过", place, help=help_text, unit=unit))
        elif not file.is_current:
            problems.append(error("filing.not-built", "文件不在了，或者不是最新的", place, help=f"请运行 reportgen build {unit} 重新生成", unit=unit))
        elif format == "pdf":
            found = originals(outputs, name)
            sealed |= found
            problems += [problem for one in found.values() for problem in one.problems if problem.severity is Severity.ERROR]
    return FileStanding(tuple(changed), tuple(sealed), tuple(problems))


def _some(texts: Iterable[str]) -> str:
    found = list(dict.fromkeys(texts))
    return "；".join(found[:SHOWN]) + (f"……共{len(found)}项" if len(found) > SHOWN else "")
