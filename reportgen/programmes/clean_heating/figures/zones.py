"""清零范围: the zones that are to be free of loose coal, and how far clean heating covers them."""

from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import share, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.language.figure import Figure


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone with its coverage (清洁取暖覆盖率, %)."""

    line: ListingRow
    coverage: Figure


@dataclass(frozen=True, slots=True)
class Zones:
    """清零范围: the zones, all households and those covered (户), coverage (%), households still on loose coal."""

    rows: tuple[ZoneLine, ...]
    total: Figure
    coverage: Figure
    coal_left: Figure
    count: Figure
    lacking: tuple[str, ...]

    @property
    def cleared(self) -> bool:
        """Whether loose coal is gone (散煤清零): all households are covered, none is still on coal, no village is left out."""
        return self.coverage == 100 and self.coal_left == 0 and not any(row.line.villages_left for row in self.rows)  # noqa: PLR2004  # percent


def zones(scope: Scope) -> Zones:
    """The zone figures, named zones.*."""
    rows = scope.rows("zones")

    def column(name: str, label: str, key: str) -> Figure:
        return total(f"zones.{name}", label, "户", f"各区域{label}相加", terms(rows.rows, key), rows)

    lines = [
        ZoneLine(line, share(f"zones.{n}.coverage", "清洁取暖覆盖率", "清洁取暖户数÷总户数×100%", line.covered, line.total))
        for n, line in enumerate(listing(rows), 1)
    ]
    whole, covered = column("total", "清零范围总户数", "total"), column("covered", "清洁取暖户数", "covered")
    count = Figure(None if rows.lacking else Decimal(len(rows.rows)), whole.sources, rows.lacking, "zones.count", "清零区域数", "个", "清零范围表的行数")
    coverage = share("zones.coverage", "清洁取暖覆盖率", "清洁取暖户数÷总户数×100%", covered, whole)
    return Zones(tuple(lines), whole, coverage, column("coal_left", "散煤户数", "coal_left"), count, rows.lacking)
