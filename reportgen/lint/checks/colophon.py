"""版记: 7.4."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Form, Official
from reportgen.lint.elements.words import DATE
from reportgen.lint.faults import Fault, Spot, Unchecked, at, counted, fault, measured, unknown
from reportgen.lint.model import LAYOUT, Picture, Rule
from reportgen.standard.clauses import COLOPHON, COLOPHON_RULES, COLOPHON_WEIGHT, COPIES, PRINTING

_WIDTH = 2.5  # mm
_FOOT = 2.0  # mm
_WEIGHT = 0.08  # mm
_ASIDE = 0.4, 1.7  # 字 of 3号: one of 4号 is 0.9
_FEWEST = 2
_GOOD_DATE = re.compile(r"\d{4}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")


def check_colophon(official: Official) -> Iterator[Fault | Unchecked]:
    """抄送, 印发机关 and 印发日期, their lines and their place."""
    end = official.colophon
    if not end.blocks:
        if official.form is Form.DOCUMENT:
            yield fault("colophon-missing", COLOPHON, "公文末页", "没有版记", "有版记", help="在最后一页下方加版记：抄送机关、印发机关和印发日期")
        return
    if end.after:
        yield fault("colophon-last", COLOPHON_RULES, "版记", "之后还有文字", "在公文最后一面（附件在版记之前）", *map(at, end.after), help="把版记移到全文最后")
    yield from _copies(official)
    yield from _printing(official)
    yield from _rules(official)


def _copies(official: Official) -> Iterator[Fault]:
    copies = official.colophon.copies
    if copies is None:
        return
    label = re.match(r"抄\s*[送报]\s*(.?)", copies.text)
    if label is not None and label[1] != "：":
        yield fault("copies-colon", COPIES, "“抄送”二字", f"后面是“{label[1]}”", "后加全角冒号", at(copies), help="改为“抄送：”，用全角冒号")
    if copies.text[-1] != "。":
        yield fault("copies-end", COPIES, "最后一个抄送机关名称", "后面没有句号", "后标句号", at(copies, copies.text[-12:]), help="在末尾加句号“。”")
    if copies.first is not None and not _ASIDE[0] <= copies.first <= _ASIDE[1]:
        yield fault(
            "copies-indent",
            COPIES,
            "抄送机关",
            f"左空{counted(copies.first)}字",
            "左空一字",
            at(copies),
            help="把左缩进设为1字符，回行用悬挂缩进与冒号后的首字对齐",
        )


def _printing(official: Official) -> Iterator[Fault]:
    printing = official.colophon.printing
    if not printing:
        return
    last = printing[-1]
    text = re.sub(r"[ \u3000]", "", last.text)
    match = re.search(rf"({DATE.pattern})\s*(印\s*发)?\s*[。.]?$", text)
    if match is None:
        return
    date = match[1]
    if _GOOD_DATE.fullmatch(date) is None:
        help = "用阿拉伯数字写全年、月、日，月、日前不加0，如“2024年4月8日印发”"
        yield fault("printing-date", PRINTING, "印发日期", f"写作“{date}”", "用阿拉伯数字将年、月、日标全，月、日不编虚位", at(last, date), help=help)
    if match[2] is None:
        yield fault("printing-word", PRINTING, "印发日期", "后面没有“印发”二字", "后加“印发”二字", at(last, date), help="在日期后加“印发”")
    first = printing[0]
    if first.first is not None and not _ASIDE[0] <= first.first <= _ASIDE[1]:
        yield fault("printing-left", PRINTING, "印发机关", f"左空{counted(first.first)}字", "左空一字", at(first), help="把左缩进设为1字符")
    if last.last is not None and not _ASIDE[0] <= last.last <= _ASIDE[1]:
        yield fault("printing-right", PRINTING, "印发日期", f"右空{counted(last.last)}字", "右空一字", at(last), help="用右对齐的制表位，右边空一字")


def _rules(official: Official) -> Iterator[Fault | Unchecked]:
    end = official.colophon
    if official.form is Form.LETTER:
        return
    rules = list(end.rules)
    spot = at(end.copies or end.printing[0]) if end.copies or end.printing else None
    spots = (spot,) if spot else ()
    help = f"首条和末条用{LAYOUT.colophon_thick}毫米粗线，中间用{LAYOUT.colophon_thin}毫米细线，都与版心等宽（{measured(LAYOUT.type_width)}）"
    wanted = 1 + sum(map(bool, (end.copies, end.printing)))
    if len(rules) < max(_FEWEST, wanted):
        if official.document.format == "docx" and any(isinstance(block, Picture) for block in official.document.blocks[-12:]):
            yield Unchecked("版记中的分隔线", COLOPHON_RULES, "版记附近有图片，分隔线可能画在图片里")
        else:
            expected = f"有首条、末条分隔线{'和中间的分隔线' if wanted > _FEWEST else ''}"
            yield fault("colophon-rules", COLOPHON_RULES, "版记", f"有{len(rules)}条分隔线" if rules else "没有分隔线", expected, *spots, help=help)
        return
    narrow = [rule for rule in rules if rule.width is not None and abs(rule.width - LAYOUT.type_width) > _WIDTH]
    if narrow:
        found = f"长{measured(narrow[0].width or 0.0)}"
        yield fault("colophon-width", COLOPHON_RULES, "版记中的分隔线", found, f"与版心等宽（{measured(LAYOUT.type_width)}）", *spots, help=help)
    yield from _weights(rules, help, spots)
    foot = LAYOUT.top + LAYOUT.type_height
    last = rules[-1]
    if last.top is None:
        yield Unchecked("版记末条分隔线与版心下边缘重合", COLOPHON_RULES, unknown(official.document))
    elif abs(last.top - foot) > _FOOT:
        found = f"在距纸边{measured(LAYOUT.page_height - last.top)}处"
        yield fault(
            "colophon-place",
            COLOPHON_RULES,
            "版记的末条分隔线",
            found,
            f"与最后一面的版心下边缘重合（距纸边{measured(LAYOUT.bottom)}）",
            *spots,
            help="把版记移到最后一页的最下方",
        )


def _weights(rules: list[Rule], help: str, spots: tuple[Spot, ...]) -> Iterator[Fault]:
    wanted = [LAYOUT.colophon_thick, *[LAYOUT.colophon_thin] * (len(rules) - 2), LAYOUT.colophon_thick]
    off = [(rule.weight, weight) for rule, weight in zip(rules, wanted, strict=True) if rule.weight and abs(rule.weight - weight) > _WEIGHT]
    if off:
        found = f"粗{off[0][0]:.2f}毫米"
        expected = f"首末两条{LAYOUT.colophon_thick}毫米、中间{LAYOUT.colophon_thin}毫米"
        yield fault("colophon-weight", COLOPHON_WEIGHT, "版记中的分隔线", found, expected, *spots, help=help)
