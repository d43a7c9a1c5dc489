"""Figures of a part of the season: only the rows count that are dated in it, here and below, and each figure says so."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.figures.period import PERIOD, TO_DATE, InPeriod, figures_in
from reportgen.figures.scope import Scope
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
WEEK = {"dispatch": "week"}


def scope_of(root: Path, unit: str) -> Scope:
    return next(scope for scope in open_season(Workspace(root), "2023").scopes if scope.unit.name == unit)


@pytest.fixture(scope="module")
def units(root: Path) -> dict[str, Scope]:
    """The units of the miniature workspace, whose eight weeks end on 11-21 to 1-9."""
    return {name: scope_of(root / "tests/projects/pair", name) for name in ("甲县", "示例市")}


@pytest.mark.parametrize(
    ("unit", "first", "last", "faults", "complaints", "heating"),
    [
        ("甲县", date(2023, 11, 15), date(2023, 11, 21), 6, 1, 1985),
        ("甲县", date(2023, 11, 22), date(2023, 12, 5), 21, 2, 1990),
        ("甲县", None, date(2023, 12, 5), 27, 3, 1990),
        ("示例市", date(2023, 11, 22), date(2023, 11, 28), 12, 3, 2578),
        ("示例市", None, date(2023, 11, 28), 20, 4, 2578),
    ],
)
def test_rows_of_the_part_alone_count(units: dict[str, Scope], unit: str, first: date | None, last: date, faults: int, complaints: int, heating: int) -> None:
    part = InPeriod(PERIOD, units[unit], first, last, WEEK)
    dispatch = part.dispatch
    assert (dispatch.faults.value, dispatch.complaints.value, dispatch.heating.last.value) == (faults, complaints, heating)
    assert dispatch.gaps == ()


def test_what_is_not_dated_counts_whole(units: dict[str, Scope]) -> None:
    part = InPeriod(TO_DATE, units["甲县"], None, date(2023, 11, 21), WEEK)
    whole = InPeriod(TO_DATE, units["甲县"], None, date(2024, 1, 13), {})
    assert part.tasks.total.value == whole.tasks.total.value
    assert part.dispatch.faults.value < whole.dispatch.faults.value


def test_names_and_labels_say_of_which_part_a_figure_is(units: dict[str, Scope]) -> None:
    names = {name: figures_in(InPeriod(name, units["示例市"], None, date(2023, 11, 28), WEEK)) for name in (PERIOD, TO_DATE)}
    for name, word in ((PERIOD, "本期"), (TO_DATE, "截至本期")):
        assert names[name]
        assert all(figure.name.startswith(f"{name}.") and figure.label.startswith(word) for figure in names[name].values())
    assert len(names[PERIOD]) == len(names[TO_DATE])


def test_a_unit_without_a_row_of_the_part_lacks_it_and_nothing_becomes_zero(project: Project) -> None:
    root = project("pair")
    table = root / "inputs/2023/乙县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace("2023年11月28日,590,3,3,1,0\n", ""), encoding="utf-8")
    faults = InPeriod(PERIOD, scope_of(root, "示例市"), date(2023, 11, 22), date(2023, 11, 28), WEEK).dispatch.faults
    assert faults.value is None
    assert faults.lacking == ("乙县《日常调度》2023年11月22日至2023年11月28日的数据",)


def test_a_row_whose_date_cannot_be_read_may_be_of_any_part(project: Project) -> None:
    root = project("pair")
    table = root / "inputs/2023/甲县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace("2023年12月5日", "十二月初"), encoding="utf-8")
    part = InPeriod(PERIOD, scope_of(root, "甲县"), date(2023, 11, 15), date(2023, 11, 21), WEEK)
    assert part.dispatch.heating.last.value is None


@pytest.mark.slow
@settings(max_examples=30)
@given(st.lists(st.integers(0, 59), min_size=1, max_size=6, unique=True).map(sorted))
def test_the_parts_of_a_season_together_are_the_season(root: Path, cuts: list[int]) -> None:
    """However a season is cut into periods: no row counts twice, and none is left out."""
    scope = _SEASON.setdefault("甲县", scope_of(root / "tests/projects/pair", "甲县"))
    start = date(2023, 11, 15)
    lasts = [*(start + timedelta(days=cut) for cut in cuts), date(2024, 1, 13)]
    found = 0
    for first, last in zip([start, *(day + timedelta(days=1) for day in lasts)], lasts, strict=False):
        faults = InPeriod(PERIOD, scope, first, last, WEEK).dispatch.faults
        found += 0 if faults.lacking else int(faults.value or 0)
    assert found == 72


_SEASON: dict[str, Scope] = {}
