"""What is wrong with the tags of a form, all at once: their syntax, their pairs, the names and filters that they use.

The tags are gone through as docxtpl will: a name in a loop means the first of what is looped over, and only what will be printed is
printed. What can't be known so (the rest of a loop) is found when the form is filled in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.forms.evaluating import UNKNOWN, Fault, evaluate, faults_of, printed
from reportgen.documents.forms.form import Form
from reportgen.documents.forms.tags import Tag
from reportgen.documents.syntax import PAIRS, explain

_COMPLETE = {"for": "{{% {} %}}{{% endfor %}}", "if": "{{% {} %}}{{% endif %}}", "with": "{{% {} %}}{{% endwith %}}", "set": "{{% {} %}}"}
_ENDS = {"endfor": "for", "endif": "if", "endwith": "with"}
_WITHIN = {"elif": ("if",), "else": ("if", "for")}
_OF_CELLS = {"vm", "hm", "colspan", "cellbg"}
"""The statements of docxtpl's own: cells merged down or across, the width and colour of a cell."""


@dataclass(slots=True)
class _Block:
    """A statement that is open: its word and tag, the names before it, whether what stands around and in it will be printed.

    `taken` tells whether a branch of an `if` has been taken; None where that can't be known.
    """

    word: str
    tag: Tag
    names: dict[str, Any]
    around: bool
    taken: bool | None = None


def check_form(form: Form, jinja: Environment, names: Mapping[str, Any]) -> tuple[Diagnostic, ...]:
    """The faults of a form's tags in their order, each at its paragraph or table cell; `names` is what the tags may use."""
    problems = [*form.problems]
    for tags in form.tags.values():
        checker = _Checker(jinja, {**jinja.globals, "image": UNKNOWN, **names})
        for tag in tags:
            checker.take(tag)
        problems += checker.end()
    order = {where: number for number, where in enumerate(form.wheres)}
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: min((order.get(place.cell or "", -1) for place in problem.places), default=-1)))


