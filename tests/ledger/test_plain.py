"""A table of many rows read by columns is what it is read row by row: values, places, what stands in the cells, what is said; whatever is in it."""

import csv
import io
import itertools
from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs import codes
from reportgen.inputs.aggregates import may_sum_up
from reportgen.inputs.cells import read_cell
from reportgen.inputs.counties import Owner
from reportgen.inputs.delimited import read_csv
from reportgen.inputs.ditto import says_same
from reportgen.inputs.excel import entered_grid
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.keeping import Keeper, key_of
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.masking import is_word, mask_cell, mask_loose
from reportgen.inputs.personal import fault_of_identity
from reportgen.inputs.personal_cells import PersonalCells, digests_of
from reportgen.inputs.records import Table
from reportgen.inputs.rows import is_note
from reportgen.inputs.schema import Personal, Record
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from reportgen.inputs.unit_marks import is_line
from reportgen.ledger.shelf import passing_shelf
from reportgen.ledger.texts import hold, lines_of, read_lines, reading

DATASET = shipped().by_key["households"]
OWNER = Owner("原平市", frozenset({"原平市"}))
IDENTITIES = (
    "990001194001010002",
    "990001194001020008",
    "99000119400101000X",
    "990001194013010006",
    "9900011940010100",
    "990001********0002",
    "９９０００１１９４００１０１０００２",
)
POOLS: dict[str, Sequence[Raw]] = {
    "乡镇": ("子干乡", "子干乡", "大牛店镇", "子 干 乡"),
    "村（社区）": ("子干村", "东关村", "西关村"),
    "户主": ("张某甲", "李某乙", "王某某", "赵某丙", "欧阳某丁", "陈 某", "户某"),
    "身份证号": IDENTITIES,
    "联系电话": ("10012345678", "10087654321", "0350-1234567", "无", "", "100 1234 5678"),
    "住房面积": ("96.5", "88", "一百", "96.50", "-3", "", "１２０"),
    "取暖路径": ("煤改电", "煤改气", "煤改电 ", "烧煤", "集中供热"),
    "设备型号": ("SLF-50", "SLB-20", "", "slf-50"),
    "安装日期": ("2023-08-12", "2023年8月13日", "2023/8/14", "", "8月", "2023-02-30"),
    "运行正常": ("是", "否", "√", "", "也许"),
    "建设补贴": ("5000", "5000.00", "3,000", "", "五千元", "999999999999999999"),
    "住址": ("子干村12号", "东关村3号", "子干村1单元2室", "", "村口"),
    "银行卡号": ("9999000000000000000", "9999000000000000001", "", "6222"),
}
ODD_ROWS = (
    ("合计", "", "", "", "", "300", "", "", "", "", "15000", "", ""),
    ("注：以上为全部用户", *[""] * 12),
    ("", *[""] * 12),
    ("同上", "子干村", "张某甲", "", "", "", "煤改电", "", "", "", "", "", ""),
    tuple(POOLS),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[Raw]]:
    """A ledger of a few rows, with what offices write."""
    count = draw(st.integers(1, 12))
    columns = {title: draw(st.lists(st.sampled_from(pool), min_size=count, max_size=count)) for title, pool in POOLS.items()}
    rows: list[list[Raw]] = [list(row) for row in zip(*columns.values(), strict=True)]
    for odd in draw(st.lists(st.sampled_from(ODD_ROWS), max_size=1)):
        rows.insert(draw(st.integers(0, len(rows))), list(odd))
    titles: list[list[Raw]] = [["原平市用户台账"]] if draw(st.booleans()) else []
    return [*titles, list(POOLS), *rows]


def kept(grid: SheetGrid, *, stored: bool = False) -> tuple[Table, list[Diagnostic]] | None:
    """A grid read by columns: as a sheet that is stored, or as the CSV file that has it."""
    keeper = Keeper(passing_shelf(), key_of("test", str(next(NUMBERS))))
    return keeper.stored(grid, DATASET, OWNER) if stored else keeper.lines(written(grid.rows), grid.file, DATASET, OWNER)


