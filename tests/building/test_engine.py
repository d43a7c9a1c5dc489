"""What writes PDF, by reportgen.toml: WeasyPrint unless it says typst, and WeasyPrint all the same where an office has a style sheet of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.building.renderer import open_renderer, render
from reportgen.render.pdf import write_pdf
from reportgen.render.typst import write_typst
from reportgen.workspace import open_workspace, packaged_templates
from tests.render.pdf.measure import holding

Project = Callable[[str], Path]
HTML = '<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18"><h1 id="t">关于样张的报告</h1><p id="p">正文。</p></article>'
TYPST = '[pdf]\nengine = "typst"\n'


@pytest.fixture
def root(project: Project) -> Path:
    made = project("pair")
    (made / "reportgen.toml").write_text(TYPST, "utf-8")
    return made


def test_typst_writes_pdf_where_the_settings_say_so(root: Path) -> None:
    workspace, problems = open_workspace(root)
    assert workspace is not None and problems == ()
    renderer, told = open_renderer(workspace)
    assert renderer is not None and told == ()
    made = render(renderer, HTML, "pdf")
    assert made.content == write_typst(HTML, renderer.layout).content
    assert made.content is not None and holding(made.content, "关于样张的报告") == [1]
    (root / "reportgen.toml").write_text("season = 2023\n", "utf-8")
    other, _ = open_workspace(root)
    assert other is not None
    default, _ = open_renderer(other)
    assert default is not None
    assert render(default, HTML, "pdf").content == write_pdf(HTML, default.layout, default.gongwen).content
    assert default.digest("", "") != renderer.digest("", "")  # what was made by one isn't taken for the other's


def test_ofd_is_made_from_weasyprints_pages_all_the_same(root: Path) -> None:
    workspace, _ = open_workspace(root)
    assert workspace is not None
    renderer, _ = open_renderer(workspace)
    assert renderer is not None
    made = render(renderer, HTML, "ofd")
    assert (made.fault, made.problems) == (None, ())
    assert made.content


def test_an_own_style_sheet_is_kept_and_told(root: Path) -> None:
    sheet = root / "templates/html/gongwen.css"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text((packaged_templates() / "html/gongwen.css").read_text("utf-8") + "\np { color: #00f; }\n", "utf-8")
    workspace, _ = open_workspace(root)
    assert workspace is not None
    renderer, (told,) = open_renderer(workspace)
    assert renderer is not None
    assert (told.code, renderer.engine) == ("render.engine", "weasyprint")
    assert "gongwen.css" in str(told.places[0])
    assert render(renderer, HTML, "pdf").content == write_pdf(HTML, renderer.layout, renderer.gongwen).content
