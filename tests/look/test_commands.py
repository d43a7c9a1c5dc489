"""What commands do with an office's own look: said once, by each; what can't be read leaves the documents that are there."""

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from reportgen.look.judging import SPECIMEN
from reportgen.look.own import own_look
from reportgen.redline.redline import redline_docx
from reportgen.render.layout import Layout
from tests.command import run

BUILD = ("build", "甲县", "--kind", "实施方案", "--format", "docx,html")


@pytest.fixture
def workspace(project: Callable[[str], Path]) -> Path:
    root = project("pair")
    (root / "templates/docx").mkdir(parents=True)
    return root


@pytest.mark.slow
def test_what_is_refused_is_said_by_each_command_and_the_document_is_made(workspace: Path, edited: Callable[..., bytes]) -> None:
    copy = edited(lambda d: setattr(d.styles["发文机关标志"].font, "size", Pt(50)), lambda d: setattr(d.styles["Title"].font, "bold", True))
    (workspace / "templates/docx/official.docx").write_bytes(copy)
    for command in (BUILD, BUILD, ("check", "甲县"), ("status",)):
        result = run(workspace, *command)
        assert result.returncode == 1, command
        assert (result.stdout + result.stderr).count("字号不能改，由软件按公文的内容确定，按标准版式生成") == 1, command
    made = docx.Document(workspace / "outputs/2023/甲县/实施方案.docx")
    assert made.styles["Title"].font.bold


@pytest.mark.slow
def test_a_copy_that_cannot_be_read_leaves_the_documents_that_are_there(workspace: Path, edited: Callable[..., bytes]) -> None:
    own = workspace / "templates/docx/official.docx"
    own.write_bytes(edited(lambda d: setattr(d.styles["Title"].font, "bold", True)))
    assert run(workspace, *BUILD).returncode == 0
    files = sorted((workspace / "outputs/2023/甲县").iterdir())
    before = [file.read_bytes() for file in files]
    own.write_bytes(own.read_bytes()[:-50])
    for command in (BUILD, ("check", "甲县"), ("status",)):
        result = run(workspace, *command)
        assert result.returncode == 1
        assert re.search("templates/docx/official.docx：模板文件读不了：", result.stdout + result.stderr), command
    assert [file.read_bytes() for file in files] == before


@pytest.mark.slow
def test_without_changes_that_a_reader_sees_nothing_is_made_anew(workspace: Path, edited: Callable[..., bytes], base: bytes) -> None:
    own = workspace / "templates/docx/official.docx"
    own.write_bytes(base)
    assert "已生成" in run(workspace, *BUILD).stdout
    own.write_bytes(edited())  # other bytes, the same look
    again = run(workspace, *BUILD, "--explain")
    assert (again.returncode, "没有变化" in again.stdout, again.stderr.count("official.docx")) == (0, True, 0)
    own.unlink()
    assert "没有变化" in run(workspace, *BUILD, "--explain").stdout


def test_a_redline_has_the_look_of_the_documents(edited: Callable[..., bytes], base: bytes) -> None:
    look = own_look(edited(lambda d: setattr(d.styles["Title"].font, "bold", True), lambda d: setattr(d.styles["Normal"].font, "size", Pt(15))))
    made = redline_docx(SPECIMEN, SPECIMEN.replace("据实填报", "如实填报"), look.on(Layout()), look.onto(base))
    assert isinstance(made, bytes)
