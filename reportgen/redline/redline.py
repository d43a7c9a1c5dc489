"""Redline (花脸稿): the new version of a document with what came and what went marked in it, as a tree, a Word file, a PDF."""

from collections.abc import Mapping

from lxml import etree

from reportgen.diagnostics import Diagnostic, error
from reportgen.diff.align import align
from reportgen.redline.text import settle_spaces
from reportgen.redline.tree import merged_tree
from reportgen.render.layout import Layout
from reportgen.render.rendered import Rendered
from reportgen.render.sides import AUTHOR, DATE, NEW_SHOWN, OLD_SHOWN
from reportgen.render.tree import as_read, is_form, parse
from reportgen.render.visible import visible

PROGRAM = "reportgen"
"""Whose the comments of a redline are, and the changes where nobody is known to have made them."""
NONE: Mapping[str, str] = {}
_SHOWN = 60  # characters of a paragraph that a message shows


def redline(old_html: str, new_html: str, *, author: str = PROGRAM, date: str | None = None, moves: bool = False) -> str:
    """The redline of two versions of a document, all canonical HTML (docs/canonical-html.md, Redlines).

    The changes are `author`'s, of `date` (a day, ISO; by default that of the new document, where it has one). What moved went and came,
    but with `moves` a paragraph that moved unaltered is marked as such. Raises `lxml.etree.XMLSyntaxError` where a version isn't well-formed.
    """
    old, new = parse(as_read(old_html)), parse(as_read(new_html))
    for article in (old, new):
        settle_spaces(article)
    tree = merged_tree(align(old, new), moves=moves)
    tree.set(AUTHOR, author)
    tree.set(OLD_SHOWN, visible(old_html))
    tree.set(NEW_SHOWN, visible(new_html))
    if day := date or tree.get("data-date"):
        tree.set(DATE, day)
    return etree.tostring(tree, encoding="unicode")


def redline_docx(
    old_html: str,
    new_html: str,
    layout: Layout,
    base: bytes,
    *,
    author: str = PROGRAM,
    date: str | None = None,
    moves: bool = False,
    notes: Mapping[str, str] = NONE,
) -> bytes | Diagnostic:
    """The redline as a DOCX file whose changes are revisions, to be accepted or rejected; `base` is the base document (`write_docx`).

    A form keeps its own Word file: what changed is marked in that of the new version.
    Where a figure of `notes` (by name) came in another value there is a comment with its text.

    It has been proved: with all changes accepted it reads as `write_docx` writes the new version as composed, with all rejected as the old one.
    Where it doesn't, there is no file but a fault. Otherwise as `redline`; the same arguments give the same bytes.
    """
    from reportgen.redline.word_comments import commented
    from reportgen.redline.word_marking import marked
    from reportgen.render.word import write_docx

    forms = is_form(old_html) and is_form(new_html)
    if not forms:
        old_html, new_html = as_read(old_html), as_read(new_html)
    old, new = (write_docx(html, layout, base, as_composed=True) for html in (old_html, new_html))
    made = marked(old, new, author, date) if forms else write_docx(redline(old_html, new_html, author=author, date=date, moves=moves), layout, base)
    return _proved(commented(made, notes, PROGRAM, date), old, new)


def redline_files(old: bytes, new: bytes) -> bytes | Diagnostic:
    """Two Word files as the redline of the newer one, which keeps its own form: its fonts, page, styles and tables. Proved as in `redline_docx`.

    Both are taken with their own revisions accepted. The changes are those of who saved the newer file last, of that day, as it says itself.
    Raises Unreadable where one is no Word file.
    """
    from reportgen.redline.word_marking import marked
    from reportgen.redline.word_parts import saved_last
    from reportgen.render.word.proof import resolve

    old, new = (resolve(file, accept=True) for file in (old, new))
    author, day = saved_last(new)
    return _proved(marked(old, new, author or PROGRAM, day), old, new)


def _proved(made: bytes, old: bytes, new: bytes) -> bytes | Diagnostic:
    """A redline that gives both files back; or the fault that it doesn't."""
    from reportgen.render.word.proof import prove

    differs = prove(made, old, new)
    if differs is None:
        return made
    side = "接受全部修订后与新的一份" if differs.accepted else "拒绝全部修订后与旧的一份"
    return error(
        "history.redline",
        f"花脸稿没有通过自检：{side}不一致，应为“{_short(differs.expected)}”，实为“{_short(differs.found)}”",
        help="没有写出 Word 花脸稿，以免审核人处理修订后得到不对的文字；请改用 --to 文件.html 或 --to 文件.pdf，并把这两份报告给软件维护人员",
    )


def redline_pdf(old_html: str, new_html: str, layout: Layout, css: str, *, moves: bool = False) -> Rendered:
    """The redline as a PDF in the layout of official documents; `css` is the style sheet (`write_pdf`). Otherwise as `redline`."""
    from reportgen.render.pdf import write_pdf

    return write_pdf(redline(old_html, new_html, moves=moves), layout, css)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "……"
