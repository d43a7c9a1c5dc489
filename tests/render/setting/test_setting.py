"""How pages are set: each fault that tests/page_faults.py counts is made, in a redline, which is left as it is, and mended in a document."""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.setting.lines import FREE, NEVER_FIRST, NEVER_LAST, lines_of, parts_of
from reportgen.render.word import write_docx
from tests.page_faults import page_faults

ROOT = Path(__file__).parents[3]
CSS = (ROOT / "templates/html/gongwen.css").read_text("utf-8")
BASE = (ROOT / "templates/docx/official.docx").read_bytes()
SVG = '<svg width="156mm" height="90mm" viewBox="0 0 156 90" font-size="3.7" role="img"><rect x="1" y="1" width="150" height="80" fill="#5b7fa6"/></svg>'
CHART = f'<figure id="c">{SVG}<figcaption>图1　完成情况</figcaption></figure>'
COVER = "".join(f'<p id="o{number}">现予报送。</p>' for number in range(3))
COPIES = '<p class="copies" id="f1">抄送：示例县人民政府办公室。</p>'
PRINTING = '<p class="printing" id="f2"><span class="office">示例县清洁取暖办公室</span><span class="printed">2023年4月18日印发</span></p>'
FOOTER = f'<footer class="colophon" id="f">{COPIES}{PRINTING}</footer>'


def article(blocks: str, *, behind: str = "") -> str:
    attached = f'<section class="attachment" id="s"><p class="attachment-label" id="l">附件</p><h1 id="t">工作方案</h1>{blocks}</section>'
    return f'<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18">{COVER}{attached}{behind}</article>'


def left(html: str) -> str:
    """The document as a redline, in which nothing changed."""
    return html.replace("<article ", '<article data-changed-by="某某" ')


@cache
def pdf(html: str) -> bytes:
    css = CSS + ".colophon-place { break-before: auto; } .colophon { footnote-policy: auto; }" if "data-changed-by" in html else CSS
    made = write_pdf(html, Layout(), css)
    assert made.problems == ()
    return made.content


def kinds(html: str) -> set[str]:
    return {fault.kind for fault in page_faults(pdf(html))}


def paragraphs(lines: int, prefix: str = "p") -> str:
    """`lines` lines of text, three to a paragraph."""
    sizes = [3] * (lines // 3) + ([lines % 3] if lines % 3 else [])
    return "".join(f'<p id="{prefix}{number}">{"户" * (28 * size - 10)}。</p>' for number, size in enumerate(sizes))


def rows(count: int, cells: str) -> str:
    return "".join(f"<tr>{cells}</tr>" for _ in range(count))


def signing(members: int) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("组内职务", "单位", "姓名", "签字"))
    room = "<td>成员</td><td>示例县能源局</td><td>张某某</td><td>　<br/>　</td>"
    table = f'<table id="g"><caption>表1　验收组成员签字</caption><thead><tr>{head}</tr></thead><tbody>{rows(members, room)}</tbody></table>'
    label = '<p class="attachment-label" id="l2">附件2</p><h1 id="t2">验收组签字表</h1>'
    return f'<section class="attachment" id="s2">{label}{table}<p id="d2">　　年　　月　　日</p></section>'


