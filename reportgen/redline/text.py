"""The words of a redline: what stayed, came and went in a block, as canonical HTML with `ins` and `del` in it."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import Piece, cut
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.render.sides import DEL, GONE, INS, MARK, PILCROW
from reportgen.render.tree import collapse

HOLDERS = ("p", "h1", "h2", "h3", "h4", "h5", "caption", "figcaption", "th", "td")
# Spans that lay a block out, in their order: they stand once in it, and what came or went stands inside.
_PARTS = ("label", "office", "printed", "name", "unit")
CHANGES = {Op.INSERT: INS, Op.DELETE: DEL}


def shell(element: _Element) -> _Element:
    """An element as `element`, with nothing in it."""
    return etree.Element(str(element.tag), dict(element.attrib))


def write_runs(holder: _Element, runs: Iterable[Run]) -> None:
    """Fill `holder` with the words of `runs`; a figure comes or goes whole."""
    pen = _Pen(holder)
    for _, piece, change in sorted(_placed(_with_whole_figures(tuple(runs))), key=itemgetter(0)):
        pen.write(piece, change)


def write_paragraphs(last: _Element, runs: Iterable[Run]) -> Iterator[_Element]:
    """The paragraphs that `runs` are the words of, one behind the other, each marked where its end came or went; `last` is the last of the new ones."""
    own: list[Run] = []
    for run in _with_whole_figures(tuple(runs)):
        change = CHANGES.get(run.op)
        old, new = run.old, run.new
        for length, end in _ends(old if change == DEL else new):
            (before, old), (behind, new) = cut(old, length), cut(new, length)
            holder = shell(end)
            if change is not None:
                holder.set(MARK, change)
            if change == DEL and (identifier := end.get("id")) is not None:
                holder.set("id", GONE + identifier)
            write_runs(holder, [*own, Run(run.op, before, behind)])
            yield holder
            own, old, new = [], cut(old, 1)[1], cut(new, 1)[1]
        own.append(Run(run.op, old, new))
    holder = shell(last)
    write_runs(holder, own)
    yield holder


def _ends(pieces: Iterable[Piece]) -> Iterator[tuple[int, _Element]]:
    """Where paragraphs end among pieces: how many characters stand in each, and the paragraph."""
    length = 0
    for piece in pieces:
        if piece.ends is None:
            length += len(piece.text)
        else:
            yield length, piece.ends
            length = 0


def settle_spaces(article: _Element) -> None:
    """Let the white space of the source be what a reader sees: one space for each run of it, none at the ends of a line."""
    for holder in article.iter(*HOLDERS):
        _settle(holder)


def _placed(runs: Iterable[Run]) -> Iterator[tuple[int, Piece, str | None]]:
    """The pieces to be written, each with its place among the spans that lay the block out: what came and what went in one stands together."""
    places = {Op.DELETE: _Places(), Op.INSERT: _Places()}
    for run in runs:
        old, new = ([(place, piece) for piece in pieces for place in (places[op].of(piece),)] for op, pieces in ((Op.DELETE, run.old), (Op.INSERT, run.new)))
        for place, piece in old if run.op is Op.DELETE else new:
            yield place, piece, CHANGES.get(run.op)


class _Places:
    """Counts, on one side, before, in and behind which span that lays the block out a piece stands."""

    def __init__(self) -> None:
        self._behind = 0

    def of(self, piece: Piece) -> int:
        """The place of the next piece of the side."""
        outer, _ = _parts(piece.within)
        if not outer:
            return self._behind
        place = 2 * _PARTS.index(outer[0].get("class", "")) + 1
        self._behind = place + 1
        return place


class _Pen:
    """Writes pieces into a holder, one behind the other; those of one change, or under one element, stand together."""

    def __init__(self, holder: _Element) -> None:
        self._holder = holder
        self._open: list[tuple[object, _Element]] = []  # what the last piece stands in, from the outside: what it is, as written

    def write(self, piece: Piece, change: str | None) -> None:
        """The next piece, within a `change` (ins, del) where it is one, and in the elements that it stands in."""
        outer, inner = _parts(piece.within)
        frames: list[tuple[object, _Element]] = [((span.tag, span.get("class")), span) for span in outer]
        if change is not None:
            frames.append((change, etree.Element(change)))
        frames += [(source, source) for source in inner]
        kept = 0
        while kept < min(len(frames), len(self._open)) and frames[kept][0] == self._open[kept][0]:
            kept += 1
        del self._open[kept:]
        for key, source in frames[kept:]:
            made = shell(source)
            self._parent.append(made)
            self._open.append((key, made))
        if piece.void is not None and piece.ends is None:
            self._parent.append(shell(piece.void))
        else:
            append_text(self._parent, PILCROW if piece.ends is not None else piece.text)

    @property
    def _parent(self) -> _Element:
        return self._open[-1][1] if self._open else self._holder


def _parts(within: Sequence[_Element]) -> tuple[Sequence[_Element], Sequence[_Element]]:
    """The spans that lay the block out, and what stands inside."""
    outer = 1 if within and within[0].tag == "span" and within[0].get("class") in _PARTS else 0
    return within[:outer], within[outer:]


def _with_whole_figures(runs: tuple[Run, ...]) -> list[Run]:
    """`runs`, with those between which a figure or a reference would be cut made one: all that was there went, and what is there came."""
    first: dict[_Element, int] = {}
    cuts: set[int] = set()  # runs that belong to the one before
    for number, run in enumerate(runs):
        for piece in (*run.old, *run.new):
            for figure in (element for element in piece.within if element.tag in ("data", "a")):
                cuts.update(range(first.setdefault(figure, number) + 1, number + 1))
    joined: list[list[Run]] = []
    for number, run in enumerate(runs):
        if number in cuts:
            joined[-1].append(run)
        else:
            joined.append([run])
    whole: list[Run] = []
    for together in joined:
        if len(together) == 1:
            whole += together
            continue
        old, new = tuple(piece for run in together for piece in run.old), tuple(piece for run in together for piece in run.new)
        whole += [Run(Op.DELETE, old), Run(Op.INSERT, (), new)]
    return whole


def append_text(parent: _Element, text: str) -> None:
    """Put words at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _settle(holder: _Element) -> None:
    begins = True  # a line, or behind a space
    last: tuple[_Element, str] | None = None  # the text that ends the line so far
    for element, name in _places(holder):
        if element.tag in ("br", "img") and name == "text":
            if element.tag == "br":
                _strip_end(last)
            last, begins = None, element.tag == "br"
            continue
        text = collapse(getattr(element, name) or "")
        if begins:
            text = text.lstrip(" ")
        setattr(element, name, text or None)
        if text:
            last, begins = (element, name), text.endswith(" ")
    _strip_end(last)


def _places(element: _Element) -> Iterable[tuple[_Element, str]]:
    """Where text stands in `element`, in its order: an element, and "text" or "tail"."""
    yield element, "text"
    for child in element:
        yield from _places(child)
        yield child, "tail"


def _strip_end(place: tuple[_Element, str] | None) -> None:
    if place is not None:
        element, name = place
        setattr(element, name, getattr(element, name).rstrip(" ") or None)
