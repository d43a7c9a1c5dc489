"""What formulas show once cells have changed: as LibreOffice computes them, and told where it isn't known."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from reportgen.inputs.excel import open_workbook
from reportgen.workbook.computing import Stale, computed
from reportgen.workbook.editing import with_cells

SHEET = "资金"
FORMULAS = [
    "=SUM(A1:A4)", "=A1+A2*3-A3/4", "=ROUND(A1/3,2)", "=-A1^2", "=(A1+A2)*50%", "=AVERAGE(A1:A4)-MIN(A1:A4)+MAX(A1:A4)", "=IF(A2=0,0,A1/A2)",
    "=IFERROR(A1/A9,7)", '=IF(B1="煤改电",A1,"")', "=SUM(A1,A2:A3,5)", "=ABS(A2-A1)", "=COUNT(A1:B4)", '=A1&"户"', "=$A$1*2", "=A1>=A2", "=资金!A1+其他!A1",
    "=D1+D2", "=ROUND(-A1/8,1)", "=2^3^2", "=A1/A9", "=SUM(A1:A4)/(1+A2)",
]  # fmt: skip


def book(formulas: list[str], changes: dict[str, Any] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = SHEET
    for number, value in enumerate((1200, 35.5, 0.25, None), 1):
        sheet.cell(number, 1, value)
    sheet["B1"] = "煤改电"
    for number, formula in enumerate(formulas, 1):
        sheet.cell(number, 4, formula)
    made.create_sheet("其他")["A1"] = 4
    for name, value in (changes or {}).items():
        sheet[name] = value
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def calculated(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it: with what its formulas show."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in/book.xlsx").write_bytes(data)
    office = shutil.which("soffice")
    assert office is not None, "apt-get install libreoffice-calc"
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder), "in/book.xlsx"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=240)
    return (folder / "book.xlsx").read_bytes()


def shown(data: bytes) -> list[Any]:
    with open_workbook(data, "b.xlsx") as workbook:
        grid = workbook.sheet(SHEET)
    return [str(raw) if (raw := grid.raw(number, 3)) is not None else "" for number in range(len(FORMULAS))]


@pytest.mark.slow
def test_formulas_show_what_libreoffice_computes(tmp_path: Path) -> None:
    before = calculated(book(FORMULAS), tmp_path)
    changes = {"A1": 900, "A2": 0, "A4": 7}
    after, stale = computed(before, with_cells(before, SHEET, changes), SHEET, list(changes))
    assert stale == ()
    assert shown(after) == shown(calculated(book(FORMULAS, changes), tmp_path))


@pytest.mark.parametrize("formula", ["=VLOOKUP(A1,A1:B4,2)", '=INDIRECT("A1")', "=名称+1", "=SUMIF(A1:A4,1)", "=D1+A1", "=[1]表!A1", '=A1+"x"', "=SUM(A1"])
def test_what_is_not_understood_is_told(formula: str) -> None:
    before = book([formula])
    after, stale = computed(before, with_cells(before, SHEET, {"A1": 5}), SHEET, ["A1"])
    assert stale == (Stale(SHEET, "D1", formula[1:]),)
    assert after == with_cells(before, SHEET, {"A1": 5})


def test_what_does_not_hang_on_the_change_stays() -> None:
    before = book(["=SUM(A2:A4)", "=TODAY()", "=VLOOKUP(A2,A2:B4,2)"])
    changed = with_cells(before, SHEET, {"A1": 5})
    assert computed(before, changed, SHEET, ["A1"]) == (changed, ())


def test_a_formula_that_showed_something_else_before_is_told() -> None:
    before = book(["=A1*2"])
    packed = BytesIO()
    with ZipFile(BytesIO(before)) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<f>A1*2</f><v/>", b"<f>A1*2</f><v>99</v>").replace(b"<f>A1*2</f><v></v>", b"<f>A1*2</f><v>99</v>"))
    _, stale = computed(packed.getvalue(), with_cells(packed.getvalue(), SHEET, {"A1": 5}), SHEET, ["A1"])
    assert [one.cell for one in stale] == ["D1"]
