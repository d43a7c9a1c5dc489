"""Tracked changes of a Word file accepted or rejected, as the standard explains them (ISO/IEC 29500-1, 17.13.5)."""

from itertools import chain

from lxml.etree import _Element as Element

from reportgen.ooxml.elements import remove
from reportgen.ooxml.names import local, q
from reportgen.ooxml.tables import read_table, rows_of

COME, GONE = ("ins", "moveTo"), ("del", "moveFrom")
"""The marks of tracked changes: of what came, and of what is no more."""
CELL_COME, CELL_GONE = "cellIns", "cellDel"
"""The marks of cells that came, or are no more, in a row that stays."""
_FORMS = {
    "pPrChange": ("rPr", "sectPr"),
    "rPrChange": (*COME, *GONE),
    "sectPrChange": ("headerReference", "footerReference"),
    "tcPrChange": (CELL_COME, CELL_GONE),
    "trPrChange": (),
    "tblPrChange": (),
    "tblPrExChange": (),
    "tblGridChange": (),
}
"""The marks of changes of form, each with what stands beside the form and isn't part of it."""
_FIRST = ("rPrChange", "sectPrChange")  # here that stands before the form
_RANGES = tuple(q(f"{move}Range{end}") for move in ("moveFrom", "moveTo") for end in ("Start", "End"))


def settle(document: Element, *, accept: bool) -> None:
    """Accept all insertions, deletions and moves in a `w:document`, or reject them; it is altered."""
    kept, dropped = (COME, GONE) if accept else (GONE, COME)
    _resolve_rows(document, kept, dropped)
    _resolve_forms(document, accept=accept)
    for table in list(document.iter(q("tbl"))):
        _resolve_cells(table, CELL_GONE if accept else CELL_COME)
    merging = _resolve_marks(document, kept, dropped)
    for tag in dropped:
        for element in list(document.iter(q(tag))):
            remove(element)
    for tag in kept:
        for element in list(document.iter(q(tag))):
            _unwrap(element)
    for element in list(document.iter(*_RANGES)):
        remove(element)
    for text in document.iter(q("delText")):
        text.tag = q("t")
    for paragraph in merging:
        _merge(paragraph)


def _resolve_rows(document: Element, kept: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    for row in list(document.iter(q("tr"))):
        properties = row.find(q("trPr"))
        marks = [] if properties is None else [mark for mark in properties if _is(mark, *kept, *dropped)]
        if any(_is(mark, *dropped) for mark in marks):
            remove(row)
        for mark in marks:
            remove(mark)
    for table in list(document.iter(q("tbl"))):
        if next(rows_of(table), None) is None:
            remove(table)


def _resolve_forms(document: Element, *, accept: bool) -> None:
    """Leave paragraphs, runs, tables and sections the form that they have now, or give them back the one that they had."""
    for change in list(document.iter(*map(q, _FORMS))):
        properties, former = change.getparent(), next(iter(change), None)
        if properties is None:
            continue
        properties.remove(change)
        if accept:
            continue
        beside = [child for child in properties if _is(child, *_FORMS[local(change)])]
        for child in list(properties):
            if child not in beside:
                properties.remove(child)
        begins = len(beside) if local(change) in _FIRST else 0
        for place, child in enumerate(list(former) if former is not None else (), begins):
            properties.insert(place, child)


def _resolve_cells(table: Element, dropped: str) -> None:
    """Take out the cells that aren't there, and the marks of the others; what reaches over a column that is no more gets narrower."""
    marks = {tag: list(table.iterfind(f"{q('tr')}/{q('tc')}/{q('tcPr')}/{q(tag)}")) for tag in (CELL_COME, CELL_GONE)}
    if not any(marks.values()):
        return
    gone = {next(mark.iterancestors(q("tc"))) for mark in marks[dropped]}
    cells = [(cell, set(range(cell.column, cell.column + cell.columns))) for row in read_table(table).rows for cell in row.cells]
    columns = set(chain.from_iterable(own for cell, own in cells if cell.element in gone))
    columns -= set(chain.from_iterable(own for cell, own in cells if cell.element not in gone and own <= columns))
    for cell, own in cells:
        span = None if cell.element is None else cell.element.find(f"{q('tcPr')}/{q('gridSpan')}")
        if span is not None and cell.element not in gone:
            span.set(q("val"), str(len(own - columns)))
    for element in (*gone, *chain.from_iterable(marks.values())):
        remove(element)


def _resolve_marks(document: Element, kept: tuple[str, ...], dropped: tuple[str, ...]) -> list[Element]:
    """Take the marks from the ends of paragraphs; the paragraphs whose end goes, so that what follows joins them."""
    merging = []
    for paragraph in document.iter(q("p")):
        properties = paragraph.find(f"{q('pPr')}/{q('rPr')}")
        for mark in [] if properties is None else [mark for mark in properties if _is(mark, *kept, *dropped)]:
            if _is(mark, *dropped):
                merging.append(paragraph)
            remove(mark)
    return merging


def _merge(paragraph: Element) -> None:
    """Join what is left of `paragraph` with the one that follows, which keeps its form; before a table or an end nothing can join it."""
    rest = [child for child in paragraph if child.tag != q("pPr")]
    following = paragraph.getnext()
    while following is not None and following.tag in (q("bookmarkStart"), q("bookmarkEnd")):
        following = following.getnext()
    if following is not None and following.tag == q("p"):
        begins = 1 if following.find(q("pPr")) is not None else 0
        for position, child in enumerate(rest):
            following.insert(begins + position, child)
        remove(paragraph)
    elif not rest and following is not None and following.tag == q("tbl"):
        remove(paragraph)


def _is(element: Element, *tags: str) -> bool:
    return str(element.tag) in map(q, tags)


def _unwrap(element: Element) -> None:
    for child in list(element):
        element.addprevious(child)
    remove(element)
