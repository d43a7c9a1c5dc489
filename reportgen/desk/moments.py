"""Days and times as the pages write them: as official documents do, the same on every page."""

from datetime import date, datetime

from django.utils.timezone import is_aware, localtime


def day_words(when: date | str | None) -> str:
    """A day in words (2023年4月18日), of a date, of a time as it was at the desk, or of the text of one (ISO 8601).

    Any other text stays as it is; None is "".
    """
    found = _found(when)
    return str(when or "") if found is None else f"{found.year}年{found.month}月{found.day}日"


def moment_words(when: datetime | str | None) -> str:
    """The day and the minute in words (2023年4月18日 09:30), else as `day_words`."""
    found = _found(when)
    return f"{day_words(found)} {found:%H:%M}" if isinstance(found, datetime) else day_words(when)


def month_words(name: str) -> str:
    """A month as addresses have it (2023-04) in words (2023年4月); any other text stays as it is."""
    year, _, month = name.partition("-")
    return f"{year}年{int(month)}月" if year.isdecimal() and month.isdecimal() else name


def _found(when: date | str | None) -> date | None:
    if isinstance(when, str):
        try:
            when = date.fromisoformat(when) if len(when) == len("2023-04-18") else datetime.fromisoformat(when)
        except ValueError:
            return None
    return localtime(when) if isinstance(when, datetime) and is_aware(when) else when
