"""A redline of two Word files: in the form of the new one, accepted it says what the new one says, rejected what the old one did."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx_integrity
import pytest
from docx import Document
from docx.document import Document as WordDocument
from openxml_audit import OpenXmlValidator
from PIL import Image

from reportgen.redline.word_marking import marked
from reportgen.render.word.proof import prove

Edit = Callable[[WordDocument], None]


def form() -> WordDocument:
    document = Document()
    document.add_paragraph("项目支出绩效自评表").alignment = 1
    document.add_paragraph("下达资金1200万元，").add_run("已经支付").bold = True
    table = document.add_table(4, 3, style="Table Grid")
    for row, words in zip(table.rows, (("指标", "目标", "完成"), ("煤改电", "1200", "980"), ("煤改气", "300", "300"), ("保温", "50", "45")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.add_paragraph("填表人：张三")
    return document


def number(document: WordDocument) -> None:
    document.paragraphs[1].runs[0].text = "下达资金1350万元，"
    document.tables[0].cell(1, 2).paragraphs[0].runs[0].text = "1010"


def row_less(document: WordDocument) -> None:
    row = document.tables[0].rows[2]._tr
    row.getparent().remove(row)


def merged(document: WordDocument) -> None:
    document.tables[0].cell(2, 1).merge(document.tables[0].cell(2, 2))


def first_row_less(document: WordDocument) -> None:
    row = document.tables[0].rows[0]._tr
    row.getparent().remove(row)


def paragraph_less(document: WordDocument) -> None:
    gone = document.paragraphs[0]._p
    gone.getparent().remove(gone)


def table_less(document: WordDocument) -> None:
    gone = document.tables[0]._tbl
    gone.getparent().remove(gone)


def picture(document: WordDocument) -> None:
    content = BytesIO()
    Image.new("RGB", (40, 20), "red").save(content, "PNG")
    document.paragraphs[1].add_run().add_picture(content)


def lines(document: WordDocument) -> None:
    document.tables[0].rows[-1].cells[0].add_paragraph("另起一段")
    document.paragraphs[-1].add_run("\t李四\n王五")


def emptied(document: WordDocument) -> None:
    document.tables[0].cell(1, 1).text = ""


EDITS: tuple[Edit, ...] = (number, row_less, merged, first_row_less, paragraph_less, table_less, picture, lines, emptied)


def saved(*edits: Edit) -> bytes:
    document, content = form(), BytesIO()
    for edit in edits:
        edit(document)
    document.save(content)
    return content.getvalue()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("back", [False, True], ids=["", "back"])
@pytest.mark.parametrize("edits", [*((edit,) for edit in EDITS), (number, row_less, lines, picture)], ids=lambda edits: " ".join(e.__name__ for e in edits))
def test_accepted_it_is_the_new_file_and_rejected_the_old_one(edits: tuple[Edit, ...], tmp_path: Path, *, back: bool) -> None:
    old, new = (saved(*edits), saved()) if back else (saved(), saved(*edits))
    made = marked(old, new, "张三", "2023-04-18")
    assert prove(made, old, new) is None
    assert marked(old, new, "张三", "2023-04-18") == made
    body = Document(BytesIO(made)).element.body
    assert {*body.xpath("//w:ins/@w:author | //w:del/@w:author")} == {"张三"}
    file = tmp_path / "redline.docx"
    file.write_bytes(made)
    (tmp_path / "new.docx").write_bytes(new)
    found, own = ({str(error) for error in OpenXmlValidator().validate(one).errors} for one in (file, tmp_path / "new.docx"))
    assert found <= own  # python-docx's own template isn't without faults
    assert [str(finding) for finding in docx_integrity.check(file)] == []


def test_only_what_changed_is_marked_and_looks_as_it_did() -> None:
    body = Document(BytesIO(marked(saved(), saved(number), "张三", None))).element.body
    assert body.xpath("//w:delText/text()") == ["1200", "980"]
    assert body.xpath("//w:ins//w:t/text()") == ["1350", "1010"]
    assert body.xpath("//w:tblStyle/@w:val") == ["TableGrid"]
    assert body.xpath("//w:r[w:rPr/w:b]/w:t/text()") == ["已经支付"]


def test_files_that_say_the_same_have_no_revisions() -> None:
    assert Document(BytesIO(marked(saved(picture), saved(picture), "张三", None))).element.body.xpath("//w:ins | //w:del") == []
