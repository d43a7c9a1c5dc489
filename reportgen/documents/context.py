"""The names that a template may use, and what they stand for."""

from collections.abc import Mapping
from typing import Any

from reportgen.documents.issues import entry_of, issue_of
from reportgen.documents.kinds import Kind
from reportgen.figures.period import PERIOD, TO_DATE, InPeriod, figures_in
from reportgen.figures.scope import Scope
from reportgen.figures.seasons import this_season
from reportgen.figures.themes import Themes
from reportgen.inputs.schema import naming
from reportgen.inputs.schema.unit import Filing
from reportgen.language.figure import Figure
from reportgen.language.views import View


def filing(scope: Scope, kind: Kind) -> Filing:
    """The unit's filing (公文) of this kind, with what it leaves out filled from that of its series, and from the unit.

    That is 签发人, 印发日期, 主送, 抄送, 公开方式.
    """
    unit, given = scope.unit, entry_of(scope.unit, kind) or Filing()
    above = (*((series,) if kind.number is not None and (series := entry_of(unit, kind.whole)) else ()), unit)
    giver = {
        key: next((one for one in above if getattr(one, key)), unit) for key in ("signatory", "recipients", "copies", "disclosure") if not getattr(given, key)
    }
    values = {**{key: getattr(one, key) for key, one in giver.items()}, "printed": given.printed or given.dated}
    places = {key: given.place(key) or (giver[key].place(key) if key in giver else None) for key in Filing.model_fields}
    return given.model_copy(update=values).at({key: place for key, place in places.items() if place is not None})


def periods(scope: Scope, kind: Kind) -> tuple[InPeriod, ...]:
    """The parts of the season that an issue of a series speaks of: its period, and all up to its end; of any other kind none."""
    issue = issue_of(scope.unit, kind)
    if issue is None or kind.series is None:
        return ()
    return tuple(
        scope.parts.setdefault((name, first, issue.end), InPeriod(name, scope, first, issue.end, kind.series.rows))
        for name, first in ((PERIOD, issue.start), (TO_DATE, None))
    )


def figures_of_periods(scope: Scope, kind: Kind) -> dict[str, Figure]:
    """The figures of these parts by name."""
    return {name: figure for part in periods(scope, kind) for name, figure in figures_in(part).items()}


def context(scope: Scope, kind: Kind, season: str, themes: Themes, seal: str = "") -> Mapping[str, Any]:
    """What a template is given: themes of figures by their name, `unit`, `schedule`, `document`, `kind`, `units`, `seal` (a data URL).

    `units` are those directly below that file documents, `parts` is what all directly below are called together (县（市、区）). And `season`, and
    `previous`, the unit in the season before; for an issue of a series `issue`, and the themes of `period` and `to_date`.
    """
    seen, issue = this_season(scope, int(season)), issue_of(scope.unit, kind)
    return {
        **({"issue": issue, **{part.name: part for part in periods(scope, kind)}} if issue is not None else {}),
        **{name: getattr(themes, name) for name in themes.names},
        "unit": View(scope.unit),
        "schedule": View(scope.unit.schedule),
        "document": View(filing(scope, kind)),
        "season": seen,
        "previous": seen(seen.year - 1),
        "kind": kind,
        "units": tuple(View(child.unit) for child in scope.children if child.unit.kinds != ()),
        "parts": naming.below(scope.unit.level, [child.unit.name for child in scope.children]),
        "seal": seal,
    }
