"""What a season is called at the desk: as the programme calls it, by the same words in which the documents and messages name it."""

from reportgen.desk.engine import engine
from reportgen.desk.seen import Unavailable


def season_words(year: str) -> str:
    """A season by its first year where there is little space, or beside others: 2023年采暖季."""
    try:
        return engine().programme().season(year)
    except Unavailable:  # the head of a page says it too, also of the one that tells why nothing else can be told
        return f"{year}年"


def whole_season(year: str) -> str:
    """A season by all its years, where a page is headed by it: 2023—2024年采暖季."""
    try:
        return engine().programme().whole_season(int(year))
    except Unavailable:
        return f"{year}年"


def season_name() -> str:
    """What any season is called: 采暖季."""
    try:
        return engine().programme().season_name
    except Unavailable:
        return "年度"
