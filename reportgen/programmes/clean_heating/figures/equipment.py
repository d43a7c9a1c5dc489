"""设备选型: the equipment chosen for each heating path."""

from dataclasses import dataclass
from datetime import date

from reportgen.figures.figure import total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Absent, Figure


@dataclass(frozen=True, slots=True)
class PathEquipment:
    """设备选型 of one path: its rows, and units (台) for households and for institutions together."""

    path: Choice
    rows: Listing
    total: Figure

    @property
    def name(self) -> str:
        """取暖路径."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class EquipmentChoice:
    """设备选型 by path; paths without equipment are left out."""

    paths: tuple[PathEquipment, ...]
    rows: Listing
    lacking: tuple[str, ...]

    def of(self, path: str) -> PathEquipment | None:
        """The equipment of one path by its Chinese name, None where there is none."""
        return next((p for p in self.paths if p.path == path), None)

    def contracted(self, day: date | Absent) -> bool:
        """Whether the contracts of all rows were signed by a day; nobody knows where the day isn't given."""
        return bool(day) and self.rows.given and all(row.signed_on and row.signed_on <= day for row in self.rows)


def equipment(scope: Scope) -> EquipmentChoice:
    """The equipment figures, named equipment.*."""
    rows = scope.rows("equipment")
    all_lines = listing(rows)
    paths = []
    for path in scope.choices("path"):
        if any(row.path == path for row in rows.rows):
            units = [*terms(rows.rows, "residents", path=path), *terms(rows.rows, "institutions", path=path)]
            figure = total(f"equipment.{path.key}.total", f"{path}设备台数", "台", "居民台数与单位台数相加", units, rows)
            paths.append(PathEquipment(path, all_lines.of(path=path), figure))
    return EquipmentChoice(tuple(paths), all_lines, rows.lacking)
