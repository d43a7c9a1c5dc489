"""The names that headings of the data may have, kept: the data dictionary itself takes as long to open as a question may take."""

from reportgen.building.answers import Answers
from reportgen.building.snapshot import PROGRAM, Snapshot
from reportgen.inputs.heading_names import Headings


def known_headings(answered: Answers, snapshot: Snapshot) -> Headings:
    """The names as they are known, else as the data dictionary gives them."""
    known: Headings | None = answered.get("headings", snapshot.digests[PROGRAM])
    return find_headings(answered, snapshot) if known is None else known


def find_headings(answered: Answers, snapshot: Snapshot) -> Headings:
    """The names as the data dictionary gives them, noted."""
    from reportgen.inputs.heading_text import headings

    found = headings()
    answered.note(found, "headings", snapshot.digests[PROGRAM])
    return found
