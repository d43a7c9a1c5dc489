"""Writing outputs: whole or not at all, and never over a file that somebody has edited."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath

from reportgen.building.file_digests import FileDigests
from reportgen.building.lock import TEMPORARY
from reportgen.building.sealed import built_within
from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.files import cause, read_file, replace_file
from reportgen.shapes import AS_JSON, MISSHAPEN, shaped

LEDGER = ".reportgen/written.jsonl"


@dataclass(slots=True)
class Outputs:
    """The outputs folder and the ledger of what reportgen wrote there: by name, the key of what it was made from by the digest of the bytes.

    The ledger is a file of lines, and a line is added before a file is replaced: however a build ends, a file that stands there
    is known as its own. Usually a name has one digest; two where the replacing failed or was broken off.
    """

    folder: Path
    digests: FileDigests = field(default_factory=FileDigests)
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    _lines: int = 0

    def standing(self, name: str, key: str) -> tuple[str, bool]:
        """Under which name a file stands, `name` itself or one beside edited ones; and whether it is what `key` stands for.

        A PDF that was sealed since is what it was built as.
        """
        if self.sealed(name) == key:
            return name, True
        used, present = self._free(name, None)
        return used, present is not None and self.written[used].get(present) == key

    def there(self, name: str) -> str | None:
        """Under which name the file last written is there, or the one that somebody has edited; None where there is none."""
        used, present = self._free(name, None)
        if present is not None:
            return used
        return name if name in self.written and self.digests.digest(self.folder / name) is not None else None

    def sealed(self, name: str) -> str | None:
        """What the PDF `name` was built from, where somebody has sealed or signed it since (`built_within`); else None."""
        built = self._sealed_on(name)
        return None if built is None else self.written[name][built]

    def _sealed_on(self, name: str) -> str | None:
        """The digest of the built PDF that a sealed one begins with."""
        known = self.written.get(name, {})
        if not name.endswith(".pdf") or not known:
            return None
        present = self.digests.digest(self.folder / name)
        return None if present is None or present in known else built_within(self.folder / name, known)

    def intend(self, files: Mapping[str, tuple[bytes, str]]) -> tuple[Diagnostic, ...]:
        """Note what is about to be written: the content and its key by name. Nothing may be written where that fails."""
        lines = []
        for name, (content, key) in files.items():
            digest = hashlib.sha256(content).hexdigest()
            used, present = self._free(name, digest)
            known = self.written.get(used, {})
            if present != digest or known.get(digest) != key:
                self.written[used] = {**known, digest: key}
                lines.append(_line(used, digest, key))
        if not lines:
            return ()
        path = self.folder / LEDGER
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write("".join(lines).encode(errors=AS_JSON))
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            return (error("outputs.failed", f"写不了 {LEDGER}：{cause(fault)}", help="请检查磁盘空间和文件夹权限"),)
        self._lines += len(lines)
        return ()

    def put(self, name: str, content: bytes, key: str) -> tuple[Path | None, bool, tuple[Diagnostic, ...]]:
        """Write `content`, made from what `key` stands for and intended before, to `name` (relative to the folder).

        Gives the file, whether it changed, and problems.

        Where the file there isn't what was last written, an officer has edited it: the new one goes beside it, as
        （新生成）, or as （新生成2） and so on where that one was edited too.
        """
        digest = hashlib.sha256(content).hexdigest()
        shown = f"{self.folder.name}/{name}"
        problems: tuple[Diagnostic, ...] = ()
        used, present = self._free(name, digest)
        target = self.folder / used
        if used != name:
            help_text = f"新生成的文件另存为“{target.name}”；不需要保留修改的，删除原文件后重新生成"
            what = "已经盖章（签名）" if self.sealed(name) else "被人修改过"
            problems = (warning("outputs.edited", f"{shown} {what}，没有覆盖", Place(shown), help=help_text),)
        try:
            if present != digest:
                replace_file(target, content, self.folder / TEMPORARY)
                self.digests.note(target, digest)
        except PermissionError:
            help_text = "文件可能正在 Word 或 WPS 中打开，或者没有写权限；请关闭后重试"
            return None, False, (error("outputs.locked", f"写不了 {shown}", Place(shown), help=help_text),)
        except OSError as fault:
            reason = cause(fault)
            return None, False, (error("outputs.failed", f"写不了 {shown}：{reason}", Place(shown), help="请检查磁盘空间和文件夹权限"),)
        self.written[used] = {digest: key}
        return target, present != digest, problems

    def _free(self, name: str, digest: str | None) -> tuple[str, str | None]:
        """The first of `name` and the names beside it that nobody has edited, and the digest of what is there.

        `digest` is that of what will be written: a file that is just that is nobody's edit, nor is one that is just that with a seal on it.
        """
        for used in names_beside(name):
            present = self.digests.digest(self.folder / used)
            if present is None or present == digest or present in self.written.get(used, {}):
                return used, present
            if digest is not None and self._sealed_on(used) == digest:
                return used, digest
        raise AssertionError("there is always a further name")

    def close(self) -> tuple[Diagnostic, ...]:
        """Write the ledger anew with what still counts, where lines were added to it."""
        if not self._lines:
            return ()
        lines = [_line(name, digest, key) for name, known in sorted(self.written.items()) for digest, key in known.items()]
        try:
            replace_file(self.folder / LEDGER, "".join(lines).encode(errors=AS_JSON))
        except OSError as fault:
            return (error("outputs.failed", f"写不了 {LEDGER}：{cause(fault)}", help="请检查磁盘空间和文件夹权限"),)
        self._lines = 0
        return ()


def file_name(season: str, folder: str, kind: str, format: str) -> str:
    """Where a document stands in the outputs: season, the unit's folder, the kind's Chinese name, the format."""
    return f"{season}/{folder}/{kind}.{format}"


def open_outputs(folder: Path, digests: FileDigests | None = None) -> Outputs:
    """The outputs of a workspace with what the ledger remembers; an unreadable ledger remembers nothing."""
    outputs = Outputs(folder, digests or FileDigests())
    try:
        lines = read_file(folder / LEDGER).data.split(b"\n")
    except OSError:
        return outputs
    for name, digest, key in filter(None, map(_entry, lines)):
        outputs.written.setdefault(name, {})[digest] = key
    return outputs


def names_beside(name: str) -> Iterator[str]:
    """The name of a file, then those that stand beside it where somebody has edited what bears the ones before."""
    path = PurePosixPath(name)
    for number in count():
        mark = f"（新生成{number if number > 1 else ''}）" if number else ""
        yield path.with_name(f"{path.stem}{mark}{path.suffix}").as_posix()


def _line(name: str, digest: str, key: str) -> str:
    # The line's end comes first: what is added after a line that was broken off doesn't hang on it.
    return "\n" + json.dumps([name, digest, key], ensure_ascii=False)


def _entry(line: bytes) -> tuple[str, str, str] | None:
    try:
        name, digest, key = shaped(json.loads(line), list[str])
    except MISSHAPEN:
        return None
    return name, digest, key
