"""Words that don't belong in a finished document, and references to what isn't there: placeholders, full-width digits, tables."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, fault, unchecked
from reportgen.lint.model import Paragraph, Picture, Table
from reportgen.lint.quotes import Piece, quotable
from reportgen.lint.text import running

_HAN = r"\u4e00-\u9fff"
_DIGITS = re.compile(r"[０-９](?:[０-９年月日.．]*[０-９])?")
_ASKED = "数字|数值|数据|数额|户数|人数|数量|金额|面积|比例|名称|全称|简称|姓名|日期|时间|年份|年度|地点|电话|文号|单位名|县名|乡镇名|村名"
"""What is asked for in brackets that are no round ones: [数字], 【单位名称】."""
_BLANK = re.compile(
    rf"[×✕╳]{{2,}}|[×✕╳](?=[年月日号县市区省局镇乡村户字，。、])|(?<=[{_HAN}第〔])[×✕╳](?![\d\s])|[xX]{{2,}}(?=[{_HAN}，。、：；）〕]|$)"
    rf"|(?<=[{_HAN}])[xX]{{2,}}(?![A-Za-z\d])|[xX](?=[年月日](?:[xX\d]|$|[{_HAN}]))|[○〇Ｏ]{{3,}}|[□■]{{2,}}|[＊*]{{2,}}(?=[{_HAN}])|[?？]{{3,}}|[?？]{{2,}}(?=[户个万元人台村项])"
    r"|[_＿]{2,}|[（(【\[［](?:此处|这里|待|请)?(?:填写|填入|补充|补齐|核实|确认|待定|插入|略|空着)[^）)】\]］]{0,20}[）)】\]］]|\bTBD\b|\bTODO\b|【\s*】|（\s{1,}）"
    rf"|[\[［【〔<＜{{｛][{_HAN}]{{0,8}}(?:{_ASKED})[\]］】〕>＞}}｝]|[\[［【{{｛][xXnN×]{{1,3}}[\]］】}}｝]|\{{\{{[^{{}}]{{0,40}}\}}\}}|\{{%|\$\{{\w{{0,40}}\}}"
)
"""What is written where something is to come. × between numbers multiplies, one □ is ticked; what a program was to fill in is in braces."""
_NUMBER = r"\s?(\d{1,2}(?:[-－—.]\d{1,2})?)"
_CITED = re.compile(
    rf"(?:(?<=[见看阅如按由从据和与及、至在对将以即照附（(，。；：])|^)(表|图){_NUMBER}(?![\d月日年个份张户号%])|(附[表图]){_NUMBER}(?![\d个份张])"
)
_COUNTED = re.compile(r"(?<=[见看阅如照按])(附?[表图])([一二三四五六七八九十]{1,3})(?![致样并式份个些张])")
_OTHERS = re.compile(r"》[^，。；]{0,12}$")
"""The table of another document: 《……方案》附表1."""
_CAPTION = re.compile(rf"\s*(附?[表图])(?:{_NUMBER}|([一二三四五六七八九十]{{1,3}}))(?=[\s:：.．、（{_HAN}]|$)")
_NEXT = re.compile(r"(?:[见如])(下表|下图|附图)|(?:下表|下图)(?:所示|是|为|列)")
_DASHES = str.maketrans("－—.", "---")
_LONGEST_CAPTION = 60  # characters: two lines; a longer paragraph that begins with 表1 speaks of it


def check_wording(official: Official) -> Iterator[Fault]:
    """What is still to be filled in; digits that are full-width."""
    text = {*running(official), *official.title, official.head.number, official.addressee, official.closing.date, *official.closing.signature}
    own = {block for block in official.body if isinstance(block, Paragraph)} | text
    blank = [piece.spot(match[0]) for piece in quotable(official) if piece.paragraph in own and piece.paragraph for match in _BLANK.finditer(piece.text)]
    if blank:
        yield fault("placeholder", *blank)
    wide = [piece.spot(_around(piece, match)) for piece in quotable(official) for match in _DIGITS.finditer(piece.text)]
    if wide:
        yield fault("digits-width", *wide)


def _around(piece: Piece, match: re.Match[str]) -> str:
    return piece.text[max(0, match.start() - 4) : match.end() + 4]


def check_references(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """见表3 where no table is called so; 见下表 where none follows."""
    if official.form is OfficialForm.NONE:
        return
    pieces = list(quotable(official))
    there = {_name(match[1], match[2] or match[3]) for piece in pieces for match in [_CAPTION.match(piece.text)] if match and _is_caption(piece)}
    own = {piece.paragraph for piece in pieces if piece.paragraph is not None and _CAPTION.match(piece.text) and _is_caption(piece)}
    lost = [spot for piece in pieces if piece.paragraph is None or piece.paragraph not in own for spot in _lost(piece, there)]
    lost += _nothing_below(official)
    if not lost:
        return
    if any(isinstance(block, Picture) for block in official.document.blocks) and not any(True for _ in official.document.tables()):
        yield unchecked("table-cited", "文件里有图片，所引用的表、图可能在图片里")
    else:
        yield fault("table-cited", *dict.fromkeys(lost))


def _is_caption(piece: Piece) -> bool:
    return piece.paragraph is None or (len(piece.text) <= _LONGEST_CAPTION and piece.text[-1] not in "。；，：")


def _name(kind: str, number: str) -> str:
    return kind[-1] + number.translate(_DASHES)


def _lost(piece: Piece, there: set[str]) -> Iterator[FilePlace]:
    for match in (*_CITED.finditer(piece.text), *_COUNTED.finditer(piece.text)):
        kind, number = (match[1], match[2]) if match[1] else (match[3], match[4])
        if _name(kind, number) not in there and not _OTHERS.search(piece.text[: match.start()]):
            yield piece.spot(match[0])


def _nothing_below(official: Official) -> Iterator[FilePlace]:
    for _, blocks in official.parts():
        for at, block in enumerate(blocks):
            match = _NEXT.search(block.text) if isinstance(block, Paragraph) else None
            if match and isinstance(block, Paragraph) and not any(isinstance(other, (Table, Picture)) for other in blocks[at + 1 :]):
                yield Piece(block.text, paragraph=block).spot(match[0])
