"""Canonical HTML -> the bytes of one format: a pure function of the document, the format and what the writers are set up with."""

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.building.snapshot import digest_of
from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable, error, warning
from reportgen.documents.formats import Format
from reportgen.files import cause
from reportgen.render.layout import Layout
from reportgen.render.overleaf import is_duplex, turned_over
from reportgen.render.settings import layout_of
from reportgen.render.tree import is_form, parse
from reportgen.workspace import MAX_TEXT, SETTINGS, Engine, Workspace, packaged_templates

if TYPE_CHECKING:
    from reportgen.look.look import Look

BASE = "docx/official.docx"
"""The Word base document among the templates."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """The writers set up for a workspace: the layout, the style sheets of PDF and preview, the Word base document.

    It can be sent to another process, and gives the same bytes there.
    """

    layout: Layout
    gongwen: str
    preview: str
    base: bytes
    engine: Engine = "weasyprint"

    def digest(self, program: str, fonts: str) -> str:
        """What the bytes of any document depend on besides the document, as a SHA-256; `program` and `fonts` are digests of these."""
        return digest_of((program, fonts, repr(self.layout), self.engine, self.gongwen, self.preview, hashlib.sha256(self.base).hexdigest()))


@dataclass(frozen=True, slots=True)
class Rendering:
    """The bytes, None where they could not be made; the problems of the document; and the fault of the program, if it was one."""

    content: bytes | None
    problems: tuple[Diagnostic, ...] = ()
    fault: str | None = None


def render(renderer: Renderer, html: str, format: Format) -> Rendering:
    """The bytes of one format. A fault of a writer is the program's own: it is told, and stops no other document; what the system refuses is none."""
    try:
        content, problems = _write(renderer, _placed(renderer, html, format), format)
    except OSError as fault:
        message = f"{format.upper()} 没有生成，写不了临时文件：{cause(fault)}"
        return Rendering(None, (error("render.refused", message, help="请检查磁盘空间和临时文件夹的权限，再重新生成"),))
    except Exception as fault:  # noqa: BLE001
        return Rendering(None, (), f"{type(fault).__name__}：{fault}")
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Rendering(None, problems)
    return Rendering(content, problems)


def _placed(renderer: Renderer, html: str, format: Format) -> str:
    """`html` with its 版记 where a document printed on both sides has it. Word's pages are those of the PDF, which alone tells how many they are."""
    if format in ("xlsx", "html") or not is_duplex(html):
        return html
    laid_out, _ = _write(renderer, html, "pdf")
    return turned_over(html, laid_out)


def _write(renderer: Renderer, html: str, format: Format) -> tuple[bytes, tuple[Diagnostic, ...]]:
    # Each writer's libraries are heavy: a build that writes only one format loads only its own.
    if format == "docx":
        from reportgen.render.word import write_docx

        return write_docx(html, renderer.layout, renderer.base), ()
    if format == "pdf":
        if is_form(html):
            from reportgen.render.word import write_docx
            from reportgen.render.word_pdf import write_word_pdf

            article = parse(html)
            docx = write_docx(html, renderer.layout, renderer.base)
            result = write_word_pdf(docx, article.get("data-title", ""), article.get("data-date", ""), renderer.layout)
            return result.content, result.problems
        if renderer.engine == "typst":
            from reportgen.render.typst import write_typst

            result = write_typst(html, renderer.layout)
            return result.content, result.problems
        from reportgen.render.pdf import write_pdf

        result = write_pdf(html, renderer.layout, renderer.gongwen)
        return result.content, result.problems
    if format == "ofd":
        from reportgen.render.ofd import write_ofd

        # It is made from a PDF as WeasyPrint writes it, whose drawing it reads.
        pdf, problems = _write(replace(renderer, engine="weasyprint"), html, "pdf")
        result = write_ofd(pdf, parse(html).get("data-title", ""))
        return result.content, (*problems, *result.problems)
    if format == "xlsx":
        from reportgen.render.sheet import write_sheets

        return write_sheets(html), ()
    from reportgen.render.preview import write_preview

    return write_preview(html, renderer.layout, renderer.preview), ()


def open_renderer(workspace: Workspace) -> tuple[Renderer | None, tuple[Diagnostic, ...]]:
    """A renderer with its style sheets read, and the look of an office's own base document; None and problems where one of them can't be read.

    Problems come beside a renderer too: what of an own look breaks the standard, or isn't taken over.
    """
    problems: list[Diagnostic] = []
    sheets: dict[str, str] = {}
    for name in ("html/gongwen.css", "html/preview.css"):
        sheets[name], faults = style_sheet(workspace, name)
        problems += faults
    layout, packaged = layout_of(workspace.settings.fonts), packaged_templates() / BASE
    try:
        base, own = packaged.read_bytes(), workspace.read(workspace.template(BASE))
        look = _own_look(own) if own != base else None
    except Unreadable as fault:
        problems.append(_unreadable(workspace, BASE, f"模板文件读不了：{fault.message}"))
    if problems:
        return None, tuple(problems)
    gongwen, preview = sheets.values()
    engine = workspace.settings.engine
    if engine == "typst" and (look is not None or gongwen != _packaged_sheet("html/gongwen.css")):
        what = Place(workspace.relative(workspace.template(BASE if look is not None else "html/gongwen.css")))
        help_text = f"不用自己版式的，请删除工作区里的这个文件；用的，请删去 {SETTINGS} 里的 engine"
        problems.append(warning("render.engine", "是自己的版式，typst 不读样式表：PDF 仍由 WeasyPrint 排版", what, help=help_text))
        engine = "weasyprint"
    if look is None:
        return Renderer(layout, gongwen, preview, base, engine), tuple(problems)
    return Renderer(look.on(layout), f"{gongwen}\n{look.css}", preview, look.onto(base)), (*problems, *look.problems)


def _packaged_sheet(name: str) -> str:
    return (packaged_templates() / name).read_text("utf-8-sig")


def style_sheet(workspace: Workspace, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """A style sheet among the templates; empty, and a problem, where it can't be read."""
    try:
        style = workspace.read(workspace.template(name), MAX_TEXT).decode("utf-8-sig")
    except (Unreadable, UnicodeDecodeError):
        style = ""
    return style, () if style.strip() else (_unreadable(workspace, name, "模板文件读不了或者已损坏"),)


def _own_look(content: bytes) -> "Look":
    from reportgen.look.own import own_look  # loads what lints

    return own_look(content)


def _unreadable(workspace: Workspace, name: str, message: str) -> Diagnostic:
    help_text = "请从备份恢复；删除工作区中的这个文件，会改用软件自带的"
    return error("templates.unreadable", message, Place(workspace.relative(workspace.template(name))), help=help_text)
