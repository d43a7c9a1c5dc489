"""清单.json: what a package holds, and what is needed to make its documents again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from reportgen.diagnostics import Unreadable
from reportgen.filing.archive import unusable
from reportgen.filing.names import DATA, is_safe
from reportgen.inputs.schema.programme import SEASON_NAME
from reportgen.shapes import MISSHAPEN, strangers_json
from reportgen.versions.version import Key, canonical
from reportgen.workspace import is_year

FORMAT = 2
READ = (1, FORMAT)
"""The formats that are read: the first knew no 发文机关, and its filings weren't signed."""
MAX_BYTES = 32 * 2**20
"""The largest manifest that is read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package holds.

    `key` is the document, `kind` its kind's Chinese name, `authority` the 发文机关, None in packages of the first format.
    `html`, `docx` and `pdf` are the names of its files, `reports` those of the
    reports by kind's id and format (compliance.pdf). `attached` are the inputs inside the PDF, by their names in the package.
    `others` are the names of units of the season that aren't here, which the rules look for; `placeholders` are files of the workspace
    of which the name alone counts. `repeats` says whether the documents came out of these inputs; `against` is what stood against
    filing. `signature` is what else the bytes depend on, by names that people read. `files` has the SHA-256 of every file but the manifest and the log.
    `masked` are the files that are masked copies, each with what proves its original to the office that has it (`copies.proof`). `season_name` is what the
    programme calls its season.
    """

    key: Key
    kind: str
    authority: str | None
    html: str
    docx: str
    pdf: str
    reports: Mapping[str, str]
    attached: tuple[str, ...]
    others: tuple[str, ...]
    placeholders: tuple[str, ...]
    repeats: bool
    against: tuple[str, ...]
    signature: Mapping[str, str]
    files: Mapping[str, str]
    masked: Mapping[str, str] = field(default_factory=dict)
    season_name: str = SEASON_NAME

    @property
    def season(self) -> str:
        """The season as a line of a note says it: 采暖季：2023—2024年, 年度：2024年."""
        year = self.key.season
        return f"{self.season_name}：{f'{year}—{int(year) + 1}' if self.season_name == SEASON_NAME else year}年"

    def content(self) -> bytes:
        """The manifest as JSON, for people too: a line for each file."""
        document = {"html": self.html, "docx": self.docx, "pdf": self.pdf}
        value = {
            "format": FORMAT,
            **self.key._asdict(),
            "kind_name": self.kind,
            "authority": self.authority,
            "document": document,
            "reports": dict(self.reports),
            "attached": list(self.attached),
            "others": list(self.others),
            "placeholders": list(self.placeholders),
            "repeats": self.repeats,
            "against": list(self.against),
            "signature": dict(self.signature),
            "files": dict(self.files),
            "masked": dict(self.masked),
            **({"season_name": self.season_name} if self.season_name != SEASON_NAME else {}),
        }
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The manifest that a package brings: nothing in it is believed but its form. Raises Unreadable."""
        try:
            raw = strangers_json(content)
            if raw["format"] not in READ:
                raise unusable("是用另一版本的 reportgen 写的，格式不认识")
            document = raw["document"]
            manifest = cls(
                Key(str(raw["season"]), str(raw["unit"]), str(raw["kind"])),
                str(raw["kind_name"]),
                None if raw["format"] == 1 else str(raw["authority"]),
                str(document["html"]),
                str(document["docx"]),
                str(document["pdf"]),
                _texts(raw["reports"]),
                _list(raw["attached"]),
                _list(raw["others"]),
                _list(raw["placeholders"]),
                bool(raw["repeats"]),
                _list(raw["against"]),
                _texts(raw["signature"]),
                _texts(raw["files"]),
                _texts(raw.get("masked", {})),  # packages of before have none
                str(raw.get("season_name", SEASON_NAME)),
            )
        except MISSHAPEN as fault:
            raise fault if isinstance(fault, Unreadable) else unusable("的内容不是报送包清单") from fault
        manifest._check()
        return manifest

    def _check(self) -> None:
        """Raises Unreadable where a name leads anywhere but into the package, or to a file that isn't listed."""
        named = (self.html, self.docx, self.pdf, *self.reports.values(), *self.attached, *self.masked)
        inside = all(name.startswith(f"{DATA}/inputs/") for name in (*self.placeholders, *self.attached, *self.masked))
        if not is_year(self.key.season) or not inside or not all(map(is_safe, (*self.files, *self.placeholders))) or not set(named) <= self.files.keys():
            raise unusable("中有不应当出现的文件名")


def _texts(raw: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in dict(raw).items()}


def _list(raw: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in list(raw))


def log_content(entries: tuple[bytes, ...]) -> bytes:
    """报送记录.json: the entries of the log of filings up to that of the package, as they are sealed."""
    return canonical([json.loads(entry) for entry in entries])


def read_log(content: bytes) -> tuple[bytes, ...]:
    """The entries that `log_content` wrote, each as it is sealed. Raises Unreadable."""
    try:
        return tuple(canonical(entry) for entry in list(strangers_json(content)))
    except MISSHAPEN as fault:
        raise unusable("的内容不是报送记录") from fault
