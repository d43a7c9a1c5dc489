"""What a copy of the base document says otherwise than the packaged one, and which of it documents can't be written with."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reportgen.diagnostics import Diagnostic, error
from reportgen.look.document import PAGE, Copy, packaged, parents, place_of
from reportgen.look.numbers import DECIDED, INDENTS, TECHNICAL, Changes, layout_numbers
from reportgen.look.properties import PROPERTIES, Value, same
from reportgen.measure import MM_PER_PT
from reportgen.render.layout import Layout
from reportgen.render.word import styles as word

_HALF = 0.5
"""Of the characters of a line, or the lines of a page, that the standard asks for: with fewer no 版头, seal and table finds its room."""
_SMALLEST, _LARGEST = 5.0, 72.0
"""Points: what can be read, and what a line can hold."""
_WRITABLE = frozenset(one.name for one in PROPERTIES if one.write is not None)
_LENGTHS = frozenset({"字号", "字符间距", "段前", "段后", *INDENTS})
_COLOURS = frozenset({"颜色", "文字底纹", "段落底纹"})
_COLOUR = re.compile("[0-9A-Fa-f]{6}|无")
_ALIGNMENTS = frozenset({"left", "center", "right", "both"})
_UNDERLINES = frozenset(
    (
        *("none", "single", "words", "double", "thick", "dotted", "dottedHeavy", "dash", "dashedHeavy", "dashLong", "dashLongHeavy"),
        *("dotDash", "dashDotHeavy", "dotDotDash", "dashDotDotHeavy", "wave", "wavyHeavy", "wavyDouble"),
    )
)
"""ST_Underline of ECMA-376 part 1, 17.18.99."""
_BORDERS = frozenset(
    (
        *("single", "thick", "double", "triple", "dotted", "dashed", "dotDash", "dotDotDash", "dashSmallGap", "dashDotStroked"),
        *(f"{kind}{gap}Gap" for kind in ("thinThick", "thickThin", "thinThickThin") for gap in ("Small", "Medium", "Large")),
        *("wave", "doubleWave", "threeDEmboss", "threeDEngrave", "outset", "inset"),
    )
)
"""The lines of ST_Border (17.18.2); its pictures are for the edges of pages."""
_OF_ROOM = ("字号", "行距", "字符间距")


def changed(copy: Copy) -> dict[str, dict[str, Value]]:
    """The properties of styles that an office set otherwise."""
    found = {}
    for identifier, values in copy.values.items():
        before = packaged()[identifier]
        if own := {name: value for name, value in values.items() if not same(value, before[name])}:
            found[identifier] = own
    return found


def page_changes(copy: Copy) -> dict[str, Value]:
    """The measures of the page that an office set otherwise."""
    layout = Layout()
    usual = dict(zip(copy.page, (layout.page_width, layout.page_height, layout.top, layout.bottom, layout.left, layout.right), strict=True))
    return {name: value for name, value in copy.page.items() if not same(value, usual[name])}


def by_origin(changes: Changes) -> dict[str, dict[str, dict[str, Value]]]:
    """The changes by the style that they were made on: those that are based on it have them too."""
    found: dict[str, dict[str, dict[str, Value]]] = {}
    for style, values in changes.items():
        for name, value in values.items():
            found.setdefault(origin(changes, style, name), {}).setdefault(style, {})[name] = value
    return found


def origin(changes: Changes, style: str, name: str) -> str:
    """The style from which `style` has its value of a changed property: the one at the bottom that has the same."""
    below = parents().get(style, "")
    return origin(changes, below, name) if same(changes.get(below, {}).get(name), changes[style][name]) else style


def refusal(style: str, why: str, help: str) -> Diagnostic:
    """What of a style (or of the page) isn't taken over, and what to do."""
    return error("look.refused", f"{why}，按标准版式生成", place_of(style), help=help)


