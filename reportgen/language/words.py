"""The filters of words: lists in a sentence, texts that somebody wrote, document numbers."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from jinja2 import Environment, pass_environment, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_lower, do_replace, do_trim, do_upper, make_attrgetter
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape, soft_str

from reportgen.language.display import missing
from reportgen.language.entry import Entry
from reportgen.language.figure import Absent
from reportgen.language.work import LONGEST_TEXT, text_of

LONGEST_MARK = 10
"""The longest mark that joins texts: joining by what was joined would multiply."""


def document_number(value: str | Absent) -> Markup:
    """A 发文字号 in its proper form, 忻清洁办发〔2023〕3号: 六角括号, no 第, no padding zeros (GB/T 9704-2012 7.2.5)."""
    if isinstance(value, Absent):
        return missing(value.label)
    match = re.fullmatch(r"\s*(\S*?)\s*[\[［【（(〔]\s*(\d{4})\s*[\]］】）)〕]\s*第?\s*0*(\d+)\s*号\s*", value)
    return escape(f"{match[1]}〔{match[2]}〕{match[3]}号" if match else value)


def listed(items: Iterable[Any], mark: str = "、") -> Markup:
    """Items joined by 、; items in “” or 《》 stand without it (GB/T 15834 4.5.3.5)."""
    texts = [escape(missing(item.label) if isinstance(item, Absent) else text_of(item)) for item in items]
    _bounded(mark, texts)
    joined = Markup("")
    for n, text in enumerate(texts):
        adjoin = n > 0 and mark == "、" and (texts[n - 1][-1:], text[:1]) in (("”", "“"), ("》", "《"))
        joined += (Markup("") if n == 0 or adjoin else escape(mark)) + text
    return joined


@pass_environment
def joined(jinja: Environment, items: Iterable[Any], mark: str = "", attribute: str | None = None) -> str:
    """Items, or an attribute of each, joined by a mark, as they are; their markup stays."""
    of = make_attrgetter(jinja, attribute)
    texts = [missing(item.label) if isinstance(item, Absent) else soft_str(text_of(item)) for item in map(of, items)]
    _bounded(mark, texts)
    return (escape(mark) if any(isinstance(text, Markup) for text in texts) else mark).join(texts)


def _bounded(mark: str, texts: Sequence[str]) -> None:
    if len(mark) > LONGEST_MARK:
        raise SecurityError(f"分隔符最多{LONGEST_MARK}个字")
    if len(mark) * len(texts) + sum(map(len, texts)) > LONGEST_TEXT:
        raise SecurityError(f"连成的文字超过{LONGEST_TEXT}个字")


@pass_eval_context
def replaced(context: EvalContext, value: Any, old: Any, new: Any, count: int | None = None) -> str:
    """A text with another text in place of one that stands in it. Raises SecurityError where it grows beyond bounds."""
    text, gone, come = map(soft_str, (value, old, new))
    if len(text) + text.count(gone) * len(come) > LONGEST_TEXT:
        raise SecurityError(f"替换以后的文字超过{LONGEST_TEXT}个字")
    return do_replace(context, value, old, new, count)


def clause(value: str | Absent) -> Markup:
    """A text that somebody wrote as a part of a sentence: without its final punctuation, its lines joined by ；."""
    return missing(value.label) if isinstance(value, Absent) else escape("；".join(_lines(value)))


def paragraphs(value: str | Absent) -> list[Markup]:
    """A text that somebody wrote, a paragraph for each of its lines, each ending in one full stop (or the ！？ that it has)."""
    if isinstance(value, Absent):
        return [missing(value.label)]
    return [escape(line if line[-1] in "！？" else f"{line}。") for line in _lines(value)]


def _given(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of texts that gives 【待补：…】 where the text isn't given, and takes no list for one."""

    @wraps(function)
    def done(*arguments: Any, **named: Any) -> Any:
        absent = next((argument for argument in arguments if isinstance(argument, Absent)), None)
        return function(*map(text_of, arguments), **named) if absent is None else missing(absent.label)

    return done


def _lines(value: str) -> list[str]:
    """The lines that hold something, without final punctuation."""
    stripped = (re.sub(r"[\s。．.；;，,、：:]+$", "", line).strip() for line in value.splitlines())
    return [line for line in stripped if line]


FILTERS = {
    "document_number": Entry(document_number, "发文字号", "规范的发文字号：六角括号，不写“第”，序号不补0", ("'忻清洁办发[2023]第03号'|document_number",)),
    "listed": Entry(
        listed, "列表；分隔符（可不写，为“、”）", "各项用顿号相连；引号、书名号之间不加顿号", ("['甲', '乙', '丙']|listed", "['《甲》', '《乙》']|listed")
    ),
    "join": Entry(joined, "列表；分隔符（可不写，最多10个字）；attribute=名称（可不写）", "各项照原样相连", ("['甲', '乙']|join('；')",)),
    "clause": Entry(clause, "填报的文字", "句子中的一部分：去掉末尾的标点，各行用分号相连", ("说明|clause", "未填文字|clause")),
    "paragraphs": Entry(paragraphs, "填报的文字", "各行各为一段（列表），以句号结束", ("说明|paragraphs",)),
    "string": Entry(_given(soft_str), "任何值，列表除外", "文字", ("12|string",)),
    "trim": Entry(_given(do_trim), "文字", "去掉首尾空格的文字", ("' 甲 '|trim",)),
    "lower": Entry(_given(do_lower), "文字", "小写的文字", ("'PDF'|lower",)),
    "upper": Entry(_given(do_upper), "文字", "大写的文字", ("'pdf'|upper",)),
    "replace": Entry(_given(replaced), "文字；原来的；换成的", "替换以后的文字", ("'甲县'|replace('县', '市')",), rules=False),
}
