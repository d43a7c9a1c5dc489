"""附件: what the 附件说明 says and what there is; how each begins: 7.3.4, 7.3.7."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Attachment, Note, Official
from reportgen.lint.faults import Fault, Spot, Unchecked, at, counted, fault, unknown
from reportgen.lint.quotes import quotable
from reportgen.standard.clauses import ATTACHMENT, NOTE, WORDS

_FLUSH = 0.8  # 字
_BLANK = 0.4, 1.8  # lines
_CITED = re.compile(r"附件\s*(\d{1,2})")


def check_attachments(official: Official) -> Iterator[Fault | Unchecked]:
    """Numbers, names and order of note and attachments agree."""
    notes, attached = official.closing.notes, official.attachments
    yield from _numbers(notes, attached)
    if attached and not notes:
        if official.closing.date is not None or official.addressee is not None:
            help = "在正文下空一行写“附件：”和各附件的名称"
            yield fault("note-missing", NOTE, "文后有附件，正文之后", "没有附件说明", "有附件说明", *(at(one.label) for one in attached), help=help)
        return
    if notes and not attached:
        yield Unchecked("附件与附件说明是否一致", ATTACHMENT, "附件不在这个文件里")
        return
    if len(notes) != len(attached):
        help = "核对附件说明和附件，补上缺的，删去多的"
        spots = (at(notes[0].paragraph), *(at(one.label) for one in attached)) if notes else ()
        yield fault("attachment-count", ATTACHMENT, "附件", f"有{len(attached)}个，附件说明列了{len(notes)}个", "与附件说明一致", *spots, help=help)
        return
    for note, one in zip(notes, attached, strict=True):
        yield from _name(note, one)


def _name(note: Note, one: Attachment) -> Iterator[Fault]:
    if one.title is None or not note.name:
        return
    title, name = plain(one.title.text), plain(note.name)
    if title != name:
        help = "改正附件说明或者附件标题，使两处一字不差"
        spots = at(note.paragraph, note.name), at(one.title)
        yield fault(
            "attachment-name", ATTACHMENT, f"{one.name}的标题", f"是“{one.title.text}”，附件说明中是“{note.name}”", "与附件说明的表述一致", *spots, help=help
        )


def plain(text: str) -> str:
    """A name without spaces, title marks around it and punctuation behind it."""
    bare = re.sub(r"\s", "", text).rstrip("。；，、.;,")
    return bare[1:-1] if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1 else bare


def _numbers(notes: tuple[Note, ...], attached: tuple[Attachment, ...]) -> Iterator[Fault]:
    help = "多个附件从1起依次编号，只有一个附件不编号"
    for what, clause, numbers, spots in (
        ("附件说明的序号", NOTE, [note.number for note in notes], [at(note.paragraph) for note in notes]),
        ("附件顺序号", ATTACHMENT, [one.number for one in attached], [at(one.label) for one in attached]),
    ):
        if len(numbers) == 1 and numbers[0] is not None and max(len(notes), len(attached)) == 1:
            yield fault("attachment-single", WORDS, f"只有一个附件，{what}", f"写了{numbers[0]}", "不编号", *spots, help=help)
        elif len(numbers) > 1 and numbers != list(range(1, len(numbers) + 1)):
            shown = "、".join("无" if number is None else str(number) for number in numbers)
            yield fault("attachment-numbers", clause, what, f"依次是{shown}", "从1起用阿拉伯数字依次编号", *spots, help=help)


def check_attachment_heads(official: Official) -> Iterator[Fault | Unchecked]:
    """Each begins a page, its label flush on the first line, its title on the third."""
    if official.attachments and official.document.format == "docx":
        yield Unchecked("附件说明、附件在页面上的位置", ATTACHMENT, unknown(official.document))
    for one in official.attachments:
        label = one.label
        if label.begins_page is False:
            yield fault(
                "attachment-page", ATTACHMENT, one.name, "没有另起一页", "另面编排", at(label), help="在“附件”二字前插入分页符，或者在段落里设“段前分页”"
            )
        if label.first is not None and label.first > _FLUSH:
            yield fault(
                "attachment-indent",
                ATTACHMENT,
                f"“{one.name}”",
                f"左边空了{counted(label.first)}字",
                "顶格编排在版心左上角第一行",
                at(label),
                help="去掉缩进和空格",
            )
        if label.text[-1] in "：:":
            yield fault("attachment-colon", ATTACHMENT, f"“{one.name}”", "后面有冒号", "只有“附件”二字和顺序号", at(label), help="删去冒号")
        if one.title is None:
            yield fault(
                "attachment-title",
                ATTACHMENT,
                one.name,
                "没有找到居中的标题",
                "在第三行居中编排标题",
                at(label),
                help="在“附件”下空一行写标题，居中，2号小标宋体",
            )
        elif one.title.above is not None and not _BLANK[0] <= one.title.above <= _BLANK[1]:
            found = "紧接“附件”二字" if one.title.above < _BLANK[0] else f"在“附件”二字下约{counted(one.title.above)}行"
            yield fault("attachment-title-place", ATTACHMENT, f"{one.name}的标题", found, "在第三行（空一行）", at(one.title), help="在“附件”和标题之间空一行")


def check_cited_attachments(official: Official) -> Iterator[Fault]:
    """见附件3 where there are fewer."""
    count = max(len(official.closing.notes), len(official.attachments))
    if not count:
        return
    lost: list[Spot] = []
    own = {one.label for one in official.attachments} | {note.paragraph for note in official.closing.notes}
    for piece in quotable(official):
        if piece.paragraph not in own:
            lost += [piece.spot(match[0]) for match in _CITED.finditer(piece.text) if not 1 <= int(match[1]) <= count]
    if lost:
        yield fault("attachment-cited", WORDS, "文中提到的附件", "在附件说明中没有", "与附件说明一致", *lost, help="核对附件的序号")
