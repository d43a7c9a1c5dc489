"""A county that the city names and that can't be read is in every table and every sum of the city as what is lacking."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
KINDS = ("plan", "acceptance", "evaluation", "summary")
"""Those in which a city has tables by county."""


@pytest.fixture(scope="module", params=["没有文件夹", "单位.yaml 读不了"])
def season(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, root: Path) -> Season:
    """The miniature workspace where 乙县 is gone, in two ways."""
    workspace = tmp_path_factory.mktemp("absent") / "pair"
    shutil.copytree(root / "tests/projects/pair", workspace)
    county = workspace / "inputs/2023/乙县"
    if request.param == "没有文件夹":
        shutil.rmtree(county)
    else:
        (county / "单位.yaml").write_text("名称: [乙县\n", encoding="utf-8")
    return open_season(Workspace(workspace), "2023")


@pytest.mark.parametrize("kind", KINDS)
def test_a_county_that_is_not_there_is_lacking_everywhere(season: Season, kind: str) -> None:
    (job,) = season.jobs(frozenset({"示例市"}), frozenset({kind}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    tree = etree.fromstring(composed.html)
    assert tree.find(".//p[@class='mark']") is not None or "草稿" in "".join(tree.itertext())
    tables = [[["".join(cell.itertext()) for cell in row] for row in table.iterfind("tbody/tr")] for table in tree.iter("table")]
    by_county = [rows for rows in tables if any(row[0] == "甲县" for row in rows)]
    assert by_county
    for rows in by_county:
        # What it lacks is said in its own row and in the total.
        (gone,) = (row for row in rows if row[0] == "乙县")
        assert not [cell for cell in gone[1:] if re.search(r"\d", cell)]
    assert "0.2000万户" not in "".join(tree.itertext())  # 甲县 alone


def test_the_county_files_nothing(season: Season) -> None:
    assert season.jobs(frozenset({"乙县"})) == ()
    assert season.blocked == ("乙县",)
