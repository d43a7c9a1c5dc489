"""The layout of our own documents is held against the standard: by its records, and by lint, which knows nothing of it.

What is written with a wrong number must not lint clean, else lint would call right whatever this program does.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pytest

from reportgen.lint.fonts import face
from reportgen.lint.lint import lint_bytes
from reportgen.measure import MM_PER_PT
from reportgen.render.layout import Fonts, Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.word import write_docx
from reportgen.standard.requirements import STANDARD
from tests.lint.test_pdf_faults import TEXT

TEXT_SIZE = [record.id for record in STANDARD.values() if record.code == "size" and record.wanted == 16.0]
HELD = {
    "page_width": ["paper.width"],
    "page_height": ["paper.height"],
    "top": ["margin.top", "margins.top"],
    "left": ["margin.left", "margins.left"],
    "bottom": ["margin.bottom", "margins.bottom", "colophon-place"],
    "right": ["margin.right", "margins.right"],
    "type_width": ["type-area.width", "red-rule-width", "colophon-width"],
    "type_height": ["type-area.height"],
    "lines": ["lines"],
    "characters": ["characters"],
    "body_size": TEXT_SIZE,
    "title_size": ["title.size", "attachment.title.size"],
    "colophon_size": ["copies.size", "printing.size"],
    "page_number_size": ["page-number-size"],
    "line_pitch": ["line-pitch"],
    "issuer_top": ["issuer-place", "minutes-issuer"],
    "letter_top": ["letter-issuer"],
    "letter_line_width": ["letter-rules"],
    "red_line_gap": ["red-rule-place"],
    "colophon_thick": ["colophon-weight"],
    "colophon_thin": ["colophon-weight.between"],
    "page_number_gap": ["page-number-gap"],
}
"""Which records want each number of the layout."""
OF_LETTERS = {"letter_top", "letter_line_width"}
"""Wrong ones of these are written, and found, in tests/documents/test_official_forms.py."""
COUNTS = {"lines", "characters"}
"""What comes of pitch and letter spacing: nothing is set by them alone. Each has the name of its record."""
BOUNDED = {"seal_size": "seal"}
COUNTED = {"tracking_word", "tracking_css"}  # what fits on a line is counted
FREE = {
    *("em", "table_size", "table_size_dense", "dense_columns", "whole_lines"),
    *("issuer_width", "issuer_largest", "issuer_smallest", "issuer_narrowest", "red_line_weight"),
    *("letter_line_thick", "letter_line_thin"),
}
"""What the standard leaves to the writer; the layout says why it is as it is."""
UNMEASURED = {"letter_line_gap": 4.0, "letter_line_bottom": 20.0}
"""Lengths of 10.1 that no check measures."""
OF_OTHERS = {"order-issuer", "margin.top-inked", "margin.bottom-inked", "table-width"}
"""Lengths by the standard of what this program doesn't write."""
FACES = {
    "title": ["issuer.font", "title.font", "attachment.title.font"],
    "body": ["body.font", "level-3.font", "level-4.font", "number.font", "addressee.font", "signature.font", "date.font", "copies.font", "printing.font"],
    "kai": ["level-2.font", "signatory.name.font"],
    "hei": ["level-1.font", "attachment.label.font"],
    "song": ["page-number-font"],
}


@pytest.mark.parametrize(("number", "record"), [(number, record) for number, records in HELD.items() for record in records])
def test_a_number_is_that_of_the_standard(number: str, record: str) -> None:
    assert getattr(Layout(), number) == STANDARD[record].number


@pytest.mark.parametrize(("role", "record"), [(role, record) for role, records in FACES.items() for record in records])
def test_a_font_is_of_the_class_that_the_standard_names(role: str, record: str) -> None:
    assert face(getattr(Fonts(), role)[0]) == STANDARD[record].wanted


@pytest.mark.parametrize("tracking", ["tracking_word", "tracking_css"])
def test_a_line_holds_28_characters_and_a_page_22_lines(tracking: str) -> None:
    layout = Layout()
    assert layout.type_width / MM_PER_PT // (layout.body_size + getattr(layout, tracking)) == STANDARD["characters"].wanted
    assert layout.type_height / MM_PER_PT // layout.line_pitch == STANDARD["lines"].wanted


def test_the_style_sheet_of_the_preview_prints_on_the_same_page(root: Path) -> None:
    """Browsers take no variables there."""
    layout = Layout()
    css = (root / "templates/html/preview.css").read_text("utf-8").partition("@media print")[2]
    assert f"margin: {layout.top:g}mm {layout.right:g}mm {layout.bottom:g}mm {layout.left:g}mm;" in css
    assert f"font-size: {layout.body_size:g}pt;" in css


def test_a_seal_and_the_red_are_within_bounds() -> None:
    assert STANDARD[BOUNDED["seal_size"]].accepts(Layout().seal_size)
    assert Layout().red == "#ff0000"
    assert {STANDARD["issuer-colour"].wanted, STANDARD["red-rule-colour"].wanted} == {"红色"}


