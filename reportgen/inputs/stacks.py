"""Headings in several rows: what stands over each column, one above the other."""

from collections.abc import Callable
from typing import NamedTuple

from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.schema import Field
from reportgen.inputs.wording import fold, split_bracket


class Cell(NamedTuple):
    """A heading over a column: its text, where it stands, and whether that is in the column itself."""

    text: str = ""
    at: tuple[int, int] = (0, 0)
    own: bool = False


def stacks(grid: SheetGrid, top: int, bottom: int) -> list[list[Cell]]:
    """The headings over each column, from the uppermost. One merged over columns stands in its first only and holds for those to its right."""
    width = max((len(row) for row in grid.rows[top : bottom + 1]), default=0)
    carried = [Cell() for _ in range(top, bottom + 1)]
    found: list[list[Cell]] = []
    for column in range(width):
        stack: list[Cell] = []
        begun = False
        for level, row in enumerate(range(top, bottom + 1)):
            raw = grid.raw(row, column)
            text = raw.strip() if isinstance(raw, str) else ""
            if text:
                carried[level], begun = Cell(text, (row, column)), True
            elif begun or row == bottom:
                # Another heading begins above: what stood below the one before it does not hold any more.
                carried[level] = Cell("", (row, column))
            stack.append(carried[level]._replace(own=True) if text else carried[level])
        found.append(stack)
    return found


def joined(grid: SheetGrid, top: int, depth: int, match: Callable[[str], Field | None]) -> list[str]:
    """The headings of `depth` rows as one: the lowest of each column, with those above it where only together they name a field (招标 over 方式).

    A unit in brackets above (资金（万元）) holds for the headings under it.
    """
    return [_joined([cell for cell in stack if cell.text], match) for stack in stacks(grid, top, top + depth - 1)]


def _joined(cells: list[Cell], match: Callable[[str], Field | None]) -> str:
    own = [cell for cell in cells if cell.own]
    if not own:
        return ""
    text = own[-1].text
    above = [cell.text for cell in cells if cell.at[0] < own[-1].at[0]]
    together = (pair for upper in reversed(above) for pair in (split_bracket(upper)[0] + text, text + upper) if match(pair) is not None)
    text = next(together, text)
    field = match(text)
    unit = parse_measure(field.column.unit) if field is not None else None
    if unit is not None and parse_measure(split_bracket(fold(text))[1]) is None:
        brackets = (split_bracket(fold(upper))[1] for upper in reversed(above))
        bracket = next((one for one in brackets if (measure := parse_measure(one)) is not None and measure.scale_to(unit) is not None), None)
        return text if bracket is None else f"{split_bracket(fold(text))[0]}({bracket})"
    return text
