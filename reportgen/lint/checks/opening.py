"""标题, 主送机关, 正文的排法: 7.3.1 to 7.3.3."""

from collections.abc import Iterator

from reportgen.diagnostics import Severity
from reportgen.lint.elements import Form, Official
from reportgen.lint.faults import Fault, Spot, Unchecked, at, counted, fault, unknown
from reportgen.lint.model import Align, Paragraph
from reportgen.lint.text import headings, running
from reportgen.measure import width
from reportgen.standard.clauses import ADDRESSEE, BODY, FIRST_PAGE, TITLE, TITLE_LINES, WORDS

_TWO_LINES = 1.3, 2.9
_ONE_LINE = 0.5, 1.8
_CENTRED = 1.5  # 字
_FLUSH = 0.8  # 字
_INDENT = 1.5, 2.6  # 字
_SHAPED = 3  # a title of so many lines has a shape
_WAIST = 2.0  # 字: so much shorter than both its neighbours


def check_title(official: Official) -> Iterator[Fault | Unchecked]:
    """Two blank lines below the red line, centred, without punctuation, in a good shape."""
    if official.form is Form.NONE:
        return
    if not official.title:
        yield fault("title-missing", TITLE, "公文", "没有找到标题", "有标题", help="在版头的红色分隔线下空二行写标题，居中，2号小标宋体")
        return
    first, last = official.title[0], official.title[-1]
    if official.head.rules and official.form in (Form.DOCUMENT, Form.LETTER):
        if first.above is None:
            yield Unchecked("标题与分隔线的距离", TITLE, unknown(official.document))
        elif not _TWO_LINES[0] <= first.above <= _TWO_LINES[1]:
            yield fault(
                "title-place", TITLE, "标题", f"在分隔线下约{counted(first.above)}行", "在红色分隔线下空二行", at(first), help="在分隔线和标题之间空两行"
            )
    if any(_off_centre(paragraph) for paragraph in official.title):
        yield fault("title-centre", TITLE, "标题", "没有居中", "居中排布", at(first), help="去掉缩进和空格，把对齐方式改为居中")
    if official.title_text[-1:] in "。，；：、":
        yield fault(
            "title-end", WORDS, "标题", f"末尾有“{official.title_text[-1]}”", "不用标点结尾", at(last, official.title_text[-8:]), help="删去标题末尾的标点"
        )
    yield from _shape(official.title)


def _off_centre(paragraph: Paragraph) -> bool:
    if len(paragraph.rows) > 1:
        return paragraph.align not in (Align.CENTRE, None)
    return paragraph.first is not None and paragraph.last is not None and abs(paragraph.first - paragraph.last) > _CENTRED


def _shape(title: tuple[Paragraph, ...]) -> Iterator[Fault]:
    rows = [row for paragraph in title for row in paragraph.rows if row]
    wide = [width(row) for row in rows]
    if len(rows) >= _SHAPED and any(b + _WAIST <= min(a, c) for a, b, c in zip(wide, wide[1:], wide[2:], strict=False)):
        # A notice: the sense of the words goes before the shape, and may leave no other way to break them.
        help = "词意完整的前提下调整回行位置，使各行排成梯形（上短下长、上长下短）或者菱形"
        spot = Spot(title[0].page, title[0].number, "／".join(rows))
        yield fault("title-shape", TITLE_LINES, "标题的几行", "中间短、两头长", "排成梯形或者菱形", spot, help=help, severity=Severity.NOTICE)


def check_addressee(official: Official) -> Iterator[Fault | Unchecked]:
    """One blank line below the title, flush, with a full-width colon."""
    addressee = official.addressee
    if addressee is None:
        return
    if addressee.above is None:
        yield Unchecked("主送机关与标题的距离", ADDRESSEE, unknown(official.document))
    elif official.title and not _ONE_LINE[0] <= addressee.above <= _ONE_LINE[1]:
        found = f"在标题下约{counted(addressee.above)}行" if addressee.above >= _ONE_LINE[0] else "紧接标题"
        yield fault("addressee-place", ADDRESSEE, "主送机关", found, "在标题下空一行", at(addressee), help="在标题和主送机关之间空一行")
    if addressee.first is not None and addressee.first > _FLUSH:
        yield fault(
            "addressee-indent", ADDRESSEE, "主送机关", f"左边空了{counted(addressee.first)}字", "居左顶格", at(addressee), help="去掉首行缩进和前面的空格"
        )
    if addressee.text[-1] != "：":
        found = "后面是半角冒号" if addressee.text[-1] == ":" else "后面没有冒号"
        yield fault(
            "addressee-colon", ADDRESSEE, "主送机关", found, "在最后一个机关名称后标全角冒号", at(addressee, addressee.text[-12:]), help="在末尾加全角冒号“：”"
        )


def check_body(official: Official) -> Iterator[Fault | Unchecked]:
    """Paragraphs and headings begin two characters in, further lines at the edge; the first page shows some of the text."""
    paragraphs = [*running(official), *(one.paragraph for _, found in headings(official) for one in found)]
    known = [paragraph for paragraph in paragraphs if paragraph.first is not None]
    off = [paragraph for paragraph in known if not _INDENT[0] <= (paragraph.first or 0.0) <= _INDENT[1]]
    if off:
        least, most = min(p.first or 0.0 for p in off), max(p.first or 0.0 for p in off)
        found = f"左空{counted(least)}字" if most - least < 1 else f"左空{counted(least)}至{counted(most)}字"
        yield fault("indent", BODY, "正文段落", found, "每个自然段左空二字", *map(at, off), help="选中段落，把特殊格式设为“首行缩进2字符”，左缩进为0")
    hanging = [paragraph for paragraph in known if paragraph not in off and paragraph.further is not None and abs(paragraph.further) > _FLUSH]
    if hanging:
        yield fault("turn", BODY, "正文段落的回行", "没有顶格", "回行顶格", *map(at, hanging), help="把段落的左缩进、悬挂缩进设为0")
    if official.form in (Form.DOCUMENT, Form.LETTER) and official.body:
        first = next((block for block in official.body if isinstance(block, Paragraph)), None)
        if first is not None and first.page is None:
            yield Unchecked("公文首页显示正文", FIRST_PAGE, unknown(official.document))
        elif first is not None and first.page != 1:
            help = "缩小发文机关标志、把过多的主送机关移到版记，使第一页有正文"
            yield fault("first-page", FIRST_PAGE, "公文首页", "没有正文", "显示正文", at(first), help=help)
