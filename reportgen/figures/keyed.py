"""What a theme, or a part of one, answers to besides its fields."""


class Keyed:
    """What answers to keys of the programme's vocabularies too: tasks.electricity, tasks.gas.rural."""

    __slots__ = ()

    def keys(self) -> tuple[str, ...]:
        """The keys, in their order."""
        raise NotImplementedError
