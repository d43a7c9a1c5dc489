"""结转核对: the first sheet of a rolled workbook, which lists what must be looked at, with links."""

from collections.abc import Sequence
from math import ceil

from reportgen.inputs.schema import Programme
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.measure import width
from reportgen.start.roll.item import Item
from reportgen.workbook.book import quote
from reportgen.workbook.dataset import HEAD, HINT, TITLE, first_row
from reportgen.workbook.limits import word_list
from reportgen.workbook.sheet import Cell, Check, Sheet, SheetRow, Wide
from reportgen.workbook.styles import Look

REVIEW = "结转核对"
_HEADINGS = ("序号", "在哪里（点击打开）", "事项", "上年来源", "请核对", "核对情况")
_WIDTHS = (6, 20, 44, 42, 44, 14)
_STATES = ("已核对", "已修改", "不适用")
_CELL = Look(size=10, border=True, wrap=True)
_LINK = Look(size=10, border=True, underline=True, colour="0563C1")


def review_sheet(unit: str, old: str, new: str, items: Sequence[Item], programme: Programme) -> Sheet:
    """The list of what must be looked at in a unit's inputs of season `new`, which came from those of `old`."""
    hint = f"数据从{old}{programme.season_name}结转，{old}{programme.season_name}的文件没有改动。逐项核对后在最后一列选填，全部核对完可以删除这张工作表"
    lines = [
        SheetRow([Cell(f"{unit}{new}{programme.season_name}结转核对清单", TITLE)], 28),
        SheetRow([Cell(hint, HINT)], 18),
        SheetRow([Cell(heading, HEAD) for heading in _HEADINGS], 22),
        *(_line(number, item, programme) for number, item in enumerate(items, 1)),
    ]
    check = Check(f"F4:F{max(len(lines), 4)}", "list", (word_list(_STATES),), f"请选{'、'.join(_STATES)}")
    return Sheet(
        REVIEW, lines, [Wide(wide) for wide in _WIDTHS], frozen=(3, 0), repeated=((1, 3), 0), landscape=True, checks=(check,), tab="C00000"
    )  # fmt: skip


def _line(number: int, item: Item, programme: Programme) -> SheetRow:
    dataset = programme.by_title.get(item.table)
    row = first_row(dataset) + (item.row or 0) if dataset is not None else 1 if item.table in (DESCRIPTION, FILINGS) else None
    link = None if row is None else f"{quote(item.table)}!A{row}"
    texts = (item.what, item.source, item.to_do)
    cells = [
        Cell(number, Look(size=10, border=True, horizontal="center")),
        Cell(item.table, _LINK if link else _CELL, link),
        *(Cell(text, _CELL) for text in texts),
        Cell(None, Look(size=10, border=True, horizontal="center")),
    ]
    return SheetRow(cells, 14 * max(ceil(2 * width(text) / (wide - 1)) for text, wide in zip(texts, _WIDTHS[2:5], strict=True)) + 4)
