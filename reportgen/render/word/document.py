"""Canonical HTML -> DOCX."""

from collections.abc import Iterator
from itertools import groupby

from reportgen.ooxml.builder import Element, Xml, point_twips, put, w
from reportgen.render import tree
from reportgen.render.garbage import garbage_left_alone
from reportgen.render.layout import Layout
from reportgen.render.overleaf import BACK
from reportgen.render.setting.document import set_pages
from reportgen.render.setting.ends import END, KEPT
from reportgen.render.setting.tracking import lines_of_paragraph
from reportgen.render.sides import DEL, INS, MARK, NEW_SHOWN, OLD_SHOWN, WAS, change_of, former, is_redline
from reportgen.render.visible import visible
from reportgen.render.word.base import open_base
from reportgen.render.word.blocks import Blocks, is_body
from reportgen.render.word.charts import chart
from reportgen.render.word.colophon import colophon
from reportgen.render.word.fields import captions_of
from reportgen.render.word.figures import Origin, figures_part
from reportgen.render.word.form import write_form
from reportgen.render.word.head import head, letterhead
from reportgen.render.word.inline import Text
from reportgen.render.word.package import WordPackage
from reportgen.render.word.revisions import gone_from, stamp, stays, track, track_form, turns_of, without_figures
from reportgen.render.word.sections import Sections, end_section, spacer
from reportgen.render.word.tables import table

_WHOLE = 6  # lines: Word keeps two lines of a paragraph together, or all of it


@garbage_left_alone()
def write_docx(html: str, layout: Layout, base: bytes, *, as_composed: bool = False) -> bytes:
    """Write the canonical document `html` as a DOCX file onto the base document `base`; `as_composed`: with its blocks in their order, like a redline.

    A pure function: the same arguments give the same bytes. `base` gives settings, further styles and parts; its own
    text is left out, and the styles of official documents in it are made anew from `layout`. Raises
    `lxml.etree.XMLSyntaxError` where `html` isn't well-formed, and `ValueError` for an element that has no form in Word.
    A filled form (表格) brings its own Word file; of `base` it takes nothing.
    """
    article = tree.parse(html)
    form = tree.form_of(article)
    if form is not None:
        return write_form(article, _origin(article, html), form, layout)
    redline = is_redline(article)
    if redline:
        without_figures(gone_from(article))
    if not (redline or as_composed):
        set_pages(article, layout)
    package = WordPackage(open_base(base, layout))
    _describe(article, package)
    writer = _Writer(package, layout, article, redline=redline)
    writer.write(article)
    if redline:
        stamp(package.body, article, len(writer.text.figures) + 1)
    package.add_custom_xml(*figures_part(writer.text.figures, _origin(article, html)))
    return package.save()


def _origin(article: Element, html: str) -> Origin:
    key = (article.get("data-season", ""), article.get("data-unit", ""), article.get("data-kind", ""))
    if shown := article.get(NEW_SHOWN):
        return Origin(*key, shown, article.get(OLD_SHOWN, ""))
    return Origin(*key, visible(html))


def _describe(article: Element, package: WordPackage) -> None:
    number = next((p for p in article.iterfind("header/p") if tree.has_class(p, "number")), None)
    package.describe(
        title=article.get("data-title", ""),
        author=article.get("data-author", ""),
        subject=tree.plain(number),
        keywords="，".join(filter(None, (article.get("data-unit"), article.get("data-season")))),
        date=article.get("data-date", ""),
    )


def _flow(parent: Element, page: Element | None = None) -> Iterator[tuple[Element, Element | None]]:
    """The blocks in their order, each with the landscape section that it stands in."""
    for element in parent:
        if element.tag == "section":
            yield from _flow(element, element if tree.has_class(element, "landscape") else page)
        else:
            yield element, page


def _begins_section(element: Element) -> bool:
    """Whether a block is the first of a section that begins a page without 附件 above it: that has a style which does."""
    section = element.getparent()
    upright = section is not None and section.tag == "section" and not tree.has_class(section, "landscape")
    return upright and element.getprevious() is None and not tree.has_class(element, "attachment-label")


