"""PDF/A-3u: valid, with the files inside it as they went in, and the same pages as the ordinary PDF."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import page
import pypdfium2
import pytest

from reportgen.render.layout import Layout
from reportgen.render.pdf import Archive, Attached, write_pdf

FILES = (
    Attached("单位.yaml", "名称: 甲县\n".encode(), "填报数据"),
    Attached("资金.csv", b"a,b\n1,2\n", "填报数据"),
    Attached("no-suffix", bytes(range(256)), ""),
)
ARCHIVE = Archive(FILES, datetime(2023, 4, 18, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize("name", ["county", "charts", "seal"])
def test_it_is_valid_and_carries_its_files(name: str, sample: Callable[[str], str], css: str, content: Callable[[str], bytes]) -> None:
    made = write_pdf(sample(name), Layout(), css, ARCHIVE)
    assert made.problems == ()
    report = page.validate_pdf_bytes(made.content, profile="3u")
    assert [failure.message for failure in report.failures] == []
    with pypdfium2.PdfDocument(made.content) as pdf, pypdfium2.PdfDocument(content(name)) as plain:
        inside = [pdf.get_attachment(index) for index in range(pdf.count_attachments())]
        assert {one.get_name(): bytes(one.get_data()) for one in inside} == {one.name: one.content for one in FILES}
        texts = [[sheet.get_textpage().get_text_bounded() for sheet in document] for document in (pdf, plain)]
        assert texts[0] == texts[1]


def test_streams_end_surely(sample: Callable[[str], str], css: str) -> None:
    """What is packed may end in the byte of a line's end: then no reader could tell how long it is."""
    contents = (f"{number}".encode() for number in range(10_000))
    ending = [content for content in contents if zlib.compress(content, 9)[-1:] in (b"\r", b"\n")]
    files = tuple(Attached(f"{number}.csv", content, "") for number, content in enumerate(ending[:12]))
    made = write_pdf(sample("seal"), Layout(), css, Archive(files, ARCHIVE.time))
    assert page.validate_pdf_bytes(made.content, profile="3u").is_compliant
    with pypdfium2.PdfDocument(made.content) as pdf:
        inside = [pdf.get_attachment(index) for index in range(pdf.count_attachments())]
        assert {one.get_name(): bytes(one.get_data()) for one in inside} == {one.name: one.content for one in files}


def test_the_same_files_and_time_make_the_same_bytes(sample: Callable[[str], str], css: str) -> None:
    one, other = (write_pdf(sample("seal"), Layout(), css, ARCHIVE).content for _ in range(2))
    assert one == other
    later = Archive(FILES, datetime(2023, 4, 19, tzinfo=UTC))
    assert write_pdf(sample("seal"), Layout(), css, later).content != one
