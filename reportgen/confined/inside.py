"""The confined process: `python -m reportgen.confined.inside` reads an order, gives up all that it doesn't need, and writes what the call gives."""

import errno
import mimetypes
import os
import pickle
import sys
from collections.abc import Callable
from functools import partial

from reportgen.confined import linux
from reportgen.confined.bounds import FAULT, MARGIN, MEMORY, Bounds, Order
from reportgen.confined.own import own_files
from reportgen.confined.watching import forbid

_FOR_THE_END = 4 * 2**20
"""Bytes that are let go of once a call has failed: enough for Python to ask the system for memory and tell what it was."""
_DUCKDB = "OutOfMemoryException"
"""What DuckDB raises, by its name: its library is loaded by those alone that need it."""


def main() -> int:
    """Run the order on standard input; the status with which the process ends."""
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301  # it comes from the caller
    # What is printed by a library must not get among the result.
    with os.fdopen(os.dup(1), "wb") as target:
        os.dup2(2, 1)
        reserve = bytearray(_FOR_THE_END)
        mimetypes.init()  # it reads the system's list, and would fail on it where it is asked first
        used = _watched()
        try:
            _limit(order.bounds)
            confine(order)
            function, arguments = pickle.loads(order.call)  # noqa: S301
            content = pickle.dumps(function(*arguments))
        except Exception as fault:  # noqa: BLE001  # its caller is told which sort it is; its words stay here: they may quote anything
            reserve.clear()
            if used() > order.bounds.memory or _lacks_memory(fault):
                return MEMORY
            target.write(type(fault).__name__.encode())
            return FAULT
        # A call may go on where it was refused memory, and give something that is less than whole.
        if used() > order.bounds.memory:
            return MEMORY
        target.write(content)
    return 0


def _watched() -> Callable[[], int]:
    """What tells the most address space that the process has had, in bytes: on Linux, which alone holds it to a bound."""
    if sys.platform != "linux":
        return lambda: 0
    return partial(linux.most_used, linux.own_status())


def _lacks_memory(fault: BaseException | None) -> bool:
    """Whether a fault comes of one that says that memory was refused: of something so large that its refusal leaves enough."""
    seen = set[int]()
    while fault is not None and id(fault) not in seen:
        if isinstance(fault, MemoryError) or (isinstance(fault, OSError) and fault.errno == errno.ENOMEM) or type(fault).__name__ == _DUCKDB:
            return True
        seen.add(id(fault))
        fault = fault.__cause__ or fault.__context__
    return False


def confine(order: Order) -> None:
    """Give up network, other programs and other files: by the system where it can, and by Python's own watch everywhere."""
    readable = (*order.readable, *own_files())
    if sys.platform == "linux":
        linux.confine(readable, order.writable)
    forbid(readable, order.writable)


def _limit(bounds: Bounds) -> None:
    """Bounds that the system holds: on Windows there are none but the clock, which the caller watches."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory + MARGIN),
        (resource.RLIMIT_FSIZE, bounds.output),
        (resource.RLIMIT_CPU, bounds.processor),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Where processor time ends softly, the process ends by the signal that says so.
        resource.setrlimit(kind, (soft, hard if kind == resource.RLIMIT_CPU else soft))


if __name__ == "__main__":
    sys.exit(main())
