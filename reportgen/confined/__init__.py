"""A call in a process of its own, within bounds of memory, time and output, without network, and with no files but those that it is given."""

from reportgen.confined.bounds import BOUNDS, Bounds, Stopped
from reportgen.confined.run import confined

__all__ = ["BOUNDS", "Bounds", "Stopped", "confined"]
