"""How a process beside the server behaves: it ends with it, however that ends, and gives way to it."""

import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process


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
    """The most memory in bytes that this process has taken; 0 where the system doesn't tell."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _wait() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
