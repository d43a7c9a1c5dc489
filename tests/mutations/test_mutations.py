"""Whatever a file has become, the command that reads it ends soon, in little memory, and says what is wrong at its place."""

import json
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command import measured
from tests.mutations.mutating import PACKED
from tests.mutations.subjects import SUBJECTS, Subject, prepare

SEED = 9704
SECONDS, MEMORY = 60, 2**30
SPACE = 6 * 2**30
"""Bytes of address space: what loses all measure is stopped before the computer is."""
MANY, FEW = 350, 14


@dataclass(frozen=True)
class Case:
    """A mutation of a subject: its number and the seed tell which."""

    number: int
    subject: Subject

    def apply(self, root: Path) -> None:
        draw, path = random.Random(f"{SEED}-{self.number}"), root / self.subject.file
        content = path.read_bytes()
        for _ in range(1 if self.subject.mutations is PACKED else draw.choice((1, 1, 1, 2, 3))):  # a package that is damaged is no package
            content = draw.choice(self.subject.mutations)(draw, content)
        path.write_bytes(content)

    def __str__(self) -> str:
        return f"{self.number}-{self.subject.command[0]}-{Path(self.subject.file).name}"


CASES = [Case(number, SUBJECTS[number % len(SUBJECTS)]) for number in range(MANY)]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The workspace before anything happens to it."""
    return prepare(tmp_path_factory.mktemp("mutations") / "工作区", root / "tests/projects/pair")


@pytest.fixture(scope="session")
def before(prepared: Path) -> dict[tuple[str, ...], frozenset[str]]:
    """What each command says of the workspace as it is."""
    return {subject.command: frozenset(placeless(run(prepared, subject))) for subject in SUBJECTS}


def run(root: Path, subject: Subject) -> Any:
    """What the command says, as JSON."""
    done = measured(root, *subject.command, seconds=SECONDS, memory=SPACE)
    said = done.result.stdout + done.result.stderr
    assert done.result.returncode != -14, "it takes too long"
    assert "Traceback" not in said, said[-2000:]
    assert done.memory < MEMORY, f"{done.memory / 2**20:.0f} MB"
    assert done.result.returncode in (0, 1, 2), said[-2000:]
    if done.result.returncode == 2:  # wrong settings: told in words, with the file
        assert Path(subject.file).name in said, said[-2000:]
        return None
    return json.loads(done.result.stdout)


def placeless(value: Any) -> Iterator[str]:
    """The messages without a place in what a command says."""
    if isinstance(value, Mapping):
        if "severity" in value and "message" in value and not value.get("places") and not value.get("file") and not value.get("place"):
            yield str(value["message"])
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from placeless(item)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("case", [pytest.param(case, id=str(case), marks=() if case.number < FEW else pytest.mark.slow) for case in CASES])
def test_a_mutated_file_is_told(case: Case, prepared: Path, before: Mapping[tuple[str, ...], frozenset[str]], tmp_path: Path) -> None:
    root = Path(shutil.copytree(prepared, tmp_path / "工作区", symlinks=True))
    case.apply(root)
    assert set(placeless(run(root, case.subject))) <= before[case.subject.command]
