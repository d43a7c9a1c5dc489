"""Common words of the titles of official documents (title_words.tsv): a line of a title doesn't break within one (7.3.1)."""

import re
from pathlib import Path

WORDS = frozenset((Path(__file__).parent / "title_words.tsv").read_text(encoding="utf-8").split())
_LONGEST = max(map(len, WORDS))
_SHORTEST = 2  # a word of one character can't be parted
_CLOSING = re.compile(r"[，、；：。！？）》”’〕的]")
_OPENING = re.compile(r"[（《“‘〔]")
_AMOUNT = re.compile(r"[0-9０-９.]")


def broken(above: str, below: str) -> str:
    """What the break between two lines of a title parts: a word, a number, a mark from its words; empty where it stands well."""
    above, below = re.sub(r"\s", "", above), re.sub(r"\s", "", below)
    if not above or not below:
        return ""
    if _CLOSING.match(below) or _OPENING.match(above[-1]) or (_AMOUNT.match(above[-1]) and re.match(r"[0-9０-９.年月日个号%％]", below)):
        return above[-2:] + below[:1]
    across = _across(above, below)
    return "" if across and _stands(above, below) else across


def _across(above: str, below: str) -> str:
    """The longest word that begins above and ends below."""
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        for head in range(1, min(length, len(above) + 1)):
            word = above[-head:] + below[: length - head]
            if len(word) == length and word in WORDS:
                return word
    return ""


def _stands(above: str, below: str) -> bool:
    """Whether words end and begin at the break, so that what lies across it is one by chance (全市|场馆)."""
    sizes = range(_SHORTEST, _LONGEST + 1)
    return any(above[-size:] in WORDS for size in sizes if size <= len(above)) and any(below[:size] in WORDS for size in sizes)
