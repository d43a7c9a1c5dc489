"""A difference as a file: Word and PDF with the changes marked, or a page with both texts side by side."""

from reportgen.building.renderer import Renderer, style_sheet
from reportgen.diagnostics import Diagnostic
from reportgen.diff.difference import Difference
from reportgen.workspace import Workspace


def redlined(workspace: Workspace, renderer: Renderer, found: Difference, format: str, *, moves: bool = False) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The bytes as docx, pdf (redlines, 花脸稿) or html (side by side, 左右对照), None where they couldn't be made; and the problems that there are with it.

    `moves`: in Word a paragraph that moved unaltered is marked as such.
    """
    if format == "docx":
        from reportgen.redline.redline import PROGRAM, redline_docx
        from reportgen.redline.words import comment_words

        notes = {change.shown.name: comment_words(change) for change in found.changed}
        old, new, author = found.old.html, found.new.html, found.new.by or PROGRAM
        made = redline_docx(old, new, renderer.layout, renderer.base, author=author, date=found.new.day, moves=moves, notes=notes)
        return (None, (made,)) if isinstance(made, Diagnostic) else (made, ())
    if format == "pdf":
        from reportgen.redline.redline import redline_pdf

        printed = redline_pdf(found.old.html, found.new.html, renderer.layout, renderer.gongwen)
        return printed.content, printed.problems
    from reportgen.redline.side_by_side import write_side_by_side

    style, problems = style_sheet(workspace, "html/side-by-side.css")
    return (write_side_by_side(found, renderer.layout, renderer.preview + style), problems) if style else (None, problems)
