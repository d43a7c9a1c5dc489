"""The measures of WeasyPrint's pages hold for Typst's: the same tests (tests/render/pdf), put to the other writer; and where the two differ."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.render.pdf.measure import MM, body, holding, line, pages, rules
from tests.render.pdf.test_body import *  # noqa: F403
from tests.render.pdf.test_body import PUNCTUATED
from tests.render.pdf.test_charts import *  # noqa: F403
from tests.render.pdf.test_head import *  # noqa: F403
from tests.render.pdf.test_pages import *  # noqa: F403
from tests.render.pdf.test_tables import *  # noqa: F403

# What these measure are lines that end in a mark (Typst sets it half as wide there), or one line that Typst breaks elsewhere.
del test_punctuated_lines_are_full_and_break_where_they_may  # noqa: F821
del test_addressee_stands_at_the_margin_and_paragraphs_two_characters_in  # noqa: F821
del test_nothing_of_a_chart_leaves_the_type_area  # noqa: F821
del test_colophon_ends_the_last_page_with_three_rules  # noqa: F821

HALF = 16 / 2 * MM
FOUR = 14 * MM
CLOSING, OPENING = "，。；：、？！”’）》〕", "“‘（《〔"


@pytest.mark.parametrize("shift", range(12))
def test_marks_at_the_ends_of_lines_give_up_their_blank_half(document: Callable[..., bytes], shift: int) -> None:
    (page,) = pages(document(f'<p id="a">{"甲" * shift}{PUNCTUATED}</p>'))
    set_lines = body(page)
    assert "".join(found.text for found in set_lines).replace(" ", "") == "甲" * shift + PUNCTUATED.replace(" ", "")
    for found, below in pairwise(set_lines):  # a space that a line ends with isn't counted in it
        beyond = HALF if found.text[-1] in CLOSING + " " else 0.0
        assert 184 - 0.35 < found.right < 184 + beyond + 0.35
        before = HALF if below.text[0] in OPENING else 0.0
        assert 28 - before - 0.3 < below.left < 28 + 0.3
        assert below.text[0] not in "，。；：、？！”’）》〕…%"
        assert found.text[-1] not in OPENING


def test_the_addressee_stands_at_the_margin_and_paragraphs_two_characters_in(content: Callable[[str], bytes]) -> None:
    first = pages(content("county"))[0]
    assert line(first, "忻州市清洁取暖工作领导小组办公室：").left == pytest.approx(28, abs=0.1)
    assert line(first, "按照市级").left == pytest.approx(28 + 2 * 156 / 28, abs=0.1)


def test_no_mark_of_a_chart_leaves_the_type_area(content: Callable[[str], bytes]) -> None:
    for page in pages(content("charts")):
        small = [char for char in page.chars if char["size"] < 13]
        drawn = [*page.rects, *page.curves, *page.lines, *small]
        assert len(drawn) > 50
        assert min(mark["x0"] for mark in drawn) * MM >= 28 - 0.3
        assert max(mark["x1"] for mark in drawn) * MM <= 184 + 0.3


def test_the_colophon_stands_at_the_foot_of_the_last_page_between_three_rules(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[-1]
    first, middle, last = rules(page)[-3:]
    assert [rule.weight for rule in (first, middle, last)] == [pytest.approx(weight, abs=0.01) for weight in (0.35, 0.25, 0.35)]
    assert all((rule.left, rule.right) == (pytest.approx(28, abs=0.05), pytest.approx(184, abs=0.05)) for rule in (first, middle, last))
    assert last.top + last.weight == pytest.approx(262, abs=0.05)
    copies, *wrapped, printing = [found for found in body(page) if found.top > first.top]
    assert {found.size for found in (copies, *wrapped, printing)} == {14.0}
    assert copies.left == pytest.approx(28 + FOUR, abs=0.1)
    assert wrapped and all(found.left == pytest.approx(28 + 4 * FOUR, abs=0.2) for found in wrapped)  # behind 抄送：
    assert (printing.left, printing.right) == (pytest.approx(28 + FOUR, abs=0.1), pytest.approx(184 - FOUR, abs=0.2))
    assert copies.bottom < middle.top < printing.top


@pytest.mark.parametrize("before", range(6, 20, 2))
def test_a_long_paragraph_parts_and_its_end_stands_with_the_signature(document: Callable[..., bytes], before: int) -> None:
    filler = "".join(f'<p id="p{n}">第{n:02}段</p>' for n in range(before))
    closing = '<p class="signature" id="s">原平市清洁取暖办公室</p><p class="date" id="d">2023年4月18日</p><p class="annotation" id="n">（联系人：李某某）</p>'
    content = document(filler, f'<p id="long">{"户" * 28 * 9}完。</p>', closing)
    assert len({tuple(holding(content, text)) for text in ("户完。", "原平市清洁取暖办公室", "2023年4月18日", "（联系人")}) == 1
    first = [found for found in body(pages(content)[0]) if found.text.strip()]
    assert len(first) >= 15  # no page is left half empty
