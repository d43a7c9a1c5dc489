"""The checks: each a plain function of the elements of a document, a file for each theme."""

from collections.abc import Callable, Iterator

from reportgen.lint.checks.page import check_page
from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, Unchecked

Check = Callable[[Official], Iterator[Fault | Unchecked]]

CHECKS: tuple[Check, ...] = (check_page,)
"""In the order of the standard's clauses."""
