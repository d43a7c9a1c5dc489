"""建筑节能, 设备选型, 清零范围: what comes with the conversion."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.figures.figure import Absent, Figure, cell, difference, share, total
from reportgen.figures.lines import Line, Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.tasks import PATHS, terms
from reportgen.inputs.schema import Equipment, Retrofit, Zone
from reportgen.inputs.schema.choices import HeatingPath, RetrofitType


@dataclass(frozen=True, slots=True)
class RetrofitArea:
    """Building retrofit of a unit in 万平方米: urban (既有建筑节能改造) and rural (农村围护结构改造), planned and carried over."""

    urban: Figure
    rural: Figure
    total: Figure
    carried: Figure
    urban_rows: Listing
    rural_rows: Listing


@dataclass(frozen=True, slots=True)
class UnitRetrofit:
    """The building retrofit of one unit below."""

    name: str
    urban: Figure
    rural: Figure
    total: Figure


@dataclass(frozen=True, slots=True)
class RetrofitTasks(RetrofitArea):
    """建筑节能 of a unit: the whole, of each unit below, and what is not given to any of them (未分解)."""

    units: tuple[UnitRetrofit, ...] = ()
    undivided: UnitRetrofit | None = None


def retrofit(scope: Scope) -> RetrofitTasks:
    """The retrofit figures, named retrofit.*; those of the units below are named retrofit.unit.CODE.*."""
    rows = scope.rows(Retrofit)

    def area(prefix: str, label: str, source: Rows[Retrofit], key: str, kind: RetrofitType | None) -> Figure:
        name = f"{prefix}.{kind.key if kind else 'total'}"
        words = f"{kind.value}计划面积相加" if kind else "各类改造计划面积相加"
        match = {"type": kind} if kind else {}
        return total(name, f"{label}{kind.value if kind else '建筑节能改造'}任务", "万平方米", words, terms(source.rows, key, **match), source)

    carried = [cell(row, "carried") for row in rows.rows]
    units = []
    for child in scope.below(Retrofit):
        below, prefix = child.rows(Retrofit), f"retrofit.unit.{child.unit.code}"
        parts = [area(prefix, child.unit.label, below, "planned", kind) for kind in (RetrofitType.URBAN, RetrofitType.RURAL, None)]
        units.append(UnitRetrofit(child.unit.label, *parts))
    urban = area("retrofit", "", rows, "planned", RetrofitType.URBAN)
    rural = area("retrofit", "", rows, "planned", RetrofitType.RURAL)
    whole = area("retrofit", "", rows, "planned", None)
    return RetrofitTasks(
        urban,
        rural,
        whole,
        total("retrofit.carried", "结转建筑节能改造面积", "万平方米", "各类改造结转面积相加", carried, rows),
        listing(Retrofit, rows).of(type=RetrofitType.URBAN),
        listing(Retrofit, rows).of(type=RetrofitType.RURAL),
        tuple(units),
        _undivided(urban, rural, whole, units) if units else None,
    )


def _undivided(urban: Figure, rural: Figure, whole: Figure, units: list[UnitRetrofit]) -> UnitRetrofit:
    """What of the unit's own task is in none of its units' tasks."""

    def rest(key: str, own: Figure, parts: list[Figure]) -> Figure:
        given_out = total("", "", "万平方米", "", parts, Rows(()))
        return difference(f"retrofit.undivided.{key}", "未分解到下级单位的建筑节能改造任务", "万平方米", "本级任务减各单位任务之和", own, given_out)

    return UnitRetrofit(
        "未分解",
        rest("urban", urban, [unit.urban for unit in units]),
        rest("rural", rural, [unit.rural for unit in units]),
        rest("total", whole, [unit.total for unit in units]),
    )


@dataclass(frozen=True, slots=True)
class PathEquipment:
    """设备选型 of one path: its rows, and units (台) for households and for institutions together."""

    path: HeatingPath
    rows: Listing
    total: Figure

    @property
    def name(self) -> str:
        """取暖路径."""
        return self.path.value


@dataclass(frozen=True, slots=True)
class EquipmentChoice:
    """设备选型 by path; paths without equipment are left out."""

    paths: tuple[PathEquipment, ...]
    rows: Listing
    lacking: tuple[str, ...]

    def of(self, path: str) -> PathEquipment | None:
        """The equipment of one path by its Chinese name, None where there is none."""
        return next((p for p in self.paths if p.path.value == path), None)

    def contracted(self, day: date | Absent) -> bool:
        """Whether the contracts of all rows were signed by a day; nobody knows where the day isn't given."""
        return bool(day) and self.rows.given and all(row.signed_on and row.signed_on <= day for row in self.rows)


def equipment(scope: Scope) -> EquipmentChoice:
    """The equipment figures, named equipment.*."""
    rows = scope.rows(Equipment)
    all_lines = listing(Equipment, rows)
    paths = []
    for path in PATHS:
        if any(row.path is path for row in rows.rows):
            units = [*terms(rows.rows, "residents", path=path), *terms(rows.rows, "institutions", path=path)]
            figure = total(f"equipment.{path.key}.total", f"{path.value}设备台数", "台", "居民台数与单位台数相加", units, rows)
            paths.append(PathEquipment(path, all_lines.of(path=path), figure))
    return EquipmentChoice(tuple(paths), all_lines, rows.lacking)


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone with its coverage (清洁取暖覆盖率, %)."""

    line: Line
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
    rows = scope.rows(Zone)

    def column(name: str, label: str, key: str) -> Figure:
        return total(f"zones.{name}", label, "户", f"各区域{label}相加", terms(rows.rows, key), rows)

    lines = [
        ZoneLine(line, share(f"zones.{n}.coverage", "清洁取暖覆盖率", "清洁取暖户数÷总户数×100%", line.covered, line.total))
        for n, line in enumerate(listing(Zone, rows), 1)
    ]
    whole, covered = column("total", "清零范围总户数", "total"), column("covered", "清洁取暖户数", "covered")
    count = Figure(None if rows.lacking else Decimal(len(rows.rows)), whole.sources, rows.lacking, "zones.count", "清零区域数", "个", "清零范围表的行数")
    coverage = share("zones.coverage", "清洁取暖覆盖率", "清洁取暖户数÷总户数×100%", covered, whole)
    return Zones(tuple(lines), whole, coverage, column("coal_left", "散煤户数", "coal_left"), count, rows.lacking)
