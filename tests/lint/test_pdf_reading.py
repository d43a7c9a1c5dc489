"""How a PDF is read: paragraphs over pages, tables with their cells, turned pages, the type area from the lines."""

from itertools import pairwise

import pytest

from reportgen.lint.model import ReadDocument
from reportgen.lint.pdf import read_pdf
from reportgen.ooxml.styles import Align
from tests.lint.test_pdf_faults import pdf


@pytest.fixture(scope="module")
def document() -> ReadDocument:
    return read_pdf(pdf())


def test_a_paragraph_goes_on_over_a_page_and_the_next_does_not_begin_it(document: ReadDocument) -> None:
    paragraphs = list(document.paragraphs())
    over = [(this, following) for this, following in pairwise(paragraphs) if this.page != following.page and not following.begins_page]
    assert over
    for this, following in over:
        assert this.bottom is None and len(this.rows) > 1
        assert following.above == pytest.approx(0, abs=0.1)
    assert sum(bool(paragraph.begins_page) for paragraph in paragraphs) < len(document.sheets)


def test_places_are_told_in_characters_of_the_line(document: ReadDocument) -> None:
    by_start = {paragraph.text[:4]: paragraph for paragraph in document.paragraphs()}
    assert (by_start["一、总体"].first, by_start["各县（市"].first) == (pytest.approx(2, abs=0.05), pytest.approx(0, abs=0.05))
    assert by_start["示例市人"].align is Align.CENTRE
    note = by_start["2.冬季"]
    assert (note.first, note.further) == (pytest.approx(5, abs=0.1), pytest.approx(6, abs=0.1))
    text = next(paragraph for paragraph in document.paragraphs() if paragraph.text.startswith("各乡镇街道"))
    assert text.further == pytest.approx(0, abs=0.05)
    assert text.pitch == pytest.approx(28.95, abs=0.1)


def test_the_parts_of_a_table_keep_their_cells_apart(document: ReadDocument) -> None:
    first, second, *_ = document.tables()
    assert second.page == (first.page or 0) + 1
    assert [cell.text for cell in first.cells[:6]] == ["县（市、区）", "户数", "完成时限", "第1县", "1", "2024年10月15日"]
    assert first.cells[0].text == second.cells[0].text
    assert first.overhang == pytest.approx(0, abs=0.3)


def test_a_turned_page_has_its_number_at_the_side(document: ReadDocument) -> None:
    (turned,) = (sheet for sheet in document.sheets if sheet.turned)
    (number,) = turned.numbers
    assert (number.turned, number.align, number.value, number.text) == (True, Align.LEFT, turned.page, "— # —")


def test_pages_and_grid_are_measured(document: ReadDocument) -> None:
    assert document.pages == len(document.sheets)
    assert (document.grid.lines, document.grid.characters) == (22, 28)
    inked = [sheet.inked for sheet in document.sheets if sheet.inked is not None]
    assert all((box.left, box.right) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.5)) for box in inked)
