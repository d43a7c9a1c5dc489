"""Faults of what is written in the language, in the words of those who write it: what is wrong, where it began, and what to do."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jinja2 import Environment, TemplateSyntaxError

from reportgen.inputs.schema.declared import shipped_datasets
from reportgen.language.environment import FILTERS
from reportgen.language.tests import TESTS

_TAGS = re.compile(r"looking for (?:the following tags: )?(.+?)\.")
_OPEN = re.compile(r"needs to be closed is '(\w+)'")
_UNKNOWN = re.compile(r"Encountered unknown tag '(.+?)'\.")
_QUOTED = re.compile(r"'([^']+)'")
_WORDS = {
    "filter": "过滤器",
    "test": "判断",
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "end of template": "结尾",
    "name": "名称",
    "first": "第一项",
    "last": "最后一项",
    "aggregated": "最大、最小的一项",
    "string": "引号中的文字",
    "datetime.date": "日期",
    "str": "文字",
    "int": "数",
    "decimal.Decimal": "数",
    "Figure": "数据项",
    "Term": "数",
    "NoneType": "没有填写的内容",
    "integer": "数字",
    "float": "数字",
    "template data / text": "正文",
}
_PAIRS = "请检查该处的 {{{{ }}}}、{{% %}} 和括号、引号是否成对，是否用了全角符号"
_LIKE = "请对照同类模板改正名称"
_SAID: tuple[tuple[str, str, str], ...] = (
    (r"unexpected end of template, expected '(.+)'\.", "缺少“{0}”，模板就结束了", _PAIRS),
    (r"expected token '(.+)', got '(.+)'", "此处应为“{0}”，实际是“{1}”", _PAIRS),
    (r"unexpected char '(.+)' at \d+", "用了模板中不能用的字符“{0}”", "请在 {{{{ }}}} 和 {{% %}} 里使用半角的标点和引号"),
    (r"unexpected '(.+)', expected '(.+)'", "此处应为“{1}”，实际是“{0}”", _PAIRS),
    (r"unexpected '(.+)'", "此处不应有“{0}”", _PAIRS),
    (r"Expected an expression, got '(.+)'", "“{0}”之前缺少数据项或者条件", _PAIRS),
    (r"No (filter|test) named '(.+?)'(?: found)?\.", "没有名为“{1}”的{0}", _LIKE),
    (r"用了没有定义的名称“.+”", "{whole}", _LIKE),
    (
        r"'[<>]=?' not supported between instances of '(.+)' and '(.+)'",
        "“{0}”不能与“{1}”比大小",
        "请用同类的内容比较：数写作数字，不加引号；日期不能写成文字，规则中写 deadlines.名称（在政策文件的 deadlines 下定义）",
    ),
    (r"chunk after expression", "后面还有多余的内容", _PAIRS),
    (r"block '(.+)' defined twice", "块“{0}”写了两次", "请只保留一个 {{% block {0} %}}，或者给另一个改名"),
    (r"extended multiple times", "一个模板写了两次 extends", "一个模板只能接在一个模板后面，请只保留一行 {{% extends … %}}，也不要接在自己后面"),
    (r"Required block '(.+)' not found", "没有写必须写的块“{0}”", "请加上 {{% block {0} %}} 和 {{% endblock %}}"),
    (r"Missing end of comment tag", "注释没有结束", "请在注释后加上 #}}"),
    (r"Missing end of raw directive", "{{% raw %}} 没有结束", "请在后面加上 {{% endraw %}}"),
    (r"tag name expected", "{{% 后面没有写标签名", "请写明标签，例如 {{% if … %}}、{{% for … %}}"),
    (r"Invalid character in identifier", "名称中有不能用的字符", "名称只能用英文字母、数字和下划线"),
    (r"access to attribute '(.+)' of '.+' object is unsafe\.", "不能用“{0}”", "请改用数据项、填报内容的名称"),
    (r"(计算量|输出的文字)超过\d+(?:步|个字)", "{whole}", "请检查这里的循环、宏和 include 是否重复了太多次"),
    (
        r"(不能用乘方（\*\*）|“[*%]”只能用于数值|重复以后的文字或者列表超过.+|算出的数过大)",
        "{whole}",
        "文字用 ~ 相连，数用过滤器输出；要算的数请在填报表中算好",
    ),
    (r"No (first|last|aggregated) item, sequence was empty\.", "列表是空的，没有{0}", "请先判断列表有没有内容"),
    (r"parameter '(.+)' was not provided", "这个说法（宏）要给“{0}”，没有给", "请在用它的地方的括号里写明"),
)
"""What Jinja says, what it means, and what to do; the first that fits."""

_OF_RULES = frozenset(("parameters", "deadlines", "row"))
"""What only a rule is given, besides the themes and datasets; a template that has one of them is not asked."""
_KNOWN_NAMES = re.compile(r"((?:用了没有定义的名称|没有名为)“(.+?)”[^，]*)(?:，是否应为“(.+)”)?")
"""What is unknown, and the name of the same owner that may have been meant."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALIKE = 0.7
"""How alike (0-1) a name must be for it to be proposed: a letter or two of a short one may be wrong."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with what somebody wrote, and what to do, in Chinese; and for an unfinished statement the line in which it begins."""

    what: str
    help: str
    line: int | None = None


