"""Which units and kinds of document a season has, by name only: what a command needs before anything heavy is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from reportgen.diagnostics import Diagnostic, warning
from reportgen.documents.formats import Format
from reportgen.inputs.numbered import number_in

NO_OFFICE = "documents.no-office"
"""The code of the warning that there is no LibreOffice here: it hangs on what is in the outputs, and isn't kept."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit that can be read: its name, short name, code, folder, and level (县)."""

    name: str
    short: str | None
    code: str
    folder: str
    level: str


class Called(Protocol):
    """A unit, as far as what it is called."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def code(self) -> str:
        """Its code (GB/T 2260)."""


U = TypeVar("U", bound=Called)


def same_unit(there: Iterable[U], unit: Called) -> U | None:
    """A unit among those of another season: that of its name, else that of its code, as one that was renamed; None where it isn't there."""
    there = tuple(there)
    named = (one for one in there if one.name == unit.name)
    return next(named, None) or next((one for one in there if unit.code and one.code == unit.code), None)


@dataclass(frozen=True, slots=True)
class KindName:
    """A kind of document: its id, Chinese name, whether it is filed, the formats that it is written in, the levels of unit that make it.

    One `on_request` is made only by units that name it under 表单; a review speaks of the unit's filed documents. `unprinted`: it would be
    written as PDF too, which this computer can't. `counter` is what the issues of a series are counted as (期), empty for other kinds;
    an issue is `of` a series: its id and name.
    """

    id: str
    name: str
    filed: bool
    formats: tuple[Format, ...]
    levels: tuple[str, ...]
    on_request: bool
    is_review: bool
    unprinted: bool
    counter: str = ""
    of: tuple[str, str] | None = None

    @property
    def is_series(self) -> bool:
        """Whether it is a series, of which there are only issues."""
        return bool(self.counter) and self.of is None

    def is_named(self, name: str) -> bool:
        """Whether a person means this kind by `name`: its id or its Chinese name; an issue also by those of its series, of which it is one."""
        return name in (self.id, self.name, *(self.of or ())) or (self.of is not None and self.number_in(name) == self.number_in(self.id))

    def number_in(self, words: str) -> int | None:
        """The number of the issue of this series that a person means by `words`; None where they mean none, or it is no series."""
        return number_in(words, self.of or (self.id, self.name), self.counter) if self.counter else None


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

    def folder(self, unit: str) -> str:
        """The name of a unit's folder, in the inputs as in the outputs; a name that no unit has is that of a folder that can't be read."""
        return next((one.folder for one in self.units if one.name == unit), unit)


def missing_pdfs(roster: Roster, outputs: Path) -> tuple[Diagnostic, ...]:
    """That the forms that units ask for have no PDF here, and whose earlier one is there still; `outputs` is the season's folder."""
    kinds = {kind.id: kind.name for kind in roster.kinds if kind.unprinted}
    made = [(unit, kinds[kind]) for unit, kind in roster.documents if kind in kinds]
    if not made:
        return ()
    names = "、".join(f"《{name}》" for name in dict.fromkeys(name for _, name in made))
    old = dict.fromkeys(unit for unit, name in made if (outputs / roster.folder(unit) / f"{name}.pdf").exists())
    message = f"{names}是 Word 表格，本机没有安装 LibreOffice，不生成 PDF" + (f"；{'、'.join(old)}原有的 PDF 没有更新" if old else "")
    return (warning(NO_OFFICE, message, help="需要 PDF 的，请安装 LibreOffice 后重新生成，或者用 Word、WPS 打开后另存为 PDF"),)
