"""Sections of a Word file: page, margins, the character grid, and the page numbers in the footers."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.lint.model import Box, Sheet, Side
from reportgen.lint.word.footers import page_numbers
from reportgen.ooxml.names import R, W
from reportgen.ooxml.package import Parts
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.values import millimetres, number, on, twips, val

_SIDES = {"default": Side.ODD, "even": Side.EVEN, "first": Side.FIRST}
_LETTER = 215.9, 279.4  # the page where a section names none


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its sheet, whether it begins a page, and its grid: kind, line pitch (points), added to a character (points).

    `header` and `footer` are the `w:hdr` and `w:ftr` of its first page; `down` is where the header begins, mm from the edge of the paper.
    """

    sheet: Sheet
    header: Element | None
    footer: Element | None
    down: float | None
    begins_page: bool
    columns: int
    grid: str
    grid_pitch: float
    grid_added: float

    @property
    def room(self) -> float | None:
        """The width of its text in mm; None in columns."""
        area = self.sheet.type_area
        return None if area is None or self.columns > 1 else area.right - area.left


def sections(body: Element, parts: Parts, styles: Styles, settings: Element | None) -> list[Section]:
    """The sections of a document in their order."""
    found = [*body.iterfind(f".//{W}p/{W}pPr/{W}sectPr"), *body.iterchildren(f"{W}sectPr")]
    relations = parts.relations(parts.main)
    both = settings is not None and on(settings.find(f"{W}evenAndOddHeaders"))
    made: list[Section] = []
    edges: tuple[dict[str, Element], dict[str, Element]] = {}, {}
    for count, properties in enumerate(found, 1):
        edges = _edges(properties, "header", edges[0], parts, relations), _edges(properties, "footer", edges[1], parts, relations)
        made.append(_section(properties, f"第{count}节" if len(found) > 1 else "全文", edges, styles, both=both, later=count > 1))
    return made


def _edges(properties: Element, kind: str, before: dict[str, Element], parts: Parts, relations: Mapping[str, tuple[str, str]]) -> dict[str, Element]:
    """The headers or footers of a section by the pages that they are for; one without has those of the section before."""
    found = dict(before)
    for reference in properties.iterchildren(f"{W}{kind}Reference"):
        root = parts.xml(relations.get(reference.get(f"{R}id", ""), ("", ""))[1])
        if root is not None and reference.get(f"{W}type", "default") in _SIDES:
            found[reference.get(f"{W}type", "default")] = root
    return found


def _section(properties: Element, name: str, edges: tuple[dict[str, Element], dict[str, Element]], styles: Styles, *, both: bool, later: bool) -> Section:
    headers, footers = edges
    size, margins = properties.find(f"{W}pgSz"), properties.find(f"{W}pgMar")

    def measure(element: Element | None, attribute: str) -> float | None:
        return None if element is None else millimetres(element.get(f"{W}{attribute}"))

    width, height = measure(size, "w") or _LETTER[0], measure(size, "h") or _LETTER[1]
    left, top, right, bottom = (measure(margins, edge) for edge in ("left", "top", "right", "bottom"))
    gutter = measure(margins, "gutter") or 0.0
    foot = measure(margins, "footer") or 0.0
    area = None
    if left is not None and top is not None and right is not None and bottom is not None:
        area = Box(left + gutter, abs(top), width - right, height - abs(bottom))
    first = on(properties.find(f"{W}titlePg"))
    numbering = properties.find(f"{W}pgNumType")
    form = "" if numbering is None else numbering.get(f"{W}fmt", "")
    numbers = tuple(
        shown
        for kind, root in footers.items()
        if (kind != "even" or both) and (kind != "first" or first)
        for shown in page_numbers(root, _SIDES[kind] if both or kind == "first" else Side.ALL, form, styles, None if bottom is None else abs(bottom) - foot)
    )
    grid = properties.find(f"{W}docGrid")
    columns = properties.find(f"{W}cols")
    kind = val(properties.find(f"{W}type"), "nextPage")
    kinds = ((Side.ODD, Side.EVEN) if both else (Side.ALL,)) + ((Side.FIRST,) if first else ())
    restarts = later and numbering is not None and numbering.get(f"{W}start") is not None
    return Section(
        sheet=Sheet(name, width, height, type_area=area, numbers=numbers, kinds=kinds, restarts=restarts),
        header=headers.get("first" if first else "default"),
        footer=footers.get("first" if first else "default"),
        down=measure(margins, "header"),
        begins_page=kind != "continuous",
        columns=(number(columns.get(f"{W}num")) or 1) if columns is not None else 1,
        grid="" if grid is None else grid.get(f"{W}type", ""),
        grid_pitch=(twips(grid.get(f"{W}linePitch")) or 0.0) / 20 if grid is not None else 0.0,
        grid_added=(number(grid.get(f"{W}charSpace")) or 0) / 4096 if grid is not None else 0.0,
    )
