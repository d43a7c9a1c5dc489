"""填报说明, the first sheet of a workbook: how to fill it in, what each table is for, an example, and the data dictionary."""

from collections.abc import Mapping, Sequence
from math import ceil

from reportgen.inputs.schema import Dataset
from reportgen.inputs.table import NOT_YET, ZERO_REPORT
from reportgen.measure import width
from reportgen.workbook.book import quote
from reportgen.workbook.dataset import GUIDE, HEAD, REQUIRED_HEAD, TITLE, heading
from reportgen.workbook.limits import choices
from reportgen.workbook.sheet import Cell, Sheet, SheetRow, Wide
from reportgen.workbook.styles import Look

_WIDTHS = (17, 22, 7, 8, 13, 44, 30, 27)
_HEADINGS = ("数据表", "列", "必填", "类型", "单位", "含义", "可以填的选项", "示例")
_SHOWN = len(_WIDTHS) - 1
"""So many cells of the example row have room: the third is as wide as two columns."""
_SECTION = Look(font="黑体", size=12)
_BAND = Look(bold=True, fill="F2F2F2", border=True)
_CELL = Look(size=10, border=True, wrap=True)
_MIDDLE = Look(size=10, border=True, horizontal="center")
_LINK = Look(size=10, border=True, underline=True, colour="0563C1")

_HOW = (
    "一、每张工作表是一个数据表，一行填一项。橙色表头（前面有*）的列每行必填，蓝色表头的列没有可以不填。光标放在表头上，显示这一列怎么填。",
    "二、单位写在表头括号里，单元格里只填数字。没有的数填0，不知道的留空：留空的在公文中显示为【待补】，不会当作0。",
    "三、有下拉箭头的列请从列表中选。日期按 2023-4-18 的样子输入，月份按 2023-6 输入，会自动显示为年月日。身份证号、合同编号等按文本填写。",
    f"四、标签为橙色的表，一行也没有的，请把表头上方的“{NOT_YET}”改选为“{ZERO_REPORT}”；不改的按没有填报处理。其他表暂时没有的，空着即可。",
    "五、{pasted}表下可以有合计行，程序会核对是否等于各行之和。",
    "六、可以自己加列（表头写“备注”的不读取），可以加行、删行、改列宽。表头行受保护，没有密码；粘贴后单元格改不动的，请在“审阅”中撤销工作表保护。",
    "七、从别的表粘贴时，请用“选择性粘贴—数值”，以免盖掉格式和下拉列表。{then}",
    "八、单位的名称、签发人、主送、时限填在《单位说明》中，文号和日期填在《公文》中。提示中的“单位说明”指这两张表；有 单位.yaml 的，在那里填了的不用再填。",
)
CHECK = "填好保存并关闭，再运行 reportgen check 查看还缺什么、哪里有错。"
"""What to do with a workbook that is filled in, where its officer has the program."""


def guide_sheet(uses: Mapping[str, str], datasets: Sequence[Dataset], sheets: Mapping[str, str], then: str = CHECK, *, describes: bool = True) -> Sheet:
    """The guide to a workbook. `uses` says by dataset key which documents are made from it, `sheets` gives the names of its sheets.

    `datasets` are those of the programme, `then` says what is done with the workbook once it is filled in; `describes`:
    it has the sheets of what the unit is.
    """
    present = [dataset for dataset in datasets if dataset.key in sheets]
    lines = [SheetRow([Cell(GUIDE, TITLE)], 30)]
    across = "”、“".join(dataset.title for dataset in datasets if dataset.across is not None)
    pasted = f"全市任务分解表可以连同两级表头整张粘贴到“{across}”表头的下面，程序只取本单位的行。" if across else ""
    texts = [text.format(pasted=pasted, then=then) for text in (_HOW if describes else _HOW[:-1])]
    lines += [SheetRow([Cell(text, Look(wrap=True))], 17 * ceil(2 * width(text) / sum(_WIDTHS)) + 3) for text in texts]
    merged = [f"A{row}:H{row}" for row in range(2, len(texts) + 2)]
    lines += [SheetRow([]), *_example(datasets[0]), SheetRow([])]
    merged += [f"C{row}:D{row}" for row in (len(lines) - 2, len(lines) - 1)]
    start = len(lines) + 3
    begin = start + len(present) + 3
    rows = {}
    for dataset in present:
        rows[dataset.key] = begin
        begin += 1 + len(dataset.fields())
    lines += _directory(present, uses, sheets, rows)
    merged += [f"{first}{row}:{last}{row}" for row in range(start - 1, start + len(present)) for first, last in (("B", "F"), ("G", "H"))]
    lines += [
        SheetRow([]),
        SheetRow([Cell("数据字典（示例一列从上到下连起来，就是填好的一行）", _SECTION)], 24),
        SheetRow([Cell(text, HEAD) for text in _HEADINGS], 24),
    ]
    for dataset in present:
        merged.append(f"A{len(lines) + 1}:H{len(lines) + 1}")
        lines.append(_band(dataset, sheets[dataset.key]))
        lines += _columns(dataset)
    return Sheet(GUIDE, lines, [Wide(width) for width in _WIDTHS], landscape=True, merged=merged, tab="4472C4")


