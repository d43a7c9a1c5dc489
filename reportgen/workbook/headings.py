"""文种标题: the sheet from which the drop-down lists of 文种 and 标题 come, where a unit says at which heading its own words stand."""

from collections.abc import Mapping, Sequence

from reportgen.inputs.grid import column_name
from reportgen.inputs.schema import Dataset
from reportgen.inputs.schema.everywhere import NOTES, OWN_ANNEXES, OWN_TABLES
from reportgen.workbook.book import quote
from reportgen.workbook.dataset import HEAD, HINT, TITLE, first_row
from reportgen.workbook.sheet import LAST_ROW, Cell, Check, Sheet, SheetRow, Wide

HEADINGS = "文种标题"
_ROW = 3
"""The row in which the kinds stand, each above its headings."""
_WIDTH = 34.0  # characters: headings have some fifteen 字

Headings = Mapping[str, Sequence[str]]
"""The headings of each kind by its name."""


def headings_sheet(headings: Headings) -> Sheet:
    """The sheet: a column for each kind, its headings below."""
    depth = max((len(found) for found in headings.values()), default=0)
    hint = "“文字说明”“自有表格”“自有附件”的文种、标题从这里选；模板改了以后，请运行 reportgen upgrade 更新"
    lines = [
        SheetRow([Cell("文种和标题", TITLE)], 28.0),
        SheetRow([Cell(hint, HINT)], 20.0),
        SheetRow([Cell(kind, HEAD) for kind in headings], 24.0),
        *(SheetRow([Cell(found[number] if number < len(found) else None) for found in headings.values()]) for number in range(depth)),
    ]
    return Sheet(HEADINGS, lines, [Wide(_WIDTH)] * max(len(headings), 1), frozen=(_ROW, 0), landscape=True)


def heading_checks(dataset: Dataset, headings: Headings) -> list[Check]:
    """The drop-down lists of 文种 and 标题 in a dataset that has them: of the headings those of the kind that is chosen in the row.

    Another heading may be written all the same: not all are the same for every unit.
    """
    keys = list(dataset.columns)
    if dataset.key not in (NOTES, OWN_TABLES, OWN_ANNEXES) or not headings:
        return []
    first, sheet = first_row(dataset), quote(HEADINGS)
    kinds = f"{sheet}!$A${_ROW}:${column_name(len(headings) - 1)}${_ROW}"
    chosen = column_name(keys.index("kind"))
    cells = f"{chosen}{first}:{chosen}{LAST_ROW}"
    checks = [Check(cells, "list", (kinds,), "“文种”应为文种标题表中的一种", strict=False)]
    if "at" in keys:
        at = column_name(keys.index("at"))
        column = f"MATCH(${chosen}{first},{kinds},0)-1"
        depth = max(map(len, headings.values())) or 1
        count = f"MAX(1,COUNTA(OFFSET({sheet}!$A${_ROW + 1},0,{column},{depth},1)))"
        listed = f"OFFSET({sheet}!$A${_ROW + 1},0,{column},{count},1)"
        checks.append(Check(f"{at}{first}:{at}{LAST_ROW}", "list", (listed,), "文种标题表中没有这个标题", strict=False))
    return checks
