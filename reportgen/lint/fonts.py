"""Names of fonts, as Word files and PDFs give them, by the class that GB/T 9704 asks for."""

import re
from enum import StrEnum

from reportgen.lint.model import Span


class Face(StrEnum):
    """The classes of type that the standard names; the values are what people call them."""

    FANG = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    BIAOSONG = "小标宋"
    SONG = "宋体"
    OTHER = "其他字体"


# A free font that programs put in place of one that isn't installed: it says nothing of what was asked for.
_STAND_IN = re.compile(r"noto|sourcehan|思源|droidsansfallback|wenquanyi|文泉驿|uming|ukai|arialunicode|unifont|dejavu|liberation", re.IGNORECASE)
_NO_NAME = re.compile(r"cidfont|^f\d+$|^tt\d+$|^[a-z]{0,3}\d*$|\ufffd|^\?+$", re.IGNORECASE)
_CLASSES = (
    (Face.BIAOSONG, re.compile(r"小标宋|xiaobiaosong|xbs|大标宋|dabiaosong", re.IGNORECASE)),
    (Face.FANG, re.compile(r"仿宋|fangsong|fandolfang|fsgb|fzfs|stfang", re.IGNORECASE)),
    (Face.KAI, re.compile(r"楷|kai", re.IGNORECASE)),
    (Face.HEI, re.compile(r"(?<!雅)黑体|^黑|simhei|heiti|fandolhei|fzhei|fzht|sthei|cesi黑", re.IGNORECASE)),
    (Face.SONG, re.compile(r"宋|simsun|song|^sun", re.IGNORECASE)),
)
_FREE_SONG = re.compile(r"fandolsong", re.IGNORECASE)


def face(font: str | None) -> Face | None:
    """The class of a font by its name; None where the name doesn't tell (nameless fonts of a PDF, stand-ins)."""
    if not font:
        return None
    name = re.sub(r"^[A-Z]{6}\+", "", font).replace(" ", "")
    if _STAND_IN.search(name) or _NO_NAME.search(name):
        return None
    return next((kind for kind, pattern in _CLASSES if pattern.search(name)), Face.OTHER)


def is_face(font: str | None, wanted: Face) -> bool | None:
    """Whether a font is of the class `wanted`; None where that can't be told: 小标宋 has a free stand-in, FandolSong."""
    found = face(font)
    if found is None or (wanted is Face.BIAOSONG and font is not None and _FREE_SONG.search(font)):
        return None
    return found is wanted


_WESTERN = re.compile(
    r"times|arial|calibri|cambria|candara|consolas|courier|georgia|verdana|tahoma|garamond|century|bookantiqua|palatino|helvetica|aptos|segoe|opensans|roboto"
    r"|microsoftsans|mssans|trebuchet|lucida|franklin|gillsans|rockwell|constantia|corbel|didot|bodoni|baskerville|perpetua|sitka|impact|comicsans|symbol|wingdings"
    r"|liberation|dejavu|carlito|caladea|gelasio|arimo|tinos|cousine|bitstream|urw|minion|myriad|frutiger|univers|optima|avenir|menlo|monaco|thorndale|nimbus|freeserif|freesans|termes|newcomputermodern|^cmr|latinmodern|lmroman|opensymbol",
    re.IGNORECASE,
)


def is_western(font: str | None) -> bool:
    """Whether a font by its name has Western characters only; one that isn't known is not said to."""
    return font is not None and _WESTERN.search(font.replace(" ", "").replace("-", "")) is not None


def is_chinese(character: str) -> bool:
    """Whether a character is a Chinese one (Han)."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"


def has_chinese(span: Span) -> bool:
    """Whether a span has Chinese characters: only they are set in its Chinese font for sure."""
    return any(map(is_chinese, span.text))
