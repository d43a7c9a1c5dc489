"""The text of two documents side by side: blocks in pairs, each side marked with what went or came."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.align import Alignment, Pair
from reportgen.diff.blocks import text_of
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import Told
from reportgen.diff.tables import TablePair
from reportgen.redline.text import CHANGES, append_text
from reportgen.render.layout import Layout
from reportgen.render.markup import mark, prepare
from reportgen.render.tree import plain

_WIDE = 9  # columns: a table of so many stands above its other version, not beside it
_FOLDED = 4  # blocks that stayed, one after the other: of so many all but the first and the last are folded
_MARKS = {Op.DELETE: "gone", Op.INSERT: "come", Op.MOVE: "moved"}


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two documents: a copy of it, to be marked, and the copy of each of its elements."""

    name: str
    copies: dict[_Element, _Element]

    def of(self, element: _Element) -> _Element:
        """The copy of an element."""
        return self.copies[element]


def write_text(alignment: Alignment, told: Sequence[Told], names: tuple[str, str], layout: Layout) -> _Element:
    """The two documents in pairs of blocks; the change of `told[k]` has the id change-(k+1)."""
    sides = _side(alignment.old, "old"), _side(alignment.new, "new")
    for side, article in zip(sides, (alignment.old, alignment.new), strict=True):
        prepare(side.of(article), layout)  # as the preview shows it: what is marked is marked in that
    for pair in alignment.pairs:
        if pair.op is not Op.EQUAL:
            _mark(pair, sides)
    numbers = {id(entry.pair): number for number, entry in enumerate(told, 1)}
    text = etree.Element("div", {"class": "text"})
    heads = etree.SubElement(text, "div", {"class": "pair heads"})
    for name in names:
        etree.SubElement(heads, "div").text = name
    for equal, pairs in groupby(alignment.pairs, lambda pair: pair.op is Op.EQUAL):
        rows = [_row(pair, sides, numbers.get(id(pair)), len(told)) for pair in pairs]
        text.extend(_folded(rows) if equal else rows)
    return text


def _side(article: _Element, name: str) -> _Side:
    copy = deepcopy(article)
    return _Side(name, dict(zip(article.iter(), copy.iter(), strict=True)))


def _mark(pair: Pair, sides: tuple[_Side, _Side]) -> None:
    """Mark the words of both sides of a pair, and the rows and cells of a table."""
    if pair.old is None or pair.new is None:
        return
    for side, block in zip(sides, (pair.old, pair.new), strict=True):
        if block.pieces:
            _write([_words_of(side.of(element)) for element in block.elements], pair.runs, side)
        if pair.table is not None:
            _mark_table(pair.table, side)


def _words_of(element: _Element) -> _Element:
    """What holds the words of a block: of a table or figure its caption."""
    return next(element.iterchildren("caption", "figcaption"), element)


def _write(elements: Sequence[_Element], runs: Sequence[Run], side: _Side) -> None:
    """Mark what went or came in the words of one side, which stay where they stand; `elements` are the paragraphs that are compared as one."""
    own = [(run, text_of(run.old if side.name == "old" else run.new)) for run in runs]
    changes = iter([CHANGES.get(run.op) for run, text in own for _ in text])
    for element in elements:
        _mark_words(element, changes)
        if element is not elements[-1] and (change := next(changes)) is not None:
            etree.SubElement(element, change, {"class": "end"})  # which the style sheet shows as ¶


def _mark_words(element: _Element, changes: Iterator[str | None]) -> None:
    """Put `ins` and `del` around the words of an element; `changes` has one for each character, and each `br` and `img`."""
    children, tails = list(element), [child.tail for child in element]
    words, element.text = element.text, None
    for child in children:
        child.tail = None
        element.remove(child)
    _say(element, words, changes)
    for child, tail in zip(children, tails, strict=True):
        holder = element
        if child.tag in ("br", "img"):
            change = next(changes)
            holder = element if change is None else etree.SubElement(element, change)
        else:
            _mark_words(child, changes)
        holder.append(child)
        _say(element, tail, changes)


