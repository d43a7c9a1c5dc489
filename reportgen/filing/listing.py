"""归档清单.json: what an archive holds, signed by its unit; and 归档说明.txt, the same in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from reportgen.building.signature import PROGRAM, software
from reportgen.diagnostics import Unreadable
from reportgen.filing.archive import unusable
from reportgen.filing.keys import Signer, fingerprint
from reportgen.filing.names import is_safe
from reportgen.shapes import MISSHAPEN, strangers_json
from reportgen.versions.filings import Filing
from reportgen.versions.version import canonical

FORMAT = 1
_TEXTS = ("unit", "season", "kind", "number", "entry", "package", "program", "signer")


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds: `files` have the SHA-256 of every file but this list.

    `entry` seals the filing that was archived, `package` is the name of its filing package in the archive, `program` the version that made
    the other files. The unit's key `signer`, for which its
    former keys vouch (`vouchers`), has signed the `statement`.
    """

    unit: str
    season: str
    kind: str
    number: str
    entry: str
    package: str
    program: str
    files: Mapping[str, str]
    signer: str
    vouchers: tuple[tuple[str, str], ...]
    signature: str = ""

    def statement(self) -> bytes:
        """What the unit signs."""
        return b"reportgen archive\n" + canonical(self._fields())

    def content(self) -> bytes:
        """The list as JSON, for people too: a line for each file."""
        return json.dumps({**self._fields(), "signature": self.signature}, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def _fields(self) -> dict[str, Any]:
        texts = {name: getattr(self, name) for name in _TEXTS}
        return {"format": FORMAT, "files": dict(self.files), "vouchers": [list(one) for one in self.vouchers], **texts}

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The list that an archive brings. Raises Unreadable where it is none."""
        try:
            raw = strangers_json(content)
            if raw["format"] != FORMAT:
                raise unusable("是用另一版本的 reportgen 写的，格式不认识")
            vouchers = tuple((str(former), str(signature)) for former, signature in raw["vouchers"])
            files = {str(name): str(digest) for name, digest in dict(raw["files"]).items()}
            listing = cls(files=files, vouchers=vouchers, signature=str(raw["signature"]), **{name: str(raw[name]) for name in _TEXTS})
            fingerprint(listing.signer)
        except MISSHAPEN as fault:
            raise fault if isinstance(fault, Unreadable) else unusable("的内容不是归档清单") from fault
        if listing.content() != content:
            raise unusable("中的归档清单写法与程序写的不同，被改动过")
        if not all(map(is_safe, listing.files)) or listing.package not in listing.files:
            raise unusable("中有不应当出现的文件名")
        return listing


def signed_listing(filing: Filing, package: str, files: Mapping[str, str], signer: Signer) -> Listing:
    """The list of an archive of a filing, signed."""
    key = filing.key
    listing = Listing(key.unit, key.season, key.kind, filing.number, filing.entry, package, software()[PROGRAM], files, signer.public, signer.vouchers)
    return replace(listing, signature=signer.sign(listing.statement()))
