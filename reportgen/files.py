"""Writing a file whole or not at all; reading one without waiting for what is no file, and no more of it than was asked for; forgetting what is kept."""

import contextlib
import errno
import getpass
import os
import time
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

MAX_BYTES = 64 * 2**20
"""The largest file of an office that is opened, of whatever format: many times what a form or document has, pictures and all."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

MARKED, BEFORE_UPGRADE = ".核对", ".升级前"
"""What stands at the end of the names of files that reportgen writes beside the data: never read, also not as a person's copy of one."""


def system_user() -> str:
    """The name of the system's user; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # which of them depends on Python's version
        return ""


def replace_file(target: Path, content: bytes, beside: Path | None = None, *, synced: bool = True) -> None:
    """Temporary file, fsync, rename: a reader sees the old file or the new one, never half of one. Raises OSError.

    The temporary file stands in the folder `beside` of the same file system, by default in the target's: a process that is
    killed leaves it there. Without `synced` a power cut may leave a file that is damaged: it must be one that can be made again, and be found out.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    temporary = (beside or target.parent) / f".{target.name}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(content)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def is_aside(name: str) -> bool:
    """Whether a file so named is one that reportgen writes beside the data, or a person's copy of one."""
    return any(mark in name for mark in (MARKED, BEFORE_UPGRADE))


class Content(NamedTuple):
    """The bytes of a file, and what the system said of it when they were read."""

    data: bytes
    status: os.stat_result


def read_file(path: str | Path, most: int = MAX_BYTES) -> Content:
    """The bytes of a regular file. Raises OSError as `open_file`, EFBIG where there are more than `most`."""
    with open_file(path) as (file, status):
        if status.st_size > most:
            raise _fault(errno.EFBIG, path)
        data = file.read(status.st_size + 1)  # memory is taken for as many as are asked for
        if len(data) > status.st_size:  # it has grown meanwhile
            data += file.read(most + 1 - len(data))
    if len(data) > most:
        raise _fault(errno.EFBIG, path)
    return Content(data, status)


@contextlib.contextmanager
def open_file(path: str | Path) -> Iterator[tuple[BufferedReader, os.stat_result]]:
    """A regular file, and what the system says of it. Raises OSError: EINVAL where it is none (a folder, a pipe, a device).

    The one way in which a file that somebody else has written is opened: what is no file might be waited for without end, or never end. What it
    is is asked before it is opened, since opening can do something to a device, and of what was opened, since that may be another.
    """
    if not S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # of thousands of files: a Path each would cost more than the call
        raise _fault(errno.EINVAL, path)
    with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123
        status = os.fstat(file.fileno())
        if not S_ISREG(status.st_mode):
            raise _fault(errno.EINVAL, path)
        yield file, status


def cause(fault: OSError) -> str:
    """Why the system refused, in Chinese; what is rarer in the system's own words."""
    return _CAUSES.get(fault.errno or 0, fault.strerror or str(fault))


_CAUSES = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限，或者正被其他程序占用",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    getattr(errno, "EDQUOT", errno.ENOSPC): "磁盘已满，或者超出了配额",
    errno.EFBIG: "文件过大",
    errno.EINVAL: "不是普通文件，或者文件名不能用",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件过多",
    errno.EBUSY: "正被其他程序占用",
    errno.ETXTBSY: "正被其他程序占用",
    errno.EIO: "磁盘读写出错",
    getattr(errno, "ESTALE", errno.EIO): "网络共享文件夹断开了",
    errno.EXDEV: "不在同一个磁盘上",
}


def _fault(number: int, path: str | Path) -> OSError:
    return OSError(number, os.strerror(number), os.fspath(path))


def forget_unasked(folder: Path, kept_seconds: float, most_bytes: int, now: float | None = None) -> None:
    """Delete the files one folder below `folder` that nobody asked for in so many seconds, and the longest unasked of more than so many bytes.

    A file was asked for at its time; `now` is in seconds since the epoch, by default the clock's.
    """
    oldest = (time.time() if now is None else now) - kept_seconds
    found: list[tuple[float, int, Path]] = []
    for path in folder.glob("*/*"):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append((status.st_mtime, status.st_size, path))
    size = 0
    for asked, bytes_, path in sorted(found, reverse=True):
        size += bytes_
        if asked < oldest or size > most_bytes:
            with contextlib.suppress(OSError):
                path.unlink()
