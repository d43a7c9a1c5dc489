"""A redline of two Word files: in the form of the new one, accepted it says what the new one says, rejected what the old one did."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx_integrity
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Cm
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from reportgen.ooxml.names import q
from reportgen.redline.word_marking import marked
from reportgen.render.word.proof import prove, resolve
from tests.reconcile.hand_edits import as_word_saves, note, text_box

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


def aligned(document: WordDocument) -> None:
    document.tables[0].cell(1, 1).paragraphs[0].alignment = 2
    document.paragraphs[1].style = document.styles["Heading 2"]


def widths(document: WordDocument) -> None:
    for column, width in zip(document.tables[0].columns, (Cm(3), Cm(8), Cm(4)), strict=True):
        column.width = width
        for one in column.cells:
            one.width = width
    document.tables[0].alignment = 1


def higher(document: WordDocument) -> None:
    document.tables[0].cell(2, 0).vertical_alignment = 1


def merged_down(document: WordDocument) -> None:
    document.tables[0].cell(1, 0).merge(document.tables[0].cell(2, 0))


def own_style(document: WordDocument) -> None:
    style = document.styles.add_style("正文缩进", 1)
    style.base_style = document.styles["Body Text"]
    document.add_paragraph("用了另一份文件没有的样式。", style=style)


def listed(document: WordDocument) -> None:
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")


def noted(document: WordDocument) -> None:
    note("footnote", "下达资金", "见下达文件。")(document)


def noted_otherwise(document: WordDocument) -> None:
    note("footnote", "下达资金", "见下达文件第2页。")(document)


def boxed(document: WordDocument) -> None:
    text_box("填表人", "框里的字")(document)


EDITS: tuple[Edit, ...] = (
    *(number, row_less, merged, first_row_less, paragraph_less, table_less, picture, lines, emptied),
    *(aligned, widths, higher, merged_down, own_style, listed, noted, boxed),
)


def saved(*edits: Edit) -> bytes:
    document, content = form(), BytesIO()
    for edit in edits:
        edit(document)
    document.save(content)
    return content.getvalue()


@pytest.mark.sampled(18)
@pytest.mark.parametrize("back", [False, True], ids=["", "back"])
@pytest.mark.parametrize("edits", [*((edit,) for edit in EDITS), (number, row_less, lines, picture)], ids=lambda edits: " ".join(e.__name__ for e in edits))
def test_accepted_it_is_the_new_file_and_rejected_the_old_one(edits: tuple[Edit, ...], tmp_path: Path, *, back: bool) -> None:
    old, new = (saved(*edits), saved()) if back else (saved(), saved(*edits))
    made = marked(old, new, "张三", "2023-04-18")
    assert prove(made, old, new) is None
    assert marked(old, new, "张三", "2023-04-18") == made
    body = Document(BytesIO(made)).element.body
    assert {*body.xpath("//@w:author")} == {"张三"}
    file = tmp_path / "redline.docx"
    file.write_bytes(made)
    (tmp_path / "new.docx").write_bytes(new)
    found, own = ({str(error) for error in OpenXmlValidator().validate(one).errors} for one in (file, tmp_path / "new.docx"))
    # python-docx's own template isn't without faults, and has a list of its styles for Word 2010.
    assert {error for error in found - own if "stylesWithEffects" not in error} == set()
    assert [str(finding) for finding in docx_integrity.check(file)] == []


def test_only_what_changed_is_marked_and_looks_as_it_did() -> None:
    body = Document(BytesIO(marked(saved(), saved(number), "张三", None))).element.body
    assert body.xpath("//w:delText/text()") == ["1200", "980"]
    assert body.xpath("//w:ins//w:t/text()") == ["1350", "1010"]
    assert body.xpath("//w:tblStyle/@w:val") == ["TableGrid"]
    assert body.xpath("//w:r[w:rPr/w:b]/w:t/text()") == ["已经支付"]


def test_files_that_say_the_same_have_no_revisions() -> None:
    assert Document(BytesIO(marked(saved(picture), saved(picture), "张三", None))).element.body.xpath("//w:ins | //w:del") == []


LOOKS = " | ".join(f"//w:{name}" for name in ("jc/@w:val", "pStyle/@w:val", "tcW/@w:w", "gridCol/@w:w", "vAlign/@w:val", "vMerge/@w:val"))


@pytest.mark.parametrize("back", [False, True], ids=["", "back"])
@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        (aligned, {"pPrChange"}),
        (widths, {"tcPrChange", "tblGridChange", "tblPrChange"}),
        (higher, {"tcPrChange"}),
        (merged_down, {"tcPrChange"}),
        (number, set()),
    ],
)
def test_a_change_of_form_can_be_rejected(edit: Edit, kinds: set[str], *, back: bool) -> None:
    old, new = (saved(edit), saved()) if back else (saved(), saved(edit))
    made = marked(old, new, "张三", "2023-04-18")
    found = Document(BytesIO(made)).element.body.xpath("//*[contains(local-name(), 'Change')]")
    assert {str(mark.tag).rpartition("}")[2] for mark in found} == kinds
    for accept, expected in ((False, old), (True, new)):
        looks = [[*map(str, Document(BytesIO(file)).element.body.xpath(LOOKS))] for file in (resolve(made, accept=accept), expected)]
        assert looks[0] == looks[1]


def test_what_a_note_says_is_marked_in_the_note() -> None:
    made = Document(BytesIO(marked(saved(noted), saved(noted_otherwise), "张三", None)))
    assert made.element.body.xpath("//w:ins | //w:del") == []
    part = next(relation.target_part for relation in made.part.rels.values() if relation.reltype.endswith("/footnotes"))
    root = etree.fromstring(part.blob)
    assert ["".join(mark.itertext()) for mark in root.iter(q("ins"))] == ["第2页"]
    assert list(root.iter(q("del"))) == []


def test_what_a_program_only_saved_otherwise_is_no_change() -> None:
    document = Document(BytesIO(saved(picture, noted, listed)))
    document.add_paragraph("一、总体思路")
    document.add_paragraph("特此报告。")
    kept = BytesIO()
    document.save(kept)
    as_word_saves(document)
    again = BytesIO()
    document.save(again)
    body = Document(BytesIO(marked(kept.getvalue(), again.getvalue(), "张三", None))).element.body
    assert body.xpath("//w:ins//w:t | //w:del | //w:pPrChange") == []
