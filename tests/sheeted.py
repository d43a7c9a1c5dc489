"""Units that workbooks describe (单位说明, 公文), and no 单位.yaml."""

from collections.abc import Iterator
from pathlib import Path

from reportgen.inputs.entries import entries
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Section, Unit
from reportgen.inputs.unit import read_unit
from reportgen.workbook.book import blank_book
from reportgen.workbook.description import Filled, Written, description_sheets


def filled_of(unit: Unit) -> Filled:
    """All that a unit says of itself, to be written as sheets."""
    values = dict(_values(unit, ""))
    filings = {name: dict(_values(filing, "")) for name, filing in unit.documents.items()}
    return Filled(values, filings)


def _values(section: Section, within: str) -> Iterator[tuple[str, Written]]:
    for entry in entries(type(section)):
        value = getattr(section, entry.key)
        if section.place(entry.key) is None or (entry.section is not None and entry.many):
            continue  # not given; documents are a table of their own
        if isinstance(value, Section):
            yield from _values(value, f"{entry.key}.")
        elif value is not None:
            yield f"{within}{entry.key}", value


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
