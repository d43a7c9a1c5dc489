"""A series by commands: each issue has its files, versions, filing and deadline; later data change no earlier issue."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.command import Result, run

WEEKLY = "清洁取暖工作周报"
FIRST = f"  {WEEKLY}第1期: {{起始日期: 2023-11-15, 截止日期: 2023-11-21, 发文字号: 甲清洁办发〔2023〕21号, 成文日期: 2023-11-22}}\n"
SECOND = f"  {WEEKLY}第2期: {{起始日期: 2023-11-22, 截止日期: 2023-11-28, 发文字号: 甲清洁办发〔2023〕22号, 成文日期: 2023-11-29}}\n"
ASKED = f"表单: [{WEEKLY}]\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A county with two issues, both built, the first filed; then the data of the second week change."""
    folder = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("series") / "pair"))
    unit = folder / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text("utf-8") + FIRST + SECOND + ASKED, encoding="utf-8")
    built = reportgen(folder, "build", "甲县", WEEKLY)
    assert "已生成2份" in built.stdout
    filed = reportgen(folder, "file", "甲县", f"{WEEKLY}第1期", "--number", "21", "--by", "张三", "--override", "试验")
    assert f"甲县《{WEEKLY}-第1期》第1版已报送：甲清洁办发〔2023〕21号" in filed.stdout
    table = folder / "inputs/2023/甲县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace("2023年11月28日,1988,9,9", "2023年11月28日,1988,10,9"), encoding="utf-8")
    again = reportgen(folder, "build", "甲县", WEEKLY)
    assert "已生成1份，没有变化1份" in again.stdout
    return folder


def reportgen(folder: Path, *words: str, status: int = 0) -> Result:
    """What a command prints; its status is as expected."""
    result = run(folder, *words)
    assert result.returncode == status, result.stdout + result.stderr
    return result


@pytest.mark.slow
def test_files_are_named_by_kind_and_number(office: Path) -> None:
    names = {path.name for path in (office / "outputs/2023/甲县").iterdir()}
    assert {f"{WEEKLY}-第{number}期.{format}" for number in (1, 2) for format in ("docx", "pdf", "html")} <= names
    with zipfile.ZipFile(office / f"outputs/2023/甲县/{WEEKLY}-第2期.docx") as document:
        text = document.read("word/document.xml").decode()
    assert "第2期（2023年11月22日至28日）" in "".join(part.split("<")[0] for part in text.split(">"))


@pytest.mark.slow
def test_each_issue_has_versions_of_its_own(office: Path) -> None:
    first, second = (reportgen(office, "log", "甲县", f"{WEEKLY}第{number}期").stdout for number in (1, 2))
    assert "共1版" in first
    assert "报送" in first
    assert "共2版" in second
    assert "日常调度.csv" in second
    assert "报送" not in second
    assert reportgen(office, "log", "甲县", "weekly-2").stdout == second


def test_status_has_a_line_for_each_issue_with_its_deadline(office: Path) -> None:
    told = json.loads(reportgen(office, "status", "甲县", WEEKLY, "--json").stdout)
    found = {one["kind"]: one for one in (told["documents"] if isinstance(told, dict) else told)}
    assert {kind: one["due"] for kind, one in found.items()} == {"weekly-1": "2023-11-24", "weekly-2": "2023-12-01"}
    assert found["weekly-1"]["filed"]["number"] == "甲清洁办发〔2023〕21号"
    assert found["weekly-1"]["filed"]["moved"] is False
    assert found["weekly-2"]["filed"] is None


def test_what_changed_in_a_filed_issue_is_told(office: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(office, tmp_path / "pair"))
    table = copy / "inputs/2023/甲县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace("2023年11月21日,1985,6,6", "2023年11月21日,1985,7,7"), encoding="utf-8")
    assert "报送后数据有变动" in reportgen(copy, "status", "甲县", f"{WEEKLY}第1期").stdout


def test_versions_of_an_issue_and_two_issues_are_compared(office: Path) -> None:
    versions = reportgen(office, "diff", "甲县", f"{WEEKLY}第2期").stdout
    assert "本期报修故障数　9件 → 10件（+1件）" in versions
    issues = reportgen(office, "diff", "甲县", f"{WEEKLY}第2期", "--against", f"{WEEKLY}第1期").stdout
    assert "箭头左边是第1期，右边是第2期" in issues
    assert "本期报修故障数　6件 → 10件（+4件）" in issues
    other = reportgen(office, "diff", "甲县", f"{WEEKLY}第2期", "--against", "实施方案", status=2)
    assert "另一个文种" in other.stderr


def test_a_number_is_traced_to_the_row_of_the_week(office: Path) -> None:
    told = reportgen(office, "trace", "甲县", f"{WEEKLY}第2期", "period.dispatch.faults").stdout
    assert "本期报修故障数　10件" in told
    assert "inputs/2023/甲县/日常调度.csv!C3" in told
    assert "to_date.dispatch.faults" in reportgen(office, "trace", "甲县", "weekly-2").stdout


@pytest.mark.slow
def test_an_issue_is_exported_archived_and_verified(office: Path, tmp_path: Path) -> None:
    package = next((office / "outputs/2023/甲县").glob(f"{WEEKLY}-第1期-报送包-*.zip"))
    assert "核对通过" in reportgen(office, "verify", str(package)).stdout
    reportgen(office, "export", "甲县", f"{WEEKLY}第2期", "--version", "1", "--to", str(tmp_path / "旧版"))
    assert list(tmp_path.rglob(f"*{WEEKLY}-第2期*"))
    reportgen(office, "archive", "甲县", f"{WEEKLY}第1期", "--to", str(tmp_path / "归档"))
    assert list((tmp_path / "归档").glob(f"甲县-{WEEKLY}-第1期-归档包-*.zip"))


def test_a_file_that_came_back_is_known_by_its_issue(office: Path) -> None:
    told = reportgen(office, "reconcile", str(office / f"outputs/2023/甲县/{WEEKLY}-第2期.docx")).stdout
    assert "没有手工改动" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "甲县", WEEKLY), "有2期，要写明是哪一期"),
        (("log", "甲县", f"{WEEKLY}第9期"), f"没有单位填写了《{WEEKLY}》第9期"),
        (("build", "甲县", f"{WEEKLY}第9期"), f"没有单位填写了《{WEEKLY}》第9期"),
        (("log", "乙县", WEEKLY), f"“乙县”没有要生成的《{WEEKLY}》"),
        (("trace", "乙县", f"{WEEKLY}第1期"), f"“乙县”没有要生成的《{WEEKLY}-第1期》"),
        (("build", "甲县", f"{WEEKLY}1号"), "没有单位或者文种"),
    ],
)
def test_an_issue_that_is_not_there_is_told(words: tuple[str, ...], said: str, office: Path) -> None:
    assert said in reportgen(office, *words, status=2).stderr


@pytest.mark.slow
def test_the_compliance_report_speaks_of_each_issue(office: Path) -> None:
    reportgen(office, "build", "甲县", "合规核查报告", "--format", "html")
    page = (office / "outputs/2023/甲县/合规核查报告.html").read_text("utf-8")
    assert all(f"{WEEKLY}-第{number}期" in page for number in (1, 2))
