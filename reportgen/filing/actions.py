"""What a PDF holds besides what its pages show: actions that run by themselves or at a click, layers, files behind the name tree (ISO 32000-1 7.7.2, 12.6)."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject

_OF_DOCUMENT = {"/AA": "动作", "/AF": "关联的文件", "/OCProperties": "图层", "/Collection": "文件包"}
_NAMED = {"/JavaScript": "JavaScript", "/Renditions": "多媒体", "/URLS": "网页"}


def actions(content: bytes) -> Counter[str] | None:
    """What there is of such things, by its Chinese name, how often; None where nobody can say, since the file can't be read in this way."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        root = PdfFileReader(io.BytesIO(content), strict=False).root
        return Counter(_of(root))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):  # whatever a damaged file makes of it
        return None


def _of(root: "DictionaryObject") -> Iterator[str]:
    from pyhanko.pdf_utils.generic import DictionaryObject

    yield from (name for key, name in _OF_DOCUMENT.items() if key in root)
    yield from (name for key, name in _NAMED.items() if key in _in(root, "/Names", {}))
    opening = _in(root, "/OpenAction", None)
    if isinstance(opening, DictionaryObject):  # a place in the document is where it opens, and no action
        yield _kind(opening)
    nodes, seen = [root["/Pages"], *_following(_in(root, "/Outlines", {}))], 0
    while nodes:
        node, seen = nodes.pop().get_object(), seen + 1
        if seen > _MOST_NODES:
            raise ValueError(seen)
        nodes += (*_in(node, "/Kids", ()), *_following(node))
        for holder in (node, *(one.get_object() for one in _in(node, "/Annots", ()))):
            yield from (_kind(action) for action in _held(holder))


_MOST_NODES = 100_000
"""Pages and bookmarks: a tree of them that has more may go round in circles."""


def _in(holder: Mapping[str, Any], key: str, nothing: Any) -> Any:
    """An entry itself, wherever in the file it is written: `get` would give what points to it."""
    return holder[key] if key in holder else nothing  # noqa: SIM401


def _following(bookmark: Mapping[str, Any]) -> tuple["DictionaryObject", ...]:
    """The first bookmark below one, and the next beside it."""
    return tuple(bookmark[key] for key in ("/First", "/Next") if key in bookmark)


def _held(holder: "DictionaryObject") -> Iterator["DictionaryObject"]:
    action = _in(holder, "/A", {})
    if action and (_in(action, "/S", "") != "/GoTo" or "/Next" in action):  # to go to a place in the document does nothing
        yield action
    events = _in(holder, "/AA", {})
    yield from (events[event] for event in events)


def _kind(action: "DictionaryObject") -> str:
    kind = str(_in(action, "/S", "")).lstrip("/")
    return f"动作（{kind}）" if kind != "JavaScript" else kind
