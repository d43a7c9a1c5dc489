"""The closed vocabulary of canonical HTML, but for redlines: which elements, attributes and children there may be (docs/canonical-html.md)."""

import re

INLINE = frozenset({"data", "span", "a"})
BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "table", "figure"})
HEADINGS = ("h2", "h3", "h4", "h5")

CHILDREN: dict[str, frozenset[str]] = {
    "article": BLOCKS | {"header", "h1", "section", "footer"},
    "header": frozenset({"p"}),
    "section": BLOCKS | {"h1", "section"},
    "footer": frozenset({"p"}),
    "p": INLINE | {"img"},
    "h1": INLINE | {"br"},
    **dict.fromkeys(HEADINGS, INLINE),
    "table": frozenset({"caption", "colgroup", "thead", "tbody"}),
    "figure": frozenset({"svg", "span", "img", "figcaption"}),
    "caption": INLINE,
    "figcaption": INLINE,
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "th": INLINE | {"br"},
    "td": INLINE | {"br"},
    "span": INLINE,
    "data": frozenset(),
    "a": frozenset(),
}
LEAVES = frozenset({"br", "col", "img", "svg"})
WITH_TEXT = frozenset({"p", "h1", *HEADINGS, "caption", "figcaption", "th", "td", "span", "data", "a"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    "article": frozenset({"class", "lang", "data-kind", "data-unit", "data-season", "data-title", "data-author", "data-date"}),
    "data": frozenset({"value", "data-figure", "data-label", "data-unit", "data-formula", "data-source"}),
    **dict.fromkeys(("p", *HEADINGS), frozenset({"class", "data-source"})),
    "table": frozenset({"class", "data-source"}),
    "span": frozenset({"class", "data-figure"}),
    "a": frozenset({"href"}),
    "col": frozenset({"data-width"}),
    "img": frozenset({"class", "src", "alt", "width", "height"}),
    "h1": frozenset({"class", "data-source"}),
    "th": frozenset({"class", "colspan", "rowspan"}),
    "td": frozenset({"class", "colspan", "rowspan"}),
}

CLASSES: dict[str, frozenset[str]] = {
    "article": frozenset({"gongwen", "letter", "minutes", "unsealed", "duplex"}),
    "section": frozenset({"attachment", "landscape"}),
    "footer": frozenset({"colophon"}),
    "p": frozenset(
        {"marks", "issuer", "number", "signatory", "addressee", "attachment-note", "attachment-label"}
        | {"signature", "date", "annotation", "attendance", "copies", "printing", "note"}
    ),
    "a": frozenset({"page"}),
    "span": frozenset({"missing", "name", "role", "label", "unit", "office", "printed"}),
    "img": frozenset({"seal"}),
    "table": frozenset({"form", "roomy"}),
    "figure": frozenset({"scan"}),
    "tr": frozenset({"total"}),
    "th": frozenset({"left", "right"}),
    "td": frozenset({"left", "right"}),
}


# What the numbers of a table may be: spans from 1 to 999, widths above 0.
SPAN = re.compile(r"[1-9][0-9]{0,2}")
_WIDTH = re.compile(r"(?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,6})?")
NUMBERS = {
    "colspan": (SPAN, "1至999的整数"),
    "rowspan": (SPAN, "1至999的整数"),
    "data-width": (_WIDTH, "大于0的数"),
}
