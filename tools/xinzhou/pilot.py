"""备案任务, sample data but for this year's task: what the pilot programme filed, less what earlier years completed, is this year's."""

from xinzhou.amounts import generator
from xinzhou.choices import Area, HeatingPath
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_CITY, _TOWN = 100000, 1000  # households


def pilot(unit: Unit) -> Sheet:
    """备案任务 of a unit, a project for each path."""
    left = STORIES[unit.name].shortfall
    rows: list[Row] = []
    for path in unit.paths:
        task = unit.households(path)
        earlier = round(task * _earlier(unit, path))
        short = left if left and left.path is path else None
        rows.append(
            {
                "project": f"{_where(unit, path)}{path.value}改造项目",
                "path": path,
                "filed": earlier + task,
                "earlier": earlier,
                "planned": task,
                "reason": short.cause if short else None,
                "due": short.due if short else None,
            }
        )
    return Sheet("pilot", tuple(rows), totals=("filed", "earlier", "planned"))


def _earlier(unit: Unit, path: HeatingPath) -> float:
    """What earlier years completed, as a multiple of this year's task: little where it is most of a town."""
    town = unit.tasks.get((path, Area.URBAN), 0)
    if town > _CITY:
        return 0.12
    return 0.3 if town > _TOWN and not unit.central else 0.6 + 1.4 * generator(unit.name, "pilot", path.value).random()


def _where(unit: Unit, path: HeatingPath) -> str:
    areas = {area for p, area in unit.tasks if p is path}
    return "城乡" if len(areas) > 1 else "农村" if Area.RURAL in areas else "城区" if unit.central or unit.name[-1] in "市区" else "县城"
