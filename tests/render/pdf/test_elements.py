"""The elements of canonical HTML look as WeasyPrint has them, where a style sheet says nothing."""

from collections.abc import Callable

import pytest
import weasyprint

from reportgen.render.layout import Layout
from reportgen.render.pdf.markup import printable
from reportgen.render.pdf.writer import Page
from reportgen.render.tree import parse

BOXES = [f"{edge}-{place}" for edge in ("top", "bottom") for place in ("left-corner", "left", "center", "right", "right-corner")]
BOXES += [f"{side}-{place}" for side in ("left", "right") for place in ("top", "middle", "bottom")]
NAMES = " ".join(f"@{box} {{ content: '{box}'; }}" for box in BOXES)
CSS = f"@page {{ size: A4; {NAMES} }}"
CHANGES = "<p>一<ins>二</ins><del>三</del>四<br/>五</p><h3>六</h3><h4>七</h4><h5>八</h5>"


@pytest.mark.parametrize("name", ["full", "charts", "seal"])
def test_a_page_looks_as_it_does_without_ours(sample: Callable[[str], str], name: str) -> None:
    html = printable(parse(sample(name).replace("<section", f"{CHANGES}<section", 1)), Layout(), "样张")
    made, expected = (kind(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=CSS)], pdf_variant="pdf/ua-1") for kind in (Page, weasyprint.HTML))
    assert made == expected
