"""Writing outputs: whole or not at all, and never over a file that somebody has edited."""

import hashlib
import json
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath

from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.files import replace_file

LEDGER = ".reportgen/written.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What reportgen last wrote to a file: the SHA-256 of its bytes, and the key of what they were made from."""

    file: str
    key: str


@dataclass(slots=True)
class Outputs:
    """The outputs folder and the ledger of what reportgen last wrote there, by path."""

    folder: Path
    written: dict[str, Written] = field(default_factory=dict)
    _unsaved: dict[str, Written] = field(default_factory=dict)

    def put(self, name: str, content: bytes, key: str) -> tuple[Path | None, bool, tuple[Diagnostic, ...]]:
        """Write `content`, made from what `key` stands for, to `name` (relative to the folder).

        Gives the file, whether it changed, and problems.

        Where the file there isn't what was last written, an officer has edited it: the new one goes beside it, as
        （新生成）, or as （新生成2） and so on where that one was edited too.
        """
        digest = hashlib.sha256(content).hexdigest()
        shown = f"{self.folder.name}/{name}"
        problems: tuple[Diagnostic, ...] = ()
        try:
            used, present = self._free(name, digest)
            target = self.folder / used
            if used != name:
                help_text = f"新生成的文件另存为“{target.name}”；不需要保留修改的，删除原文件后重新生成"
                problems = (warning("outputs.edited", f"{shown} 被人修改过，没有覆盖", Place(shown), help=help_text),)
            if present != digest:
                replace_file(target, content)
            self.written[used] = self._unsaved[used] = Written(digest, key)
        except PermissionError:
            help_text = "文件可能正在 Word 或 WPS 中打开，或者没有写权限；请关闭后重试"
            return None, False, (error("outputs.locked", f"写不了 {shown}", Place(shown), help=help_text),)
        except OSError as fault:
            reason = fault.strerror or str(fault)
            return None, False, (error("outputs.failed", f"写不了 {shown}：{reason}", Place(shown), help="请检查磁盘空间和文件夹权限"),)
        return target, present != digest, problems

    def _free(self, name: str, digest: str) -> tuple[str, str | None]:
        """The first of `name` and the names beside it that nobody has edited, and the digest of what is there."""
        path = PurePosixPath(name)
        for number in count():
            mark = f"（新生成{number if number > 1 else ''}）" if number else ""
            used = path.with_name(f"{path.stem}{mark}{path.suffix}").as_posix()
            present = _digest(self.folder / used)
            if present in (None, digest) or self._is_own(used, present):
                break
        return used, present

    def is_current(self, name: str, key: str) -> bool:
        """Whether `name` is there as it was last written, from what `key` stands for."""
        known = self.written.get(name)
        return known is not None and known.key == key and self._is_own(name, _digest(self.folder / name))

    def _is_own(self, name: str, digest: str | None) -> bool:
        known = self.written.get(name)
        return known is not None and known.file == digest

    def save(self) -> tuple[Diagnostic, ...]:
        """Keep the ledger for the next build; what another run has written meanwhile stays in it."""
        if not self._unsaved:
            return ()
        ledger = {name: {"file": known.file, "key": known.key} for name, known in (_read_ledger(self.folder) | self._unsaved).items()}
        text = json.dumps(ledger, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            replace_file(self.folder / LEDGER, text.encode())
        except OSError as fault:
            return (error("outputs.failed", f"写不了 {LEDGER}：{fault.strerror}", help="请检查磁盘空间和文件夹权限"),)
        self._unsaved.clear()
        return ()


def file_name(season: str, folder: str, kind: str, format: str) -> str:
    """Where a document stands in the outputs: season, the unit's folder, the kind's Chinese name, the format."""
    return f"{season}/{folder}/{kind}.{format}"


def open_outputs(folder: Path) -> Outputs:
    """The outputs of a workspace with what the ledger remembers; an unreadable ledger remembers nothing."""
    return Outputs(folder, _read_ledger(folder))


def _read_ledger(folder: Path) -> dict[str, Written]:
    try:
        raw = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raw = {}
    return {str(name): known for name, entry in raw.items() if (known := _read_entry(entry))} if isinstance(raw, dict) else {}


def _read_entry(entry: object) -> Written | None:
    match entry:
        case {"file": str(file), **more}:
            return Written(file, str(more.get("key", "")))  # without a key, it is ours and will be made again
    return None


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
