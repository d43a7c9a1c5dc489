"""Compiled templates, kept so that none is compiled twice: by this process, and by the user's next ones.

Compiling all templates takes a fifth of a second and more, each time that a document is made. What is kept stands in a folder of the user's alone in the
system's folder for temporary files, as Jinja makes it: never in a workspace, for that is code, and workspaces are shared.
"""

from hashlib import sha256
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """The code of templates by name, each as its source last was; without a folder of the user's own, in this process alone."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}
        self._files = _files()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's question for a template's code."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._files is not None:
            self._files.load_bytecode(bucket)
            self._note(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's answer, where there was none."""
        self._note(bucket)
        if self._files is not None:
            try:
                self._files.dump_bytecode(bucket)
            except OSError:  # a full disk, a folder that is gone: the next process compiles anew
                self._files = None

    def _note(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)


def _files() -> FileSystemBytecodeCache | None:
    """Where the user's processes keep code; None where that is nobody's own."""
    try:
        return FileSystemBytecodeCache(pattern=f"reportgen-{_language()}-%s.cache")
    except (OSError, RuntimeError):
        return None


def _language() -> str:
    """A digest of what code is compiled by: filters of constants are worked out in compiling, so that code is old where one of them is."""
    digest = sha256(jinja2.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
