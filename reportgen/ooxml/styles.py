"""What a paragraph and a run look like in the end: defaults, styles on styles, numbering, direct formatting, theme fonts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml.etree import _Element as Element
from lxml.etree import tostring

from reportgen.ooxml.colours import shown_colour, theme_colours
from reportgen.ooxml.names import W, local
from reportgen.ooxml.values import last, merged, number, on, twips, val


class Align(StrEnum):
    """How the lines of a paragraph stand between its edges."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


_ALIGNS = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
}
_DEEPEST = 32  # styles that build on each other end a circle here


@dataclass(frozen=True, slots=True)
class Look:
    """Characters: their fonts, size and tracking in points, colour, width of 1, whether they show.

    `east` is the font of Chinese text, `latin` of Latin text, `shared` of the characters that both have (“ ” — …): that of Chinese text only
    where a hint says so.
    """

    east: str | None
    latin: str | None
    shared: str | None
    size: float
    tracking: float
    colour: str
    scale: float
    hidden: bool


@dataclass(frozen=True, slots=True)
class Spacing:
    """Blank above and below in twips or, where `lines`, in lines; `line` in twips by `rule` (exact, atLeast, auto: 240ths)."""

    before: float
    after: float
    before_lines: float
    after_lines: float
    line: float
    rule: str


@dataclass(frozen=True, slots=True)
class Indent:
    """Lengths in twips; those counted in characters are given as such and go before the others."""

    left: float
    right: float
    first: float
    left_chars: float
    right_chars: float
    first_chars: float


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A paragraph."""

    align: Align
    indent: Indent
    spacing: Spacing
    snaps: bool
    breaks: bool
    tabs: tuple[tuple[str, float], ...]
    borders: Element | None
    frame: Element | None


class Styles:
    """The styles of a document. What is formatted alike is resolved once: a document has thousands of runs and few looks."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        found = [] if styles is None else list(styles.iterchildren(f"{W}style"))
        self._by_id = {style.get(f"{W}styleId", ""): style for style in found}
        self._default = next((style for style in found if style.get(f"{W}type") == "paragraph" and _is_default(style)), None)
        self._characters = _children(styles, "docDefaults/rPrDefault/rPr")
        self._paragraphs = _children(styles, "docDefaults/pPrDefault/pPr")
        self._theme = _theme_fonts(theme)
        self._colours = theme_colours(theme)
        self._chains: dict[str, tuple[Element, ...]] = {}
        self._forms: dict[tuple[str, Element | None, bytes], ParagraphForm] = {}
        self._looks: dict[tuple[str, Element | None, bool, bytes], Look] = {}

    def chain(self, identifier: str) -> tuple[Element, ...]:
        """The styles that a paragraph or run of style `identifier` has, the one at the bottom first."""
        if identifier not in self._chains:
            found: list[Element] = []
            style = self._by_id.get(identifier)
            while style is not None and style not in found and len(found) < _DEEPEST:
                found.insert(0, style)
                style = self._by_id.get(val(style.find(f"{W}basedOn")))
            self._chains[identifier] = tuple(found)
        return self._chains[identifier]

    def of(self, paragraph: Element) -> tuple[Element, ...]:
        """The paragraph styles of a `w:p`, the one at the bottom first."""
        return self.chain(self._style(paragraph))

    def _style(self, paragraph: Element) -> str:
        identifier = val(paragraph.find(f"{W}pPr/{W}pStyle"))
        return identifier if identifier or self._default is None else self._default.get(f"{W}styleId", "")

    def numbering(self, paragraph: Element) -> tuple[Element | None, bool]:
        """The `w:numPr` that holds for a paragraph, and whether it is its own (not its style's)."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        return (own, True) if own is not None else (last(_formats(self.of(paragraph), "pPr"), "numPr"), False)

    def form(self, paragraph: Element, level: Element | None = None) -> ParagraphForm:
        """The form of a `w:p`; `level` is the `w:lvl` of its numbering."""
        key = self._style(paragraph), level, _written(paragraph.find(f"{W}pPr"))
        if key not in self._forms:
            self._forms[key] = self._form(paragraph, level)
        return self._forms[key]

    def _form(self, paragraph: Element, level: Element | None) -> ParagraphForm:
        levels = [*self._paragraphs, *_formats(self.of(paragraph), "pPr")]
        numbered = [] if level is None else _children(level, "pPr")
        own = _children(paragraph, "pPr")
        levels = [*levels, *numbered, *own] if self.numbering(paragraph)[1] else [*self._paragraphs, *numbered, *levels[len(self._paragraphs) :], *own]
        return ParagraphForm(
            align=_ALIGNS.get(val(last(levels, "jc")), Align.LEFT),
            indent=_indent(levels),
            spacing=_spacing(merged(levels, "spacing")),
            snaps=last(levels, "snapToGrid") is None or on(last(levels, "snapToGrid")),
            breaks=on(last(levels, "pageBreakBefore")),
            tabs=_tabs(levels),
            borders=last(levels, "pBdr"),
            frame=last(levels, "framePr"),
        )

    def look(self, paragraph: Element, run: Element | None, level: Element | None = None) -> Look:
        """The look of a run in a `w:p`; without a run that of the paragraph's own mark, and of its number where `level` is given."""
        own = paragraph.find(f"{W}pPr/{W}rPr") if run is None else run.find(f"{W}rPr")
        key = self._style(paragraph), level, run is None, _written(own)
        if key not in self._looks:
            self._looks[key] = self._look(paragraph, run, level)
        return self._looks[key]

    def _look(self, paragraph: Element, run: Element | None, level: Element | None) -> Look:
        levels = [*self._characters, *_formats(self.of(paragraph), "rPr")]
        if run is None:
            levels += _children(paragraph, "pPr/rPr")
        else:
            style = val(run.find(f"{W}rPr/{W}rStyle"))
            levels += [*_formats(self.chain(style), "rPr"), *_children(run, "rPr")]
        if level is not None:
            levels += _children(level, "rPr")
        size = twips(val(last(levels, "sz")) or "20")
        scale, tracking = number(val(last(levels, "w"))), twips(val(last(levels, "spacing")))
        hints = [hint for level in levels if (fonts := level.find(f"{W}rFonts")) is not None and (hint := fonts.get(f"{W}hint"))]
        east = self._font(levels, "eastAsia")
        return Look(
            east=east,
            latin=self._font(levels, "ascii"),
            shared=east if hints[-1:] == ["eastAsia"] else self._font(levels, "hAnsi"),
            size=(size or 20) / 2,
            tracking=(tracking or 0) / 20,
            colour=shown_colour(last(levels, "color"), self._colours),
            scale=(scale or 100) / 100,
            hidden=on(last(levels, "vanish")),
        )

    def _font(self, levels: Sequence[Element], script: str) -> str | None:
        name: str | None = None
        for level in levels:
            fonts = level.find(f"{W}rFonts")
            if fonts is not None:
                named, themed = fonts.get(f"{W}{script}"), fonts.get(f"{W}{script}Theme")
                name = self._theme.get(themed, name) if themed else named or name
        return name


