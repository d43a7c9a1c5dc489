"""Charts in the PDF: drawn as vectors in the type area, with text in the fonts of the document, on one page with their captions."""

import io
import re
from collections.abc import Callable

import pdfplumber
import pypdfium2
import pytest
from lxml import etree

from tests.render.pdf.measure import MM, face, holding, line, pages

Content = Callable[[str], bytes]


def test_nothing_of_a_chart_leaves_the_type_area(content: Content) -> None:
    for page in pages(content("charts")):
        drawn = [*page.rects, *page.curves, *page.lines, *(char for char in page.chars if char["bottom"] * MM < 262)]
        assert len(drawn) > 50
        assert min(mark["x0"] for mark in drawn) * MM >= 28 - 0.3
        assert max(mark["x1"] for mark in drawn) * MM <= 184 + 0.3
        assert not page.images


def test_the_texts_of_a_chart_are_text(content: Content, sample: Callable[[str], str]) -> None:
    pdf = pypdfium2.PdfDocument(content("charts"))
    shown = "".join(re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pdf)
    texts = [str(text.text) for text in etree.fromstring(sample("charts")).iter("text")]
    assert len(texts) > 60
    assert [text for text in texts if text not in shown] == []


def test_they_are_set_in_the_font_of_the_text_and_as_large_as_they_say(content: Content) -> None:
    first = pages(content("charts"))[0]
    body = line(first, "截至7月底").font
    label = next(char for char in first.chars if char["text"] == "累" and char["size"] < 11)
    assert (face(label["fontname"]), label["size"]) == (body, pytest.approx(10.5, abs=0.05))
    assert all("+" in char["fontname"] for page in pages(content("charts")) for char in page.chars)  # a subset is embedded


def test_columns_are_as_high_as_their_values(content: Content) -> None:
    first = pages(content("charts"))[0]
    blue = pytest.approx((0x5B / 255, 0x7E / 255, 0xA4 / 255), abs=0.01)
    heights = sorted(rect["height"] for rect in first.rects if rect["non_stroking_color"] == blue and rect["width"] * MM > 8)
    assert [height / heights[-1] for height in heights] == [pytest.approx(value / 61077, abs=0.02) for value in (5120, 17800, 40210, 61077)]


def test_readers_who_do_not_see_it_are_told_what_it_shows(content: Content, sample: Callable[[str], str]) -> None:
    titles = [svg.findtext("title") for svg in etree.fromstring(sample("charts")).iter("svg")]
    with pdfplumber.open(io.BytesIO(content("charts"))) as pdf:
        found: list[str] = []
        kinds: list[str] = []
        stack = list(pdf.structure_tree)
        while stack:
            element = stack.pop(0)
            kinds.append(element["type"])
            if element["type"] == "Figure":
                found.append(element.get("alt_text"))
            stack = element.get("children", []) + stack
    assert found == titles
    assert kinds.count("Caption") == 4


@pytest.mark.parametrize("before", range(8, 22, 2))
def test_a_chart_and_its_caption_stand_on_one_page(document: Callable[..., bytes], sample: Callable[[str], str], before: int) -> None:
    figure = re.search(r'<figure id="weeks">.*?</figure>', sample("charts"))
    assert figure
    made = document(*(f'<p id="p{n}">第{n}行</p>' for n in range(before)), figure[0])
    assert holding(made, "取暖户数（户）") == holding(made, "11月1日") == holding(made, "图3　采暖季各周")
