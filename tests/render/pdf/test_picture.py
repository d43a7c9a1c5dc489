"""Charts as pictures: they look as in the PDF."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import weasyprint
from lxml import etree
from PIL import Image, ImageChops, ImageFilter, ImageStat

from reportgen.render.layout import Layout
from reportgen.render.markup import font_of_charts
from reportgen.render.pdf.picture import RESOLUTION, png
from reportgen.render.tree import parse

FORMS = """<svg width="60mm" height="40mm" viewBox="-10 -5 120 80" font-size="8"><title>各种形状</title>
<path d="M0 0H40V30H0Z" fill="#d9d9d9" stroke="#000000" stroke-width="1.5"/>
<path d="M60 0L90 0 75 30ZM60 40L90 40" fill="#5b7ea4" stroke="#b00000" stroke-width="2"/>
<polyline points="0,60 20,40 40,65 60,45" fill="none" stroke="#000000" stroke-width="1.2"/>
<rect x="70" y="45" width="30" height="20"/>
<g><line x1="0" y1="70" x2="100" y2="66" stroke="#595959" stroke-width="0.8"/></g>
<text class="label" x="2" y="12">  甲 乙，12.5%  </text>
<text class="label" x="85" y="58" text-anchor="middle" fill="#ffffff">中间</text>
<text class="label" x="108" y="40" text-anchor="end" fill="#b00000">【待补】</text></svg>"""
FAMILIES = ("FandolFang", "FandolHei", "Noto Serif CJK SC")  # the last stands in a file with others


def as_in_the_pdf(svg: etree._Element, layout: Layout) -> Image.Image:
    svg.set("font-family", font_of_charts(layout))
    page = f"@page {{ size: {svg.get('width')} {svg.get('height')}; margin: 0; }} body {{ margin: 0; }} svg {{ display: block; }}"
    html = weasyprint.HTML(string=etree.tostring(svg, encoding="unicode", method="html"))
    with pypdfium2.PdfDocument(html.write_pdf(stylesheets=[weasyprint.CSS(string=page)])) as pdf:
        return pdf[0].render(scale=RESOLUTION / 72).to_pil()


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The mean and the greatest difference of two pictures seen from a little way off, of 255."""
    far = [picture.convert("L").filter(ImageFilter.GaussianBlur(6)) for picture in (one, other)]
    statistics = ImageStat.Stat(ImageChops.difference(*far))
    return statistics.mean[0], statistics.extrema[0][1]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_drawing_looks_as_in_the_pdf(sample: Callable[[str], str], family: str) -> None:
    layout = replace(Layout(), fonts=replace(Layout().fonts, body=(family,)))
    for svg in [parse(FORMS), *parse(sample("charts")).iter("svg")]:
        made, expected = Image.open(BytesIO(png(svg, layout))), as_in_the_pdf(svg, layout)
        assert made.size == expected.size
        mean, most = difference(made, expected)
        assert mean < 0.6
        assert most < 30
