"""What is kept of compiled templates between processes: it saves time, and changes nothing."""

import tempfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from reportgen.language.compiled import Compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def rendered(source: str) -> str:
    """A template rendered as a new process would."""
    return Environment(loader=DictLoader({"a.html": source}), bytecode_cache=Compiled(), autoescape=True).get_template("a.html").render()


def kept(folder: Path) -> list[Path]:
    """The files of code."""
    return sorted(folder.rglob("*.cache"))


def test_code_is_kept_once_for_each_template_and_for_nobody_else(folder: Path) -> None:
    assert [rendered("一"), rendered("一")] == ["一", "一"]
    (file,) = kept(folder)
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_changed_template_is_compiled_anew(folder: Path) -> None:
    assert [rendered("一"), rendered("二"), rendered("一")] == ["一", "二", "一"]
    assert len(kept(folder)) == 1


@pytest.mark.parametrize("content", [b"", b"no code", None], ids=["empty", "other", "half"])
def test_a_damaged_file_is_passed_over(folder: Path, content: bytes | None) -> None:
    rendered("一")
    (file,) = kept(folder)
    file.write_bytes(file.read_bytes()[:-20] if content is None else content)
    assert rendered("一") == "一"


def test_without_a_folder_of_its_own_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    assert rendered("一") == "一"
    assert kept(folder) == []


def test_a_folder_that_goes_away_is_done_without(folder: Path) -> None:
    cache = Compiled()
    for entry in folder.iterdir():
        entry.rmdir()
    jinja = Environment(loader=DictLoader({"a.html": "一"}), bytecode_cache=cache, autoescape=True)
    assert jinja.get_template("a.html").render() == "一"
