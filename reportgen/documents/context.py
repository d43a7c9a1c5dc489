"""The names that a template may use, and what they stand for."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.documents.kinds import Kind
from reportgen.figures.figure import Absent
from reportgen.figures.scope import Scope
from reportgen.figures.theme import Themes
from reportgen.inputs.schema.unit import Filing, Section


class View:
    """A section of 单位.yaml as templates see it: what it leaves out is absent (【待补：…】), not None."""

    def __init__(self, section: Section) -> None:
        self._section = section

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


@dataclass(frozen=True, slots=True)
class SeasonView:
    """The heating season by its starting year, as text: 2023 is 2023—2024年采暖季."""

    year: str

    @property
    def span(self) -> str:
        """The two years of the heating season: 2023—2024."""
        return f"{self.year}—{int(self.year) + 1}"


def filing(scope: Scope, kind: Kind) -> Filing:
    """The unit's filing (公文) of this kind, with what it leaves out filled from the unit: 签发人, 印发日期, 主送, 抄送."""
    documents = scope.unit.documents
    given = documents.get(kind.name) or documents.get(kind.id) or Filing()
    unit = scope.unit
    from_unit = {key: getattr(unit, key) for key in ("signatory", "recipients", "copies") if not getattr(given, key)}
    values = {**from_unit, "printed": given.printed or given.dated}
    places = {key: given.place(key) or (unit.place(key) if key in from_unit else None) for key in Filing.model_fields}
    return given.model_copy(update=values).at({key: place for key, place in places.items() if place is not None})


def context(scope: Scope, kind: Kind, season: str, themes: Themes, seal: Path | None) -> Mapping[str, Any]:
    """What a template is given: themes of figures by their name, `unit`, `schedule`, `document`, `season`, `kind`, `units`, `seal`."""
    return {
        **{name: getattr(themes, name) for name in Themes.__dataclass_fields__},
        "unit": View(scope.unit),
        "schedule": View(scope.unit.schedule),
        "document": View(filing(scope, kind)),
        "season": SeasonView(season),
        "kind": kind,
        "units": tuple(View(child.unit) for child in scope.children if child.unit.kinds != ()),
        "seal": _data_url(seal) if seal else "",
    }


def _data_url(image: Path) -> str:
    kind = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}[image.suffix.lower()]
    return f"data:image/{kind};base64,{base64.b64encode(image.read_bytes()).decode()}"
