"""What a theme, or a part of one, answers to besides its fields."""

from abc import ABC, abstractmethod


class Keyed(ABC):
    """What answers to keys of the programme's vocabularies too: tasks.electricity, tasks.gas.rural."""

    __slots__ = ()

    @abstractmethod
    def keys(self) -> tuple[str, ...]:
        """The keys, in their order."""
