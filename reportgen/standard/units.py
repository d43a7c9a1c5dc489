"""Lengths, counts and type sizes as people write them."""

SAME_SIZE = 0.35
"""Points: half of the least step between two of the sizes below is more, and PDF files round sizes to less."""
_SIZES = {
    22.0: "2号",
    16.0: "3号",
    14.0: "4号",
    42.0: "初号",
    36.0: "小初",
    26.0: "1号",
    24.0: "小1",
    18.0: "小2",
    15.0: "小3",
    12.0: "小4",
    10.5: "5号",
    9.0: "小5",
}


def counted(count: float | None) -> str:
    """A count of 字 or lines."""
    return f"{round(count or 0.0, 1) + 0.0:g}"


def in_millimetres(length: float) -> str:
    """A length in mm: 35毫米, 3.5毫米."""
    return f"{length:.1f}".removesuffix(".0") + "毫米"


def type_size(size: float) -> str:
    """A type size in points as people call it: 3号（16磅）."""
    name = next((name for points, name in _SIZES.items() if abs(points - size) <= SAME_SIZE), "")
    return f"{name}（{size:g}磅）" if name else f"{size:g}磅"
