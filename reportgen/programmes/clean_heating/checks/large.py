"""One finding for what many rows of a large table (大表) have: where they stand, and how to ask for all of them."""

from collections.abc import Mapping

from reportgen.findings import FoundRows
from reportgen.inputs.kept_rows import KeptRows
from reportgen.policy.checks.registry import Violation

MOST_RANGES = 500
"""Of so many ranges of rows a finding tells where they are; what comes behind, file by file. A marked copy has these marked, a list of rows has all."""


def of_rows(names: Mapping[str, object], rows: KeptRows, key: str, condition: str, order: str = "_part, _at") -> Violation:
    """What is wrong in a column (its key) of the rows of which a condition holds; `order` is that in which they are looked through."""
    places = dict.fromkeys(place for place, _ in rows.ranges(key, condition, MOST_RANGES))
    return Violation(names, (), tuple(places), FoundRows(rows.dataset.key, key, condition, order))
