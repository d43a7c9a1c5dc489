"""An incremental build after any edit gives what a clean build gives, byte for byte; and a question the answer that a fresh workspace gives."""

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pytest

from reportgen.building import build as building
from reportgen.building import workers
from reportgen.building.build import build
from reportgen.building.outcome import Built, Order
from reportgen.building.project import Warm, open_project
from reportgen.building.status import status
from reportgen.building.workers import Workers
from reportgen.console import check_json, problem_json, trace_json
from reportgen.console.figures import figures_json
from reportgen.console.status import status_json
from reportgen.findings import finding_json
from reportgen.pipeline.check import check
from reportgen.pipeline.traced import meant
from reportgen.seen import Moved
from reportgen.workspace import Workspace, open_workspace, packaged_templates
from tests.building.edits import SEASON, Edits
from tests.building.meanwhile import Meanwhile, meanwhile
from tests.seasons import two_seasons

EDITS = 6
LEFT_ALONE = ("kept", "blocked")


@pytest.fixture(autouse=True)
def _rendered_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rendering is a pure function, as other tests show: the clean builds need not do it again."""
    monkeypatch.setattr(workers, "render", lru_cache(maxsize=4096)(workers.render))
    monkeypatch.setattr(building, "PAUSES", (0.0, 0.0, 0.0))
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


HEADINGS = "任务户数", "户数（户）", "计划面积", "年度指标值", "没有的列"
HANGS_ON_OUTPUTS = {"up_to_date", "kept", "reasons", "filed"}


def answered(root: Path) -> dict[str, Any]:
    """What is told of a workspace as it is, as JSON; of what can't be decided only that it can't be."""
    workspace, _ = open_workspace(root)
    assert workspace is not None
    project = open_project(workspace, SEASON)
    units = [unit.name for unit in project.roster.units]
    told: dict[str, Any] = {"roster": project.roster}
    for unit in units[-1:]:
        told[f"check {unit}"] = check_json(check(project, frozenset((unit,))))
    undecided = {unit for unit in units if project.faults_undecided(unit)}
    documents = [document for document in project.roster.documents if document[0] not in undecided]
    for document in (*documents[:1], *documents[-1:]):
        trace = project.trace(document)
        told[f"trace {document}"] = trace_json(trace.traced)
        for word in HEADINGS:
            told[f"trace {document} {word}"] = trace_json(meant(trace.traced, word, partial(project.cells_headed, document=document, trace=trace)))
        told[f"figures {document}"] = figures_json(project.names(document), document[0], SEASON)
    told["check"] = check_json(check(project))
    told["status"] = [
        {key: value for key, value in one.items() if key not in HANGS_ON_OUTPUTS}
        for one in status_json(status(project, date(2023, 10, 20)), SEASON)
        if (one["unit"], one["kind"]) in documents
    ]
    project.keep()
    return told


def answered_or_moved(root: Path) -> None:
    """A question that is asked anew where a file moves meanwhile, as the command does."""
    for _ in range(3):
        try:
            answered(root)
        except Moved:
            continue
        break


def equal_rounds(seed: int, edits: int, root: Path, tmp_path: Path, formats: frozenset[str]) -> int:
    """How many times files were edited, and what was built and answered then was what a fresh workspace gives; a round that differs raises."""
    shutil.rmtree(root / "golden", ignore_errors=True)
    draw = random.Random(seed)
    edit = Edits(root, packaged_templates(), draw)
    warm = Warm() if seed % 2 else None
    made(root, formats, warm)
    told = []
    for number in range(edits):
        told += [edit.any() for _ in range(draw.choice([1, 1, 1, 2, 3]))]
        edited = {path: path.read_bytes() for path in (root / "outputs").glob("2023/*/*") if path.read_bytes().endswith(b" edited")}
        before = outputs(root)
        is_asked = number % 3 == 1  # now and then, since a fresh workspace must be read for it
        if number % 2:
            change = Meanwhile(root, draw.choice(["saved", "saved", "gone"]), draw.random() < 0.7, draw.randrange(draw.choice([5, 50])))
            with meanwhile(change):  # what is made of it can be of before or after; what is made next must be right
                answered_or_moved(root) if is_asked else made(root, formats, warm)
            told.append(change.told)
            before = outputs(root)
        asked = answered(root) if is_asked else None
        workspace, built = made(root, formats, warm)
        after = outputs(root)
        clean_root = tmp_path / f"clean{number}"
        shutil.copytree(root, clean_root, ignore=lambda folder, _: ["outputs"] if Path(folder) == root else [], symlinks=True)
        fresh = answered(clean_root) if is_asked else None
        clean_workspace, clean = made(clean_root, formats)
        story = f"seed {seed}: {'; '.join(told)}"
        assert asked == fresh, story
        assert not is_asked or answered(root) == fresh, story
        assert outcome(built) == outcome(clean), story
        # A folder that has lost its 单位.yaml, and that no 下级 names, is told of only where documents of it are there.
        named = {document.unit for document in clean.documents}
        assert {(unit, why) for unit, why in left_alone(built) if unit in named or "没有 单位.yaml" not in why} == left_alone(clean), story
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
    return number + 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3, 4))])
def test_an_incremental_build_equals_a_clean_one(seed: int, project: Callable[[str], Path], tmp_path: Path) -> None:
    assert equal_rounds(seed, EDITS, project("pair"), tmp_path, frozenset({"html", "xlsx"})) == EDITS


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(11, 32))
def test_so_does_one_of_documents_that_speak_of_the_season_before(seed: int, project: Callable[[str], Path], tmp_path: Path) -> None:
    assert equal_rounds(seed, 3 * EDITS, two_seasons(project("pair")), tmp_path, frozenset({"html"})) == 3 * EDITS


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_hundreds_of_edits(seed: int, project: Callable[[str], Path], tmp_path: Path) -> None:
    formats = frozenset({"html", "docx", "pdf", "xlsx"} if seed % 8 == 0 else {"html", "docx"})
    assert equal_rounds(seed, 2 * EDITS, project("pair"), tmp_path, formats) == 2 * EDITS
