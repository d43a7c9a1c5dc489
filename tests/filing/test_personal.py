"""Nothing that identifies a person leaves the inputs: every byte of outputs, packages, the store and the history is searched; and copies stay verifiable."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.build.build import Order, build
from reportgen.build.project import open_project
from reportgen.filing.verify import verify
from reportgen.workspace import Workspace
from tests.command import run
from tests.filing.conftest import PACKAGE, alter, send
from tests.filing.personal import HEADS, Seeds, seed, seen_in, unpacked

WHY = "市办要求今日报送"


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(path.relative_to(folder).as_posix(), path.read_bytes())


@pytest.fixture(scope="module")
def seeded(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeds]:
    """A workspace with personal data everywhere in a county's inputs, built and its plan filed."""
    workspace, seeds = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("seeded") / "pair")), Seeds()
    seed(workspace / "inputs/2023/甲县", seeds)
    for kinds, formats in ((None, frozenset({"html"})), (frozenset({"plan"}), None)):
        made = build(open_project(Workspace(workspace), "2023"), Order(frozenset({"甲县"}), kinds, formats))
        assert {document.status for document in made.documents} == {"built"}
    filed = send(workspace, why=WHY)
    assert filed.package is not None, [problem.message for problem in filed.problems]
    return workspace, seeds


def test_no_byte_of_what_leaves_the_inputs_shows_a_person(seeded: tuple[Path, Seeds]) -> None:
    workspace, seeds = seeded
    assert len(seeds.given) > 300  # noqa: PLR2004
    there = {one.rpartition(": ")[2] for one in seen_in(everything(workspace / "inputs"), seeds)}
    assert there >= {*seeds.given, *HEADS}  # the search finds what is there
    found = list(everything(workspace / "outputs"))
    assert seen_in(iter(found), seeds) == []
    shown = b"".join(data for where, data in found if where.endswith("html"))
    assert "139****".encode() in shown  # what a text says of a person is printed masked


def test_no_command_prints_a_person(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    workspace, seeds = seeded
    copy = Path(shutil.copytree(workspace, tmp_path / "pair"))
    (copy / PACKAGE).unlink()
    alter(copy, "单位.yaml", "联系人: 李某某", f"联系人: 王某某{seeds.text()}")
    for arguments in (
        ("check", "甲县", "--json"),
        ("build", "甲县", "--kind", "实施方案", "--format", "html", "--explain"),
        ("log", "甲县", "实施方案", "--json"),
        ("trace", "甲县", "实施方案", "--json"),
        ("diff", "甲县", "实施方案", "--to", "outputs/花脸稿.docx"),
    ):
        ran = run(copy, *arguments)
        assert seen_in(iter([(arguments[0], (ran.stdout + ran.stderr).encode())]), seeds) == []
        assert "Traceback" not in ran.stderr
    assert seen_in(everything(copy / "outputs"), seeds) == []


def test_a_package_of_masked_copies_comes_out_again_byte_for_byte(seeded: tuple[Path, Seeds]) -> None:
    workspace, _ = seeded
    verified = verify(workspace / PACKAGE, workspace / "outputs")
    assert (verified.problems, verified.different) == ((), ())
    assert verified.manifest is not None
    with zipfile.ZipFile(workspace / PACKAGE) as package:
        assert "遮盖" in package.read("报送说明.txt").decode("utf-8-sig")
        assert "数据/inputs/2023/甲县/花名册.csv" not in package.namelist()  # nobody reads it
    assert {f"数据/inputs/2023/甲县/{name}" for name in ("填报表.xlsx", "单位.yaml")} < verified.manifest.masked.keys()
