"""Faults of a template's syntax in an editor's words: what is wrong, where it began, and what to do."""

import re
from dataclasses import dataclass, replace

from jinja2 import Environment, TemplateSyntaxError

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
    "end of template": "模板结尾",
    "name": "名称",
    "string": "引号中的文字",
    "integer": "数字",
    "float": "数字",
    "template data / text": "正文",
}
_PAIRS = "请检查该行的 {{{{ }}}}、{{% %}} 和括号、引号是否成对，是否用了全角符号"
PAIRS = _PAIRS.format()
"""What to do about any fault of syntax."""
_SAID: tuple[tuple[str, str, str], ...] = (
    (r"unexpected end of template, expected '(.+)'\.", "缺少“{0}”，模板就结束了", _PAIRS),
    (r"expected token '(.+)', got '(.+)'", "此处应为“{0}”，实际是“{1}”", _PAIRS),
    (r"unexpected char '(.+)' at \d+", "用了模板中不能用的字符“{0}”", "请在 {{{{ }}}} 和 {{% %}} 里使用半角的标点和引号"),
    (r"unexpected '(.+)', expected '(.+)'", "此处应为“{1}”，实际是“{0}”", _PAIRS),
    (r"unexpected '(.+)'", "此处不应有“{0}”", _PAIRS),
    (r"Expected an expression, got '(.+)'", "“{0}”之前缺少数据项或者条件", _PAIRS),
    (r"No (filter|test) named '(.+?)'(?: found)?\.", "没有名为“{1}”的{0}", "请对照同类模板改正名称"),
    (r"block '(.+)' defined twice", "块“{0}”写了两次", "请只保留一个 {{% block {0} %}}，或者给另一个改名"),
    (r"Missing end of comment tag", "注释没有结束", "请在注释后加上 #}}"),
    (r"Missing end of raw directive", "{{% raw %}} 没有结束", "请在后面加上 {{% endraw %}}"),
    (r"tag name expected", "{{% 后面没有写标签名", "请写明标签，例如 {{% if … %}}、{{% for … %}}"),
    (r"Invalid character in identifier", "名称中有不能用的字符", "名称只能用英文字母、数字和下划线"),
)


def explain(message: str) -> tuple[str, str] | None:
    """What is wrong and what to do about it, in Chinese, from Jinja's `message`; None where that isn't known."""
    if (tag := _unbalanced(message)) is not None:
        return tag
    for pattern, what, how in _SAID:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            words = [_WORDS.get(word, word) for word in match.groups()]
            return what.format(*words), how.format(*words)
    return None


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
        return f"{{% {unknown[1]} %}} 前面没有与它成对的标签", close
    return f"不认识标签 {{% {unknown[1]} %}}", "请对照同类模板改正标签名"


@dataclass(frozen=True, slots=True)
class Open:
    """A statement of a template that isn't ended: its line and words, and what stands where its end should have come ("" at the template's end)."""

    line: int
    words: str
    instead: str = ""


def left_open(jinja: Environment, fault: TemplateSyntaxError) -> Open | None:
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


def _open_at(jinja: Environment, source: str, end: int) -> list[Open]:
    """The statements that are open in line `end` of a template, the outermost first."""
    found: list[Open] = []
    words: list[str] | None = None
    try:
        for line, kind, value in jinja.lex(source):
            if kind == "block_begin":
                if line > end:
                    break
                words, begun = [], line
            elif kind == "block_end" and words is not None:
                if said := "".join(words).strip():
                    _note(found, Open(begun, said), last=begun >= end)
                words = None
            elif words is not None:
                words.append(value)
    except TemplateSyntaxError:  # the lexer stumbles behind what matters here
        pass
    return found


def _note(found: list[Open], statement: Open, *, last: bool) -> None:
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

# What the parser of XML says, what it means, and what to do; the first that fits.
_MARKUP: tuple[tuple[str, str, str], ...] = (
    (r"Opening and ending tag mismatch: (\w+) line \d+ and (\w+)", "标签 <{0}> 没有结束，就遇到了 </{1}>", "请在 </{1}> 之前加上 </{0}>，或者改正标签的先后"),
    (r"Premature end of data in tag (\w+) line \d+", "标签 <{0}> 没有结束", "请在正确的位置加上 </{0}>"),
    (r"Entity '(\w+)' not defined", "不能用 &{0};", "请直接写这个字符；空格直接写空格"),
    (r"(?:xmlParseEntityRef: no name|EntityRef: expecting ';')", "有单独的“&”号", "“&”请写成 &amp;"),
    (r"AttValue: \" or ' expected", "属性的值没有加引号", '请写成 属性="值"'),
    (r"Specification mandates value for attribute (\w+)", "属性 {0} 没有写值", '请写成 {0}="值"，不需要的请删去'),
    (r"Attribute (\S+) redefined", "属性 {0} 写了两次", "请只保留一个"),
    (r"Unescaped '<' not allowed in attributes values", "属性的引号没有成对", "请检查引号；“<”请写成 &lt;"),
    (r"(?:attributes construct error|Couldn't find end of Start Tag (\w+) line \d+|expected '>')", "标签没有写完，或者属性之间缺少空格", "请检查“>”和引号"),
    (r"StartTag: invalid element name", "“<”后面不是标签名", "小于号请写成 &lt;"),
    (r"(?:Comment not terminated|Double hyphen within comment.*|Comment must not contain.*)", "注释没有结束，或者里面有“--”", "请改用 {{# #}} 写注释"),
    (r"Extra content at the end of the document", "</article> 之后还有内容，或者有两个 <article>", "请把内容放进 <article> 里"),
    (r"(?:Document is empty|Start tag expected, '<' not found)", "没有生成内容", "请检查模板是否写了 <article>，条件是否总不成立"),
    (r"(?:PCDATA invalid Char value \d+|Char 0x\w+ out of allowed range)", "有看不见的控制字符", "请删去后重新输入"),
)


def explain_markup(message: str) -> tuple[str, str]:
    """What is wrong with the HTML that a template gives, and what to do, in Chinese, from the message of the parser of XML."""
    for pattern, what, how in _MARKUP:
        if match := re.match(pattern, message):
            words = [word or "" for word in match.groups()]
            return what.format(*words), how.format(*words)
    return "不是完整的 HTML", "请检查该处前后的标签是否成对、属性是否加引号"


def in_chinese(fault: Exception) -> str:
    """What a fault says, where it says so in Chinese; libraries complain of wrong arguments in English."""
    text = str(fault)
    return text if re.search(r"[\u4e00-\u9fff]", text) else f"参数的个数、种类不对，或者算不出来（{type(fault).__name__}）"
