"""Tracked changes: what came and went in a redline (docs/canonical-html.md), as the revisions that a word processor accepts or rejects.

The writers mark runs, paragraphs and rows as they make them; `stamp` says at the end whose revisions they are, and numbers them.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from reportgen.ooxml.builder import Element, Xml, put, w
from reportgen.render.sides import AUTHOR, DATE, DEL, INS, MOVE, change_of

_MOVES = {INS: "moveTo", DEL: "moveFrom"}
_CELLS = {INS: "cellIns", DEL: "cellDel"}
_STAMPED = tuple(
    f"w:{tag}" for tag in (INS, DEL, *_CELLS.values(), *_MOVES.values(), *(f"{move}RangeStart" for move in _MOVES.values()), "pPrChange", "tcPrChange")
)
_NUMBERED = "w:tblGridChange"  # the standard gives it neither author nor day
_ENDS = tuple(f"w:{move}RangeEnd" for move in _MOVES.values())


def gone_from(article: Element) -> list[Element]:
    """What went: a bookmark stands for a figure of the new document only."""
    return [part for part in article.iter() if part.tag == DEL or change_of(part) == DEL]


def without_figures(parts: Iterable[Element]) -> None:
    """Make the figures in `parts` plain text."""
    for part in parts:
        for data in list(part.iter("data")):
            data.tag = "span"
            data.attrib.clear()


def within_change(element: Element) -> str | None:
    """What became of a part of a text: INS or DEL as what it stands in, or None."""
    return next((str(part.tag) for part in element.iterancestors(INS, DEL)), None)


def revised(run: Xml, change: str | None) -> Xml:
    """`run` as one that came or went; as it is where it stayed."""
    return run if change is None else _revised(run, change, moved=False)


def track(made: Iterable[Xml], block: Element) -> list[Xml]:
    """What the block of a redline became (`w:p`, `w:tbl`), marked as the block is: come, gone, or moved."""
    made = list(made)
    change = change_of(block)
    if change is None:
        return made
    move = block.get(MOVE) if block.tag not in ("table", "figure") else None
    for part in made:
        if part.tag == "w:tbl":
            for row in part.children:
                if row.tag == "w:tr":
                    track_row(row, change)
        else:
            track_paragraph(part, change, moved=move is not None)
    if move is None:
        return made
    name = _MOVES[change]
    # A name of its own for every move: both ends have it.
    return [w(f"{name}RangeStart", name=f"move{move}"), *made, w(f"{name}RangeEnd")]


def track_paragraph(paragraph: Xml, change: str, *, moved: bool = False) -> Xml:
    """A paragraph that came or went: its runs, and the mark at its end."""
    put(paragraph, w("rPr", w(_MOVES[change] if moved else change)))
    _track_runs(paragraph, change, moved=moved)
    return paragraph


def track_form(paragraph: Xml, former: Xml) -> None:
    """A paragraph that looked otherwise: as `former` does."""
    put(paragraph, w("pPrChange", former.children[0]))


def track_row(row: Xml, change: str) -> None:
    """A table row that came or went; the marks at the ends of its cells stay: there is no cell without a paragraph."""
    properties = row.find("w:trPr")
    if properties is None:
        row.children.insert(0, properties := w("trPr"))
    properties.children.append(w(change))
    for paragraph in (part for cell in row.children for part in cell.children if part.tag == "w:p"):
        _track_runs(paragraph, change, moved=False)


def track_cell(cell: Xml, change: str) -> None:
    """A cell that came or went by itself, its row stays: the words in it too, for programs that don't know of such cells."""
    properties = cell.children[0]
    cell.children[0] = w("tcPr", *properties.children, w(_CELLS[change]))
    for paragraph in cell.children[1:]:
        _track_runs(paragraph, change, moved=False)


def track_width(cell: Xml, former: int) -> None:
    """A cell that was `former` twips wide."""
    properties = cell.children[0]
    before = [w("tcW", w=former, type="dxa") if child.tag == "w:tcW" else child for child in properties.children]
    cell.children[0] = w("tcPr", *properties.children, w("tcPrChange", w("tcPr", *before)))


def stays(block: Xml) -> bool:
    """Whether `block` is a paragraph, and is there whether the changes are accepted or rejected."""
    properties = block.find("w:pPr")
    return block.tag == "w:p" and (properties is None or properties.find("w:rPr") is None)


def turns_of(pages: Sequence[Element | None]) -> list[str | None]:
    """What became of the break behind each of `pages` but the last: came with it or went with it, or stays.

    `pages` are those of a document in their order: a landscape section, or None for what stands upright between such.
    """
    return [None if (new := _breaks(pages, at, DEL)) == _breaks(pages, at, INS) else INS if new else DEL for at in range(len(pages) - 1)]


def _breaks(pages: Sequence[Element | None], at: int, dropped: str) -> bool:
    """Whether there is a break behind the page at `at` on the side of a redline where what is `dropped` isn't there."""
    left = [page for page in pages[at:] if page is None or change_of(page) != dropped]
    return len(left) > 1 and left[0] is pages[at] and left[1] is not pages[at]


def stamp(body: Iterable[Xml], article: Element, first: int) -> None:
    """Say at every revision in `body` whose it is, and number them from `first`, as `article` says; the day may be unknown."""
    numbers = count(first)
    day = article.get(DATE)
    opened: dict[str, int] = {}
    for element in (element for block in body for element in block.walk()):
        if element.tag in _ENDS:
            element.attributes["w:id"] = opened[element.tag.replace("End", "Start")]
        elif element.tag == _NUMBERED:
            element.attributes["w:id"] = next(numbers)
        elif element.tag in _STAMPED:
            element.attributes |= {"w:id": next(numbers), "w:author": article.get(AUTHOR, "")}
            if day:
                element.attributes["w:date"] = f"{day}T00:00:00Z"
            opened[element.tag] = int(element.attributes["w:id"])


def _track_runs(paragraph: Xml, change: str, *, moved: bool) -> None:
    paragraph.children = [_revised(part, change, moved=moved) if part.tag == "w:r" else part for part in paragraph.children]


def _revised(run: Xml, change: str, *, moved: bool) -> Xml:
    if change == DEL and not moved:  # text that moves away is kept as text
        for part in run.children:
            if part.tag == "w:t":
                part.tag = "w:delText"
    return w(_MOVES[change] if moved else change, run)