def explained(fault: BaseException, jinja: Environment, names: Iterable[str] = (), sentence: str = "") -> Fault:
    """Any fault of what is written in the language, as it is compiled or as it runs: in the same words wherever that is.

    `names` are those that may be used there; `sentence` is what was written, which tells what stands before an unknown name.
    """
    if isinstance(fault, TemplateSyntaxError) and (begun := _left_open(jinja, fault)) is not None:
        end = f"{{% end{begun.words.split()[0]} %}}"
        met = f"第{fault.lineno}行是 {{% {begun.instead} %}}" if begun.instead else "一直到模板结尾"
        return Fault(f"{{% {begun.words} %}} 没有结束，{met}，没有 {end}", f"请在正确的位置加上 {end}", begun.line)
    message = (fault.message or "") if isinstance(fault, TemplateSyntaxError) else str(fault)
    said = _said(message)
    if said is None and isinstance(fault, RecursionError):
        return Fault("模板、宏套用了自己，没有尽头", "请检查 extends、include、import 和宏，去掉绕回自己的那一处")
    if said is None:
        return Fault(_in_words(fault, message), _PAIRS.format() if isinstance(fault, TemplateSyntaxError) else "请对照同类模板改正该处")
    what, help = said
    if wrong := _KNOWN_NAMES.match(what):
        return _unknown(wrong[1], help, wrong[2], jinja, names, sentence, wrong[3])
    return Fault(what, help)


def unknown_name(name: str) -> str:
    """What is wrong where a name is used that there is not."""
    return f"用了没有定义的名称“{name}”"


def unknown_filter(name: str, jinja: Environment, *, test: bool = False) -> Fault:
    """What is wrong where a filter or test is used that there is not."""
    return _unknown(f"没有名为“{name}”的{'判断' if test else '过滤器'}", _LIKE, name, jinja, (), "")


def _unknown(what: str, help: str, wrong: str, jinja: Environment, names: Iterable[str], sentence: str, meant: str | None = None) -> Fault:
    of_filter, of_test = what.endswith("的过滤器"), what.endswith("的判断")
    if wrong in (FILTERS if of_filter else TESTS if of_test else ()):
        return Fault(f"{'过滤器' if of_filter else '判断'}“{wrong}”不能用在规则里", "规则能用的过滤器和判断见 docs/language.md")
    if (wrong in _OF_RULES or wrong in shipped_datasets()) and names and not (of_filter or of_test):
        return Fault(what, f"“{wrong}”只在规则里可以用；模板里可以用的名称请运行 reportgen figures 查看")
    near = [meant] if meant else difflib.get_close_matches(wrong, jinja.filters if of_filter else jinja.tests if of_test else names, 1, ALIKE)
    written = None if of_filter or of_test else re.search(rf"(?<![\w.])\w+(?:\.\w+)*\.{re.escape(wrong)}\b", sentence)
    return Fault(unknown_name(written[0]) if written else what, f"是否应为“{near[0]}”" if near else help)


