"""A number as a bar code (Code 128, GB/T 18347), drawn as SVG."""

from functools import lru_cache

from markupsafe import escape

_BAR = 0.33
"""Millimetres: the width of one module, which every hand-held reader tells apart on paper (GB/T 18347 has no less than 0.19)."""
_QUIET = 10
"""Modules: what stays white at both sides."""
_HIGH = 14.0
"""Millimetres."""


@lru_cache(maxsize=64)
def bar_code(number: str) -> str:
    """The `svg` of a number; empty where it has characters that Code 128 doesn't: it knows ASCII alone."""
    from barcode.codex import Code128
    from barcode.errors import BarcodeError

    try:
        modules: str = Code128(number).build()[0]
    except BarcodeError:
        return ""
    bars: list[str] = []
    at = 0
    while at < len(modules):
        end = at + 1
        while end < len(modules) and modules[end] == modules[at]:
            end += 1
        if modules[at] == "1":
            left, right = (at + _QUIET) * _BAR, (end + _QUIET) * _BAR
            bars.append(f"M{left:.2f},0H{right:.2f}V{_HIGH:g}H{left:.2f}Z")
        at = end
    wide = (len(modules) + 2 * _QUIET) * _BAR
    return (
        f'<svg width="{wide:.2f}mm" height="{_HIGH:g}mm" viewBox="0 0 {wide:.2f} {_HIGH:g}" font-size="3" role="img">'
        f'<title>条码：{escape(number)}</title><path d="{"".join(bars)}" fill="#000000"/></svg>'
    )
