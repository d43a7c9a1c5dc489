"""What the tests of reading share."""

from pathlib import Path

import pytest

from tests.inputs.workspace import UNIT, Workspace


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    """A workspace with the folder and 单位.yaml of one county."""
    folder = tmp_path / "inputs" / "2023" / "原平市"
    folder.mkdir(parents=True)
    workspace = Workspace(tmp_path, folder)
    workspace.write("单位.yaml", UNIT)
    return workspace
