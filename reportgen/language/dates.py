"""The filters of dates (GB/T 9704-2012 7.3.5.4, GB/T 15834)."""

from datetime import date

from markupsafe import Markup, escape

from reportgen.language.display import day_of, missing
from reportgen.language.entry import Entry
from reportgen.language.figure import Absent


def day(value: date | Absent) -> Markup:
    """2023年4月8日: Arabic digits, full year, no padding zeros (GB/T 9704-2012 7.3.5.4)."""
    return missing(value.label) if isinstance(value, Absent) else escape(day_of(value))


def month_day(value: date | Absent) -> Markup:
    """4月8日."""
    return missing(value.label) if isinstance(value, Absent) else escape(f"{value.month}月{value.day}日")


def month(value: date | Absent) -> Markup:
    """2023年4月."""
    return missing(value.label) if isinstance(value, Absent) else escape(f"{value.year}年{value.month}月")


def until(start: date | Absent, end: date | Absent) -> Markup:
    """4月21日—10月15日, with the second year where it differs: 11月1日—2024年4月30日. A 一字线 joins them (GB/T 15834 4.13)."""
    if isinstance(start, Absent) or isinstance(end, Absent):
        return month_day(start) + "—" + month_day(end)
    return month_day(start) + "—" + (month_day(end) if start.year == end.year else day(end))


FILTERS = {
    "day": Entry(day, "日期", "年月日，月、日不补0", ("开工|day", "未填日期|day")),
    "month_day": Entry(month_day, "日期", "月日", ("开工|month_day",)),
    "month": Entry(month, "日期", "年月", ("开工|month",)),
    "until": Entry(until, "开始日期；结束日期", "起止日期，用一字线相连；跨年的写明后一年", ("开工|until(完工)", "开工|until(次年)")),
}
