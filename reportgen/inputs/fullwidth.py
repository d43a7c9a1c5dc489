"""Full-width signs where YAML wants half-width ones: what a Chinese keyboard leaves in a file, told before it becomes text that is printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PAIRS = {"“": '”"“', "”": '”"“', "‘": "’'‘", "’": "’'‘", "＂": '＂"', "＇": "＇'"}
"""Quotes by the one that opens: what may close it, also the wrong one."""
_OPENERS = {"”": "“", "’": "‘"}
_QUOTES = frozenset("“”‘’＂＇")
_COMMENT = re.compile(r"(?:^|\s)＃.*", re.DOTALL)
_DASHES = "－—–−﹣‐"
_ITEM = re.compile(rf"\s*(?:[{_DASHES}]\s*|-)(\S.*?)\s*")
_SURE_ITEM = re.compile(rf"\s*[{_DASHES}]\s+\S.*|\s*-[^\s\d.-].*", re.DOTALL)
"""One line alone is an item with a space behind its dash, or with no number behind a half-width one."""
_KEY_LINE = re.compile(r"\s*[^：:\s，。；！？“”（）、]{1,15}：")
_SIGNS = _QUOTES | frozenset("＃［］｛｝，：\u3000") | frozenset(_DASHES)
_SENTENCE = re.compile("[。！？；]")
_SPLIT = re.compile(r"，(?![^（(]*[）)])")
_LIST_SIGNS = str.maketrans({"［": "[", "］": "]", "｛": "{", "｝": "}", "，": ", ", "“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'"})
_MAP_SIGNS = _LIST_SIGNS | str.maketrans({"：": ": "})


@dataclass(frozen=True, slots=True)
class Sign:
    """A full-width sign, what it was taken for (empty: the value can't be read), and what to write instead."""

    what: str
    how: str
    taken: str = ""


COMMENT = Sign("用了全角“＃”", "注释请用半角“#”", "后面的按注释读取")
LOST_COMMENT = Sign("用了全角“＃”，和下面的几行连成了一项，没有读取", "注释请用半角“#”")
QUOTES = Sign("用了中文引号", "请改为英文引号，或者去掉引号", "按英文引号读取")
LIST = Sign("用了全角方括号“［］”", "请改为半角方括号“[]”，各项之间用半角逗号“,”加一个空格", "按列表读取")
MAPPING = Sign("用了全角花括号“｛｝”", "请改为半角花括号“{}”，冒号和逗号也用半角，后面加一个空格", "按半角读取")
COMMA = Sign("列表中用了全角逗号“，”", "请改为半角逗号“,”加一个空格；如果是一项，请给它加英文引号", "按几项读取")
DASH = Sign("列表用了全角“－”，或者“-”后没有空格", "请每行以半角“-”加一个空格开头", "按列表读取")
COLON = Sign("用了中文冒号", "请把“：”改为英文冒号加一个空格“: ”", "按英文冒号读取")
UNPAIRED = Sign("全角引号或者括号不成对，没有读取", "请改为半角，并检查是否成对")
LOST_COLON = Sign("用了中文冒号，和上一行连成了一项，没有读取", "请把“：”改为英文冒号加一个空格“: ”")
INDENT = Sign("用了全角空格缩进", "请把全角空格改为两个半角空格")


def may_be(text: str) -> bool:
    """Whether there is anything in a plain text to look at here: most have none of the signs."""
    return text[:1] == "-" or not _SIGNS.isdisjoint(text)


def before_key(text: str) -> Sign | None:
    """The sign that stands before a key."""
    if text[:1] == "\u3000":
        return INDENT
    if text[:1] == "＃":
        return COMMENT
    return DASH if re.match(rf"[{_DASHES}]\s|-\S", text) else None


def without_comment(text: str) -> str | None:
    """A text without the comment behind a full-width ＃; None where there is none."""
    match = _COMMENT.search(text)
    return text[: match.start()].rstrip() if match else None


def unquoted(text: str) -> str | None:
    """What stands between Chinese quotes that enclose the whole text; None where none do (quotes within a sentence stay)."""
    if not text[1:] or text[0] not in _PAIRS or text[-1] not in _PAIRS[text[0]]:
        return None
    inner = text[1:-1]
    return None if _QUOTES & set(inner) or '"' in inner else inner


def unpaired(text: str) -> bool:
    """Whether a text begins or ends with a full-width quote or bracket that has no fellow."""
    first, last = text[:1], text[-1:]
    if first in _OPENERS.values() and not any(mark in text[1:] for mark in _PAIRS[first] if mark != first):
        return True
    if last in _OPENERS and _OPENERS[last] not in text[:-1]:
        return True
    return any((text[:1] == first and last not in text) or (text[-1:] == last and first not in text) for first, last in ("［］", "｛｝"))


def half_width(text: str) -> tuple[Sign, str] | None:
    """A list or mapping in full-width brackets as YAML; None where it is none."""
    for sign, first, last in ((LIST, "［", "］]"), (MAPPING, "｛", "｝}")):
        if text[:1] == first and text[-1:] in last:
            return sign, text.translate(_MAP_SIGNS if sign is MAPPING else _LIST_SIGNS)
    return None


def listed(lines: Sequence[str]) -> list[str] | None:
    """The items of a list each of whose lines begins with a full-width dash, or with one without a space; None where it is no such list."""
    items = [match[1] for line in lines if (match := _ITEM.fullmatch(line))]
    return items if len(items) == len(lines) and (len(lines) > 1 or _SURE_ITEM.fullmatch(lines[0])) else None


def key_line(lines: Sequence[str], first: int = 1) -> int | None:
    """Which of the lines of a text, from `first` on, is a key with a full-width colon; None where none is."""
    return next((number for number in range(first, len(lines)) if _KEY_LINE.match(lines[number])), None)


def parts(text: str) -> list[str]:
    """A list's item cut at full-width commas, but not within brackets; a sentence is one item."""
    return [text] if _SENTENCE.search(text) else [part.strip() for part in _SPLIT.split(text) if part.strip()]


def in_broken_line(line: str) -> Sign | None:
    """The sign that most likely makes a line no YAML."""
    bare = line.strip()
    if bare.startswith("＃"):
        return COMMENT
    if re.match(rf"[{_DASHES}]", bare):
        return DASH
    if set("［］｛｝") & set(line):
        return LIST if set("［］") & set(line) else MAPPING
    if line.count('"') % 2 and set("“”＂") & set(line):
        return QUOTES
    if "，" in line and re.search(r":\s*[\[{]", line):
        return COMMA
    return INDENT if line.startswith("　") else None
