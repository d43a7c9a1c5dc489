"""字体、字号 of each element, and the colour of the text: 5.2.2, 5.2.4 and the clauses of the elements."""

import re
from collections.abc import Iterable, Iterator, Sequence
from colorsys import rgb_to_hls
from dataclasses import dataclass
from itertools import zip_longest

from reportgen.lint.elements import Official
from reportgen.lint.elements.words import SIGNATORY as SIGNATORY_LABEL
from reportgen.lint.faults import Fault, Spot, Unchecked, at, at_cell, fault
from reportgen.lint.fonts import Face, has_chinese, is_face, is_western
from reportgen.lint.model import LAYOUT, Paragraph, Span, Table
from reportgen.lint.quotes import quotable
from reportgen.lint.text import headings, running
from reportgen.standard.clauses import (
    ATTACHMENT,
    ATTACHMENT_TYPE,
    BODY,
    COLOUR,
    COPIES_TYPE,
    ISSUER_LOOK,
    PRINTING_TYPE,
    SECRECY,
    SIGNATORY,
    TITLE,
    TYPE,
    URGENCY,
    Clause,
)

_SIZES = {
    22.0: "2号",
    16.0: "3号",
    14.0: "4号",
    42.0: "初号",
    36.0: "小初",
    26.0: "1号",
    24.0: "小1",
    18.0: "小2",
    15.0: "小3",
    12.0: "小4",
    10.5: "5号",
    9.0: "小5",
}
_HUES = ((15, "红"), (48, "橙"), (70, "黄"), (165, "绿"), (190, "青"), (255, "蓝"), (335, "紫"), (360, "红"))
"""Where each colour ends on the wheel of 360 degrees: Word's own palette is called so (FFC000 橙, 00B0F0 蓝, 7030A0 紫)."""
_GREY = 0.12  # saturation: Word's greys have up to 0.05, its blue grey 44546A 0.22
_WHITE, _BLACK = 0.97, 0.08  # lightness
_BROWN = 0.35  # lightness below which orange is called brown
_PINK = 0.72  # lightness above which red is called pink
_SAME_SIZE = 0.35  # pt
_HALF = 0.5
_AMBIGUOUS = re.compile("[“”‘’—…·]")
"""Characters that Chinese and Western type share."""
_QUOTED = 6  # characters behind them
_DARK = 0x50  # of 255: what a program makes of black
_LEVELS = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG, 4: Face.FANG}
_LEVEL_NAMES = {1: "第一层标题“一、”", 2: "第二层标题“（一）”", 3: "第三层标题“1.”", 4: "第四层标题“（1）”"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an element should look like: its spans at a spot, the face and size by a clause."""

    name: str
    spot: Spot
    spans: tuple[Span, ...]
    face: Face | None
    size: float | None
    clause: Clause


def check_look(official: Official) -> Iterator[Fault | Unchecked]:
    """Font and size of every element; those of one element that look alike make one fault."""
    wrong: dict[tuple[str, str, str, str], tuple[Wanted, list[Spot]]] = {}
    unknown: dict[str, None] = {}
    for wanted in _wanted(official):
        for kind, found, asked in _differences(wanted, unknown):
            wrong.setdefault((wanted.name, kind, found, asked), (wanted, []))[1].append(wanted.spot)
    for (name, kind, found, asked), (wanted, spots) in wrong.items():
        what = "字体" if kind == "font" else "字号"
        help = f"选中{name}，把{what}改为{asked}；最好改所用的样式，各处就一致了"
        yield fault(kind, wanted.clause, f"{name}的{what}", f"是{found}", f"用{asked}", *spots, help=help)
    if unknown:
        yield Unchecked("部分文字的字体", TYPE, f"文件中的{'、'.join(list(unknown)[:3])}是替代字体或者没有名称，看不出原来要用的字体")


def _wanted(official: Official) -> Iterator[Wanted]:
    body, head, closing, end = LAYOUT.body_size, official.head, official.closing, official.colophon
    for paragraph in head.issuer:
        yield _whole("发文机关标志", paragraph, Face.BIAOSONG, None, ISSUER_LOOK)
    yield from _marks(head.marks)
    if head.number is not None:
        cut = SIGNATORY_LABEL.search(head.number.text)
        yield Wanted("发文字号", at(head.number), head.number.part(0, cut.start() if cut else None), Face.FANG, body, TYPE)
    if head.signatory is not None:
        yield from _signatory(head.signatory)
    for paragraph in official.title:
        yield _whole("标题", paragraph, Face.BIAOSONG, LAYOUT.title_size, TITLE)
    for name, group in (("主送机关", [official.addressee]), ("署名", closing.signature), ("成文日期", [closing.date]), ("附注", [closing.annotation])):
        yield from (_whole(name, paragraph, Face.FANG, body, TYPE) for paragraph in group if paragraph is not None)
    yield from (_whole("附件说明", paragraph, Face.FANG, body, TYPE) for paragraph in dict.fromkeys(note.paragraph for note in closing.notes))
    yield from (_whole("正文", paragraph, Face.FANG, body, BODY) for paragraph in running(official))
    for _, found in headings(official):
        for one in found:
            yield Wanted(_LEVEL_NAMES[one.level], at(one.paragraph), one.paragraph.part(0, len(one.mark + one.words)), _LEVELS[one.level], body, BODY)
    for attachment in official.attachments:
        yield _whole("附件标识（“附件”二字和顺序号）", attachment.label, Face.HEI, body, ATTACHMENT)
        if attachment.title is not None:
            yield _whole("附件标题", attachment.title, Face.BIAOSONG, LAYOUT.title_size, ATTACHMENT_TYPE)
    if end.copies is not None:
        yield _whole("抄送机关", end.copies, Face.FANG, LAYOUT.colophon_size, COPIES_TYPE)
    yield from (_whole("印发机关和印发日期", paragraph, Face.FANG, LAYOUT.colophon_size, PRINTING_TYPE) for paragraph in end.printing)


def _whole(name: str, paragraph: Paragraph, face: Face, size: float | None, clause: Clause) -> Wanted:
    return Wanted(name, at(paragraph), paragraph.spans, face, size, clause)


def _marks(marks: Sequence[Paragraph]) -> Iterator[Wanted]:
    for paragraph in marks:
        if re.match(r"(绝密|机密|秘密)(\s*[★☆].*)?$", paragraph.text):
            yield _whole("密级和保密期限", paragraph, Face.HEI, LAYOUT.body_size, SECRECY)
        elif re.match(r"(特急|加急|平急|特提)$", paragraph.text):
            yield _whole("紧急程度", paragraph, Face.HEI, LAYOUT.body_size, URGENCY)


def _signatory(paragraph: Paragraph) -> Iterator[Wanted]:
    label = re.search(r"签\s*发\s*人\s*[：:]?\s*", paragraph.text)
    if label is not None:
        yield Wanted(
            "“签发人”三字", at(paragraph), paragraph.part(label.start(), label.start() + len(label[0].rstrip("：: "))), Face.FANG, LAYOUT.body_size, SIGNATORY
        )
        yield Wanted("签发人姓名", at(paragraph, paragraph.text[label.end() :]), paragraph.part(label.end()), Face.KAI, LAYOUT.body_size, SIGNATORY)


def _differences(wanted: Wanted, unknown: dict[str, None]) -> Iterator[tuple[str, str, str]]:
    """How most Chinese characters of an element differ from what is asked: font or size, what was found, what is asked."""
    spans = [span for span in wanted.spans if has_chinese(span) and "【待补" not in span.text]
    total = sum(len(span.text) for span in spans)
    if not total:
        return
    if wanted.face is not None:
        judged = [(span, is_face(span.font, wanted.face)) for span in spans]
        wrong = [span for span, right in judged if right is False]
        if sum(len(span.text) for span in wrong) > total * _HALF:
            yield "font", _most(wrong, [_font(span) for span in wrong]), wanted.face.value
        unknown.update(dict.fromkeys(span.font or "部分字体" for span, right in judged if right is None))
    if wanted.size is not None:
        size = wanted.size
        off = [span for span in spans if span.size is not None and abs(span.size - size) > _SAME_SIZE]
        if sum(len(span.text) for span in off) > total * _HALF:
            yield "size", _most(off, [in_words(span.size or 0.0) for span in off]), in_words(size)


def check_punctuation_fonts(official: Official) -> Iterator[Fault]:
    """Quotation marks, dashes and dots among Chinese words stand in the Chinese font: without a hint Word sets them in the Western one."""
    wrong: dict[str, list[Spot]] = {}
    for piece in quotable(official):
        spans = [span for span in piece.spans if span.text.strip()]
        if any(map(has_chinese, spans)):
            for span, behind in zip_longest(spans, spans[1:]):
                if _AMBIGUOUS.search(span.text) and is_western(span.font):
                    quote = span.text.strip() + (behind.text[:_QUOTED] if behind else "")
                    wrong.setdefault(_font(span), []).append(piece.spot(quote))
    for font, spots in wrong.items():
        asked = "用所在文字的中文字体（正文为仿宋）"
        help = "选中这些标点，把“中文字体”和“西文字体”都设为仿宋；各处都有的，用替换（使用格式）一次改完，或者改样式的西文字体"
        yield fault("punctuation-font", TYPE, "引号、破折号、省略号的字体", f"是西文字体{font}", asked, *dict.fromkeys(spots), help=help)


def _font(span: Span) -> str:
    return re.sub(r"^[A-Z]{6}\+", "", span.font or "")


def _most(spans: Sequence[Span], names: Iterable[str]) -> str:
    """The name that most characters have."""
    counts: dict[str, int] = {}
    for span, name in zip(spans, names, strict=True):
        counts[name] = counts.get(name, 0) + len(span.text)
    return max(counts, key=lambda name: counts[name])


def in_words(size: float) -> str:
    """A type size as people call it: 3号（16磅）."""
    name = next((name for points, name in _SIZES.items() if abs(points - size) <= _SAME_SIZE), "")
    return f"{name}（{size:g}磅）" if name else f"{size:g}磅"


def check_colour(official: Official) -> Iterator[Fault]:
    """All text is black but the 发文机关标志."""
    coloured = [(name, span, spot) for name, span, spot in _spans(official) if _is_coloured(span)]
    marking = {span.colour for _, span, _ in coloured if "【待补" in span.text}  # what a draft lacks is marked
    wrong: dict[tuple[str, str], list[Spot]] = {}
    for name, span, spot in coloured:
        if span.colour not in marking:
            wrong.setdefault((name, span.colour), []).append(spot)
    for (name, colour), spots in wrong.items():
        help = f"选中{name}，把字体颜色改为“自动”或者黑色"
        yield fault("colour", COLOUR, f"{name}的颜色", f"是{colour_in_words(colour)}", "为黑色（发文机关标志除外）", *dict.fromkeys(spots), help=help)


def colour_in_words(colour: str) -> str:
    """A colour (rrggbb) as people call it: 红色（#C00000）."""
    hue, lightness, saturation = rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    if lightness >= _WHITE or lightness <= _BLACK or saturation < _GREY:
        name = "白" if lightness >= _WHITE else "黑" if lightness <= _BLACK else "灰"
    else:
        name = next(name for end, name in _HUES if hue * 360 <= end)
        name = "棕" if name == "橙" and lightness < _BROWN else "粉红" if name == "红" and lightness > _PINK else name
    return f"{name}色（#{colour.upper()}）"


def _spans(official: Official) -> Iterator[tuple[str, Span, Spot]]:
    """All text but the 发文机关标志, with what it is called where it stands."""
    for block in official.document.blocks:
        if isinstance(block, Paragraph) and block not in official.head.issuer:
            name = "标题" if block in official.title else "文字"
            yield from ((name, span, at(block, span.text.strip())) for span in block.spans)
        elif isinstance(block, Table):
            yield from (("文字", span, at_cell(block, cell, span.text.strip())) for cell in block.cells for span in cell.spans)


def _is_coloured(span: Span) -> bool:
    if not span.text.strip() or not re.fullmatch(r"[0-9a-f]{6}", span.colour):
        return False
    return max(int(span.colour[place : place + 2], 16) for place in (0, 2, 4)) > _DARK
