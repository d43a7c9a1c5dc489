"""The PDF as a file: what it says about itself, that it is always the same, and the faults that it is delivered with."""

import hashlib
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import weasyprint.pdf.fonts

from reportgen.diagnostics import Severity
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.rendered import Rendered
from tests.render.pdf.measure import lines, pages

Render = Callable[[str], Rendered]


def article(*blocks: str) -> str:
    return f'<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18">{"".join(blocks)}</article>'


def test_a_whole_document_has_no_faults(render: Render, sample: Callable[[str], str]) -> None:
    for name in ("county", "city", "long", "full", "seal", "charts"):
        assert render(sample(name)).problems == ()


def test_properties_language_and_tags(content: Callable[[str], bytes]) -> None:
    pdf = pypdfium2.PdfDocument(content("county"))
    properties = pdf.get_metadata_dict()
    assert properties["Title"] == "原平市清洁取暖工作领导小组办公室关于报送原平市2023年冬季清洁取暖实施方案的报告"
    assert properties["Author"] == "原平市清洁取暖工作领导小组办公室"
    assert properties["CreationDate"] == properties["ModDate"] == "D:20230418"
    assert pdf.is_tagged()
    parts = re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", content("county"), re.DOTALL)
    inside = b"".join(map(zlib.decompress, parts))
    assert b'pdfuaid:part="1"' in inside
    assert re.search(rb"/Lang ?\(zh-CN\)", inside)


def test_bookmarks_follow_titles_and_headings(content: Callable[[str], bytes]) -> None:
    marks = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(content("county")).get_toc()]
    assert marks[:4] == [
        (0, "原平市清洁取暖工作领导小组办公室关于报送原平市2023年冬季清洁取暖实施方案的报告"),
        (0, "原平市2023年冬季清洁取暖实施方案"),
        (1, "一、总体思路"),
        (1, "二、主要目标"),
    ]
    assert (3, "1.热源和管网") in marks and (4, "（1）同华二期供热配套") in marks


def test_text_comes_out_as_it_went_in(content: Callable[[str], bytes]) -> None:
    text = "".join(found.text for page in pages(content("characters")) for found in lines(page))
    assert "甲<乙>丙&丁“戊”‘己’{{ 庚 }}<script>" in text
    assert "𠮷野家" in text


SCRIPT = """
import hashlib, pathlib, sys
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
css = pathlib.Path("templates/html/gongwen.css").read_text(encoding="utf-8")
for name in sys.argv[1:]:
    html = pathlib.Path(f"tests/render/samples/{name}.html").read_text(encoding="utf-8")
    print(name, hashlib.sha256(write_pdf(html, Layout(), css).content).hexdigest())
"""


@pytest.mark.slow
def test_the_bytes_depend_on_nothing_but_the_arguments(root: Path, content: Callable[[str], bytes]) -> None:
    def hashes(seed: str, zone: str, *names: str) -> dict[str, str]:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run([sys.executable, "-c", SCRIPT, *names], cwd=root, env=environment, capture_output=True, text=True, check=True)
        return dict(row.split() for row in done.stdout.splitlines())

    names = ("county", "city", "seal", "charts")
    here = {name: hashlib.sha256(content(name)).hexdigest() for name in names}
    assert hashes("1", "UTC", *names) == here
    assert hashes("4242", "America/New_York", *reversed(names)) == here  # whatever the process wrote before


def test_a_character_without_a_glyph_is_an_error_that_names_it(render: Render) -> None:
    (fault,) = render(article('<p id="p">户主：张\U0003134a某，张\U0003134a某</p>')).problems
    assert (fault.code, fault.severity) == ("render.no-glyph", Severity.ERROR)
    assert "U+3134A" in fault.message and "《样张》" in fault.message
    assert "字体" in fault.help


@pytest.mark.parametrize("character", ["\ue863", "\uf8ff", "\U000f0001"])
def test_a_character_of_private_use_is_told_as_what_it_is(character: str, render: Render) -> None:
    (fault,) = render(article(f'<p id="p">户主：张{character}</p>')).problems
    assert (fault.code, fault.severity) == ("render.no-glyph", Severity.ERROR)
    assert "自造字" in fault.message
    assert "GB 18030-2022" in fault.help
    assert "请安装" not in fault.help


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "seal.png", "data:image/png;base64,AAAA"])
def test_only_embedded_pictures_are_read(render: Render, address: str) -> None:
    (fault,) = render(article(f'<p id="p">正文<img src="{address}" alt="图"/></p>')).problems
    assert (fault.code, fault.severity) == ("render.refused", Severity.ERROR)
    assert fault.help


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ("p { colour: red; }", "render.style", "样式表第2行"),
        ("p { padding: calc(2 * var(--no-such)); }", "render.style-variable", "--no-such"),
        ("@import 'http://127.0.0.1:9/a.css';", "render.refused", "127.0.0.1"),
    ],
)
def test_faults_of_a_style_sheet_are_told_each_time(rule: str, code: str, words: str) -> None:
    for _ in range(2):  # the second document finds the style sheet parsed
        (fault,) = (found for found in write_pdf(article('<p id="p">正文</p>'), Layout(), f"{'' if '@' in rule else 'p { margin: 0; }'}\n{rule}").problems)
        assert fault.code == code
        assert words in fault.message and fault.help


def test_the_slow_way_of_embedding_fonts_is_told(css: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint.pdf.fonts, "harfbuzz_subset", None)  # as where the library isn't installed
    (fault,) = write_pdf(article('<p id="p">正文</p>'), Layout(), css).problems
    assert (fault.code, fault.severity) == ("render.slow-fonts", Severity.WARNING)
    assert "libharfbuzz-subset0" in fault.help


def test_an_office_may_bring_its_own_style_sheet(css: str) -> None:
    own = write_pdf(article('<p id="p">正文</p>'), Layout(), css + "\np { color: #0000ff; font-size: 20pt; }")
    (found,) = lines(pages(own.content)[0])[:1]
    assert own.problems == ()
    assert (found.color, found.size) == ((0.0, 0.0, 1.0), 20.0)
