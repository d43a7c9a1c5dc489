"""Canonical HTML as the page of HTML that the style sheet is written for.

What depends on the words of one document (how large its head is set, how far its signature stands from the edge) is
put on the elements as custom properties; everything else is the style sheet's.
"""

import re

from lxml import etree

from reportgen.measure import width
from reportgen.render.layout import MM_PER_PT, Layout, cell_size, issuer_scale, issuer_size, seal_blanks, signature_blanks
from reportgen.render.tree import Grid, grid, has_class, plain

_ORDINAL = re.compile(r"\d+\.")
_LABEL_WIDTH = 3.0  # 附件：
_ROWS_KEPT = 8  # more rows under one cell may part at the foot of a page


def page_of_html(article: etree._Element, layout: Layout) -> str:
    """A whole HTML page with `article` as its body; `article` is changed."""
    _head(article, layout)
    _attachment_notes(article)
    _signatures(article, layout)
    _tables(article, layout)
    _colophon(article)
    _without_data(article)
    page = etree.Element("html", lang=article.get("lang") or "zh-CN")
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "title").text = article.get("data-title") or plain(article.find("h1"))
    for name, source in (("author", "data-author"), ("dcterms.created", "data-date"), ("dcterms.modified", "data-date")):
        if value := article.get(source):
            etree.SubElement(head, "meta", name=name, content=value)
    etree.SubElement(page, "body").append(article)
    return "<!DOCTYPE html>" + etree.tostring(page, encoding="unicode", method="html")


def _set(element: etree._Element, *classes: str, **properties: float | str) -> None:
    """Add classes and custom properties to `element`."""
    if classes:
        element.set("class", " ".join([element.get("class") or "", *classes]).strip())
    if properties:
        element.set("style", " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in properties.items()))


def _head(article: etree._Element, layout: Layout) -> None:
    header = article.find("header")
    if header is None:
        return
    for p in header:
        if has_class(p, "issuer"):
            text = plain(p)
            _set(p, issuer_size=f"{issuer_size(text, layout)}pt", issuer_scale=issuer_scale(text, layout))
        elif has_class(p, "number") and any(has_class(other, "signatory") for other in header):
            _set(p, "beside")
    header.append(_rule())


def _attachment_notes(article: etree._Element) -> None:
    """Each name wraps to its own first character: behind 附件： and behind the number."""
    for p in article.iterfind("p[@class='attachment-note']"):
        label = p.find("span[@class='label']")
        before = label if label is not None else p
        text = (before.tail if label is not None else before.text) or ""
        number = _ORDINAL.match(text)
        if number:
            ordinal = etree.Element("span", {"class": "ordinal", "style": f"width: {width(number[0])}em"})
            ordinal.text, ordinal.tail = number[0], text[number.end() :]
            if label is not None:
                label.tail = None
                label.addnext(ordinal)
            else:
                p.text = None
                p.insert(0, ordinal)
        step = width(number[0]) if number else 0.0
        lead = f"calc({_LABEL_WIDTH + step} * var(--em))"
        if label is not None:
            _set(p, "first", lead=lead, hang=lead)
        else:
            _set(p, lead=lead, hang=f"calc({step} * var(--em))")


def _signatures(article: etree._Element, layout: Layout) -> None:
    signature = article.find("p[@class='signature']")
    date = article.find("p[@class='date']")
    if signature is None or date is None:
        return
    sealed = signature.find("img") is not None
    blanks = (seal_blanks if sealed else signature_blanks)(plain(signature), plain(date))
    for p, blank in zip((signature, date), blanks, strict=True):
        _set(p, *(["sealed"] if sealed else []), blanks=blank)
    if not sealed:
        return
    stage = etree.Element("span")
    stage.text, signature.text = signature.text, None
    stage.extend(list(signature))
    signature.append(stage)
    annotation = article.find("p[@class='annotation']")
    room = layout.characters - blanks[1] - width(plain(date)) / 2 - layout.seal_size / 2 / layout.em
    if annotation is not None and width(plain(annotation)) + 2 <= room:
        _set(annotation, "short")


def _tables(article: etree._Element, layout: Layout) -> None:
    for table in article.iter("table"):
        cells = grid(table)
        _set(table, *(["dense"] if cell_size(len(cells.shares), layout) < layout.table_size else []))
        for column, share in zip(table.iterfind("colgroup/col"), cells.shares, strict=False):  # columns may be left to WeasyPrint
            column.set("style", f"width: {100 * share:.4f}%")
        _keep_together(cells)
        caption = table.find("caption")
        unit = caption.find("span[@class='unit']") if caption is not None else None
        if caption is None or unit is None:
            continue
        turned = any(has_class(section, "landscape") for section in table.iterancestors("section"))
        room = (layout.type_height if turned else layout.type_width) / MM_PER_PT / layout.table_size
        if width(plain(caption)) + width(plain(unit)) + 2 > room:  # the title stands in the middle, the unit at its right
            _set(caption, "long")


def _keep_together(cells: Grid) -> None:
    """Mark the rows that a cell reaches down to: they stand on the page of the row in which it begins."""
    for _, row in cells.rows:
        for cell in row:
            if 1 < cell.rows <= _ROWS_KEPT and cell.row >= cells.heads:
                for line, _ in cells.rows[cell.row + 1 : cell.row + cell.rows]:
                    if not has_class(line, "kept"):
                        _set(line, "kept")


def _colophon(article: etree._Element) -> None:
    """The 版记 is called from a block of its own, which a page that isn't turned must hold; a line above each part."""
    colophon = article.find("footer")
    if colophon is None:
        return
    for part in list(colophon):
        part.addprevious(_rule())
    colophon.append(_rule())
    place = etree.Element("div", {"class": "colophon-place"})
    colophon.addprevious(place)
    place.append(colophon)


def _rule() -> etree._Element:
    return etree.Element("div", {"class": "rule"})


def _without_data(article: etree._Element) -> None:
    """Drop the figures' attributes, which nothing on paper shows: they are half of the text to be parsed."""
    for element in article.iter("data", "col"):
        for name in [str(name) for name in element.attrib]:
            if name.startswith("data-") or name == "value":
                del element.attrib[name]
