"""What was left in a Word file of how it came about: tracked changes, comments, highlighting, hidden text."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from reportgen.lint.model import Leftover, Trace
from reportgen.ooxml.changes import COME, GONE
from reportgen.ooxml.names import W, local, q
from reportgen.ooxml.package import Parts
from reportgen.ooxml.values import on, val

_REVISIONS = (*COME, *GONE, "cellIns", "cellDel", "cellMerge")
_FORMATTING = ("rPrChange", "pPrChange", "tblPrChange", "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange")
_COMMENTS = ("commentReference",)
_ELSEWHERE = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_NOT_SHADED = ("auto", "ffffff", "")

Found = dict[Element | None, list[tuple[Trace, str]]]
"""The traces and their words by the `w:p` that each stands in; None where that isn't known."""


def leftovers(body: Element) -> Found:
    """The traces in a `w:body` as it is written."""
    found: Found = {}
    for element in body.iter(*map(q, (*_REVISIONS, *_FORMATTING, *_COMMENTS, "vanish", "highlight", "shd"))):
        trace = _trace(element)
        if trace is not None:
            paragraph = _paragraph(element)
            words = _words(element, trace) or ("" if paragraph is None else _text(paragraph))
            if paragraph is not None and not words:  # an empty paragraph that came or went: the words above it
                words = next((text for other in paragraph.itersiblings(q("p"), preceding=True) if (text := _text(other))), "")
            if words or trace is Trace.REVISION or (paragraph is None and trace is Trace.FORMATTING):  # that of a page has no words
                told = found.setdefault(paragraph, [])
                if not any(other is trace for other, _ in told):
                    told.append((trace, words))
    return found


def elsewhere(parts: Parts) -> Iterator[Leftover]:
    """The tracked changes in headers, footers and notes."""
    for kind, name in parts.relations(parts.main).values():
        root = parts.xml(name) if kind in _ELSEWHERE else None
        changed = None if root is None else next(root.iter(*map(q, _REVISIONS)), None)
        if changed is not None:
            yield Leftover(Trace.REVISION, _text(changed), place=_ELSEWHERE[kind])


def _trace(element: Element) -> Trace | None:
    name = local(element)
    if name in _REVISIONS:
        return Trace.REVISION
    if name in _FORMATTING:
        return Trace.FORMATTING
    if name in _COMMENTS:
        return Trace.COMMENT
    properties = element.getparent()
    run = None if properties is None else properties.getparent()
    if run is None or local(run) != "r":
        return None
    if name == "vanish":
        return Trace.HIDDEN if on(element) else None
    shaded = val(element) != "none" if name == "highlight" else element.get(f"{W}fill", "").lower() not in _NOT_SHADED
    return Trace.HIGHLIGHT if shaded else None


def _paragraph(element: Element) -> Element | None:
    """The paragraph that an element is in; of a row, cell or table the first of it."""
    for above in element.iterancestors(q("p"), q("tc"), q("tr"), q("tbl")):
        return above if local(above) == "p" else next(above.iter(q("p")), None)
    return None


def _words(element: Element, trace: Trace) -> str:
    if trace is Trace.REVISION:
        return _text(element)
    run = next(element.iterancestors(q("r")), None)
    return "" if run is None else _text(run)


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(q("t"), q("delText"))).strip()