def written(rows: Sequence[Sequence[Raw]], separator: str = ",", end: str = "\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


NUMBERS = itertools.count()


def said(record: Record) -> list[object]:
    """All that a row says of itself."""
    return [(getattr(record, key), type(getattr(record, key)), record.raw(key), record.place(key)) for key in DATASET.columns]


def all_of(found: tuple[Table | None, list[Diagnostic]] | None) -> tuple[list[list[object]], list[Diagnostic], bool]:
    """All that was read, and said of it."""
    assert found is not None
    table, problems = found
    assert table is not None
    return list(map(said, table.rows)), problems, table.sample


def row_by_row(grid: SheetGrid) -> tuple[list[list[object]], list[Diagnostic], bool]:
    """All of it, read row by row."""
    return all_of(read_table(grid, DATASET, OWNER))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_by_columns_as_row_by_row(rows: list[list[Raw]]) -> None:
    grid = SheetGrid("inputs/2023/原平市/用户台账.csv", None, rows, textual=True)
    found = kept(grid)
    assume(found is not None)
    assert all_of(found) == row_by_row(grid)


CELLS: dict[str, Sequence[Raw]] = {
    **POOLS,
    "住房面积": (96.5, 88.0, "一百", None),
    "建设补贴": (5000.0, 3000.5, None),
    "安装日期": (datetime(2023, 8, 12), None),
}


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=12))
def test_a_sheet_as_it_is_stored(rows: list[tuple[Raw, ...]]) -> None:
    grid = SheetGrid("inputs/2023/原平市/用户台账.xlsx", "用户台账", [list(CELLS), *map(list, rows)])
    found = kept(grid, stored=True)
    assert all_of(found) == row_by_row(entered_grid(grid))


def test_most_ledgers_are_plain() -> None:
    rows = [[pool[0] for pool in POOLS.values()] for _ in range(3)]
    found = kept(SheetGrid("用户台账.csv", None, [list(POOLS), *rows], textual=True))
    assert found is not None
    assert isinstance(found[0].rows, KeptRows)
    assert [problem.code for problem in found[1]] == ["inputs.repeated-row", "inputs.personal-data", "inputs.repeated-identity"]


@pytest.mark.parametrize("row", ODD_ROWS[:2] + ODD_ROWS[3:])
def test_what_is_more_than_plain_is_left_to_the_other_reader(row: tuple[str, ...]) -> None:
    plain = [[pool[0] for pool in POOLS.values()], [pool[1] for pool in POOLS.values()]]
    assert kept(SheetGrid("用户台账.csv", None, [list(POOLS), *plain, list(row)], textual=True)) is None


def test_nothing_personal_is_kept() -> None:
    rows = [
        ["子干乡", "子干村", "张某甲", number, "10012345678", "96.5", "煤改电", "SLF-50", "2023-08-12", "是", "5000", "子干村12号", "9999000000000000000"]
        for number in IDENTITIES[:3]
    ]
    found = kept(SheetGrid("用户台账.csv", None, [list(POOLS), *rows], textual=True))
    assert found is not None
    assert isinstance(found[0].rows, KeptRows)
    content = found[0].rows.parts[0].path.read_bytes()
    for whole in (*IDENTITIES[:3], "10012345678", "张某甲", "12号", "9999000000000000000"):
        assert whole.encode() not in content
    digests = found[0].rows.ask("SELECT _digest_identity FROM held")
    assert len(set(digests)) == 3
    assert all(digest for (digest,) in digests)


def test_places_and_rows_of_a_query() -> None:
    rows = [[pool[at % 2] for pool in POOLS.values()] for at in range(4)]
    found = kept(SheetGrid("用户台账.csv", None, [list(POOLS), *rows], textual=True))
    assert found is not None
    table = found[0].rows
    assert isinstance(table, KeptRows)
    assert len(table) == table.number() == 4
    assert table.places("path", "path = ?", "煤改气", most=5) == (Place("用户台账.csv", None, "G3"), Place("用户台账.csv", None, "G5"))
    assert [record.head for record in table.where("path = ?", "煤改气")] == [table[1].head, table[3].head]
    assert [record.place("head").cell for record in table[1:3]] == ["C3", "C4"]
    assert table[-1].place("head").cell == "C5"
    without = table.changed({"village": "NULL"})
    assert {record.village for record in without} == {None}
    assert [record.raw("village") for record in without] == [record.raw("village") for record in table]


