"""check --mark of a ledger in CSV or in many files: a list of all rows that anything is said of, by which an officer works through them."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.diagnostics import Severity
from reportgen.figures.scope import scopes
from reportgen.findings import FoundRows
from reportgen.inputs.keeping import kept
from reportgen.workbook import found_rows
from reportgen.workbook.annotation import Annotation
from tests.command import run
from tests.inputs.workspace import Workspace
from tests.ledger.test_ledgers import HOUSEHOLDS, TITLES, county_at, write

LIST = "用户台账.核对.csv"
ODD = ("大牛店镇", "=西关村", "张某甲", "990001194001010777", "煤改点", 3000, 500, "是", "2023-10-18")
"""A household whose path is none, and whose village Excel would compute."""


def marked(county: Workspace) -> dict[str, Any]:
    """What `check --mark` of the county says."""
    said: dict[str, Any] = json.loads(run(county.root, "check", "--mark", "--json").stdout)
    return said


def listed(county: Workspace, name: str = LIST) -> list[dict[str, str]]:
    """The lines of the list, without what is said at its end."""
    lines = [*csv.DictReader((county.folder / name).read_text("utf-8-sig").splitlines())]
    return [line for line in lines if line["问题"]]


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    """A county whose ledger is in two files."""
    county = county_at(tmp_path)
    write(county.folder / "用户台账" / "子干乡.csv", HOUSEHOLDS[:9])
    write(county.folder / "用户台账" / "大牛店镇.xlsx", HOUSEHOLDS[9:])
    return county


def where(lines: list[dict[str, str]], words: str) -> list[tuple[str, str, str]]:
    """The files, rows and columns of lines that say something."""
    return [(line["文件"].rpartition("/")[2], line["行"], line["列"]) for line in lines if words in line["问题"]]


def test_every_row_of_every_finding_is_a_line(county: Workspace) -> None:
    said = marked(county)
    lines = listed(county)
    assert said["listed"] == [{"file": f"inputs/2023/原平市/{LIST}", "rows": len(lines)}]
    paid = [("大牛店镇.xlsx", at - 9 + 2) if at >= 9 else ("子干乡.csv", at + 2) for at in (9, 4) if HOUSEHOLDS[at][5] == 9000]
    assert where(lines, "的建设补贴超过标准") == [(file, str(row), "建设补贴") for file, row in paid]
    twice = where(lines, "个身份证号登记了4户")
    assert twice == [("大牛店镇.xlsx", "5", "身份证号"), ("大牛店镇.xlsx", "6", "身份证号"), ("子干乡.csv", "7", "身份证号"), ("子干乡.csv", "8", "身份证号")]
    one = next(line for line in lines if "的建设补贴超过标准" in line["问题"])
    assert (one["户主"], one["身份证号"], one["建设补贴"], one["抽验"]) == ("张**", "990001********009X", "9000", "是")
    assert "CH-08-06" in one["依据"]
    assert one["怎么改"]
    text = (county.folder / LIST).read_text("utf-8-sig")
    assert "张某甲" not in text
    assert "99000119400101" not in text


def test_faults_of_cells_are_lines_and_nothing_in_them_is_computed(county: Workspace) -> None:
    write(county.folder / "用户台账" / "西关村.csv", [ODD])
    marked(county)
    (odd,) = [line for line in listed(county) if "煤改点" in line["问题"]]
    assert (odd["行"], odd["列"], odd["取暖路径"], odd["村（社区）"]) == ("2", "取暖路径", "煤改点", "'=西关村")


@pytest.mark.slow
def test_a_list_on_which_a_person_has_written_is_kept(county: Workspace) -> None:
    marked(county)
    assert [one["file"].rpartition("/")[2] for one in marked(county)["listed"]] == [LIST]
    path = county.folder / LIST
    path.write_text(path.read_text("utf-8").replace(",,子干乡", ",已退回,子干乡", 1), "utf-8")
    kept = path.read_bytes()
    said = marked(county)
    assert path.read_bytes() == kept
    assert [one["file"].rpartition("/")[2] for one in said["listed"]] == ["用户台账.核对（新生成）.csv"]
    assert "mark.edited" in [problem["code"] for problem in said["mark_problems"]]
    assert county.load()[0].rows("households") is not None  # the lists are no ledger


def test_a_ledger_whose_workbook_is_marked_whole_needs_no_list(tmp_path: Path) -> None:
    county = county_at(tmp_path)
    county.book({"用户台账": [TITLES, *HOUSEHOLDS]}, "用户台账.xlsx")
    county.write(
        "确村确户.csv", "乡镇,村（社区）,取暖路径,区域,户数\n子干乡,子干村,煤改电,农村,5\n子干乡,东关村,煤改气,农村,5\n大牛店镇,西关村,煤改电,农村,4\n"
    )
    said = marked(county)
    assert said["listed"] == []
    sheet = openpyxl.load_workbook(county.root / said["marked"][0])["用户台账"]
    assert [row for row in range(2, 16) if sheet.cell(row, 4).comment and "个身份证号登记了" in sheet.cell(row, 4).comment.text] == [7, 8, 14, 15]


def test_the_villages_that_have_too_many_are_listed_whole(county: Workspace) -> None:
    marked(county)
    lines = [line for line in listed(county) if "按村和取暖路径有3处不一致" in line["问题"]]
    assert [(line["村（社区）"], line["取暖路径"]) for line in lines] == [("东关村", "煤改气")] * 5 + [("子干村", "煤改电")] * 5


def test_a_list_that_is_cut_says_so(county: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_rows, "MOST_LINES", 3)
    (scope,) = scopes((county.load()[0],))
    rows = kept(scope.dataset("households"), scope.rows("households").rows)
    every = Annotation(Severity.WARNING, "应当核实", "都要看", "", "", (), "原平市", FoundRows("households", "path", "TRUE"))
    assert found_rows.write_rows(county.folder / LIST, rows, [every]) == 3
    assert len(listed(county)) == 3
    assert "只列出前3行" in (county.folder / LIST).read_text("utf-8")
    assert found_rows.is_as_written(county.folder / LIST)
