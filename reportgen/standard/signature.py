"""Where 署名 and 成文日期 stand, which depends on how long both are: 7.3.5.1 and 7.3.5.2."""

from reportgen.measure import width

_LINE = 28.0  # 字 (5.2.3): a longer 署名 goes on below, its first line as wide as there is room


def signature_blanks(signature: str, date: str) -> tuple[float, float]:
    """How many 字 stay blank at the right of 署名 and of 成文日期 in a document without a seal (7.3.5.2).

    署名 leaves two; the date begins two 字 right of the first character of 署名. Where the date is the longer one,
    the date leaves two and 署名 moves left.
    """
    if width(date) <= width(signature):
        return 2.0, min(width(signature), _LINE - 2) - width(date)
    return width(date) + 4.0 - width(signature), 2.0


def seal_blanks(signature: str, date: str) -> tuple[float, float]:
    """How many 字 stay blank at the right of 署名 and of 成文日期 in a document with a seal (7.3.5.1).

    The date leaves four; 署名 stands centred above it. Where 署名 is so long that it would leave the 版心, it keeps
    to the edge and the date moves left.
    """
    overhang = (min(width(signature), _LINE) - width(date)) / 2
    return max(4.0 - overhang, 0.0), max(4.0, overhang)
