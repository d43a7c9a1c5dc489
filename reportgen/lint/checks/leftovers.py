"""What was left in the file of how it came about: a document that is issued shows none of it."""

from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, FilePlace, fault, shortened
from reportgen.lint.model import Trace

_RECORDS = {
    Trace.REVISION: "revisions",
    Trace.FORMATTING: "revisions-format",
    Trace.COMMENT: "comments",
    Trace.HIGHLIGHT: "highlight",
    Trace.HIDDEN: "hidden",
    Trace.STRUCK: "struck",
}


def check_leftovers(official: Official) -> Iterator[Fault]:
    """Tracked changes that no one accepted, comments, highlighting, hidden and struck-out text."""
    for trace, id in _RECORDS.items():
        found = [one for one in official.document.leftovers if one.trace is trace and "【待补" not in one.quote]
        if found:
            yield fault(id, *dict.fromkeys(FilePlace(one.page, one.paragraph, shortened(one.quote), one.place) for one in found), value=str(len(found)))
