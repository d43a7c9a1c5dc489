"""What a build and the questions remember in outputs/.reportgen: what isn't as it was written counts as missing."""

import hashlib
import json
import os
import random
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.building.answers import FOLDER
from tests.command import run

LOG, LEDGER = "build.json", "written.jsonl"
SHAPES: tuple[Any, ...] = (None, 5, "x", [], {}, [[1, 2]], {"a": [None]}, True, [[[]]])


@pytest.fixture(scope="module")
def built_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("state") / "pair"))
    told(copied)
    return copied


def told(root: Path) -> list[str]:
    """What is said, but for the time that it took."""
    done = [
        run(root, "build", "--kind", "plan", "--format", "html", "--json"),
        run(root, "status", "--json", "--today", "2023-10-20"),
        run(root, "check", "甲县"),
    ]
    assert all(not one.stderr for one in done), [one.stderr for one in done]
    built = [(one["unit"], one["status"] in ("built", "unchanged"), sorted(one["outputs"])) for one in json.loads(done[0].stdout)["documents"]]
    return [json.dumps(built), done[1].stdout, done[2].stdout]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Where something stands in a value: the containers, each with a key."""
    inner = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    return [(value, key) for key, _ in inner] + [place for _, one in inner for place in places(one)]


def misshapen(draw: random.Random, value: Any) -> Any:
    """The value with something of another shape somewhere in it."""
    container, key = draw.choice(places(value) or [([value], 0)])
    container[key] = draw.choice(SHAPES)
    return value


def other_log(root: Path, draw: random.Random) -> None:
    path = root / "outputs/.reportgen" / LOG
    digest, content = path.read_bytes().split(b"\n", 1)
    path.write_bytes(digest + b"\n" + json.dumps(misshapen(draw, json.loads(content)), ensure_ascii=False).encode())


def plain_log(root: Path, draw: random.Random) -> None:
    (root / "outputs/.reportgen" / LOG).write_text(json.dumps(draw.choice(SHAPES)), encoding="utf-8")


def other_ledger(root: Path, draw: random.Random) -> None:
    path = root / "outputs/.reportgen" / LEDGER
    lines = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
    path.write_text("\n".join(json.dumps(misshapen(draw, line)) for line in [*lines, *([shape] for shape in SHAPES)]), encoding="utf-8")


def other_answers(root: Path, draw: random.Random) -> None:
    """Entries that are whole, but hold something else."""
    for path in sorted((root / "outputs" / FOLDER).glob("*/*")):
        content = zlib.compress(json.dumps(draw.choice(SHAPES)).encode())
        path.write_bytes(hashlib.sha256(content).digest() + content)


def no_file(root: Path, draw: random.Random) -> None:
    """A pipe in the place of what is read, a folder in that of what is kept."""
    draw.random()
    (root / "outputs/.reportgen" / LOG).unlink()
    os.mkfifo(root / "outputs/.reportgen" / LOG)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("spoil", [other_log, plain_log, other_ledger, other_answers, no_file])
def test_what_is_not_as_it_was_written_counts_as_missing(spoil: Callable[[Path, random.Random], None], seed: int, built_once: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built_once, tmp_path / "pair"))
    before = told(root)
    spoil(root, random.Random(seed))
    again = told(root)
    assert again[1:] == before[1:]
    assert [one[:2] for one in json.loads(again[0])] == [one[:2] for one in json.loads(before[0])]
