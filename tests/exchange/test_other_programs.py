"""Handed-out workbooks in another program: LibreOffice fills them in, saves them, and turns them into its own format and back."""

from pathlib import Path

import pytest

from tests.exchange.conftest import Office, one
from tests.libreoffice import play, soffice, teach

SCRIPT = """
Sub Fill(path As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  sheet = document.Sheets.getByName("确村确户")
  sheet.getCellRangeByName("E5").Value = 250
  sheet.getCellRangeByName("A6").String = "东乡"
  sheet.getCellRangeByName("B6").String = "五村"
  sheet.getCellRangeByName("C6").String = "煤改电"
  sheet.getCellRangeByName("D6").String = "农村"
  sheet.getCellRangeByName("E6").Value = 7
  slip = document.Sheets.getByName("回收单")
  slip.getCellRangeByName("B12").String = "李某某"
  document.store()
  document.close(True)
End Sub
"""


@pytest.mark.slow
def test_filled_by_script_it_is_known_and_taken(office: Office, tmp_path: Path) -> None:
    handed = office.handed
    filled = office.back(handed["东乡"], "表.xlsx")
    teach(tmp_path, SCRIPT)
    play(tmp_path, f'Fill("{filled}")')
    found = one(office.collect())
    assert found.problems == ()
    assert found.arrival.slip.sheet == found.arrival.slip.document
    assert found.receipt is not None
    assert found.receipt.filled_by == "李某某"
    assert office.villages("东乡") == [("一村", 100), ("二村", 250), ("五村", 7)]


@pytest.mark.slow
def test_by_way_of_another_format_it_is_known_still(office: Office, tmp_path: Path) -> None:
    handed = office.handed
    soffice(tmp_path, "--convert-to", "ods", "--outdir", str(tmp_path), str(handed["西乡"]))
    between = tmp_path / handed["西乡"].with_suffix(".ods").name
    soffice(tmp_path, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(office.post), str(between))
    found = one(office.collect())
    assert found.problems == ()
    assert found.arrival.slip.sheet == found.arrival.slip.document
    assert office.villages("西乡") == [("三村", 300)]
