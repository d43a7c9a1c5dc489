"""A process beside the server ends with it, however that ends."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process


def end_with_parent() -> None:
    """For a process to call as it begins: Ctrl-C is its parent's business, and where its parent is gone it is too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait, daemon=True).start()


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
