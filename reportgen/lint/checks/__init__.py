"""The checks: each a plain function of the elements of a document, a file for each theme."""

from collections.abc import Callable, Iterator

from reportgen.lint.checks.attachments import check_attachment_heads, check_attachments, check_cited_attachments
from reportgen.lint.checks.closing import check_annotation, check_note, check_signature
from reportgen.lint.checks.colophon import check_colophon
from reportgen.lint.checks.dates import check_dates
from reportgen.lint.checks.forms import check_letter, check_minutes, check_order
from reportgen.lint.checks.grid import check_grid
from reportgen.lint.checks.head import check_head, check_marks
from reportgen.lint.checks.leftovers import check_leftovers
from reportgen.lint.checks.levels import check_levels
from reportgen.lint.checks.look import check_colour, check_look, check_punctuation_fonts
from reportgen.lint.checks.number import check_cited_numbers, check_number
from reportgen.lint.checks.opening import check_addressee, check_body, check_title
from reportgen.lint.checks.page import check_page
from reportgen.lint.checks.page_numbers import check_page_numbers, check_turned
from reportgen.lint.checks.punctuation import check_punctuation
from reportgen.lint.checks.routing import check_routing
from reportgen.lint.checks.scope import check_scope
from reportgen.lint.checks.signing import check_signing, check_title_office
from reportgen.lint.checks.tables import check_tables
from reportgen.lint.checks.wording import check_references, check_wording
from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, UncheckedRequirement

Check = Callable[[Official], Iterator[Fault | UncheckedRequirement]]

CHECKS: tuple[Check, ...] = (
    check_page,
    check_look,
    check_punctuation_fonts,
    check_grid,
    check_colour,
    check_marks,
    check_head,
    check_number,
    check_title,
    check_addressee,
    check_body,
    check_levels,
    check_note,
    check_signature,
    check_annotation,
    check_attachments,
    check_attachment_heads,
    check_cited_attachments,
    check_colophon,
    check_page_numbers,
    check_turned,
    check_tables,
    check_punctuation,
    check_cited_numbers,
    check_dates,
    check_wording,
    check_references,
    check_signing,
    check_title_office,
    check_routing,
    check_leftovers,
    check_letter,
    check_order,
    check_minutes,
    check_scope,
)
"""In the order of the standard's clauses."""

_OF_ANY_FILE: tuple[Check, ...] = (check_dates, check_wording, check_leftovers, check_scope)
"""What is checked of a sheet too: what is lacking or left in it. How it is set isn't, nor are marks: what stands in its cells is quoted."""


def checks_of(official: Official) -> tuple[Check, ...]:
    """The checks that a document is to pass."""
    return _OF_ANY_FILE if official.is_sheet else CHECKS
