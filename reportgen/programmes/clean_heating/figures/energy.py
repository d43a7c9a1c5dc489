"""能源保障 and 热源: what is needed, contracted, stored and supplied, and where the heat comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.figures.figure import share, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick, terms
from reportgen.inputs.schema.vocabulary import Choice, means
from reportgen.language.figure import Absent, Figure


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """An energy kind's row with its contract cover (合同覆盖率) and supply rate (供应率): contracted, supplied over demand (%)."""

    line: ListingRow
    cover: Figure
    supply_rate: Figure

    @property
    def kind(self) -> Choice | Absent:
        """能源品种."""
        kind: Choice | Absent = self.line.kind
        return kind


@dataclass(frozen=True, slots=True)
class EnergyKindTotal:
    """One energy kind over all units, in `measure`: demand, contracted, its cover (%), stored, supplied and its rate (%).

    Outages (次) and their length (小时), points of supply and the townships that they cover (个), and households supplied (户) are sums too. `columns` are the
    optional columns that at least one row of the kind fills.
    """

    name: str
    measure: str
    demand: Figure
    contracted: Figure
    cover: Figure
    stock: Figure
    supplied: Figure
    supply_rate: Figure
    outages: Figure
    outage_hours: Figure
    points: Figure
    townships: Figure
    households: Figure
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class EnergySupply:
    """能源保障: the rows, and the totals by kind (and measure, which are never added across)."""

    rows: tuple[EnergyLine, ...]
    kinds: tuple[EnergyKindTotal, ...]
    lacking: tuple[str, ...]

    def of(self, kind: str) -> tuple[EnergyLine, ...]:
        """The rows of one kind by its Chinese name; one whose kind couldn't be read may be of that kind."""
        return tuple(row for row in self.rows if isinstance(row.kind, Absent) or means(row.kind, kind))

    def emergencies(self, kind: str) -> tuple[str, ...]:
        """The emergency plans (应急预案) of the suppliers of one kind, each once."""
        return tuple(dict.fromkeys(row.line.emergency for row in self.of(kind) if row.line.emergency))

    def total_of(self, kind: str) -> EnergyKindTotal | None:
        """The total of one kind by its Chinese name; None where there is none, or it has several measures."""
        found = [total for total in self.kinds if total.name == kind]
        return found[0] if len(found) == 1 else None


def energy(scope: Scope) -> EnergySupply:
    """The energy figures, named energy.*."""
    rows = scope.rows("energy")
    lines = [
        EnergyLine(
            line,
            share(f"energy.{n}.cover", "合同覆盖率", "合同量÷需求量×100%", line.contracted, line.demand),
            share(f"energy.{n}.supply_rate", "供应率", "实际供应量÷需求量×100%", line.supplied, line.demand),
        )
        for n, line in enumerate(listing(rows), 1)
    ]
    unread = tuple(str(row.place(key)) for row in rows.rows for key in ("kind", "measure") if getattr(row, key) is None)
    return EnergySupply(tuple(lines), tuple(_energy_totals(scope, rows)), (*rows.lacking, *unread))


def _energy_totals(scope: Scope, rows: Rows) -> Iterator[EnergyKindTotal]:
    for kind in scope.choices("energy_kind"):
        measures = dict.fromkeys(row.measure for row in rows.rows if row.kind == kind and row.measure)
        for measure in measures:
            yield _energy_total(rows, kind, measure, f"energy.{kind.key}" + (f".{measure}" if len(measures) > 1 else ""))


def _energy_total(rows: Rows, kind: Choice, measure: str, name: str) -> EnergyKindTotal:
    def summed(key: str, title: str, unit: str) -> Figure:
        found = terms(rows.rows, key, kind=kind, measure=measure)
        return total(f"{name}.{key}", f"{kind}{title}", unit, f"各供应企业{title}相加", found, rows)

    demand, contracted, supplied = summed("demand", "需求量", measure), summed("contracted", "合同量", measure), summed("supplied", "实际供应量", measure)
    chosen = tuple(pick(rows.rows, kind=kind, measure=measure))
    return EnergyKindTotal(
        str(kind),
        measure,
        demand,
        contracted,
        share(f"{name}.cover", f"{kind}合同覆盖率", "合同量÷需求量×100%", contracted, demand),
        summed("stock", "储备量", measure),
        supplied,
        share(f"{name}.supply_rate", f"{kind}供应率", "实际供应量÷需求量×100%", supplied, demand),
        summed("outages", "停供次数", "次"),
        summed("outage_hours", "停供时长", "小时"),
        summed("points", "供应点数", "个"),
        summed("townships", "供应点覆盖乡镇数", "个"),
        summed("households", "用能户数", "户"),
        frozenset(key for key, field in rows.fields.items() if not field.required and any(row.raw(key) != "" for row in chosen)),
    )
