"""What a PDF holds besides what its pages show: actions that run by themselves or at a click, layers, files behind the name tree (ISO 32000-1 7.7.2, 12.6)."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject

_OF_DOCUMENT = {"/AA": "动作", "/AF": "关联的文件", "/OCProperties": "图层", "/Collection": "文件包"}
_NAMED = {"/JavaScript": "JavaScript", "/Renditions": "多媒体", "/URLS": "网页"}


def actions(content: bytes) -> Counter[str]:
    """What there is of such things, by its Chinese name, how often; nothing where the file can't be read."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        root = PdfFileReader(io.BytesIO(content), strict=False).root
        return Counter(_of(root))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):  # whatever a damaged file makes of it
        return Counter()


def _of(root: "DictionaryObject") -> Iterator[str]:
    from pyhanko.pdf_utils.generic import DictionaryObject

    yield from (name for key, name in _OF_DOCUMENT.items() if key in root)
    yield from (name for key, name in _NAMED.items() if key in root.get("/Names", {}))
    opening = root.get("/OpenAction")
    if isinstance(opening, DictionaryObject):  # a place in the document is where it opens, and no action
        yield _kind(opening)
    pages, seen = [root["/Pages"]], 0
    while pages:
        page, seen = pages.pop().get_object(), seen + 1
        if seen > _MOST_PAGES:
            raise ValueError(seen)
        pages += page.get("/Kids", ())
        for holder in (page, *(one.get_object() for one in page.get("/Annots", ()))):
            yield from (_kind(action) for action in _held(holder))


_MOST_PAGES = 100_000
"""A tree of pages that has more may go round in circles."""


def _held(holder: "DictionaryObject") -> Iterator["DictionaryObject"]:
    if "/A" in holder:
        yield holder["/A"]
    yield from (holder["/AA"][event] for event in holder.get("/AA", {}))


def _kind(action: "DictionaryObject") -> str:
    kind = str(action.get("/S", "")).lstrip("/")
    return f"动作（{kind}）" if kind != "JavaScript" else kind
