"""What of a table a person doesn't see (hidden, filtered away, folded) and is read all the same: said once a table, with its places."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.grid import SheetGrid, column_name, is_blank
from reportgen.inputs.schema import Field

_NAMED = 10
"""How many stretches of rows or columns a message names."""


def report_hidden(grid: SheetGrid, first: int, columns: Mapping[int, Field]) -> list[Diagnostic]:
    """The hidden rows from `first` on, and the hidden ones of the columns that are read, that hold something; or the whole sheet."""
    hidden = grid.hidden
    body = range(first, len(grid.rows))
    if hidden.sheet:
        if all(is_blank(grid.raw(row, at)) for row in body for at in columns):
            return []
        message, places = "工作表是隐藏的，其中的内容照样读取", [Place(grid.file, grid.sheet)]
    elif not (hidden.rows or hidden.columns):
        return []
    else:
        rows = {row: found for row in sorted(hidden.rows) if row >= first and (found := [at for at in columns if not is_blank(grid.raw(row, at))])}
        across = {
            at: row for at in sorted(hidden.columns & columns.keys()) if (row := next((n for n in body if not is_blank(grid.raw(n, at))), None)) is not None
        }
        if not rows and not across:
            return []
        named = [f"第{_stretches(rows, lambda row: str(row + 1))}行"] if rows else []
        named += [f"{_stretches(across, column_name)}列"] if across else []
        message = f"{'和'.join(named)}隐藏着（或者被筛选掉），其中的内容照样读取"
        places = [grid.place(row, _telling(found, columns)) for row, found in rows.items()]
        places += [grid.place(row, at) for at, row in across.items()]
    return [warning("inputs.hidden", message, *places, help="请取消隐藏和筛选后核对；不应计入的请删除")]


def _telling(filled: Sequence[int], columns: Mapping[int, Field]) -> int:
    """The column of a row's first number, which is what counts; of its first cell where it has none."""
    return next((column for column in sorted(filled) if columns[column].type in NUMERIC), min(filled))


def _stretches(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """Numbers in order as people write them: 4、7—9."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and stretches[-1][-1] == number - 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    written = [name(found[0]) if len(found) == 1 else f"{name(found[0])}—{name(found[-1])}" for found in stretches[:_NAMED]]
    return "、".join(written) + ("等" if len(stretches) > _NAMED else "")
