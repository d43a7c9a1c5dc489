"""Faults of the HTML that a template gives, in an editor's words: what is wrong, and what to do."""

import re

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
