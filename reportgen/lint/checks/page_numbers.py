"""页码: 7.5; on turned pages: 8."""

from collections.abc import Iterator
from itertools import pairwise

from reportgen.lint.checks.look import in_words
from reportgen.lint.elements import Form, Official
from reportgen.lint.faults import Fault, Spot, Unchecked, at, counted, fault, measured, unknown
from reportgen.lint.fonts import Face, is_face
from reportgen.lint.model import LAYOUT, Align, PageNumber, Sheet, Side
from reportgen.standard.clauses import PAGE_NUMBER, PAGE_NUMBER_PLACE, TURNED_TABLE

_DASH = "—"
_SIZE = 0.35  # pt
_BELOW = 2.5  # mm
_ASIDE = 0.3, 1.9  # 字
_SIDES = {Side.ODD: Align.RIGHT, Side.EVEN: Align.LEFT}
_NAMES = {Align.LEFT: "居左", Align.RIGHT: "居右", Align.CENTRE: "居中", Align.JUSTIFY: "居左"}


def check_page_numbers(official: Official) -> Iterator[Fault | Unchecked]:
    """Their form, type, place and order."""
    document = official.document
    numbers = [number for sheet in document.sheets for number in sheet.numbers]
    if not numbers:
        if document.format == "pdf" and document.pages == 1 and official.form is Form.LETTER:
            return
        help = "插入页码：4号半角宋体数字，左右各一条一字线，单页居右空一字、双页居左空一字"
        yield fault("page-number-missing", PAGE_NUMBER, "公文", "没有页码", "编排页码", help=help)
        return
    yield from _absent(official)
    yield from _form([number for number in numbers if number.text])
    yield from _place(official, [number for sheet in document.sheets if not sheet.turned for number in sheet.numbers])
    yield from _order(document.sheets)


def _absent(official: Official) -> Iterator[Fault]:
    """Pages without a number: the first of a letter, and blank ones before the 版记, may have none."""
    lacking: list[Sheet | Spot] = []
    for sheet in official.document.sheets:
        if sheet.page is not None and not sheet.numbers and not (official.form is Form.LETTER and sheet.page == 1) and sheet.page != official.document.pages:
            lacking.append(sheet)
        for kind in sheet.kinds:
            if kind is Side.FIRST and (official.form is Form.LETTER or sheet is not official.document.sheets[0]):
                continue
            if not any(number.side in (kind, Side.ALL) for number in sheet.numbers):
                name = {Side.ODD: "单页", Side.EVEN: "双页", Side.FIRST: "首页", Side.ALL: "页"}[kind]
                lacking.append(Spot(name=f"{sheet.name}的{name}脚"))
    if lacking:
        spots = [one if isinstance(one, Spot) else at(one) for one in lacking]
        yield fault("page-number-absent", PAGE_NUMBER, "部分页", "没有页码", "编排页码", *spots, help="在各页的页脚里插入页码；取消“首页不同”")


def _form(numbers: list[PageNumber]) -> Iterator[Fault]:
    bare = [number for number in numbers if number.text.replace(" ", "").replace("\u3000", "") != f"{_DASH}#{_DASH}"]
    if bare:
        shown = bare[0].text.replace("#", str(bare[0].value or 1))
        help = "数字左右各放一条一字线（—），如“— 1 —”；一字线不是减号（-）"
        yield fault("page-number-form", PAGE_NUMBER, "页码", f"写作“{shown}”", "数字左右各放一条一字线", *map(at, bare), help=help)
    fonts = [number for number in numbers if is_face(number.font, Face.SONG) is False]
    if fonts:
        yield fault(
            "page-number-font", PAGE_NUMBER, "页码的字体", f"是{fonts[0].font}", "用4号半角宋体阿拉伯数字", *map(at, fonts), help="选中页码，把西文字体改为宋体"
        )
    sizes = [number for number in numbers if number.size is not None and abs(number.size - LAYOUT.page_number_size) > _SIZE]
    if sizes:
        wanted = in_words(LAYOUT.page_number_size)
        yield fault(
            "page-number-size",
            PAGE_NUMBER,
            "页码的字号",
            f"是{in_words(sizes[0].size or 0.0)}",
            f"用{wanted}",
            *map(at, sizes),
            help="选中页码，把字号改为四号",
        )


def _place(official: Official, numbers: list[PageNumber]) -> Iterator[Fault | Unchecked]:
    help = "在页面设置里选“奇偶页不同”，单页页码右对齐、右缩进1字符，双页页码左对齐、左缩进1字符"
    wrong = [number for number in numbers if number.align is not None and _misplaced(number, several=official.document.pages != 1)]
    if wrong:
        found = "、".join(dict.fromkeys(f"{_SIDE_NAMES[number.side]}{_NAMES[number.align or Align.LEFT]}" for number in wrong))
        yield fault("page-number-side", PAGE_NUMBER_PLACE, "页码", found, "单页码居右空一字、双页码居左空一字", *map(at, wrong), help=help)
    blanks = [number for number in numbers if number not in wrong and number.blank is not None and not _ASIDE[0] <= number.blank <= _ASIDE[1]]
    if blanks:
        yield fault("page-number-blank", PAGE_NUMBER_PLACE, "页码", f"距版心边缘{counted(blanks[0].blank)}字", "空一字", *map(at, blanks), help=help)
    if any(number.align is None for number in numbers):
        yield Unchecked("页码居左居右", PAGE_NUMBER_PLACE, "页码是用文件里看不出的办法排的")
    known = [(number, number.below) for number in numbers if number.below is not None]
    if not known:
        yield Unchecked("页码与版心下边缘的距离", PAGE_NUMBER, unknown(official.document))
    off = [(number, below) for number, below in known if abs(below - LAYOUT.page_number_gap) > _BELOW]
    if off:
        found = f"在版心下边缘之下{measured(off[0][1])}"
        expected = f"使一字线上距版心下边缘{measured(LAYOUT.page_number_gap)}"
        yield fault(
            "page-number-gap", PAGE_NUMBER, "页码", found, expected, *(at(number) for number, _ in off), help="把页脚距边界设为约25毫米（4号字单倍行距）"
        )


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
        yield fault("page-number-order", PAGE_NUMBER_PLACE, "页码", "没有连续编排", "正文和附件的页码连续编排", *map(at, again), help="在页码格式里选“续前节”")


def check_turned(official: Official) -> Iterator[Fault | Unchecked]:
    """On a turned page the number stays at the foot of the sheet, which then lies at the left."""
    turned = [sheet for sheet in official.document.sheets if sheet.turned]
    wrong = [number for sheet in turned for number in sheet.numbers if not number.turned or number.align is Align.RIGHT]
    if wrong:
        help = "横排页从竖排页顺时针转90度，页码仍在纸的下端：把页码放在左侧的竖排文本框里"
        yield fault("turned-number", TURNED_TABLE, "横排页的页码", "不在纸的下端", "与公文其他页码位置一致", *map(at, wrong), help=help)
    if turned and official.document.format == "docx" and not wrong:
        yield Unchecked("横排页的表头朝向", TURNED_TABLE, unknown(official.document))
