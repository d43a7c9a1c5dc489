"""A process beside the server ends with it, however that ends."""

import os
import signal
import threading
from multiprocessing import parent_process


def end_with_parent() -> None:
    """For a process to call as it begins: Ctrl-C is its parent's business, and where its parent is gone it is too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