class _Writer:
    """Writes the blocks of one document in their order, a section at a time."""

    def __init__(self, package: WordPackage, layout: Layout, article: Element, *, redline: bool) -> None:
        self.text = Text(verbatim=redline, captions=captions_of(article, redline=redline))
        self._redline = redline
        self._package, self._layout = package, layout
        self._sections = Sections(package, layout, letterhead(article, self.text, layout))
        self._blocks = Blocks(self.text, package, layout)
        self._section: list[Xml] = []
        self._page: Element | None = None
        self._begins_page = True
        self._goes_on: tuple[str | None, dict[str, bool]] = (None, {})  # of the last paragraph: what became of its end, and whether it stands below a table

    def write(self, article: Element) -> None:
        """All blocks of the article, with the properties of the last section behind them."""
        blocks = list(_flow(article))
        turns = iter(turns_of([page for page, _ in groupby(page for _, page in blocks)]))
        for element, page in blocks:
            if page is not self._page:
                self._turn_to(page, next(turns) if self._section else None)
            begun = len(self._section)
            if element.tag == "header":
                self._section.extend(head(element, self.text, self._layout))
            elif element.tag == "footer":
                if self._redline:
                    self._section.append(spacer())  # LibreOffice takes the 版记 along with a paragraph in front of it that goes
                if not tree.has_class(element, BACK):
                    self._keep_last()
                self._section.append(colophon(element, self.text, self._layout, self._package.next_drawing()))
            elif element.tag == "table":
                self._table(element)
            elif element.tag == "figure":
                self._section.extend(chart(element, self.text, self._package, self._layout))
            else:
                self._text_block(element)
            if change_of(element):
                self._section[begun:] = track(self._section[begun:], element)
            self._begins_page = self._begins_page and element.tag == "header"
        if not self._section or not stays(self._section[-1]):
            self._section.append(spacer())
        self._package.body.extend(self._section)
        self._package.body.append(self._sections.properties(turned=self._page is not None))

    def _turn_to(self, page: Element | None, change: str | None) -> None:
        """Begin a section where the page is to be turned, or turned back; `change` says what became of that in a redline."""
        if self._section:
            end_section(self._section, self._sections.properties(turned=self._page is not None), change)
            self._package.body.extend(self._section)
        self._section, self._page, self._begins_page = [], page, change is None

    def _table(self, element: Element) -> None:
        layout = self._layout
        if self._after_table() and element.find("caption") is None:
            self._section.append(spacer())  # Word makes one table of two that touch
        self._section.extend(table(element, self.text, layout, layout.type_width if self._page is None else layout.type_height))

    def _text_block(self, element: Element) -> None:
        paragraph = self._blocks.write(element)
        if change := element.get(MARK):
            put(paragraph, w("rPr", w(change)))
        below = self._below_table()
        self._goes_on = (change, below)
        self._space(paragraph, below=below[INS])
        if tree.has_class(element, "attachment-label") and self._begins_page:
            put(paragraph, w("pageBreakBefore", val=0))  # the section has begun a page
        elif not self._begins_page and _begins_section(element):
            put(paragraph, w("pageBreakBefore"))
        closing = tree.has_class(element, "attachment-note") or tree.has_class(element, "signature")
        if closing and self._section and is_body(self._section[-1]) and any(map(is_body, self._section[:-1])):
            put(self._section[-1], w("keepNext"))  # some of the text stands above a signature; the first page keeps its own (7.3.3)
        if element.get(KEPT) is not None:
            self._keep_last()
        if element.get(END) is not None:
            short = lines_of_paragraph(element, self._layout) <= _WHOLE
            put(paragraph, w("keepLines") if short else w("widowControl"))
        if element.get(WAS) or below[INS] is not below[DEL]:
            was = self._blocks.write(former(element))
            self._space(was, below=below[DEL])
            track_form(paragraph, was)
        self._section.append(paragraph)

    def _keep_last(self) -> None:
        """The last block stands on the page of what follows: a paragraph, or the last row of a table."""
        if not self._section:
            return
        last = self._section[-1]
        paragraphs = [last] if last.tag == "w:p" else [part for part in last.children[-1].walk() if part.tag == "w:p"]
        for paragraph in paragraphs:
            put(paragraph, w("keepNext"))

    def _space(self, paragraph: Xml, *, below: bool) -> None:
        """Half a line between a table and the text below it."""
        if below:
            put(paragraph, w("spacing", before=point_twips(self._layout.line_pitch / 2)))

    def _below_table(self) -> dict[str, bool]:
        """Whether the paragraph that comes begins below a table, in the newer document (INS) and the older: where the one before has no end, as that does."""
        change, before = self._goes_on
        if change is not None:
            return {INS: change == DEL and before[INS], DEL: change == INS and before[DEL]}
        return dict.fromkeys((INS, DEL), self._after_table())

    def _after_table(self) -> bool:
        return bool(self._section) and self._section[-1].tag == "w:tbl"
