"""Fields: the numbers of captions, which Word counts (SEQ), and the references to them, which repeat them (REF).

Each holds the words that it shows, and shows the same when Word calculates it anew (F9).
"""

import re
from dataclasses import dataclass, field

from reportgen.ooxml.builder import Element, Xml, w

_NAMED = re.compile(r"(?P<word>附表|表|图)(?P<number>[1-9][0-9]*)?(?=　)")
"""How a caption begins: 表1, 图2, or 附表 where there is but one (documents/finish.py)."""


@dataclass(slots=True)
class Captions:
    """Counts the captions of one document as Word will; `bookmarks` are those of the tables and figures that are referred to, by id."""

    bookmarks: dict[str, str]
    _counted: dict[str, int] = field(default_factory=dict)

    def parts(self, text: str) -> tuple[str, str, str] | None:
        """The word of a caption's name, its number (empty: there is none) and the text behind; None where it has no name."""
        named = _NAMED.match(text)
        return None if named is None else (named["word"], named["number"] or "", text[named.end() :])

    def instruction(self, word: str, number: str) -> str:
        """The field of a caption's number, which must be written in the order of the document.

        Word counts the fields of a word one by one: where a figure has been moved past another to fill a page, it is told the number.
        """
        shown = int(number)
        follows = shown == self._counted.get(word, 0) + 1
        self._counted[word] = shown
        return f" SEQ {word} \\* ARABIC " + ("" if follows else f"\\r {shown} ")


def captions_of(article: Element, *, redline: bool) -> Captions | None:
    """The captions of `article`; None for a redline, whose names are text: a field in a tracked change isn't shown by all programs."""
    if redline:
        return None
    # Word hides bookmarks that begin so from its lists, and names its own cross-references alike.
    targets = dict.fromkeys(link.get("href", "").removeprefix("#") for link in article.iter("a"))
    return Captions({target: f"_Ref{number:09d}" for number, target in enumerate(targets, 1)})


def reference(bookmark: str) -> str:
    """The field that repeats the text of a bookmark in the form that it has here, and leads there."""
    return f" REF {bookmark} \\h \\* MERGEFORMAT "


def field_around(instruction: str, *shown: Xml) -> tuple[Xml, ...]:
    """The runs of a field that shows the runs `shown`, and looks as the first of them.

    Not `w:fldSimple`: python-docx and older readers lose the text inside.
    """
    look = shown[0].children[:1] if shown[0].children and shown[0].children[0].tag == "w:rPr" else []
    code = Xml("w:instrText", {"xml:space": "preserve"}, [], instruction)
    begin, separate, end = (w("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    before = [Xml("w:r", {}, [*look, part]) for part in (begin, code, separate)]
    return (*before, *shown, Xml("w:r", {}, [*look, end]))
