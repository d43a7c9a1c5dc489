"""How a process beside the server behaves: it ends with it, however that ends, and gives way to it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from pathlib import Path


def end_with_parent() -> None:
    """For a process to call as it begins: Ctrl-C is its parent's business, and where its parent is gone it is too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait, daemon=True).start()


def give_way(niceness: int) -> None:
    """Let others have the processor first, where the system knows of that; `niceness` is added to the process's own, 19 at most."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(niceness)


def most_memory() -> int:
    """The most memory in bytes that this process has taken; 0 where the system doesn't tell.

    Linux counts in `ru_maxrss` what the process had taken that this one was started from: with a large server none would come to its first look.
    """
    if sys.platform == "win32":
        return 0
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within this, a process is started that isn't reached by Ctrl-C: until it has come to `end_with_parent` it would end by it with a traceback."""
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if earlier is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def _wait() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
