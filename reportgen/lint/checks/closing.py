"""附件说明, 署名和成文日期, 附注: 7.3.4 to 7.3.6."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Form, Official
from reportgen.lint.elements.words import MISSING
from reportgen.lint.faults import Fault, Unchecked, at, counted, fault, unknown
from reportgen.lint.model import Paragraph
from reportgen.measure import width
from reportgen.render.layout import seal_blanks, signature_blanks
from reportgen.standard.clauses import ANNOTATION, DATE, NOTE, SIGNATURE, SIGNATURE_ASKED

_BLANK = 0.5  # lines
_INDENT = 1.5, 2.6  # 字
_PLACE = 1.2  # 字: digits are wider in some fonts than in others
_GOOD_DATE = re.compile(r"(\d{4})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")


def check_note(official: Official) -> Iterator[Fault | Unchecked]:
    """附件： one line below the text, two characters in; numbered names without punctuation behind; further lines below the name."""
    notes = official.closing.notes
    if not notes:
        return
    first = notes[0].paragraph
    label = re.match(r"附\s*件\s*(.?)", first.text)
    if label is not None and label[1] != "：":
        yield fault("note-colon", NOTE, "“附件”二字", f"后面是“{label[1]}”", "后标全角冒号", at(first), help="改为“附件：”，用全角冒号")
    if first.above is not None and first.above < _BLANK and not first.begins_page:
        yield fault("note-place", NOTE, "附件说明", "紧接正文", "在正文下空一行", at(first), help="在正文和附件说明之间空一行")
    if first.first is not None and not _INDENT[0] <= first.first <= _INDENT[1]:
        yield fault("note-indent", NOTE, "附件说明", f"左空{counted(first.first)}字", "左空二字", at(first), help="把首行缩进设为2字符")
    for note in notes:
        if note.name and note.name[-1] in "。；，、.;,":
            yield fault(
                "note-end", NOTE, "附件名称", f"后面有“{note.name[-1]}”", "后不加标点符号", at(note.paragraph, note.name[-14:]), help="删去附件名称后面的标点"
            )
    yield from _further_lines(official)


def _further_lines(official: Official) -> Iterator[Fault | Unchecked]:
    for paragraph in dict.fromkeys(note.paragraph for note in official.closing.notes):
        match = re.match(r"(附\s*件\s*[：:])?\s*(\d{1,2}\s*[.．、]\s*)?", paragraph.text)
        if match is None or paragraph.further is None or paragraph.first is None or (paragraph.page is not None and len(paragraph.rows) < 2):  # noqa: PLR2004
            continue
        name = paragraph.first + width(match[0])
        long = paragraph.page is not None or paragraph.last is None
        if long and abs(paragraph.further - name) > _PLACE:
            help = "用悬挂缩进，使回行与附件名称的第一个字对齐"
            found = f"在左起第{counted(paragraph.further)}字"
            yield fault("note-turn", NOTE, "附件名称的回行", found, "与上一行附件名称的首字对齐", at(paragraph), help=help)


def check_signature(official: Official) -> Iterator[Fault | Unchecked]:
    """署名 and 成文日期 stand as the standard says for documents with a seal or for those without."""
    closing = official.closing
    if official.form in (Form.NONE, Form.MINUTES, Form.ORDER):
        return
    if closing.date is None:
        yield fault("date-missing", SIGNATURE_ASKED, "公文", "没有找到成文日期", "有成文日期", help="在署名下一行写成文日期，如“2024年4月8日”")
        return
    if not MISSING.search(closing.date.text):
        yield from _date_form(closing.date)
    if not closing.signature:
        yield fault(
            "signature-missing",
            SIGNATURE_ASKED,
            "成文日期之上",
            "没有找到发文机关署名",
            "有发文机关署名",
            at(closing.date),
            help="在成文日期上一行写发文机关全称或者规范化简称",
        )
        return
    first = closing.signature[0]
    if first.above is not None and first.above < _BLANK and not first.begins_page:
        yield fault("signature-gap", SIGNATURE, "发文机关署名", "紧接正文（附件说明）", "在其下空一行", at(first), help="在正文（附件说明）和署名之间空一行")
    if len(closing.signature) == 1 and _GOOD_DATE.fullmatch(re.sub(r"\s", "", closing.date.text)):
        yield from _places(official, first, closing.date)


def _date_form(date: Paragraph) -> Iterator[Fault]:
    text = date.text
    compact = re.sub(r"\s", "", text)
    match = _GOOD_DATE.fullmatch(compact)
    if match is None:
        months = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", compact)
        if months is not None and (months[2].startswith("0") or months[3].startswith("0")):
            good = f"{months[1]}年{int(months[2])}月{int(months[3])}日"
            yield fault("date-zero", DATE, "成文日期", f"写作“{text}”", "月、日不编虚位（1不编为01）", at(date), help=f"改为“{good}”")
        else:
            help = "用阿拉伯数字写全年、月、日，如“2024年4月8日”"
            yield fault("date-form", DATE, "成文日期", f"写作“{text}”", "用阿拉伯数字将年、月、日标全，年份标全称", at(date), help=help)


def _places(official: Official, signature: Paragraph, date: Paragraph) -> Iterator[Fault | Unchecked]:
    places = (signature.first, signature.last, date.first, date.last)
    if None in places:
        yield Unchecked("署名和成文日期的位置", SIGNATURE, "它们的位置是用文件里看不出的办法排的")
        return
    found = signature.last or 0.0, date.last or 0.0
    forms = [seal_blanks] if official.closing.sealed else [signature_blanks, seal_blanks]
    wanted = [form(re.sub(r"\s", "", signature.text), re.sub(r"\s", "", date.text)) for form in forms]
    if any(all(abs(one - other) <= _PLACE for one, other in zip(found, blanks, strict=True)) for blanks in wanted):
        return
    shown = f"的位置是署名右空{counted(found[0])}字、成文日期右空{counted(found[1])}字"
    sealed = f"加盖印章的，成文日期右空{wanted[-1][1]:g}字、署名以它为准居中"
    plain = f"不加盖印章的，署名右空{wanted[0][0]:g}字、成文日期首字比署名首字右移二字"
    expected = sealed if official.closing.sealed else f"按国标排列（{sealed}；{plain}）"
    help = f"署名的右缩进设为{wanted[0][0]:g}字符，成文日期的右缩进设为{wanted[0][1]:g}字符，都用右对齐"
    yield fault("signature-place", SIGNATURE, "署名和成文日期", shown, expected, at(signature), at(date), help=help)


def check_annotation(official: Official) -> Iterator[Fault | Unchecked]:
    """附注 below the date, two characters in, in full-width brackets."""
    annotation = official.closing.annotation
    if annotation is None:
        return
    if annotation.text[0] != "（" or annotation.text[-1] != "）":
        yield fault(
            "annotation-brackets", ANNOTATION, "附注", "没有用全角圆括号括起", "加全角圆括号", at(annotation), help="用全角圆括号“（）”括起，末尾不加标点"
        )
    if annotation.first is not None and not _INDENT[0] <= annotation.first <= _INDENT[1]:
        yield fault("annotation-indent", ANNOTATION, "附注", f"左空{counted(annotation.first)}字", "居左空二字", at(annotation), help="把首行缩进设为2字符")
    if annotation.first is None:
        yield Unchecked("附注的位置", ANNOTATION, unknown(official.document))
