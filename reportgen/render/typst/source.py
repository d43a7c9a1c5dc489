"""Canonical HTML as the source that Typst sets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.render.layout import Layout
from reportgen.render.setting.document import set_pages
from reportgen.render.setting.heights import HEADINGS
from reportgen.render.tree import has_class
from reportgen.render.typst.blocks import Writer
from reportgen.render.typst.head import letter_foot
from reportgen.render.typst.images import Picture
from reportgen.render.typst.prelude import prelude
from reportgen.render.typst.text import string

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Source:
    """What Typst sets: its text, the pictures that it reads, those that can't be read by their addresses, and the standards that it can keep."""

    text: str
    pictures: tuple[Picture, ...]
    refused: tuple[str, ...]
    standards: tuple[str, ...]


def source_of(article: _Element, layout: Layout, title: str, pictures: Mapping[str, bytes] | None = None) -> Source:
    """The source for `article`, which is changed; `title` is the file's, `pictures` are JPEGs that it names (`images.GIVEN`)."""
    set_pages(article, layout)
    writer = Writer(article, layout, pictures or {})
    body = "\n".join(writer.article())
    numbered = "false" if has_class(article, "letter") else "true"
    page = f"#set page(background: numbered({numbered}){letter_foot(article, layout)})"
    text = "\n".join((prelude(layout), _properties(article, title), page, body, ""))
    # PDF/UA asks for an outline, which a document without headings doesn't have.
    outlined = next(article.iter(*HEADINGS), None) is not None
    return Source(text, tuple(writer.images.pictures), tuple(writer.images.refused), ("a-2u", "ua-1") if outlined else ("a-2u",))


def _properties(article: _Element, title: str) -> str:
    author, day = article.get("data-author"), _DAY.fullmatch(article.get("data-date", ""))
    parts = [f"title: {string(title)}"]
    if author:
        parts.append(f"author: {string(author)}")
    if day:
        parts.append(f"date: datetime(year: {int(day[1])}, month: {int(day[2])}, day: {int(day[3])})")
    return f"#set document({', '.join(parts)})"
