"""Tables of which the short run tries a part and the longer one (make test-slow) all."""

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int) -> list[Any]:
    """The cases of a table, as `parametrize` takes them; all but each `every`th are of the longer run. Several arguments stand in a tuple."""
    return [
        case if number % every == 0 else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow)
        for number, case in enumerate(cases)
    ]
