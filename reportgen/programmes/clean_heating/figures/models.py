"""设备选型 by model: how many of each model were chosen, over all units."""

from dataclasses import dataclass

from reportgen.figures.figure import cell, total
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Record
from reportgen.language.figure import Absent, Figure


@dataclass(frozen=True, slots=True)
class Model:
    """A model of equipment, and its units (台): for households, for institutions, together."""

    path: str | Absent
    type: str | Absent
    maker: str | Absent
    model: str | Absent
    tender: str | Absent
    residents: Figure
    institutions: Figure
    total: Figure


def models(scope: Scope) -> tuple[Model, ...]:
    """The models in the order in which they first occur, their figures named models.NUMBER.*."""
    rows = scope.rows("equipment")
    grouped: dict[tuple[str | None, ...], list[Record]] = {}
    for row in rows.rows:
        grouped.setdefault((row.path, row.type, row.maker, row.model, row.tender), []).append(row)
    return tuple(_model(f"models.{number}", own, rows) for number, own in enumerate(grouped.values(), 1))


def _model(prefix: str, own: list[Record], rows: Rows) -> Model:
    first = own[0]
    name = first.model or ""
    residents = total(f"{prefix}.residents", f"{name}居民台数", "台", "各行居民台数相加", (cell(row, "residents") for row in own), rows)
    institutions = total(f"{prefix}.institutions", f"{name}单位台数", "台", "各行单位台数相加", (cell(row, "institutions") for row in own), rows)
    return Model(
        first.path or Absent("取暖路径"),
        first.type or Absent("设备类型"),
        first.maker or Absent("中标企业"),
        first.model or Absent("型号"),
        first.tender or Absent("招标方式"),
        residents,
        institutions,
        total(f"{prefix}.total", f"{name}台数", "台", "居民台数与单位台数相加", (residents, institutions), rows),
    )
