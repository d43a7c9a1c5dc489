"""Canonical HTML to PDF by Typst: pure, so that the bytes can be kept by the hash of what went in."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst

from reportgen.diagnostics import Diagnostic
from reportgen.render.layout import Layout
from reportgen.render.pdf.faults import no_glyph, refused
from reportgen.render.rendered import Rendered
from reportgen.render.tree import parse, plain
from reportgen.render.typst.fonts import installed_fonts
from reportgen.render.typst.images import Picture
from reportgen.render.typst.mending import mend
from reportgen.render.typst.source import Source, source_of

_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_NO_PICTURE = re.compile(r"failed to (?:decode|parse)|unknown image format|failed to load|file not found")
_SHOWN = 80
"""Characters of an address or message that are told."""
_REMEMBERED = 10
"""So many compilations of others an entry of Typst's caches outlives (typst-py evicts after each what is older)."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of a document that has no date: no clock is read."""


def write_typst(html: str, layout: Layout, pictures: Mapping[str, bytes] | None = None) -> Rendered:
    """The document `html` (canonical HTML, not a redline) as a tagged PDF/A-2u, PDF/UA-1 too where it has a title.

    No style sheet is read: all comes from `layout`. Nothing but `data:` addresses is read, and `pictures`: JPEGs by the names by which it
    asks for them. Same arguments and same fonts, same bytes: the dates
    are the document's own. Raises `lxml.etree.XMLSyntaxError` where `html` is not well-formed.
    """
    article = parse(html)
    title = article.get("data-title") or plain(article.find("h1")) or "公文"
    source = source_of(article, layout, title, pictures)
    problems = tuple(refused(address[:_SHOWN], title) for address in source.refused)
    try:
        content = compile_source(source, _time(article.get("data-date", "")), source.standards)
    except typst.TypstError as fault:
        told = _diagnostics(fault, title)
        if not told:
            raise
        return Rendered(b"", (*problems, *told))
    return Rendered(mend(content), problems)


def compile_source(source: Source, time: datetime, standards: Sequence[str]) -> bytes:
    """A source as Typst compiles it; its pictures lie in a folder for that long. Raises `typst.TypstError`."""
    arguments = {"font_paths": installed_fonts(), "pdf_standards": list(standards), "timestamp": time, "format": "pdf"}
    if not source.pictures:
        return typst.compile(source.text.encode(), root=_nowhere(), **arguments)  # type: ignore[call-overload,no-any-return]
    with tempfile.TemporaryDirectory() as folder:
        _put(Path(folder), source.pictures)
        return typst.compile(source.text.encode(), root=folder, **arguments)  # type: ignore[call-overload,no-any-return]


def forget() -> None:
    """Let go of what Typst keeps of documents that won't come again: it remembers what it has worked out for so many compilations, some MB a page."""
    for _ in range(_REMEMBERED + 1):
        typst.compile(b"", root=_nowhere(), font_paths=installed_fonts(), format="pdf")  # type: ignore[call-overload]  # as above


@cache
def _nowhere() -> str:
    """The folder that a source without pictures may read from, which it doesn't: this package's own."""
    return str(Path(__file__).parent)


def _put(folder: Path, pictures: tuple[Picture, ...]) -> None:
    for picture in pictures:
        (folder / picture.name).write_bytes(picture.content)


def _time(day: str) -> datetime:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return _EPOCH
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _diagnostics(fault: typst.TypstError, title: str) -> tuple[Diagnostic, ...]:
    """What an office can do something about; empty where the fault is the program's own."""
    texts = _NO_GLYPH.findall(fault.diagnostic)
    if texts:
        characters = dict.fromkeys(character for text in texts for character in _unescaped(text))
        return tuple(no_glyph(character, title) for character in characters)
    if _NO_PICTURE.search(fault.message):
        return (refused(fault.message[:_SHOWN], title),)
    return ()


def _unescaped(text: str) -> str:
    r"""Typst writes what can't be shown as \u{e863}."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), text)
