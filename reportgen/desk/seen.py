"""What is known of a season at a time: its units and kinds, and how each document stood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.building.outline import Outline
from reportgen.building.status import Standing


class Unavailable(Exception):
    """The workspace can't be asked now: the words say why."""


@dataclass(frozen=True)
class Tree:
    """The units of the season and the kinds of document, as they were at a time."""

    outline: Outline

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """By unit (name) all units below it."""
        return {name: frozenset(one.subtree) - {name} for name, one in self.outline.units.items()}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The names of the kinds that are filed, by id."""
        return {kind.id: kind.name for kind in self.outline.roster.kinds if kind.filed}

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The folders of the units by name, in their order."""
        return {unit.name: unit.folder for unit in self.outline.roster.units}

    @cached_property
    def upper(self) -> Mapping[str, str]:
        """By unit (name) the one right above it: of those whose subtree it is in, the one with the smallest."""
        found: dict[str, str] = {}
        for name, below in sorted(self.below.items(), key=lambda item: -len(item[1])):
            found |= dict.fromkeys(below, name)
        return found


@dataclass(frozen=True)
class Seen(Tree):
    """How everything stood: the standings of all documents, and what a reader would have seen of each (a digest).

    `checking` are the units (names) whose data have changed since, or were never looked at: it is being found out how their documents stand. Until then
    these stand as they did, but none is up to date, and none has a digest. `digest` is that of all that was looked at.
    """

    standings: Mapping[tuple[str, str], Standing]
    visible: Mapping[tuple[str, str], str]
    checking: frozenset[str] = frozenset()
    digest: str = ""

    def unsure(self, units: frozenset[str]) -> "Seen":
        """The same, where units are being looked at."""
        more = units - self.checking
        if not more:
            return self
        return replace(
            self,
            standings={one: replace(standing, up_to_date=False) if one[0] in more else standing for one, standing in self.standings.items()},
            visible={one: digest for one, digest in self.visible.items() if one[0] not in more},
            checking=self.checking | more,
        )
