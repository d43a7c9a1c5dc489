"""Units that workbooks describe (单位说明, 公文), and no 单位.yaml."""

from pathlib import Path

from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.unit import read_unit
from reportgen.workbook.book import blank_book
from reportgen.workbook.description import description_sheets, filled_of


def in_workbooks(root: Path, *names: str) -> Path:
    """The workspace, in which what the 单位.yaml of units (names) say stands in 填报表.xlsx instead."""
    for name in names:
        path = root / "inputs/2023" / name / "单位.yaml"
        unit, _ = read_unit(path.read_text("utf-8"), "单位.yaml")
        assert unit is not None
        book = blank_book()
        for sheet in description_sheets(shipped(), name, filled_of(unit)):
            book.add_sheet(sheet)
        (path.parent / "填报表.xlsx").write_bytes(book.save())
        path.unlink()
    return root
