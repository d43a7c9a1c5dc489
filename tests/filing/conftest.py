"""A miniature workspace whose county has filed its plan, made once; each test has a copy of what it alters."""

import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.project import open_project
from reportgen.filing.case import Request
from reportgen.filing.file import Filed, file_document
from reportgen.filing.keys import config_folder, open_signer
from reportgen.versions.version import Key
from reportgen.workspace import Workspace

KEY = Key("2023", "甲县", "plan")
NUMBER = "甲清洁办发〔2023〕6号"
TIME = datetime(2099, 4, 18, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PACKAGE = f"outputs/2023/甲县/实施方案-报送包-{NUMBER}.zip"


def make(root: Path, unit: str = "甲县", kind: str = "plan") -> int:
    """Builds the web pages of a document, which are the quickest; the number of its version."""
    project = open_project(Workspace(root), "2023")
    (document,) = build(project, Order(frozenset({unit}), frozenset({kind}), frozenset({"html"}))).documents
    assert document.version is not None
    return document.version


def send(root: Path, number: str = "6", why: str = "", key: Key = KEY, time: datetime = TIME) -> Filed:
    """Files a document."""
    signer = open_signer(config_folder(), key.unit, str)
    return file_document(open_project(Workspace(root), "2023"), Request(key, number, "张某某", time, signer, why))


def alter(root: Path, file: str, before: str, after: str) -> None:
    path = root / "inputs/2023/甲县" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The workspace with the plan built: for copies only."""
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path_factory.mktemp("built") / "pair"))
    make(workspace)
    return workspace


@pytest.fixture(scope="session")
def once(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with the plan filed: for reading only."""
    workspace = Path(shutil.copytree(first, tmp_path_factory.mktemp("filed") / "pair"))
    filed = send(workspace)
    assert [problem.message for problem in filed.problems] == []
    return workspace


@pytest.fixture
def filed(once: Path, tmp_path: Path) -> Path:
    """A copy of the workspace with the plan filed."""
    return Path(shutil.copytree(once, tmp_path / "pair"))


@pytest.fixture
def built(first: Path, tmp_path: Path) -> Path:
    """A copy of the workspace with the plan built."""
    return Path(shutil.copytree(first, tmp_path / "pair"))
