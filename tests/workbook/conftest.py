"""What the tests of workbooks share: a county's folder with a blank workbook, and ways to look at one as others see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.load import load_unit
from reportgen.inputs.records import UnitInputs
from reportgen.workbook.blank import new_workbook
from reportgen.workspace import Workspace as RealWorkspace

UNIT = '名称: 静乐县\n级别: 县\n代码: "140926"\n发文机关: 静乐县清洁取暖工作领导小组办公室\n'


@dataclass(frozen=True)
class County:
    """A workspace with one county, 静乐县, whose 填报表.xlsx is blank at first."""

    root: Path
    folder: Path

    @property
    def book(self) -> Path:
        return self.folder / "填报表.xlsx"

    @property
    def file(self) -> str:
        return self.book.relative_to(self.root).as_posix()

    def open(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(self.book)

    def fill(self, sheets: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        """Fills rows below the headings of sheets, as a person does with another program."""
        book = self.open()
        for sheet, rows in sheets.items():
            page = book[sheet]
            head, columns = headings(page)
            for number, row in enumerate(rows, head + 1):
                for title, value in row.items():
                    page.cell(number, columns[title]).value = value  # type: ignore[assignment]
        book.save(self.book)

    def load(self) -> tuple[UnitInputs, list[Diagnostic]]:
        inputs, problems = load_unit(RealWorkspace(self.root), self.folder)
        assert inputs is not None
        return inputs, list(problems)

    def errors(self) -> list[str]:
        return [problem.message for problem in self.load()[1] if problem.severity is Severity.ERROR]


@pytest.fixture(scope="session")
def blank() -> bytes:
    """A blank workbook."""
    return new_workbook({"tasks": "必需：实施方案"})


@pytest.fixture
def county(tmp_path: Path, blank: bytes) -> County:
    folder = tmp_path / "inputs/2024/静乐县"
    folder.mkdir(parents=True)
    (folder / "单位.yaml").write_text(UNIT, encoding="utf-8")
    made = County(tmp_path, folder)
    made.book.write_bytes(blank)
    return made


def headings(page: Worksheet) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the columns by their titles without star and unit."""
    head = next(row for row in range(1, 10) if sum(page.cell(row, column).value is not None for column in range(1, 40)) > 1 and page.cell(row, 2).comment)
    return head, {str(cell.value).strip("*").split("\n")[0]: cell.column for cell in page[head] if cell.value is not None}


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))
