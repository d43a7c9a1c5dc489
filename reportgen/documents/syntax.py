"""Faults of a template's syntax in an editor's words: what is wrong, and what to do."""

import re

_TAGS = re.compile(r"looking for (?:the following tags: )?(.+?)\.")
_OPEN = re.compile(r"needs to be closed is '(\w+)'")
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
    unknown = re.match(r"Encountered unknown tag '(.+?)'\.", message)
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


def in_chinese(fault: Exception) -> str:
    """What a fault says, where it says so in Chinese; libraries complain of wrong arguments in English."""
    text = str(fault)
    return text if re.search(r"[\u4e00-\u9fff]", text) else f"参数的个数、种类不对，或者算不出来（{type(fault).__name__}）"
