"""Two documents as one tree: the new one, with what came marked and what went put back where it was (docs/canonical-html.md)."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml.etree import _Element

from reportgen.diff.align import Alignment, Pair
from reportgen.diff.blocks import Block, drawing_of
from reportgen.diff.matching import Op
from reportgen.redline.table import merged_table
from reportgen.redline.text import shell, write_paragraphs, write_runs
from reportgen.render.sides import CHANGE, DEL, GONE, INS, MOVE, WAS
from reportgen.render.tree import plain

# What stands once in a document is the same on both sides whatever it says.
_ONCE = frozenset(f"p.{name}" for name in ("marks", "issuer", "number", "signatory", "addressee", "signature", "date", "annotation", "copies", "printing"))
_LEAD = re.compile(r"(附件：)?(\d+\.)?")
_Sides = frozenset[str]
_OLD, _NEW, _BOTH = frozenset(("old",)), frozenset(("new",)), frozenset(("old", "new"))
_SIDES = {DEL: _OLD, INS: _NEW, None: _BOTH}


def merged_tree(alignment: Alignment, *, moves: bool) -> _Element:
    """The redline of an alignment, whose documents stay as they are; with `moves`, paragraphs that moved unaltered are marked as such."""
    pairs = [part for pair in _with_once_paired(alignment.pairs) for part in _where_they_stand(pair, alignment)]
    tree = _Tree(alignment)
    moved = {pair.move for pair in pairs if _only_moved(pair)} if moves else set()
    for pair in pairs:
        for element in _written(pair):
            if pair.move in moved:
                element.set(MOVE, str(pair.move))
            tree.add(element, pair.new or pair.old)
    return tree.article


def _where_they_stand(pair: Pair, alignment: Alignment) -> Iterator[Pair]:
    """A pair; or both sides of it, one gone and one come, where they stand on pages that aren't the same ones."""
    old, new = pair.old, pair.new
    if old is None or new is None or not (old.turned or new.turned) or (old.containers[-1], new.containers[-1]) in alignment.containers:
        yield pair
    else:
        yield Pair(Op.DELETE, old, None, ())
        yield Pair(Op.INSERT, None, new, ())


def _only_moved(pair: Pair) -> bool:
    if pair.op is not Op.MOVE or pair.old is None or pair.new is None or pair.new.kind in ("table", "figure"):
        return False
    return all(run.op is Op.EQUAL for run in pair.runs)


def _with_once_paired(found: Sequence[Pair]) -> list[Pair]:
    """`found`, with what stands once paired where it was taken for two things: both go where one of them stands."""
    pairs = list(found)
    for kind in _ONCE:
        gone = next((at for at, pair in enumerate(pairs) if pair.new is None and pair.old is not None and pair.old.kind == kind), None)
        come = next((at for at, pair in enumerate(pairs) if pair.old is None and pair.new is not None and pair.new.kind == kind), None)
        if gone is None or come is None:
            continue
        between = pairs[min(gone, come) + 1 : max(gone, come)]
        whole = Pair(Op.CHANGE, pairs[gone].old, pairs[come].new, (*pairs[gone].runs, *pairs[come].runs))
        if all(pair.new is None for pair in between):
            stays, leaves = gone, come
        elif all(pair.old is None or _arrives(pair) for pair in between):
            stays, leaves = come, gone
        else:
            continue
        pairs[stays] = whole
        del pairs[leaves]
    return pairs


def _arrives(pair: Pair) -> bool:
    """Whether this is where a block that moved stands now: where it was, the old one stands by itself."""
    return pair.op is Op.MOVE and pair.new is not None


def _written(pair: Pair) -> Iterator[_Element]:
    """The elements that a pair becomes, marked as come or gone where they are so as a whole."""
    old, new = pair.old, pair.new
    if old is not None and new is not None and not _arrives(pair):
        yield from _in_both(pair, old, new)
    elif new is not None:
        yield from (_whole(element, INS) for element in new.elements)
    elif old is not None:
        yield from (_whole(element, DEL) for element in old.elements)