def possible(changes: Changes, refused: list[Diagnostic]) -> dict[str, dict[str, Value]]:
    """The changes that documents can be written with; the others are added to `refused`."""
    kept: dict[str, dict[str, Value]] = {}
    for style, found in changes.items():  # what a style is based on comes before it
        for name, value in found.items():
            first, why = origin(changes, style, name), _why_not(style, name, value)
            if not why and (first == style or name in kept.get(first, {})):
                kept.setdefault(style, {})[name] = value
            elif why and first == style:
                refused.append(refusal(style, f"{name}{why}", "请改回原来的设置；不要自己的版式了，删除工作区的这个文件"))
    if why := _no_room(kept):
        refused.append(refusal(PAGE if PAGE in kept else word.NORMAL, why, "请放宽页边距，或者把样式“正文”的字号、行距改小"))
        kept.pop(PAGE, None)
        kept = without(kept, word.NORMAL, _OF_ROOM)
    return {style: found for style, found in kept.items() if found}


def without(changes: Changes, style: str, properties: Sequence[str]) -> dict[str, dict[str, Value]]:
    """The changes without those properties of a style, and of the styles that have them from it."""
    kept = {
        one: {name: value for name, value in found.items() if name not in properties or origin(changes, one, name) != style} for one, found in changes.items()
    }
    return {one: found for one, found in kept.items() if found}


def _why_not(style: str, name: str, value: Value) -> str:
    """Why a property can't be taken over, if so."""
    if style in TECHNICAL:
        return "不能改，这个样式只用来定位"
    if style != PAGE and (name in DECIDED.get(style, ()) or name not in _WRITABLE):
        return "不能改，由软件按公文的内容确定"
    length = value[1] if isinstance(value, tuple) and name == "行距" else value
    if (style == PAGE or name in _LENGTHS or name == "行距") and not isinstance(length, float):
        return f"“{length}”不是长度"
    if name == "字号" and isinstance(value, float) and not _SMALLEST <= value <= _LARGEST:
        return f"{value:g}磅排不了，应在{_SMALLEST:g}磅到{_LARGEST:g}磅之间"
    if name == "行距" and isinstance(length, float) and length <= 0:
        return f"{length:g}磅排不了，应当大于0"
    if name == "行距" and style == word.NORMAL and isinstance(value, tuple) and value[0] != "exact":
        return "不是固定值，印章、版记的位置要按它计算，请用“固定值”"
    return _no_value(name, value)


def _no_value(name: str, value: Value) -> str:
    """Why a value is none of its property, if so: no program writes it, and it would be neither valid in Word nor safe in a style sheet."""
    if value == "":
        return "没有写明"
    if name in _COLOURS and not _COLOUR.fullmatch(str(value)):
        return f"“{value}”不是颜色"
    if name == "下划线" and value not in _UNDERLINES:
        return f"“{value}”不是下划线的线型"
    if name.endswith(("边框", "框线")) and isinstance(value, tuple):
        kind, _, colour = value
        if kind not in _BORDERS:
            return f"“{kind}”不是边框的线型"
        if not _COLOUR.fullmatch(str(colour)):
            return f"“{colour}”不是颜色"
    return f"“{value}”不是对齐方式" if name == "对齐" and value not in _ALIGNMENTS else ""


def _no_room(changes: Changes) -> str:
    """Why the page can't hold the text, if so."""
    standard, layout = Layout(), replace(Layout(), **layout_numbers(changes))  # type: ignore[arg-type]
    if layout.line_pitch < layout.body_size:
        return f"正文的行距（{layout.line_pitch:g}磅）小于字号（{layout.body_size:g}磅），排不下"
    lines, characters = layout.type_height / MM_PER_PT / layout.line_pitch, layout.characters
    if min(layout.left, layout.right, layout.top, layout.bottom) < 0 or lines < standard.lines * _HALF or characters < standard.characters * _HALF:
        return f"每页{max(int(lines), 0)}行、每行{max(int(characters), 0)}字，排不下公文（至少{standard.lines * _HALF:g}行、{standard.characters * _HALF:g}字）"
    return ""
