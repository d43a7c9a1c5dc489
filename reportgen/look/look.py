"""The changes of an office -> the layout that both writers use, what is left for Word alone, and the style sheet that follows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from reportgen.diagnostics import Diagnostic, Place, notice
from reportgen.look.base import with_added
from reportgen.look.document import NAME, names, packaged, shown
from reportgen.look.numbers import DECIDED, FACES, TECHNICAL, Changes, layout_numbers
from reportgen.look.printed import in_print
from reportgen.look.properties import PROPERTIES, same, value_of
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.styles import Styles
from reportgen.render.layout import Layout, StyleProperty
from reportgen.render.word.styles import dress, styles_part

_LITERAL = frozenset({"中文字体", "西文字体", "字号"})
"""A face or size that an office left alone stays as its copy says; a length that it left alone follows the page, the pitch and the size."""


@dataclass(frozen=True, slots=True)
class Look:
    """An office's own look: `numbers` and `faces` of the layout, `own` for Word alone; `css` is what a style sheet has to say besides, `added` styles.

    `problems` say what of it breaks the standard, what isn't taken over, and what only Word shows.
    """

    numbers: Mapping[str, float] = field(default_factory=dict)
    faces: Mapping[str, str] = field(default_factory=dict)
    own: tuple[StyleProperty, ...] = ()
    css: str = ""
    added: tuple[bytes, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def on(self, layout: Layout) -> Layout:
        """`layout` with this look: an office's own faces stand before those that it lists."""
        families = {role: (face, *getattr(layout.fonts, role)) for role, face in self.faces.items()}
        return replace(layout, **self.numbers, fonts=replace(layout.fonts, **families), own=self.own)  # type: ignore[arg-type]  # numbers of these names

    def onto(self, base: bytes) -> bytes:
        """The packaged base document with the styles that the office made itself."""
        return with_added(base, self.added)


STANDARD = Look()


def taken_over(changes: Changes) -> Look:
    """The look that the changes make: numbers and faces of the layout as far as it has them, the rest for each style."""
    numbers = layout_numbers(changes)
    faces = {role: str(face) for (style, name), role in FACES.items() if (face := changes.get(style, {}).get(name))}
    look = Look(numbers, faces)
    rest, dressed = [], []
    root = parse(styles_part(look.on(Layout())))
    styles = Styles(root, None)
    for identifier, usual in packaged().items():
        if identifier in TECHNICAL:
            continue
        for one in PROPERTIES:
            is_changed = one.name in changes.get(identifier, {})
            if one.write is None or one.name not in usual or one.name in DECIDED.get(identifier, ()) or not (is_changed or one.name in _LITERAL):
                continue
            wanted = changes[identifier][one.name] if is_changed else usual[one.name]
            if wanted is None or same(wanted, value_of(one, styles, root, identifier)):
                continue
            own = StyleProperty(identifier, one.path, tuple(one.write(wanted).items()))
            dress(root, own)
            rest.append(own)
            dressed.append((identifier, one.name, wanted, is_changed))
    css, unprinted = in_print(dressed, look.on(Layout()))
    return replace(look, own=tuple(rest), css=css, problems=tuple(_of_word_alone(unprinted)))


def _of_word_alone(unprinted: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """What the PDF doesn't show of the changes."""
    said = [f"“{shown(names()[style])}”的{name}" for style, name in unprinted]
    if said:
        help = "PDF 也要改的，请复制 html/gongwen.css 到工作区的 templates/html/，按其中的注释修改"
        yield notice("look.word-only", f"样式{'、'.join(said)}只用在 Word 文件里，PDF 里没有", Place(NAME), help=help)