def _said(message: str) -> tuple[str, str] | None:
    """What is wrong and what to do about it, in Chinese, from Jinja's `message`; None where that isn't known."""
    if (tag := _unbalanced(message)) is not None:
        return tag
    for pattern, what, how in _SAID:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            words = [_WORDS.get(word, word) for word in match.groups()]
            return what.format(*words, whole=message), how.format(*words)
    return None


def _in_words(fault: BaseException, message: str) -> str:
    """What a fault says that isn't Jinja's own: as it is where that is Chinese; Python complains of wrong arguments in English."""
    if _CHINESE.search(message):
        return message
    if isinstance(fault, MemoryError):
        return "用的内存过多"
    if isinstance(fault, ArithmeticError):
        return "除数是0，或者数值无法计算"
    if isinstance(fault, TypeError | ValueError | AttributeError | LookupError):
        return "参数的个数、种类不对，或者数据的类型不对，不能这样计算或者比较"
    return "这一处不符合模板的写法" if isinstance(fault, TemplateSyntaxError) else f"算不出来（{type(fault).__name__}）"


def _unbalanced(message: str) -> tuple[str, str] | None:
    """A tag that is never closed, closed in the wrong place, or unknown."""
    unknown = _UNKNOWN.match(message)
    if unknown is None and not message.startswith("Unexpected end of template."):
        return None
    wanted = [word for found in [_TAGS.search(message)] if found for word in _QUOTED.findall(found[1])]
    opened = _OPEN.search(message)
    # Jinja also names those that may go on (elif, else).
    closing = next((word for word in wanted if word.startswith("end")), None)
    close = f"请在正确的位置加上 {{% {closing} %}}" if closing else "请删除它，或者在前面补上开始的标签"
    if unknown is None:
        return f"{{% {opened[1] if opened else ''} %}} 没有结束", close
    if unknown[1].startswith("end"):
        return f"{{% {unknown[1]} %}} 前面没有与它成对的标签", f"{close}；多余的，请删去 {{% {unknown[1]} %}}"
    return f"不认识标签 {{% {unknown[1]} %}}", "请对照同类模板改正标签名"


@dataclass(frozen=True, slots=True)
class _Open:
    """A statement of a template that isn't ended: its line and words, and what stands where its end should have come ("" at the template's end)."""

    line: int
    words: str
    instead: str = ""


def _left_open(jinja: Environment, fault: TemplateSyntaxError) -> _Open | None:
    """The innermost statement that is open where a template's fault shows; None where the fault is no open statement's."""
    message, source = fault.message or "", fault.source
    opened, unknown = _OPEN.search(message), _UNKNOWN.match(message)
    if source is None or opened is None or (unknown is not None and not unknown[1].startswith("end")):
        return None
    statements = _open_at(jinja, source, fault.lineno)
    begun = {statement.words.split()[0] for statement in statements}
    if opened[1] not in begun or (unknown is not None and unknown[1].removeprefix("end") not in begun):
        return None  # an end of something that was never begun
    last = next(statement for statement in reversed(statements) if statement.words.split()[0] == opened[1])
    return replace(last, instead=unknown[1] if unknown else "")


def _open_at(jinja: Environment, source: str, end: int) -> list[_Open]:
    """The statements that are open in line `end` of a template, the outermost first."""
    found: list[_Open] = []
    words: list[str] | None = None
    try:
        for line, kind, value in jinja.lex(source):
            if kind == "block_begin":
                if line > end:
                    break
                words, begun = [], line
            elif kind == "block_end" and words is not None:
                if said := "".join(words).strip():
                    _note(found, _Open(begun, said), last=begun >= end)
                words = None
            elif words is not None:
                words.append(value)
    except TemplateSyntaxError:  # the lexer stumbles behind what matters here
        pass
    return found


def _note(found: list[_Open], statement: _Open, *, last: bool) -> None:
    """Take a statement into account: it opens, ends the one that is open, or neither."""
    word = statement.words.split()[0]
    if word.startswith("end"):
        if found and found[-1].words.split()[0] == word.removeprefix("end"):
            found.pop()
        elif not last:  # one that ends another than the innermost: what is open stays so
            return
    elif word in _BLOCKS or (word == "set" and "=" not in statement.words):
        found.append(statement)


_BLOCKS = frozenset(("if", "for", "block", "macro", "call", "filter", "with", "autoescape"))
