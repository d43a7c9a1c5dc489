"""Random edits of composed documents, for properties that must hold of any two versions."""

from copy import deepcopy
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import blocks_of
from reportgen.render.tree import parse

GOLDEN = sorted((Path(__file__).parent.parent / "projects/pair/golden").glob("*.html"))
FRESH = "新增：各部门在{}前报送自查情况，逐项说明整改结果。"


@cache
def composed(path: Path) -> _Element:
    return parse(path.read_text("utf-8"))


@st.composite
def versions(draw: st.DrawFn) -> tuple[_Element, _Element]:
    """A composed document and what became of it: numbers, words, paragraphs, rows and columns changed, inserted, deleted, moved."""
    old = composed(draw(st.sampled_from(GOLDEN)))
    new = deepcopy(old)
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=12)):
        edit(new, draw)
    return old, new


def some(parent: _Element, path: str, draw: st.DrawFn) -> _Element | None:
    found = parent.findall(path)
    return draw(st.sampled_from(found)) if found else None


def change_number(new: _Element, draw: st.DrawFn) -> None:
    element = some(new, ".//data", draw)
    if element is not None:
        element.text = str(draw(st.integers(0, 10**7)))
        element.set("value", element.text)


def change_words(new: _Element, draw: st.DrawFn) -> None:
    element = some(new, ".//p", draw)
    if element is not None and element.text:
        at = draw(st.integers(0, len(element.text)))
        element.text = element.text[:at] + draw(st.text("，。的工作改造2345.%新户", max_size=8)) + element.text[at + draw(st.integers(0, 9)) :]


def insert_paragraph(new: _Element, draw: st.DrawFn) -> None:
    beside = some(new, ".//p", draw)
    if beside is not None and beside.getparent().tag in ("article", "section"):
        fresh = etree.Element("p")
        fresh.text = FRESH.format(draw(st.integers(1, 30)))
        beside.addnext(fresh)


def split_paragraph(new: _Element, draw: st.DrawFn) -> None:
    """At the end of a sentence, or anywhere."""
    long = [p for p in new.findall(".//p") if len(p.text or "") > 20 and not p.get("class")]
    if long:
        paragraph = draw(st.sampled_from(long))
        ends = [at + 1 for at, one in enumerate(paragraph.text[:-1]) if one == "。"]
        at = draw(st.sampled_from(ends)) if ends and draw(st.booleans()) else draw(st.integers(1, len(paragraph.text) - 1))
        second = deepcopy(paragraph)
        second.attrib.pop("id", None)
        second.text, paragraph.text = paragraph.text[at:], paragraph.text[:at]
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.addnext(second)


def join_paragraphs(new: _Element, draw: st.DrawFn) -> None:
    pairs = [
        (one, other)
        for one in new.findall(".//p")
        if (other := one.getnext()) is not None and other.tag == "p" and not one.get("class") and not other.get("class")
    ]
    if pairs:
        first, second = draw(st.sampled_from(pairs))
        _append(first, second.text or "")
        first.extend(list(second))
        second.getparent().remove(second)


def _append(element: _Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def delete_block(new: _Element, draw: st.DrawFn) -> None:
    block = draw(st.sampled_from(blocks_of(new)))
    block.element.getparent().remove(block.element)


def move_block(new: _Element, draw: st.DrawFn) -> None:
    block, beside = (draw(st.sampled_from(blocks_of(new))).element for _ in range(2))
    if block is not beside:
        beside.addnext(block)


def delete_row(new: _Element, draw: st.DrawFn) -> None:
    row = some(new, ".//tbody/tr", draw)
    if row is not None:
        row.getparent().remove(row)


def repeat_row(new: _Element, draw: st.DrawFn) -> None:
    row = some(new, ".//tbody/tr", draw)
    if row is not None:
        fresh = deepcopy(row)
        for cell in fresh:
            cell.attrib.pop("rowspan", None)
        draw(st.sampled_from(list(row.getparent()))).addprevious(fresh)


def move_row(new: _Element, draw: st.DrawFn) -> None:
    body = some(new, ".//tbody", draw)
    if body is not None and len(body):
        body.insert(draw(st.integers(0, len(body))), draw(st.sampled_from(list(body))))


def insert_column(new: _Element, draw: st.DrawFn) -> None:
    table = some(new, ".//table", draw)
    if table is None:
        return
    at = draw(st.integers(0, 2))
    table.find("colgroup").append(etree.Element("col"))
    for row in table.iter("tr"):
        cell = etree.Element("td" if row.getparent().tag == "tbody" else "th")
        cell.text = draw(st.sampled_from(["备案", "—", "12"]))
        row.insert(at, cell)


def delete_column(new: _Element, draw: st.DrawFn) -> None:
    table = some(new, ".//table", draw)
    if table is not None:
        for row in table.iter("tr"):
            if len(row) > 1:
                row.remove(row[draw(st.sampled_from([0, -1]))])


def change_title(new: _Element, draw: st.DrawFn) -> None:
    heading = some(new, f".//{draw(st.sampled_from(['h1', 'h2', 'h3', 'h4']))}", draw)
    if heading is not None:
        heading.text = draw(st.sampled_from(["（九）", "三、", "", "12."])) + "新的标题" + (heading.text or "")[2:]


EDITS = (
    *(change_number, change_words, insert_paragraph, delete_block, move_block, delete_row, repeat_row),
    *(move_row, insert_column, delete_column, change_title),
    *(split_paragraph, join_paragraphs),
)
