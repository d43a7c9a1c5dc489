"""Starting costs little: what is heavy is imported where it is used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("dask", "distributed", "docx", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "pydantic", "python_calamine", "rapidfuzz"),
    *("watchdog", "weasyprint", "yaml"),
}
ANALYSIS = {"numpy", "pandas", "pyarrow"}
"""What serves the comparison of many: to read and write one county's documents takes none of it."""


def test_the_command_line_imports_nothing_heavy() -> None:
    script = "import sys, reportgen.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert HEAVY & set(loaded) == set()


@pytest.mark.parametrize("command", ["check 静乐县", "build 静乐县 --kind plan --jobs 1"])
def test_a_county_is_read_and_written_without_what_serves_analysis(root: Path, tmp_path: Path, command: str) -> None:
    for name in ("静乐县", "忻州市"):
        shutil.copytree(root / "inputs/2023" / name, tmp_path / "inputs/2023" / name)
    (tmp_path / "reportgen.toml").touch()
    script = "import sys; from reportgen.cli import main\ntry: main()\nfinally: print('loaded', *{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script, *command.split()], cwd=tmp_path, capture_output=True, text=True, check=False)
    loaded = set(done.stdout.rpartition("loaded ")[2].split())
    assert {"python_calamine", "lxml"} <= loaded, done.stderr
    assert loaded & ANALYSIS == set()
