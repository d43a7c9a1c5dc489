"""The names that a template may use, and what they stand for."""

from collections.abc import Mapping
from typing import Any

from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.figures.theme import Themes
from reportgen.inputs.schema import naming
from reportgen.inputs.schema.unit import Filing
from reportgen.language.views import SeasonView, View, Year


def filing(scope: Scope, kind: Kind) -> Filing:
    """The unit's filing (公文) of this kind, with what it leaves out filled from the unit: 签发人, 印发日期, 主送, 抄送."""
    documents = scope.unit.documents
    given = documents.get(kind.name) or documents.get(kind.id) or Filing()
    unit = scope.unit
    from_unit = {key: getattr(unit, key) for key in ("signatory", "recipients", "copies") if not getattr(given, key)}
    values = {**from_unit, "printed": given.printed or given.dated}
    places = {key: given.place(key) or (unit.place(key) if key in from_unit else None) for key in Filing.model_fields}
    return given.model_copy(update=values).at({key: place for key, place in places.items() if place is not None})


def context(scope: Scope, kind: Kind, season: str, themes: Themes, seal: str = "") -> Mapping[str, Any]:
    """What a template is given: themes of figures by their name, `unit`, `schedule`, `document`, `season`, `kind`, `units`, `seal` (a data URL).

    `units` are those directly below that file documents, `parts` is what all directly below are called together (县（市、区）).
    """
    return {
        **{name: getattr(themes, name) for name in Themes.__dataclass_fields__},
        "unit": View(scope.unit),
        "schedule": View(scope.unit.schedule),
        "document": View(filing(scope, kind)),
        "season": SeasonView(Year(season)),
        "kind": kind,
        "units": tuple(View(child.unit) for child in scope.children if child.unit.kinds != ()),
        "parts": naming.below(scope.unit.level, [child.unit.name for child in scope.children]),
        "seal": seal,
    }
