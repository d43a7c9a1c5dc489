"""What a filled form needs to be a Word file again: figures and missing inputs as runs, cells that hold a paragraph."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.ooxml.elements import remove
from reportgen.ooxml.names import SPACE, W
from reportgen.ooxml.tables import cells_of, rows_of

if TYPE_CHECKING:
    from lxml.etree import _Element

BOOKMARK = "bookmark"
"""The attribute of a figure in a Word file that gives its number among the figures of the document."""

_OF_FIGURE = re.compile(r"f_\d{4,}")
_YELLOW = "FFFF00"
# The order that the schema asks for behind the shading of a run.
_BEHIND = tuple(f"{W}{tag}" for tag in ("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"))
_OF_CELL = tuple(
    f"{W}{tag}"
    for tag in (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection"),
        *("tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel", "cellMerge", "tcPrChange"),
    )
)
"""The order that the schema asks for in the properties of a cell."""


def sound(roots: Iterable["_Element"]) -> None:
    """Mend what conditions and loops have left in the parts of a form.

    A cell, header or text box without a paragraph at its end gets one, a row without cells and a table without rows go; a bookmark
    that was repeated stays once, and those of a filled form that was made a form again go.
    """
    taken: set[str] = set()
    for root in roots:
        _bookmarks(root, taken)
        for row in list(root.iter(f"{W}tr")):
            if next(cells_of(row), None) is None:
                remove(row)
        for table in list(root.iter(f"{W}tbl")):
            if next(rows_of(table), None) is None:
                remove(table)
        for holder in root.iter(f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}txbxContent"):
            if not len(holder) or holder[-1].tag not in (f"{W}p", f"{W}sdt"):
                etree.SubElement(holder, f"{W}p")
        for properties in root.iter(f"{W}tcPr"):  # docxtpl puts in vMerge, gridSpan and shd where it finds room
            properties[:] = sorted(properties, key=lambda one: _OF_CELL.index(str(one.tag)) if one.tag in _OF_CELL else len(_OF_CELL))


def _bookmarks(root: "_Element", taken: set[str]) -> None:
    """Let each name of a bookmark stand once, and number the bookmarks anew; `taken` are the names in the parts before."""
    open_now: dict[str, str | None] = {}
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        identifier = mark.get(f"{W}id", "")
        if mark.tag == f"{W}bookmarkStart":
            name = mark.get(f"{W}name", "")
            stays = name not in taken and not _OF_FIGURE.fullmatch(name)
            taken.add(name)
            open_now[identifier] = str(len(taken)) if stays else None
            number = open_now[identifier]
        else:
            number = open_now.pop(identifier, None)
        if number is None:
            remove(mark)
        else:
            mark.set(f"{W}id", number)


def bookmarked(trees: Iterable["_Element"]) -> None:
    """Make runs of the figures and of what is missing in the texts of all parts: a figure with a number in a bookmark, the missing in yellow."""
    roots = list(trees)
    taken = [int(mark.get(f"{W}id", "0")) for root in roots for mark in root.iter(f"{W}bookmarkStart") if mark.get(f"{W}id", "0").isdecimal()]
    above = max(taken, default=0)
    for root in roots:
        for text in list(root.iter(f"{W}t")):
            run = text.getparent()
            if len(text) and run is not None and run.tag == f"{W}r":
                _divide(run, above)


@dataclass(slots=True)
class _Runs:
    """What a run becomes: runs of its look, and bookmarks between them. What is added goes into the run that is open."""

    properties: "_Element | None"
    pieces: list["_Element"] = field(default_factory=list)
    open: "_Element | None" = None

    def add(self, child: "_Element") -> None:
        """Something of the run as it stands."""
        if self.open is None:
            self.open = self._run(self.properties)
        self.open.append(child)

    def bookmark(self, words: str, number: int, above: int) -> None:
        """Words that print the figure of a number, in a bookmark; `above` is the highest number that a bookmark of the file has."""
        identifier = str(above + number)
        self.pieces.append(etree.Element(f"{W}bookmarkStart", {f"{W}id": identifier, f"{W}name": f"f_{number:04d}"}))
        self._run(self.properties).append(_text(words))
        self.pieces.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": identifier}))
        self.open = None

    def missing(self, words: str) -> None:
        """Words that say what is lacking, shaded."""
        self._run(_shaded(self.properties)).append(_text(words))
        self.open = None

    def _run(self, properties: "_Element | None") -> "_Element":
        run = etree.Element(f"{W}r")
        if properties is not None:
            run.append(deepcopy(properties))
        self.pieces.append(run)
        return run


def _divide(run: "_Element", above: int) -> None:
    """Put a run for each figure in its place, and runs of the same look for what stands around."""
    properties = run.find(f"{W}rPr")
    runs = _Runs(properties)
    for child in list(run):
        if child is properties:
            continue
        if child.tag != f"{W}t" or not len(child):
            runs.add(child)
            continue
        if child.text:
            runs.add(_text(child.text))
        for shown in child:
            words = "".join(str(part) for part in shown.itertext())
            number = shown.get(BOOKMARK)
            if number is not None:
                runs.bookmark(words, int(number), above)
            elif shown.tag == "span":
                runs.missing(words)
            else:
                runs.add(_text(words))
            if shown.tail:
                runs.add(_text(shown.tail))
    for piece in runs.pieces:
        run.addprevious(piece)
    remove(run)


def _text(words: str) -> "_Element":
    text = etree.Element(f"{W}t", {SPACE: "preserve"})
    text.text = words
    return text


def _shaded(properties: "_Element | None") -> "_Element":
    """The properties of a run, in yellow."""
    shaded = etree.Element(f"{W}rPr") if properties is None else deepcopy(properties)
    for earlier in shaded.findall(f"{W}shd"):
        shaded.remove(earlier)
    behind = next((number for number, one in enumerate(shaded) if one.tag in _BEHIND), len(shaded))
    shaded.insert(behind, etree.Element(f"{W}shd", {f"{W}val": "clear", f"{W}color": "auto", f"{W}fill": _YELLOW}))
    return shaded
