"""Canonical HTML as a tree."""

import pytest
from lxml import etree

from reportgen.render.tree import grid, has_class, parse, plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>  甲\n  乙 </p>", "甲 乙"),
        ("<p>甲　乙</p>", "甲　乙"),
        ('<p>甲<data value="1">1</data>户<span>（乙）</span></p>', "甲1户（乙）"),
        ("<p><!-- 注 -->甲</p>", "甲"),
        ("<p/>", ""),
    ],
)
def test_plain_is_what_a_reader_sees(html: str, text: str) -> None:
    assert plain(parse(html)) == text


def test_an_entity_of_the_document_is_not_read() -> None:
    assert plain(parse('<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>甲&e;</p>')) == "甲&e;"


def test_broken_html_is_refused() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        parse("<p>甲<br></p>")


def test_a_class_is_a_whole_word() -> None:
    element = parse('<p class="attachment note"/>')
    assert has_class(element, "note")
    assert not has_class(element, "attach")


def test_spans_are_resolved_to_places() -> None:
    table = parse(
        '<table><colgroup><col data-width="1"/><col data-width="1"/><col data-width="2"/></colgroup>'
        '<thead><tr><th rowspan="2">a</th><th colspan="2">b</th></tr><tr><th>c</th><th>d</th></tr></thead>'
        '<tbody><tr><td>1</td><td rowspan="5">2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></tbody></table>'
    )
    found = grid(table)
    assert (found.heads, found.shares) == (2, (0.25, 0.25, 0.5))
    places = {plain(cell.element): (cell.row, cell.column, cell.rows, cell.columns) for _, cells in found.rows for cell in cells}
    assert places == {
        "a": (0, 0, 2, 1),
        "b": (0, 1, 1, 2),
        "c": (1, 1, 1, 1),
        "d": (1, 2, 1, 1),
        "1": (2, 0, 1, 1),
        "2": (2, 1, 2, 1),
        "3": (2, 2, 1, 1),
        "4": (3, 0, 1, 1),
        "5": (3, 2, 1, 1),
    }
    assert {place: plain(cell.element) for place, cell in found.covering().items()}[3, 1] == "2"
