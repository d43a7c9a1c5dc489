"""What a confined call may use, and what stops it."""

from dataclasses import dataclass
from typing import NamedTuple

MEMORY, FAULT = 75, 76
"""How a confined process ends that has run out of memory, or into a fault; any status but 0 and those of Python itself."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Address space, result and each file that is written in bytes; processor time and time by the clock in seconds."""

    memory: int = 2 * 2**30
    output: int = 256 * 2**20
    processor: int = 120
    clock: int = 240


MARGIN = 128 * 2**20
"""Bytes of address space that the system lets a process have above its bound. What fails for want of memory has then passed the bound, which can be looked
up, whatever the interpreter or a library makes of it. No single thing that is asked for without being told as memory is larger: a library's code (80 MB the
largest), a thread's heap (64 MB)."""

BOUNDS = Bounds()
"""Four times the address space and ten times the time that the package of a city with all its counties takes (516 MB, 10 seconds)."""


class Stopped(Exception):
    """A call that was not ended: its text says in Chinese why."""


class Order(NamedTuple):
    """What a confined process is told: the call (pickled), the bounds, and the files and folders that may be read and written."""

    call: bytes
    bounds: Bounds
    readable: tuple[str, ...]
    writable: tuple[str, ...]
