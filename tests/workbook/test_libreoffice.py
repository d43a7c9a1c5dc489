"""A blank workbook in another program: LibreOffice opens it, fills cells by script and saves; reading still works."""

from pathlib import Path

import pytest

from reportgen.diagnostics import Place, Severity
from reportgen.workbook.annotation import Annotation
from reportgen.workbook.mark import marked_copy
from reportgen.workbook.upgrade import upgrade
from tests.libreoffice import play, soffice, teach
from tests.workbook.conftest import County, opened

SCRIPT = """
Sub Fill(path As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  sheet = document.Sheets.getByName("改造任务")
  sheet.getCellRangeByName("C4").String = "煤改电"
  sheet.getCellRangeByName("D4").String = "农村"
  sheet.getCellRangeByName("E4").Value = 4449
  sheet.getCellRangeByName("C5").String = "集中供热"
  sheet.getCellRangeByName("D5").String = "农村"
  sheet.getCellRangeByName("E5").Formula = "=E4*2"
  document.Sheets.getByName("问题清单").getCellRangeByName("A3").String = "零报告"
  document.store()
  document.close(True)
End Sub
"""


@pytest.mark.slow
def test_filled_by_script_it_is_read_marked_and_upgraded(county: County, tmp_path: Path) -> None:
    teach(tmp_path, SCRIPT)
    play(tmp_path, f'Fill("{county.book}")')
    inputs, problems = county.load()
    assert [problem.message for problem in problems] == []
    assert [(row.path, row.households) for row in inputs.tables["tasks"].rows] == [("煤改电", 4449), ("集中供热", 8898)]  # type: ignore[attr-defined]
    assert inputs.tables["issues"].rows == ()
    assert "projects" not in inputs.tables
    page = county.open()["改造任务"]
    assert page.protection.sheet
    assert page["E3"].comment.text.startswith("任务户数（必填）")
    assert {check.type for check in page.data_validations.dataValidation} == {"list", "whole"}

    saved = county.book.read_bytes()
    assert upgrade(saved, county.file, {"tasks": "必需：实施方案"}).added == ()
    wrong = Annotation(Severity.ERROR, "错误", "不对", "", "请改正", (Place(county.file, "改造任务", "E5"),))
    marked = tmp_path / "填报表.核对.xlsx"
    marked.write_bytes(marked_copy(saved, county.file, "静乐县", [wrong]))
    soffice(tmp_path, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again"), str(marked))
    again = opened((tmp_path / "again" / marked.name).read_bytes())
    assert again.sheetnames[0] == "核对清单"
    assert again["核对清单"]["C4"].hyperlink is not None
    assert again["改造任务"]["E5"].comment.text == "【错误】不对\n怎么改：请改正"
    assert again["改造任务"]["E5"].value == "=E4*2"
    assert again["改造任务"]["E5"].fill.fgColor.rgb == "FFFFC7CE"
