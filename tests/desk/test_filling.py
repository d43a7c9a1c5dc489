"""Forms of every table there is: what is typed as its column says reads back as such."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.desk.filling import form_of
from reportgen.desk.form import Unfit
from reportgen.desk.typed import Typed, changes_of, write
from reportgen.inputs.counties import Owner
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.schema import Dataset
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.table import read_table
from reportgen.inputs.unit_sheet import description_in
from reportgen.workbook.book import blank_book
from reportgen.workbook.dataset import Row, dataset_sheet
from reportgen.workbook.description import description_sheets
from reportgen.workbook.sheet import Sheet

FILE = "填报表.xlsx"
OWNER = Owner("甲县", frozenset())
TABLES = [dataset for dataset in shipped().datasets if not dataset.large]


def book(*sheets: Sheet) -> bytes:
    made = blank_book()
    for sheet in sheets:
        made.add_sheet(sheet)
    return made.save()


def fill(content: bytes, sheet: str, typed: dict[str, str]) -> bytes:
    form = form_of(content, FILE, sheet, shipped(), OWNER, whole=False)
    changes = changes_of(form, Typed(typed))
    assert changes.wrong == {}
    written = write(content, form, changes.cells)
    assert written.wrong == {}
    return written.content


@pytest.mark.parametrize("dataset", TABLES, ids=lambda dataset: dataset.key)
def test_the_examples_of_every_table_are_typed_and_read_back(dataset: Dataset) -> None:
    content = book(dataset_sheet(dataset))
    form = form_of(content, FILE, dataset.title, shipped(), OWNER, whole=False)
    line = next(line for line in form.lines if line.is_new)
    boxes = {box.want.field.key: box for box in line.boxes if box.want.field is not None}
    assert set(boxes) == set(dataset.columns)
    typed = {box.name: next(iter(box.offers), box.want.field.column.example) for box in boxes.values() if box.want.field}
    made = fill(content, dataset.title, typed)
    with open_workbook(made, FILE) as workbook:
        table, problems = read_table(workbook.sheet(dataset.title), dataset, OWNER)
    assert table is not None and len(table.rows) == 1
    assert [one.message for one in problems if one.code == "inputs.not-a-number" or "as-text" in one.code] == []
    missing = [key for key in dataset.columns if getattr(table.rows[0], key) is None and dataset.columns[key].column.personal is None]
    assert missing == []


def test_numbers_and_days_are_written_as_such_however_they_are_typed() -> None:
    dataset = shipped().by_key["tasks"]
    content = book(dataset_sheet(dataset, [Row({"households": 1200})]))
    form = form_of(content, FILE, dataset.title, shipped(), OWNER, whole=False)
    at = {box.want.field.key: box.name for box in form.lines[0].boxes if box.want.field}
    made = fill(content, dataset.title, {at["households"]: "1.2万"})
    with open_workbook(made, FILE) as workbook:
        grid = workbook.sheet(dataset.title)
    row, column = next((row, column) for row in range(len(grid.rows)) for column in range(9) if grid.raw(row, column) == 12000)
    assert grid.place(row, column).cell == at["households"]


def test_a_units_description_and_its_documents_are_filled_in() -> None:
    content = book(*description_sheets(shipped(), kinds=("实施方案",)))
    form = form_of(content, FILE, "单位说明", shipped(), OWNER, whole=False)
    at = {line.before[:2]: line.boxes[0] for line in form.lines}
    name, level, start = at["本单位", "名称"], at["本单位", "级别"], at["采暖季", "开始"]
    assert "县" in level.offers
    filled = fill(content, "单位说明", {name.name: "甲县", level.name: "县", start.name: "2023年11月1日"})
    form = form_of(filled, FILE, "公文", shipped(), OWNER, whole=False)
    heads = [head.title for head in form.heads]
    first = form.lines[0].boxes
    assert first[0].text == "实施方案"
    filled = fill(filled, "公文", {first[heads.index("成文日期")].name: "2023-4-18", first[heads.index("发文字号")].name: "甲清洁办发〔2023〕2号"})
    with open_workbook(filled, FILE) as workbook:
        said = description_in(workbook, FILE)
    assert said is not None and said.problems == []
    entries: Any = said.root.entries
    assert (entries["名称"].value, entries["级别"].value) == ("甲县", "县")
    assert entries["采暖季"].entries["开始"].value in (datetime(2023, 11, 1), date(2023, 11, 1))
    plan = entries["公文"].entries["实施方案"].entries
    assert plan["发文字号"].value == "甲清洁办发〔2023〕2号"
    assert isinstance(plan["成文日期"].value, (date, datetime))


def test_what_a_number_means_in_a_cell_of_percent() -> None:
    import io

    import openpyxl

    dataset = next(dataset for dataset in TABLES for field in dataset.fields() if field.column.unit == "%")
    content = book(dataset_sheet(dataset))
    form = form_of(content, FILE, dataset.title, shipped(), OWNER, whole=False)
    box = next(box for box in next(line for line in form.lines if line.is_new).boxes if box.want.field and box.want.field.column.unit == "%")
    opened = openpyxl.load_workbook(io.BytesIO(content))
    opened[dataset.title][box.name].number_format = "0.00%"
    saved = io.BytesIO()
    opened.save(saved)
    made = openpyxl.load_workbook(io.BytesIO(fill(saved.getvalue(), dataset.title, {box.name: "35"})))
    assert Decimal(str(made[dataset.title][box.name].value)) == Decimal("0.35")


def test_a_large_table_and_a_sheet_that_is_none_are_filled_in_elsewhere() -> None:
    large = next(dataset for dataset in shipped().datasets if dataset.large)
    content = book(dataset_sheet(large), Sheet("随意", [], []))
    for sheet in (large.title, "随意", "没有"):
        with pytest.raises(Unfit):
            form_of(content, FILE, sheet, shipped(), OWNER, whole=False)


@pytest.mark.parametrize(
    ("rows", "new"),
    [
        ([("煤改电", 5), ("合计", 5)], 4),
        ([("合计", 5), ("煤改电", 5)], 5),
        ([("煤改电", 5), ("小计", 5), ("煤改气", 3), ("小计", 3), ("合计", 8)], 6),
        ([("煤改电", 5), ("合计", 5), ("注：1.以批复为准", None), ("2.不含往年", None)], 4),
        ([("合计", None)], 3),
        ([("煤改电", 5)], 4),
    ],
)
def test_new_rows_stand_where_data_end(rows: list[tuple[str, int | None]], new: int) -> None:
    import io

    import openpyxl

    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "改造任务"
    sheet.append(["改造任务表"])
    sheet.append(["取暖路径", "区域", "任务户数"])
    for name, number in rows:
        sheet.append([name, "农村" if "改" in name else None, number])
    saved = io.BytesIO()
    made.save(saved)
    form = form_of(saved.getvalue(), FILE, "改造任务", shipped(), OWNER, whole=False)
    assert [line.number + 1 for line in form.lines if line.is_new] == [new, new + 1, new + 2]
