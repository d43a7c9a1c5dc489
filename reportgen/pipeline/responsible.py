"""Who mends what is found: whom the data name for a row or for a table, else whose data they are. Nobody is thought of who isn't named."""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.figures.scope import Scope
from reportgen.inputs.records import Table, UnitInputs
from reportgen.inputs.wording import CLOSE_CHOICE, proposal

NAMED = 3
"""More names than that a table's cell doesn't hold: the first, and how many there are."""
_RESPONSIBLE = "responsible"
"""The column 责任单位 of the datasets whose rows have somebody who sees to them (projects, faults found)."""


def responsible(places: Iterable[Place], scope: Scope) -> str:
    """Who mends what is wrong at these places of a unit and those below it.

    A row's own 责任单位; else the department that fills in the table, as the unit says (填报部门); else its office. What is of a unit below is that unit's.
    """
    named = tuple(dict.fromkeys(name for place in places if (name := _of(place, scope)))) or (scope.unit.authority,)
    return "、".join(named) if len(named) <= NAMED else f"{named[0]}等{len(named)}个单位"


def unknown_tables(inputs: UnitInputs) -> Iterator[Diagnostic]:
    """The tables that a unit's 填报部门 names and that there are not."""
    titles = inputs.programme.by_title
    for title in (title for tables in inputs.unit.fillers.values() for title in tables if title not in titles):
        place = inputs.unit.place("fillers")
        message = f"“填报部门”中的《{title}》不是数据表{proposal(title, titles, CLOSE_CHOICE)}"
        yield warning("inputs.unknown-table", message, *((place,) if place else ()), help="请照填报表的工作表名称改正", unit=inputs.unit.name)


def _of(place: Place, scope: Scope) -> str:
    """Whom a place of the data is of; empty where it is none of them."""
    for one in scope.subtree():
        if place.file.startswith(f"{one.inputs.folder}/") and not one.inputs.absent:
            if one is not scope:
                return one.unit.label
            return _in_tables(place, one.inputs.tables, one.unit.fillers) or one.unit.authority
    return ""


def _in_tables(place: Place, tables: Mapping[str, Table], fillers: Mapping[str, tuple[str, ...]]) -> str:
    """Whom a row of the place names, or who fills in its table; empty where nobody is named."""
    for table in tables.values():
        if table.place is None or (table.place.file, table.place.sheet) != (place.file, place.sheet):
            continue
        if any(field.key == _RESPONSIBLE for field in table.dataset.fields()):
            row = next((row for row in table.rows if place in row.origin.cells.values()), None)
            if row is not None and getattr(row, _RESPONSIBLE):
                return str(getattr(row, _RESPONSIBLE))
        return next((department for department, titles in fillers.items() if table.dataset.title in titles), "")
    return ""
