"""A copy of the base document as an office has changed it: its styles by the ids that they have here, its page, what it added."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from lxml import etree
from lxml.etree import _Element as Element

from reportgen.diagnostics import Place, Unreadable
from reportgen.look.properties import Value, Values, values_of, with_named_fonts
from reportgen.ooxml.names import W, local
from reportgen.ooxml.package import open_parts
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.values import millimetres, val
from reportgen.render.layout import Layout
from reportgen.render.word.styles import styles_part

NAME, PAGE = "templates/docx/official.docx", "页面设置"
_EDGES = {
    "纸张宽": ("pgSz", "w"),
    "纸张高": ("pgSz", "h"),
    **{f"{name}边距": ("pgMar", side) for side, name in zip(("top", "bottom", "left", "right"), "上下左右", strict=True)},
}
_BUILT_IN = {
    "normal": "正文",
    "normal indent": "正文缩进",
    "title": "标题",
    "caption": "题注",
    "footer": "页脚",
    **{f"heading {n}": f"标题 {n}" for n in range(1, 5)},
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy says: `values` by style id, those of the page in mm; `lacking` are styles that it hasn't; `added` are styles of its own."""

    values: Mapping[str, Values]
    page: Mapping[str, Value]
    lacking: tuple[str, ...]
    added: tuple[bytes, ...]
    unused: tuple[str, ...]


def shown(name: str) -> str:
    """A style's name as Word shows it in Chinese."""
    return _BUILT_IN.get(name.casefold(), name)


def place_of(style: str) -> Place:
    """Where a style, or the page, is set."""
    return Place(NAME, cell=style if style == PAGE else f"样式“{shown(names()[style])}”")


def read_copy(content: bytes) -> Copy:
    """Read a copy of the base document. Raises Unreadable where it is none, or where it can't be told what holds in it."""
    parts = open_parts(content)
    main, styles = parts.xml(parts.main), parts.related("styles")
    body = None if main is None else main.find(f"{W}body")
    section = None if body is None else body.find(f"{W}sectPr")
    if body is None or section is None or styles is None:
        raise Unreadable("no-styles", "里面没有样式和页面设置", "请重新从软件自带的 official.docx 复制")
    if any(local(change).endswith("Change") for root in (styles, section) for change in root.iter(f"{W}*")):
        raise Unreadable("tracked", "里面有没有接受的格式修订", "请在 Word 中接受或者拒绝全部修订，关闭修订后保存")
    with_named_fonts(styles, parts.related("theme"))
    ids = dict(_matched(styles))
    found = Styles(styles, None)
    values = {own: values_of(found, styles, theirs) for own, theirs in ids.items() if theirs is not None}
    lacking = tuple(own for own, theirs in ids.items() if theirs is None)
    unused = ["分栏、文档网格、文字方向"] if _is_set_otherwise(section) else []
    if any(text.text for text in body.iter(f"{W}t")):
        unused.append("正文里的文字")
    if any(_is_formatting(child) for properties in body.iter(f"{W}pPr", f"{W}rPr") for child in properties):
        unused.append("没有改样式、直接设在文字或者段落上的格式")
    headers = {name for kind, name in parts.relations(parts.main).values() if kind in ("header", "footer")}
    if any(root is not None and any(True for _ in root.iter(f"{W}t", f"{W}drawing", f"{W}pict")) for root in map(parts.xml, sorted(headers))):
        unused.append("页眉、页脚里的内容")
    return Copy(values, _page(section), lacking, tuple(_added(styles, ids)), tuple(unused))


@cache
def packaged() -> Mapping[str, Values]:
    """The values of the packaged base document."""
    return values_in(styles_part(Layout()))


def values_in(part: bytes) -> Mapping[str, Values]:
    """The values of the styles of the part `part`, that this program made."""
    root = parse(part)
    styles = Styles(root, None)
    return {identifier: values_of(styles, root, identifier) for identifier in names()}


@cache
def names() -> Mapping[str, str]:
    """The names of the styles that documents are written with, by id."""
    root = parse(styles_part(Layout()))
    skipped = ("DefaultParagraphFont", "TableNormal", "NoList")
    return {identifier: val(style.find(f"{W}name")) for style in root.iterchildren(f"{W}style") if (identifier := style.get(f"{W}styleId", "")) not in skipped}


@cache
def parents() -> Mapping[str, str]:
    """By style that which it is based on."""
    root = parse(styles_part(Layout()))
    return {style.get(f"{W}styleId", ""): val(style.find(f"{W}basedOn")) for style in root.iterchildren(f"{W}style")}


def _matched(styles: Element) -> Iterator[tuple[str, str | None]]:
    """Of each style its id here and its id in the copy: Word and LibreOffice give ids as they like, and keep names but for capitals."""
    theirs = {val(style.find(f"{W}name")): style.get(f"{W}styleId", "") for style in styles.iterchildren(f"{W}style")}
    folded = {name.casefold(): identifier for name, identifier in reversed(theirs.items())}
    for own, name in names().items():
        yield own, theirs.get(name, folded.get(name.casefold()))


def _added(styles: Element, ids: Mapping[str, str | None]) -> Iterator[bytes]:
    """The styles that an office made itself, referring to ours by the ids that these have here."""
    ours = {theirs: own for own, theirs in ids.items()}
    for style in styles.iterchildren(f"{W}style"):
        if style.get(f"{W}customStyle", "0") in ("1", "true", "on") and style.get(f"{W}styleId") not in ours:
            own = deepcopy(style)
            for foreign in [one for one in own.iter("*") if not str(one.tag).startswith(W) or local(one) == "numPr"]:
                foreign.getparent().remove(foreign)  # type: ignore[union-attr]  # no style itself
            for reference in own.iterchildren(f"{W}basedOn", f"{W}next", f"{W}link"):
                reference.set(f"{W}val", ours.get(val(reference), val(reference)))
            yield etree.tostring(own)


def _page(section: Element) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for name, (tag, attribute) in _EDGES.items():
        element = section.find(f"{W}{tag}")
        text = None if element is None else element.get(f"{W}{attribute}")
        length = millimetres(text)
        found[name] = (text or "没有写明") if length is None else length
    margins = section.find(f"{W}pgMar")
    gutter = None if margins is None else millimetres(margins.get(f"{W}gutter"))
    left = found["左边距"]
    if gutter and isinstance(left, float):
        found["左边距"] = left + gutter
    return found


def _is_formatting(child: Element) -> bool:
    return child.tag not in {f"{W}{name}" for name in ("pStyle", "rStyle", "rPr", "sectPr", "lang", "vertAlign")} and not (
        child.tag == f"{W}rFonts" and set(child.attrib) <= {f"{W}hint"}
    )


def _is_set_otherwise(section: Element) -> bool:
    """Whether the section has columns, a grid of characters or another direction of text: the page of a document has none.

    A grid of lines is what WPS and a Chinese Word put anywhere; the styles don't keep to it.
    """
    grid, columns, direction = (section.find(f"{W}{tag}") for tag in ("docGrid", "cols", "textDirection"))
    return (
        (grid is not None and grid.get(f"{W}type") in ("linesAndChars", "snapToChars"))
        or (columns is not None and columns.get(f"{W}num", "1") != "1")
        or val(direction, "lrTb") not in ("lrTb", "lr")
    )
