"""A document that speaks of another season is filed with what that season gave, and comes out of the package again."""

import shutil
import zipfile
from pathlib import Path

import pytest

from reportgen.filing.verify import verify
from reportgen.workspace import packaged_templates
from tests.filing.conftest import PACKAGE, make, send

LEDGER = "inputs/2022/甲县/用户台账.csv"
PHONE = "13912345678"


@pytest.fixture(scope="module")
def filed_with_2022(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with a season 2022, of which the plan that was filed says the task."""
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("seasons") / "pair"))
    for unit in ("甲县", "乙县", "示例市"):
        (workspace / "inputs/2022" / unit).mkdir(parents=True)
        for file in ("单位.yaml", "改造任务.csv", "用户台账.csv"):
            if (workspace / "inputs/2023" / unit / file).exists():
                shutil.copy(workspace / "inputs/2023" / unit / file, workspace / "inputs/2022" / unit / file)
    table = workspace / "inputs/2022/甲县/改造任务.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("农村,1200", "农村,1000"), encoding="utf-8")
    ledger = workspace / LEDGER
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("139********", PHONE, 1), encoding="utf-8")
    (workspace / "inputs/2022/甲县/佐证材料").mkdir()
    (workspace / "inputs/2022/甲县/佐证材料/验收.txt").write_text("", encoding="utf-8")
    (workspace / "templates/html").mkdir(parents=True)
    template = (packaged_templates() / "html/plan-county.html").read_text(encoding="utf-8")
    said, sentence = (
        "{% if pilot.given %}\n  <p>",
        "<p>上年度任务{{ previous.tasks.total|households }}，比上年度增加{{ tasks.total|increase(previous.tasks.total)|households }}。</p>\n  ",
    )
    assert said in template
    (workspace / "templates/html/plan-county.html").write_text(template.replace(said, f"{sentence}{said}", 1), encoding="utf-8")
    make(workspace)
    page = (workspace / "outputs/2023/甲县/实施方案.html").read_text(encoding="utf-8")
    assert 'data-figure="increase(tasks.total, season(2022).tasks.total)"' in page
    filed = send(workspace)
    assert [problem.message for problem in filed.problems] == []
    return workspace


@pytest.mark.slow
def test_the_package_holds_the_inputs_of_that_season_and_the_document_comes_out_again(filed_with_2022: Path) -> None:
    package = filed_with_2022 / PACKAGE
    with zipfile.ZipFile(package) as opened:
        names = {name for name in opened.namelist() if name.startswith("数据/inputs/2022/")}
    assert names == {f"数据/inputs/2022/{name}" for name in ("甲县/单位.yaml", "甲县/改造任务.csv", "甲县/用户台账.csv", "示例市/单位.yaml")}
    verified = verify(package)
    assert [problem.message for problem in verified.problems] == []
    assert verified.different == ()
    assert {name.rpartition(".")[2] for name in verified.same} == {"html", "docx", "pdf", "xlsx"}


@pytest.mark.slow
def test_personal_data_of_that_season_are_masked(filed_with_2022: Path) -> None:
    assert PHONE in (filed_with_2022 / LEDGER).read_text(encoding="utf-8")
    with zipfile.ZipFile(filed_with_2022 / PACKAGE) as opened:
        assert "139" in opened.read(f"数据/{LEDGER}").decode()
        assert not [name for name in opened.namelist() if PHONE.encode() in opened.read(name)]
