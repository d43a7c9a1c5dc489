"""Canonical HTML to one self-contained HTML page to be read on a screen.

Every figure shows where it came from when the mouse or the keyboard's focus is on it. The page needs no network, no
other file and no script; the figures keep their `data-` attributes, so that programs can read them too.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lxml import etree
from lxml.etree import _Element

from reportgen.render.layout import Layout
from reportgen.render.markup import page_of_html, prepare, text_of_html
from reportgen.render.stylesheet import variables
from reportgen.render.tree import as_read, has_class, parse, plain

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LEAST_SHOWN = Decimal("0.000001")  # of a quotient without end: six decimals are enough to see what was rounded

_OF_FORMS = {
    "letter": """
.letter header { border-bottom: 0; }
.letter .issuer { padding-bottom: 0.2em; border-bottom: 5px double var(--red); }
.letter .number { flex: 1 1 auto; text-align: right; }
""",
    "minutes": """
article .attendance { padding-left: 5em; text-indent: -3em; }
:not(.attendance) + .attendance { margin-top: 1.8em; }
.role { font-family: var(--font-hei); }
""",
}
"""What a page of one of these forms carries beside the style sheet: the pages of all others, kept and filed, stay as they are."""


def write_preview(html: str, layout: Layout, css: str) -> bytes:
    """The document `html` (canonical HTML) as a page of UTF-8 HTML; `css` is templates/html/preview.css or an office's own.

    Pure: same arguments, same bytes. Raises `lxml.etree.XMLSyntaxError` where `html` is not well-formed.
    """
    article = parse(as_read(html))
    title = article.get("data-title") or plain(article.find("h1")) or "公文"
    lacking = _lacking(article)
    prepare(article, layout)
    _scrolling(article)
    _charts(article)
    _figures(article)
    page, head, body = page_of_html(article, title=title)
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    etree.SubElement(head, "style").text = (variables(layout) + css + "".join(more for form, more in _OF_FORMS.items() if has_class(article, form))).replace(
        "</", "<\\/"
    )
    body.insert(0, _hint())
    if lacking:
        body.append(_list_of_lacking(lacking))
    return text_of_html(page).encode()


def _hint() -> _Element:
    hint = etree.Element("p", {"class": "hint"})
    hint.text = "网页预览：指向带虚线的数字，或用 Tab 键移到数字上，可查看其含义、算法和来源。正式文件以 Word、PDF 为准。"
    return hint


def _scrolling(article: _Element) -> None:
    """Let a table or chart that is wider than the screen scroll by itself, with the keyboard too."""
    for wide in list(article.iter("table", "svg")):
        name = _caption(wide) if wide.tag == "table" else plain(wide.getnext())
        stage = etree.Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": name or "图表"})
        wide.addprevious(stage)
        stage.append(wide)


def _charts(article: _Element) -> None:
    """What a mark of a chart shows when the mouse is on it."""
    for mark in article.iter("g"):
        words = etree.Element("title")
        words.text = f"{mark.get('data-label')}：{_exact(mark.get('data-value', ''))}{mark.get('data-unit')}"
        mark.insert(0, words)


def _figures(article: _Element) -> None:
    """Behind each figure its card, which the style sheet shows while the figure is pointed at or has the focus."""
    for number, figure in enumerate(list(article.iter("data")), 1):
        card = _card(figure, f"card-{number}")
        card.tail, figure.tail = figure.tail, None
        figure.addnext(card)
        figure.set("tabindex", "0")
        figure.set("role", "note")
        figure.set("aria-describedby", f"card-{number}")


def _card(figure: _Element, identifier: str) -> _Element:
    card = etree.Element("span", {"class": "card", "role": "tooltip", "id": identifier})
    etree.SubElement(card, "span", {"class": "card-label"}).text = figure.get("data-label") or figure.get("data-figure")
    etree.SubElement(card, "span", {"class": "card-value"}).text = _exact(figure.get("value", "")) + figure.get("data-unit", "")
    for name, texts in (("算法：", [figure.get("data-formula", "")]), ("来源：", figure.get("data-source", "").split("; "))):
        for text in filter(None, texts):
            row = etree.SubElement(card, "span", {"class": "card-row"})
            key = etree.SubElement(row, "span", {"class": "card-key"})
            key.text, key.tail = name, text
    return card


def _exact(value: str) -> str:
    """The exact value; of an endless fraction its first decimals, marked as such."""
    try:
        number = Decimal(value)
        shown = number.quantize(_LEAST_SHOWN, ROUND_HALF_UP)
    except InvalidOperation:  # no number, or more digits than a figure ever has
        return value
    return value if shown == number else f"约{shown.normalize():f}"


def _lacking(article: _Element) -> list[tuple[str, str]]:
    """The missing inputs, each once, and the id of the block in which it is first missing."""
    found: dict[str, str] = {}
    for span in article.iterfind(".//*[@class='missing']"):
        block = next((element.get("id") for element in span.iterancestors() if element.get("id")), None)
        found.setdefault(_what_lacks(span), block or "title")
    return list(found.items())


def _what_lacks(span: _Element) -> str:
    """What 【待补：…】 names; in a cell that doesn't name it, the table and the head of its row."""
    text = plain(span).strip("【】").removeprefix("待补").removeprefix("：")
    row, table = (next(span.iterancestors(tag), None) for tag in ("tr", "table"))
    if text or row is None or table is None:
        return text or "（未注明）"
    return "，".join(filter(None, (_caption(table), plain(row.find("*")))))


def _caption(table: _Element) -> str:
    """The caption of `table` without the unit."""
    caption = table.find("caption")
    unit = plain(caption.find("span[@class='unit']")) if caption is not None else ""
    return plain(caption).removesuffix(unit)


def _list_of_lacking(lacking: list[tuple[str, str]]) -> _Element:
    side = etree.Element("aside", {"class": "lacking", "aria-label": "待补内容"})
    etree.SubElement(side, "h2").text = f"待补内容（{len(lacking)}项）"
    items = etree.SubElement(side, "ol")
    for text, block in lacking:
        etree.SubElement(etree.SubElement(items, "li"), "a", href=f"#{block}").text = text
    return side
