"""Days and times are written alike on every page."""

from datetime import UTC, date, datetime

import pytest

from reportgen.desk.moments import day_words, moment_words, month_words


@pytest.mark.parametrize(
    ("when", "day", "moment"),
    [
        (date(2023, 4, 8), "2023年4月8日", "2023年4月8日"),
        ("2023-04-08", "2023年4月8日", "2023年4月8日"),
        ("2023-04-18T23:30:05+08:00", "2023年4月18日", "2023年4月18日 23:30"),
        (datetime(2023, 4, 18, 16, 5, tzinfo=UTC), "2023年4月19日", "2023年4月19日 00:05"),  # as it was at the desk
        ("没有时限", "没有时限", "没有时限"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_days_and_times_are_in_words(ready: object, when: date | str | None, day: str, moment: str) -> None:
    assert (day_words(when), moment_words(when)) == (day, moment)


def test_months_are_in_words() -> None:
    assert (month_words("2023-04"), month_words("2023-12"), month_words("每月")) == ("2023年4月", "2023年12月", "每月")
