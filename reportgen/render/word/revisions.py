"""Tracked changes: what came and went in a redline (docs/canonical-html.md), as the revisions that a word processor accepts or rejects.

The writers mark runs, paragraphs and rows as they make them; `stamp` says at the end whose revisions they are, and numbers them.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from reportgen.render.sides import AUTHOR, DATE, DEL, INS, MOVE, change_of
from reportgen.render.word.markup import Element, put, q, w

_MOVES = {INS: "moveTo", DEL: "moveFrom"}
_STAMPED = tuple(map(q, (INS, DEL, *_MOVES.values(), *(f"{move}RangeStart" for move in _MOVES.values()))))
_ENDS = tuple(q(f"{move}RangeEnd") for move in _MOVES.values())


def gone_from(article: Element) -> list[Element]:
    """What went: a bookmark stands for a figure of the new document only."""
    return [part for part in article.iter() if part.tag == DEL or change_of(part) == DEL]


def without_figures(parts: Iterable[Element]) -> None:
    """Make the figures in `parts` plain text."""
    for part in parts:
        for data in list(part.iter("data")):
            data.tag = "span"
            data.attrib.clear()


def revised(run: Element, change: str | None) -> Element:
    """`run` as one that came or went; as it is where it stayed."""
    return run if change is None else _revised(run, change, moved=False)


def track(made: Iterable[Element], block: Element) -> list[Element]:
    """What the block of a redline became (`w:p`, `w:tbl`), marked as the block is: come, gone, or moved."""
    made = list(made)
    change = change_of(block)
    if change is None:
        return made
    move = block.get(MOVE) if block.tag not in ("table", "figure") else None
    for part in made:
        if part.tag == q("tbl"):
            for row in part.iterchildren(q("tr")):
                track_row(row, change)
        else:
            track_paragraph(part, change, moved=move is not None)
    if move is None:
        return made
    name = _MOVES[change]
    # A name of its own for every move: both ends have it.
    return [w(f"{name}RangeStart", name=f"move{move}"), *made, w(f"{name}RangeEnd")]


def track_paragraph(paragraph: Element, change: str, *, moved: bool = False) -> Element:
    """A paragraph that came or went: its runs, and the mark at its end."""
    put(paragraph, w("rPr", w(_MOVES[change] if moved else change)))
    _track_runs(paragraph, change, moved=moved)
    return paragraph


def track_row(row: Element, change: str) -> None:
    """A table row that came or went; the marks at the ends of its cells stay: there is no cell without a paragraph."""
    properties = row.find(q("trPr"))
    if properties is None:
        row.insert(0, properties := w("trPr"))
    properties.append(w(change))
    for paragraph in row.iterfind(f"{q('tc')}/{q('p')}"):
        _track_runs(paragraph, change, moved=False)


def stays(block: Element) -> bool:
    """Whether `block` is a paragraph, and is there whether the changes are accepted or rejected."""
    return block.tag == q("p") and block.find(f"{q('pPr')}/{q('rPr')}") is None


def turns_of(pages: Sequence[Element | None]) -> list[str | None]:
    """What became of the break behind each of `pages` but the last: came with it or went with it, or stays.

    `pages` are those of a document in their order: a landscape section, or None for what stands upright between such.
    """
    return [None if (new := _breaks(pages, at, DEL)) == _breaks(pages, at, INS) else INS if new else DEL for at in range(len(pages) - 1)]


def _breaks(pages: Sequence[Element | None], at: int, dropped: str) -> bool:
    """Whether there is a break behind the page at `at` on the side of a redline where what is `dropped` isn't there."""
    left = [page for page in pages[at:] if page is None or change_of(page) != dropped]
    return len(left) > 1 and left[0] is pages[at] and left[1] is not pages[at]


def stamp(document: Element, article: Element, first: int) -> None:
    """Say at every revision in `document` whose it is, and number them from `first`, as `article` says; the day may be unknown."""
    numbers = count(first)
    day = article.get(DATE)
    opened: dict[str, str] = {}
    for element in document.iter(*_STAMPED, *_ENDS):
        tag = str(element.tag)
        if tag in _ENDS:
            element.set(q("id"), opened[tag.replace("End", "Start")])
            continue
        element.set(q("id"), str(next(numbers)))
        element.set(q("author"), article.get(AUTHOR, ""))
        if day:
            element.set(q("date"), f"{day}T00:00:00Z")
        opened[tag] = element.get(q("id"), "")


def _track_runs(paragraph: Element, change: str, *, moved: bool) -> None:
    for run in list(paragraph.iterchildren(q("r"))):
        following = run.getnext()
        tracked = _revised(run, change, moved=moved)
        if following is None:
            paragraph.append(tracked)
        else:
            following.addprevious(tracked)


def _revised(run: Element, change: str, *, moved: bool) -> Element:
    if change == DEL and not moved:  # text that moves away is kept as text
        for text in run.iterchildren(q("t")):
            text.tag = q("delText")
    return w(_MOVES[change] if moved else change, run)
