"""What all tests share."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

gc.set_threshold(100_000, 50, 100)  # the tests make much and keep little: looking for garbage so seldom spares an eighth of their time

# The same examples on each run, and none called too slow on a busy machine: a failure is a fault, and can be repeated.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--golden writes the expected documents anew, to be read in the diff before they are committed."""
    parser.addoption("--golden", action="store_true", help="write expected documents anew")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the cases of a table marked `sampled(n)` each n-th is of the short run, all of the longer one (make test-slow).

    The tests of a file that names no group are run by one process: what its fixtures make is made once.
    """
    seen: Counter[tuple[Path, str]] = Counter()
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(Path(__file__).parent).with_suffix("").as_posix()))
        marker = item.get_closest_marker("sampled")
        if marker is None or item.get_closest_marker("slow"):
            continue
        table = item.path, getattr(item, "originalname", item.name)
        if seen[table] % marker.args[0]:
            item.add_marker(pytest.mark.slow)
        seen[table] += 1


@pytest.fixture(scope="session", autouse=True)
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program keeps keys while the tests run: not where those of a person are."""
    folder = tmp_path_factory.mktemp("config")
    os.environ["REPORTGEN_CONFIG"] = str(folder)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the hundreds of processes that tests start compile each file once, not each time
    return folder


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Callable[[str], Path]:
    """A fresh copy of a miniature workspace of tests/projects by its name."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(root / "tests/projects" / name, tmp_path / name))

    return copy


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).parent.parent
