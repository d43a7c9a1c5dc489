"""The datasets of the package: read as an office's own are, which says what is wrong with a file; and what any of them may say."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen.inputs.programme import DECLARED_DATASETS, datasets_in
from reportgen.inputs.schema import notice
from reportgen.inputs.schema.declared import read_datasets
from reportgen.inputs.schema.vocabulary import PROGRAMME, shipped_vocabularies
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]

OWN = """
- key: boilers
  title: 锅炉检修
  row: 一行是一类锅炉在一个区域的检修任务
  across: [kind, area, number]
  carried: {what: 没有修完的锅炉, review: 请排定检修日期, where: {area: rural}, until: [done, number], columns: [kind, area, number]}
  columns:
    - {key: township, heading: 乡镇, meaning: 所在乡镇, example: 东乡, type: name}
    - {key: kind, heading: 能源, meaning: 锅炉用的能源, example: 天然气, type: choice, vocabulary: energy_kind, required: true}
    - {key: area, heading: 区域, meaning: 在城还是在乡, example: 农村, type: choice, vocabulary: area, required: true}
    - {key: number, heading: 台数, meaning: 要检修的台数, example: 3, type: count, measure: 台, required: true}
    - {key: done, heading: 修完台数, meaning: 已经检修的台数, example: 2, type: count, measure: 台}
    - {key: graded, heading: 考核性质, meaning: 考核怎样算达标, example: ≥, type: choice, vocabulary: direction}
"""
ACROSS = "乡镇,天然气,,生物质,\n,县城,农村,县城,农村\n东乡,3,2,,1\n西镇,4,0,1,\n"
DOWN = "能源,区域,台数,修完台数,考核性质\n天然气,县城,3,1,≥\n天然气,农村,2,2,不低于\n生物质,农村,4,1,=\n洁净煤,农村,1,,\n"


@pytest.mark.parametrize("file", [PROGRAMME / "datasets.yaml", Path(notice.__file__).with_suffix(".yaml")], ids=lambda file: file.parent.name)
def test_the_packages_own_have_no_fault(file: Path) -> None:
    found, problems = datasets_in(file.read_text("utf-8"), file.name, {}, shipped_vocabularies(), ())
    assert problems == []
    assert list(found.items()) == list(read_datasets(file).items())


@pytest.fixture
def pair(project: Project) -> Path:
    root = project("pair")
    (root / DECLARED_DATASETS).parent.mkdir(parents=True)
    (root / DECLARED_DATASETS).write_text(OWN, encoding="utf-8")
    return root


def test_an_offices_own_table_may_be_written_across(pair: Path) -> None:
    (pair / "inputs/2023/甲县/锅炉检修.csv").write_text(ACROSS, encoding="utf-8")
    season = open_season(Workspace(pair), "2023")
    assert [problem.message for problem in season.problems if "锅炉检修" in str(problem.places)] == []
    (scope,) = (scope for scope in season.scopes if scope.unit.name == "甲县")
    assert [(row.township, row.kind.key, row.area.key, row.number, row.place("number").cell) for row in scope.rows("boilers").rows] == [
        ("东乡", "gas", "urban", 3, "B3"), ("东乡", "gas", "rural", 2, "C3"), ("东乡", "biomass", "rural", 1, "E3"),
        ("西镇", "gas", "urban", 4, "B4"), ("西镇", "gas", "rural", 0, "C4"), ("西镇", "biomass", "urban", 1, "D4"),
    ]  # fmt: skip


@pytest.mark.slow
def test_what_is_open_of_it_is_carried_over(pair: Path) -> None:
    (pair / "inputs/2023/甲县/锅炉检修.csv").write_text(DOWN, encoding="utf-8")
    assert "锅炉检修2行" in run(pair, "roll", "2024").stdout
    book = openpyxl.load_workbook(pair / "inputs/2024/甲县/填报表.xlsx")
    rows = [[cell for cell in row if cell is not None][:3] for row in book["锅炉检修"].iter_rows(min_row=4, max_row=6, values_only=True)]
    assert rows == [["生物质", "农村", 4], ["洁净煤", "农村", 1], []]
    assert any("结转没有修完的锅炉2项" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
