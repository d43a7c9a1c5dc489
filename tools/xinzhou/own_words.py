"""What two counties add to their documents of their own, sample data: chapters, a table, an attachment."""

import io
from datetime import date
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook

from xinzhou.workbook import Row, Sheet, without_clock

_PLACED: dict[str, tuple[Row, ...]] = {
    "静乐县": (
        {
            "heading": "冬季极端天气应对",
            "text": "遇寒潮、暴雪等极端天气，县清洁取暖办会同气象、电力部门提前研判，启动应急预案。\n"
            "各乡镇落实包村干部联系制度，对独居老人等重点群体每日上门查看。",
            "kind": "实施方案",
            "at": "落实能源保供",
            "where": "之后",
        },
        {"text": "应急抢修物资储备情况见下表，由县供热中心统一调度。", "kind": "实施方案", "at": "冬季极端天气应对", "where": "之后"},
    ),
    "宁武县": (
        {
            "text": "全县山高坡陡，冬季最低气温低，雪后进山道路时有中断，各乡镇在采暖季前把易损配件存放到村。",
            "kind": "采暖季工作总结",
            "at": "能源保障",
            "where": "标题下",
        },
    ),
}
"""By unit: rows of 文字说明 that stand at a heading."""
_STORES = (
    ("存放地点", "物资", None, "到位日期"),
    (None, "电暖器（台）", "发电机（台）", None),
    ("鹅城镇", 60, 4, date(2023, 10, 8)),
    ("杜家村镇", 40, 2, date(2023, 10, 9)),
    ("康家会镇", 40, 2, date(2023, 10, 9)),
    ("合计", 140, 8, None),
)
_ADVICE = "空气源热泵使用告知书（样式）"


def placed(name: str) -> tuple[Row, ...]:
    """The rows of 文字说明 of a unit that stand at headings."""
    return _PLACED.get(name, ())


def sheets(name: str) -> tuple[Sheet, ...]:
    """自有表格 and 自有附件 of a unit."""
    if name != "静乐县":
        return ()
    table = {"sheet": "应急物资储备", "kind": "实施方案", "at": "冬季极端天气应对", "where": "之后", "caption": "静乐县冬季应急物资储备表"}
    return Sheet("own_tables", (table,)), Sheet("own_annexes", ({"file": "使用告知书.docx", "kind": "实施方案", "title": _ADVICE},))


def write_own(folder: Path, name: str) -> None:
    """Write the sheet and the file of 静乐县 that these name."""
    if name != "静乐县":
        return
    book = Workbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet("应急物资储备")
    for row in _STORES:
        page.append(row)
    for cells in ("A1:A2", "B1:C1", "D1:D2"):
        page.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    (folder / "应急物资储备（示例数据）.xlsx").write_bytes(without_clock(buffer.getvalue()))
    (folder / "附件").mkdir(exist_ok=True)
    (folder / "附件/使用告知书.docx").write_bytes(_advice())


def _advice() -> bytes:
    document = Document()
    document.add_paragraph(_ADVICE).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("本样式为示例，不是真实文件。").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in (
        "一、使用要求",
        "按照说明书使用和保管设备，室外机周围保持通风，不遮挡、不覆盖，积雪及时清除。",
        "二、安全要求",
        "不私拉乱接电线，出现漏电、异响、异味立即停机断电，拨打公布的服务电话报修。",
        "已安装设备的，不再燃用散煤。",
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=4)
    for row, texts in zip(table.rows, (("户主", "", "设备型号", ""), ("住址", "", "", ""), ("户主（签字）", "", "日期", "")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(1, 3))
    buffer = io.BytesIO()
    document.save(buffer)
    return without_clock(buffer.getvalue())
