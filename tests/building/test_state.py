"""What a build and the questions remember in outputs/.reportgen: what isn't as it was written counts as missing."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from reportgen.building import outline
from reportgen.building.answers import FOLDER, decode_answer, decode_trace, encode_answer, encode_trace
from reportgen.building.build_log import open_build_log
from reportgen.building.project import open_project
from reportgen.shapes import MISSHAPEN
from reportgen.versions.version import DamagedRecord
from reportgen.workspace import open_workspace
from tests.command import run

LOG, LEDGER = "build.json", "written.jsonl"
SHAPES: tuple[Any, ...] = (None, 5, "x", [], {}, [[1, 2]], {"a": [None]}, True, [[[]]])
NOWHERE: tuple[Any, ...] = (1.5, {"a": [None]}, 10**30, [[[1.5]]], "\ud800", "\0", -(2**63) - 1)
"""What nothing that is kept ever has at any place."""


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


def put_wrong(draw: random.Random, value: Any, shapes: tuple[Any, ...] = NOWHERE) -> bytes:
    """The JSON of a value, with something of another shape somewhere, or something taken away."""
    container, key = draw.choice(places(value) or [([value], 0)])
    container[key] = deepcopy(draw.choice(shapes))
    return json.dumps(value).encode()


def sealed_log(root: Path, draw: random.Random) -> None:
    """A log that is whole by its digest, and says something else in it."""
    path = root / "outputs/.reportgen" / LOG
    value = json.loads(path.read_bytes().split(b"\n", 1)[1])
    part = draw.choice([part for part in ("seasons", "made_from", "digests", "references") if value[part]])
    value[part] = json.loads(put_wrong(draw, value[part]))
    content = json.dumps(value).encode()
    path.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)


def sealed_answers(root: Path, draw: random.Random) -> None:
    """Entries that are whole by their digest, and say something else in them."""
    for path in sorted((root / "outputs" / FOLDER).glob("*/*")):
        content = zlib.compress(put_wrong(draw, json.loads(zlib.decompress(path.read_bytes()[32:]))))
        path.write_bytes(hashlib.sha256(content).digest() + content)


def in_no_order(value: Any) -> Any:
    """Kept values without the order of the numbers that end them, which are of a set."""
    *others, last = value
    return [*others, [[*names, sorted({*map(int, numbers)})] for *names, numbers in last]] if isinstance(last, list) else value


@pytest.mark.sampled(16)
@pytest.mark.parametrize("wrong", [*SHAPES, *NOWHERE], ids=repr)
def test_nothing_of_another_shape_is_taken_for_an_answer(wrong: Any, built_once: Path) -> None:
    """At each place of what is kept of a unit, of which a thing of another shape is put there: it is refused, or it is such a thing as stands there."""
    workspace, _ = open_workspace(built_once)
    assert workspace is not None
    project = open_project(workspace, "2023")
    document = project.roster.documents[0]
    kept: list[tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = [
        (encode_answer(project.answers([document])[document]), encode_answer, decode_answer),
        (outline.encode(project.outline), outline.encode, outline.decode),
        (encode_trace(project.trace(document)), encode_trace, decode_trace),
    ]
    for values, encode, decode in kept:
        text = json.dumps(values)
        for number in range(0, len(places(json.loads(text))), 7):
            value = json.loads(text)
            container, key = places(value)[number]
            container[key] = deepcopy(wrong)
            try:
                found = decode(value)
            except (DamagedRecord, *MISSHAPEN):
                continue
            assert in_no_order(json.loads(json.dumps(encode(found)))) == in_no_order(value)


def no_file(root: Path, draw: random.Random) -> None:
    """A pipe in the place of what is read, a folder in that of what is kept."""
    draw.random()
    (root / "outputs/.reportgen" / LOG).unlink()
    os.mkfifo(root / "outputs/.reportgen" / LOG)


@pytest.mark.sampled(21)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("spoil", [other_log, plain_log, other_ledger, other_answers, sealed_log, sealed_answers, no_file])
def test_what_is_not_as_it_was_written_counts_as_missing(spoil: Callable[[Path, random.Random], None], seed: int, built_once: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built_once, tmp_path / "pair"))
    before = told(root)
    spoil(root, random.Random(seed))
    again = told(root)
    assert again[1:] == before[1:]
    assert [one[:2] for one in json.loads(again[0])] == [one[:2] for one in json.loads(before[0])]


QUESTIONS = (
    *(["status"], ["log", "甲县", "plan"], ["log", "--verify"], ["diff", "甲县", "plan", "1", "2"], ["diff", "甲县", "plan", "报送"]),
    *(["trace", "甲县", "plan", "任务户数"], ["figures", "甲县"], ["build", "甲县", "--kind", "plan", "--format", "html"]),
)


@pytest.fixture(scope="module")
def filed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of a document, the first of them filed."""
    copied = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("state") / "pair"))
    for number in ("1200", "1210"):
        tasks = copied / "inputs/2023/甲县/改造任务.csv"
        tasks.write_text(tasks.read_text(encoding="utf-8").replace("1200", number), encoding="utf-8")
        run(copied, "build", "甲县", "--kind", "plan")
        assert number == "1210" or run(copied, "file", "甲县", "plan", "--number", "6").returncode == 0
    return copied


