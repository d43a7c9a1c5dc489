"""Change bars: in a redline, a rule in the margin beside each line in which something came or went.

They are drawn on pages that WeasyPrint has laid out, from its boxes, which are no public interface of it: the tests of the bars tell
when they change.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure import boxes

from reportgen.render.sides import CHANGE, DEL, INS, WAS

_POINTS = 0.75  # in a pixel of CSS
_GAP = 9.0  # pt from the bar to the type area
_WIDTH = 1.5  # pt
_JOINED = 12.0  # pt: bars with less between them are one


def draw_bars(document: Document, pdf: Any) -> None:
    """Draw the bars of every page of `document` into `pdf`: what WeasyPrint calls a finisher."""
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        box = page._page_box  # noqa: SLF001
        bars = _joined(sorted(set(_changed(box))))
        if not bars:
            continue
        left = (box.position_x + box.margin_left) * _POINTS - _GAP - _WIDTH
        stream = pdf.objects[int(pdf.objects[int(reference.split()[0])]["Contents"].split()[0])].stream
        # Painted over the page in its own units, but for their size: points from the upper left corner.
        stream += ["/Artifact", "BMC", "q", "0 0 0 rg", *(f"{left:.2f} {top:.2f} {_WIDTH} {end - top:.2f} re" for top, end in bars), "f", "Q", "EMC"]


def _changed(box: boxes.Box, *, within: bool = False) -> Iterator[tuple[float, float]]:
    """Where lines and drawings in which something came or went begin and end, in points from the upper edge."""
    within = within or _is_changed(box)
    if isinstance(box, boxes.LineBox) and not within:
        within = any(_is_changed(part) for part in box.descendants() if isinstance(part, boxes.Box))
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        if within:
            yield round(box.position_y * _POINTS, 2), round((box.position_y + box.margin_height()) * _POINTS, 2)
        return
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.Box):
            yield from _changed(child, within=within)


def _is_changed(box: boxes.Box) -> bool:
    element = box.element
    return element is not None and (element.tag in (INS, DEL) or element.get(CHANGE) is not None or element.get(WAS) is not None)


def _joined(bars: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """`bars` in their order, those that touch or nearly do made one."""
    joined: list[tuple[float, float]] = []
    for top, end in bars:
        if joined and top - joined[-1][1] < _JOINED:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((top, end))
    return joined
