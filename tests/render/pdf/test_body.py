"""版心、正文、标题层次、附件说明、署名: GB/T 9704-2012, 5.2 and 7.3."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from reportgen.render.rendered import Rendered
from tests.render.pdf.measure import body, holding, line, lines, pages

Document = Callable[..., bytes]
EM = 156 / 28
PITCH = 28.95 * 25.4 / 72


def test_a_full_page_has_22_lines_of_28_characters(content: Callable[[str], bytes]) -> None:
    for page in pages(content("long"))[1:3]:
        full = body(page)
        assert [len(found.text) for found in full] == [28] * 22
        assert {found.size for found in full} == {16.0}
        assert {found.font for found in full} == {"FandolFang"}
        assert full[0].top == pytest.approx(37, abs=2.5)
        assert full[-1].bottom < 262
        assert all(found.left == pytest.approx(28, abs=0.1) and found.right == pytest.approx(184, abs=0.2) for found in full)
        assert all(below.top - above.top == pytest.approx(PITCH, abs=0.1) for above, below in pairwise(full))


PUNCTUATED = (
    "坚持“煤改电”“煤改气”、生物质和集中供热并举，2023年完成154898户（其中：农村15.4898万户），占73.87%；任务见《方案》（忻清洁办发〔2023〕3号）。"
    "按GB/T 9704的规定，4月21日—10月15日施工，10月31日前验收，合格率不低于98.50%！各县（市、区）何时开工？由市、县两级“清洁取暖办”逐月调度……"
)


@pytest.mark.parametrize("shift", range(12))
def test_punctuated_lines_are_full_and_break_where_they_may(document: Document, shift: int) -> None:
    (page,) = pages(document(f'<p id="a">{"甲" * shift}{PUNCTUATED}</p>'))
    set_lines = body(page)
    assert "".join(found.text for found in set_lines).replace(" ", "") == "甲" * shift + PUNCTUATED.replace(" ", "")
    for found in set_lines[:-1]:
        assert found.right == pytest.approx(184, abs=0.15)
    for found in set_lines[1:]:
        assert found.left == pytest.approx(28, abs=0.3)
        assert found.text[0] not in "，。；：、？！”’）》〕…—%"
    assert not any(found.text[-1] in "“‘（《〔" for found in set_lines)


@pytest.mark.parametrize("shift", range(20, 28))
def test_a_figure_stays_on_one_line_and_in_one_piece(document: Document, shift: int) -> None:
    (page,) = pages(document(f'<p id="a">{"甲" * shift}<data value="154898.25" data-figure="f">154898.25</data>{"乙" * 40}</p>'))
    assert [found for found in body(page) if "154898.25" in found.text]
    digits = [char for char in page.chars if char["text"] in "0123456789." and char["top"] < 700]
    (gap,) = {round(b["x0"] - a["x1"], 1) for a, b in pairwise(digits)}
    assert gap == pytest.approx(-0.2, abs=0.8)  # with the characters around them, where the line would be stretched


def test_levels_have_their_fonts_and_indents(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[3]
    fonts = {"三、重点任务": "FandolHei", "（一）集中供热": "FandolKai", "1.热源和管网": "FandolFang", "（1）同华二期": "FandolFang"}
    for start, font in fonts.items():
        found = line(page, start)
        assert (found.font, found.size) == (font, 16.0)
        assert found.left == pytest.approx(28 + 2 * EM, abs=0.2)


def test_addressee_stands_at_the_margin_and_paragraphs_two_characters_in(content: Callable[[str], bytes]) -> None:
    first = pages(content("county"))[0]
    assert line(first, "忻州市清洁取暖工作领导小组办公室：").left == pytest.approx(28, abs=0.1)
    assert line(first, "按照市级").left == pytest.approx(28 + 2 * EM, abs=0.1)
    second = body(pages(content("city"))[0])
    wrapped = next(found for found in second if found.text.startswith("会、"))
    assert wrapped.left == pytest.approx(28, abs=0.1)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", range(15, 23))
@pytest.mark.parametrize("tag", ["h2", "h3", "h4", "h5"])
def test_no_heading_ends_a_page(document: Document, before: int, tag: str) -> None:
    filler = "".join(f'<p id="p{n}">第{n}行</p>' for n in range(before))
    content = document(filler, f'<{tag} id="h">小标题</{tag}>', '<p id="z">标题后的正文</p>')
    assert holding(content, "小标题") == holding(content, "标题后的正文")


def test_names_of_attachments_wrap_to_their_own_first_character(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[1]
    note = line(page, "附件：1.原平市")
    second = line(page, "2.原平市")
    wrapped = line(page, "明细表及")
    name = next(char for char in page.chars if char["text"] == "原" and abs(char["top"] * 25.4 / 72 - second.top) < 1)["x0"] * 25.4 / 72
    assert note.left == pytest.approx(28 + 2 * EM, abs=0.1)
    assert second.left == pytest.approx(28 + 5 * EM, abs=0.1)
    assert wrapped.left == pytest.approx(name, abs=0.1)
    text = line(page, "现将方案")
    assert note.top - text.top == pytest.approx(2 * PITCH, abs=0.1)  # one blank line


def test_a_single_attachment_has_no_number(document: Document) -> None:
    note = '<p class="attachment-note" id="n"><span class="label">附件：</span>原平市2023年冬季清洁取暖实施方案和分乡镇分路径改造任务明细表</p>'
    first, wrapped = body(pages(document('<p id="p">正文。</p>', note))[0])[1:]
    assert (first.left, wrapped.left) == (pytest.approx(28 + 2 * EM, abs=0.1), pytest.approx(28 + 5 * EM, abs=0.1))


@pytest.mark.parametrize(
    ("signature", "date", "blank_after_signature", "blank_after_date"),
    [
        ("原平市清洁取暖工作领导小组办公室", "2023年4月18日", 2, 16 - 6.5),  # the date begins two characters in
        ("原平市政府", "2023年12月31日", 7 + 4 - 5, 2),  # the longer date leaves two
    ],
)
def test_unsealed_signature(render: Callable[[str], Rendered], signature: str, date: str, blank_after_signature: float, blank_after_date: float) -> None:
    closing = f'<p id="p">正文。</p><p class="signature" id="s">{signature}</p><p class="date" id="d">{date}</p>'
    (page,) = pages(render(f'<article class="gongwen unsealed" lang="zh-CN" data-title="样张" data-date="2023-04-18">{closing}</article>').content)
    text, name, day = body(page)
    assert name.top - text.top == pytest.approx(2 * PITCH, abs=0.1)
    assert day.top - name.top == pytest.approx(PITCH, abs=0.1)
    assert 184 - name.right == pytest.approx(blank_after_signature * EM, abs=0.3)
    assert 184 - day.right == pytest.approx(blank_after_date * EM, abs=0.3)


@pytest.mark.parametrize(("signature", "right"), [("原平市人民政府", 4.0), ("原平市清洁取暖工作领导小组办公室", 4.75)])
def test_without_its_picture_there_is_room_for_the_seal_all_the_same(document: Document, signature: str, right: float) -> None:
    note = '<p class="annotation" id="n">（联系人：李某某　电话：0350-0000000）</p>'
    closing = f'<p class="signature" id="s">{signature}</p><p class="date" id="d">2023年4月18日</p>{note}'
    (page,) = pages(document('<p id="p">正文。</p>', closing))
    text, name, day, annotation = body(page)
    assert 184 - day.right == pytest.approx(right * EM, abs=0.3)
    assert (name.left + name.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.3)
    middle = day.top - (PITCH - 16 * 25.4 / 72) / 2 - PITCH / 4  # the seal reaches 21 mm up and down from here
    assert 0 < middle - 21 - text.bottom < PITCH
    assert annotation.top > middle + 21


def test_seal_covers_signature_and_date(content: Callable[[str], bytes]) -> None:
    page = pages(content("seal"))[-1]
    (seal,) = page.images
    left, right, top, bottom = (seal[edge] * 25.4 / 72 for edge in ("x0", "x1", "top", "bottom"))
    day = line(page, "2023年4月18日")
    *_, text, name = (found for found in body(page) if found.bottom < day.top)
    assert name.text == "原平市人民政府"
    assert (right - left, bottom - top) == (pytest.approx(42, abs=0.1), pytest.approx(42, abs=0.1))
    assert 184 - day.right == pytest.approx(4 * EM, abs=0.3)
    assert (name.left + name.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.3)
    assert (left + right) / 2 == pytest.approx((name.left + name.right) / 2, abs=0.3)
    assert top < name.top and bottom > day.bottom
    assert 0 < top - text.bottom < PITCH
    assert line(page, "（此件公开发布）").top - day.top == pytest.approx(PITCH, abs=0.1)


def test_signature_takes_text_along_to_its_page(document: Document) -> None:
    for count in range(18, 23):
        filler = "".join(f'<p id="p{n}">第{n:02}段</p>' for n in range(count))
        content = document(filler, '<p class="signature" id="s">原平市清洁取暖办公室</p>', '<p class="date" id="d">2023年4月18日</p>')
        (number,) = holding(content, "原平市清洁取暖办公室")
        assert holding(content, "2023年4月18日") == [number]
        assert re.match(r"第\d\d段", lines(pages(content)[number - 1])[0].text)


def test_attachment_begins_a_page_with_label_and_title_on_lines_1_and_3(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[2]
    label, title = lines(page)[:2]
    assert (label.text, label.size, label.font) == ("附件1", 16.0, "FandolHei")
    assert (label.left, label.top) == (pytest.approx(28, abs=0.1), pytest.approx(37, abs=2.5))
    assert (title.size, title.font) == (22.0, "FandolSong-Bold")
    assert (title.left + title.right) / 2 == pytest.approx(28 + 78, abs=0.2)
    assert title.top - label.top == pytest.approx(2 * PITCH, abs=1)


def test_missing_inputs_stand_out(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[4]
    marked = "".join(char["text"] for char in page.chars if char["non_stroking_color"] == pytest.approx((0.69, 0, 0), abs=0.01))
    assert "【待补" in marked
    assert "】" in marked
