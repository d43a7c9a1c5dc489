"""The desk's own folder in a workspace: its database, its secret, what was uploaded, each upload while it is tried."""

import hashlib
import os
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from reportgen.files import read_file, replace_file

FOLDER = ".reportgen/desk"
"""Below outputs/, beside the history of versions: neither can be made again from the inputs, both belong into a backup."""
_SECRET_BYTES = 50  # as many random bytes as Django's own keys have characters
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class DeskFolder:
    """Where the desk of a workspace keeps what is its own. `root` is the workspace's folder."""

    root: Path

    @property
    def path(self) -> Path:
        """The folder."""
        return self.root / "outputs" / FOLDER

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.path / "desk.sqlite3"

    @property
    def tries(self) -> Path:
        """The folder in which uploads are tried before they are put into inputs/."""
        return self.path / "tries"

    def make(self) -> None:
        """Make the folder, readable by its owner alone. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def putting(self) -> AbstractContextManager[object]:
        """Held while files of inputs/ are written, by the server's threads and the processes beside it: whether they are as was seen is looked at within."""
        return FileLock(self.path / "putting.lock")

    def secret(self) -> str:
        """The key by which sessions and forms are signed; made when it is first asked for. Raises OSError."""
        file = self.path / "secret"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        except FileExistsError:
            return file.read_text("ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as new:
            secret = secrets.token_urlsafe(_SECRET_BYTES)
            new.write(secret)
        return secret

    def keep(self, content: bytes) -> str:
        """Keep an uploaded file, or one that an upload takes the place of, by its SHA-256, which it gives. Raises OSError."""
        digest = hashlib.sha256(content).hexdigest()
        file = self._kept(digest)
        if not file.exists():
            replace_file(file, content)
        return digest

    def kept(self, digest: str) -> bytes:
        """A file that was kept. Raises OSError."""
        return read_file(self._kept(digest)).data

    def _kept(self, digest: str) -> Path:
        return self.path / "files" / digest[:2] / digest
