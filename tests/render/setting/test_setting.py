"""How pages are set: the faults that tests/page_faults.py counts, made and mended; and that the pages come out as they were foreseen."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.measure import MM_PER_PT
from reportgen.ooxml.names import q
from reportgen.ooxml.packages import parts_of as read_package
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.setting.document import set_pages
from reportgen.render.setting.lines import FREE, NEVER_FIRST, NEVER_LAST, lines_of, parts_of
from reportgen.render.tree import parse
from reportgen.render.word import write_docx
from tests.page_faults import page_faults

ROOT = Path(__file__).parents[3]
CSS = (ROOT / "templates/html/gongwen.css").read_text("utf-8")
