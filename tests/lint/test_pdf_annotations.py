"""What reviewers leave on a PDF is told as left in; the seals and signatures of an issued one are none of it."""

from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reportgen.lint.lint import lint_bytes
from tests.filing.signing import make_signer, sign
from tests.lint.test_pdf_faults import pdf

COMMENTS = (
    *("Text", "FreeText", "Underline", "Squiggly", "StrikeOut", "Caret", "Ink", "Line", "Square", "Circle", "Polygon", "PolyLine", "Redact"),
    *("FileAttachment", "Sound"),
)


def annotated(content: bytes, *marks: tuple[str, str]) -> bytes:
    """A PDF with annotations on its first page, each of a subtype and with what it says, put there as readers do: by an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    page, _ = writer.find_page_for_modification(0)
    kept = page.get_object().get("/Annots", generic.ArrayObject())
    for subtype, says in marks:
        entry = {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name(f"/{subtype}"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 600, 200, 620))),
            generic.pdf_name("/Contents"): generic.TextStringObject(says),
        }
        kept.append(writer.add_object(generic.DictionaryObject(entry)))
    page.get_object()[generic.pdf_name("/Annots")] = kept
    writer.update_container(page.get_object())
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def told(content: bytes) -> list[tuple[str, str, tuple[tuple[int | None, str], ...]]]:
    linted = lint_bytes(content, "文件.pdf")
    assert linted.problems == ()
    return [(one.code, one.message, tuple((place.page, place.quote) for place in one.spots)) for one in linted.faults]


@pytest.mark.sampled(15)
@pytest.mark.parametrize("subtype", COMMENTS)
def test_a_comment_is_told_as_left_in(subtype: str) -> None:
    ((code, message, places),) = told(annotated(pdf(), (subtype, "请核实")))
    assert (code, places) == ("lint.comments", ((1, "请核实"),))
    assert "有1处批注" in message


def test_what_is_highlighted_is_told_and_long_comments_are_read() -> None:
    found = told(annotated(pdf(), ("Highlight", ""), ("Text", "请核实" * 200), ("Popup", ""), ("Text", "已改")))
    assert [code for code, _, _ in found] == ["lint.comments", "lint.highlight"]
    ((_, message, (first, second)), _) = found
    assert "有2处批注" in message
    assert first[1].startswith("请核实请核实")
    assert second == (1, "已改")


@pytest.mark.parametrize("is_annotated", [False, True])
def test_a_signature_is_no_comment(is_annotated: bool, tmp_path: Path) -> None:
    file = tmp_path / "正本.pdf"
    file.write_bytes(pdf())
    sign(file, make_signer(tmp_path))
    content = annotated(file.read_bytes(), ("Stamp", "印章"), *[("Highlight", "请核实")] * is_annotated)
    assert [code for code, _, _ in told(content)] == ["lint.highlight"] * is_annotated