def _in_both(pair: Pair, old: Block, new: Block) -> Iterator[_Element]:
    table = merged_table(pair) if pair.table is not None else None
    if pair.op is Op.EQUAL:
        yield _whole(new.element, None)
    elif table is not None:
        yield table
    elif pair.table is not None or _begins_otherwise(old, new):
        yield _whole(old.element, DEL)
        yield _whole(new.element, INS)
    elif new.kind == "figure":
        yield _chart(pair, old.element, new.element)
    else:
        for made in write_paragraphs(new.elements[-1], pair.runs):
            if old.kind != new.kind:
                made.set(WAS, old.kind)
            yield made


def _begins_otherwise(old: Block, new: Block) -> bool:
    """Whether two names below 附件： are numbered otherwise: by its number a name is indented."""
    if new.kind != "p.attachment-note":
        return False
    before, after = (_LEAD.match(plain(block.element)) for block in (old, new))
    return before is None or after is None or before[0] != after[0]


def _chart(pair: Pair, old: _Element, new: _Element) -> _Element:
    """A chart: where it is drawn otherwise, the old drawing above the new one."""
    made = shell(new)
    drawings = [[part for part in figure if part.tag != "figcaption"] for figure in (old, new)]
    same = drawing_of(old) == drawing_of(new)
    for parts, change in ((drawings[1], None),) if same else ((drawings[0], DEL), (drawings[1], INS)):
        made.extend(_whole(part, change) for part in parts)
    for caption in new.iterchildren("figcaption"):
        made.append(shell(caption))
        write_runs(made[-1], pair.runs)
    return made


def _whole(element: _Element, change: str | None) -> _Element:
    """A copy of `element`, come or gone."""
    made = deepcopy(element)
    made.tail = None
    if change is not None:
        made.set(CHANGE, change)
    if change == DEL:
        _rename(made)
    return made


def _rename(gone: _Element) -> None:
    for part in gone.iter():
        if part.get("id") is not None:
            part.set("id", GONE + part.get("id", ""))


class _Tree:
    """The merged tree, to which blocks are added in their order.

    Each block goes into the `header`, `section`s or `footer` that it stands in. What is of the new document is there in the order of
    the new one, what is of the old document in the order of the old one.
    """

    def __init__(self, alignment: Alignment) -> None:
        self.article = shell(alignment.new)
        self._partners = {part: pair for pair in alignment.containers for part in pair if part is not None}
        self._made: dict[_Element, _Element] = {}  # what was made last of a container (the new one of two)
        self._sides: dict[_Element, _Sides] = {}
        for tag in ("header", "footer"):
            old, new = (article.find(tag) for article in (alignment.old, alignment.new))
            if old is not None and new is not None:
                self._partners |= {old: (old, new), new: (old, new)}
                if tag == "header":  # though there may be nothing in it
                    self._container(new, self.article, _BOTH)

    def add(self, element: _Element, block: Block | None) -> None:
        """Add what was made of `block`."""
        sides = _SIDES[element.get(CHANGE)]
        parent = self.article
        for container in block.containers if block is not None else ():
            parent = self._container(container, parent, sides)
        self._place(element, parent, sides)

    def _container(self, source: _Element, parent: _Element, sides: _Sides) -> _Element:
        """What was made of the container `source`, or is made now; once more where what is to stand in it comes behind what follows it."""
        old, new = self._partners[source]
        key = source if new is None else new
        made = self._made.get(key)
        if made is not None and made.getparent() is parent and not any(sides & self._sides[later] for later in made.itersiblings()):
            self._sides[made] |= sides
            return made
        change = DEL if new is None or made is not None else INS if old is None else None
        again = shell(key)
        if change is not None:
            again.set(CHANGE, change)
        if change == DEL:
            _rename(again)
        self._made[key] = again
        self._place(again, parent, sides)
        return again

    def _place(self, element: _Element, parent: _Element, sides: _Sides) -> None:
        """Put `element` behind what is in `parent`, but before a section that has nothing of the same side yet."""
        at = len(parent)
        while at and parent[at - 1].tag == "section" and not sides & self._sides[parent[at - 1]]:
            at -= 1
        parent.insert(at, element)
        self._sides[element] = sides