def _say(element: _Element, words: str | None, changes: Iterator[str | None]) -> None:
    for change, group in groupby(words or "", key=lambda _: next(changes)):
        if change is None:
            append_text(element, "".join(group))
        else:
            etree.SubElement(element, change).text = "".join(group)


def _mark_table(table: TablePair, side: _Side) -> None:
    for row in table.rows:
        if row.op is Op.MOVE and row.new is None:  # it is marked where it has both sides
            continue
        element = row.old if side.name == "old" else row.new
        if element is not None and row.op in _MARKS:
            mark(side.of(element), _MARKS[row.op])
        for pair in row.cells:
            cell = pair.old if side.name == "old" else pair.new
            if cell is None:
                continue
            if table.columns[pair.column].move is not None:
                mark(side.of(cell.element), _MARKS[Op.MOVE])
            if pair.op is Op.EQUAL:
                continue
            if pair.op is Op.CHANGE:
                _write([side.of(cell.element)], pair.runs, side)
            elif row.op not in _MARKS:
                mark(side.of(cell.element), _MARKS[pair.op])


def _row(pair: Pair, sides: tuple[_Side, _Side], number: int | None, total: int) -> _Element:
    """A pair of blocks, the old one at the left, the new one at the right, or where they are wide above and below."""
    blocks = [pair.old, pair.new]
    departs, arrives = (pair.op is Op.MOVE and (pair.new is None) is gone for gone in (True, False))
    if arrives:
        blocks[0] = None
    wide = any(block is not None and block.grid is not None and len(block.grid.shares) >= _WIDE for block in blocks)
    row = etree.Element("div", {"class": f"pair {pair.op.value}{' wide' if wide else ''}"})
    if number is not None:
        row.set("id", f"change-{number}")
        row.append(_steps(number, total))
    elif departs:
        row.set("id", f"move-{pair.move}")
    for side, block in zip(sides, blocks, strict=True):
        cell = etree.SubElement(row, "div", {"class": f"side {side.name}"})
        if block is not None:
            cell.extend(_paper(element, side) for element in block.elements)
    if departs:
        _note(row[-1], f"{'此表' if blocks[0] is not None and blocks[0].grid is not None else '此段'}移到别处", None)
    if arrives:
        _note(row[-2], "从别处移来，", f"#move-{pair.move}")
    return row


def _steps(number: int, total: int) -> _Element:
    """Which change this is, with the way to the one before and the one after."""
    steps = etree.Element("span", {"class": "steps"})
    for target, arrow, name in ((number - 1, "▲", "上一处"), (number + 1, "▼", "下一处")):
        if target == number + 1:
            etree.SubElement(steps, "b").text = str(number)
        if 1 <= target <= total:
            etree.SubElement(steps, "a", {"href": f"#change-{target}", "title": name, "aria-label": name}).text = arrow
    return steps


def _note(cell: _Element, text: str, target: str | None) -> None:
    note = etree.SubElement(cell, "p", {"class": "elsewhere"})
    note.text = text
    if target:
        etree.SubElement(note, "a", href=target).text = "看原来的位置"


def _paper(source: _Element, side: _Side) -> _Element:
    """A block on its own piece of paper, so that the style sheet of the preview applies."""
    paper = etree.Element("article", {"class": "gongwen"})
    element = side.of(source)
    element.tail = None
    etree.strip_tags(element, "a")  # ids stay behind: a reference leads nowhere
    if element.tag == "table":
        stage = etree.SubElement(paper, "div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": plain(element.find("caption")) or "表格"})
        stage.append(element)
    else:
        paper.append(element)
    for part in element.iter():
        part.attrib.pop("id", None)
        if part.tag == "data":
            part.set("title", "\n".join(filter(None, (part.get("data-label"), part.get("data-formula"), part.get("data-source")))))
    return paper


def _folded(rows: list[_Element]) -> Iterator[_Element]:
    """What stayed: a long stretch folded, but for its ends."""
    if len(rows) < _FOLDED:
        yield from rows
        return
    yield rows[0]
    folded = etree.Element("details", {"class": "same"})
    etree.SubElement(folded, "summary").text = f"没有变化的{len(rows) - 2}段"
    folded.extend(rows[1:-1])
    yield folded
    yield rows[-1]
