"""Which units and kinds of document a season has, by name only: what a command needs before anything heavy is read."""

from dataclasses import dataclass

from reportgen.documents.formats import Format


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit that can be read: its name, short name, code, folder, and level (县)."""

    name: str
    short: str | None
    code: str
    folder: str
    level: str


@dataclass(frozen=True, slots=True)
class KindName:
    """A kind of document: its id, Chinese name, whether it is filed, the formats that it is written in, the levels of unit that make it.

    One `on_request` is made only by units that name it under 表单.
    """

    id: str
    name: str
    filed: bool
    formats: tuple[Format, ...]
    levels: tuple[str, ...]
    on_request: bool

    def is_named(self, name: str) -> bool:
        """Whether a person means this kind by `name`: its id or its Chinese name."""
        return name in (self.id, self.name)


@dataclass(frozen=True, slots=True)
class Roster:
    """The units, the folders whose unit can't be read (`blocked`), the kinds; and the documents there are: (unit's name, kind's id), in order."""

    units: tuple[UnitName, ...]
    blocked: tuple[str, ...]
    kinds: tuple[KindName, ...]
    documents: tuple[tuple[str, str], ...]

    def asked(self, units: frozenset[str] | None, kinds: frozenset[str] | None) -> tuple[tuple[str, str], ...]:
        """The documents of the units (names) and kinds (ids) asked for; None means all."""
        return tuple((unit, kind) for unit, kind in self.documents if (units is None or unit in units) and (kinds is None or kind in kinds))
