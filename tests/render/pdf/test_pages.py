"""页码、横排页、版记: GB/T 9704-2012, 7.4, 7.5 and 8."""

from collections.abc import Callable

import pytest

from tests.render.pdf.measure import body, holding, ink, line, lines, pages, rules, upright

Document = Callable[..., bytes]
MM = 25.4 / 72
FOUR = 14 * MM  # one 4号 character

COLOPHON = (
    '<footer class="colophon" id="c">'
    '<p class="copies" id="c1">抄送：原平市人民政府办公室，市住建局、市财政局、市生态环境局、市市场监管局、市农业农村局，各乡镇人民政府。</p>'
    '<p class="printing" id="c2"><span class="office">原平市清洁取暖办公室</span><span class="printed">2023年4月18日印发</span></p>'
    "</footer>"
)
FRONT = '<p id="front">正文</p>'
UPRIGHT = '<section class="attachment" id="b"><p id="upright">竖排</p></section>'
TURNED = '<section class="attachment" id="a"><section class="landscape" id="t"><p id="turned">横排</p></section></section>'


def test_page_numbers_stand_outside_7_mm_below_the_type_area(content: Callable[[str], bytes]) -> None:
    for number, page in enumerate(pages(content("county")), 1):
        found = lines(page)[-1]
        assert (found.text, found.size, found.font) == (f"— {number} —", 14.0, "FandolSong")
        if number % 2:
            assert found.right == pytest.approx(184 - FOUR, abs=0.1)
        else:
            assert found.left == pytest.approx(28 + FOUR, abs=0.1)
        dash = ink(page, (found.left, 263, found.left + FOUR - 0.3, 285))
        assert (dash.top + dash.bottom) / 2 == pytest.approx(262 + 7, abs=0.2)


@pytest.mark.parametrize("before", [[FRONT], [FRONT, UPRIGHT]])
def test_a_turned_page_has_its_number_where_the_sheet_has_it(document: Document, before: list[str]) -> None:
    *others, page = pages(document(*before, TURNED))
    assert (page.width * MM, page.height * MM) == (pytest.approx(297, abs=0.1), pytest.approx(210, abs=0.1))
    assert all((p.width * MM, p.height * MM) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1)) for p in others)
    assert line(page, "横排").left == pytest.approx(35 + 2 * 156 / 28, abs=0.1)  # the sheet's foot is the page's left
    number = len(others) + 1
    chars = [char for char in page.chars if not upright(char)]
    assert "".join(char["text"] for char in sorted(chars, key=lambda char: char["top"])) == f"— {number} —"
    found = ink(page, (0, 0, 34, 210))
    assert (found.left + found.right) / 2 == pytest.approx(35 - 7, abs=0.3)
    if number % 2:
        assert found.bottom == pytest.approx(184 - FOUR, abs=0.2)
    else:
        assert found.top == pytest.approx(28 + FOUR, abs=0.2)


def test_pages_after_a_turned_one_stand_upright_again(document: Document) -> None:
    after = '<section class="attachment" id="a"><section class="landscape" id="t"><p id="turned">横排</p></section><p id="after">又竖排</p></section>'
    turned, upright = pages(document(after))
    assert (turned.width > turned.height, upright.width < upright.height) == (True, True)
    assert line(upright, "又竖排")


def test_colophon_ends_the_last_page_with_three_rules(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[-1]
    first, middle, last = rules(page)[-3:]
    assert [rule.weight for rule in (first, middle, last)] == [pytest.approx(weight, abs=0.01) for weight in (0.35, 0.25, 0.35)]
    assert all((rule.left, rule.right) == (pytest.approx(28, abs=0.05), pytest.approx(184, abs=0.05)) for rule in (first, middle, last))
    assert last.top + last.weight == pytest.approx(262, abs=0.05)
    copies, *wrapped, printing = [found for found in body(page) if found.top > first.top]
    assert {found.size for found in (copies, *wrapped, printing)} == {14.0}
    assert copies.left == pytest.approx(28 + FOUR, abs=0.1)
    assert wrapped and all(found.left == pytest.approx(28 + 4 * FOUR, abs=0.2) for found in wrapped)  # behind 抄送：
    assert copies.right == pytest.approx(184 - FOUR, abs=0.2)
    assert (printing.left, printing.right) == (pytest.approx(28 + FOUR, abs=0.1), pytest.approx(184 - FOUR, abs=0.2))
    assert printing.text == "原平市清洁取暖工作领导小组办公室2023年4月18日印发"
    assert copies.bottom < middle.top < printing.top


@pytest.mark.parametrize("count", range(14, 24))
def test_colophon_never_covers_text(document: Document, count: int) -> None:
    content = document("".join(f'<p id="p{n}">第{n:02}段</p>' for n in range(count)), COLOPHON)
    last = pages(content)[-1]
    top = rules(last)[0].top
    assert holding(content, "印发") == [len(pages(content))]
    assert [found.text for page in pages(content) for found in body(page) if found.text.startswith("第")] == [f"第{n:02}段" for n in range(count)]
    assert all(found.bottom < top for found in body(last) if found.text.startswith("第"))


def test_colophon_after_a_turned_page_has_an_upright_page_of_its_own(document: Document) -> None:
    _, turned, last = pages(document(FRONT, TURNED, COLOPHON))
    assert turned.width > turned.height
    assert last.width < last.height
    assert all(found.top > rules(last)[0].top for found in body(last))
    assert rules(last)[-1].top == pytest.approx(262 - 0.35, abs=0.05)
