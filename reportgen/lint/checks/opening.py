"""标题, 主送机关, 正文的排法: 7.3.1 to 7.3.3."""

from collections.abc import Iterator
from itertools import pairwise

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, at, fault, judged, unchecked, unknown
from reportgen.lint.model import Paragraph
from reportgen.lint.outline import headings
from reportgen.lint.text import running
from reportgen.lint.vocabulary import broken
from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.styles import Align
from reportgen.standard.measures import TYPE_WIDTH
from reportgen.standard.requirements import STANDARD
from reportgen.standard.units import counted


def check_title(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """Two blank lines below the red line, centred, without punctuation, in a good shape."""
    if official.form is OfficialForm.NONE:
        return
    if not official.title:
        if official.form in (OfficialForm.ORDER, OfficialForm.MINUTES):
            return  # their 发文机关标志 says what they are: 10.2, 10.3
        yield fault("title-missing")
        return
    first, last = official.title[0], official.title[-1]
    if official.head.rules and official.form in (OfficialForm.DOCUMENT, OfficialForm.LETTER):
        if first.above is None:
            yield unchecked("title-place", unknown(official.document))
        yield from judged("title-place", first.above, at(first))
    if any(_off_centre(paragraph) for paragraph in official.title):
        yield fault("title-centre", at(first))
    if official.title_text[-1:] in "。，；：、":
        yield fault("title-end", at(last, official.title_text[-8:]), value=official.title_text[-1])
    yield from _shape(official.title)
    yield from _breaks(official)


def _off_centre(paragraph: Paragraph) -> bool:
    if len(paragraph.rows) > 1:
        return paragraph.align not in (Align.CENTRE, None)
    return paragraph.offset is not None and not STANDARD["title-centre"].accepts(paragraph.offset)


def _shape(title: tuple[Paragraph, ...]) -> Iterator[Fault]:
    """A line between two that are longer, by as much as the shorter of them is."""
    rows = [row for paragraph in title for row in paragraph.rows if row]
    wide = [width(row) for row in rows]
    waist = max((min(a, c) - b for a, b, c in zip(wide, wide[1:], wide[2:], strict=False)), default=None)
    yield from judged("title-shape", waist, FilePlace(title[0].page, title[0].number, "／".join(rows)))


def _breaks(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """A line of the title ends where a word does."""
    rows = [(paragraph, row) for paragraph in official.title for row in paragraph.rows if row]
    for (above, row), (_, below) in pairwise(rows):
        parted = broken(row, below)
        if parted:
            yield fault("title-break", at(above, f"{row[-8:]}／{below[:8]}"), value=parted)
    if official.document.format == "docx" and any(width(row) * (paragraph.size or 0.0) * MM_PER_PT > TYPE_WIDTH for paragraph, row in rows):
        yield unchecked("title-break", "标题一行排不下，在哪里断开由打开文件的软件决定，导出 PDF 后可以核查")


def check_addressee(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """One blank line below the title, flush, with a full-width colon."""
    addressee = official.addressee
    if addressee is None:
        return
    if addressee.above is None:
        yield unchecked("addressee-place", unknown(official.document))
    elif official.title:
        yield from judged("addressee-place", addressee.above, at(addressee))
    yield from judged("addressee-indent", addressee.first, at(addressee))
    if addressee.text[-1] != "：":
        yield fault("addressee-colon", at(addressee, addressee.text[-12:]), case="half" if addressee.text[-1] == ":" else "none")


def check_body(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """Paragraphs and headings begin two characters in, further lines at the edge; the first page shows some of the text."""
    paragraphs = [*running(official), *(one.paragraph for _, found in headings(official) for one in found)]
    known = [(paragraph, paragraph.first) for paragraph in paragraphs if paragraph.first is not None]
    off = {paragraph: first for paragraph, first in known if not STANDARD["indent"].accepts(first)}
    if off:
        least, most = min(off.values()), max(off.values())
        case = "alike" if most - least < 1 else "various"  # less than one 字 comes from fonts and tracking
        yield fault("indent", *map(at, off), case=case, value=least, least=counted(least), most=counted(most))
    hanging = [one for one, _ in known if one not in off and one.further is not None and not STANDARD["turn"].accepts(one.further)]
    if hanging:
        yield fault("turn", *map(at, hanging))
    if official.form in (OfficialForm.DOCUMENT, OfficialForm.LETTER) and official.body:
        first = next((block for block in official.body if isinstance(block, Paragraph)), None)
        if first is not None and first.page is None:
            yield unchecked("first-page", unknown(official.document))
        elif first is not None and first.page != 1:
            yield fault("first-page", at(first))
