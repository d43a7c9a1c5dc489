"""What the composer does to a rendered tree: white space, numbers of headings, tables and figures, references, ids, marks."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.documents.vocabulary import BLOCKS, HEADINGS
from reportgen.documents.vocabulary_faults import VocabularyFault
from reportgen.language.environment import AT
from reportgen.language.numbers import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAK = re.compile(r"[ \t]*\n\s*")
_RUN = re.compile(r"[ \t]{2,}")
_BLOCKS = frozenset(("p", "h1", *HEADINGS, "caption", "figcaption", "th", "td"))
"""What holds words: white space at its ends is the template's."""


def tidy(root: "_Element") -> None:
    """Remove the template's line breaks and indents: Chinese text has no space at a line's end."""
    for element in root.iter():
        # Most texts are tidy, and lxml would write them anew.
        if text := element.text:
            is_block = element.tag in _BLOCKS
            tidied = _tidy(text, is_first=is_block, is_last=is_block and not len(element))
            if tidied != text:
                element.text = tidied
        if tail := element.tail:
            parent = element.getparent()
            tidied = _tidy(tail, is_first=False, is_last=parent is not None and parent.tag in _BLOCKS and element.getnext() is None)
            if tidied != tail:
                element.tail = tidied


def _tidy(text: str, *, is_first: bool, is_last: bool) -> str:
    """A text without line breaks and runs of spaces; the first of a block without those before it, the last without those behind."""
    text = _RUN.sub(" ", _BREAK.sub("", text))
    text = text.lstrip(" \t") if is_first else text
    return text.rstrip(" \t") if is_last else text


def number_headings(root: "_Element") -> None:
    """一、 （一） 1. （1）, counted in each attachment (GB/T 9704-2012 7.3.3)."""
    for section in [root, *root.iter("section")]:
        if section.get("class") == "landscape":
            continue
        counts = [0, 0, 0, 0]
        for heading in section.iterchildren(*HEADINGS):
            level = HEADINGS.index(str(heading.tag))
            counts[level] += 1
            counts[level + 1 :] = [0] * (3 - level)
            n = counts[level]
            prefix = (f"{numeral(n)}、", f"（{numeral(n)}）", f"{n}.", f"（{n}）")[level]
            heading.text = prefix + (heading.text or "")


def number_captions(root: "_Element") -> Iterator[VocabularyFault]:
    """表1, 表2, ... and 图1, 图2, ... in front of the captions; 附表 for a table on a landscape page; and the references to them.

    A reference is `<ref to="ID"/>`, and becomes a link with the name as its words. Yields a fault for one to what isn't there, for a link that
    a template writes itself, and for a table or figure without caption; a table that is a form to be filled in by hand, and the picture of a
    page, have none.
    """
    yield from (VocabularyFault(link, '模板里不写 <a>，引用表格和图用 <ref to="…"/>') for link in root.iter("a"))
    names: dict[str, str] = {}
    plain: list[_Element] = []
    turned: list[_Element] = []
    for table in (table for table in root.iter("table") if "form" not in table.get("class", "").split()):
        (turned if any(a.get("class") == "landscape" for a in table.iterancestors("section")) else plain).append(table)
    for numbered, word, tag in (
        (plain, "表", "caption"),
        (turned, "附表", "caption"),
        ([figure for figure in root.iter("figure") if figure.get("class") != "scan"], "图", "figcaption"),
    ):
        for n, element in enumerate(numbered, 1):
            name = word if word == "附表" and len(numbered) == 1 else f"{word}{n}"
            caption = element.find(tag)
            if caption is None:
                yield VocabularyFault(element, f"{'图' if tag == 'figcaption' else '表格'}没有 <{tag}> 标题")
                continue
            caption.text = f"{name}　{caption.text or ''}"
            if element.get("id"):
                names[str(element.get("id"))] = name
    for reference in list(root.iter("ref")):
        target = reference.get("to") or ""
        if target not in names:
            yield VocabularyFault(reference, f"引用的表格或者图“{target}”不存在")
        reference.tag, reference.text = "a", names.get(target, "")
        reference.attrib.pop("to", None)
        reference.set("href", f"#{target}")


def identify(root: "_Element") -> None:
    """Give every block an id that doesn't depend on the numbers around it: its section's id, its tag, its count there."""
    _identify_in(root, "", {str(e.get("id")) for e in root.iter() if e.get("id")})


def _identify_in(parent: "_Element", scope: str, taken: set[str]) -> None:
    """Give the blocks in `parent` their ids, which begin with `scope`; `taken` are those that the document has."""
    counts: dict[str, int] = {}
    current = scope
    for child in parent:
        tag, kind = str(child.tag), child.get("class")
        if tag == "section":
            _identify_in(child, _id_of(child, str(kind), counts, taken), taken)
        elif tag in ("header", "footer"):
            if tag == "footer":
                _id_of(child, "colophon", counts, taken)
            _identify_in(child, "colophon" if tag == "footer" else "", taken)
        elif tag in HEADINGS:
            current = _id_of(child, f"{scope}-{tag}" if scope else tag, counts, taken)
        elif tag in BLOCKS or tag == "h1":
            stem = kind or ("title" if tag == "h1" else tag)
            _id_of(child, f"{current}-{stem}" if current else stem, counts, taken)


def _id_of(element: "_Element", stem: str, counts: dict[str, int], taken: set[str]) -> str:
    """An element's own id; else the stem, with the next number of `counts` that isn't taken: what has a class and is the first of its stem needs none."""
    if not element.get("id"):
        while True:
            counts[stem] = counts.get(stem, 0) + 1
            candidate = stem if counts[stem] == 1 and element.get("class") else f"{stem}-{counts[stem]}"
            if candidate not in taken:
                break
        taken.add(candidate)
        element.set("id", candidate)
    return str(element.get("id"))


def mark(root: "_Element", marks: list[str]) -> None:
    """Put 草稿, 示例数据 in the document's head."""
    header = root.find("header")
    if header is not None and marks:
        line = header.makeelement("p", {"class": "marks"})
        line.text = "　".join(marks)
        header.insert(0, line)


def as_draft(html: str) -> str:
    """A canonical document marked as 草稿 in its head, as `mark` and `identify` would have marked it."""
    marks = '<p class="marks" id="marks">'
    if marks + "草稿" in html:
        return html
    if marks in html:
        return html.replace(marks, marks + "草稿　", 1)
    return html.replace("<header/>", "<header></header>", 1).replace("<header>", f"<header>{marks}草稿</p>", 1)


def strip_positions(root: "_Element") -> None:
    """Remove the template positions, the last thing before the tree is canonical."""
    for element in root.iter():
        element.attrib.pop(AT, None)
