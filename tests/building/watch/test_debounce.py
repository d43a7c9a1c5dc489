"""Events by a clock of the test's own: when to look."""

import pytest

from reportgen.building.watch.debounce import Debounce


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([], None),
        ([5.0], 5.3),
        ([5.0, 5.1, 5.2], 5.5),
        ([5.0, 5.25, 5.5, 5.75, 6.0, 6.25, 6.5, 6.75], 7.0),  # it never rests: two seconds after the first
        ([5.0, 9.0], 7.0),
    ],
)
def test_it_is_looked_once_it_is_quiet_but_not_too_late(events: list[float], due: float | None) -> None:
    debounce = Debounce()
    for time in events:
        debounce.note(time)
    assert debounce.due() == (None if due is None else pytest.approx(due))
    debounce.clear()
    assert debounce.due() is None


def test_after_a_look_it_begins_anew() -> None:
    debounce = Debounce(quiet=1.0, ceiling=3.0)
    for time in (0.0, 0.9, 1.8, 2.7):
        debounce.note(time)
    assert debounce.due() == pytest.approx(3.0)
    debounce.clear()
    debounce.note(3.1)
    assert debounce.due() == pytest.approx(4.1)
