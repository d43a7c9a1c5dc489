"""What all tests share."""

from pathlib import Path

import hypothesis
import pytest

# The same examples on each run, and none called too slow on a busy machine: a failure is a fault, and can be repeated.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).parent.parent
