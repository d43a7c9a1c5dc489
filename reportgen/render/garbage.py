"""Writing without Python's search for garbage: what a writer makes lives until the document is written."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_left_alone() -> Iterator[None]:
    """Look for garbage once, at the end.

    WeasyPrint makes some hundred thousand objects for a document: to search them again and again costs a fifth of the time. It stands
    around a whole function: what is held at the end is taken for something that stays, and kept for long.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)  # what was made meanwhile is all in the youngest generation
