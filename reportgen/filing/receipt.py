"""A receipt: what the receiver of a package signs of it, so that neither side can say later that it was another one, or none."""

import glob
import json
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors
from reportgen.files import cause, replace_file
from reportgen.filing.archive import open_archive
from reportgen.filing.authorship import check_signer
from reportgen.filing.contents import check_contents
from reportgen.filing.keys import Signer, fingerprint, is_signed
from reportgen.shapes import MISSHAPEN, strangers_json
from reportgen.versions.filings import Filing
from reportgen.versions.version import canonical

FORMAT = 1
MAX_BYTES = 2**20  # a receipt has a kilobyte or two
MARK = "-回执-"
_TEXTS = ("receiver", "by", "time", "unit", "season", "kind", "number", "entry", "signer")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who has received which filing, and when (ISO 8601): `entry` seals the filing and all before it, `position` is its place in the log.

    `receiver` is the unit that signs with the key `signer`, whose former keys vouch for it (`vouchers`), `by` the person.
    """

    receiver: str
    by: str
    time: str
    unit: str
    season: str
    kind: str
    number: str
    position: int
    entry: str
    signer: str
    vouchers: tuple[tuple[str, str], ...]
    signature: str = ""

    def statement(self) -> bytes:
        """What the receiver signs."""
        return b"reportgen receipt\n" + canonical(self._fields())

    def content(self) -> bytes:
        """The receipt as JSON, a line for each field."""
        return json.dumps({**self._fields(), "signature": self.signature}, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def _fields(self) -> dict[str, Any]:
        return {"format": FORMAT, "position": self.position, "vouchers": [list(one) for one in self.vouchers], **{name: getattr(self, name) for name in _TEXTS}}

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The receipt that somebody brings. Raises Unreadable where it is none."""
        try:
            raw = strangers_json(content)
            if raw["format"] != FORMAT:
                raise Unreadable("unusable", "是用另一版本的 reportgen 写的，格式不认识")
            vouchers = tuple((str(former), str(signature)) for former, signature in raw["vouchers"])
            receipt = cls(position=int(raw["position"]), vouchers=vouchers, signature=str(raw["signature"]), **{name: str(raw[name]) for name in _TEXTS})
            datetime.fromisoformat(receipt.time)
            fingerprint(receipt.signer)
        except MISSHAPEN as fault:
            raise fault if isinstance(fault, Unreadable) else Unreadable("unusable", "不是报送包的回执") from fault
        if receipt.content() != content:
            raise Unreadable("unusable", "的写法与程序写的不同，被改动过")
        return receipt


def make_receipt(package: Path, target: Path | None, signer: Signer, by: str, time: datetime) -> tuple[Path | None, Receipt | None, tuple[Diagnostic, ...]]:
    """Write the receipt of a package by the unit of `signer`, to `target` or beside it; None where the package is not whole, or it can't be written.

    Whether the documents come out of the data is not looked at: that is what verifying is for.
    """
    archive, problems = open_archive(package)
    if archive is None:
        return None, None, problems
    try:
        with archive, tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
            contents = check_contents(archive, None, Path(folder))
        if has_errors(contents.problems):
            return None, None, contents.problems
        receipt = _signed(contents.filing, signer, by, time)
        path = target or package.with_name(f"{package.stem}{MARK}{signer.unit}.json")
        replace_file(path, receipt.content())
    except Unreadable as fault:
        return None, None, (fault.diagnostic("package", Place(package.name), "报送包"),)
    except OSError as fault:
        return None, None, (error("receipt.failed", f"回执没有写成：{cause(fault)}", Place(package.name), help="请检查磁盘空间和文件夹权限"),)
    return path, receipt, contents.problems


def receipts_beside(package: Path) -> tuple[Path, ...]:
    """The receipts that stand beside a package, by their names."""
    return tuple(sorted(package.parent.glob(f"{glob.escape(package.stem)}{MARK}*.json")))


def read_receipt(path: Path) -> Receipt:
    """A receipt from a file. Raises Unreadable, OSError."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable("unusable", "不是报送包的回执")
    return Receipt.read(content)


def check_receipt(path: Path, filing: Filing, config: Path) -> tuple[Receipt | None, tuple[Diagnostic, ...]]:
    """A receipt, where it is one of the filing; and what is wrong with it. `config` has the keys that are known."""
    place, help_text = Place(path.name), "请向收文单位核对，必要时请其重新出具"
    try:
        receipt = read_receipt(path)
    except Unreadable as fault:
        return None, (fault.diagnostic("receipt", place, "回执", help_text),)
    except OSError as fault:
        return None, (error("receipt.unreadable", f"回执读不了：{cause(fault)}", place, help="请检查文件是否存在、有没有读取权限"),)
    if not is_signed(receipt.signer, receipt.signature, receipt.statement()):
        return None, (error("receipt.signature-broken", "回执的签名与内容不符，被改动过", place, help=help_text),)
    said = (receipt.unit, receipt.season, receipt.kind, receipt.number, receipt.position, receipt.entry)
    if said != (filing.key.unit, filing.key.season, filing.key.kind, filing.number, filing.position, filing.entry):
        return None, (error("receipt.other-package", f"回执是另一个报送包的（{receipt.unit}，{receipt.number}）", place, help=help_text),)
    return receipt, check_signer("receipt", "回执", receipt.receiver, receipt.signer, receipt.vouchers, config, place)


def _signed(filing: Filing, signer: Signer, by: str, time: datetime) -> Receipt:
    key, shown = filing.key, time.isoformat(timespec="seconds")
    receipt = Receipt(signer.unit, by, shown, key.unit, key.season, key.kind, filing.number, filing.position, filing.entry, signer.public, signer.vouchers)
    return replace(receipt, signature=signer.sign(receipt.statement()))
