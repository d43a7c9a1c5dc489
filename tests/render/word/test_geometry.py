"""The pages of a Word file, measured where LibreOffice sets them: GB/T 9704-2012, clauses 5.2 and 7.

LibreOffice lowers or raises type within its line by what a font says of itself, up to a seventh of its size for the
fonts that stand in here; tolerances of distances between lines of different sizes leave room for that.
"""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document

from tests.render.word.ruler import Sheet

EM = 156 / 28
PITCH = 28.95 * 25.4 / 72
RED = (1.0, 0.0, 0.0)

Pages = dict[str, list[Sheet]]


def near(value: float, within: float = 1.0) -> object:
    return pytest.approx(value, abs=within)


def test_a_full_page_has_22_lines_of_28_characters(pages: Pages) -> None:
    for page in pages["long"][1:3]:
        assert len(page.body) == 22
        assert {len(line.text) for line in page.body} == {28}
        assert page.body[0].top == near(37 + 2.5, 1.5)
        assert page.body[-1].bottom <= 262
        for line in page.body:
            assert (line.left, line.right) == (near(28, 0.5), near(183.8, 0.5))
    assert all(lower.top - upper.top == near(PITCH, 0.05) for upper, lower in pairwise(pages["long"][1].body))


def test_a_paragraph_begins_two_characters_in(pages: Pages) -> None:
    first = pages["long"][0].line("取暖改造按户登记逐村核实设备选型供热企业统一安装完工")
    assert len(first.text) == 26
    assert first.left == near(28 + 2 * EM, 0.3)


@pytest.mark.parametrize("name", ["county", "city", "seal"])
def test_the_mark_of_the_authority_is_red_centred_and_72_mm_from_the_top(pages: Pages, name: str) -> None:
    mark = pages[name][0].line("文件")
    assert {char["non_stroking_color"] for char in mark.chars} == {RED}
    assert (mark.left + mark.right) / 2 == near(106)
    assert mark.right - mark.left <= 156
    assert mark.top == near(72, 3.5)


def test_marks_in_the_head_move_nothing(pages: Pages) -> None:
    county, city = pages["county"][0], pages["city"][0]
    marks = county.line("草稿")
    assert (marks.right, marks.top) == (near(184, 0.5), near(37 + 2.5, 1.5))
    assert county.line("文件").top == near(city.line("文件").top, 0.05)


@pytest.mark.parametrize("name", ["county", "city", "seal"])
def test_the_red_line_is_156_mm_wide_and_4_mm_below_the_number(pages: Pages, name: str) -> None:
    page = pages[name][0]
    number = page.line("〔2023〕")
    (red,) = [rule for rule in page.rules if rule.color == RED]
    assert (red.left, red.right) == (near(28, 0.5), near(184, 0.5))
    assert red.at - number.bottom == near(4, 1.6)
    assert number.top - page.line("文件").bottom == near(2.5 * PITCH, 3)  # two blank lines


def test_a_number_is_centred_downward_and_at_the_left_upward(pages: Pages) -> None:
    downward = pages["city"][0].line("〔2023〕3号")
    assert (downward.left + downward.right) / 2 == near(106)
    upward = pages["county"][0].line("〔2023〕6号")
    assert upward.text == "原清洁办发〔2023〕6号签发人：张某某"
    assert (upward.left, upward.right) == (near(28 + EM, 0.5), near(184 - EM, 0.5))


def test_the_title_stands_two_lines_below_the_red_line_and_one_above_the_addressee(pages: Pages) -> None:
    page = pages["county"][0]
    lines = [page.line(text) for text in ("原平市清洁取暖工作领导小组办公室", "关于报送原平市2023年冬季清洁取暖", "实施方案的报告")]
    lines[0] = next(line for line in page.lines if line.size == 22)
    red = next(rule for rule in page.rules if rule.color == RED)
    assert [line.size for line in lines] == [22, 22, 22]
    assert lines[0].top - red.at == near(2 * PITCH + 2.5, 1)
    assert all((line.left + line.right) / 2 == near(106) for line in lines)
    addressee = page.line("忻州市清洁取暖工作领导小组办公室：")
    assert addressee.left == near(28, 0.3)
    assert addressee.top - lines[-1].bottom == near(PITCH + 5, 1)


