"""A CSV file with another value in one cell, or further rows: every other byte stays, whatever its encoding, separator, quotes and line ends."""

from decimal import Decimal
from itertools import product

import pytest

from reportgen.inputs.delimited import read_csv
from reportgen.rewriting.csv_text import with_cells, with_rows
from reportgen.rewriting.letters import NoLetter
from reportgen.workbook.sheet import Value

ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "utf-16")
ROWS = [["名称", "说明", "户数"], ["甲乡", "一、二", "1200"], ["", "", ""], ["乙乡", "说“好”", "80"], ["合计", "", "1280"]]


def written(rows: list[list[str]], quotes: str, separator: str, line_end: str, last: str) -> str:
    """Rows as text: `quotes` stand around every cell where they are there."""
    return line_end.join(separator.join(f"{quotes}{cell}{quotes}" for cell in row) for row in rows) + last


def encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding)


@pytest.mark.parametrize(("encoding", "quotes", "separator", "line_end"), [*product(ENCODINGS, ("", '"'), (",", "\t", ";"), ("\n", "\r\n", "\r"))])
def test_one_cell_is_written_and_every_other_byte_stays(encoding: str, quotes: str, separator: str, line_end: str) -> None:
    for last in ("", line_end):
        data = encoded(written(ROWS, quotes, separator, line_end, last), encoding)
        for row, column in product(range(len(ROWS)), range(3)):
            changed = [[*cells] for cells in ROWS]
            changed[row][column] = "新的"
            assert with_cells(data, {(row, column): "新的"}) == encoded(written(changed, quotes, separator, line_end, last), encoding)
        further = with_cells(data, {(5, 0): "丙乡", (6, 2): Decimal("7.50")}, {5: 3, 6: 3})
        assert further == encoded(written([*ROWS, ["丙乡", "", ""], ["", "", "7.50"]], quotes, separator, line_end, last), encoding)
        above = read_csv(with_rows(data, 4, 2), "").rows
        assert [list(cells) for cells in above] == [*ROWS[:4], ["", "", ""], ["", "", ""], ROWS[4]]


@pytest.mark.parametrize(
    ("data", "cell", "value", "expected"),
    [
        (b"a,b\r\n1,2\r\n", (1, 1), 'x"y', b'a,b\r\n1,"x""y"\r\n'),
        (b"a,b\n1,2", (1, 0), "x,\ny", b'a,b\n"x,\ny",2'),
        (b'a,b\n="0350",2\n', (1, 0), "0351", b'a,b\n"=""0351""",2\n'),
        (b"a,b\n'0350,2\n", (1, 0), "0351", b"a,b\n'0351,2\n"),
        (b"a,b\n1\n", (1, 1), "2", b"a,b\n1,2\n"),
        (b"a,b\n\n1,2\n", (1, 1), "2", b"a,b\n,2\n1,2\n"),
        (b"a,b\n\n1,2\n", (1, 0), "2", b"a,b\n2\n1,2\n"),
        (b"sep=;\na;b\n1;2\n", (1, 1), "3", b"sep=;\na;b\n1;3\n"),
        (b'a,b\n"x\ny",2\n', (1, 1), None, b'a,b\n"x\ny",\n'),
    ],
)
def test_what_is_unusual(data: bytes, cell: tuple[int, int], value: Value, expected: bytes) -> None:
    made = with_cells(data, {cell: value})
    assert made == expected
    assert read_csv(made, "").rows[cell[0]][cell[1]] == (value or "")


def test_signs_that_the_encoding_lacks_are_named() -> None:
    with pytest.raises(NoLetter, match="\U0002c1d5"):
        with_cells("名称,户数\n甲,1\n".encode("gbk"), {(1, 0): "甲\U0002c1d5"})
    wide = "名称,户数\n𬇕,1\n".encode("gb18030")  # it has such signs already
    assert with_cells(wide, {(1, 0): "𬇙"}) == "名称,户数\n𬇙,1\n".encode("gb18030")
