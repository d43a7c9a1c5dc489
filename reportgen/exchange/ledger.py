"""What was handed out and what came back, as it is kept below exchange/SEASON/ of the workspace.

Personal data of the units stand in these files as in inputs/: nothing else of the program reads them, and no package or document takes from them.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.exchange.identity import Identity
from reportgen.files import replace_file
from reportgen.shapes import MISSHAPEN, listed, shaped, strangers_json
from reportgen.workspace import Workspace

FOLDER = "exchange"
"""The folder of a workspace."""
FORMAT = 1
ACCEPTED, FAULTY = "accepted", "faulty"
_MOST = 2**20  # bytes of a record: a receipt lists what was wrong


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done with a returned file: whose it was (标识), its name and SHA-256, who had filled it in, when it was collected (ISO 8601) and by whom.

    `state` is accepted or faulty; `faults` are in words, `lacking` are the titles of tables that had nothing in them.
    """

    mark: str
    unit: str
    season: str
    upper: str
    due: str
    version: str
    file: str
    sha256: str
    filled_by: str
    time: str
    by: str
    state: str
    faults: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    tables: int = 0

    @property
    def is_accepted(self) -> bool:
        """Whether the file was taken in."""
        return self.state == ACCEPTED

    @property
    def is_late(self) -> bool:
        """Whether it came after its deadline."""
        return bool(self.due) and self.time[: len(self.due)] > self.due


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records of a season."""

    folder: Path

    def issued(self) -> tuple[Identity, ...]:
        """What was handed out, the earliest first. Raises Unreadable."""
        raw = [_read(path) for path in sorted((self.folder / "issued").glob("*.json"))]
        try:
            found = [shaped(Identity(**one), Identity) for one in raw]
            return tuple(sorted(found, key=lambda one: (one.handed, one.unit, int(one.version))))
        except MISSHAPEN as fault:
            raise _unusable("下发记录") from fault

    def workbook(self, mark: str) -> Path:
        """The workbook as it was handed out: what was changed in it is told from this."""
        return self.folder / "issued" / f"{mark}.xlsx"

    def issue(self, identity: Identity, content: bytes) -> None:
        """Notes what is handed out. Raises OSError."""
        replace_file(self.workbook(identity.mark), content)
        replace_file(self.folder / "issued" / f"{identity.mark}.json", _written(asdict(identity)))

    def receipts(self) -> tuple[Receipt, ...]:
        """The receipts, the earliest first. Raises Unreadable."""
        raw = [_read(path) for path in sorted((self.folder / "receipts").glob("*.json"))]
        try:
            found = [shaped(Receipt(**{**one, **{key: tuple(listed(one[key])) for key in ("faults", "lacking")}}), Receipt) for one in raw]
        except MISSHAPEN as fault:
            raise _unusable("回执") from fault
        return tuple(sorted(found, key=lambda one: (one.time, one.unit, one.sha256)))

    def received(self, receipt: Receipt) -> Path:
        """The workbook of a receipt as it was returned."""
        return self.folder / "received" / f"{receipt.mark}-{receipt.sha256[:16]}.xlsx"

    def keep(self, receipt: Receipt, content: bytes) -> Path:
        """Writes a receipt, and the workbook that it is for. Raises OSError."""
        replace_file(self.received(receipt), content)
        path = self.folder / "receipts" / f"{receipt.unit}-{receipt.mark}-{receipt.sha256[:8]}-{receipt.state}.json"
        replace_file(path, _written(asdict(receipt)))
        return path


def open_ledger(workspace: Workspace, season: str) -> Ledger:
    """The records of a season of a workspace."""
    return Ledger(workspace.root / FOLDER / season)


def unusable(ledger: Ledger, fault: Unreadable) -> Diagnostic:
    """The fault of records that can't be read."""
    return fault.diagnostic("exchange", Place(ledger.folder.as_posix()))


def not_written(path: Path, reason: str) -> Diagnostic:
    """The fault of a file that can't be written."""
    return error("exchange.not-written", f"写不了（{reason}）", Place(path.as_posix()), help="请关闭打开它的程序，检查磁盘空间和文件夹的写权限")


def _written(fields: dict[str, object]) -> bytes:
    return json.dumps({"format": FORMAT, **fields}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        content = file.read(_MOST + 1)
    try:
        raw = dict(strangers_json(content)) if len(content) <= _MOST else {}
    except MISSHAPEN as fault:
        raise _unusable(path.name) from fault
    if raw.pop("format", None) != FORMAT:
        raise _unusable(path.name)
    return raw


def _unusable(name: str) -> Unreadable:
    return Unreadable("unusable", f"“{name}”读不了，或者被改动过", "请从备份中恢复 exchange 文件夹")
