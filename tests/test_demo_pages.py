"""The pages of the demonstration's documents have none of the faults that a reader sends back (tests/page_faults.py)."""

import page
import pytest

from reportgen.render.layout import Layout
from reportgen.render.typst import write_typst
from tests.page_faults import page_faults
from tests.test_demo_files import canonical, content, each_document, pages_of

pytestmark = pytest.mark.xdist_group("demo-files")


@pytest.mark.sampled(4)
@each_document
def test_no_page_is_sent_back(unit: str, kind: str) -> None:
    assert page_faults(content(unit, kind, "pdf")) == []


@pytest.mark.slow
@each_document
def test_typst_sets_them_as_well(unit: str, kind: str) -> None:
    """On as many pages but for one in ten, and with the same faults or none, but for what hangs on where lines end.

    Typst ends them elsewhere: a line may give a little more between its characters, and above a chart, which is placed by WeasyPrint's lines, more
    may stay blank.
    """
    made = write_typst(canonical(unit, kind), Layout())
    assert made.problems == ()
    assert [fault for fault in page_faults(made.content) if fault.kind not in ("stretched", "blank")] == []
    assert page.validate_pdf_bytes(made.content, profile="2u").is_compliant
    count = pages_of(content(unit, kind, "pdf"))
    assert abs(pages_of(made.content) - count) <= max(1, count // 10)