def dictionary_link(sheet: Sheet, dataset: Dataset) -> str | None:
    """Where in the guide the columns of a dataset are explained."""
    title = _band_title(dataset)
    row = next((number for number, line in enumerate(sheet.lines, 1) if line.cells and (cell := line.cells[0]) is not None and cell.value == title), None)
    return None if row is None else f"{quote(sheet.name)}!A{row}"


def _example(dataset: Dataset) -> list[SheetRow]:
    """The first cells of an example row, as it stands in its sheet; its third column is as wide as two of the guide."""
    fields = dataset.fields()[:_SHOWN]
    head = [Cell(heading(field), REQUIRED_HEAD if field.required else HEAD) for field in fields]
    body = [Cell(int(field.column.example) if field.column.unit and field.column.example.isdigit() else field.column.example, _CELL) for field in fields]
    return [
        SheetRow([Cell(f"填写样例（“{dataset.title}”的一行）", _SECTION)], 24),
        *(SheetRow([*cells[:3], *(Cell(None, cell.look) for cell in cells[2:3]), *cells[3:]], height) for cells, height in ((head, 36), (body, 18))),
    ]


def _directory(present: Sequence[Dataset], uses: Mapping[str, str], sheets: Mapping[str, str], rows: Mapping[str, int]) -> list[SheetRow]:
    """Every table: its link, what a row is, and the documents that it is for."""
    lines = [
        SheetRow([Cell("目录（点表名打开工作表，点“一行填什么”看各列的说明）", _SECTION)], 24),
        SheetRow(
            [
                Cell("数据表", HEAD),
                Cell("一行填什么", HEAD),
                *(Cell(None, HEAD) for _ in range(4)),
                Cell("用于", HEAD),
                Cell(None, HEAD),
            ],
            24,
        ),
    ]
    for dataset in present:
        about = dataset.row + (f"；一行也没有的选“{ZERO_REPORT}”" if dataset.may_be_empty else "")
        used = uses.get(dataset.key, "")
        cells = [
            Cell(dataset.title, _LINK, f"{quote(sheets[dataset.key])}!A1"),
            Cell(about, _CELL, f"{quote(GUIDE)}!A{rows[dataset.key]}"),
            *(Cell(None, _CELL) for _ in range(4)),
            Cell(used or None, _CELL),
            Cell(None, _CELL),
        ]
        lines.append(SheetRow(cells, 15 * ceil(max(2 * width(about) / 95, 2 * width(used) / 55, 1)) + 3))
    return lines


def _band(dataset: Dataset, sheet: str) -> SheetRow:
    return SheetRow([Cell(_band_title(dataset), _BAND, f"{quote(sheet)}!A1"), *(Cell(None, _BAND) for _ in _WIDTHS[1:])], 20)


def _band_title(dataset: Dataset) -> str:
    return f"{dataset.title}：{dataset.row}"


def _columns(dataset: Dataset) -> list[SheetRow]:
    lines = []
    for field in dataset.fields():
        column = field.column
        texts = (
            dataset.title,
            column.title,
            "是" if field.required else "",
            str(field.type),
            column.unit,
            column.meaning,
            "、".join(choices(field)),
            column.example,
        )
        looks = (_CELL, _CELL, _MIDDLE, _MIDDLE, _MIDDLE, _CELL, _CELL, _CELL)
        height = 14 * max(ceil(2 * width(text) / (wide - 1)) for text, wide in zip(texts, _WIDTHS, strict=True)) + 3
        lines.append(SheetRow([Cell(text or None, look) for text, look in zip(texts, looks, strict=True)], height))
    return lines
