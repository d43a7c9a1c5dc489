"""Python's own watch (audit events): holds on every system, of what Python itself opens and starts; what libraries in C do, the system must hold."""

import os
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any

_NEVER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.", "_winapi.CreateProcess", "winreg.")
_CHANGES = frozenset(("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime"))


def forbid(readable: Iterable[str], writable: Iterable[str]) -> None:
    """From now on files are opened beneath `readable` and `writable` alone, changed beneath `writable`; no connection, no other program is begun."""
    may_read, may_write = tuple(map(os.path.realpath, (*readable, *writable))), tuple(map(os.path.realpath, writable))
    sys.addaudithook(partial(_watched, may_read, may_write))


def _watched(may_read: tuple[str, ...], may_write: tuple[str, ...], event: str, arguments: tuple[Any, ...]) -> None:
    """Raises PermissionError for an event that is forbidden where these folders may be read and written."""
    if event == "open":
        path, mode, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR) if isinstance(flags, int) and mode is None else bool(set(mode or "") & set("wax+"))
        _check(path, may_write if writes else may_read)
    elif event in _CHANGES:
        for path in arguments[: 2 if event in ("os.rename", "os.link") else 1]:
            _check(path, may_write)
    elif event.startswith(_NEVER):
        raise PermissionError(event)


def _check(path: object, folders: tuple[str, ...]) -> None:
    """Raises PermissionError for a path outside the folders; a number is a file that is open."""
    if isinstance(path, str | bytes | os.PathLike):
        real = os.path.realpath(os.fsdecode(path))
        if real != os.devnull and not any(real == folder or real.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders):
            raise PermissionError(real)
