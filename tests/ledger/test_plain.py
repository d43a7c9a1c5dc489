"""A table of many rows read by columns is what it is read row by row: values, places, what stands in the cells, what is said; whatever is in it."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs.counties import Owner
from reportgen.inputs.excel import entered, entered_grid
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.keeping import Keeper, key_of
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.plain import HEAD_ROWS, read_plain
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from reportgen.ledger.shelf import passing_shelf

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
    keeper = Keeper(passing_shelf(), key_of("test", str(next(NUMBERS))))
    if stored:
        return keeper.stored(grid, DATASET, OWNER)
    rows = [grid.rows[:3], grid.rows[3:]]
    return keeper.plain(replace(grid, rows=grid.rows[:HEAD_ROWS]), rows, DATASET, OWNER, lambda raw: raw)


NUMBERS = itertools.count()


def said(record: Record) -> list[object]:
    """All that a row says of itself."""
    return [(getattr(record, key), type(getattr(record, key)), record.raw(key), record.place(key)) for key in DATASET.columns]


def same(found: tuple[Table, list[Diagnostic]], grid: SheetGrid) -> None:
    """Holds what was read by columns against what is read row by row."""
    expected, problems = read_table(grid, DATASET, OWNER)
    assert expected is not None
    assert list(map(said, found[0].rows)) == list(map(said, expected.rows))
    assert found[1] == problems
    assert found[0].sample is expected.sample


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_by_columns_as_row_by_row(rows: list[list[Raw]]) -> None:
    grid = SheetGrid("inputs/2023/原平市/用户台账.csv", None, rows, textual=True)
    found = kept(grid)
    if found is not None:
        same(found, grid)


CELLS: dict[str, Sequence[Raw]] = {
    **POOLS,
    "住房面积": (96.5, 88.0, "一百", None),
    "建设补贴": (5000.0, 3000.5, None),
    "安装日期": (datetime(2023, 8, 12), None),
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=12))
def test_a_sheet_as_it_is_stored(rows: list[tuple[Raw, ...]]) -> None:
    grid = SheetGrid("inputs/2023/原平市/用户台账.xlsx", "用户台账", [list(CELLS), *map(list, rows)])
    found = kept(grid, stored=True)
    if found is not None:
        same(found, entered_grid(grid))


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


def test_a_reader_that_settles_cells() -> None:
    assert read_plain(SheetGrid("", None, []), [], DATASET, OWNER, b"", entered) is None
