"""The side of the caller: starts the process, stops it where it passes a bound, and believes nothing of what it says but plain records."""

import io
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any, TypeVar

from reportgen.confined.bounds import BOUNDS, FAULT, MEMORY, Bounds, Order, Stopped

T = TypeVar("T")

_KEPT = (
    *("HOME", "LANG", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    *(
        "FONTCONFIG_FILE",
        "FONTCONFIG_PATH",
        "FONTCONFIG_SYSROOT",
        "SYSTEMROOT",
        "WINDIR",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "WEASYPRINT_DLL_DIRECTORIES",
    ),
)
"""What of the environment goes along: where fonts and libraries are found, and the language; nothing that could be a secret."""


def confined(function: Callable[..., T], *arguments: Any, readable: tuple[Path, ...], writable: tuple[Path, ...] = (), bounds: Bounds = BOUNDS) -> T:
    """What a function of a module gives for its arguments, called in a confined process; it may read the files and folders `readable` and Python's own.

    It may write into the folders `writable` too, which must hold nothing that can't be made again.

    Arguments and result are records, numbers and texts. Raises Stopped where it passes a bound, fails, or gives something else; OSError
    where no process can be started.
    """
    with tempfile.TemporaryDirectory(prefix="reportgen-") as scratch, _started(Path(scratch)) as process:
        begun, timer = monotonic(), Timer(bounds.clock, _end, (process,))
        timer.start()
        try:
            order = Order(pickle.dumps((function, arguments)), bounds, tuple(map(str, readable)), (scratch, *map(str, writable)))
            content = _told(process, pickle.dumps(order), bounds.output)
            if len(content) > bounds.output:
                raise Stopped(f"结果超过{_size(bounds.output)}")
            if ended := process.wait():
                raise Stopped(_reason(ended, content, bounds, late=monotonic() - begun >= bounds.clock))
        finally:
            timer.cancel()
    made: T = _result(content)
    return made


@contextmanager
def _started(scratch: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits for its order, and ends with the block. Nothing that is open here is open there."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("LC_")}
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path if entry)  # noqa: PTH100  # as it stands, links and all
    # Arenas of memory for each thread would be address space that nobody uses; one thread a library is as quick for one document.
    environment = {**kept, "PYTHONPATH": path, "TMPDIR": str(scratch), "TEMP": str(scratch), "TMP": str(scratch), "MALLOC_ARENA_MAX": "2"}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", "reportgen.confined.inside"]
    with subprocess.Popen(  # noqa: S603  # its own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=scratch, env=environment, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _told(process: "subprocess.Popen[bytes]", order: bytes, most: int) -> bytes:
    """What a process answers to its order, a byte more than `most` where it is longer."""
    assert process.stdin is not None  # noqa: S101  # both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(order)
        process.stdin.close()
    except BrokenPipeError:
        return b""
    return process.stdout.read(most + 1)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process that hasn't ended, and those that it has started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)  # it leads a session of its own
    else:
        process.kill()


def _reason(ended: int, content: bytes, bounds: Bounds, *, late: bool) -> str:
    """Why a process has ended without a result."""
    if late:
        return f"用时超过{bounds.clock}秒"
    if ended == MEMORY:
        return f"用的内存超过{_size(bounds.memory)}"
    if hasattr(signal, "SIGXCPU") and ended == -signal.SIGXCPU:
        return f"计算时间超过{bounds.processor}秒"
    if ended == FAULT:
        return f"程序出错（{re.sub(r'[^A-Za-z]', '', content[:40].decode('ascii', 'replace'))}）"
    return f"程序意外结束（{ended}），可能是内存不够"


def _size(count: int) -> str:
    return f"{count / 2**30:g}GB" if count >= 2**30 else f"{count / 2**20:g}MB"


class _Records(pickle.Unpickler):
    """Reads records alone: a process that has been taken over could send what is a program to pickle."""

    def find_class(self, module: str, name: str) -> Any:
        """A record or a choice of this program, or one of the plain values of Python. Raises UnpicklingError for anything else."""
        found = super().find_class(module, name) if (module, name) in _PLAIN or module.startswith("reportgen.") else None
        if (module, name) in _PLAIN or (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
            return found
        raise pickle.UnpicklingError


_PLAIN = frozenset((("datetime", "datetime"), ("datetime", "date"), ("datetime", "timezone"), ("datetime", "timedelta"), ("decimal", "Decimal")))


def _result(content: bytes) -> Any:
    try:
        return _Records(io.BytesIO(content)).load()
    except Exception as fault:  # whatever it is, it is no record
        raise Stopped("结果读不了") from fault
