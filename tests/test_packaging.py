"""The wheel holds all that the program reads, and works without the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: building leaves folders behind."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("LICENSE", "README.md", "pyproject.toml", "setup.py"):
        shutil.copy(root / name, copy)
    for name in ("reportgen", "templates"):
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "templates" / "~$official.docx").touch()  # what Word leaves beside an open file
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(copy)]
    subprocess.run(command, check=True)
    (built,) = target.glob("reportgen-*.whl")
    return built


def files(folder: Path, root: Path) -> set[str]:
    """The files that belong to the folder, as paths from the root."""
    found = (path.relative_to(root) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part.startswith((".", "~$")) or part == "__pycache__" for part in path.parts)}


def test_it_holds_the_package_and_the_templates(wheel: Path, root: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    templates = files(root / "templates", root)
    assert templates
    assert held == files(root / "reportgen", root) | {f"reportgen/{name}" for name in templates}
    assert "reportgen/py.typed" in held


def test_it_says_licence_and_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        described = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    assert "reportgen contributors" in described["LICENSE"]
    assert "License-Expression: MIT" in described["METADATA"]
    assert "reportgen = reportgen.cli:main" in described["entry_points.txt"]


def test_installed_it_finds_its_own_templates(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = "from reportgen.workspace import packaged_templates; print(packaged_templates())"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    found = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    assert Path(found) == tmp_path / "reportgen" / "templates"
    assert (Path(found) / "kinds.yaml").is_file()
