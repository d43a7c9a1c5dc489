"""The measures of WeasyPrint's pages hold for Typst's: the same tests (tests/render/pdf), put to the other writer; and where the two differ."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.render.pdf.measure import body, pages
from tests.render.pdf.test_body import *  # noqa: F403
from tests.render.pdf.test_body import PUNCTUATED
from tests.render.pdf.test_charts import *  # noqa: F403
from tests.render.pdf.test_head import *  # noqa: F403
from tests.render.pdf.test_pages import *  # noqa: F403
from tests.render.pdf.test_tables import *  # noqa: F403

del test_punctuated_lines_are_full_and_break_where_they_may  # noqa: F821
HALF = 16 / 2 * 25.4 / 72
CLOSING, OPENING = "，。；：、？！”’）》〕", "“‘（《〔"


@pytest.mark.parametrize("shift", range(12))
def test_marks_at_the_ends_of_lines_give_up_their_blank_half(document: Callable[..., bytes], shift: int) -> None:
    (page,) = pages(document(f'<p id="a">{"甲" * shift}{PUNCTUATED}</p>'))
    set_lines = body(page)
    assert "".join(found.text for found in set_lines).replace(" ", "") == "甲" * shift + PUNCTUATED.replace(" ", "")
    for found, below in pairwise(set_lines):  # a space that a line ends with isn't counted in it
        beyond = HALF if found.text[-1] in CLOSING + " " else 0.0
        assert 184 - 0.35 < found.right < 184 + beyond + 0.35
        before = HALF if below.text[0] in OPENING else 0.0
        assert below.left == pytest.approx(28 - before, abs=0.3)
        assert below.text[0] not in "，。；：、？！”’）》〕…%"
        assert found.text[-1] not in OPENING
