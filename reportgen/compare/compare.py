"""What differs between two files."""

from dataclasses import dataclass, replace

from lxml import etree

from reportgen.compare.breaks import broken_as
from reportgen.compare.text import FileText, as_pdf_says
from reportgen.diff.align import align
from reportgen.diff.difference import ComparedDocument, Difference
from reportgen.diff.finding_changes import FindingChanges
from reportgen.reconcile.beside import FORMATTING, SideChange, side_changes
from reportgen.reconcile.expected import expected_parts
from reportgen.reconcile.pairing import pair_parts
from reportgen.reconcile.shaping import shape

_NOT_IN_BOTH = ("空格和分段", "图片、图表", "页眉、页脚、页码")


@dataclass(frozen=True, slots=True, eq=False)
class ComparedFiles:
    """Two files, what differs in their text and beside it, and what wasn't compared, in words."""

    old: FileText
    new: FileText
    difference: Difference
    beside: tuple[SideChange, ...]
    unlooked: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing that was compared differs."""
        return self.difference.empty and not self.beside


def compare(old: FileText, new: FileText) -> ComparedFiles:
    """What differs between two files. A PDF is compared by its text: breaks of paragraphs are those of the other file, white space doesn't count."""
    before, after = old, new
    if old.is_pdf or new.is_pdf:
        before, after = as_pdf_says(old), as_pdf_says(new)
        if new.is_pdf:
            after = replace(after, parts=broken_as(after.parts, before.parts))
        else:
            before = replace(before, parts=broken_as(before.parts, after.parts))
    article = shape(etree.Element("article"), pair_parts((), before.parts), {})
    returned = shape(article, pair_parts(expected_parts(article), after.parts), {})
    difference = Difference(ComparedDocument("", old.name), ComparedDocument("", new.name), align(article, returned), (), FindingChanges())
    if old.beside is not None and new.beside is not None:
        beside, unlooked = side_changes(old.beside, new.beside)
        return ComparedFiles(old, new, difference, beside, unlooked)
    return ComparedFiles(old, new, difference, (), tuple(dict.fromkeys((FORMATTING, *_NOT_IN_BOTH, *old.unlooked, *new.unlooked))))
