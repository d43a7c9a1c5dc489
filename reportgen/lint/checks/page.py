"""用纸幅面、页边和版心: 5.1, 5.2.1."""

from collections.abc import Iterator

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, at, fault, judged, unchecked
from reportgen.lint.model import Box, Sheet
from reportgen.standard.measures import PAGE_HEIGHT, PAGE_WIDTH, TOP
from reportgen.standard.requirements import STANDARD
from reportgen.standard.units import in_millimetres

_ALIKE = 1.5  # mm: of the pages that begin highest


def check_page(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The paper of every page, and what the margins or the text make of it."""
    sheets = official.document.sheets
    odd = [sheet for sheet in sheets if not _is_paper(sheet)]
    if odd:
        yield fault("paper", *map(at, odd), value="、".join(dict.fromkeys(f"{sheet.width:.0f}毫米×{sheet.height:.0f}毫米" for sheet in odd)))
    upright = [sheet for sheet in sheets if not sheet.turned and sheet not in odd]
    if official.document.format == "docx":
        yield from _margins(upright)
        yield from _turned([sheet for sheet in sheets if sheet.turned and sheet not in odd])
    else:
        yield from _text_area([sheet for sheet in upright if official.form is not OfficialForm.LETTER or sheet.page != 1])


def _is_paper(sheet: Sheet) -> bool:
    short, long = sorted((sheet.width, sheet.height))
    return STANDARD["paper.width"].accepts(short) and STANDARD["paper.height"].accepts(long)


def _margins(sheets: list[Sheet]) -> Iterator[Fault | UncheckedRequirement]:
    known = [(sheet, sheet.type_area) for sheet in sheets if sheet.type_area is not None]
    if len(known) < len(sheets):
        yield unchecked("margins", "文件没有写明页边距")
    for sheet, area in known:
        if not _is_type_area(sheet, area):
            yield fault("margins", at(sheet), top=in_millimetres(area.top), left=in_millimetres(area.left), **_size(area))


def _size(area: Box) -> dict[str, str]:
    return {"width": in_millimetres(area.right - area.left), "height": in_millimetres(area.bottom - area.top)}


def _is_type_area(sheet: Sheet, area: Box) -> bool:
    across = STANDARD["margin.left"].accepts(area.left) and STANDARD["type-area.width"].accepts(area.right - area.left)
    edges = (("margin.top", "margin.bottom"), ("margin.top-inked", "margin.bottom-inked"))
    return across and any(STANDARD[top].accepts(area.top) and STANDARD[foot].accepts(sheet.height - area.bottom) for top, foot in edges)


def _turned(sheets: list[Sheet]) -> Iterator[Fault]:
    for sheet in sheets:
        area = sheet.type_area
        if area is None:
            continue
        wide, high = area.right - area.left, area.bottom - area.top
        if not (STANDARD["type-area.height"].accepts(wide) and STANDARD["type-area.width"].accepts(high)):
            yield fault("margins.turned", at(sheet), **_size(area))


def _text_area(sheets: list[Sheet]) -> Iterator[Fault | UncheckedRequirement]:
    inked = [(sheet, sheet.inked) for sheet in sheets if sheet.inked is not None]
    if not inked:
        yield unchecked("margins", "PDF 中没有足够的文字可以量出版心")
        return
    for id, margins in (
        ("margins.left", [(sheet, box.left) for sheet, box in inked]),
        ("margins.right", [(sheet, PAGE_WIDTH - box.right) for sheet, box in inked]),
    ):
        yield from judged(id, min(margin for _, margin in margins), *_off(id, margins))
    top = min(box.top for _, box in inked)
    if len(inked) > 1 or top < TOP:  # the text of a single page may begin lower
        yield from judged("margins.top", top, *(at(sheet) for sheet, box in inked if box.top <= top + _ALIKE))
    feet = [(sheet, PAGE_HEIGHT - box.bottom) for sheet, box in inked]
    yield from judged("margins.bottom", min(foot for _, foot in feet), *_off("margins.bottom", feet))


def _off(id: str, measured: list[tuple[Sheet, float]]) -> list[FilePlace]:
    return [at(sheet) for sheet, value in measured if not STANDARD[id].accepts(value)]
