"""Names of tables and figures in a Word file: fields that show what Word makes of them when it calculates them anew."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx_integrity
import pytest
from docx import Document
from lxml import etree
from openxml_audit import OpenXmlValidator

from reportgen.ooxml import text
from reportgen.render.layout import Layout
from reportgen.render.visible import visible
from reportgen.render.word import read_figures, write_docx
from tests.libreoffice import soffice
from tests.render.word.conftest import article

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GRID = '<colgroup><col data-width="1"/></colgroup><tbody><tr><td>甲</td></tr></tbody>'
FIGURE = '<figure id="{0}"><span class="missing">【待补：曲线】</span><figcaption>{1}　曲线</figcaption></figure>'


def table(identifier: str, caption: str) -> str:
    return f'<table id="{identifier}"><caption>{caption}　任务<span class="unit">单位：户</span></caption>{GRID}</table>'


TASKS = '<data value="4000" data-figure="tasks.total">4000</data>'
BODY = f"""<p id="p1">任务见<a href="#t-2">表2</a>，共{TASKS}户，进度见<a href="#f-1">图1</a>、<a href="#wide">附表</a>。</p>
{table("t-1", "表1")}<p id="p2">见<a href="#t-2">表2</a>。</p>{table("t-2", "表2")}
{FIGURE.format("f-2", "图2")}{FIGURE.format("f-1", "图1")}
<section class="landscape" id="l">{table("wide", "附表")}</section>"""


@pytest.fixture(scope="module")
def made(base: bytes) -> bytes:
    return write_docx(article(BODY), Layout(), base)


def body(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def calculated(root: etree._Element) -> list[tuple[str, str, str]]:
    """Each field with what it shows and what Word would make of it: SEQ counts by its word, `\\r` sets the count; REF takes the text of its bookmark."""
    marked: dict[str, str] = {}
    counts: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    code, shown, state, open_marks = "", "", "", dict[str, str]()
    for part in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if part.tag == f"{W}bookmarkStart":
            open_marks[part.get(f"{W}id")] = part.get(f"{W}name")
        elif part.tag == f"{W}bookmarkEnd":
            open_marks.pop(part.get(f"{W}id"))
        elif part.tag == f"{W}instrText":
            code += part.text
        elif part.tag == f"{W}t":
            shown += part.text if state == "separate" else ""
            for name in open_marks.values():
                marked[name] = marked.get(name, "") + part.text
        else:
            state = part.get(f"{W}fldCharType")
            if state == "begin":
                code, shown = "", ""
            elif state == "end":
                found.append((code, shown))
    results = []
    for code, shown in found:
        kind, name, *switches = code.split()
        if kind == "SEQ":
            counts[name] = int(switches[-1]) if "\\r" in switches else counts.get(name, 0) + 1
        results.append((kind, shown, str(counts[name]) if kind == "SEQ" else marked[name]))
    return results


def test_word_makes_of_every_field_what_it_shows(made: bytes) -> None:
    found = calculated(body(made))
    assert [(kind, shown) for kind, shown, _ in found] == [
        *(("REF", name) for name in ("表2", "图1", "附表")),
        ("SEQ", "1"),
        ("REF", "表2"),
        *(("SEQ", number) for number in ("2", "2", "1")),  # 图2 stands before 图1: it was moved to fill a page
    ]
    assert [shown for _, shown, _ in found] == [again for _, _, again in found]


def test_a_reference_leads_to_the_name_of_its_table_in_the_form_that_it_has(made: bytes) -> None:
    names = {mark.get(f"{W}name") for mark in body(made).iter(f"{W}bookmarkStart")}
    codes = [code.text for code in body(made).iter(f"{W}instrText") if "REF" in code.text]
    assert all(re.fullmatch(r" REF (_Ref\d{9}) \\h \\\* MERGEFORMAT ", code) for code in codes)
    assert {code.split()[1] for code in codes} < names


def test_readers_find_the_words_as_if_they_were_text(made: bytes) -> None:
    assert [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs][:3] == [
        "任务见表2，共4000户，进度见图1、附表。",
        "\t表1　任务\t单位：户",
        "见表2。",
    ]
    own = [text.typed(paragraph.pieces) for paragraph in text.paragraphs(body(made)[0])]
    assert own[0] == "任务见表2，共4000户，进度见图1、附表。" and own[1] == "表1　任务单位：户"
    assert [(figure.bookmark, figure.text) for figure in read_figures(made)] == [("f_0001", "4000")]


def test_tools_of_others_find_no_fault(made: bytes, tmp_path: Path) -> None:
    file = tmp_path / "fields.docx"
    file.write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []
    assert [str(finding) for finding in docx_integrity.check(file)] == []
    marks = [mark.get(f"{W}id") for mark in body(made).iter(f"{W}bookmarkStart")]
    assert len(set(marks)) == len(marks)


def test_a_redline_shows_them_as_text(base: bytes) -> None:
    changed = article(BODY.replace('<a href="#t-2">表2</a>。', '<del><a href="#t-2">表3</a></del><ins><a href="#t-2">表2</a></ins>。'))
    redline = write_docx(changed.replace("<article ", '<article data-changed-by="某某" ', 1), Layout(), base)
    assert not list(body(redline).iter(f"{W}instrText"))
    assert "".join(part.text for part in body(redline).iter(f"{W}delText")) == "表3"


def test_where_a_reference_leads_makes_no_version() -> None:
    assert visible(article(BODY)) == visible(article(re.sub(r"</?a\b[^>]*>", "", BODY)))


@pytest.mark.slow
def test_libreoffice_calculates_the_same(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "fields.docx").write_bytes(made)
    soffice(tmp_path, "--convert-to", "txt:Text (encoded):UTF8", "fields.docx")
    words = (tmp_path / "fields.txt").read_text("utf-8-sig")
    for line in ("任务见表2，共4000户，进度见图1、附表。", "表1　任务", "表2　任务", "图2　曲线", "图1　曲线", "附表　任务"):
        assert line in words
