"""表格: within the type area; the heading repeated where a table runs over a page."""

from collections.abc import Iterator
from itertools import pairwise

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, UncheckedRequirement, at, fault, unchecked, unknown
from reportgen.lint.model import Paragraph, Table
from reportgen.standard.requirements import STANDARD


def check_tables(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """No table is wider than the text, and none goes on without its heading."""
    wide = [table for table in official.document.tables() if table.overhang is not None and not STANDARD["table-width"].accepts(table.overhang)]
    if wide:
        yield fault("table-width", *map(at, wide), value=max(table.overhang or 0.0 for table in wide))
    if official.document.format == "docx":
        if any(True for _ in official.document.tables()):
            yield unchecked("table-heading", unknown(official.document))
        return
    again = [later for earlier, later in pairwise(_in_order(official)) if _goes_on(earlier, later)]
    if again:
        yield fault("table-heading", *map(at, again))


def _in_order(official: Official) -> Iterator[Table | Paragraph]:
    return (block for block in official.document.blocks if isinstance(block, (Table, Paragraph)))


def _goes_on(earlier: Table | Paragraph, later: Table | Paragraph) -> bool:
    """Whether `later` is the rest of the table `earlier` on the next page, without its heading."""
    if not (isinstance(earlier, Table) and isinstance(later, Table)) or earlier.page is None or later.page != earlier.page + 1:
        return False
    return [cell.text for cell in earlier.cells[:1]] != [cell.text for cell in later.cells[:1]]
