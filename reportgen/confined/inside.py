"""The confined process: `python -m reportgen.confined.inside` reads an order, gives up all that it doesn't need, and writes what the call gives."""

import mimetypes
import os
import pickle
import sys

from reportgen.confined import linux
from reportgen.confined.bounds import FAULT, MEMORY, Bounds, Order
from reportgen.confined.own import own_files
from reportgen.confined.watching import forbid


def main() -> int:
    """Run the order on standard input; the status with which the process ends."""
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301  # it comes from the caller
    # What is printed by a library must not get among the result.
    with os.fdopen(os.dup(1), "wb") as target:
        os.dup2(2, 1)
        try:
            mimetypes.init()  # it reads the system's list, and would fail on it where it is asked first
            _limit(order.bounds)
            confine(order)
            function, arguments = pickle.loads(order.call)  # noqa: S301
            content = pickle.dumps(function(*arguments))
            target.write(content)
        except MemoryError:
            return MEMORY
        except Exception as fault:  # noqa: BLE001  # its caller is told which sort it is; its words stay here: they may quote anything
            if type(fault).__name__ == "OutOfMemoryException":  # DuckDB's
                return MEMORY
            target.write(type(fault).__name__.encode())
            return FAULT
    return 0


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
        (resource.RLIMIT_AS, bounds.memory),
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
