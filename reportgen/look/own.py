"""A copy of the base document -> the office's own look, and what is to be said of it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from reportgen.diagnostics import Diagnostic, Place, notice, warning
from reportgen.lint.fonts import is_western
from reportgen.look.changes import by_origin, changed, origin, page_changes, possible, refusal, without
from reportgen.look.document import NAME, PAGE, read_copy, values_in
from reportgen.look.judging import judged
from reportgen.look.look import STANDARD, Look, taken_over
from reportgen.look.numbers import Changes
from reportgen.render.layout import Layout
from reportgen.render.word.styles import styles_part


@lru_cache(maxsize=4)
def own_look(content: bytes) -> Look:
    """The look of a copy of the base document. Raises Unreadable where it can't be read."""
    copy = read_copy(content)
    refused = [
        refusal(name, "没有这个样式（删除了，或者改了名）", "样式不要删除、改名；请改回原名，或者重新复制软件自带的 official.docx 再改")
        for name in copy.lacking
    ]
    refused += [warning("look.unused", f"{what}不起作用", Place(NAME), help="版式请改样式和页面设置里的纸张、页边距") for what in copy.unused]
    page = page_changes(copy)
    changes = possible({**changed(copy), **({PAGE: page} if page else {})}, refused)
    for style, size, pitch in _cut(changes):
        refused.append(refusal(style, f"字号{size:g}磅大于行距的固定值{pitch:g}磅，字会被截去", "请把行距改大，或者把字号改小"))
        changes = without(changes, style, ("字号", "行距"))
    if not changes and not copy.added:
        return replace(STANDARD, problems=tuple(refused))
    look = taken_over(changes)
    return replace(look, added=copy.added, problems=(*refused, *judged(look, by_origin(changes)), *look.problems, *_not_installed(changes)))


def _cut(changes: Changes) -> Iterator[tuple[str, float, float]]:
    """The styles whose lines would be lower than their characters: with size and pitch in points."""
    for style, values in values_in(styles_part(taken_over(changes).on(Layout()))).items():
        size, line = values.get("字号"), values.get("行距")
        if {"字号", "行距"} & {name for name in changes.get(style, {}) if origin(changes, style, name) == style} and isinstance(size, float):
            rule, pitch = line if isinstance(line, tuple) else ("", None)
            if rule == "exact" and isinstance(pitch, float) and pitch < size:
                yield style, size, pitch


def _not_installed(changes: Changes) -> Iterator[Diagnostic]:
    """The fonts that an office asked for and this machine hasn't: the PDF is drawn here."""
    faces = {
        str(value): None for found in changes.values() for name, value in found.items() if name == "中文字体" or (name == "西文字体" and is_western(str(value)))
    }
    if faces:
        from reportgen.render.pdf.installed import has_family  # loads what draws PDFs

        lacking = "、".join(f"“{face}”" for face in faces if not has_family(Layout(), face))
        if lacking:
            help = "请在本机安装这种字体，再重新生成；Word 文件里写的是这种字体，在装有它的电脑上照样显示"
            yield notice("look.no-font", f"本机没有安装字体{lacking}，PDF 用同类的字体代替", Place(NAME), help=help)
