"""The names that headings of the data may have, kept: the data dictionary itself takes as long to open as a question may take."""

from typing import Any

from reportgen.building.answers import Answers
from reportgen.building.snapshot import PROGRAM, Snapshot
from reportgen.inputs.heading_names import Headings
from reportgen.shapes import shaped


def known_headings(answered: Answers, snapshot: Snapshot) -> Headings:
    """The names as they are known, else as the data dictionary gives them."""
    known = answered.get(_decode, "headings", snapshot.digests[PROGRAM])
    return find_headings(answered, snapshot) if known is None else known


def find_headings(answered: Answers, snapshot: Snapshot) -> Headings:
    """The names as the data dictionary gives them, noted."""
    from reportgen.inputs.heading_text import headings

    found = headings()
    answered.note(found, "headings", snapshot.digests[PROGRAM])
    return found


def _decode(values: Any) -> Headings:
    return shaped({key: {name: (field, is_number) for name, (field, is_number) in names.items()} for key, names in values.items()}, Headings)
