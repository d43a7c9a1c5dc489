"""What the first page of a 合规核查报告 has room for: the findings that somebody must act on, the gravest first."""

import math
from collections.abc import Iterable
from itertools import accumulate

from reportgen.diagnostics import Severity
from reportgen.findings import BINDING
from reportgen.pipeline.cited import CitedFinding

LINES = 13
"""Lines of a table that the first page holds below its paragraph, where that says the usual."""
SENTENCE = 3
"""Of these each further sentence or paragraph takes: what has changed, what is wrong with the data, how the units below stand."""
MESSAGE, CLAUSE, PLACE, RESPONSIBLE = 14, 7, 7, 7
"""Characters on a line of each column, by the widths that templates/html/compliance-tables.html sets."""
_GRAVEST = tuple(BINDING[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTICE))


def leading(findings: Iterable[CitedFinding], sentences: int) -> tuple[tuple[CitedFinding, ...], int]:
    """The first of the findings by severity, of each the explained ones last, that have room, and how many don't; the gravest always stands there.

    So many further `sentences` stand above them.
    """
    ordered = sorted(findings, key=lambda one: (_GRAVEST.index(one.binding), one.is_explained))
    room, lines = LINES - SENTENCE * sentences, [_lines(one) for one in ordered]
    if sum(lines) <= room:
        return tuple(ordered), 0
    taken = accumulate(lines)
    shown = max(1, sum(end < room for end in taken))  # a line says how many more there are
    return tuple(ordered[:shown]), len(ordered) - shown


def _lines(one: CitedFinding) -> int:
    """How many lines a finding takes."""
    clause = math.ceil((len(one.policy) + len(one.clause)) / CLAUSE)
    message = math.ceil((len(one.unit) + len(one.brief) + len(one.mark)) / MESSAGE)
    return max(message, clause, math.ceil(len(one.first_place) / PLACE), math.ceil(len(one.responsible) / RESPONSIBLE))
