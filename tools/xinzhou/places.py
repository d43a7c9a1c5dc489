"""Where the households of a task are: villages and communities, each with its share."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from xinzhou.amounts import generator, share
from xinzhou.choices import Area, HeatingPath
from xinzhou.units import Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A village or community and the households to convert there by one path."""

    township: str
    village: str
    path: HeatingPath
    area: Area
    households: int


@cache
def places(unit: Unit) -> tuple[Place, ...]:
    """Each task shared out over its villages, in the order of the task and of places.yaml."""
    result: list[Place] = []
    for (path, area), count in unit.tasks.items():
        names = [(town, village) for town, of_town in _names()[unit.name][path.value][area.value].items() for village in of_town]
        random = generator(unit.name, "villages", path.value, area.value)
        parts = share(count, [0.5 + random.random() for _ in names])
        result += (Place(t, v, path, area, n) for (t, v), n in zip(names, parts, strict=True))
    return tuple(result)


def townships(unit: Unit, paths: Iterable[HeatingPath] = HeatingPath) -> tuple[str, ...]:
    """The townships that have households of the paths, each once."""
    wanted = set(paths)
    return tuple(dict.fromkeys(place.township for place in places(unit) if place.path in wanted))


@cache
def _names() -> dict[str, dict[str, dict[str, dict[str, list[str]]]]]:
    return yaml.safe_load((Path(__file__).parent / "places.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
