"""Starting costs little: what is heavy is imported where it is used."""

import subprocess
import sys

HEAVY = {
    *("dask", "distributed", "docx", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "pydantic", "python_calamine", "rapidfuzz"),
    *("watchdog", "weasyprint", "yaml"),
}


def test_the_command_line_imports_nothing_heavy() -> None:
    script = "import sys, reportgen.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in loaded
    assert HEAVY & set(loaded) == set()
