"""What stands before each source: the numbers and fonts of the layout, and what is set by them (layout.typ)."""

from functools import lru_cache
from pathlib import Path

from reportgen.render.layout import Layout
from reportgen.render.typst.families import faces
from reportgen.render.typst.text import string

_MILLIMETRES = {
    "page-width": "page_width",
    "page-height": "page_height",
    "top-edge": "top",
    "left-edge": "left",
    "bottom-edge": "bottom",
    "right-edge": "right",
    "type-width": "type_width",
    "type-height": "type_height",
    "thick": "colophon_thick",
    "thin": "colophon_thin",
    "number-gap": "page_number_gap",
    "seal-size": "seal_size",
}
_POINTS = {
    "body-size": "body_size",
    "title-size": "title_size",
    "colophon-size": "colophon_size",
    "number-size": "page_number_size",
    "table-size": "table_size",
    "pitch": "line_pitch",
    "tracking": "tracking_css",
}


@lru_cache(maxsize=16)
def prelude(layout: Layout) -> str:
    """The beginning of a source in the layout `layout`: behind it text is set as 正文 unless something else is said."""
    roles = faces(layout)
    lengths = [f"#let {name} = {getattr(layout, field):g}mm" for name, field in _MILLIMETRES.items()]
    lengths += [f"#let {name} = {getattr(layout, field):g}pt" for name, field in _POINTS.items()]
    tables = {
        "fonts": {role: "(" + "".join(f"{string(family)}, " for family in face.families) + ")" for role, face in roles.items()},
        "weights": {role: str(face.weight) for role, face in roles.items()},
        "reach": {role: f"({face.ascent:g}, {face.descent:g})" for role, face in roles.items()},
    }
    listed = [f"#let {name} = ({', '.join(f'{role}: {value}' for role, value in values.items())})" for name, values in tables.items()]
    return "\n".join([*lengths, f"#let red = rgb({string(layout.red)})", *listed, _style()])


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "layout.typ").read_text("utf-8")
