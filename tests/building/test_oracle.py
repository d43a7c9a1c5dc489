"""An incremental build after any edit gives what a clean build gives, byte for byte."""

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from reportgen.building import workers
from reportgen.building.build import build
from reportgen.building.outcome import Built, Order
from reportgen.building.project import Warm, open_project
from reportgen.building.workers import Workers
from reportgen.console import problem_json
from reportgen.findings import finding_json
from reportgen.workspace import Workspace, open_workspace, packaged_templates
from tests.building.edits import SEASON, Edits

EDITS = 6
LEFT_ALONE = ("kept", "blocked")


@pytest.fixture(autouse=True)
def _rendered_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rendering is a pure function, as other tests show: the clean builds need not do it again."""
    monkeypatch.setattr(workers, "render", lru_cache(maxsize=4096)(workers.render))
    return


def made(root: Path, formats: frozenset[str], warm: Warm | None = None) -> tuple[Workspace, Built]:
    workspace, _ = open_workspace(root)
    assert workspace is not None
    return workspace, build(open_project(workspace, SEASON, warm), Order(formats=formats), Workers)


def outcome(built: Built) -> list[tuple[str, str, bool, list[str]]]:
    """What a build says of each document, but for what hangs on what was there before it."""
    return [
        (
            document.unit,
            document.kind,
            document.status == "failed",
            sorted(
                json.dumps(said, ensure_ascii=False, sort_keys=True)
                for said in (*map(problem_json, (*document.problems, *document.evaluated.problems)), *map(finding_json, document.evaluated.findings))
                if said.get("code") != "outputs.edited"
            ),
        )
        for document in built.documents
        if document.status not in LEFT_ALONE
    ]


def left_alone(built: Built) -> set[tuple[str, str]]:
    """The units whose documents nobody can say anything of, and why: what there is of them hangs on what was there before."""
    return {(document.unit, reason) for document in built.documents if document.status in LEFT_ALONE for reason in document.reasons}


def contents(built: Built, outputs: Path) -> Mapping[tuple[str, str, str], bytes]:
    """The bytes of all documents that came out, by unit, kind and format."""
    assert all(path.is_relative_to(outputs) for document in built.documents for path in document.outputs.values())
    return {
        (d.unit, d.kind, format): path.read_bytes() for d in built.documents if d.status not in ("failed", *LEFT_ALONE) for format, path in d.outputs.items()
    }


def outputs(root: Path) -> dict[Path, tuple[bytes, int]]:
    """The bytes and times of all documents."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (root / "outputs" / SEASON).glob("*/*") if path.is_file()}


def compare(seed: int, edits: int, project: Callable[[str], Path], tmp_path: Path, formats: frozenset[str]) -> None:
    root = project("pair")
    shutil.rmtree(root / "golden")
    draw = random.Random(seed)
    edit = Edits(root, packaged_templates(), draw)
    warm = Warm() if seed % 2 else None
    made(root, formats, warm)
    told = []
    for number in range(edits):
        told += [edit.any() for _ in range(draw.choice([1, 1, 1, 2, 3]))]
        edited = {path: path.read_bytes() for path in (root / "outputs").glob("2023/*/*") if path.read_bytes().endswith(b" edited")}
        before = outputs(root)
        workspace, built = made(root, formats, warm)
        after = outputs(root)
        clean_root = tmp_path / f"clean{number}"
        shutil.copytree(root, clean_root, ignore=lambda folder, _: ["outputs"] if Path(folder) == root else [], symlinks=True)
        clean_workspace, clean = made(clean_root, formats)
        story = f"seed {seed}: {'; '.join(told)}"
        assert outcome(built) == outcome(clean), story
        assert left_alone(built) == left_alone(clean), story
        for document in built.documents:
            if document.status in LEFT_ALONE:
                assert document.status == "kept" or not document.outputs, story
                assert all(after[path] == before[path] for path in document.outputs.values()), story
        assert contents(built, workspace.outputs) == contents(clean, clean_workspace.outputs), story
        assert {path: path.read_bytes() for path in edited if path.exists()} == edited, story
        again = made(root, formats, warm)[1]
        assert {document.status for document in again.documents} <= {"unchanged", "failed", *LEFT_ALONE}, story
        assert outcome(again) == outcome(clean), story
        assert contents(again, workspace.outputs) == contents(clean, clean_workspace.outputs), story
        shutil.rmtree(clean_root)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_an_incremental_build_equals_a_clean_one(seed: int, project: Callable[[str], Path], tmp_path: Path) -> None:
    compare(seed, EDITS, project, tmp_path, frozenset({"html", "xlsx"}))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_hundreds_of_edits(seed: int, project: Callable[[str], Path], tmp_path: Path) -> None:
    compare(seed, 2 * EDITS, project, tmp_path, frozenset({"html", "docx", "pdf", "xlsx"} if seed % 8 == 0 else {"html", "docx"}))
