"""数据表 that an office declares itself, and those that it adds columns to, and the 填报收集: their rows, for templates and rules."""

from collections.abc import Iterator, Mapping

from reportgen.figures.lines import Listing, listing
from reportgen.figures.scope import Scope
from reportgen.inputs.schema.everywhere import RETURNS


class OwnTables(Mapping[str, Listing]):
    """The rows of each such dataset, by its key: data.stoves. They are looked up when somebody asks."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._keys = tuple(dict.fromkeys((*(dataset.key for dataset in scope.programme.own), RETURNS)))
        self._found: dict[str, Listing] = {}

    def __getitem__(self, key: str) -> Listing:
        """The rows of the unit, or of the units below it. Raises KeyError where the office declares no such dataset."""
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._found:
            # Who has reported to the unit is nobody's but its own; of any other the units below have parts.
            self._found[key] = listing(self._scope.own(key) if key == RETURNS else self._scope.rows(key))
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)
