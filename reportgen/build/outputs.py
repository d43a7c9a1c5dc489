"""Writing outputs: whole or not at all, and never over a file that somebody has edited."""

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, error, warning

LEDGER = ".reportgen/written.json"


@dataclass(slots=True)
class Outputs:
    """The outputs folder and the ledger of what reportgen last wrote there (path -> SHA-256)."""

    folder: Path
    written: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> tuple[Path | None, bool, tuple[Diagnostic, ...]]:
        """Write `content` to `name` (relative to the folder); gives the file, whether it changed, and problems.

        Where the file there isn't what was last written, an officer has edited it: the new one goes beside it.
        """
        target = self.folder / name
        digest = hashlib.sha256(content).hexdigest()
        shown = f"{self.folder.name}/{name}"
        try:
            present = _digest(target)
            if present == digest:
                self.written[name] = digest
                return target, False, ()
            problems: tuple[Diagnostic, ...] = ()
            if present is not None and present != self.written.get(name):
                target = target.with_name(f"{target.stem}（新生成）{target.suffix}")
                help_text = f"新生成的文件另存为“{target.name}”；不需要保留修改的，删除原文件后重新生成"
                problems = (warning("outputs.edited", f"{shown} 被人修改过，没有覆盖", Place(shown), help=help_text),)
            else:
                self.written[name] = digest
            _replace(target, content)
        except PermissionError:
            help_text = "文件可能正在 Word 或 WPS 中打开，或者没有写权限；请关闭后重试"
            return None, False, (error("outputs.locked", f"写不了 {shown}", Place(shown), help=help_text),)
        except OSError as fault:
            reason = fault.strerror or str(fault)
            return None, False, (error("outputs.failed", f"写不了 {shown}：{reason}", Place(shown), help="请检查磁盘空间和文件夹权限"),)
        return target, True, problems

    def save(self) -> tuple[Diagnostic, ...]:
        """Keep the ledger for the next build."""
        text = json.dumps(self.written, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            _replace(self.folder / LEDGER, text.encode())
        except OSError as fault:
            return (error("outputs.failed", f"写不了 {LEDGER}：{fault.strerror}", help="请检查磁盘空间和文件夹权限"),)
        return ()


def open_outputs(folder: Path) -> Outputs:
    """The outputs of a workspace with what the ledger remembers; an unreadable ledger remembers nothing."""
    try:
        raw = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raw = {}
    known = {str(k): str(v) for k, v in raw.items()} if isinstance(raw, dict) else {}
    return Outputs(folder, known)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _replace(target: Path, content: bytes) -> None:
    """Temporary file, fsync, rename: a reader sees the old file or the new one, never half of one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