ODD_CELLS = ('="0350"', "'0350", "a\nb", 'say "x"', " x", "", "1,5", "\u3000", "x")
ENDS = ("", "\n", "\r\n", "\n\n", "\r\n\r\n")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tables(),
    st.sampled_from((",", "\t", ";", "|", "，")),
    st.sampled_from(("\n", "\r\n")),
    st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")),
    st.lists(st.tuples(st.integers(0, 15), st.integers(0, 12), st.sampled_from(ODD_CELLS)), max_size=2),
    st.sampled_from(ENDS),
)
def test_any_file_by_columns_as_row_by_row(
    rows: list[list[Raw]], separator: str, line_end: str, encoding: str, changes: list[tuple[int, int, str]], end: str
) -> None:
    for row, column, cell in changes:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = cell
    data = (written(rows, separator, line_end).decode().rstrip("\r\n") + end).encode(encoding)
    file = "inputs/2023/原平市/用户台账.csv"
    found = Keeper(passing_shelf(), key_of("test", str(next(NUMBERS)))).lines(data, file, DATASET, OWNER)
    assume(found is not None)
    assert all_of(found) == row_by_row(read_csv(data, file))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from((",", "\t", ";", "|", "，")),
    st.lists(st.sampled_from(("a", "村", '"', '""', "SEP", 'SEP"', '"SEP', "'", "=", " ", "\n", '"\n', "\r\n", "\r", "#", "\\")), min_size=1, max_size=20),
    st.integers(1, 4),
)
def test_lines_are_cut_into_the_cells_that_any_reader_finds(separator: str, parts: list[str], width: int) -> None:
    text = "".join(parts).replace("SEP", separator)
    with reading() as link:
        for lines in lines_of(text, 0):
            if read_lines(link, lines, separator, width) is None:
                return
            cells = [[cell for cell in row if cell is not None] for row in link.execute("SELECT * FROM piece").fetchall()]
            expected = list(csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True))
            assert [bare(row) for row in cells] == [bare(row) for row in expected]


def bare(row: Sequence[str]) -> list[str]:
    """A row without the blank cells at its end."""
    return list(row[: max((at for at, cell in enumerate(row, 1) if cell), default=0)])


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (Personal.HEAD, ("张三", "张某甲", "张某某", "欧阳某丁", "全某", "户主名", "合计", "王小五", "赵 六", "张某", "司马相如甲", "abc", "")),
        (Personal.IDENTITY, (*IDENTITIES, "990001190002290003", "990001190402290007", "99000119040229000x", "140981", "无")),
        (Personal.TELEPHONE, POOLS["联系电话"]),
        (Personal.CARD, (*POOLS["银行卡号"], "6222020000000000000", "999900000000000000012")),
        (Personal.ADDRESS, ("子干村12号", "示例0001村3号", "城区12号", "某社区3号", "2号楼1单元", "共村5号", "村5号", "住址村3号", "子干村 5号")),
    ],
)
def test_what_a_query_masks_is_what_is_masked_cell_by_cell(kind: Personal, cells: Sequence[str]) -> None:
    with reading() as link:
        hold(link, {0: cells}, len(cells))
        people = PersonalCells(link, {0: kind}, b"key")
        people.add(None, lambda raw: raw, {})
        found = link.execute("SELECT m0, masked0, d0, wrong0 FROM people ORDER BY n").fetchall()
    for cell, (masked, is_masked, digest, wrong) in zip(cells, found, strict=True):
        expected = None if not cell else cell if is_word(cell) else mask_cell(cell, kind)
        assert (masked, is_masked) == (expected, expected not in (cell, None)), cell
        if kind is Personal.IDENTITY:
            assert digest == next(digests_of([cell], b"key")), cell
            assert people.faults[wrong] == ((fault_of_identity(cell) or "") if is_masked else ""), cell


@settings(max_examples=300, deadline=None)
@given(st.from_regex(codes.PATTERN, fullmatch=True).filter(str.isascii))
def test_of_a_code_nothing_is_said(code: str) -> None:
    column = next(field for field in DATASET.fields() if field.key == "number")
    assert mask_loose(code) is code
    assert read_cell(code, column) == (code, None)
    assert not (may_sum_up(code) or is_note([code]) or is_line(code) or says_same(code))
    assert match_field(code, DATASET) is None


@pytest.mark.parametrize("odd", ["", "ZG-0017 ", "合计", "13812345678", "=1", "ZG一17", None])
def test_a_column_of_codes_with_other_cells_in_it(odd: str | None) -> None:
    pools = {"户号": tuple(f"ZG-{number:04}" for number in range(100)), **POOLS}
    rows = [[pool[at % len(pool)] for pool in pools.values()] for at in range(100)]
    rows[90][0] = odd or "ZG-0003"  # beyond the rows by which a column is taken for one of codes
    grid = SheetGrid("inputs/2023/原平市/用户台账.csv", None, [list(pools), *rows], textual=True)
    found = kept(grid)
    if odd in ("合计", "13812345678"):
        assert found is None
    else:
        assert all_of(found) == row_by_row(grid)
