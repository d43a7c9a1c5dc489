"""What stands for a unit, its season and a row in the language, in templates and in rules alike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reportgen.inputs.schema import Record
from reportgen.inputs.schema.unit import Section
from reportgen.language.figure import Absent


class View:
    """A section of 单位.yaml: what it leaves out is absent (【待补：…】), not None."""

    def __init__(self, section: Section) -> None:
        self._section = section

    def __str__(self) -> str:
        """Nothing: it is no text. Raises TypeError."""
        raise TypeError("要输出的不是文字或者数，要写明其中的哪一项")

    def __getattr__(self, key: str) -> Any:
        section = self.__dict__.get("_section")
        field = type(section).model_fields.get(key) if section is not None else None
        if field is None:
            computed = getattr(type(section), key, None)
            return computed.__get__(section) if isinstance(computed, property) else _unknown(key)
        value = getattr(section, key)
        if value is None or value == "":
            return Absent(field.alias or key)
        return View(value) if isinstance(value, Section) else value


def _unknown(key: str) -> Any:
    raise AttributeError(key)


def section_of(view: View) -> Section:
    """The section itself, which knows its lines."""
    return view._section  # noqa: SLF001  # a public name would be one of the section's


class Ordinal(int):
    """A number that only names its thing: it is printed without a filter, for it needs no source; its digits as a text are equal to it."""

    def __eq__(self, other: object) -> bool:
        return str(int(self)) == other if isinstance(other, str) else int(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other  # a number has its own

    def __hash__(self) -> int:
        return hash(int(self))

    def __html__(self) -> str:
        """Its digits."""
        return str(int(self))


class Year(Ordinal):
    """A year."""


@dataclass(frozen=True, slots=True)
class SeasonView:
    """The heating season by its starting year: 2023 is 2023—2024年采暖季."""

    year: Year

    @property
    def next_year(self) -> Year:
        """The year in which it ends."""
        return Year(self.year + 1)

    @property
    def span(self) -> str:
        """The two years of the heating season: 2023—2024."""
        return f"{self.year}—{self.next_year}"


@dataclass(frozen=True, slots=True)
class ThisSeason(SeasonView):
    """The season of a document, in words `whole`: 2023—2024年采暖季, 2024年度. `season(2022)` is what `_of` gives of its unit in another."""

    whole: str
    _of: Callable[[int], SeasonView] = field(repr=False, compare=False)

    def __call__(self, year: int) -> SeasonView:
        """The unit in the season that begins in a year. Raises TypeError for what is no year."""
        if not isinstance(year, int) or isinstance(year, bool):
            raise TypeError("season 要写起始年份，例如 season(2022)")
        return self._of(year)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a rule runs over: its values as a line, by the names of columns, and the record that knows where each stands."""

    line: object
    record: Record
