"""A large sheet of which each different cell is read once is what it is when all its cells are read: values, types, extent, merged and hidden cells."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.inputs import excel
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.grid import Raw
from reportgen.inputs.sheet_columns import condense

CELLS: Sequence[Raw] = (
    *("子干乡", "子干村", "140981194001010002", "A & B < C", " 前后有空格 ", "5", "_x000D_", "两\n行"),
    *(0, 1, -5, 5000, 12345678901, 1.5, -0.25, 1e-7, 1.5e20, 0.1 + 0.2),
    *(datetime(2023, 8, 12), datetime(2023, 8, 12, 9, 30), None, None),
)
SHEET = "xl/worksheets/sheet1.xml"
BELOW = '</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'


@pytest.fixture(autouse=True)
def _any_sheet_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "LEAST_BYTES", 0)


def written(rows: Sequence[Sequence[Raw]], *, title: bool = False) -> bytes:
    """A workbook as a program writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if title:
        sheet.insert_rows(1)
        sheet["A1"] = "用户台账"
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
    file = io.BytesIO()
    book.save(file)
    with ZipFile(file) as package:
        return as_excel({name: package.read(name).decode() for name in package.namelist()})


def as_excel(parts: dict[str, str]) -> bytes:
    """A package with the texts of its cells in a part of their own, as Excel and WPS write it."""
    texts: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        return f't="s"><v>{texts.setdefault(match[1], len(texts))}</v>'

    parts[SHEET] = re.sub(r't="inlineStr"><is>(.*?)</is>', shared, parts[SHEET], flags=re.DOTALL)
    listed = "".join(f"<si>{text}</si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{listed}</sst>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="shared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relation)
    return zipped(parts)


def zipped(parts: Mapping[str, str]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


def same(data: bytes) -> bool:
    """Holds a sheet by its different cells against all its cells; whether it could be read so."""
    with open_workbook(data, "用户台账.xlsx") as workbook:
        columns, whole = workbook.columns("Sheet"), workbook.stored("Sheet")
    if columns is None:
        return False
    found = columns.head(len(columns.numbers))
    assert [[(type(raw), raw) for raw in row] for row in found.rows] == [[(type(raw), raw) for raw in row] for row in whole.rows]
    assert (found.merged, found.hidden, found.file, found.sheet) == (whole.merged, whole.hidden, whole.file, whole.sheet)
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=30), min_size=1, max_size=12), st.booleans())
def test_each_different_cell_once(rows: list[list[Raw]], title: bool) -> None:
    assert same(written(rows, title=title)) or not any(cell is not None for row in rows for cell in row)


def test_more_cells_than_a_row_of_different_ones_has() -> None:
    assert same(written([[f"{row}号", row, row / 8] for row in range(1500)]))


def changed(old: str, new: str) -> bytes:
    """A workbook of which the sheet's XML has something else."""
    with ZipFile(io.BytesIO(written([["乡镇", "户数"], ["子干乡", 5], ["大牛店镇", 7]]))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    parts[SHEET], number = re.subn(re.escape(old), new, parts[SHEET], count=1)
    assert number == 1
    return zipped(parts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2"><f>2+3</f><v>5</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2" t="str"><v>5</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2" t="inlineStr"><is><t>5</t></is></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2" t="b"><v>1</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2" t="e"><v>#REF!</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B3" t="n"><v>5</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c t="n"><v>5</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', "<!-- 5 -->"),
        ('<row r="3"', '<row r="2"'),
        ("<sheetData>", "<sheetData >"),
    ],
)
def test_a_sheet_that_is_written_otherwise_is_read_cell_by_cell(old: str, new: str) -> None:
    with open_workbook(changed(old, new), "用户台账.xlsx") as workbook:
        assert workbook.columns("Sheet") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2"><v>5E-3</v></c>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="B2" s="0"/>'),
        ('<c r="B2" t="n"><v>5</v></c>', '<c r="AB2"><v>5</v></c>'),
        ('<row r="3">', '<row r="3" spans="1:2" ht="15.5" customHeight="1">'),
        ('<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3"', '<row r="30"><c r="A30" t="s"><v>3</v></c><c r="B30"'),
        ("</row></sheetData>", '</row><row r="9"><c r="A9" s="0"/></row></sheetData>'),
    ],
)
def test_what_excel_and_wps_write_is_read_by_its_different_cells(old: str, new: str) -> None:
    assert same(changed(old, new))


def test_a_number_of_another_column_is_no_cell_of_its_own() -> None:
    cells = '<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>5</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    found = condense(f"<worksheet><sheetData>{cells}{BELOW}</worksheet>".encode())
    assert found is not None
    assert (found.different, found.numbers.tolist()) == (1, [[1, 1], [1, 0]])
    assert b'<mergeCell ref="A1:C1"/>' in found.xml