def test_no_number_of_the_layout_and_no_length_of_the_standard_is_left_out() -> None:
    numbers = {one.name for one in fields(Layout) if isinstance(getattr(Layout(), one.name), int | float)} | {"bottom", "right"}
    assert numbers == {*HELD, *BOUNDED, *COUNTED, *FREE, *UNMEASURED}
    assert {name: getattr(Layout(), name) for name in UNMEASURED} == UNMEASURED
    lengths = {record.id for record in STANDARD.values() if record.unit in ("毫米", "磅") and record.wanted is not None}
    assert lengths == {*(record for records in HELD.values() for record in records), *OF_OTHERS} - COUNTS


def font(role: str, *families: str) -> Layout:
    return replace(Layout(), fonts=replace(Fonts(), **{role: families}))


WRONG: list[tuple[str, Layout, str, str]] = [
    ("a wide page", replace(Layout(), page_width=216.0), "paper", "paper"),
    ("a short page", replace(Layout(), page_height=279.0), "paper", "paper"),
    ("天头", replace(Layout(), top=42.0), "issuer-place margins", "colophon-place issuer-place margins page-number-gap"),
    ("订口", replace(Layout(), left=33.0), "margins", "margins"),
    ("a narrow 版心", replace(Layout(), type_width=150.0), *["characters colophon-width margins red-rule-width"] * 2),
    ("a low 版心", replace(Layout(), type_height=215.0), "lines margins", "colophon-place page-number-gap"),
    ("the size of the text", replace(Layout(), body_size=15.0), *["characters size"] * 2),
    ("the size of the title", replace(Layout(), title_size=18.0), "size", "size"),
    ("the size of the 版记", replace(Layout(), colophon_size=16.0), "size", "size"),
    ("the size of page numbers", replace(Layout(), page_number_size=10.5), "page-number-size", "page-number-size"),
    ("行距", replace(Layout(), line_pitch=31.0), "lines", "lines"),
    ("字距", replace(Layout(), tracking_word=0.5, tracking_css=0.5), "characters", "characters"),
    ("no red", replace(Layout(), red="#000000"), *["issuer-colour red-rule-colour"] * 2),
    ("发文机关标志", replace(Layout(), issuer_top=50.0), "issuer-place", "issuer-place"),
    ("红色分隔线", replace(Layout(), red_line_gap=12.0), "red-rule-place", "red-rule-place"),
    ("版记首末条", replace(Layout(), colophon_thick=0.8), "colophon-weight", "colophon-weight"),
    ("版记中间", replace(Layout(), colophon_thin=0.5), "colophon-weight", "colophon-weight"),
    ("一字线", replace(Layout(), page_number_gap=15.0), "page-number-gap", "page-number-gap"),
    ("小标宋", font("title", "黑体", "FandolHei-Regular"), "font", "font"),
    ("仿宋", font("body", "黑体", "FandolHei-Regular"), "font", "font"),
    ("楷体", font("kai", "黑体", "FandolHei-Regular"), "font", "font"),
    ("黑体", font("hei", "楷体", "FandolKai"), "font", "font"),
    ("宋体", font("song", "黑体", "FandolHei-Regular"), "page-number-font", "page-number-font"),
]


@pytest.fixture(scope="session")
def written(root: Path) -> Callable[[str, Layout], dict[str, bytes]]:
    """A document (canonical HTML) as our writers make it by a layout, by the name of the file."""
    base, css = (root / "templates/docx/official.docx").read_bytes(), (root / "templates/html/gongwen.css").read_text("utf-8")
    return lambda html, layout: {"文件.docx": write_docx(html, layout, base), "文件.pdf": write_pdf(html, layout, css).content}


@cache
def document(root: Path) -> str:
    rows = "<tr><td>甲县</td><td>1200</td><td>2024年10月15日</td></tr>"
    return (root / "tests/lint/canonical.html").read_text("utf-8").replace("TEXT", TEXT).replace("ROWS", rows)


def codes(file: bytes, name: str) -> str:
    return " ".join(sorted({found.code.removeprefix("lint.") for found in lint_bytes(file, name).faults}))


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("layout", "docx", "pdf"), [pytest.param(*case[1:], id=case[0]) for case in WRONG])
def test_what_is_written_with_a_wrong_layout_does_not_lint_clean(written: Callable, root: Path, layout: Layout, docx: str, pdf: str) -> None:
    assert {name: codes(file, name) for name, file in written(document(root), layout).items()} == {"文件.docx": docx, "文件.pdf": pdf}


def test_what_is_written_with_the_right_layout_does(written: Callable, root: Path) -> None:
    assert {codes(file, name) for name, file in written(document(root), Layout()).items()} == {""}


@pytest.mark.parametrize(("size", "found"), [(42.0, ""), (30.0, "signature-missing"), (60.0, "signature-missing")])
def test_a_picture_of_another_size_is_no_seal(written: Callable, root: Path, size: float, found: str) -> None:
    """Where it stands tells it in a PDF; in Word's text it is anchored beside the lines that it lies on."""
    html = (root / "tests/render/samples/seal.html").read_text("utf-8")
    assert codes(written(html, replace(Layout(), seal_size=size))["文件.pdf"], "文件.pdf") == found


def test_every_number_that_the_standard_wants_has_a_wrong_one() -> None:
    changed = {one.name for _, layout, _, _ in WRONG for one in fields(Layout) if getattr(layout, one.name) != getattr(Layout(), one.name)}
    assert changed == ({*HELD, *COUNTED, "fonts", "red"} - COUNTS - {"bottom", "right"} - OF_LETTERS)