def rewritten(root: Path, digest: str, change: Callable[[Any], Any]) -> str:
    """The digest of an object that is another one by a change."""
    objects = root / "outputs/.reportgen/objects"
    content = json.dumps(change(json.loads(zlib.decompress((objects / digest[:2] / digest[2:]).read_bytes())))).encode()
    fresh = hashlib.sha256(content).hexdigest()
    (objects / fresh[:2]).mkdir(exist_ok=True)
    (objects / fresh[:2] / fresh[2:]).write_bytes(zlib.compress(content))
    return fresh


def wrong_records(root: Path, draw: random.Random) -> None:
    """Records of versions, of their figures and of filings, whole by their digests."""

    def wrong(value: Any) -> Any:
        return json.loads(put_wrong(draw, value, SHAPES + NOWHERE))

    with sqlite3.connect(root / "outputs/.reportgen/history.db") as database:
        for number, entry in database.execute("SELECT number, entry FROM versions WHERE kind = 'plan'").fetchall():
            change = wrong if number == 1 else lambda record: {**record, "details": rewritten(root, record["details"], wrong)}
            database.execute("UPDATE versions SET entry = ? WHERE number = ? AND kind = 'plan'", (rewritten(root, entry, change), number))
        for position, entry in database.execute("SELECT position, entry FROM filings").fetchall():
            database.execute("UPDATE filings SET entry = ? WHERE position = ?", (rewritten(root, entry, wrong), position))
        for part in ("state", "details"):
            for unit, kind, kept in database.execute(f"SELECT unit, kind, {part} FROM heads").fetchall():
                content = zlib.compress(put_wrong(draw, json.loads(zlib.decompress(kept)), SHAPES + NOWHERE))
                database.execute(f"UPDATE heads SET {part} = ? WHERE (unit, kind) = (?, ?)", (content, unit, kind))


def wrong_columns(root: Path, draw: random.Random) -> None:
    """Columns of another type: SQLite keeps in any what it is given."""
    table, column = draw.choice(
        [("versions", "entry"), ("heads", "number"), ("heads", "visible"), ("heads", "state"), ("heads", "details"), ("filings", "entry")]
    )
    with sqlite3.connect(root / "outputs/.reportgen/history.db") as database:
        database.execute(f"UPDATE {table} SET {column} = ?", (draw.choice([b"x", "x", 5, 1.5, ""]),))


@pytest.mark.sampled(48)
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("spoil", [wrong_records, wrong_columns])
def test_a_record_of_another_shape_is_told_and_ends_nothing(spoil: Callable[[Path, random.Random], None], seed: int, filed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(filed, tmp_path / "pair"))
    spoil(root, random.Random(seed))
    for question in QUESTIONS:
        done = run(root, *question)
        assert done.returncode in (0, 1, 2), (question, done.stderr)
        assert "Traceback" not in done.stderr, (question, done.stderr)


@pytest.mark.slow
def test_a_name_that_is_no_utf_8_is_told(built_once: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built_once, tmp_path / "pair"))
    folder = os.fsencode(root / "inputs/2023/甲县")
    for name in (b"\xfe.csv", "佐证材料/".encode() + b"\xff.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"x")
    checked = told(root)[-1]
    assert "编码不对，没有列入佐证材料" in checked
    assert told(root)[-1] == checked


def test_what_is_as_it_was_written_is_read(built_once: Path) -> None:
    log = open_build_log(built_once / "outputs")
    assert [*log.seasons] == ["2023"]
    assert log.digests.known
