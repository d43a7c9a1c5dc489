"""One build at a time in a workspace: a second one is told so, and writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportgen.diagnostics import Diagnostic, error
from reportgen.files import cause

FILE = ".reportgen/lock"
TEMPORARY = ".reportgen/temporary"
"""The folder of files that are being written."""


@contextmanager
def locked(outputs: Path) -> Iterator[Diagnostic | None]:
    """Holds the lock of an outputs folder; gives what is wrong where somebody else holds it, or where it can't be taken."""
    busy = error("outputs.busy", "另一个 reportgen 正在这个工作区生成公文", help="请等它结束后再试；没有在运行的，请关闭还开着的命令窗口")
    with held(outputs, FILE, busy) as fault:
        if fault is None:
            _clear(outputs)
        yield fault


@contextmanager
def held(outputs: Path, file: str, busy: Diagnostic) -> Iterator[Diagnostic | None]:
    """Holds a lock file (its path in the outputs folder); gives `busy` where somebody else does, or why it can't be taken."""
    from filelock import FileLock, Timeout

    path = outputs / file
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        yield busy
        return
    except OSError as fault:
        yield error("outputs.failed", f"写不了 {outputs.name}：{cause(fault)}", help="请检查磁盘空间和文件夹权限")
        return
    try:
        yield None
    finally:
        lock.release()


def _clear(outputs: Path) -> None:
    """Remove what a killed build left half written: nobody else is writing now."""
    for path in (*(outputs / TEMPORARY).glob("*"), *(outputs / ".reportgen").glob(".*.tmp")):
        with suppress(OSError):
            path.unlink()
