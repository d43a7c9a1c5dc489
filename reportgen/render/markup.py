"""Canonical HTML made ready for a style sheet, on paper (PDF) or on the screen (preview).

What depends on the words of one document (how large its head is set, how far its signature stands from the edge) is
put on the elements as classes and custom properties; everything else is the style sheet's.
"""

import re
from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element

from reportgen.measure import MM_PER_PT, width
from reportgen.render.columns import fit_columns, row_lines, rows_kept, rows_parted, stands_whole
from reportgen.render.layout import Layout, issuer_scale, issuer_size
from reportgen.render.sealing import blanks_of, is_sealed, passes_the_seal
from reportgen.render.setting.heights import LEADING
from reportgen.render.sides import MARK, PILCROW
from reportgen.render.tree import TableGrid, grid, has_class, plain, shown

_ORDINAL = re.compile(r"\d+\.")
_LABEL_WIDTH = 3.0  # 附件：


def prepare(article: _Element, layout: Layout) -> None:
    """Put classes and custom properties on the elements of `article`."""
    _head(article, layout)
    _attachment_notes(article)
    _signatures(article, layout)
    _tables(article, layout)
    _charts(article, layout)
    _ends(article)


def page_of_html(article: _Element, *, title: str) -> tuple[_Element, _Element, _Element]:
    """A whole page with `article` in its body, in its language, and its head and body; author and date stand in the head."""
    page = etree.Element("html", lang=article.get("lang") or "zh-CN")
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "title").text = title
    for name, source in (("author", "data-author"), ("dcterms.created", "data-date"), ("dcterms.modified", "data-date")):
        if value := article.get(source):
            etree.SubElement(head, "meta", name=name, content=value)
    body = etree.SubElement(page, "body")
    body.append(article)
    return page, head, body


def text_of_html(page: _Element) -> str:
    """`page` as HTML, with its doctype."""
    return "<!DOCTYPE html>\n" + etree.tostring(page, encoding="unicode", method="html")


def mark(element: _Element, *classes: str, **properties: float | str) -> None:
    """Add classes to `element` and set its custom properties."""
    if classes:
        element.set("class", " ".join([element.get("class") or "", *classes]).strip())
    if properties:
        element.set("style", " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in properties.items()))


_LETTER = ("letter_top", "letter_line_gap", "letter_line_width", "letter_line_bottom", "letter_line_thick", "letter_line_thin")


def _head(article: _Element, layout: Layout) -> None:
    if has_class(article, "letter"):
        mark(article, **{name: f"{getattr(layout, name):g}mm" for name in _LETTER})
    header = article.find("header")
    if header is None:
        return
    for p in header:
        if has_class(p, "issuer"):
            text = shown(p)
            mark(p, issuer_size=f"{issuer_size(text, layout)}pt", issuer_scale=issuer_scale(text, layout), issuer_length=width(text))
        elif has_class(p, "number") and any(has_class(other, "signatory") for other in header):
            mark(p, "beside")


def _attachment_notes(article: _Element) -> None:
    """Each name wraps to its own first character: behind 附件： and behind the number."""
    for p in article.iterfind("p[@class='attachment-note']"):
        label = p.find("span[@class='label']")
        text = (label.tail if label is not None else p.text) or ""
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
            mark(p, "first", lead=lead, hang=lead)
        else:
            mark(p, lead=lead, hang=f"calc({step} * var(--em))")


def _signatures(article: _Element, layout: Layout) -> None:
    signature = article.find("p[@class='signature']")
    date = article.find("p[@class='date']")
    if signature is None or date is None:
        return
    sealed = is_sealed(article)
    blanks = blanks_of(article, plain(signature), plain(date))
    for p, blank in zip((signature, date), blanks, strict=True):
        mark(p, *(["sealed"] if sealed else []), blanks=blank)
    annotation = article.find("p[@class='annotation']")
    if sealed and annotation is not None and passes_the_seal(annotation, plain(signature), plain(date), layout):
        mark(annotation, "short")
    if signature.find("img") is not None:
        stage = etree.Element("span")
        stage.text, signature.text = signature.text, None
        stage.extend(list(signature))
        signature.append(stage)


def _tables(article: _Element, layout: Layout) -> None:
    for table in article.iter("table"):
        turned = any(has_class(section, "landscape") for section in table.iterancestors("section"))
        room = layout.type_height if turned else layout.type_width
        cells = grid(table)
        columns = fit_columns(cells, room, layout)
        leading = table.attrib.pop(LEADING, None)
        lines = row_lines(cells, columns)
        whole = leading is not None or stands_whole(lines, layout)
        mark(table, *(("whole",) if whole else ()), cell_size=f"{columns.size:g}pt", **({"cell_leading": leading} if leading else {}))
        _set_columns(table, [100 * wide / room for wide in columns.widths])
        _keep_together(cells, lines)
        caption = table.find("caption")
        unit = caption.find("span[@class='unit']") if caption is not None else None
        if caption is None or unit is None:
            continue
        if (width(plain(caption)) + width(plain(unit)) + 2) * layout.table_size * MM_PER_PT > room:
            mark(caption, "long")  # the title stands in the middle, the unit at its right: too long for one line


def _set_columns(table: _Element, shares: list[float]) -> None:
    """Give `table` columns that are `shares` of its width, in percent."""
    old = table.find("colgroup")
    group = etree.Element("colgroup")
    for share in shares:
        etree.SubElement(group, "col", style=f"width: {share:.4f}%")
    if old is not None:
        table.replace(old, group)
    else:
        caption = table.find("caption")
        table.insert(0 if caption is None else 1, group)


def _keep_together(cells: TableGrid, lines: Sequence[float]) -> None:
    """Mark the rows that stand on the page of the row before, and those that a page may end within."""
    for number in rows_kept(cells, lines):
        mark(cells.rows[number][0], "kept")
    for number in rows_parted(cells, lines):
        mark(cells.rows[number][0], "parted")


def _charts(article: _Element, layout: Layout) -> None:
    for svg in article.iter("svg"):
        svg.set("font-family", font_of_charts(layout))
    for img in article.iterfind(".//figure/img"):
        mark(img, across=img.attrib.pop("width", "auto"), down=img.attrib.pop("height", "auto"))


def _ends(article: _Element) -> None:
    """Show where the end of a paragraph came or went in a redline."""
    for paragraph in article.iterfind(f".//p[@{MARK}]"):
        etree.SubElement(paragraph, paragraph.get(MARK, "")).text = PILCROW


def font_of_charts(layout: Layout) -> str:
    """The fonts of the text in charts, as an attribute: WeasyPrint's SVG takes nothing from the style sheet."""
    return ",".join(f'"{family}"' for family in layout.fonts.body)
