"""Changes of form in a redline of two Word files: what a paragraph, a cell or a table looked like (ISO/IEC 29500-1, 17.13.5)."""

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element

from reportgen.ooxml.names import local, q
from reportgen.ooxml.values import twips

FORMS = ("pPrChange", "tcPrChange", "tblPrChange", "tblGridChange")
_KEPT = ("rPr", "sectPr", "cellIns", "cellDel", "cellMerge", *FORMS)  # what is no form, or isn't told with it
_TOLD = ("pStyle", "numPr", "jc", "outlineLvl")
"""Of a paragraph, as the diff tells them; what programs write anew whenever they save isn't looked at."""
_SEEN = 57  # twips: a millimetre; programs round widths when they save, and no reader sees less


def track_paragraph_form(before: _Element | None, new: _Element) -> None:
    """Mark a paragraph whose style, list or alignment is another than in `before`, the `w:pPr` that it had."""
    after = new.find(q("pPr"))
    if _written(before, _TOLD) == _written(after, _TOLD):
        return
    if after is None:
        after = etree.Element(q("pPr"))
        new.insert(0, after)
    after.append(_former("pPrChange", "pPr", before))


def track_cell_form(old: _Element, new: _Element) -> None:
    """Mark a cell that is wider or narrower, reaches over others, or whose words stand higher or lower than in `old`."""
    before, after = old.find(q("tcPr")), new.find(q("tcPr"))
    if after is not None and (_written(before, ("vAlign", "gridSpan", "vMerge")) != _written(after, ("vAlign", "gridSpan", "vMerge")) or _wider(before, after)):
        after.append(_former("tcPrChange", "tcPr", before))


def track_table_form(before: _Element | None, old: _Element, new: _Element) -> None:
    """Mark a table that stands otherwise on the page than `before`, the `w:tblPr` that it had, and columns that are wider or narrower than those of `old`."""
    after = new.find(q("tblPr"))
    if before is not None and after is not None and _written(before, ("jc", "tblStyle")) != _written(after, ("jc", "tblStyle")):
        after.append(_former("tblPrChange", "tblPr", before))
    grids = old.find(q("tblGrid")), new.find(q("tblGrid"))
    if grids[0] is not None and grids[1] is not None:
        widths = [[twips(column.get(q("w"))) or 0 for column in grid.iterchildren(q("gridCol"))] for grid in grids if grid is not None]
        if len(widths[0]) != len(widths[1]) or any(abs(one - other) > _SEEN for one, other in zip(*widths, strict=True)):
            grids[1].append(_former("tblGridChange", "tblGrid", grids[0]))


def _wider(old: _Element | None, new: _Element) -> bool:
    widths = [None if properties is None else properties.find(q("tcW")) for properties in (old, new)]
    kinds = ["" if width is None else width.get(q("type"), "dxa") for width in widths]
    sizes = ["" if width is None else width.get(q("w"), "") for width in widths]
    if kinds != ["dxa", "dxa"]:
        return kinds != [kinds[0]] * 2 or sizes[0] != sizes[1]
    one, other = (twips(size) or 0 for size in sizes)
    return abs(one - other) > _SEEN


def _written(properties: _Element | None, tags: Sequence[str]) -> list[bytes]:
    found = () if properties is None else [child for child in properties if local(child) in tags]
    return [etree.tostring(child, method="c14n", exclusive=True) for child in map(deepcopy, found)]


def _former(tag: str, name: str, properties: _Element | None) -> _Element:
    """The mark of a change of form, with the form that there was."""
    made = etree.Element(q(tag))
    former = etree.SubElement(made, q(name))
    former.extend(map(deepcopy, _plain(properties)))
    return made


def _plain(properties: _Element | None) -> Iterable[_Element]:
    return () if properties is None else [child for child in properties if local(child) not in _KEPT]
