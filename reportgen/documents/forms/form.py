"""A Word form as it was read: the file with every tag in one piece, the tags, and what is wrong with how they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.forms.parts import NotAForm, W, paragraphs, read_parts, with_text
from reportgen.documents.forms.tags import Tag, take_tags
from reportgen.files import packed

if TYPE_CHECKING:
    from lxml.etree import _Element

_STANDS_FOR = {"tr": "行", "tc": "单元格", "p": "段落"}


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form whose tags are in one piece, each with a line break before its end: the Word file, and the tags by part, in order.

    `wheres` are the places of all paragraphs, in order. A file that is no form has no content.
    """

    file: str
    content: bytes = b""
    tags: Mapping[str, tuple[Tag, ...]] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    wheres: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def read_form(content: bytes, file: str) -> Form:
    """Read a form; `file` is its name in messages."""
    tags: dict[str, tuple[Tag, ...]] = {}
    problems: list[Diagnostic] = []
    wheres: dict[str, None] = {}
    try:
        parts = read_parts(content)
        for name, root in with_text(parts):
            _without_lines(root)
            found: list[Tag] = []
            for paragraph in paragraphs(name, root):
                wheres[paragraph.where] = None
                here, wrong = take_tags(paragraph, file)
                found += here
                problems += wrong
            problems += _misplaced(found)
            tags[name] = tuple(found)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    except NotAForm as fault:
        problem = error("form.unreadable", f"表格模板读不了：{fault}", Place(file), help="请用 Word 打开并另存为 .docx，不要加密码")
        return Form(file, problems=(problem,))
    return Form(file, packed(parts), tags, tuple(problems), tuple(wheres))


def _without_lines(root: "_Element") -> None:
    """Take out the line breaks that programs write between elements: only tags end lines."""
    for element in root.iter():
        if element.text and "\n" in element.text:
            element.text = element.text.replace("\n", " ") if element.text.strip() else None
        if element.tail and "\n" in element.tail:
            element.tail = None


def _misplaced(tags: list[Tag]) -> Iterator[Diagnostic]:
    """Tags that stand for a row, a cell or a paragraph, but share it with another such tag, or stand in no table."""
    taken: dict[_Element, Tag] = {}
    for tag in tags:
        if tag.scope not in _STANDS_FOR:
            continue
        what = _STANDS_FOR[tag.scope]
        if "%" in tag.words or "}" in tag.words:
            yield error("form.scope", f"标签 {tag.text} 里不能有 % 和 }}", tag.place, help="请先用 {%p set … %} 求出结果，再写在这里")
            continue
        place = next((e for e in (tag.paragraph.element, *tag.paragraph.element.iterancestors()) if e.tag == f"{W}{tag.scope}"), None)
        if place is None:
            yield error("form.no-table", f"标签 {tag.text} 不在表格里", tag.place, help=f"{{%{tag.scope} … %}} 只能写在表格里；表格以外请用 {{%p … %}}")
        elif place in taken:
            message = f"标签 {tag.text} 和 {taken[place].text} 在同一{what}"
            yield error("form.shared-place", message, tag.place, help=f"{{%{tag.scope} … %}} 独占一{what}，生成时这一{what}会删去；请把两个标签分写在两{what}")
        else:
            taken[place] = tag
