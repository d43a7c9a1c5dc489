"""The steps of a document as they are recorded (办理过程): drafting, review, sealing, filing, receipt.

What isn't recorded stays empty: nobody is named by guessing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pypdfium2

from reportgen.diagnostics import Unreadable
from reportgen.filing.keys import fingerprint
from reportgen.filing.original import is_scan
from reportgen.filing.receipt import Receipt
from reportgen.filing.seals import Seal, seals
from reportgen.inputs.wording import some
from reportgen.reconcile.file import read_returned
from reportgen.versions.filings import Filing
from reportgen.versions.history import History
from reportgen.versions.version import Version

DRAFT, CHANGE, CHECK, EDIT, SIGN, SEAL, FILE, RECEIVE, ARCHIVE = "拟稿", "修改", "核查", "核稿", "签发", "用印", "报送", "签收", "归档"


SHOWN = 3  # files: more don't go on a line of the form


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what it is, when and by whom, as far as that is recorded, and what is recorded of it. What is empty is left to be filled in by hand."""

    stage: str
    time: str = ""
    by: str = ""
    words: str = ""


def steps_of(
    history: History, filing: Filing, before: Sequence[Filing], edited: Mapping[str, bytes], sealed: Mapping[str, bytes], receipts: Sequence[Receipt]
) -> tuple[Step, ...]:
    """The steps of a filing, whose document was filed `before` under its number.

    `edited` and `sealed` are the files in its package that somebody edited or sealed, by their names.
    """
    versions = tuple(version for version in history.versions(filing.key) if version.number <= filing.version)
    return (
        *_drafting(versions),
        *(step for name, content in edited.items() for step in _editing(name, content)),
        Step(SIGN),
        *((step for name, content in sealed.items() for step in _sealing(name, content)) if sealed else (Step(SEAL),)),
        *(Step(FILE, _minute(one.time), one.by, f"第{number}次报送，第{one.version}版") for number, one in enumerate(before, 1)),
        Step(FILE, _minute(filing.time), filing.by, _filing(filing, len(before))),
        *(Step(RECEIVE, _minute(one.time), f"{one.receiver}　{one.by}", f"回执，签名公钥的指纹{fingerprint(one.signer)}") for one in receipts),
        Step(ARCHIVE),
    )


def pages_of(pdf: bytes) -> int:
    """The number of pages of a PDF of our own."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _drafting(versions: tuple[Version, ...]) -> Iterator[Step]:
    """The first version, what changed until the last, and what the rules found in that."""
    if not versions:
        return
    first, last = versions[0], versions[-1]
    yield Step(DRAFT, _minute(first.time), "", f"第{first.number}版，由填报数据生成")
    if len(versions) > 1:
        files = sorted({cause.name.rpartition("/")[2] for version in versions[1:] for cause in version.causes if cause.name.startswith("inputs/")})
        why = f"，改动了{some(files, SHOWN, '个文件')}" if files else ""
        yield Step(CHANGE, _minute(last.time), "", f"共{len(versions) - 1}次，到第{last.number}版{why}")
    counts = {word: sum(finding.get("severity") == severity for finding in last.findings) for severity, word in _SEVERITIES.items()}
    found = "、".join(f"{word}{count}项" for word, count in counts.items() if count) or "没有发现问题"
    yield Step(CHECK, _minute(last.time), "", f"第{last.number}版按政策逐条核查：{found}")


_SEVERITIES = {"error": "必须整改", "warning": "应当核实", "notice": "提示"}


def _editing(name: str, content: bytes) -> Iterator[Step]:
    """Who changed a Word file or wrote comments in it, as it says; of another file only that there is one."""
    try:
        returned = read_returned(content) if name.endswith(".docx") else None
    except Unreadable:
        returned = None
    marks = [(one.author, one.date, "修订") for one in returned.revisions] + [(one.author, one.date, "批注") for one in returned.comments] if returned else []
    if not marks:
        yield Step(EDIT, "", "", f"人工修改稿“{name}”，修改人没有记录")
    for author in dict.fromkeys(author for author, _, _ in marks):
        own = [(date, what) for one, date, what in marks if one == author]
        counts = "、".join(f"{what}{number}处" for what in ("修订", "批注") if (number := sum(one == what for _, one in own)))
        yield Step(EDIT, _minute(max(date for date, _ in own)), author, f"人工修改稿“{name}”：{counts}")


def _sealing(name: str, content: bytes) -> Iterator[Step]:
    found = seals(content)
    for seal in found:
        yield Step(SEAL, seal.time.strftime("%Y-%m-%d %H:%M") if seal.time else "", seal.signer, _seal(name, seal))
    if not found:
        yield Step(SEAL, "", "", f"正本“{name}”{f'是扫描件，{pages_of(content)}页' if is_scan(content) else ''}")


def _seal(name: str, seal: Seal) -> str:
    judged = {True: "内容与签名时一致", False: "内容与签名时不一致", None: "本程序不能核验"}[seal.intact]
    return f"正本“{name}”上的电子印章（签名），时间是签名自述的，{judged}"


def _filing(filing: Filing, before: int) -> str:
    again = f"第{before + 1}次报送，" if before else ""
    why = f"；报送时有问题没有解决，理由：{filing.why}" if filing.why else ""
    return f"{again}第{filing.version}版，报送记录第{filing.position}条{why}"


def _minute(time: str) -> str:
    """A recorded time (ISO 8601) to the minute, as it stands there; what is no time as it is."""
    try:
        return f"{datetime.fromisoformat(time):%Y-%m-%d %H:%M}"
    except ValueError:
        return time