def _written(properties: Element | None) -> bytes:
    return b"" if properties is None else tostring(properties, with_tail=False)


def _is_default(style: Element) -> bool:
    """Whether a style is the default of its kind."""
    return style.get(f"{W}default", "0") in ("1", "true", "on")


def _children(element: Element | None, path: str) -> list[Element]:
    found = None if element is None else element.find("/".join(W + step for step in path.split("/")))
    return [] if found is None else [found]


def _formats(styles: Sequence[Element], tag: str) -> list[Element]:
    return [form for style in styles for form in _children(style, tag)]


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """The fonts that the theme's names stand for: majorEastAsia -> 宋体."""
    fonts: dict[str, str] = {}
    for group in theme.iter("{*}majorFont", "{*}minorFont") if theme is not None else ():
        kind = local(group).removesuffix("Font")
        faces = {local(face) if local(face) != "font" else face.get("script", ""): face.get("typeface", "") for face in group}
        fonts[f"{kind}EastAsia"] = faces.get("ea") or faces.get("Hans", "")
        fonts[f"{kind}Ascii"] = fonts[f"{kind}HAnsi"] = faces.get("latin", "")
    return {name: font for name, font in fonts.items() if font}


def _indent(levels: Sequence[Element]) -> Indent:
    found: dict[str, str] = {}
    for level in levels:
        element = level.find(f"{W}ind")
        own = {} if element is None else {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}
        for one, other in (("firstLine", "hanging"), ("firstLineChars", "hangingChars")):
            if one in own:
                found.pop(other, None)
            if other in own:
                found.pop(one, None)
        found.update({{"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}.get(name, name): v for name, v in own.items()})

    def length(name: str) -> float:
        return twips(found.get(name)) or 0.0

    return Indent(
        left=length("left"),
        right=length("right"),
        first=length("firstLine") - length("hanging"),
        left_chars=length("leftChars") / 100,
        right_chars=length("rightChars") / 100,
        first_chars=(length("firstLineChars") - length("hangingChars")) / 100,
    )


def _spacing(values: Mapping[str, str]) -> Spacing:
    def length(name: str) -> float:
        return twips(values.get(name)) or 0.0

    return Spacing(
        before=length("before"),
        after=length("after"),
        before_lines=length("beforeLines") / 100,
        after_lines=length("afterLines") / 100,
        line=length("line") or 240.0,
        rule=values.get("lineRule", "auto"),
    )


def _tabs(levels: Sequence[Element]) -> tuple[tuple[str, float], ...]:
    stops: dict[float, str] = {}
    for level in levels:
        for tab in level.iterfind(f"{W}tabs/{W}tab"):
            position = twips(tab.get(f"{W}pos"))
            if position is not None:
                stops[position] = val(tab)
    return tuple((kind, position) for position, kind in sorted(stops.items()) if kind != "clear")
