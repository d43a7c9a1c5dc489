"""What a user would run instead: bare WeasyPrint, bare Typst, and docxtpl on a template of the same content."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import docxtpl
import typst
import weasyprint
from lxml import etree

from reportgen.render.layout import Layout
from reportgen.render.pdf.markup import printable
from reportgen.render.stylesheet import variables
from reportgen.render.tree import parse
from reportgen.render.typst.source import source_of

ROOT = Path(__file__).parent.parent


def weasyprint_peer(documents: list[str]) -> Callable[[], None]:
    """Bare WeasyPrint on the HTML and style sheet that our writer gives it, each call by itself."""
    css = variables(Layout()) + (ROOT / "templates/html/gongwen.css").read_text(encoding="utf-8")
    pages = [printable(parse(html), Layout(), "公文") for html in documents]

    def peer() -> None:
        for html in pages:
            weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=css)])

    return peer


def typst_peer(documents: list[str]) -> Callable[[], None]:
    """Bare Typst on the source that our writer gives it, with the fonts found once, as ours has them."""
    fonts = typst.Fonts(include_embedded_fonts=False)
    sources = [source_of(parse(html), Layout(), "公文").text.encode() for html in documents]

    def peer() -> None:
        for source in sources:
            typst.compile(source, font_paths=fonts, format="pdf")

    return peer


def docxtpl_peer(documents: list[str]) -> Callable[[], None]:
    """docxtpl on a template of the same content per document: a tag for each paragraph, a row loop for each table."""
    folder = Path(tempfile.mkdtemp())
    prepared = []
    for number, html in enumerate(documents):
        path = folder / f"{number}.docx"
        prepared.append((path, docxtpl_template(html, path)))

    def peer() -> None:
        for path, names in prepared:
            template = docxtpl.DocxTemplate(path)
            template.render(names, autoescape=True)
            template.save(io.BytesIO())

    return peer


def docxtpl_template(html: str, path: Path) -> dict[str, object]:
    """Write a template to `path`; gives the names that fill it with the document's content."""
    document = docx.Document()
    names: dict[str, object] = {}
    for n, block in enumerate(etree.fromstring(html).iter("p", "h1", "h2", "h3", "h4", "h5", "table")):
        if block.tag != "table":
            document.add_paragraph(f"{{{{ t{n} }}}}")
            names[f"t{n}"] = "".join(block.itertext())
            continue
        rows = [["".join(cell.itertext()) for cell in row] for row in block.iter("tr")]
        columns = max(len(row) for row in rows)
        table = document.add_table(rows=3, cols=columns)
        table.rows[0].cells[0].text = f"{{%tr for r in t{n} %}}"
        for column, cell in enumerate(table.rows[1].cells):
            cell.text = f"{{{{ r[{column}] }}}}"
        table.rows[2].cells[0].text = "{%tr endfor %}"
        names[f"t{n}"] = [row + [""] * (columns - len(row)) for row in rows]
    document.save(str(path))
    return names
