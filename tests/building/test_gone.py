"""A unit's folder that goes away, as a share does that isn't mounted: the last good documents stand, until it is there again or is taken away for good."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.building.build import build
from reportgen.building.outcome import Built, Order
from reportgen.building.project import open_project
from reportgen.workspace import Workspace

SEASON = "2023"


def made(root: Path) -> Built:
    return build(open_project(Workspace(root), SEASON), Order(kinds=frozenset({"plan"}), formats=frozenset({"html"})))


def statuses(built: Built) -> dict[str, str]:
    return {document.unit: document.status for document in built.documents}


def outputs(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted((root / "outputs" / SEASON).rglob("*.html"))}


@pytest.fixture(scope="module")
def built_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("gone") / "pair"))
    made(copied)
    return copied


@pytest.fixture
def workspace(built_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_once, tmp_path / "pair"))


def away(folder: Path) -> None:
    folder.rename(folder.parents[2] / "away")


def unmounted(folder: Path) -> None:
    away(folder)
    folder.mkdir()


def unlinked(folder: Path) -> None:
    away(folder)
    folder.symlink_to("../../nowhere")


@pytest.mark.sampled(6)
@pytest.mark.parametrize("go", [away, unmounted, unlinked])
@pytest.mark.parametrize("unit", ["甲县", "示例市"])
def test_documents_made_from_a_folder_that_is_gone_stand(unit: str, go: Callable[[Path], None], workspace: Path) -> None:
    before, folder = outputs(workspace), workspace / "inputs" / SEASON / unit
    others = {"甲县": {"示例市": "kept", "乙县": "unchanged"}, "示例市": {"甲县": "kept", "乙县": "kept"}}[unit]
    go(folder)
    built = made(workspace)
    assert {name: status for name, status in statuses(built).items() if name != unit} == others
    assert outputs(workspace) == before
    told = [(problem.code, str(problem.places[0])) for problem in built.problems if problem.code in ("inputs.gone", "inputs.unreadable-folder")]
    assert told == [("inputs.unreadable-folder" if go is unlinked else "inputs.gone", f"inputs/{SEASON}/{unit}")]
    if go is not away:
        folder.unlink() if folder.is_symlink() else folder.rmdir()
    (workspace / "away").rename(folder)
    assert set(statuses(made(workspace)).values()) == {"unchanged"}
    assert outputs(workspace) == before


def test_a_unit_that_is_taken_away_with_its_documents_is_waited_for_no_more(workspace: Path) -> None:
    before = outputs(workspace)
    shutil.rmtree(workspace / "inputs" / SEASON / "甲县")
    shutil.rmtree(workspace / "outputs" / SEASON / "甲县")
    assert statuses(made(workspace)) == {"示例市": "built", "乙县": "unchanged", "甲县": "blocked"}
    assert outputs(workspace)[f"outputs/{SEASON}/示例市/实施方案.html"] != before[f"outputs/{SEASON}/示例市/实施方案.html"]


def test_a_folder_that_only_has_another_name_is_not_gone(workspace: Path) -> None:
    folder = workspace / "inputs" / SEASON / "甲县"
    folder.rename(folder.with_name("甲县（新）"))
    built = made(workspace)
    assert "kept" not in statuses(built).values()
    assert all(problem.code != "inputs.gone" for problem in built.problems)
