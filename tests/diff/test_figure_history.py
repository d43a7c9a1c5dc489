"""What a figure was before: versions of the same value as one, rows by their names, other seasons last."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.diff.figure_history import figure_history
from reportgen.language.figure import Figure
from reportgen.versions.history import History, open_history
from reportgen.versions.version import BuildRecord, Key

KEY = Key("2023", "甲县", "plan")
START = datetime(2023, 10, 1, 9, tzinfo=UTC)


def article(*rows: tuple[str, str, str]) -> str:
    """A table whose rows have a name and a figure."""
    cells = "".join(
        f'<tr><td>{title}</td><td><data value="{value}" data-figure="{name}" data-label="欠款" data-unit="万元">{value}</data></td></tr>'
        for title, name, value in rows
    )
    return f'<article class="gongwen" data-season="2023"><h1 id="title">方案</h1><table id="t"><tbody>{cells}</tbody></table></article>'


def record(history: History, day: int, *rows: tuple[str, str, str], key: Key = KEY) -> None:
    figures = tuple(Figure(Decimal(value), (), (), name, "欠款", "万元") for _, name, value in rows)
    history.record(BuildRecord(key, article(*rows), {}, {}, figures, (), START + timedelta(days=day)))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return open_history(tmp_path)


def test_versions_of_one_value_are_one_and_days_are_told(history: History) -> None:
    record(history, 0, ("甲", "tasks.total", "10"))
    record(history, 1, ("甲", "tasks.total", "10"), ("乙", "tasks.other", "1"))
    record(history, 2, ("甲", "tasks.total", "12"), ("乙", "tasks.other", "1"))
    record(history, 3, ("乙", "tasks.other", "1"))
    found = [(past.first, past.last, past.since[:10], past.until[:10], past.value, past.shown) for past in figure_history(history, KEY, "tasks.total")]
    assert found == [
        (4, 4, "2023-10-04", "2023-10-04", None, False),
        (3, 3, "2023-10-03", "2023-10-03", Decimal(12), True),
        (1, 2, "2023-10-01", "2023-10-02", Decimal(10), True),
    ]


def test_the_figure_of_a_row_is_that_of_its_name_wherever_the_row_stands(history: History) -> None:
    record(history, 0, ("甲企业", "arrears.1.owed", "10"))
    record(history, 1, ("乙企业", "arrears.1.owed", "99"), ("甲企业", "arrears.2.owed", "12"))
    assert [past.value for past in figure_history(history, KEY, "arrears.2.owed")] == [Decimal(12), Decimal(10)]


def test_another_season_has_its_own_months(history: History) -> None:
    record(history, -365, ("五月", "progress.2022-05.planned", "7"), key=KEY._replace(season="2022"))
    record(history, -400, ("五月", "progress.2022-05.planned", "8"), key=KEY._replace(season="2022", unit="乙县"))
    record(history, 0, ("五月", "progress.2023-05.planned", "9"))
    found = [(past.season, past.value) for past in figure_history(history, KEY, "progress.2023-05.planned")]
    assert found == [("2023", Decimal(9)), ("2022", Decimal(7))]