def test_names_of_attachments_begin_below_each_other_and_wrap_to_their_first_character(pages: Pages) -> None:
    page = pages["county"][1]
    first, second = page.line("附件：1."), page.line("2.原平市2023年冬季清洁取暖改造任务")
    wrapped = page.lines[page.lines.index(second) + 1]
    assert first.left == near(28 + 2 * EM, 0.3)
    begins = [first.of("原平市").left, second.of("原平市").left, wrapped.left]
    assert begins == [near(28 + 6 * EM, 0.3)] * 3


def test_an_unsealed_signature_leaves_two_characters_and_the_date_begins_two_behind_it(pages: Pages) -> None:
    page = pages["county"][1]
    signature, date = page.line("原平市清洁取暖工作领导小组办公室"), page.line("2023年4月18日")
    assert signature.right == near(184 - 2 * EM, 0.5)
    assert date.left - signature.left == near(2 * EM, 0.5)
    assert date.top - signature.top == near(PITCH, 0.1)


def test_a_date_longer_than_the_signature_leaves_two_characters(pages: Pages) -> None:
    page = pages["characters"][0]
    signature, date = page.line("原平市政府"), page.line("2023年12月31日")
    assert date.right == near(184 - 2 * EM, 0.5)
    assert signature.right < date.right


def test_a_seal_stands_over_signature_and_date(pages: Pages) -> None:
    (page,) = pages["seal"]
    (seal,) = page.pictures
    signature, date = page.lines[-5], page.line("2023年4月18日")
    assert signature.text == "原平市人民政府"
    assert (seal.right - seal.left, seal.bottom - seal.top) == (near(42, 0.3), near(42, 0.3))
    assert date.right == near(184 - 4 * EM, 0.5)
    assert (seal.left + seal.right) / 2 == near((signature.left + signature.right) / 2, 0.5)
    assert signature.bottom < (seal.top + seal.bottom) / 2 < date.bottom
    text = page.line("办公室设在市能源局")
    assert 0 < seal.top - text.bottom < PITCH


@pytest.mark.parametrize("name", ["county", "city", "long", "full", "sandwich"])
def test_page_numbers_run_on_outside_of_the_page(pages: Pages, name: str) -> None:
    for number, page in enumerate(pages[name], 1):
        if page.turned is not None:
            continue
        shown = page.lines[-1]
        assert shown.text.replace(" ", "") == f"—{number}—"
        assert shown.size == 14
        assert (shown.top + shown.bottom) / 2 == near(262 + 7, 1.2)
        assert (shown.right if number % 2 else shown.left) == near(184 - EM if number % 2 else 28 + EM, 0.5)


@pytest.mark.parametrize(("name", "number"), [("city", 4), ("sandwich", 3), ("sandwich", 4)])
def test_a_turned_page_keeps_its_number_at_the_same_place_of_the_sheet(pages: Pages, name: str, number: int) -> None:
    page = pages[name][number - 1]
    assert (page.width, page.height) == (near(297, 0.2), near(210, 0.2))
    assert page.turned is not None
    assert page.turned.text == f"—{number}—"
    assert (page.turned.left + page.turned.right) / 2 == near(35 - 7, 1.2)
    if number % 2:
        assert page.turned.bottom == near(210 - 26 - EM, 0.7)
    else:
        assert page.turned.top == near(28 + EM, 0.7)


def test_only_landscape_sections_turn_the_page(pages: Pages) -> None:
    assert [page.width > page.height for page in pages["sandwich"]] == [False, False, True, True, False]
    assert "附件2" in pages["sandwich"][4].body[0].text
    assert [page.width > page.height for page in pages["city"]] == [False, False, False, True, False]


def test_an_attachment_begins_a_page_with_its_title_on_the_third_line(pages: Pages) -> None:
    page = pages["county"][2]
    label, title = page.lines[0], page.lines[1]
    assert (label.text, label.left, label.top) == ("附件1", near(28, 0.3), near(37 + 2.5, 1.5))
    assert title.size == 22
    assert title.top - label.top == near(2 * PITCH, 1.5)


