"""The PDF of Typst as a file: what it says about itself, what others judge of it, that it is always the same, and the faults told of it."""

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import page
import pypdfium2
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen

from reportgen.diagnostics import Severity
from reportgen.render.layout import Layout
from reportgen.render.rendered import Rendered
from reportgen.render.typst import write_typst
from reportgen.render.typst.cff import plainly
from tests.page_faults import page_faults
from tests.render.pdf.measure import lines, pages

Render = Callable[[str], Rendered]
SAMPLES = ("characters", "charts", "city", "county", "full", "long", "seal")


def article(*blocks: str) -> str:
    return f'<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18">{"".join(blocks)}</article>'


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_valid_pdf_a_without_faults(name: str, render: Render, sample: Callable[[str], str]) -> None:
    made = render(sample(name))
    assert made.problems == ()
    assert [failure.message for failure in page.validate_pdf_bytes(made.content, profile="2u").failures] == []


@pytest.mark.parametrize("name", ["charts", "city", "county"])
def test_its_pages_are_none_that_a_reader_sends_back(name: str, content: Callable[[str], bytes]) -> None:
    assert page_faults(content(name)) == []


def test_properties_language_and_tags(content: Callable[[str], bytes]) -> None:
    made = content("county")
    pdf = pypdfium2.PdfDocument(made)
    properties = pdf.get_metadata_dict()
    assert properties["Title"] == "原平市清洁取暖工作领导小组办公室关于报送原平市2023年冬季清洁取暖实施方案的报告"
    assert properties["Author"] == "原平市清洁取暖工作领导小组办公室"
    assert properties["CreationDate"].startswith("D:20230418")
    assert pdf.is_tagged()
    for words in (b"<pdfaid:part>2<", b"<pdfaid:conformance>U<", b"<pdfuaid:part>1<", b"/Lang(zh-CN)"):
        assert words in made


def test_bookmarks_follow_titles_and_headings(content: Callable[[str], bytes]) -> None:
    marks = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(content("county")).get_toc()]
    assert [mark for mark in marks if mark[0] < 2][:4] == [
        (0, "原平市清洁取暖工作领导小组办公室关于报送原平市2023年冬季清洁取暖实施方案的报告"),
        (0, "原平市2023年冬季清洁取暖实施方案"),
        (1, "一、总体思路"),
        (1, "二、主要目标"),
    ]
    assert (3, "1.热源和管网") in marks and (4, "（1）同华二期供热配套") in marks


def test_text_comes_out_as_it_went_in(content: Callable[[str], bytes]) -> None:
    text = "".join(found.text for sheet in pages(content("characters")) for found in lines(sheet))
    assert "甲<乙>丙&丁“戊”‘己’{{ 庚 }}<script>" in text
    assert "𠮷野家" in text


@pytest.mark.parametrize("words", ['#panic("a")', "$x$", '\\\\ \\" #[', "*a* _b_ `c` @d <e> = f", "//注 /*注*/", "https://例.中国 -- ---"])
def test_nothing_in_a_text_is_an_instruction(words: str, render: Render) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    made = render(article(f'<p id="p">甲{escaped}乙</p>'))
    assert made.problems == ()
    assert "".join(found.text for found in lines(pages(made.content)[0])[:-1]) == f"甲{words}乙"


SCRIPT = """
import hashlib, pathlib, sys
from reportgen.render.layout import Layout
from reportgen.render.typst import write_typst
for name in sys.argv[1:]:
    html = pathlib.Path(f"tests/render/samples/{name}.html").read_text(encoding="utf-8")
    print(name, hashlib.sha256(write_typst(html, Layout()).content).hexdigest())
"""


@pytest.mark.slow
def test_the_bytes_depend_on_nothing_but_the_arguments(root: Path, content: Callable[[str], bytes]) -> None:
    def hashes(seed: str, zone: str, *names: str) -> dict[str, str]:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run([sys.executable, "-c", SCRIPT, *names], cwd=root, env=environment, capture_output=True, text=True, check=True)
        return dict(row.split() for row in done.stdout.splitlines())

    names = ("county", "seal", "charts")
    here = {name: hashlib.sha256(content(name)).hexdigest() for name in names}
    assert hashes("1", "UTC", *names) == here
    assert hashes("4242", "America/New_York", *reversed(names)) == here  # whatever the process wrote before


@pytest.mark.parametrize(("character", "told"), [("\U0003134a", "字体"), ("\ue863", "GB 18030-2022")])
def test_a_character_without_a_glyph_is_an_error_that_names_it(character: str, told: str, render: Render) -> None:
    (fault,) = render(article(f'<p id="p">户主：张{character}某，张{character}某</p>')).problems
    assert (fault.code, fault.severity) == ("render.no-glyph", Severity.ERROR)
    assert f"U+{ord(character):04X}" in fault.message and "《样张》" in fault.message
    assert told in fault.help


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "seal.png", "data:image/png;base64,AAAA"])
def test_only_embedded_pictures_are_read(render: Render, address: str) -> None:
    (fault,) = render(article(f'<p id="p">正文<img src="{address}" alt="图"/></p>')).problems
    assert (fault.code, fault.severity) == ("render.refused", Severity.ERROR)
    assert fault.help


def test_streams_end_surely(render: Render) -> None:
    """What is packed may end in the byte of a line's end: of these documents some do before they are mended."""
    for number in range(40):
        made = render(article(f'<h1 id="t">第{number}号</h1><p id="p">{"甲乙丙丁戊己庚辛壬癸"[: number % 10 + 1]}{number * 37}</p>')).content
        assert not re.search(rb"[\r\n]\nendstream", made)
        assert page.validate_pdf_bytes(made, profile="2u").is_compliant


def test_fonts_keep_their_glyphs_and_widths_when_they_are_written_plainly(sample: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    fonts: list[bytes] = []
    monkeypatch.setattr("reportgen.render.typst.mending.plainly", lambda font: fonts.append(font) or font)
    write_typst(sample("charts"), Layout())
    assert len(fonts) >= 3
    for font in fonts:
        assert _drawn(plainly(font)) == _drawn(font)
    assert any(plainly(font) != font for font in fonts)


def _drawn(font: bytes) -> list[object]:
    """Each glyph of a font by another's reading: its width, and its outline."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(font), None)
    drawn: list[object] = []
    for name in fonts[0].charset:
        glyph = fonts[0].CharStrings[name]
        pen = RecordingPen()
        glyph.draw(pen)
        drawn.append((glyph.width, pen.value))
    return drawn
