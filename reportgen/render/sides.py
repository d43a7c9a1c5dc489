"""The two sides of a redline: a tree with changes in it (docs/canonical-html.md), as the newer and as the older document."""

from copy import deepcopy

from lxml import etree
from lxml.etree import _Element

from reportgen.render.tree import grid

INS, DEL = "ins", "del"
CHANGE, MOVE = "data-change", "data-move"  # on blocks, sections, rows, cells and drawings; on a `col` where its column came or went
MARK = "data-mark"  # on paragraphs: what became of the end of one, whose words go on in the next where it isn't there
WAS = "data-was"  # on a paragraph, heading or cell: what it was (p.note, h2, td.left), where little but its look changed; on a `col`: its former width
PILCROW = "¶"  # what shows that end
AUTHOR, DATE = "data-changed-by", "data-changed-on"  # on the article: whose changes they are, of which day
OLD_SHOWN, NEW_SHOWN = "data-changed-from", "data-changed-to"  # on the article: what the two documents show (`render.visible`)
GONE = "old-"  # begins the id of a block that went: the new document may have the same


def is_redline(article: _Element) -> bool:
    """Whether `article` is a redline: no other tree has changes in it."""
    return AUTHOR in article.attrib


def change_of(element: _Element) -> str | None:
    """What became of `element` as a whole: INS, DEL, or None."""
    return element.get(CHANGE)


def has_changes(element: _Element) -> bool:
    """Whether something in `element` came or went; not whether it did so itself."""
    return next(element.iter(INS, DEL), None) is not None or element.find(f".//*[@{CHANGE}]") is not None


def accepted(element: _Element) -> _Element:
    """A copy of a redline, or of an element of one, with what came and without what went."""
    return _side(element, INS)


def rejected(element: _Element) -> _Element:
    """A copy of a redline, or of an element of one, with what went and without what came; ids and classes of what stayed are the new ones."""
    return _side(element, DEL)


def _side(element: _Element, kept: str) -> _Element:
    dropped = DEL if kept == INS else INS
    side = deepcopy(element)
    side.tail = None
    for table in side.iter("table"):
        _shorten_spans(table, dropped)
    for part in [part for part in side.iterdescendants() if part.tag == dropped or change_of(part) == dropped]:
        holder = part.getparent()
        _remove(part)
        if holder is not None and holder.tag == "span" and not len(holder) and not holder.text:
            _remove(holder)
    for part in list(side.iter(kept)):
        _unwrap(part)
    for paragraph in side.findall(f".//p[@{MARK}='{dropped}']"):
        _go_on(paragraph)
    for part in side.findall(f".//*[@{WAS}]") if kept == DEL else ():
        if part.tag == "col":
            part.set("data-width", part.get(WAS, ""))
            continue
        was = former(part)
        part.tag = was.tag
        part.attrib.pop("class", None)
        part.attrib.update(was.attrib)
    for part in side.iter():
        for name in (CHANGE, MOVE, MARK, WAS, AUTHOR, DATE, OLD_SHOWN, NEW_SHOWN):
            part.attrib.pop(name, None)
    return side


def former(element: _Element) -> _Element:
    """A paragraph, heading or cell of the style that `element` had, without words."""
    tag, _, name = (element.get(WAS) or f"{element.tag!s}.{element.get('class', '')}").partition(".")
    return etree.Element(tag, {"class": name} if name else {})


def _shorten_spans(table: _Element, dropped: str) -> None:
    """Let each cell reach over the rows and columns that stay only."""
    rows = grid(table).rows
    stays = [change_of(row) != dropped for row, _ in rows]
    columns = [change_of(column) != dropped for column in table.iterfind("colgroup/col")]
    for _, cells in rows:
        for cell in cells:
            span_rows(cell.element, sum(stays[cell.row : cell.row + cell.rows]))
            if not all(columns):
                span_columns(cell.element, sum(columns[cell.column : cell.column + cell.columns]))


def span_rows(cell: _Element, rows: int) -> None:
    """Let `cell` reach down over so many rows."""
    _span(cell, "rowspan", rows)


def span_columns(cell: _Element, columns: int) -> None:
    """Let `cell` reach to the right over so many columns."""
    _span(cell, "colspan", columns)


def _span(cell: _Element, name: str, number: int) -> None:
    if number > 1:
        cell.set(name, str(number))
    elif cell.get(name, "1") != "1":
        del cell.attrib[name]


def _remove(element: _Element) -> None:
    """Take `element` out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(element, element.tail or "")
    parent.remove(element)


def _unwrap(element: _Element) -> None:
    """Put what `element` holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(element, element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + (element.tail or "")
    else:
        _append_text(element, element.tail or "")
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def _go_on(paragraph: _Element) -> None:
    """Put the words of a paragraph, which has no end, in front of those of the next one."""
    following = paragraph.getnext()
    if following is None:
        return
    words, following.text = following.text or "", paragraph.text
    children = list(paragraph)
    for place, child in enumerate(children):
        following.insert(place, child)
    if children:
        children[-1].tail = (children[-1].tail or "") + words
    else:
        following.text = (following.text or "") + words
    _remove(paragraph)


def _append_text(element: _Element, text: str) -> None:
    """Add `text` in front of `element`."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
