"""The log of filings (报送记录): each entry freezes a version under its document number and seals the entry before it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from reportgen.shapes import shaped
from reportgen.versions.version import Key, canonical, reading_record


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing. All of it, and by `previous` all before it, is sealed by `entry`, the SHA-256 of its content.

    `position` counts the filings of a workspace from 1. `version` is the version's number, `sealed` the SHA-256 of its record.
    `number` is the document number (发文字号), `time` ISO 8601, `by` who filed it, `why` the reason given where it was filed though
    something stood against it. `visible` is the digest of what a reader sees. `frozen` names the objects kept for good: html, docx, pdf,
    and manifest, the list of what its package holds. `signer` is the unit's public key (Ed25519, hexadecimal), `signature` its signature
    of the `statement`; `vouchers` are the unit's former keys, the oldest first, each with its signature of the key that followed it.
    Filings of before there were keys have none of the three.
    """

    position: int
    previous: str
    key: Key
    version: int
    sealed: str
    number: str
    time: str
    by: str
    why: str
    visible: str
    frozen: Mapping[str, str]
    signer: str = ""
    vouchers: tuple[tuple[str, str], ...] = ()
    signature: str = ""
    entry: str = field(default="", compare=False)

    def content(self) -> bytes:
        """The entry as canonical JSON, all but `entry`, which is its SHA-256."""
        return canonical({**self._fields(), "signature": self.signature} if self.signer else self._fields())

    def statement(self) -> bytes:
        """What the unit signs: the entry without the signature."""
        return b"reportgen filing\n" + canonical(self._fields())

    def _fields(self) -> dict[str, Any]:
        texts = {name: getattr(self, name) for name in _TEXTS}
        signer = {"signer": self.signer, "vouchers": [list(voucher) for voucher in self.vouchers]} if self.signer else {}
        return {"position": self.position, "version": self.version, **self.key._asdict(), **texts, "frozen": dict(self.frozen), **signer}

    @classmethod
    @reading_record()
    def read(cls, content: bytes) -> Self:
        """The filing that `content` describes. Raises DamagedRecord where it describes none."""
        raw = json.loads(content)
        texts = {name: raw[name] for name in _TEXTS}
        datetime.fromisoformat(texts["time"])
        key = Key(raw["season"], raw["unit"], raw["kind"])
        vouchers = tuple((former, signature) for former, signature in raw.get("vouchers", ()))
        signer, signature = raw.get("signer", ""), raw.get("signature", "")
        entry = sha256(content).hexdigest()
        signed = cls(position=raw["position"], version=raw["version"], key=key, frozen=raw["frozen"], vouchers=vouchers, entry=entry, **texts)
        return shaped(replace(signed, signer=signer, signature=signature), cls)


_TEXTS = ("previous", "sealed", "number", "time", "by", "why", "visible")


def breaks(filings: Sequence[Filing]) -> Iterator[int]:
    """The positions at which a log, from its first entry, is not what it was: an entry altered, left out, or put elsewhere."""
    previous = ""
    for position, filing in enumerate(filings, 1):
        if (filing.position, filing.previous) != (position, previous):
            yield position
        previous = filing.entry
