"""Redlines on paper: what went is struck through, what came is underlined, and a bar stands beside each changed line."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pdfplumber.page import Page

from reportgen.redline.redline import redline_pdf
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from tests.redline.redline_cases import CASES, LONG, OTHER, document, p
from tests.render.pdf.measure import MM, Line, lines, pages

RED, BLUE, GREEN = (0.752941, 0.0, 0.0), (0.043137, 0.305882, 0.635294), (0.101961, 0.419608, 0.184314)
LEGEND = "花脸稿"

Paper = Callable[[str], list[Page]]


@pytest.fixture(scope="module")
def css(root: Path) -> str:
    return (root / "templates/html/gongwen.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def paper(css: str) -> Paper:
    """The pages of the redline of a case."""

    @cache
    def of(name: str) -> list[Page]:
        made = redline_pdf(*CASES[name], Layout(), css, moves=name.endswith("moved"))
        assert made.problems == ()
        return pages(made.content)

    return of


def bars(page: Page) -> list[tuple[float, float]]:
    """Where the bars in the left margin begin and end."""
    return [(rect["top"] * MM, rect["bottom"] * MM) for rect in page.rects if rect["x1"] < page.width / 4 and rect["width"] < 2]


def beside(page: Page) -> list[str]:
    """The lines that a bar stands beside, without the legend and the number of the page."""
    middles = [(line, (line.top + line.bottom) / 2) for line in lines(page)]
    return [line.text for line, middle in middles if any(top < middle < end for top, end in bars(page))]


def strokes(page: Page, line: Line, colour: tuple[float, ...]) -> list[tuple[str, str]]:
    """What is struck through and what is underlined in a line: the words and which."""
    found = []
    for stroke in sorted(page.lines, key=lambda stroke: stroke["x0"]):
        height = (stroke["top"] * MM - line.top) / (line.bottom - line.top)
        over = [c["text"] for c in page.chars if c["x0"] > stroke["x0"] - 1 and c["x1"] < stroke["x1"] + 1 and line.top - 1 < c["top"] * MM < line.bottom]
        if over and stroke["stroking_color"] == colour and 0 < height < 1.2:
            found.append(("".join(over), "under" if height > 0.85 else "through"))
    return found


def test_a_number_that_went_is_struck_through_and_one_that_came_underlined(paper: Paper) -> None:
    page, line = next((page, line) for page in paper("number in text") for line in lines(page) if line.text.startswith("任务"))
    assert line.text == "任务16.476816.5768万户。"
    assert strokes(page, line, RED) == [("16.4768", "through")]
    assert strokes(page, line, BLUE) == [("16.5768", "under")]
    colours = {c["text"]: c["non_stroking_color"] for c in page.chars if c["text"] in "任万户"}
    assert set(colours.values()) == {(0.0, 0.0, 0.0)}


def test_a_bar_stands_beside_changed_lines_and_no_others(paper: Paper) -> None:
    assert [line for page in paper("number in text") for line in beside(page)] == ["任务16.476816.5768万户。"]
    assert [line for page in paper("number in a cell") for line in beside(page)] == ["煤改电12001300"]
    *cover, attached = paper("rows")
    assert [bars(page) for page in cover] == [[]] * len(cover)
    assert beside(attached) == ["集中供热500", "煤改气800", "生物质9", "合计20001709"]


def test_blocks_that_went_stand_where_they_were(paper: Paper) -> None:
    (page, *_) = paper("paragraph")
    changed = beside(page)
    assert "".join(changed) == LONG
    inked = {c["non_stroking_color"] for c in page.chars if c["text"] in "各乡镇组织领导"}
    assert inked <= {RED, (0.0, 0.0, 0.0)} and RED in inked
    below = next(line for line in lines(page) if line.text.startswith(OTHER[:10]))
    assert below.color == (0.0, 0.0, 0.0)


def test_the_end_of_a_paragraph_that_came_or_went_is_shown(paper: Paper) -> None:
    (page, *_) = paper("paragraphs divided otherwise")
    ends = [line for line in lines(page) if line.text.endswith("¶")]
    assert [[words for words, _ in strokes(page, line, colour)] for line, colour in zip(ends, (BLUE, RED), strict=True)] == [["¶"], ["¶"]]
    assert beside(page) == [line.text for line in ends]


def test_a_style_that_changed_is_noted_and_no_word_is_marked(paper: Paper) -> None:
    page = paper("text that was a note")[-1]
    assert any(line.text.endswith("〔格式：原为表注〕") for line in lines(page))
    assert [strokes(page, line, colour) for line in lines(page) for colour in (RED, BLUE) if strokes(page, line, colour)] == []
    assert "".join(beside(page)).startswith("注：")


def test_what_moved_has_a_colour_of_its_own(paper: Paper) -> None:
    (page, *_) = paper("paragraph moved")
    begins = [line for line in lines(page) if line.text.startswith(LONG[:10])]
    assert [line.color for line in begins] == [GREEN, GREEN]


def test_a_chart_is_there_as_it_was_and_as_it_is(paper: Paper) -> None:
    page = paper("chart")[-1]
    columns = sorted(round(rect["height"] * MM) for rect in page.rects if rect["width"] * MM == pytest.approx(20, abs=0.2))
    assert columns == [9, 20]
    (bar,) = bars(page)
    assert bar[1] - bar[0] > 60


def test_a_page_that_is_turned_has_its_bars_too(paper: Paper) -> None:
    turned = next(page for page in paper("on a turned page") if page.width > page.height)
    assert len(bars(turned)) == 2
    assert all(rect["x1"] * MM < 35 for rect in turned.rects if rect["width"] < 2 and rect["height"] > 10)


def test_the_legend_stands_on_redlines_only(paper: Paper, css: str) -> None:
    assert all(lines(page)[0].text.startswith(LEGEND) for page in paper("rows"))
    ordinary = pages(write_pdf(CASES["rows"][1], Layout(), css).content)
    assert not any(line.text.startswith(LEGEND) for page in ordinary for line in lines(page))
    assert not any(bars(page) for page in ordinary)


def test_a_redline_of_equal_versions_has_no_bars(css: str) -> None:
    made = redline_pdf(*(document(p(LONG)),) * 2, Layout(), css)
    assert not any(bars(page) for page in pages(made.content))


def test_the_same_versions_give_the_same_bytes(css: str) -> None:
    first, second = (redline_pdf(*CASES["chart"], Layout(), css).content for _ in range(2))
    assert first == second
