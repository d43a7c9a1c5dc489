"""The layout with an office's own fonts."""

from collections.abc import Mapping
from dataclasses import replace

from reportgen.render.layout import Fonts, Layout


def layout_of(fonts: Mapping[str, tuple[str, ...]]) -> Layout:
    """The standard layout; `fonts` by role (reportgen.toml [fonts]) stand before the standard lists."""
    standard = Fonts()
    return Layout(fonts=replace(standard, **{role: (*families, *getattr(standard, role)) for role, families in fonts.items()}))
