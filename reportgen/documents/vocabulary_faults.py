"""What in a composed tree breaks the vocabulary of canonical HTML."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.documents.drawings import drawing_breaches
from reportgen.documents.vocabulary import ATTRIBUTES, CHILDREN, CLASSES, HEADINGS, LEAVES, NUMBERS, SPAN, WITH_TEXT
from reportgen.language.environment import AT

if TYPE_CHECKING:
    from lxml.etree import _Element

_OTHERS = frozenset({"class", "id", AT})
_JUDGED = frozenset({"class", *NUMBERS})
"""The attributes of whose values not all are allowed."""
_SECOND_TITLE = "这里已经有标题：<h1> 是公文、附件的标题，由 base.html 写出，题目写在 kinds.yaml 的 cover_title、title 里；正文里的各级标题用 <h2> 至 <h5>"
_SHOWN: dict[str | None, list[list[str]]] = defaultdict(list, {None: [["svg", "figcaption"], ["span", "figcaption"]], "scan": [["img"]]})
"""What a figure holds, by its class."""
_TITLED = frozenset(tag for tag, children in CHILDREN.items() if "h1" in children)
_ALLOWED = {tag: names | {"id", AT} for tag, names in ATTRIBUTES.items()}


@dataclass(frozen=True, slots=True)
class VocabularyFault:
    """An element that breaks the vocabulary, and what is wrong with it, in Chinese."""

    element: "_Element"
    message: str


def vocabulary_faults(root: "_Element") -> Iterator[VocabularyFault]:
    """Every fault in a composed tree."""
    if root.tag != "article":
        yield VocabularyFault(root, f"最外层应当是 <article>，实际是 <{root.tag!s}>")
        return
    if root.find("header") is None:  # 草稿 and 示例数据 are marked there
        yield VocabularyFault(root, "<article> 里没有 <header>")
    found: list[VocabularyFault] = []
    _check(root, set(), found)
    yield from found
    yield from _empty_sections(root)


def _check(element: "_Element", seen: set[str], found: list[VocabularyFault]) -> None:
    """Adds to `found` what is wrong with an element, then with what is in it; `seen` are the ids before it."""
    tag = str(element.tag)
    identifier = element.get("id")
    if identifier is not None:
        if identifier in seen:
            found.append(VocabularyFault(element, f"id“{identifier}”重复"))
        seen.add(identifier)
    _check_attributes(element, tag, found)
    if tag not in WITH_TEXT and (stray := _stray_text(element)):
        found.append(VocabularyFault(element, f"<{tag}> 里不能直接写文字“{stray}”"))
    for child in element:
        name = str(child.tag)
        if name not in CHILDREN and name not in LEAVES:
            found.append(VocabularyFault(child, f"不认识的元素 <{name}>"))
        elif name not in CHILDREN.get(tag, ()):
            found.append(VocabularyFault(child, f"<{tag}> 里不能有 <{name}>"))
        elif name == "svg":
            found += (VocabularyFault(part, message) for part, message in drawing_breaches(child))
        else:
            _check(child, seen, found)
    if tag in _TITLED:
        found += (VocabularyFault(second, _SECOND_TITLE) for second in element.findall("h1")[1:])
    if tag == "table":
        found += _table(element)
    elif tag == "figure" and [str(child.tag) for child in element] not in _SHOWN[element.get("class")]:
        found.append(VocabularyFault(element, "<figure> 里应当先是一幅图（或者【待补：…】），后是 <figcaption> 图题"))


def _check_attributes(element: "_Element", tag: str, found: list[VocabularyFault]) -> None:
    allowed = _ALLOWED.get(tag, _OTHERS)
    if allowed.issuperset(element.keys()) and _JUDGED.isdisjoint(element.keys()):
        return  # as nearly all
    for name, value in element.items():
        if name not in allowed:
            found.append(VocabularyFault(element, f"<{tag}> 不能有属性 {name}"))
        elif name == "class" and not set(value.split()) <= CLASSES.get(tag, frozenset()):
            found.append(VocabularyFault(element, f"<{tag}> 不认识的 class“{value}”"))
        elif name in NUMBERS and not NUMBERS[name][0].fullmatch(value):
            found.append(VocabularyFault(element, f"<{tag}> 的 {name} 应为{NUMBERS[name][1]}，实际是“{value}”"))


def _stray_text(element: "_Element") -> str:
    texts = [element.text or "", *((child.tail or "") for child in element)]
    return "".join(texts).strip()[:20]


def _table(table: "_Element") -> Iterator[VocabularyFault]:
    """Every row of a table must fill the same columns, spans counted."""
    columns = len(table.findall("colgroup/col"))
    merged = next(table.iterfind(".//*[@colspan]"), None) is not None or next(table.iterfind(".//*[@rowspan]"), None) is not None
    for part in table.iter("thead", "tbody"):
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(part):
            filled = _columns(row, number, taken) if merged else set(range(len(row)))
            if filled != set(range(columns)):
                yield VocabularyFault(row, f"表格这一行占{len(filled)}列，与 colgroup 的{columns}列不符")


def _columns(row: "_Element", number: int, taken: set[tuple[int, int]]) -> set[int]:
    """The columns that a row fills; `taken` are the places (row, column) of what stands above, to which its own are added."""
    position = 0
    for cell in row:
        while (number, position) in taken:
            position += 1
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        taken.update((number + r, position + c) for r in range(down) for c in range(across))
    return {column for line, column in taken if line == number}


def _span(cell: "_Element", name: str) -> int:
    """How many columns or rows a cell covers; 1 where that is a fault of its own."""
    text = cell.get(name, "1")
    return int(text) if SPAN.fullmatch(text) else 1


def _empty_sections(root: "_Element") -> Iterator[VocabularyFault]:
    """A heading with nothing under it."""
    for heading in root.iter(*HEADINGS):
        following = heading.getnext()
        if following is None or (following.tag in HEADINGS and str(following.tag) <= str(heading.tag)):
            yield VocabularyFault(heading, f"标题“{''.join(heading.itertext())}”下面没有内容")
