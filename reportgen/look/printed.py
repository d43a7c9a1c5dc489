"""What an office set on single styles, as rules of a style sheet: the PDF follows Word as far as it can."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields

from reportgen.lint.fonts import is_western
from reportgen.look.document import packaged
from reportgen.look.properties import Value
from reportgen.render.layout import Fonts, Layout
from reportgen.render.stylesheet import quoted
from reportgen.render.word import styles as word

_FLOWING = frozenset({"段前", "段后", "首行缩进", "左缩进", "右缩进"})
_SELECTORS: Mapping[str, str] = {
    word.BODY: "article > p:not([class]), section > p:not([class])",
    word.TITLE: "h1",
    word.ATTACHMENT_TITLE: "section.attachment h1",
    **dict(zip(word.HEADINGS, ("h2", "h3", "h4", "h5"), strict=True)),
    word.MARKS: ".marks",
    word.ISSUER: ".issuer",
    word.NUMBER: "header .number",
    word.ADDRESSEE: ".addressee",
    word.ATTACHMENT_NOTE: ".attachment-note",
    word.SIGNATURE: ".signature",
    word.DATE: ".date",
    word.ANNOTATION: ".annotation",
    word.ATTACHMENT_LABEL: ".attachment-label",
    word.TABLE_TEXT: "td",
    word.TABLE_HEAD: "th, tr.total td",
    word.TABLE_NOTE: ".note",
    word.CAPTION: "caption",
    word.FIGURE_CAPTION: "figcaption",
    word.COPIES: ".copies",
    word.PRINTING: ".printing",
    word.SIGNATORY: ".signatory .name",
    word.UNIT: "caption .unit",
}
_IN_FLOW = frozenset({word.NORMAL, word.BODY, *word.HEADINGS, word.ADDRESSEE, word.ANNOTATION})
"""The elements whose distance from their neighbours and edges is theirs alone."""
_INHERITED = frozenset({"中文字体", "西文字体", "倾斜", "下划线", "颜色", "对齐"})
_DECLARED: Mapping[str, Callable[[Value], str]] = {
    "字号": lambda value: f"font-size: {value:g}pt",
    "加粗": lambda value: f"font-weight: {'bold' if value == '有' else 'normal'}",
    "倾斜": lambda value: f"font-style: {'italic' if value == '有' else 'normal'}",
    "下划线": lambda value: f"text-decoration: {'none' if value == 'none' else 'underline'}",
    "颜色": lambda value: f"color: #{value}",
    "字符间距": lambda value: f"letter-spacing: {value:g}pt",
    "对齐": lambda value: f"text-align: {'justify' if value == 'both' else value}",
    "行距": lambda value: f"line-height: {value[1]:g}pt",  # type: ignore[index]  # its rule and its pitch
    "段前": lambda value: f"padding-top: {value:g}pt",  # Word adds it to what the paragraph above leaves below; margins would collapse
    "段后": lambda value: f"margin-bottom: {value:g}pt",
    "首行缩进": lambda value: f"text-indent: {value:g}pt",
    "左缩进": lambda value: f"padding-left: {value:g}pt",
    "右缩进": lambda value: f"padding-right: {value:g}pt",
}
_LINES = {"single": "solid", "dotted": "dotted", "dashed": "dashed", "double": "double", "thick": "solid"}
_EDGES = 6  # four sides and the two lines within


def in_print(dressed: Iterable[tuple[str, str, Value, bool]], layout: Layout) -> tuple[str, list[tuple[str, str]]]:
    """The rules for properties of styles (id, property, value, whether the office changed it), and those changed that have none."""
    rules, unprinted = [], []
    by_style: dict[str, dict[str, tuple[Value, bool]]] = {}
    for style, name, value, is_changed in dressed:
        by_style.setdefault(style, {})[name] = value, is_changed
    for style, found in by_style.items():
        values = {name: value for name, (value, _) in found.items()}
        for name, (value, is_changed) in found.items():
            selector = _selector(style, name, value)
            if name in ("中文字体", "西文字体") and selector and (name == "中文字体" or is_western(str(value))):
                rules.append(f"{selector} {{ font-family: {_families(style, values, layout)} }}")
            elif selector and name in _DECLARED:
                rules.append(f"{selector} {{ {_DECLARED[name](value)} }}")
            elif is_changed and not name.startswith("表格"):
                unprinted.append((style, name))
        edges = {name: value for name, value in values.items() if name.startswith("表格")}
        if len(edges) == _EDGES and len(set(edges.values())) == 1:
            rules.append(f"th, td {{ border: {_edge(next(iter(edges.values())))} }}")
        else:
            unprinted += [(style, name) for name in edges]
    return "".join(f"{rule}\n" for rule in dict.fromkeys(rules)), unprinted


def _selector(style: str, name: str, value: Value) -> str | None:
    """What a property is declared on; None where the style sheet decides it in another way."""
    if name == "行距" and not (isinstance(value, tuple) and value[0] == "exact"):
        return None
    if style == word.NORMAL:  # what is based on it, and says nothing else
        if name in _INHERITED:
            return "body"
        return {"加粗": "body, p, h1, h2, h3, h4, h5, th, td", "段前": "p, h2, h3, h4, h5", "段后": "p, h2, h3, h4, h5"}.get(name)
    if name in _FLOWING and style not in _IN_FLOW and (style, name) != (word.TITLE, "段后"):
        return None
    return _SELECTORS.get(style)


def _families(style: str, values: Mapping[str, Value], layout: Layout) -> str:
    """The fonts of a style: a Western one first, which has no Chinese characters; then the Chinese one with those that may stand in for it."""
    usual = packaged()[style]["中文字体"]
    role = next((role.name for role in fields(Fonts) if getattr(Fonts(), role.name)[0] == usual), "body")
    own = (str(values["中文字体"]), *getattr(Fonts(), role)) if "中文字体" in values else getattr(layout.fonts, role)
    latin = values.get("西文字体")
    return ", ".join(map(quoted, dict.fromkeys((*((str(latin),) if is_western(str(latin or "")) else ()), *own))))


def _edge(value: Value) -> str:
    if not isinstance(value, tuple):
        return "none"
    kind, points, colour = value
    return f"{points:g}pt {_LINES.get(str(kind), 'solid')} #{colour}"
