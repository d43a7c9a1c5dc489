"""版头: GB/T 9704-2012, 7.2."""

from collections.abc import Callable

import pytest

from tests.render.pdf.measure import body, face, ink, line, lines, pages, rules

Document = Callable[..., bytes]
EM = 156 / 28
PITCH = 28.95 * 25.4 / 72
RED = (1.0, 0.0, 0.0)


def head(issuer: str = "原平市人民政府文件", *more: str) -> str:
    return f'<header>{"".join(more)}<p class="issuer" id="i">{issuer}</p><p class="number" id="n">原政发〔2023〕1号</p></header>'


@pytest.mark.parametrize(
    "issuer",
    ["市政文件", "原平市人民政府文件", "忻州市清洁取暖工作领导小组办公室文件", "五台山风景名胜区清洁取暖工作领导小组办公室文件"],
)
def test_issuer_stands_on_one_red_line_35_mm_below_the_type_area(document: Document, issuer: str) -> None:
    (page,) = pages(document(head(issuer), '<p id="p">正文。</p>'))
    found = line(page, issuer)
    assert (found.text, found.color, found.font) == (issuer, RED, "FandolSong-Bold")
    drawn = ink(page, (0, 37, 210, found.bottom + 1), red=True)
    assert drawn.top == pytest.approx(37 + 35, abs=0.6)
    assert (drawn.left + drawn.right) / 2 == pytest.approx(28 + 78, abs=0.6)
    assert drawn.left >= 28 and drawn.right <= 184
    assert found.size > 22  # larger than the title


def test_number_and_red_line(content: Callable[[str], bytes]) -> None:
    page = pages(content("city"))[0]
    issuer, number, title = (
        line(page, start) for start in ("忻州市清洁取暖工作领导小组办公室文件", "忻清洁办发〔2023〕3号", "忻州市清洁取暖工作领导小组办公室")
    )
    assert (number.left + number.right) / 2 == pytest.approx(28 + 78, abs=0.3)
    assert number.top - issuer.bottom == pytest.approx(2 * PITCH + 2.28, abs=1)  # two blank lines
    (red,) = rules(page)
    assert red.color == RED
    assert (red.left, red.right) == (pytest.approx(28, abs=0.05), pytest.approx(184, abs=0.05))
    assert red.top - number.bottom == pytest.approx(4, abs=0.3)
    title = next(found for found in lines(page) if found.size == 22.0)
    assert title.font == "FandolSong-Bold"
    assert title.top - red.top == pytest.approx(2 * PITCH + 2.5, abs=0.6)  # two blank lines


def test_a_report_upward_has_number_left_and_signatory_right_on_one_line(content: Callable[[str], bytes]) -> None:
    page = pages(content("county"))[0]
    found = line(page, "原清洁办发〔2023〕6号签发人：张某某")
    assert found.left == pytest.approx(28 + EM, abs=0.1)
    assert found.right == pytest.approx(184 - EM, abs=0.3)
    name = [char for char in page.chars if char["text"] in "张某" and abs(char["top"] * 25.4 / 72 - found.top) < 1]
    assert [(char["text"], face(char["fontname"])) for char in name] == [("张", "FandolKai"), ("某", "FandolKai"), ("某", "FandolKai")]


def test_marks_stand_upper_right_and_move_nothing(document: Document) -> None:
    plain, marked = (
        pages(document(head("原平市人民政府文件", *marks), '<p id="p">正文。</p>'))[0] for marks in ((), ('<p class="marks" id="m">草稿　示例数据</p>',))
    )
    mark, *rest = body(marked)
    assert rest == body(plain)
    assert (mark.text, mark.size, mark.font) == ("草稿　示例数据", 16.0, "FandolHei")
    assert (mark.right, mark.top) == (pytest.approx(184, abs=0.3), pytest.approx(37, abs=2.5))
