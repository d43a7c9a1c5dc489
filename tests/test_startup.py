"""Starting costs little: what is heavy is imported where it is used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("dask", "distributed", "docx", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "pydantic", "python_calamine", "rapidfuzz"),
    *("typst", "watchdog", "weasyprint", "yaml"),
}
ANALYSIS = {"numpy", "pandas", "pyarrow"}
"""What serves the comparison of many: to read and write one county's documents takes none of it."""


def test_the_command_line_imports_nothing_heavy() -> None:
    script = "import sys, reportgen.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert HEAVY & set(loaded) == set()


@pytest.mark.sampled(2)
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


def test_two_versions_are_compared_without_what_serves_analysis() -> None:
    table = '<table id="t"><colgroup><col/></colgroup><tbody><tr><td>{0}</td></tr><tr><td>共{0}户</td></tr></tbody></table>'
    old, new = (f'<article class="gongwen"><header/><p>任务{number}户。</p>{table.format(number)}</article>' for number in (5, 6))
    script = (
        "import sys; from reportgen.diff.align import align; from reportgen.render.tree import parse\n"
        f"print(*[pair.op.value for pair in align(parse({old!r}), parse({new!r})).pairs], *{{name.partition('.')[0] for name in sys.modules}})"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert told[:2] == ["change", "change"]
    assert "rapidfuzz" in told
    assert set(told) & ANALYSIS == set()
