"""The names that headings of the data may have, kept: the data dictionary itself takes as long to open as a question may take."""

from typing import Any

from reportgen.building.answers import Answers
from reportgen.building.snapshot import Snapshot
from reportgen.inputs.heading_names import Headings
from reportgen.seen import PROGRAM
from reportgen.shapes import shaped
from reportgen.workspace import Workspace


def known_headings(answered: Answers, snapshot: Snapshot, workspace: Workspace) -> Headings:
    """The names as they are known, else as the data dictionary gives them."""
    known = answered.get(_decode, "headings", *_key(snapshot))
    return find_headings(answered, snapshot, workspace) if known is None else known


def find_headings(answered: Answers, snapshot: Snapshot, workspace: Workspace) -> Headings:
    """The names as the data dictionary gives them, noted."""
    from reportgen.inputs.heading_text import headings
    from reportgen.inputs.programme import programme_of

    found = headings(programme_of(workspace)[0])
    answered.note(found, "headings", *_key(snapshot))
    return found


def _key(snapshot: Snapshot) -> tuple[str, ...]:
    return snapshot.digests[PROGRAM], *(part for item in sorted(snapshot.programme.items()) for part in item)


def _decode(values: Any) -> Headings:
    return shaped({key: {name: (field, is_number) for name, (field, is_number) in names.items()} for key, names in values.items()}, Headings)
