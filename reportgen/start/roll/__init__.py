"""The next season's inputs from this one's: what stands, what is carried over, and what must be looked at."""

from reportgen.start.roll.season import Rolled, RolledUnit, roll

__all__ = ["Rolled", "RolledUnit", "roll"]
