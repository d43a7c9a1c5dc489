"""reportgen in processes of their own that may take no more than so much memory and processor time: what takes more is ended by the system."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from tests.command import Result

ROOT = Path(__file__).parent.parent
MEMORY, SECONDS = 1536 * 2**20, 90
"""Of address space, of which libraries take a third; of processor time, some times what is taken on a slow machine."""
_LOAD = """
import json, sys
from pathlib import Path
from reportgen.inputs.load import load_unit
from reportgen.workspace import Workspace
problems = load_unit(Workspace(Path(sys.argv[1])), Path(sys.argv[2]))[1]
print(json.dumps([[problem.code, problem.message, str(problem.places[0]) if problem.places else ""] for problem in problems]))
"""


def run(folder: Path, *arguments: str) -> Result:
    """Run `reportgen ARGUMENTS` in `folder`."""
    return _run(folder, "-m", "reportgen", *arguments)


def load(root: Path, folder: Path) -> list[tuple[str, str, str]]:
    """What reading a unit's folder says: codes, messages, first places."""
    done = _run(root, "-c", _LOAD, str(root), str(folder))
    assert done.returncode == 0, done.stderr[-2000:]
    return [(code, message, place) for code, message, place in json.loads(done.stdout)]


def _run(folder: Path, *arguments: str) -> Result:
    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    environment = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    waited = 3 * SECONDS  # for what takes no processor time either
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=waited, check=False, preexec_fn=bound
    )
