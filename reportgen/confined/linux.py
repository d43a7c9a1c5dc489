"""What Linux lets a process give up without being root: its network (a namespace of its own) and files (Landlock, from 5.13 on).

Where the kernel doesn't offer one of them, the process goes on with what is left: docs/filing.md says what holds where.
"""

import contextlib
import ctypes
import os
import signal
from collections.abc import Iterable
from pathlib import Path

_NEW_USER, _NEW_NET, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_PDEATHSIG, _NO_NEW_PRIVS = 1, 38
_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""The numbers of Landlock's system calls, the same on every processor (linux/landlock.h)."""
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
"""The rights over files, by the version of Landlock from which they are known: execute, write, read, make, remove; refer; truncate; ioctl."""
_ON_FILES = (1 << 0) | (1 << 1) | _READ_FILE | (1 << 14) | (1 << 15)
"""Those that a file can have; the others are a folder's."""
_NETWORK, _SCOPES = 0b11, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine(readable: Iterable[str], writable: Iterable[str]) -> None:
    """End with the parent, without new rights, network, or files but these."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.unshare(_NEW_USER | _NEW_NET | _NEW_IPC)  # refused where the system doesn't let people have namespaces
    version = libc.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return
    rights = sum(bits for since, bits in _FILE_RIGHTS if version >= since)
    ruleset = _Ruleset(rights, _NETWORK if version >= 4 else 0, _SCOPES if version >= 6 else 0)  # noqa: PLR2004  # since when each is known
    rules = libc.syscall(_CREATE, ctypes.byref(ruleset), 8 if version < 4 else 16 if version < 6 else 24, 0)  # noqa: PLR2004
    if rules < 0:
        return
    for path in readable:
        _allow(libc, rules, path, _READ_FILE | _READ_DIR)
    for path in writable:
        _allow(libc, rules, path, rights & ~1)  # all but to run it
    libc.syscall(_RESTRICT, rules, 0)
    os.close(rules)


def own_status() -> int:
    """An open file that tells what this process uses, also once it may open no files; the caller keeps it."""
    return os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)


def most_used(status: int) -> int:
    """The most address space that this process has had at any time, in bytes, by its `own_status`."""
    peak = next(line for line in os.pread(status, 2**14, 0).splitlines() if line.startswith(b"VmPeak:"))
    return int(peak.split()[1]) * 2**10


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    """Let what stands beneath a path be used; nothing where there is none."""
    with contextlib.suppress(OSError):
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            libc.syscall(_ADD, rules, 1, ctypes.byref(_Beneath(rights if Path(path).is_dir() else rights & _ON_FILES, folder)), 0)
        finally:
            os.close(folder)
