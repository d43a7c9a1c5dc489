"""What a YAML file says, as the cells of a sheet: each knows the lines of the file in which it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reportgen.diagnostics import Place
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.schema import CellType, Field
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, Scalar
from reportgen.workbook.limits import FLAGS
from reportgen.workbook.sheet import Value


@dataclass(frozen=True, slots=True)
class LineGrid(SheetGrid):
    """Cells whose places are lines: `lines` has those (from 1) of each that stands in the file, `by_line` the cells of each line, by row and column."""

    lines: Mapping[tuple[int, int], range] = field(default_factory=dict)
    by_line: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, sheet: str, rows: Sequence[Sequence[Raw]], lines: Mapping[tuple[int, int], range]) -> "LineGrid":
        """The grid of a file's cells."""
        by_line: dict[int, list[tuple[int, int]]] = {}
        for at, of_cell in lines.items():
            for line in of_cell:
                by_line.setdefault(line, []).append(at)
        return cls(file, sheet, rows, textual=True, lines=lines, by_line=by_line)

    def place(self, row: int, column: int) -> Place:
        """The first line of a cell; the file, where it doesn't stand there."""
        lines = self.lines.get((row, column))
        return Place(self.file) if lines is None else Place(self.file, line=lines.start)

    def line_of(self, row: int) -> int:
        """The line in which a row begins; 0 where it doesn't stand in the file."""
        return min((lines.start for column in range(len(self.rows[row])) if (lines := self.lines.get((row, column)))), default=0)

    def at_line(self, line: int) -> Sequence[tuple[int, int]]:
        """The cells that stand in a line: several, where they stand between brackets."""
        return self.by_line.get(line, ())


def lines_of(node: Node, line: int) -> range:
    """The lines of a value whose name stands in `line`."""
    return range(line, _last(node, line) + 1)


def _last(node: Node, line: int) -> int:
    inner = node.items if isinstance(node, ListNode) else node.entries.values() if isinstance(node, MapNode) else ()
    return max((line, node.line, *(_last(one, line) for one in inner)))


def as_scalar(value: Value, field: Field | None, old: object) -> Scalar:
    """A value of a cell as YAML is to have it: of the kind of the one that stood there, where it can be."""
    if isinstance(value, Decimal):
        if isinstance(old, str):
            return format(value, "f")
        return int(value) if value == value.to_integral_value() and not isinstance(old, Decimal) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        if field is not None and field.type is CellType.FLAG and value in FLAGS and not isinstance(old, str):
            return value == FLAGS[0]
        return f"{value}\n" if isinstance(old, str) and old.endswith("\n") and not value.endswith("\n") else value
    return value if value is None or isinstance(value, (bool, int)) else str(value)
