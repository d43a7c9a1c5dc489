"""What became of the columns and rows of a table, and of tables, as a reader is told."""

import pytest

from reportgen.console.diff_json import diff_json
from reportgen.diff.difference import ComparedDocument, Difference, difference
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import told
from reportgen.diff.table_summary import columns_in_words, told_table
from tests.redline.redline_cases import CASES, LONG, form, in_attachment, p, table

_MARKS = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "[+{}+]"}


def compared(old: str, new: str) -> Difference:
    return difference(ComparedDocument(old, "旧"), ComparedDocument(new, "新"))


def lines(old: str, new: str) -> list[str]:
    """The words of columns, and of each row that differs its cells."""
    (entry,) = told(compared(old, new))
    found = told_table(entry.pair)
    assert found
    return [
        *columns_in_words(found),
        *(f"{row.op.value} {row.name}：{'，'.join(f'{name}{marked(cell.runs)}' for name, cell in row.cells)}" for row in found.rows),
    ]


def marked(runs: tuple[Run, ...]) -> str:
    return "".join(_MARKS[run.op].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("column", ["新增一列“占比”"]),
        ("column gone", ["删去一列“占比”"]),
        ("column and number", ["新增一列“备注”", "删去一列“户数”", "change 煤改气：金额[-8-][+9+]"]),
        ("columns swapped", ["列“户数”与“金额”换了位置", "change 煤改电：户数[-225-][+330+]"]),
        (
            "groups of columns swapped",
            ["列“计划/户数”移到“完成/金额”后面", "列“计划/金额”移到“计划/户数”后面", "change 煤改电：完成/金额[-4-][+5+]"],
        ),
        ("column within a group", ["新增一列“计划/其中：新建”", "change 煤改气：计划/金额[-4-][+5+]"]),
    ],
)
def test_columns_are_told_by_their_heads(name: str, expected: list[str]) -> None:
    assert lines(*CASES[name]) == expected


def test_a_column_may_be_first_now() -> None:
    old, new = form("路径|甲|乙|丙", "煤改电|1|2|3"), form("路径|丙|甲|乙", "煤改电|3|1|2")
    assert lines(old, new) == ["列“丙”移到“路径”后面"]
    assert lines(form("甲|乙|丙", "1|2|3"), form("丙|甲|乙", "3|1|2")) == ["列“丙”移到最前面"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("225|1", "330|1", "356|1"), ("330|1", "356|1", "400|1"), ["户数[-225-][+330+]", "户数[-330-][+356+]", "户数[-356-][+400+]"]),
        (("小计|225", "小计|330", "小计|356"), ("小计|330", "小计|356", "小计|400"), ["户数[-225-][+330+]", "户数[-330-][+356+]", "户数[-356-][+400+]"]),
        (("225|330", "330|356"), ("330|330", "356|356"), ["户数[-225-][+330+]", "户数[-330-][+356+]"]),
    ],
)
def test_rows_of_one_name_or_without_are_the_ones_in_their_places(old: tuple[str, ...], new: tuple[str, ...], expected: list[str]) -> None:
    head = "名称|户数" if old[0].startswith("小计") else "户数|村数"
    found = [line.partition("：")[2] for line in lines(form(head, *old), form(head, *new))]
    assert found == expected


@pytest.mark.parametrize("name", ["tables swapped", "tables of one form swapped"])
def test_tables_that_changed_places_moved(name: str) -> None:
    found = compared(*CASES[name])
    (entry,) = (entry for entry in told(found) if entry.pair.op is Op.MOVE)
    assert entry.after
    assert entry.moved_in_words == f"表格移到“{entry.after}”后面"
    (block,) = (block for block in diff_json(found)["blocks"] if block["op"] == "move")
    assert block["after"] == entry.after
    assert not block["rows"]


def test_the_number_that_changed_in_a_table_that_moved_is_told() -> None:
    caption = "表1　资金来源表"
    old, new = (table("省级资金|90", f"县级资金|{value}", caption=caption, heads=["来源|万元"]) for value in (80, 85))
    found = compared(in_attachment(old, p(LONG), p(LONG[::-1])), in_attachment(p(LONG), p(LONG[::-1]), new))
    (block,) = (block for block in diff_json(found)["blocks"] if block["op"] == "move")
    assert [(row["name"], row["cells"]) for row in block["rows"]] == [
        ("县级资金", [{"column": "万元", "op": "change", "runs": [["delete", "80"], ["insert", "85"]]}])
    ]


def test_json_tells_columns() -> None:
    (block,) = diff_json(compared(*CASES["columns swapped"]))["blocks"]
    assert block["columns_moved"] == [{"column": "户数", "swapped": "金额", "after": None}]


def test_a_row_of_one_name_is_one_row_however_it_was_rewritten() -> None:
    old, new = form("单位|主要职责", "财政局|负责资金拨付", "发展改革局|落实电价政策"), form("单位|主要职责", "财政局|负责资金拨付", "发展改革局|统筹协调督办")
    assert lines(old, new) == ["change 发展改革局：主要职责[-落实电价政策-][+统筹协调督办+]"]
