"""Sections: the page upright and turned, its margins, and the page numbers."""

from collections.abc import Sequence

from reportgen.measure import MM_PER_PT
from reportgen.ooxml.builder import Xml, put, twips, w
from reportgen.render.layout import Layout
from reportgen.render.word import styles
from reportgen.render.word.drawing import Frame, double_line, text_box
from reportgen.render.word.inline import run
from reportgen.render.word.package import WordPackage
from reportgen.render.word.revisions import stays, track_paragraph

# Room for a page number of any length on a turned page, in mm.
_NUMBER_ROOM = 30.0
_HEADER = 15.0  # millimetres from the paper's edge: Word's own


class Sections:
    """Makes the section properties of one document; the footers of either kind of page are made once.

    `letterhead` are the paragraphs at the head of the first page of a letter, which has no page number; none in other documents.
    """

    def __init__(self, package: WordPackage, layout: Layout, letterhead: Sequence[Xml] = ()) -> None:
        self._package, self._layout = package, layout
        self._letterhead = letterhead
        self._footers: dict[bool, list[tuple[str, str]]] = {}

    def properties(self, *, turned: bool) -> Xml:
        """The `w:sectPr` of pages that stand upright, or of A4 turned; page numbers run on through all."""
        if turned not in self._footers:
            make = self._turned_footer if turned else self._footer
            self._footers[turned] = [(sides, self._package.add_edge("footer", make(odd=sides == "default"))) for sides in ("default", "even")]
        references = [Xml("w:footerReference", {"w:type": sides, "r:id": footer}, []) for sides, footer in self._footers[turned]]
        first = self._first_page() if self._letterhead else []
        self._letterhead = ()  # only the first section has the first page
        return w("sectPr", *first, *references, w("type", val="nextPage"), *self._page(turned, lettered=bool(first)), w("titlePg") if first else None)

    def _first_page(self) -> list[Xml]:
        """Header and footer of the first page of a letter: its head, and the second red line."""
        layout = self._layout
        across = (layout.page_width - layout.letter_line_width) / 2
        place = Frame("page", across, "page", layout.page_height - layout.letter_line_bottom, layout.letter_line_width, 0.0)
        weight = layout.letter_line_thick + layout.letter_line_thin
        line = double_line(place, self._package.next_drawing(), weight, layout.red)
        edges = (("header", w("hdr", *self._letterhead)), ("footer", w("ftr", w("p", w("pPr", w("pStyle", val=styles.FOOTER)), line))))
        return [Xml(f"w:{kind}Reference", {"w:type": "first", "r:id": self._package.add_edge(kind, edge)}, []) for kind, edge in edges]

    def _page(self, turned: bool, *, lettered: bool) -> tuple[Xml, Xml]:
        layout = self._layout
        size = w("pgSz", w=twips(layout.page_width), h=twips(layout.page_height))
        edges = [layout.top, layout.right, layout.bottom, layout.left]
        # The footer's one line is as high as its characters: their middle stands 7 mm below the type area.
        footer = layout.bottom - layout.page_number_gap - layout.page_number_size * MM_PER_PT / 2
        if turned:
            # The sheet is turned a quarter clockwise to be read: its left edge is now above, its foot at the left (8).
            size = w("pgSz", w=twips(layout.page_height), h=twips(layout.page_width), orient="landscape")
            edges = [layout.left, layout.top, layout.right, layout.bottom]
            footer = 0.0
        margins = dict(zip(("top", "right", "bottom", "left"), map(twips, edges), strict=True))
        return size, w("pgMar", **margins, header=twips(layout.letter_top if lettered else _HEADER), footer=twips(footer), gutter=0)

    def _footer(self, *, odd: bool) -> Xml:
        """Outside, 空一字 (7.5)."""
        em = twips(self._layout.em)
        sides = (w("ind", right=em), w("jc", val="right")) if odd else (w("ind", left=em), w("jc", val="left"))
        return w("ftr", w("p", w("pPr", w("pStyle", val=styles.FOOTER), *sides), *_number()))

    def _turned_footer(self, *, odd: bool) -> Xml:
        """On a turned page the number stays at the same place of the sheet, which is now at the left, read downwards."""
        layout = self._layout
        line = layout.page_number_size * MM_PER_PT
        left = layout.bottom - layout.page_number_gap - line / 2
        top = layout.page_width - layout.right - layout.em - _NUMBER_ROOM if odd else layout.left + layout.em
        text = w("p", w("pPr", w("pStyle", val=styles.FOOTER), w("jc", val="right" if odd else "left")), *_number())
        box = text_box([text], Frame("page", left, "page", top, line, _NUMBER_ROOM), self._package.next_drawing(), turned=True)
        return w("ftr", w("p", w("pPr", w("pStyle", val=styles.FOOTER)), box))


def _number() -> tuple[Xml, ...]:
    """The number between its 一字线: — 1 —."""
    return run("— "), w("fldSimple", run("1"), instr=" PAGE "), run(" —")


def end_section(blocks: list[Xml], section: Xml, change: str | None) -> None:
    """Make `blocks` a section of their own: `section` goes into the last paragraph, or into a thin one after a table.

    It has a thin one of its own too where it came or went itself (`change`), or where the last paragraph did.
    """
    if change is not None:
        blocks.append(track_paragraph(spacer(), change))
    elif not stays(blocks[-1]):
        blocks.append(spacer())
    put(blocks[-1], section)


def spacer() -> Xml:
    """An empty paragraph of hardly any height, where Word needs a paragraph after a table."""
    return w("p", w("pPr", w("pStyle", val=styles.SPACER)))
