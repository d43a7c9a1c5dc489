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