class _Checker:
    """Goes through the tags of one part."""

    def __init__(self, jinja: Environment, names: dict[str, Any]) -> None:
        self._jinja, self._names, self._live = jinja, names, True
        self._open: list[_Block] = []
        self._found: list[Diagnostic] = []

    def take(self, tag: Tag) -> None:
        """The next tag."""
        words = tag.words
        if tag.kind == "{":
            self._print(tag, words)
        elif tag.kind == "%":
            word = (re.match(r"\w+", words) or [""])[0]
            if word in _OF_CELLS:
                if rest := words.removeprefix(word).strip():
                    self._expression(tag, rest)
            elif word in _ENDS:
                self._end(tag, word)
            elif word in _WITHIN:
                self._branch(tag, word, words)
            else:
                self._begin(tag, word, words)

    def end(self) -> list[Diagnostic]:
        """Everything that was found, when the last tag has been taken."""
        for block in self._open:
            self._say(block.tag, "form.syntax", "没有结束", f"请在正确的位置加上 {_like(block.tag, f'end{block.word}')}")
        return self._found

    def _print(self, tag: Tag, words: str) -> None:
        expression = self._expression(tag, words)
        if expression is not None and self._live and (fault := printed(self._jinja, self._names, words)) is not None:
            self._tell(tag, fault)

    def _begin(self, tag: Tag, word: str, words: str) -> None:
        pattern = _COMPLETE.get(word)
        if pattern is None:
            known = "、".join((*_COMPLETE, *_WITHIN, *_ENDS))
            self._say(tag, "form.syntax", f"不认识语句“{word}”" if word else "没有写语句", f"可以用的语句有 {known}；要输出内容请用 {{{{ … }}}}")
            return
        statement = self._parse(tag, pattern.format(words))
        if word != "set":
            self._open.append(_Block(word, tag, self._names, self._live))
            self._names = dict(self._names)
        if statement is None:
            self._live = False
            return
        match statement:
            case nodes.For(target=target, iter=items):
                self._loop(tag, target, items)
                if statement.test is not None:
                    self._check(tag, statement.test)
                    self._live = False  # nobody knows whether the first is one of those
            case nodes.If(test=test):
                value = self._check(tag, test)
                self._open[-1].taken = None if value is UNKNOWN else bool(value)
                self._live = self._live and bool(self._open[-1].taken)
            case nodes.With(targets=targets, values=values):
                self._names.update(
                    {target.name: self._check(tag, value) for target, value in zip(targets, values, strict=True) if isinstance(target, nodes.Name)}
                )
            case nodes.Assign(target=nodes.Name(name=name), node=value):
                self._names[name] = self._check(tag, value)

    def _loop(self, tag: Tag, target: nodes.Node, items: nodes.Node) -> None:
        value = self._check(tag, items)
        first = UNKNOWN
        if value is not UNKNOWN:
            try:
                first = next(iter(value), UNKNOWN)
            except TypeError:
                self._say(tag, "form.not-a-list", "要循环的不是列表", "列表的名称可以用 reportgen figures 查看，名称后面带 [] 的才能循环")
        if first is UNKNOWN:
            self._live = False
        if isinstance(target, nodes.Name):
            self._names[target.name] = first
        else:
            targets = [one.name for one in target.find_all(nodes.Name)]
            self._names.update(
                dict(zip(targets, first, strict=False)) if isinstance(first, tuple) and len(first) == len(targets) else dict.fromkeys(targets, UNKNOWN)
            )
        self._names["loop"] = UNKNOWN

    def _branch(self, tag: Tag, word: str, words: str) -> None:
        if not self._open or self._open[-1].word not in _WITHIN[word]:
            self._say(tag, "form.syntax", f"前面没有与它成对的 {{% {' 或者 '.join(_WITHIN[word])} %}}", "请检查各个标签的先后")
            return
        block = self._open[-1]
        self._names = dict(block.names)
        if word == "else":
            self._live = block.around and block.taken is False if block.word == "if" else False
            return
        expression = self._expression(tag, words.removeprefix(word))
        value = UNKNOWN if expression is None else evaluate(self._jinja, self._names, expression)
        self._live = block.around and block.taken is False and value is not UNKNOWN and bool(value)
        if block.taken is False:
            block.taken = None if value is UNKNOWN else bool(value)

    def _end(self, tag: Tag, word: str) -> None:
        if not self._open or self._open[-1].word != _ENDS[word]:
            opened = f"，最近没有结束的是 {self._open[-1].tag.text}（{self._open[-1].tag.paragraph.where}）" if self._open else ""
            self._say(tag, "form.syntax", f"前面没有与它成对的 {{% {_ENDS[word]} %}}{opened}", "请检查各个标签的先后，每个开始的标签都要有结束的")
            return
        block = self._open.pop()
        if block.tag.scope != tag.scope:
            self._say(tag, "form.syntax", f"与开始的标签 {block.tag.text}（{block.tag.paragraph.where}）写法不一致", f"请改为 {_like(block.tag, word)}")
        self._names, self._live = block.names, block.around

    def _expression(self, tag: Tag, words: str) -> nodes.Expr | None:
        """An expression whose names are known; None where something is wrong with it."""
        output = self._parse(tag, f"{{{{ {words} }}}}")
        if not isinstance(output, nodes.Output):
            return None
        expression = output.nodes[0]
        before = len(self._found)
        self._check(tag, expression, value=False)
        return expression if len(self._found) == before else None

    def _parse(self, tag: Tag, text: str) -> nodes.Node | None:
        try:
            return next(iter(self._jinja.parse(text).body), None)
        except TemplateSyntaxError as fault:
            what, how = explain(fault.message or "") or ("不符合模板的写法", PAIRS)
            self._say(tag, "form.syntax", f"语法错误：{what}", how.replace("该行", "该处"))
            return None

    def _check(self, tag: Tag, expression: nodes.Node, *, value: bool = True) -> Any:
        """The value of an expression, UNKNOWN where nothing says it or something is wrong with its names, which is told."""
        faults = faults_of(self._jinja, self._names, expression)
        for fault in faults:
            self._tell(tag, fault)
        return evaluate(self._jinja, self._names, expression) if value and not faults else UNKNOWN

    def _tell(self, tag: Tag, fault: Fault) -> None:
        self._say(tag, fault.code, fault.message, fault.help)

    def _say(self, tag: Tag, code: str, message: str, help: str) -> None:
        self._found.append(error(code, f"标签 {tag.text} {message}", tag.place, help=help))


def _like(tag: Tag, word: str) -> str:
    """The tag that ends another, as it should be written."""
    return f"{{%{tag.scope} {word} %}}"
