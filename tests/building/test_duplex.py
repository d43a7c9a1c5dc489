"""双面印制: the 版记 stands on the back of the last sheet, on an even page, whatever writes the file (GB/T 9704-2012, 7.4)."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from reportgen.building.renderer import Renderer, open_renderer, render
from reportgen.documents.formats import Format
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Engine, Workspace
from tests.libreoffice_pages import lay_out
from tests.render.pdf.measure import holding

Project = Callable[[str], Path]
PRINTED = "2023年4月18日印发"
ENDS = (1, 28, 50, 75)
"""Paragraphs of documents of one to four pages."""


def document(paragraphs: int, *, duplex: bool) -> str:
    blocks = "".join(f'<p id="p{number}">第{number}段：各乡镇按照时间节点推进施工，设备全部投入使用。</p>' for number in range(paragraphs))
    return (
        f'<article class="gongwen{" duplex" if duplex else ""}" lang="zh-CN" data-title="样张" data-date="2023-04-18"><h1 id="t">关于样张的报告</h1>{blocks}'
        '<footer class="colophon" id="colophon"><p class="printing" id="colophon-printing"><span class="office">某县人民政府办公室</span>'
        f'<span class="printed">{PRINTED}</span></p></footer></article>'
    )


@pytest.fixture(scope="module")
def renderer(root: Path) -> Renderer:
    made, problems = open_renderer(Workspace(root))
    assert made is not None and problems == ()
    return made


def written(renderer: Renderer, paragraphs: int, format: Format = "pdf", *, duplex: bool = True) -> bytes:
    made = render(renderer, document(paragraphs, duplex=duplex), format)
    assert (made.fault, made.problems) == (None, ())
    assert made.content is not None
    return made.content


def pages(pdf: bytes) -> int:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_it_stands_on_an_even_page_which_is_the_last(renderer: Renderer, engine: Engine) -> None:
    renderer = replace(renderer, engine=engine)
    simplex = {ends: pages(written(renderer, ends, duplex=False)) for ends in ENDS}
    assert {count % 2 for count in simplex.values()} == {0, 1}  # both cases are tried
    for ends, count in simplex.items():
        made = written(renderer, ends)
        assert pages(made) == count + count % 2
        assert holding(made, PRINTED) == [count + count % 2]


def test_a_word_file_has_it_there_too(renderer: Renderer, tmp_path: Path) -> None:
    for ends in ENDS[:2]:
        (tmp_path / f"{ends}.docx").write_bytes(written(renderer, ends, "docx"))
    lay_out(tmp_path)
    for ends in ENDS[:2]:
        made = (tmp_path / f"{ends}.pdf").read_bytes()
        assert pages(made) == 2
        assert holding(made, PRINTED) == [2]


def test_the_unit_says_that_it_prints_on_both_sides(project: Project) -> None:
    root = project("pair")
    assert "duplex" not in first(root)
    for each in root.glob("inputs/2023/*/单位.yaml"):
        each.write_text(each.read_text("utf-8") + "\n双面印制: true\n", "utf-8")
    assert '<article class="gongwen duplex"' in first(root)


def first(root: Path) -> str:
    """The first document of a workspace."""
    season = open_season(Workspace(root), "2023")
    return season.compose(next(iter(season.jobs()))).html or ""
