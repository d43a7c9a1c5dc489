"""表格: within the type area; the heading repeated where a table runs over a page."""

from collections.abc import Iterator
from itertools import pairwise

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, Unchecked, at, fault, measured, unknown
from reportgen.lint.model import Paragraph, Table
from reportgen.standard.clauses import MARGINS, TABLE

_OVER = 4.5  # mm: Word's tables reach over by the margins of their cells


def check_tables(official: Official) -> Iterator[Fault | Unchecked]:
    """No table is wider than the text, and none goes on without its heading."""
    wide = [table for table in official.document.tables() if table.overhang is not None and table.overhang > _OVER]
    if wide:
        found = f"比版心宽{measured(max(table.overhang or 0.0 for table in wide))}"
        help = "调整列宽使表格与版心同宽，列多的改为横排"
        yield fault("table-width", MARGINS, "表格", found, "在版心以内", *map(at, wide), help=help)
    if official.document.format == "docx":
        if any(True for _ in official.document.tables()):
            yield Unchecked("表格跨页时是否重复表头", TABLE, unknown(official.document))
        return
    again = [later for earlier, later in pairwise(_in_order(official)) if _goes_on(earlier, later)]
    if again:
        yield fault(
            "table-heading",
            TABLE,
            "跨页的表格",
            "续页没有表头",
            "在续页重复表头",
            *map(at, again),
            help="选中表头行，在表格属性里选“在各页顶端以标题行形式重复出现”",
        )


def _in_order(official: Official) -> Iterator[Table | Paragraph]:
    return (block for block in official.document.blocks if isinstance(block, (Table, Paragraph)))


def _goes_on(earlier: Table | Paragraph, later: Table | Paragraph) -> bool:
    """Whether `later` is the rest of the table `earlier` on the next page, without its heading."""
    if not (isinstance(earlier, Table) and isinstance(later, Table)) or earlier.page is None or later.page != earlier.page + 1:
        return False
    return [cell.text for cell in earlier.cells[:1]] != [cell.text for cell in later.cells[:1]]
