"""Figures in a Word file are found again, with the text that they show now."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from docx import Document
from lxml import etree

from reportgen.render.layout import Layout
from reportgen.render.word import ShownFigure, read_figures, write_docx
from reportgen.render.word.package import pack
from tests.render.word.conftest import article

Docx = Callable[[str], bytes]


def edited(docx: bytes, old: str, new: str) -> bytes:
    """`docx` with the XML of its text changed once."""
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, new, 1).encode()
    return pack(parts)


def test_every_figure_is_read_back(docx: Docx, html: Callable[[str], str]) -> None:
    shown = read_figures(docx("city"))
    figures = list(etree.fromstring(html("city")).iter("data"))
    expected = [(data.get("data-figure"), data.get("value"), data.get("data-label"), data.get("data-unit"), data.text) for data in figures]
    assert [(found.figure, found.value, found.label, found.unit, found.text) for found in shown] == expected
    assert [found.bookmark for found in shown] == [f"f_{number:04d}" for number in range(1, len(shown) + 1)]


def test_a_figure_may_have_any_characters(docx: Docx) -> None:
    assert read_figures(docx("characters")) == [ShownFigure("f_0001", 'tasks.rate"<', "0.5", "完成&率 <", "%", "50%")]


def test_a_number_edited_in_word_is_seen(docx: Docx) -> None:
    changed = read_figures(edited(docx("county"), ">15.4898<", ">16.0000<"))
    assert (changed[0].figure, changed[0].value, changed[0].text) == ("tasks.total", "154898", "16.0000")
    assert changed[1:] == read_figures(docx("county"))[1:]


def test_a_number_of_several_runs_is_read_whole(docx: Docx) -> None:
    split = edited(docx("county"), "<w:t>15.4898</w:t></w:r>", "<w:t>15.</w:t></w:r><w:r><w:t>4898</w:t></w:r>")
    assert read_figures(split) == read_figures(docx("county"))


def test_a_deleted_number_has_no_text(docx: Docx) -> None:
    gone = read_figures(edited(docx("county"), 'w:name="f_0002"', 'w:name="other"'))
    assert [found.bookmark for found in gone if found.text is None] == ["f_0002"]


def test_figures_are_text_to_other_readers(docx: Docx) -> None:
    assert "全市共安排改造任务15.4898万户" in "".join(paragraph.text for paragraph in Document(BytesIO(docx("county"))).paragraphs)


def test_figures_survive_a_save_by_another_program(docx: Docx) -> None:
    buffer = BytesIO()
    Document(BytesIO(docx("county"))).save(buffer)
    assert read_figures(buffer.getvalue()) == read_figures(docx("county"))


def test_a_document_without_figures_has_none(base: bytes) -> None:
    assert read_figures(write_docx(article('<p id="p">一段。</p>'), Layout(), base)) == []
    assert read_figures(base) == []
