"""A file that is saved, or taken away, while a build reads it, and then put back: no document says what the other content says, now or later."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from reportgen.building import build as building
from reportgen.building.build import build
from reportgen.building.outcome import Built, Order
from reportgen.building.project import open_project
from reportgen.cli import main_group
from reportgen.seen import Moved
from reportgen.workspace import open_workspace, packaged_templates
from tests.building.edits import POLICY
from tests.building.meanwhile import Meanwhile, altered, meanwhile

FILES = (
    "inputs/2023/甲县/单位.yaml",
    "inputs/2023/甲县/改造任务.csv",
    "inputs/2023/甲县/公章.png",
    "inputs/2023/示例市/单位.yaml",
    "inputs/policies/own.yaml",
    "templates/kinds.yaml",
    "templates/html/base.html",
    "templates/html/preview.css",
)


@pytest.fixture
def root(project: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that has of everything that documents are made from something of its own."""
    monkeypatch.setattr(building, "PAUSES", (0.0, 0.0))
    root = project("pair")
    for name in FILES:
        if name.startswith("templates"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(packaged_templates() / name.removeprefix("templates/"), root / name)
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(POLICY.format(severity="warning", number=1), encoding="utf-8")
    Image.new("RGB", (40, 40), "red").save(root / "inputs/2023/甲县/公章.png")
    with (root / "inputs/2023/甲县/单位.yaml").open("a", encoding="utf-8") as file:
        file.write("印章: 公章.png\n")
    return root


def made(root: Path) -> Built:
    workspace, problems = open_workspace(root)
    assert workspace is not None and not problems
    return build(open_project(workspace, "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html"})))


def document(root: Path) -> bytes:
    return (root / "outputs/2023/甲县/实施方案.html").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_what_is_put_back_leaves_no_trace(name: str, root: Path) -> None:
    clean = Path(shutil.copytree(root, root.parent / "clean"))
    assert {one.status for one in made(clean).documents} == {"built"}
    for after, how in ((0, "saved"), (1, "saved"), (1, "gone")):  # when it is digested, and when it is read
        shutil.rmtree(root / "outputs", ignore_errors=True)
        change = Meanwhile(root, how, is_undone=True, after=after, name=name)
        with meanwhile(change):
            made(root)
        assert change.told.startswith(name)
        assert {one.status for one in made(root).documents} <= {"built", "unchanged"}
        assert document(root) == document(clean), change.told


@pytest.mark.slow
def test_what_is_saved_meanwhile_is_read_by_the_same_build(root: Path) -> None:
    name = "inputs/2023/甲县/单位.yaml"
    clean = Path(shutil.copytree(root, root.parent / "clean"))
    (clean / name).write_bytes(altered((clean / name).read_bytes()))
    made(clean)
    with meanwhile(Meanwhile(root, "saved", is_undone=False, after=1, name=name)):
        (built,) = made(root).documents
    assert built.status == "built"
    assert document(root) == document(clean)
    assert {one.status for one in made(root).documents} == {"unchanged"}


def test_the_settings_are_those_that_were_read(root: Path) -> None:
    workspace, _ = open_workspace(root)
    assert workspace is not None
    (root / "reportgen.toml").write_text('season = 2023\n[fonts]\nbody = ["FandolKai"]\n', encoding="utf-8")
    build(open_project(workspace, "2023"), Order(frozenset({"甲县"}), frozenset({"plan"}), frozenset({"html"})))
    assert {one.status for one in made(root).documents} == {"built"}


def test_a_file_that_does_not_stop_changing_is_told(root: Path) -> None:
    name = root / "inputs/2023/甲县/单位.yaml"
    texts = [name.read_bytes(), altered(name.read_bytes())]

    class Always(Meanwhile):
        def look(self, opened: str) -> None:
            if opened.endswith(self.name):
                texts.reverse()
                name.write_bytes(texts[0])

    with meanwhile(Always(root, "saved", is_undone=False, after=0, name="甲县/单位.yaml")), pytest.raises(Moved) as moved:
        made(root)
    assert moved.value.name == "inputs/2023/甲县/单位.yaml"
    assert not (root / "outputs/2023/甲县").exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["saved", "gone"])
def test_an_answer_is_that_of_one_moment(how: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def asked() -> str:
        main_group(["--workspace", str(root), "check", "甲县", "--json"], standalone_mode=False)
        return json.dumps(json.loads(capsys.readouterr().out))

    told = asked()
    shutil.rmtree(root / "outputs")
    with meanwhile(Meanwhile(root, how, is_undone=True, after=1, name="甲县/改造任务.csv")), pytest.raises(Moved):
        asked()
    assert asked() == told
