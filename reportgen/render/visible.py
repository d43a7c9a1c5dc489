"""What a reader of a document sees, as a digest: with it, a version begins; what it leaves out makes none."""

import hashlib

HIDDEN = (
    "id",
    *("data-kind", "data-unit", "data-season", "data-title", "data-author", "data-date"),
    *("data-figure", "data-label", "data-value", "data-formula", "data-source", "data-chart"),
)
"""The attributes of canonical HTML that don't show."""


def visible(html: str) -> str:
    """The SHA-256 of what a canonical document shows in any of its formats: words, layout, pictures, charts.

    Where a figure came from, its exact value, the ids of blocks, where a reference leads and what the file's properties are made from don't show.
    Raises `lxml.etree.XMLSyntaxError` where `html` is not well-formed.
    """
    from lxml import etree

    from reportgen.render.tree import parse

    root = parse(html)
    etree.strip_tags(root, "data", "a")
    etree.strip_attributes(root, *HIDDEN)
    return hashlib.sha256(etree.tostring(root, method="c14n")).hexdigest()
