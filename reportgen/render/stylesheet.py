"""The numbers and fonts of the layout as CSS: the head that stands before a hand-written style sheet."""

import re
from dataclasses import fields

from reportgen.measure import MM_PER_PT
from reportgen.render.layout import Fonts, Layout

_MILLIMETRES = (
    "page_width",
    "page_height",
    "top",
    "right",
    "bottom",
    "left",
    "type_width",
    "type_height",
    "issuer_top",
    "red_line_gap",
    "red_line_weight",
    "colophon_thick",
    "colophon_thin",
    "page_number_gap",
    "seal_size",
)
_DEFAULTS = ("--issuer-scale: 1;", "--blanks: 2;", "--lead: 0pt;", "--hang: 0pt;", "--cell-leading: 1.5;")
"""What a writer sets on single elements, as it is where nothing was set; sizes come from the layout."""
_POINTS = ("body_size", "title_size", "colophon_size", "page_number_size", "table_size", "line_pitch")


def variables(layout: Layout) -> str:
    """`@font-face` rules and a `:root` rule with a custom property for every number of `layout`.

    `page_width` becomes `--page-width: 210mm`, `fonts.body` becomes `--font-body`, a list of families. `--tracking`
    is the letter spacing that puts 28 characters on a line, `--em` one 字 as it is then set.
    """
    lines = [f"--{_css(name)}: {getattr(layout, name):g}mm;" for name in _MILLIMETRES]
    lines += [f"--{_css(name)}: {getattr(layout, name):g}pt;" for name in _POINTS]
    lines += [
        f"--tracking: {layout.tracking_css:g}pt;",
        f"--em: {layout.body_size + layout.tracking_css:g}pt;",
        f"--red: {layout.red};",
        f"--half-leading: {(layout.line_pitch - layout.body_size) / 2 * MM_PER_PT:.4f}mm;",
    ]
    lines += [f"--font-{role}: {', '.join(map(quoted, families))};" for role, families in _families(layout.fonts)]
    lines += [f"--issuer-size: {layout.issuer_smallest:g}pt;", *_DEFAULTS, f"--cell-size: {layout.table_size:g}pt;"]
    return "".join(_faces(layout.fonts)) + ":root {\n  " + "\n  ".join(lines) + "\n}\n"


def _css(name: str) -> str:
    return name.replace("_", "-")


def quoted(family: str) -> str:
    """A family's name as it stands in a style sheet."""
    return '"' + family.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _families(fonts: Fonts) -> list[tuple[str, tuple[str, ...]]]:
    return [(role.name, getattr(fonts, role.name)) for role in fields(fonts)]


def _faces(fonts: Fonts) -> list[str]:
    """A family named after one face (`FandolSong-Bold`) is that face wherever it is installed."""
    faces = dict.fromkeys(family for _, families in _families(fonts) for family in families if "-" in family)
    return [f"@font-face {{ font-family: {quoted(face)}; src: local({quoted(face)}); }}\n" for face in faces]


def undefined(css: str) -> list[str]:
    """The custom properties that `css` uses and neither it nor `variables` defines, sorted."""
    used, defined = re.compile(r"var\(\s*(--[\w-]+)"), re.compile(r"(--[\w-]+)\s*:")
    return sorted(set(used.findall(css)) - set(defined.findall(css + variables(Layout()))))
