"""On which pages the pieces of a document come to stand: filled one after another, as every program fills them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.render.setting.heights import Piece

_ROUNDING = 0.05  # pt


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces on a page, from `begin` to before `end`, and how high they stand together."""

    begin: int
    end: int
    filled: float


def pages_of(pieces: Sequence[Piece], room: float) -> list[Page]:
    """`pieces` on pages of `room` pt; what is kept on the page of the piece before takes that along."""
    pages: list[Page] = []
    begin = 0
    while begin < len(pieces):
        end = begin + 1
        filled = _height(pieces[begin], first=True)
        while end < len(pieces) and filled + _height(pieces[end], first=False) <= room + _ROUNDING:
            filled += _height(pieces[end], first=False)
            end += 1
        if end < len(pieces):
            end = next((cut for cut in range(end, begin, -1) if not pieces[cut].kept), end)
            filled = sum(_height(piece, first=number == 0) for number, piece in enumerate(pieces[begin:end]))
        pages.append(Page(begin, end, filled))
        begin = end
    return pages


def _height(piece: Piece, *, first: bool) -> float:
    return piece.height + (piece.head if first else piece.space)
