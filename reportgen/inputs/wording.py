"""Words as people write them: full-width forms, spaces, names that are nearly right."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

CLOSE_ENOUGH = 60.0
"""How alike (0-100) a name must be for it to be proposed."""
CLOSE_CHOICE = 50.0
"""The same where the names are a closed list of short words: one of two characters right."""

MADE_UP_HELP = "这是造字程序编的字（私用区编码），别的电脑显示不出来，安装字体也没有用；请改用这个字的标准编码（GB 18030-2022）重新输入"
"""What to do about a character of private use, in an input or in a document."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_BRACKETS = str.maketrans("[]{}【】〔〕", "()" * 4)
_SETTLED = re.compile(r"[\u4e00-\u9fff]*")
"""What a name almost always is: nothing but common Chinese characters, which have no other clothes."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_PRINTED = str.maketrans("()", "（）")
_CHINESE = r"[\u3400-\u9fff\uff01-\uff5e\u3001-\u303f]"
_ALIGNMENT = re.compile(rf"\s+(?={_CHINESE})|(?<={_CHINESE})\s+")
"""Spaces that stand beside a Chinese character: those between two Latin words are part of a name."""
_CLOTHES = re.compile(r"[\uff01-\uff5e\uf900-\ufaff\u2f00-\u2fdf\U0002f800-\U0002fa1f]")
"""Full-width forms, compatibility ideographs and radicals: each reads as one other character."""
_FULL_WIDTH = frozenset("！（），：；？～｜")
_RADICALS = str.maketrans("⺠⺮⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳", "民竹西见角贝车长门青韦页风飞马鬼鱼鸟麦黄齐齿龙龟")
"""Radicals that Unicode's own folding leaves as they are, and the characters that they are seen as."""
_TRAILING_BRACKET = re.compile(r"(.+)\(([^()]*)\)")


def fold(text: str) -> str:
    """`text` with half-width forms, one kind of bracket, no spaces and no case: equal for what reads the same."""
    return text if _SETTLED.fullmatch(text) else _folded(text)


@lru_cache(maxsize=4096)  # the headings and names of a county's tables are asked about many times
def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_BRACKETS)
    return "".join(folded.split()).casefold()


def tidy(text: str) -> str:
    """`text` without surrounding spaces of any width, and without invisible characters."""
    return text.translate(_INVISIBLE).strip()


def settle(text: str) -> str:
    """A name as it is kept: without spaces for alignment and invisible characters, letters and digits half-width, characters of the common block.

    娑 婆 乡 and the same of the blocks of radicals and compatibility characters (which PDF files give) are then one name. Full-width
    punctuation stays, for that is how it is printed; brackets beside Chinese become full-width.
    """
    if _SETTLED.fullmatch(text):
        return text
    kept = _CLOTHES.sub(_plainly, text.translate(_INVISIBLE).translate(_RADICALS))
    kept = _ALIGNMENT.sub("", kept.strip())
    return kept.translate(_PRINTED) if kept.count("(") == kept.count(")") and _HAN.search(kept) else kept


def _plainly(match: re.Match[str]) -> str:
    return match[0] if match[0] in _FULL_WIDTH else unicodedata.normalize("NFKC", match[0])


def split_bracket(folded: str) -> tuple[str, str]:
    """A folded text and what stands in brackets at its end: 任务户数(户) gives 任务户数 and 户."""
    match = _TRAILING_BRACKET.fullmatch(folded)
    return (match[1], match[2]) if match else (folded, "")


def nearest(text: str, names: Iterable[str], close: float = CLOSE_ENOUGH) -> str | None:
    """The name most like `text`, where one is like enough to be what was meant."""
    from rapidfuzz import fuzz, process

    candidates: Sequence[str] = list(names)
    found = process.extractOne(fold(text), candidates, scorer=fuzz.ratio, processor=fold, score_cutoff=close)
    return None if found is None else candidates[found[2]]


def proposal(text: str, names: Iterable[str], close: float = CLOSE_ENOUGH) -> str:
    """，是否应为“…”: the question that a fault's message ends with; empty where no name is like it."""
    name = nearest(text, names, close)
    return f"，是否应为“{name}”" if name else ""


def shorten(value: object, length: int = 30) -> str:
    """A value as a message quotes it: on one line, cut where it is long."""
    text = " ".join(str(value).split())
    return text if len(text) <= length else text[:length] + "…"


def some(words: Sequence[str], most: int, counted: str = "处", between: str = "、") -> str:
    """The first `most` of words, and how many there are where these aren't all: 甲、乙等5处."""
    return between.join(words[:most]) + (f"等{len(words)}{counted}" if len(words) > most else "")