def test_the_table_of_the_city_stands_whole_on_its_turned_page(pages: Pages) -> None:
    page = pages["city"][3]
    units = [
        "忻州城区",
        "忻府区",
        "定襄县",
        "原平市",
        "五台县",
        "代县",
        "繁峙县",
        "宁武县",
        "静乐县",
        "神池县",
        "五寨县",
        "岢岚县",
        "河曲县",
        "保德县",
        "偏关县",
        "五台山",
    ]
    starts = [line.text for line in page.lines]
    assert [next(text for text in starts if text.startswith(unit)) for unit in [*units, "总计"]]
    assert page.line("总计").text == "总计1625844709920968315167713091164768107828898299763279131045896550380010350"
    edges = [rule for rule in page.rules if rule.right - rule.left > 200]
    assert all((rule.left, rule.right) == (near(35, 0.3), near(260, 0.3)) for rule in (edges[0], edges[-1]))


def test_header_rows_repeat_on_the_next_page(pages: Pages) -> None:
    rows = [(page, [int(number) for number in re.findall(r"^(\d+)崞阳镇", page.text, re.MULTILINE)]) for page in pages["county"]]
    parted = [(page, numbers) for page, numbers in rows if numbers and numbers[-1] > 10]  # another table has a row of that name
    assert len(parted) > 1
    for page, _ in parted:
        assert "完工日期" in page.text
        assert "乡镇村集中供热煤改电" in page.text
    assert all(below[0] == above[-1] + 1 for (_, above), (_, below) in pairwise(parted))


def test_a_caption_stands_above_its_table_with_the_unit_at_the_right(pages: Pages) -> None:
    page = next(page for page in pages["county"] if "表1原平市" in page.text)
    caption = page.line("表1原平市")
    title, unit = caption.of("表1原平市清洁取暖改造任务表"), caption.of("单位：户")
    assert (title.left + title.right) / 2 == near(106)
    assert unit.right == near(184, 0.5)
    assert page.line("改造范围").top > caption.top


@pytest.mark.parametrize("name", ["county", "city", "full", "seal"])
def test_the_colophon_ends_the_type_area_of_the_last_page(pages: Pages, name: str) -> None:
    page = pages[name][-1]
    assert (page.width, page.height) == (near(210, 0.2), near(297, 0.2))
    rules = [rule for rule in page.rules if rule.color != RED and rule.weight > 0.2]  # those of tables are thinner
    copies = [line for line in page.lines if line.text.startswith("抄送：")]
    assert [rule.weight for rule in rules] == ([near(0.35, 0.03), near(0.25, 0.03), near(0.35, 0.03)] if copies else [near(0.35, 0.03)] * 2)
    assert all((rule.left, rule.right) == (near(28, 0.5), near(184, 0.5)) for rule in rules)
    assert rules[-1].at == near(262, 0.5)
    printed = page.line("印发")
    assert printed.size == 14
    assert (printed.left, printed.right) == (near(28 + 4.94, 0.5), near(184 - 4.94, 0.5))
    above = [line for line in page.lines if line.bottom < rules[0].at]
    inside = [line for line in page.lines if rules[0].at < (line.top + line.bottom) / 2 < rules[-1].at]
    assert len(above) + len(inside) + 1 == len(page.lines)  # nothing is crossed by a rule; the page number stands below


def test_copies_wrap_below_the_first_name(pages: Pages) -> None:
    page = pages["county"][-1]
    copies = page.line("抄送：")
    wrapped = page.lines[page.lines.index(copies) + 1]
    assert copies.left == near(28 + 4.94, 0.5)
    assert wrapped.left == near(copies.of("原平市").left, 0.5)


def test_a_page_without_room_sends_the_colophon_to_the_next(pages: Pages) -> None:
    first, second = pages["full"]
    assert len(first.body) == 20
    assert "印发" not in first.text
    assert [line.text for line in second.body] == ["原平市人民政府办公室2023年4月18日印发"]


@pytest.mark.parametrize("name", ["county", "city", "seal", "long"])
def test_no_character_is_lost(pages: Pages, docx: Callable[[str], bytes], name: str) -> None:
    shown = "".join(line.text for page in pages[name] for line in page.lines if not line.text.startswith("—"))
    for paragraph in Document(BytesIO(docx(name))).paragraphs:
        assert "".join(paragraph.text.split()) in shown


def test_no_number_breaks_over_two_lines(pages: Pages) -> None:
    for figure in ("154898", "12000.00", "17300.00", "73.87%", "15.4898"):
        assert any(figure in page.text for page in pages["county"])
