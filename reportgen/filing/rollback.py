"""Whether the log of filings was put back or rewritten: the packages and receipts beside the outputs know its head as it was when they were made."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable, error, notice, warning
from reportgen.filing.archive import open_archive
from reportgen.filing.contents import check_contents
from reportgen.filing.obstacles import CLOCK
from reportgen.filing.receipt import MARK, read_receipt
from reportgen.versions.filings import Filing
from reportgen.versions.history import History

_RESTORE = "请从备份恢复 outputs/.reportgen 文件夹，或者向收文单位取回他们保存的报送包来核对"
_SIGN = "-报送包-"
_OTHER_KEY = "package.other-key"  # a key that has been lost since: whether the package is this workspace's is said by its entry in the log


def check_rollback(history: History, outputs: Path) -> Iterator[Diagnostic]:
    """Compare the log with the packages and receipts in the folders of the outputs, and its times with each other."""
    filings = {filing.position: filing for filing in history.filings()}
    found: set[str] = set()
    for path in sorted(outputs.glob(f"*/*/*{_SIGN}*.zip")):
        place = Place(f"{outputs.name}/{path.relative_to(outputs).as_posix()}")
        archive, problems = open_archive(path)
        try:
            if archive is None:
                yield error("history.package-altered", f"报送包打不开：{'；'.join(one.message for one in problems)}", place, help=_EXPORT)
                continue
            with archive, tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
                contents = check_contents(archive, None, Path(folder))
        except Unreadable as fault:
            yield error("history.package-altered", f"报送包读不了：{fault.message}", place, help=_EXPORT)
            continue
        wrong = [problem for problem in contents.problems if problem.severity is Severity.ERROR and problem.code != _OTHER_KEY]
        if wrong:
            yield error("history.package-altered", f"报送包被改动过：{wrong[0].message}", place, help=_EXPORT)
        found.add(contents.filing.entry)
        yield from _in_log(filings, contents.filing.position, contents.filing.entry, contents.filing.number, place)
    for path in sorted(outputs.glob(f"*/*/*{MARK}*.json")):
        place = Place(f"{outputs.name}/{path.relative_to(outputs).as_posix()}")
        try:
            receipt = read_receipt(path)
        except (Unreadable, OSError) as fault:
            yield error("history.receipt-altered", f"回执读不了：{fault}", place, help="请向收文单位重新索取")
            continue
        yield from _in_log(filings, receipt.position, receipt.entry, receipt.number, place)
    for filing in filings.values():
        if filing.entry not in found:
            message = f"{filing.key.unit}以{filing.number}报送（{filing.time[:10]}）的报送包不在公文旁边"
            yield error("history.package-gone", message, help=_EXPORT)
    yield from _backwards(tuple(filings.values()))
    if filings or found:
        told = "没有报送过的版本、连同报送包一起退回的记录，在本机查不出来：请与收文单位保存的报送包、回执和备份对照"
        yield notice("history.unknowable", told, help="收文单位的报送包中有到那一次为止的全部报送记录，用 reportgen verify 核对")


_EXPORT = "原样的报送包可以用 reportgen export 单位 文种 --version 版本 再写出"


def _in_log(filings: dict[int, Filing], position: int, entry: str, number: str, place: Place) -> Iterator[Diagnostic]:
    filing = filings.get(position)
    if filing is None:
        message = f"以{number}报送的是第{position}条，报送记录中只有{len(filings)}条：后面的被删除了，或者退回了旧的记录"
        yield error("history.rolled-back", message, place, help=_RESTORE)
    elif filing.entry != entry:
        yield error("history.rolled-back", f"第{position}条报送记录与报送时的不同：被改写了，或者退回旧的记录以后又报送过", place, help=_RESTORE)


def _backwards(filings: tuple[Filing, ...]) -> Iterator[Diagnostic]:
    for before, after in pairwise(filings):
        earlier, later = (datetime.fromisoformat(filing.time) for filing in (before, after))
        if later.timestamp() < (earlier - CLOCK).timestamp():
            message = f"第{after.position}条报送记录的时间（{later:%Y-%m-%d %H:%M}）早于前一条（{earlier:%Y-%m-%d %H:%M}）：当时的时钟倒退过"
            yield warning("history.clock", message, help="报送的先后以记录的次序为准")
