"""docs/changing.md, 改版式, step by step: a clerk changes styles and the page in LibreOffice, builds, and finds them in the Word file and the PDF."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pdfplumber
import pytest

from reportgen.lint.lint import lint
from reportgen.look.look import STANDARD
from reportgen.look.own import own_look
from tests.command import run
from tests.libreoffice import play, soffice, teach
from tests.render.word.conftest import font_configuration

SCRIPT = """
Sub Edit(path As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  styles = document.StyleFamilies.getByName("ParagraphStyles")
  body = styles.getByName("Standard")
  body.CharFontNameAsian = "FandolKai"
  title = styles.getByName("Title")
  title.CharHeight = 24
  title.CharHeightAsian = 24
  indented = styles.getByName("Normal Indent")
  indented.ParaBottomMargin = 212
  page = document.StyleFamilies.getByName("PageStyles").getByName("Standard")
  page.LeftMargin = 2500
  page.RightMargin = 2900
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName"
  saving(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(path), saving())
  document.close(True)
End Sub
"""
"""样式“正文”的中文字体、“标题”的字号、“正文缩进”的段后（6磅，单位是百分之一毫米），页面的左右边距。"""


@pytest.mark.slow
def test_what_the_page_says_of_the_layout(project: Callable[[str], Path], root: Path, tmp_path: Path) -> None:
    page = (root / "docs/changing.md").read_text("utf-8")
    workspace = project("pair")
    own = workspace / "templates/docx/official.docx"
    own.parent.mkdir(parents=True)
    shutil.copyfile(root / "templates/docx/official.docx", own)  # 第一步：复制
    build = ("build", "甲县", "--kind", "实施方案")
    run(workspace, *build)
    usual = {path.name: path.read_bytes() for path in (workspace / "outputs/2023/甲县").iterdir()}

    soffice(tmp_path, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(own))
    shutil.copyfile(tmp_path / "saved/official.docx", own)  # 只打开、保存，什么也没有改
    assert own_look(own.read_bytes()) == STANDARD
    same = run(workspace, *build, "--explain")
    assert "没有变化" in same.stdout
    assert "official.docx" not in same.stderr

    teach(tmp_path, SCRIPT)
    play(tmp_path, f'Edit("{own}")')  # 第二步：改样式
    made = run(workspace, *build, "--explain")  # 第三步：重新生成
    assert "版式、字体或者程序有变化" in made.stdout
    told = re.findall(r"^(?:警告|提示|错误) templates/docx/official.docx.*", made.stderr, re.MULTILINE)
    assert len(told) == 3
    assert [line for line in told if line not in page and "样式“正文”" not in line] == []
    for command in (("check", "甲县"), ("status",)):
        result = run(workspace, *command)
        assert [(result.stdout + result.stderr).count(line) for line in told] == [1] * len(told), command

    folder = workspace / "outputs/2023/甲县"
    assert {name: (folder / name).read_bytes() != content for name, content in usual.items()} == dict.fromkeys(usual, True)
    styles = docx.Document(folder / "实施方案.docx").styles
    assert (styles["Title"].font.size.pt, styles["Normal Indent"].paragraph_format.space_after.pt) == (24, pytest.approx(6, abs=0.1))
    upright = [section for section in docx.Document(folder / "实施方案.docx").sections if section.orientation == 0]
    assert [round(section.left_margin.mm, 1) for section in upright] == [25.0] * len(upright)

    fonts = tmp_path / "fonts.conf"
    fonts.write_text(font_configuration(), encoding="utf-8")
    soffice(tmp_path, "--convert-to", "pdf", "--outdir", str(tmp_path / "printed"), str(folder / "实施方案.docx"), FONTCONFIG_FILE=str(fonts))
    for printed in (tmp_path / "printed/实施方案.pdf", folder / "实施方案.pdf"):
        body, title, left = measured(printed)
        assert "FandolKai" in body, printed
        assert title == pytest.approx(24, abs=0.1), printed
        assert left == pytest.approx(25, abs=0.6), printed
    for file in ("实施方案.docx", "实施方案.pdf"):
        faults = {fault.clause.number for fault in lint(folder / file).faults}
        assert faults >= {"5.2.1", "7.3.1", "7.3.3"}, file
    assert all(clause in "".join(told) for clause in ("第5.2.1条", "第7.3.1条", "第7.3.3条"))


def measured(pdf: Path) -> tuple[str, float, float]:
    """The font of most characters of the first page, the largest size of black ones, and where the text begins at the left in mm."""
    with pdfplumber.open(pdf) as opened:
        first, second = (opened.pages[number].chars for number in (0, 3))
        black = [char for char in first if char["non_stroking_color"] in ((0,), (0.0, 0.0, 0.0), (0, 0, 0), 0, None)]
        font = Counter(char["fontname"].partition("+")[2] or char["fontname"] for char in first if char["text"].strip()).most_common(1)[0][0]
        return font, max(char["size"] for char in black), min(char["x0"] for char in second if char["text"].strip()) / 72 * 25.4