WIDE = '<section class="landscape" id="w"><table id="wt"><caption>表1　任务分解表</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></section>'
TURNED = WIDE.format("".join(f"<th>清洁取暖改造{n}任务户数</th>" for n in range(24)), rows(12, "<td>123456789</td>" * 24))
MADE = {
    "colophon": article(paragraphs(16), behind=FOOTER),
    "few-lines": article(paragraphs(19)),
    "short-end": article(f'<p id="a">{"户" * 25}完成。</p>'),
    "stretched": article(f'<p id="a">{"户" * 22}<data value="154898.25">154898.25</data>万元，{"户" * 22}。</p>'),
    "blank": article(paragraphs(9) + CHART + paragraphs(14, "q")),
    "signing": article(paragraphs(3), behind=signing(13) + FOOTER),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_fault_that_is_counted_where_pages_are_left_is_none_where_they_are_set(kind: str) -> None:
    assert kind in kinds(left(MADE[kind]))
    assert kinds(MADE[kind]) == set()


@pytest.mark.sampled(16)
@pytest.mark.parametrize("lines", range(8, 32))
@pytest.mark.parametrize("behind", [FOOTER, CHART, TURNED, signing(11)], ids=["colophon", "chart", "turned", "signing"])
def test_no_length_of_text_makes_a_fault(lines: int, behind: str) -> None:
    if behind in (CHART, TURNED):
        html = article(paragraphs(lines) + behind + paragraphs(14, "q"), behind=FOOTER)
    else:
        html = article(paragraphs(lines), behind=behind if behind == FOOTER else behind + FOOTER)
    assert page_faults(pdf(html)) == []


@pytest.mark.parametrize("length", range(24, 34))
def test_a_paragraph_ends_in_three_characters_at_least(length: int) -> None:
    assert page_faults(pdf(article(f'<p id="a">{"户" * length}。</p>'))) == []


TEXT = st.lists(
    st.sampled_from(["户", "供热", "，", "。", "“煤改电”", "《方案》", "（一）", "154898", "98.50%", "、", "〔2023〕3号", "："]), min_size=20, max_size=90
).map("".join)


@given(TEXT)
def test_lines_end_where_they_may_and_hold_what_fits(text: str) -> None:
    parts = parts_of(text, FREE)
    assert sum(part.characters for part in parts) == len(text)
    lines = lines_of(parts, 27.6, 2.0, -0.013)
    at = 0
    for line in lines[:-1]:
        at += line.characters
        assert text[at] not in NEVER_FIRST
        assert text[at - 1] not in NEVER_LAST
    assert all(below.wide > 0 for _, below in pairwise(lines))


@settings(max_examples=12, deadline=None)
@given(TEXT.filter(lambda text: text[0] not in NEVER_FIRST and "：。" not in text))
def test_lines_are_those_that_the_pdf_has(text: str) -> None:
    html = left(article(f'<p id="a">{text}</p>'))
    with pdfplumber.open(BytesIO(pdf(html))) as opened:
        tops: dict[float, int] = {}
        for char in opened.pages[1].chars:
            if abs(char["size"] - 16) < 0.1 and char["top"] > 230 and char["bottom"] < 745:
                tops[round(char["bottom"])] = tops.get(round(char["bottom"]), 0) + 1
    layout = Layout()
    size = layout.body_size
    lines = lines_of(parts_of(text, FREE), layout.type_width / 25.4 * 72 / size, 2 * layout.em / 25.4 * 72 / size, layout.tracking_css / size)
    assert [line.characters for line in lines] == [count for _, count in sorted(tops.items())]


def text_of(docx: bytes) -> str:
    return ZipFile(BytesIO(docx)).read("word/document.xml").decode()


def word(html: str) -> str:
    return text_of(write_docx(html, Layout(), BASE))


def test_word_is_set_alike() -> None:
    drawn = word(MADE["short-end"])
    assert re.search(r'<w:spacing w:val="-\d+"/>', drawn)
    moved, composed = (write_docx(MADE["blank"], Layout(), BASE, as_composed=way) for way in (False, True))
    above = [text_of(made).partition("<w:drawing")[0].count("。") for made in (moved, composed)]
    assert above[0] > above[1]
    assert "<w:keepNext/>" in word(MADE["colophon"])
    signed = word(MADE["signing"])
    assert 'w:lineRule="exact"' in signed[signed.index("签字") :]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_pdf(MADE["blank"], Layout(), CSS).content == pdf(MADE["blank"])
    assert word(MADE["blank"]) == word(MADE["blank"])


@pytest.mark.parametrize(("words", "covered"), [("（此件公开发布）", False), ("（联系人：李某某　电话：0350-0000000）", True)])
def test_in_word_an_annotation_stands_below_a_seal_that_would_cover_it(words: str, covered: bool) -> None:
    closing = f'<p class="signature" id="s">示例县人民政府</p><p class="date" id="d">2023年4月18日</p><p class="annotation" id="n">{words}</p>'
    html = f'<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18"><p id="p">正文。</p>{closing}</article>'
    paragraph = word(html).rpartition('<w:pStyle w:val="Annotation"/>')[2].partition("</w:pPr>")[0]
    assert ("w:before=" in paragraph) is covered
    assert "w:before=" not in word(html.replace("gongwen", "gongwen unsealed")).rpartition('"Annotation"/>')[2].partition("</w:pPr>")[0]
