"""Conformant documents of every form and kind have no fault; one planted in a form is found by the clause of that form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reportgen.lint.lint import lint, lint_bytes
from tests.libreoffice import soffice
from tests.lint import forms
from tests.lint.forms import FORMS, as_wps, letter, minutes, order
from tests.lint.handmade import FANG, LEFT, above, paragraph, remove, reword, saved, set_font
from tests.render.word.conftest import font_configuration


@pytest.mark.sampled(3)
@pytest.mark.parametrize("saved_by", ["Word", "WPS"])
@pytest.mark.parametrize("name", FORMS)
def test_a_conformant_document_has_no_fault(name: str, saved_by: str) -> None:
    form, make = FORMS[name]
    document = as_wps(make()) if saved_by == "WPS" else make()
    linted = lint_bytes(saved(document), "文件.docx")
    assert (linted.form, [found.message for found in linted.faults]) == (form, [])


@pytest.mark.slow
def test_what_libreoffice_makes_of_them_has_no_fault(tmp_path: Path) -> None:
    """Saved again, and printed: it leaves the floating table of a 版记 where the text ends, and drops lines that are drawn."""
    made = {str(number): name for number, name in enumerate(FORMS) if "画" not in name}
    for number, name in made.items():
        (tmp_path / f"{number}.docx").write_bytes(saved(FORMS[name][1]()))
    (tmp_path / "fonts.conf").write_text(font_configuration(), encoding="utf-8")
    for suffix in ("pdf", "docx"):
        soffice(tmp_path, "--convert-to", suffix, "--outdir", suffix, *(f"{number}.docx" for number in made), FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    told = {(made[file.stem], file.suffix): lint(file) for suffix in ("pdf", "docx") for file in (tmp_path / suffix).iterdir()}
    assert len(told) == 2 * len(made)
    wrong = {where: [found.message for found in one.faults if found.code != "lint.colophon-place"] for where, one in told.items()}
    assert {where: messages for where, messages in wrong.items() if messages} == {}
    assert {where[0] for where, one in told.items() if one.form != FORMS[where[0]][0]} == set()


def issuer(document: Document) -> Paragraph:
    """The 发文机关标志, in the text or in the header."""
    head = document.sections[0].first_page_header.paragraphs if document.sections[0].different_first_page_header_footer else []
    return next(found for found in (*head, *document.paragraphs) if found.runs and found.runs[0].font.size and found.runs[0].font.size > Pt(30))


def lowered(document: Document) -> None:
    issuer(document).paragraph_format.space_before = Mm(60)


def coloured(document: Document) -> None:
    issuer(document).runs[0].font.color.rgb = RGBColor(0x80, 0, 0)


def single(document: Document) -> None:
    for found in (document.sections[0].first_page_header, document.sections[0].first_page_footer):
        for border in found._element.iter("{*}bottom"):
            border.set(next(iter(border.attrib)), "single")


PLANTED: list[tuple[str, str, str, Callable[[], Document], Callable[[Document], object]]] = [
    ("letter-issuer", "10.1", "示例市人民政府", letter, lambda d: setattr(d.sections[0], "header_distance", Mm(15))),
    ("letter-number", "10.1", "示政函", letter, lambda d: setattr(paragraph(d, "示政函").paragraph_format, "right_indent", Pt(32))),
    ("letter-rule-missing", "10.1", "示例市人民政府", letter, lambda d: remove(d.sections[0].first_page_footer.paragraphs[0])),
    ("letter-rule-double", "10.1", "示例市人民政府", letter, single),
    ("letter-rules", "10.1", "示例市人民政府", letter, lambda d: setattr(issuer(d).paragraph_format, "left_indent", Mm(20))),
    ("letter-colophon", "10.1", "办公室", letter, lambda d: forms.add_colophon(d, "示例市人民政府办公室\t2024年4月9日印发")),
    ("issuer-colour", "7.2.4", "示例市人民政府令", order, coloured),
    ("order-issuer", "10.2", "示例市人民政府令", order, lowered),
    ("order-number", "10.2", "第12号", order, lambda d: remove(above(paragraph(d, "第12号")))),
    ("order-centre", "10.2", "第12号", order, lambda d: setattr(paragraph(d, "第12号"), "alignment", LEFT)),
    ("order-number-missing", "10.2", "示例市人民政府令", order, lambda d: remove(paragraph(d, "第12号"))),
    ("order-text", "10.2", "《示例市清洁", order, lambda d: remove(above(paragraph(d, "《示例市清洁")))),
    ("signed-by-hand", "7.3.5.3", "张某某", order, lambda d: setattr(paragraph(d, "市　长").paragraph_format, "right_indent", Pt(0))),
    ("signed-by-hand", "7.3.5.3", "2024年4月8日", forms.bill, lambda d: setattr(paragraph(d, "2024年4月8日").paragraph_format, "right_indent", Pt(16))),
    ("minutes-issuer", "10.3", "示例市人民政府常务会议纪要", minutes, lowered),
    ("attendance-colon", "10.3", "出席", minutes, lambda d: setattr(paragraph(d, "出席").runs[0], "text", "出席:")),
    ("attendance-indent", "10.3", "请假", minutes, lambda d: setattr(paragraph(d, "请假").paragraph_format, "first_line_indent", Pt(0))),
    ("font", "10.3", "列席", minutes, lambda d: set_font(paragraph(d, "列席").runs[0]._element.get_or_add_rPr(), FANG)),
    ("copies-colon", "7.4.2", "分送", minutes, lambda d: setattr(d.tables[-1].cell(0, 0).paragraphs[0].runs[0], "text", "分送:市政府领导。")),
    ("number-form", "7.2.5", "2024年第3号", forms.notice, lambda d: reword(d, "示政发", lambda _: "2024年第3号")),
    ("level-order", "7.3.3", "四、", lambda: forms.announcement("通告"), lambda d: reword(d, "二、禁止", lambda text: text.replace("二、", "四、"))),
]


@pytest.mark.parametrize(("code", "clause", "quote", "make", "plant"), PLANTED, ids=[f"{number}-{row[0]}" for number, row in enumerate(PLANTED)])
def test_a_fault_of_a_form_is_found_by_its_clause(
    code: str, clause: str, quote: str, make: Callable[[], Document], plant: Callable[[Document], object]
) -> None:
    document = make()
    plant(document)
    found = [one for one in lint_bytes(saved(document), "文件.docx").faults if one.code == f"lint.{code}"]
    assert [(one.clause.number, any(quote in spot.quote for spot in one.spots)) for one in found][:1] == [(clause, True)]
