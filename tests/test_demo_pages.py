"""The pages of the demonstration's documents have none of the faults that a reader sends back (tests/page_faults.py)."""

import pytest

from tests.page_faults import page_faults
from tests.test_demo_files import content, each_document

pytestmark = pytest.mark.xdist_group("demo-files")


@pytest.mark.sampled(2)
@each_document
def test_no_page_is_sent_back(unit: str, kind: str) -> None:
    assert page_faults(content(unit, kind, "pdf")) == []
