"""A Word form as it was read: the file with every tag in one piece, the tags, and what is wrong with how they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, warning
from reportgen.documents.forms.parts import FORM, MOST_PARAGRAPHS, Paragraph, paragraphs, read_parts, with_text
from reportgen.documents.forms.tags import Tag, take_tags
from reportgen.ooxml.names import MAIN, PACKAGE, W
from reportgen.ooxml.packing import packed
from reportgen.ooxml.parsing import parse_part
from reportgen.ooxml.tables import MOST_COLUMNS
from reportgen.ooxml.values import number, val

if TYPE_CHECKING:
    from lxml.etree import _Element

BRACE = "\ue000"
"""What stands for { while a form is filled in, wherever it doesn't begin a tag: in deleted text, in fields, in descriptions of pictures."""

_STANDS_FOR = {"tr": "行", "tc": "单元格", "p": "段"}
_RELATED = f"{{{PACKAGE}/relationships}}Relationship"
_FETCHED = ("/image", "/oleObject", "/video", "/frame", "/subDocument", "/aFChunk")


@dataclass(frozen=True, slots=True, eq=False)
class WordForm:
    """A form whose tags are in one piece, each but those that merge cells with a line break before its end; and the tags by part, in order.

    `wheres` are the places of all paragraphs, in order. A file that is no form has no content.
    """

    file: str
    content: bytes = b""
    tags: Mapping[str, tuple[Tag, ...]] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    wheres: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def read_form(content: bytes, file: str) -> WordForm:
    """Read a form; `file` is its name in messages."""
    tags: dict[str, tuple[Tag, ...]] = {}
    problems: list[Diagnostic] = []
    wheres: dict[str, None] = {}
    try:
        parts = read_parts(content)
        _open(content)
        problems += _fetched(parts, file)
        for name, root in with_text(parts):
            _bounded(name, root)
            _plain(root)
            found: list[Tag] = []
            for paragraph in paragraphs(name, root):
                wheres[paragraph.where] = None
                if _spans_without_end(paragraph):
                    message, help_text = f"单元格横跨的列数不对，表格最多{MOST_COLUMNS}列", "请删除这个单元格所在的行，重新插入"
                    problems.append(error("form.too-wide", message, Place(file, cell=paragraph.where), help=help_text))
                here, wrong = take_tags(paragraph, file)
                found += here
                problems += wrong
            problems += _misplaced(found)
            if name.startswith("word/endnotes"):
                problems += (error("form.endnote", f"标签 {tag.text} 写在尾注里，不会填写", tag.place, help="请写在正文或者脚注里") for tag in found)
            tags[name] = tuple(found)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    except Unreadable as fault:
        return WordForm(file, problems=(fault.diagnostic("form", Place(file), "表格模板读不了：", "请用 Word 打开并另存为“Word 文档（.docx）”，不要加密码"),))
    return WordForm(file, packed(parts), tags, tuple(problems), tuple(wheres))


def _bounded(name: str, root: "_Element") -> None:
    """Raises Unreadable for a part without anything to be filled in, or with more than is ever filled in."""
    if name == MAIN and root.find(f"{W}body") is None:
        raise Unreadable("unreadable", "没有正文")
    if sum(1 for _ in root.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise Unreadable("unreadable", f"超过{MOST_PARAGRAPHS}段")


def _spans_without_end(paragraph: Paragraph) -> bool:
    """Whether the cell of a paragraph claims to reach over more columns than there are: what draws such a table never ends."""
    cell = next(paragraph.element.iterancestors(f"{W}tc"), None)
    row = None if cell is None else next(cell.iterancestors(f"{W}tr"), None)
    if cell is None or row is None:
        return False
    spans = (cell.find(f"{W}tcPr/{W}gridSpan"), *(row.find(f"{W}trPr/{W}{name}") for name in ("gridBefore", "gridAfter")))
    return any(span is not None and (number(val(span)) is None or (number(val(span)) or 0) > MOST_COLUMNS) for span in spans)


def _open(content: bytes) -> None:
    """Open the file as it will be opened to be filled in. Raises Unreadable."""
    from io import BytesIO

    from docx import Document

    try:
        document = Document(BytesIO(content))
        document.sections  # noqa: B018  # it is looked for
        document.save(BytesIO())  # as it is when it is filled in
    except Exception as fault:  # whatever is wrong with the file
        raise Unreadable("unreadable", "不是标准的 Word 文档，或者缺少部分内容") from fault


def _fetched(parts: Mapping[str, bytes], file: str) -> Iterator[Diagnostic]:
    """Contents that would have to be fetched from elsewhere; links are only followed by a reader. Raises Unreadable."""
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        for relation in parse_part(content, name, FORM).iter(_RELATED):
            if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(_FETCHED):
                message = f"表格引用了文件以外的图片或者内容：{relation.get('Target', '')}"
                yield error("form.external", message, Place(file), help="请在 Word 里把图片嵌入文件（“文件—信息—编辑指向文件的链接—断开链接”），再另存")


def _plain(root: "_Element") -> None:
    """Take out the line breaks that programs write between elements, since only tags end lines; and hide braces that begin no tag."""
    for element in root.iter():
        if element.text and "\n" in element.text:
            element.text = element.text.replace("\n", " ") if element.text.strip() else None
        if element.tail and "\n" in element.tail:
            element.tail = None
        if element.text and element.tag != f"{W}t":
            element.text = element.text.replace("{", BRACE)
        for name, value in element.attrib.items():
            if "{" in value:
                element.set(name, value.replace("{", BRACE))


def holder_of(tag: Tag) -> "_Element | None":
    """What a tag and the one that ends it must both stand in: the table of a row, the row of a cell, what holds a paragraph."""
    element = _taken(tag)
    return tag.paragraph.element.getparent() if element is None else element.getparent()


def _taken(tag: Tag) -> "_Element | None":
    """The row, cell or paragraph that a tag takes away."""
    if tag.scope not in _STANDS_FOR:
        return None
    around = (tag.paragraph.element, *tag.paragraph.element.iterancestors())
    return next((element for element in around if element.tag == f"{W}{tag.scope}"), None)


def _misplaced(tags: list[Tag]) -> Iterator[Diagnostic]:
    """Tags that stand for a row, a cell or a paragraph, but stand in no table, hold another one, or aren't alone in it."""
    within: dict[_Element, list[Tag]] = {}
    for tag in tags:
        for element in (tag.paragraph.element, *tag.paragraph.element.iterancestors()):
            within.setdefault(element, []).append(tag)
    told: set[_Element] = set()
    for tag in tags:
        if tag.scope not in _STANDS_FOR:
            continue
        what, place = _STANDS_FOR[tag.scope], _taken(tag)
        if "%" in tag.words or "}" in tag.words:
            yield error("form.scope", f"标签 {tag.text} 里不能有 % 和 }}", tag.place, help="请先用 {%p set … %} 求出结果，再写在这里")
        elif place is None:
            yield error("form.no-table", f"标签 {tag.text} 不在表格里", tag.place, help=f"{{%{tag.scope} … %}} 只能写在表格里；表格以外请用 {{%p … %}}")
        elif next(place.iterdescendants(f"{W}{tag.scope}"), None) is not None:
            inner = "文本框" if tag.scope == "p" else "表格"
            yield error("form.nested", f"标签 {tag.text} 所在的{what}里还有{inner}", tag.place, help=f"请把标签单独写在一{what}里，不和{inner}放在一起")
        elif place not in told:
            told.add(place)
            yield from _company(tag, what, place, within[place])


def _company(tag: Tag, what: str, place: "_Element", tags: list[Tag]) -> Iterator[Diagnostic]:
    """What goes together with a tag though it shouldn't: other tags, and words."""
    help_text = f"{{%{tag.scope} … %}} 独占一{what}，生成时这一{what}会删去；请分写在两{what}"
    others = [other for other in tags if other is not tag]
    if others:
        yield error("form.shared-place", f"标签 {others[0].text} 和 {tag.text} 在同一{what}", others[0].place, help=help_text)
        return
    words = "".join(text.text or "" for text in place.iter(f"{W}t")).replace("\n", "").replace(tag.text, "").strip()
    if words:
        yield warning("form.lost-words", f"与标签 {tag.text} 同一{what}的文字“{words[:20]}”会删去", tag.place, help=help_text)
