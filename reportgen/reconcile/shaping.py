"""What a Word file that came back says, in the form of canonical HTML, so that it is compared like a version.

A paragraph is what its counterpart in the version is: what is only formatted otherwise hasn't changed. What came in by hand is what
its style says. The result is for comparing: it needn't hold what the vocabulary asks of composed documents.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element

from reportgen.reconcile.body import Picture, WordTable
from reportgen.reconcile.expected import BOOKMARK, CAPTION, FIGCAPTION, PICTURE, UNIT, Expected
from reportgen.reconcile.lines import ReturnedParagraph
from reportgen.reconcile.pairing import KINDS, PairedPart
from reportgen.reconcile.tables import shape_table


def shape(old: _Element, found: Iterable[PairedPart], figures: Mapping[str, str]) -> _Element:
    """The file as an `article`; `figures` are the names of the figures by their bookmarks."""
    return _Shaper(old, figures).shape(found)


class _Shaper:
    """Puts one part after the other into the article."""

    def __init__(self, old: _Element, figures: Mapping[str, str]) -> None:
        self.article = etree.Element("article", dict(old.attrib))
        self._figures = figures
        self._stack: list[tuple[_Element, _Element]] = []  # the containers that are open: of the version, of the article
        self._captions: list[tuple[ReturnedParagraph, Expected | None]] = []
        self._drawn: _Element | None = None  # the last chart, as long as its caption hasn't come

    def shape(self, found: Iterable[PairedPart]) -> _Element:
        """The article with all parts in it."""
        for one in found:
            if isinstance(one.part, WordTable):
                self._table(one.part, one.was)
            elif isinstance(one.part, Picture):
                if one.was is not None:  # what came in is told beside the text
                    self._figure(one.was)
            else:
                self._line(one.part, one.was)
        self._let_go()
        return self.article

    def _line(self, line: ReturnedParagraph, was: Expected | None) -> None:
        kind = was.kind if was is not None else KINDS.get(line.style, "p")
        if line.numbered and was is not None and was.text == was.block.number + line.text:
            line = line.behind(was.block.number)  # Word counts now what was typed, by a numbering that the file doesn't define
        if kind in (CAPTION, UNIT):
            self._captions.append((line, was))
        elif kind == FIGCAPTION and self._drawn is not None:
            self._write(etree.SubElement(self._drawn, "figcaption"), line)
            self._drawn = None
        elif kind == PICTURE and was is not None:
            self._figure(was)
        else:
            tag, _, name = ("p" if kind == FIGCAPTION else kind).partition(".")
            self._write(self._block(tag, was, name), line)

    def _figure(self, was: Expected) -> None:
        self._drawn = self._block("figure", was)
        self._drawn.extend(deepcopy(part) for part in was.element.iterchildren("svg", "span"))

    def _table(self, table: WordTable, was: Expected | None) -> None:
        captions = [one for one in self._captions if one[1] is None or (was is not None and one[1].block is was.block)]
        self._captions = [one for one in self._captions if one not in captions]
        self._let_go()  # those of tables that were deleted
        element = self._block("table", was)
        if captions:
            caption = etree.SubElement(element, "caption")
            for line, part in captions:
                self._write(caption if part is None or part.kind == CAPTION else etree.SubElement(caption, "span", {"class": "unit"}), line)
        shape_table(element, table, None if was is None else was.block.grid, self._write)

    def _let_go(self) -> None:
        """What was a caption stands without its table."""
        captions, self._captions = self._captions, []
        for line, _ in captions:
            self._write(self._block("p", None), line)

    def _block(self, tag: str, was: Expected | None, name: str = "") -> _Element:
        """A new block, in the containers that its counterpart stands in; of what came in by hand in those of the block before it."""
        if was is not None:
            path = was.block.containers
            kept = next((k for k, (one, other) in enumerate(zip(self._stack, path, strict=False)) if one[0] is not other), min(len(self._stack), len(path)))
            del self._stack[kept:]
            for container in path[kept:]:
                parent = self._stack[-1][1] if self._stack else self.article
                self._stack.append((container, etree.SubElement(parent, str(container.tag), dict(container.attrib))))
        self._drawn = None
        block = etree.SubElement(self._stack[-1][1] if self._stack else self.article, tag)
        for attribute, value in (("class", name), ("id", was.block.id if was is not None else "")):
            if value:
                block.set(attribute, value)
        return block

    def _write(self, element: _Element, line: ReturnedParagraph) -> None:
        """The words of a line at the end of an element; those in the bookmark of a figure as that figure."""
        done = 0
        for span in sorted(line.spans, key=lambda span: (span.start, span.end)):
            if done <= span.start < span.end and span.bookmark in self._figures:
                _say(element, line.text[done : span.start])
                data = etree.SubElement(element, "data", {"data-figure": self._figures[span.bookmark], BOOKMARK: span.bookmark})
                _say(data, line.text[span.start : span.end])
                done = span.end
        _say(element, line.text[done:])


def _say(element: _Element, text: str) -> None:
    """Words at the end of an element, with a `br` for each line break."""
    first, *lines = text.split("\n")
    _append(element, first)
    for line in lines:
        etree.SubElement(element, "br").tail = line


def _append(element: _Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
