"""The sheets of a unit's own that 自有表格 names: they are printed as they are, and are no datasets."""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.diagnostics import Diagnostic, error
from reportgen.inputs.folder import UNKNOWN_SHEET
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.records import Table
from reportgen.inputs.schema.everywhere import OWN_TABLES
from reportgen.inputs.wording import fold, proposal, shorten


def own_sheets(others: Sequence[SheetGrid], tables: Mapping[str, Table], problems: Iterable[Diagnostic]) -> tuple[Mapping[str, SheetGrid], list[Diagnostic]]:
    """The sheets by the names that the rows give them, and what is to be said: that a sheet was not read only of those that nobody names.

    `others` are all sheets that are no dataset's; a row that names none of them is a fault at its cell.
    """
    table = tables.get(OWN_TABLES)
    found: dict[str, SheetGrid] = {}
    wrong: list[Diagnostic] = []
    for row in table.rows if table else ():
        if not row.sheet or row.sheet in found:
            continue
        named = [grid for grid in others if fold(grid.sheet or "") == fold(row.sheet)]
        if len(named) == 1:
            found[row.sheet] = named[0]
            continue
        names = [str(grid.sheet) for grid in others]
        message = f"没有工作表“{shorten(row.sheet)}”{proposal(row.sheet, names)}" if not named else f"有{len(named)}张工作表都叫“{shorten(row.sheet)}”"
        help = "请照工作簿里的名称改正；空的工作表、填报说明和数据表不能作为自有表格" if not named else "请给其中一张改名"
        wrong.append(error("inputs.no-own-sheet", message, row.place("sheet"), help=help))
    read = {(grid.file, grid.sheet) for grid in found.values()}
    kept = [problem for problem in problems if not (problem.code == UNKNOWN_SHEET and (problem.places[0].file, problem.places[0].sheet) in read)]
    return found, [*kept, *wrong]
