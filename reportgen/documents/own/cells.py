"""What a cell of a sheet shows, as Excel shows it, and the number that it is."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from reportgen.inputs.grid import FormattedNumber, PercentNumber, Raw, is_blank
from reportgen.inputs.numbers import plain


def shown(raw: Raw) -> tuple[Decimal | None, str]:
    """The number of a cell (None where it is none) and what stands there; of a percentage the number of hundredths."""
    if is_blank(raw):
        return None, ""
    if isinstance(raw, PercentNumber):
        number = Decimal(format(raw.value, ".15g")) * 100
        return number, f"{plain(number)}%"
    if isinstance(raw, FormattedNumber):
        return raw.number, str(raw)
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = Decimal(format(raw, ".15g")) if isinstance(raw, float) else Decimal(raw)
        return number, plain(number)
    return None, _words(raw)


def _words(raw: Raw) -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, datetime):
        return _day(raw) if raw.time() == time() else f"{_day(raw)}{raw:%H:%M}"
    if isinstance(raw, date):
        return _day(raw)
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    if isinstance(raw, timedelta):
        minutes = int(raw.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(raw).strip()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
