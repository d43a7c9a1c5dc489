"""Charts in a Word file: a picture that says what it shows, above its caption, on one page with it."""

import itertools
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from lxml import etree
from PIL import Image

from reportgen.render.layout import Layout
from reportgen.render.word import read_figures, write_docx
from tests.render.word.conftest import article
from tests.render.word.ruler import Sheet

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

Docx = Callable[[str], bytes]
Html = Callable[[str], str]


def inlines(docx: bytes) -> list[etree._Element]:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return list(etree.fromstring(archive.read("word/document.xml")).iter(WP + "inline"))


def pictures(docx: bytes) -> list[Image.Image]:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return [Image.open(BytesIO(archive.read(name))) for name in sorted(archive.namelist()) if name.startswith("word/media/")]


def test_each_chart_is_a_picture_as_large_as_the_drawing_with_its_words(docx: Docx, html: Html) -> None:
    drawings = list(etree.fromstring(html("charts")).iter("svg"))
    found = inlines(docx("charts"))
    assert len(found) == len(drawings) == 3
    for inline, svg in zip(found, drawings, strict=True):
        extent = inline.find(WP + "extent")
        sizes = [float(svg.get(name).removesuffix("mm")) for name in ("width", "height")]
        assert [int(extent.get("cx")) / 36000, int(extent.get("cy")) / 36000] == sizes
        assert inline.find(WP + "docPr").get("descr") == svg.findtext("title")
    assert len({inline.find(WP + "docPr").get("id") for inline in found}) == 3


def test_the_pictures_have_300_dpi_the_colours_of_the_drawing_and_white_paper(docx: Docx, html: Html) -> None:
    heights = [float(svg.get("height").removesuffix("mm")) for svg in etree.fromstring(html("charts")).iter("svg")]
    found = pictures(docx("charts"))
    for picture, height in zip(found, heights, strict=True):
        assert picture.format == "PNG"
        assert picture.info["dpi"] == (pytest.approx(300, abs=0.1), pytest.approx(300, abs=0.1))
        assert picture.size == (pytest.approx(156 / 25.4 * 300, abs=2), pytest.approx(height / 25.4 * 300, abs=2))
        colours = {colour: count for count, colour in picture.convert("RGB").getcolors(1 << 16)}
        assert max(colours, key=lambda colour: colours[colour]) == (255, 255, 255)
        assert (0, 0, 0) in colours
    (blue,) = (count for count, colour in found[0].convert("RGB").getcolors(1 << 16) if colour == (0x5B, 0x7E, 0xA4))
    assert blue > 50_000


def test_the_fonts_of_the_text_are_those_of_the_chart(html: Html, base: bytes) -> None:
    svg = html("charts").split("<figure", 2)[1]
    one = article(f"<figure{svg}")
    usual = pictures(write_docx(one, Layout(), base))[0]
    other = pictures(write_docx(one, replace(Layout(), fonts=replace(Layout().fonts, body=("FandolHei",))), base))[0]
    assert usual.size == other.size
    assert usual.convert("RGB").tobytes() != other.convert("RGB").tobytes()


def test_a_chart_stays_with_its_caption_below(docx: Docx) -> None:
    paragraphs = Document(BytesIO(docx("charts"))).paragraphs
    found = [(paragraph, after) for paragraph, after in itertools.pairwise(paragraphs) if paragraph.style.name == "图"]
    captions = ["图1　改造任务月度计划与完成情况", "图2　资金来源和用途", "图3　采暖季各周取暖户数", "图4　洁净煤库存"]
    assert [(after.style.name, after.text) for _, after in found] == [("图题", caption) for caption in captions]
    assert all(paragraph.style.paragraph_format.keep_with_next for paragraph, _ in found)
    assert not found[0][1].style.paragraph_format.keep_with_next
    assert found[3][0].text == "【待补：洁净煤库存】"
    assert found[3][0].runs[0].style.name == "待补"


@pytest.mark.slow
def test_libreoffice_shows_them_within_the_type_area_above_their_captions(pages: dict[str, list[Sheet]]) -> None:
    shown = 0
    for sheet in pages["charts"]:
        for picture in sheet.pictures:
            shown += 1
            assert (picture.left, picture.right) == (pytest.approx(28, abs=0.5), pytest.approx(184, abs=0.5))
            caption = next(line for line in sheet.lines if line.text.startswith(f"图{shown}") and line.size == 12)
            assert 0 < caption.top - picture.bottom < 8
            assert (caption.left + caption.right) / 2 == pytest.approx(106, abs=1)
    assert shown == 3


def test_figures_in_the_text_are_read_back_beside_charts(html: Html, base: bytes) -> None:
    data = '<p id="x">完成<data value="5120" data-figure="done" data-label="完成" data-unit="户">5120</data>户。</p></article>'
    made = write_docx(html("charts").replace("</article>", data), Layout(), base)
    assert [(shown.figure, shown.text) for shown in read_figures(made)] == [("done", "5120")]
