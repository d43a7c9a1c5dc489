"""页码: 7.5; on turned pages: 8."""

from collections.abc import Iterator
from itertools import pairwise

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, at, fault, unchecked, unknown
from reportgen.lint.fonts import Face, is_face
from reportgen.lint.model import PageNumber, Sheet, Side
from reportgen.ooxml.styles import Align
from reportgen.standard.requirements import STANDARD

_DASH = "—"
_SIDES = {Side.ODD: Align.RIGHT, Side.EVEN: Align.LEFT}
_NAMES = {Align.LEFT: "居左", Align.RIGHT: "居右", Align.CENTRE: "居中", Align.JUSTIFY: "居左"}


def check_page_numbers(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """Their form, type, place and order."""
    document = official.document
    numbers = [number for sheet in document.sheets for number in sheet.numbers]
    if not numbers:
        if document.format == "pdf" and document.pages == 1 and official.form is OfficialForm.LETTER:
            return
        yield fault("page-number-missing")
        return
    yield from _absent(official)
    yield from _form([number for number in numbers if number.text])
    yield from _place(official, [number for sheet in document.sheets if not sheet.turned for number in sheet.numbers])
    yield from _order(document.sheets)


def _absent(official: Official) -> Iterator[Fault]:
    """Pages without a number: the first of a letter, and blank ones before the 版记, may have none."""
    lacking: list[Sheet | FilePlace] = []
    for sheet in official.document.sheets:
        if (
            sheet.page is not None
            and not sheet.numbers
            and not (official.form is OfficialForm.LETTER and sheet.page == 1)
            and sheet.page != official.document.pages
        ):
            lacking.append(sheet)
        for kind in sheet.kinds:
            if kind is Side.FIRST and (official.form is OfficialForm.LETTER or sheet is not official.document.sheets[0]):
                continue
            if not any(number.side in (kind, Side.ALL) for number in sheet.numbers):
                name = {Side.ODD: "单页", Side.EVEN: "双页", Side.FIRST: "首页", Side.ALL: "页"}[kind]
                lacking.append(FilePlace(name=f"{sheet.name}的{name}脚"))
    if lacking:
        yield fault("page-number-absent", *(one if isinstance(one, FilePlace) else at(one) for one in lacking))


def _form(numbers: list[PageNumber]) -> Iterator[Fault]:
    bare = [number for number in numbers if number.text.replace(" ", "").replace("\u3000", "") != f"{_DASH}#{_DASH}"]
    if bare:
        yield fault("page-number-form", *map(at, bare), value=bare[0].text.replace("#", str(bare[0].value or 1)))
    fonts = [(number, number.font) for number in numbers if number.font and is_face(number.font, Face(STANDARD["page-number-font"].wanted_in_words)) is False]
    if fonts:
        yield fault("page-number-font", *(at(number) for number, _ in fonts), value=fonts[0][1])
    yield from _off("page-number-size", [(number, number.size) for number in numbers])


def _off(id: str, measured: list[tuple[PageNumber, float | None]]) -> Iterator[Fault]:
    """The fault of all numbers that the record `id` doesn't accept: it tells what the first of them has."""
    off = [(number, value) for number, value in measured if value is not None and not STANDARD[id].accepts(value)]
    if off:
        yield fault(id, *(at(number) for number, _ in off), value=off[0][1])


def _place(official: Official, numbers: list[PageNumber]) -> Iterator[Fault | UncheckedRequirement]:
    wrong = [number for number in numbers if number.align is not None and _misplaced(number, several=official.document.pages != 1)]
    if wrong:
        found = "、".join(dict.fromkeys(f"{_SIDE_NAMES[number.side]}{_NAMES[number.align or Align.LEFT]}" for number in wrong))
        yield fault("page-number-side", *map(at, wrong), value=found)
    yield from _off("page-number-blank", [(number, number.blank) for number in numbers if number not in wrong])
    if any(number.align is None for number in numbers):
        yield unchecked("page-number-side", "页码是用文件里看不出的办法排的")
    if all(number.below is None for number in numbers):
        yield unchecked("page-number-gap", unknown(official.document))
    yield from _off("page-number-gap", [(number, number.below) for number in numbers])


_SIDE_NAMES = {Side.ODD: "单页", Side.EVEN: "双页", Side.FIRST: "首页", Side.ALL: "单双页一律"}


def _misplaced(number: PageNumber, *, several: bool) -> bool:
    if number.side is Side.ALL:
        return number.align is not Align.RIGHT or several
    side = Side.ODD if number.side is Side.FIRST else number.side
    return number.align is not _SIDES[side]


def _order(sheets: tuple[Sheet, ...]) -> Iterator[Fault]:
    """The numbers go on from page to page, attachments and all."""
    again = [sheet for sheet in sheets if sheet.restarts]
    pages = [(sheet, sheet.page, number.value) for sheet in sheets for number in sheet.numbers if number.value is not None and sheet.page is not None]
    again += [later[0] for earlier, later in pairwise(pages) if (later[2] or 0) - (earlier[2] or 0) != (later[1] or 0) - (earlier[1] or 0)]
    if again:
        yield fault("page-number-order", *map(at, again))


def check_turned(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """On a turned page the number stays at the foot of the sheet, which then lies at the left."""
    turned = [sheet for sheet in official.document.sheets if sheet.turned]
    wrong = [number for sheet in turned for number in sheet.numbers if not number.turned or number.align is Align.RIGHT]
    if wrong:
        yield fault("turned-number", *map(at, wrong))
    if turned and official.document.format == "docx" and not wrong:
        yield unchecked("turned-heading", unknown(official.document))
