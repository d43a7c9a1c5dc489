"""用纸幅面、页边和版心: 5.1, 5.2.1."""

from collections.abc import Iterator

from reportgen.lint.elements import Form, Official
from reportgen.lint.faults import Fault, Spot, Unchecked, at, fault, measured
from reportgen.lint.model import LAYOUT, Box, Sheet
from reportgen.standard.clauses import MARGINS, PAPER

_PAPER = 1.0  # mm
_EDGE = 1.5  # mm: ±1 by the standard, and what programs round
_PRINTED_EDGE = 2.0  # mm: where the edge is that of characters
_FIRST_LINE = 36.0, 43.0  # mm: the upper edge of the characters of a first line whose type area begins at 37 mm
_INKED_AREA = 34.58, 32.58  # mm: top and bottom of pages whose first line of characters, not of lines, begins at 37 mm


def check_page(official: Official) -> Iterator[Fault | Unchecked]:
    """The paper of every page, and what the margins or the text make of it."""
    sheets = official.document.sheets
    odd = [sheet for sheet in sheets if not _is_paper(sheet)]
    if odd:
        found = "、".join(dict.fromkeys(f"{sheet.width:.0f}毫米×{sheet.height:.0f}毫米" for sheet in odd))
        help = "在“页面设置”里把纸张改为 A4；导出 PDF 前检查打印机的纸张设置"
        yield fault("paper", PAPER, "纸张", f"是{found}", "为A4（210毫米×297毫米）", *map(at, odd), help=help)
    upright = [sheet for sheet in sheets if not sheet.turned and sheet not in odd]
    if official.document.format == "docx":
        yield from _margins(upright)
        yield from _turned([sheet for sheet in sheets if sheet.turned and sheet not in odd])
    else:
        yield from _text_area([sheet for sheet in upright if official.form is not Form.LETTER or sheet.page != 1])


def _is_paper(sheet: Sheet) -> bool:
    short, long = sorted((sheet.width, sheet.height))
    return abs(short - LAYOUT.page_width) <= _PAPER and abs(long - LAYOUT.page_height) <= _PAPER


def _margins(sheets: list[Sheet]) -> Iterator[Fault | Unchecked]:
    known = [(sheet, sheet.type_area) for sheet in sheets if sheet.type_area is not None]
    if len(known) < len(sheets):
        yield Unchecked("页边和版心", MARGINS, "文件没有写明页边距")
    wanted = f"天头{LAYOUT.top:.0f}毫米、订口{LAYOUT.left:.0f}毫米，版心{LAYOUT.type_width:.0f}毫米×{LAYOUT.type_height:.0f}毫米"
    wrong = [(sheet, area) for sheet, area in known if not _is_type_area(sheet, area)]
    for sheet, area in wrong:
        found = f"是天头{measured(area.top)}、订口{measured(area.left)}，版心{measured(area.right - area.left)}×{measured(area.bottom - area.top)}"
        help = "在“页面设置”里把页边距改为上37毫米、下35毫米、左28毫米、右26毫米"
        yield fault("margins", MARGINS, "页边和版心", found, f"为{wanted}（天头、订口可以差1毫米）", at(sheet), help=help)


def _is_type_area(sheet: Sheet, area: Box) -> bool:
    across = abs(area.left - LAYOUT.left) <= _EDGE and abs(area.right - area.left - LAYOUT.type_width) <= _EDGE
    bottom = sheet.height - area.bottom
    edges = ((LAYOUT.top, LAYOUT.bottom), _INKED_AREA)
    return across and any(abs(area.top - top) <= _EDGE and abs(bottom - foot) <= _EDGE for top, foot in edges)


def _turned(sheets: list[Sheet]) -> Iterator[Fault]:
    for sheet in sheets:
        area = sheet.type_area
        if area is None:
            continue
        wide, high = area.right - area.left, area.bottom - area.top
        if abs(wide - LAYOUT.type_height) > _EDGE or abs(high - LAYOUT.type_width) > _EDGE:
            help = "横排页的页边距改为：上28毫米、下26毫米、左35毫米、右37毫米，就是竖排页转过来"
            found, wanted = f"是{measured(wide)}×{measured(high)}", f"与竖排页相同（横置为{LAYOUT.type_height:.0f}毫米×{LAYOUT.type_width:.0f}毫米）"
            yield fault("margins", MARGINS, "横排页的版心", found, wanted, at(sheet), help=help)


def _text_area(sheets: list[Sheet]) -> Iterator[Fault | Unchecked]:
    inked = [(sheet, sheet.inked) for sheet in sheets if sheet.inked is not None]
    if not inked:
        yield Unchecked("页边和版心", MARGINS, "PDF 中没有足够的文字可以量出版心")
        return
    help = "在原文件的“页面设置”里把页边距改为上37毫米、下35毫米、左28毫米、右26毫米，再导出 PDF"
    left, right = min(box.left for _, box in inked), max(box.right for _, box in inked)
    edge = LAYOUT.page_width - LAYOUT.right
    for name, found, wanted in (("左边", left, LAYOUT.left), ("右边", right, edge)):
        if abs(found - wanted) > _PRINTED_EDGE:
            spots = [at(sheet) for sheet, box in inked if abs((box.left if name == "左边" else box.right) - wanted) > _PRINTED_EDGE]
            margin, need = (found, wanted) if name == "左边" else (LAYOUT.page_width - found, LAYOUT.right)
            yield fault("margins", MARGINS, f"版心{name}", f"距纸边{measured(margin)}", f"距纸边{need:.0f}毫米", *spots, help=help)
    top, bottom = min(box.top for _, box in inked), max(box.bottom for _, box in inked)
    if top < _FIRST_LINE[0] or (len(inked) > 1 and top > _FIRST_LINE[1]):
        yield fault("margins", MARGINS, "首行文字", f"上边距纸边{measured(top)}", "在天头37毫米以下的第一行", *_highest(inked, top), help=help)
    low = LAYOUT.page_height - LAYOUT.bottom
    if bottom > low + _EDGE:
        spots = [at(sheet) for sheet, box in inked if box.bottom > low + _EDGE]
        yield fault("margins", MARGINS, "文字", f"排到距纸边{measured(LAYOUT.page_height - bottom)}处，超出版心下边", "止于下白边35毫米以上", *spots, help=help)


def _highest(inked: list[tuple[Sheet, Box]], top: float) -> list[Spot]:
    return [at(sheet) for sheet, box in inked if box.top <= top + _EDGE]
