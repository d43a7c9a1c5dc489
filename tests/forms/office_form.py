"""Forms as an office draws them in Word, made a kind of document of a miniature workspace."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument

from reportgen.documents.compose import Composed
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.workspace import Workspace, packaged_templates

KIND = """
- id: own-form
  name: 自制表
  datasets: [tasks]
  filed: false
  levels:
    县:
      template: 自制表.docx
      title: "{{ unit.name }}自制表"
"""
TEMPLATE = "templates/docx/自制表.docx"


def use(root: Path, form: WordDocument | bytes | Callable[[WordDocument], None], kind: str = KIND) -> Path:
    """Make a form the template of a kind in a workspace; gives its file."""
    file = root / TEMPLATE
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(form, bytes):
        file.write_bytes(form)
    else:
        document = form if isinstance(form, WordDocument) else Document()
        if callable(form):
            form(document)
        document.save(str(file))
    kinds = (packaged_templates() / "kinds.yaml").read_text(encoding="utf-8")
    (root / "templates/kinds.yaml").write_text(kinds + kind, encoding="utf-8")
    return file


def season_of(root: Path) -> Season:
    return open_season(Workspace(root), "2023")


def compose(root: Path, unit: str = "甲县", kind: str = "own-form") -> Composed:
    return compose_in(season_of(root), unit, kind)


def compose_in(season: Season, unit: str = "甲县", kind: str = "own-form") -> Composed:
    """A form as it is now, filled in with the data of a season that was read before."""
    season.known.drafts.clear()
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    return season.compose(job)


def word_file(composed: Composed) -> bytes:
    """The Word file of a composed form; the base document has no part in it."""
    assert composed.html is not None, composed.problems
    return write_docx(composed.html, Layout(), b"")


def filled(composed: Composed) -> WordDocument:
    return Document(BytesIO(word_file(composed)))


def paragraphs(*texts: str) -> Callable[[WordDocument], None]:
    """A form of paragraphs; each text may be cut into runs at |."""

    def make(document: WordDocument) -> None:
        for text in texts:
            paragraph = document.add_paragraph()
            for number, piece in enumerate(text.split("¦")):
                paragraph.add_run(piece).bold = bool(number % 2)

    return make


def table(*rows: tuple[str, ...]) -> Callable[[WordDocument], None]:
    """A form that is one table."""

    def make(document: WordDocument) -> None:
        made = document.add_table(len(rows), max(map(len, rows)))
        for line, cells in zip(made.rows, rows, strict=True):
            for cell, text in zip(line.cells, cells, strict=False):
                cell.text = text

    return make


def both(*makers: Callable[[WordDocument], None]) -> Callable[[WordDocument], None]:
    def make(document: WordDocument) -> None:
        for maker in makers:
            maker(document)

    return make
