"""单位.yaml with another value in one cell: whichever that is, all bytes outside of its lines stay, and every other cell says what it said."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.schema import CellType
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Filing
from reportgen.inputs.unit_sheet import entry_of
from reportgen.rewriting.line_grid import LineGrid
from reportgen.rewriting.unit_file import sheets, with_cells, without
from reportgen.workbook.limits import choices
from reportgen.workbook.sheet import Value

ROOT = Path(__file__).parents[2]
FILES = [*sorted(ROOT.glob("inputs/2023/*/单位.yaml")), *sorted(ROOT.glob("tests/projects/*/inputs/*/*/单位.yaml"))]
SAMPLE = ROOT / "inputs/2023/静乐县/单位.yaml"
SHEETS = ("单位说明", "公文")


def values_of(entry: Entry | None, there: object) -> Iterator[Value]:
    """Other values that an entry may have; nothing, where something stands there."""
    if entry is None:
        yield "另外一项"
    elif entry.grouped:
        yield "另一局：资金、验收\n又一局"
    elif entry.many:
        yield f"{there}\n另一项" if there else "另一项"
        yield "另一项"
    elif entry.field.type in (CellType.CHOICE, CellType.FLAG):
        yield next(one for one in choices(entry.field) if one != there)
    elif entry.field.type is CellType.DATE:
        yield date(2024, 2, 29)
    else:
        yield Decimal(7) if entry.field.type in (CellType.COUNT, CellType.NUMBER) else "另写的：“话”，#1"
    if there is not None:
        yield None


def cells_of(grids: dict[str, LineGrid]) -> Iterator[tuple[str, int, int, Entry | None]]:
    """All cells that are filled in."""
    group = ""
    for row in range(1, len(grids["单位说明"].rows)):
        said, item = (str(raw) for raw in grids["单位说明"].rows[row][:2])
        group = said or group
        yield "单位说明", row, 2, entry_of(group, item.lstrip("*"))
    for row in range(1, len(grids["公文"].rows)):
        for column, entry in enumerate((None, *entries(Filing))):
            yield "公文", row, column, entry


def said(grids: dict[str, LineGrid]) -> dict[tuple[str, int, int], object]:
    return {(name, row, column): grids[name].raw(row, column) for name, row, column, _ in cells_of(grids)}


def outside(data: bytes, grid: SheetGrid, row: int, column: int) -> tuple[bytes, bytes]:
    """What stands before and behind the lines of a cell."""
    assert isinstance(grid, LineGrid)
    lines, at = data.splitlines(keepends=True), grid.lines[row, column]
    return b"".join(lines[: at.start - 1]), b"".join(lines[at.stop - 1 :])


def difference(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """What is between the beginning and the end that both have."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return old[head : len(old) - tail], new[head : len(new) - tail]


def try_all(data: bytes, file: str, step: int = 1) -> int:
    grids = sheets(data, file, shipped())
    before, number = said(grids), 0
    for name, row, column, entry in list(cells_of(grids))[::step]:
        there = before[name, row, column]
        for value in values_of(entry, there):
            if value is None and (name, column) == ("公文", 0):
                continue
            made = with_cells(data, file, shipped(), name, {(row, column): value})
            number += 1
            if (row, column) in grids[name].lines:
                head, tail = outside(data, grids[name], row, column)
                assert made.startswith(head) and made.endswith(tail), (name, row, column, value)
                if entry is not None and not (entry.many or entry.grouped) and there is not None:
                    gone, _ = difference(data, made)
                    words = str(there).lower() if isinstance(there, bool) else str(there)
                    assert gone.decode("utf-8", "ignore").strip(" '\"") in words, (name, row, column, value)
            else:  # something is put in, nothing is taken out
                assert difference(data, made)[0].strip() == b"", (name, row, column, value)
            after = said(sheets(made, file, shipped()))
            assert {at: raw for at, raw in after.items() if raw != before[at]}.keys() <= {(name, row, column)}
    return number


def test_one_cell_is_written_and_all_else_stays() -> None:
    text = SAMPLE.read_text("utf-8")
    few = "\n".join(line for line in text.split("\n") if "第2期" not in line and "通知" not in line and "请示" not in line)
    assert try_all(few.replace("\n", "\r\n").encode("utf-8-sig"), "单位.yaml", 5) > 20


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-5]}-{file.parts[-2]}")
def test_one_cell_of_any_unit_is_written_and_all_else_stays(file: Path) -> None:
    assert try_all(file.read_bytes(), "单位.yaml") > 50


def test_documents_are_taken_out_with_their_lines_alone() -> None:
    data = SAMPLE.read_bytes()
    kinds = [str(row[0]) for row in sheets(data, "", shipped())["公文"].rows]
    made = without(data, "", {kinds.index("验收报告"), kinds.index("催报通知")})
    text = data.decode()
    start, end = text.index("  验收报告:\n"), text.index("  绩效自评报告:\n")
    expected = text[:start] + "".join(line for line in text[end:].splitlines(keepends=True) if "催报通知: {" not in line)
    assert made.decode() == expected
