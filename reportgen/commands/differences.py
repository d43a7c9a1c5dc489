"""A difference as a file, as diff writes it of versions and of files."""

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, error, has_errors
from reportgen.files import cause, replace_file

if TYPE_CHECKING:
    from reportgen.diff.difference import Difference
    from reportgen.workspace import Workspace

FORMATS = (".docx", ".pdf", ".html")


def write_difference(workspace: "Workspace", found: "Difference", target: Path, *, moves: bool = False) -> tuple[Diagnostic, ...]:
    """Write a difference as a redline, or both sides as a page, set up by a workspace; the problems that there are with it."""
    from reportgen.building.renderer import open_renderer, style_sheet

    renderer, problems = open_renderer(workspace)
    if renderer is None:
        return problems
    content: bytes | None
    match target.suffix.lower():
        case ".docx":
            from reportgen.redline.redline import redline_docx

            made = redline_docx(found.old.html, found.new.html, renderer.layout, renderer.base, date=found.new.day, moves=moves)
            content, problems = (None, (made,)) if isinstance(made, Diagnostic) else (made, ())
        case ".pdf":
            from reportgen.redline.redline import redline_pdf

            printed = redline_pdf(found.old.html, found.new.html, renderer.layout, renderer.gongwen)
            content, problems = printed.content, printed.problems
        case _:
            from reportgen.redline.side_by_side import write_side_by_side

            style, problems = style_sheet(workspace, "html/side-by-side.css")
            content = write_side_by_side(found, renderer.layout, renderer.preview + style) if style else None
    if content is None or has_errors(problems):
        return problems
    try:
        replace_file(target, content)
    except OSError as fault:
        help_text = "文件可能正在 Word 或 WPS 中打开，或者没有写权限；请关闭后重试，或者换一个文件名"
        return (*problems, error("diff.unwritable", f"写不了 {target}：{cause(fault)}", help=help_text))
    return problems
