"""A county's filing package: verified, and taken in as the county's folder; what it changes of the last one is told."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.command import run
from tests.filing.conftest import NUMBER, PACKAGE, TIME, make, send
from tests.filing.forging import contents, repack
from tests.sheeted import in_workbooks


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A county's own workspace, in which it has filed its plan: for copies only."""
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("county") / "pair"))
    make(workspace)
    assert send(workspace).problems == ()
    return workspace


@pytest.fixture
def city(project: Callable[[str], Path]) -> Path:
    """The city's workspace, without the county's folder."""
    root = project("pair")
    shutil.rmtree(root / "inputs/2023/甲县")
    return root


@pytest.mark.slow
def test_it_is_taken_in_as_the_county_s_folder(county: Path, city: Path, tmp_path: Path) -> None:
    post = tmp_path / "post"
    post.mkdir()
    shutil.copy(county / PACKAGE, post / "收到的.zip")
    done = run(city, "collect", str(post), "--yes", "--by", "张某某")
    assert f"甲县，{NUMBER}" in done.stdout, done.stderr
    assert "已收集 甲县的报送包" in done.stdout
    here, there = city / "inputs/2023/甲县", county / "inputs/2023/甲县"
    assert (here / "改造任务.csv").read_bytes() == (there / "改造任务.csv").read_bytes()
    assert run(city, "build", "甲县", "plan", "--format", "html").returncode == 0

    again = Path(shutil.copytree(county, tmp_path / "again"))
    table = again / "inputs/2023/甲县/职责分工.csv"
    table.write_text(table.read_text("utf-8").replace("筹措资金", "筹措和拨付资金"), encoding="utf-8")
    make(again)
    filed = send(again, why="更正职责分工", time=TIME + timedelta(days=1))
    assert filed.package is not None, filed.problems
    shutil.copy(filed.package, post / "更正.zip")
    done = run(city, "collect", str(post), "--yes", "--by", "张某某")
    assert "职责分工.csv" in done.stdout, done.stderr
    assert (here / table.name).read_bytes() == table.read_bytes()

    (here / table.name).write_text(table.read_text("utf-8") + "\n", encoding="utf-8")
    before = (here / table.name).read_bytes()
    (post / "收到的.zip").unlink()
    conflict = run(city, "collect", str(post), "--yes", "--by", "张某某")
    assert "没有覆盖" in conflict.stderr
    assert conflict.returncode == 1
    assert (here / table.name).read_bytes() == before


@pytest.mark.slow
def test_a_county_that_its_workbook_alone_describes(root: Path, city: Path, tmp_path: Path) -> None:
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path / "county"))
    folder = workspace / "inputs/2023/甲县"
    in_workbooks(workspace, "甲县")
    make(workspace)
    filed = send(workspace)
    assert filed.package is not None, filed.problems
    (tmp_path / "post").mkdir()
    shutil.copy(filed.package, tmp_path / "post/收到的.zip")
    done = run(city, "collect", str(tmp_path / "post"), "--yes", "--by", "张某某")
    assert "已收集 甲县的报送包" in done.stdout, done.stderr
    assert {path.name for path in folder.iterdir() if path.is_file()} == {path.name for path in (city / "inputs/2023/甲县").iterdir() if path.is_file()}


@pytest.mark.slow
def test_one_that_was_altered_is_refused(county: Path, city: Path, tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    files = contents(county / PACKAGE)
    name = "数据/inputs/2023/甲县/改造任务.csv"
    repack(tmp_path / "post/收到的.zip", {**files, name: files[name].replace(b"1", b"2")})
    done = run(city, "collect", str(tmp_path / "post"), "--yes", "--by", "张某某")
    assert done.returncode == 1
    assert "没有收集" in done.stdout
    assert not (city / "inputs/2023/甲县").exists()
