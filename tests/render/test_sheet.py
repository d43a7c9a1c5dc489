"""Sheets: each table of a document as one that a spreadsheet can filter."""

import io
import zipfile
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from reportgen.render.sheet import write_sheets

FIGURE = '<data value="{0}" data-figure="a" data-label="甲" data-unit="户" data-formula="填报值" data-source="甲县/资金.csv!B2">{1}</data>'


def table(body: str, caption: str = "表1　甲", head: str = "<tr><th>甲</th><th>乙</th></tr>", columns: int = 2) -> str:
    columns_ = '<col data-width="1"/>' * columns
    return f'<table id="t"><caption>{caption}</caption><colgroup>{columns_}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>'


def document(*tables: str) -> str:
    return f'<article class="gongwen" data-title="标题" data-author="甲县清洁取暖办"><header/><h1 id="title">标题</h1>{"".join(tables)}</article>'


def opened(html: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_sheets(html)))


def cells(html: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in opened(html).worksheets[0].iter_rows()]


def test_each_table_is_a_sheet_named_by_its_caption() -> None:
    row = "<tr><td>1</td><td>2</td></tr>"
    captions = ["表1　甲<span class='unit'>单位：户</span>", "附表1　很长的标题" + "长" * 40, "附表1　很长的标题" + "长" * 40, "甲/乙：[丙]*?"]
    book = opened(document(*(table(row, caption) for caption in captions)))
    long = "附表1 很长的标题" + "长" * 22
    assert book.sheetnames == ["表1 甲", long, f"{long[:27]} 2", "甲乙：丙"]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_a_document_without_tables_is_a_workbook_all_the_same() -> None:
    assert opened(document()).sheetnames == ["没有表格"]


def test_figures_are_numbers_as_they_are_shown_and_all_else_is_text() -> None:
    numbers = f"<tr><td>{FIGURE.format('154898', '15.4898')}</td><td>{FIGURE.format('12', '12')}户</td></tr>"
    body = f"{numbers}<tr><td>{FIGURE.format('0', '没有')}</td><td>007</td></tr>"
    assert cells(document(table(body)))[1:] == [[15.4898, "12户"], ["没有", "007"]]
    sheet = opened(document(table(body))).worksheets[0]
    assert (sheet["A2"].data_type, sheet["A2"].number_format) == ("n", "0.0000")


def test_no_text_becomes_a_formula() -> None:
    texts = ['=HYPERLINK("http://x","y")', "+1+1", "-1", "@SUM(A1)", "=1"]
    body = "".join(f"<tr><td>{text}</td><td>安全</td></tr>" for text in texts)
    sheet = opened(document(table(body))).worksheets[0]
    for number, text in enumerate(texts, 2):
        cell = sheet.cell(number, 1)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert not sheet["B2"].quotePrefix


def test_the_heading_is_frozen_and_every_row_but_the_total_can_be_filtered() -> None:
    head = '<tr><th rowspan="2">单位</th><th colspan="2">户数</th></tr><tr><th>计划</th><th>完成</th></tr>'
    body = (
        '<tr><td rowspan="2">甲县</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>'
        '<tr><td>乙县</td><td colspan="2">没有核查</td></tr><tr class="total"><td>合计</td><td>4</td><td>6</td></tr>'
    )
    sheet = opened(document(table(body, head=head, columns=3))).worksheets[0]
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:C5"
    assert sorted(str(merged) for merged in sheet.merged_cells.ranges) == ["A1:A2", "B1:C1"]
    assert [cell.value for cell in sheet["A"]] == ["单位", None, "甲县", "甲县", "乙县", "合计"]
    assert [cell.value for cell in sheet[5]] == ["乙县", "没有核查", None]


def test_text_is_wrapped_in_columns_of_sensible_width_and_rows_high_enough() -> None:
    sheet = opened(document(table(f"<tr><td>短</td><td class='left'>{'长' * 200}<br/>第二行</td></tr>"))).worksheets[0]
    assert sheet["B2"].value == f"{'长' * 200}\n第二行"
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width < 10 < sheet.column_dimensions["B"].width <= 60
    assert sheet.row_dimensions[1].height < 20 < 7 * 14 < sheet.row_dimensions[2].height


def test_the_bytes_depend_on_the_document_alone() -> None:
    html = document(table("<tr><td>1</td><td>2</td></tr>"))
    first = write_sheets(html)
    assert write_sheets(html) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"dcterms:created" not in archive.read("docProps/core.xml")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
