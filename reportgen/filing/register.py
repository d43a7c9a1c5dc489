"""The register of documents sent (发文登记): the numbers that a unit has filed documents under or prints on them, and the next that is free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.building.project import Project
from reportgen.filing.number import parts
from reportgen.filing.obstacles import printed_number
from reportgen.filing.rebuild import job_of
from reportgen.versions.filings import Filing
from reportgen.versions.version import Key


@dataclass(frozen=True, slots=True)
class Register:
    """The filings of a unit, in all seasons; the numbers that its documents of this season print, by kind (id); its 机关代字 (None: it isn't given)."""

    unit: str
    season: str
    filings: tuple[Filing, ...]
    printed: Mapping[str, str]
    prefix: str | None

    def following(self, year: int, but: str = "") -> str:
        """The number after the highest of a year, those that documents print counted too, but for the document of the kind `but`; empty without 机关代字."""
        if self.prefix is None:
            return ""
        own = Key(self.season, self.unit, but)
        numbers = [filing.number for filing in self.filings if filing.key != own]
        numbers += [number for kind, number in self.printed.items() if kind != but]
        known = [found for number in numbers if (found := parts(number)) is not None]
        last = max((serial for prefix, of_year, serial in known if (prefix, of_year) == (self.prefix, year)), default=0)
        return f"{self.prefix}〔{year}〕{last + 1}号"

    def holder(self, number: str, key: Key) -> Key | None:
        """Another document that has a number already, filed or printed; None where it is free for the document `key`."""
        filed = next((one.key for one in self.filings if one.number == number and one.key != key), None)
        printed = next((kind for kind, one in self.printed.items() if one == number and (kind, self.season) != (key.kind, key.season)), None)
        return filed or (None if printed is None else Key(self.season, self.unit, printed))


def register(project: Project, filings: Iterable[Filing], unit: str) -> Register:
    """The register of a unit; `filings` are all there are."""
    season = project.season(frozenset((unit,)))
    printed: dict[str, str] = {}
    prefix: str | None = None
    for kind in project.roster.kinds:
        job = job_of(season, Key(project.name, unit, kind.id)) if kind.filed else None
        if job is not None:
            given = printed_number(job)
            found = None if given.number is None else parts(given.number)
            prefix = prefix or given.prefix or (None if found is None else found[0])
            if given.number is not None:
                printed[kind.id] = given.number
    return Register(unit, project.name, tuple(one for one in filings if one.key.unit == unit), printed, prefix)
