"""Words as Typst reads them: strings, never markup, so that nothing in a text can be taken for an instruction."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from reportgen.measure import width
from reportgen.render.tree import collapse, has_class

_SPECIAL = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": " ", "\r": " ", "\t": " "})
_DIGITS = frozenset("0123456789.")
_SPANS = {"missing": "missing", "name": "kai", "role": "hei"}
"""The classes of a `span` that are set otherwise than the words around them, and what sets them."""

Image = Callable[[_Element], str]
"""The expression for an `img`."""


def string(text: str) -> str:
    """`text` as a string of Typst's."""
    return f'"{text.translate(_SPECIAL)}"'


def words(element: _Element, image: Image) -> str:
    """What stands in `element` as one expression."""
    return _joined(list(_parts(element, image)))


def trimmed(element: _Element, image: Image) -> str:
    """The same without white space at both ends, as a browser shows a block."""
    if not len(element):
        return string(collapse(element.text or "").strip(" "))
    return words(element, image)


def _joined(parts: list[str]) -> str:
    return " + ".join(parts) if parts else '""'


def _parts(element: _Element, image: Image) -> Iterator[str]:
    if element.text:
        yield string(collapse(element.text))
    for child in element:
        yield _child(child, image)
        if child.tail:
            yield string(collapse(child.tail))


def _child(child: _Element, image: Image) -> str:
    if child.tag == "br":
        return "linebreak()"
    if child.tag == "img":
        return image(child)
    if child.tag == "a" and has_class(child, "page"):
        return f"page-of({string(child.get('href', '').removeprefix('#'))})"
    inside = words(child, image)
    if child.tag == "data":
        return inside if _parts_nowhere(child.text or "") else f"box({inside})"
    kind = next((_SPANS[name] for name in (child.get("class") or "").split() if name in _SPANS), None)
    if has_class(child, "ordinal"):
        return f"box(width: {width(child.text or ''):g}em, {inside})"
    return inside if kind is None else f"{kind}({inside})"


def _parts_nowhere(text: str) -> bool:
    """Whether a figure stays in one piece without a box around it; figures in words may part as words do."""
    return _DIGITS.issuperset(text) or not text.isascii()
