"""Parts of a Word file marked as what came or went (ISO/IEC 29500-1, 17.13.5): runs, paragraphs, rows, tables."""

from collections.abc import Iterator, Sequence
from itertools import chain, count

from lxml import etree
from lxml.etree import _Element

from reportgen.ooxml.names import WORD, local, q
from reportgen.ooxml.tables import rows_of
from reportgen.redline.word_forms import FORMS
from reportgen.render.sides import DEL, INS

AROUND = ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple")
"""What may stand around runs and paragraphs, and says nothing itself."""
_DELETED = {q("t"): q("delText"), q("instrText"): q("delInstrText")}
_NAMESPACES = {"w": WORD}


def runs_in(parent: _Element) -> Iterator[_Element]:
    """The runs of a paragraph; what is in a box of one has paragraphs of its own."""
    for child in parent:
        if child.tag == q("r"):
            yield child
        elif local(child) in AROUND:
            yield from runs_in(child)


def deleted(run: _Element) -> _Element:
    """A run as one that went, also what stands in its text boxes."""
    for child in run:
        child.tag = _DELETED.get(str(child.tag), str(child.tag))
    for paragraph in list(run.iter(q("p"))):
        _track_runs(paragraph, DEL)
    return run


def wrapped(runs: Sequence[_Element], change: str) -> _Element:
    """Runs within the mark of a change."""
    made = etree.Element(q(change))
    made.extend(runs)
    return made


def track_block(block: _Element, change: str) -> None:
    """Mark a paragraph or table that came or went."""
    if block.tag == q("tbl"):
        for row in rows_of(block):
            track_row(row, change)
        return
    properties = block.find(q("pPr"))
    if properties is None:
        properties = etree.Element(q("pPr"))
        block.insert(0, properties)
    look = properties.find(q("rPr"))
    if look is None:
        look = etree.Element(q("rPr"))
        behind = next((at for at, one in enumerate(properties) if local(one) in ("sectPr", "pPrChange")), len(properties))
        properties.insert(behind, look)
    look.insert(0, etree.Element(q(change)))
    _track_runs(block, change)


def track_row(row: _Element, change: str) -> None:
    """Mark a row that came or went; the ends of its paragraphs stay: there is no cell without one."""
    properties = row.find(q("trPr"))
    if properties is None:
        properties = etree.Element(q("trPr"))
        row.insert(1 if row.find(q("tblPrEx")) is not None else 0, properties)
    if not len(properties):
        etree.SubElement(properties, q("cantSplit"), {q("val"): "off"})  # the schema wants a property beside the mark; so it is without one
    etree.SubElement(properties, q(change))
    for paragraph in row.iter(q("p")):
        _track_runs(paragraph, change)


def _track_runs(paragraph: _Element, change: str) -> None:
    for run in list(runs_in(paragraph)):
        wrapper = etree.Element(q(change))
        run.addprevious(wrapper)
        wrapper.append(deleted(run) if change == DEL else run)


def stamp(roots: Sequence[_Element], author: str, day: str | None) -> None:
    """Say at every revision in these parts whose it is, and give it a number that nothing else has."""
    numbers = count(1 + max((int(value) for root in roots for value in root.xpath("//@w:id", namespaces=_NAMESPACES) if str(value).isdecimal()), default=0))
    for mark in chain.from_iterable(root.iter(q(INS), q(DEL), *map(q, FORMS)) for root in roots):
        mark.set(q("id"), str(next(numbers)))
        if mark.tag == q("tblGridChange"):
            continue  # the only one that doesn't tell whose it is
        mark.set(q("author"), author)
        if day:
            mark.set(q("date"), f"{day}T00:00:00Z")
