"""What is wrong with the tags of a form, all at once: their syntax, their pairs, the names and filters that they use.

The tags are gone through as docxtpl will: a name in a loop means the first of what is looped over, and only what will be printed is
printed. What can't be known so (the rest of a loop) is found when the form is filled in.
"""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.diagnostics import Diagnostic, error, warning
from reportgen.documents.forms.evaluating import UNKNOWN, TagFault, evaluate, faults_of, filled, printed
from reportgen.documents.forms.form import WordForm, holder_of
from reportgen.documents.forms.tags import Tag
from reportgen.documents.templates import SENTENCE
from reportgen.inputs.wording import shorten
from reportgen.language.faults import explained, unknown_name
from reportgen.ooxml.names import W

_COMPLETE = {"for": "{{% {} %}}{{% endfor %}}", "if": "{{% {} %}}{{% endif %}}", "with": "{{% {} %}}{{% endwith %}}", "set": "{{% {} %}}"}
_ENDS = {"endfor": "for", "endif": "if", "endwith": "with", "endset": "set"}
_WITHIN = {"elif": ("if",), "else": ("if", "for")}
_LOOP = {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem", "changed", "cycle"}
_OF_LOOP = "可以用的有 loop.index（第几项）、loop.first、loop.last、loop.length"
_OF_CELLS = {"vm", "hm", "colspan", "cellbg"}
"""The statements of docxtpl's own: cells merged down or across, the width and colour of a cell."""
_MERGED = re.compile(r"\{%\s*(vm|hm)\s*%\}")
_ROUNDS = 200
"""So many rounds of a loop are looked at: what is merged over more is no cell that a person reads."""
_SHOWN = 3  # enough to see that they differ


@dataclass(slots=True)
class _Block:
    """A statement that is open: its word and tag, the names before it, whether what stands around and in it will be printed.

    `taken` tells whether a branch of an `if` has been taken; None where that can't be known. `set` are the names that were set in it:
    Jinja keeps them behind an `if`, and forgets them behind a loop. `rounds` are what the names of a loop stand for, each time.
    """

    word: str
    tag: Tag
    names: dict[str, Any]
    around: bool
    taken: bool | None = None
    set: dict[str, Any] = field(default_factory=dict)
    rounds: tuple[dict[str, Any], ...] = ()


class Anything(dict[str, Any]):
    """Names of which nothing is known: every one is there."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, _name: str) -> Any:
        return UNKNOWN

    def get(self, _name: str, _default: Any = None) -> Any:
        """What any name stands for."""
        return UNKNOWN


def check_form(form: WordForm, jinja: Environment, names: Mapping[str, Any] | None) -> tuple[Diagnostic, ...]:
    """The faults of a form's tags in their order, each at its paragraph or table cell; `names` is what the tags may use (None: nobody knows)."""
    problems = [*form.problems]
    for tags in form.tags.values():
        checker = _Checker(jinja, Anything() if names is None else {**jinja.globals, "image": UNKNOWN, **names})
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
        if tag.kind == "{" and tag.scope:
            self._say(tag, "form.print-scope", f"里不能写 {tag.scope}", f"输出内容请写成 {{{{ {words} }}}}")
        elif tag.kind == "{":
            self._print(tag, words)
        elif tag.kind == "%":
            word = (re.match(r"\w+", words) or [""])[0]
            if word in _OF_CELLS:
                self._of_cell(tag, word)
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
            end = _like(block.tag, f"end{block.word}")
            sentence = "".join(text.text or "" for text in block.tag.paragraph.texts()).replace("\n", "")
            self._say(block.tag, "form.syntax", f"没有结束，一直到表格结尾，没有 {end}；原文是“{shorten(sentence, SENTENCE)}”", f"请在正确的位置加上 {end}")
        return self._found

    def _of_cell(self, tag: Tag, word: str) -> None:
        """What docxtpl asks of its own statements."""
        cell = next(tag.paragraph.element.iterancestors(f"{W}tc"), None)
        if cell is None or cell.find(f"{W}tcPr") is None:
            self._say(tag, "form.no-table", "不在表格的格子里", f"{{% {word} %}} 只能写在表格里")
        elif word in ("vm", "hm") and not any(block.word == "for" for block in self._open):
            self._say(tag, "form.syntax", "不在循环里", f"{{% {word} %}} 合并循环中各行（列）的格子，要写在 {{%tr for … %}} 和 {{%tr endfor %}} 之间的行里")

    def _print(self, tag: Tag, words: str) -> None:
        expression = self._expression(tag, words)
        if expression is None or not self._live:
            return
        fault = printed(self._jinja, self._names, words)
        if fault is not None:
            self._tell(tag, fault)
        else:
            self._in_merged_cell(tag, words)

    def _in_merged_cell(self, tag: Tag, words: str) -> None:
        """A cell that is merged over a loop shows what it has the first time: what else it would have had, nobody will see."""
        cell = next(tag.paragraph.element.iterancestors(f"{W}tc"), None)
        merged = None if cell is None else _MERGED.search("".join(map(str, cell.itertext())))
        loop = next((block for block in reversed(self._open) if block.word == "for"), None)
        if merged is None or loop is None:
            return
        shown = list(dict.fromkeys(filled(self._jinja, {**self._names, **names}, words) for names in loop.rounds))
        if len(shown) > 1:
            others = "、".join(f"“{text}”" for text in shown[1 : 1 + _SHOWN]) + (f"等{len(shown) - 1}项" if len(shown) > 1 + _SHOWN else "")
            message = f"标签 {tag.text} 所在的格子用 {merged[0]} 合并，各{'行' if merged[1] == 'vm' else '列'}内容不同：只显示“{shown[0]}”，{others}不会显示"
            help_text = f"要各自显示的，请删去 {merged[0]}；确实要合并的，请只写循环中不变的内容"
            self._found.append(warning("form.merged-unequal", message, tag.place, help=help_text))

    def _begin(self, tag: Tag, word: str, words: str) -> None:
        whole = word == "set" and re.fullmatch(r"set\s+\w+(\s*\|.*)?", words)
        pattern = "{{% {} %}}{{% endset %}}" if whole else _COMPLETE.get(word)
        if pattern is None:
            known = "、".join((*_COMPLETE, *_WITHIN, *_ENDS))
            self._say(tag, "form.syntax", f"不认识语句“{word}”" if word else "没有写语句", f"可以用的语句有 {known}；要输出内容请用 {{{{ … }}}}")
            return
        statement = self._parse(tag, pattern.format(words))
        if word != "set" or whole:
            self._open.append(_Block(word, tag, self._names, self._live))
            self._names = copy(self._names)
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
            case nodes.Assign(target=target, node=value):
                self._set(target, self._check(tag, value))

    def _loop(self, tag: Tag, target: nodes.Node, items: nodes.Node) -> None:
        value = self._check(tag, items)
        first = UNKNOWN
        if value is not UNKNOWN:
            try:
                found = tuple(islice(iter(value), _ROUNDS))
                first = found[0] if found else UNKNOWN
                self._open[-1].rounds = tuple(_named(target, item) for item in found)
            except TypeError:
                self._say(tag, "form.not-a-list", "要循环的不是列表", "列表的名称可以用 reportgen figures 查看，名称后面带 [] 的才能循环")
        if first is UNKNOWN:
            self._live = False
        self._names.update(_named(target, first))
        self._names["loop"] = UNKNOWN

    def _set(self, target: nodes.Node, value: Any) -> None:
        """Let names stand for something from here on; behind an `if` they do so too."""
        given = _named(target, value)
        self._names.update(given)
        for block in reversed(self._open):
            if block.word != "if":
                break
            block.set.update(given if self._live else dict.fromkeys(given, UNKNOWN))

    def _branch(self, tag: Tag, word: str, words: str) -> None:
        if not self._open or self._open[-1].word not in _WITHIN[word]:
            self._say(tag, "form.syntax", f"前面没有与它成对的 {{% {' 或者 '.join(_WITHIN[word])} %}}", "请检查各个标签的先后")
            return
        block = self._open[-1]
        self._pair(tag, block.tag, word)
        self._names = copy(block.names)
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
        self._pair(tag, block.tag, word)
        self._names, self._live = block.names, block.around
        self._names.update(block.set)
        if block.word == "set":
            self._set(nodes.Name(block.tag.words.split()[1].partition("|")[0], "store"), UNKNOWN)

    def _pair(self, tag: Tag, begun: Tag, word: str) -> None:
        """Two tags that belong together are written alike, and stand in the same table, row or cell."""
        where = f"开始的标签 {begun.text}（{begun.paragraph.where}）"
        if begun.scope != tag.scope:
            self._say(tag, "form.syntax", f"与{where}写法不一致", f"请改为 {_like(begun, word)}")
        elif holder_of(tag) is not holder_of(begun):
            self._say(tag, "form.apart", f"与{where}不在同一处", "成对的标签要在同一个单元格里、同一个表格的行里，或者都在表格以外")

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
            said = explained(fault, self._jinja)
            self._say(tag, "form.syntax", f"语法错误：{said.what}", said.help)
            return None

    def _check(self, tag: Tag, expression: nodes.Node, *, value: bool = True) -> Any:
        """The value of an expression, UNKNOWN where nothing says it or something is wrong with its names, which is told."""
        faults = faults_of(self._jinja, self._names, expression)
        for used in [expression, *expression.find_all(nodes.Getattr)]:
            if isinstance(used, nodes.Getattr) and isinstance(used.node, nodes.Name) and used.node.name == "loop" and used.attr not in _LOOP:
                faults.append(TagFault("form.unknown-name", unknown_name(f"loop.{used.attr}"), _OF_LOOP))
        for fault in faults:
            self._tell(tag, fault)
        return evaluate(self._jinja, self._names, expression) if value and not faults else UNKNOWN

    def _tell(self, tag: Tag, fault: TagFault) -> None:
        self._say(tag, fault.code, fault.message, fault.help)

    def _say(self, tag: Tag, code: str, message: str, help: str) -> None:
        self._found.append(error(code, f"标签 {tag.text} {message}", tag.place, help=help))


def _named(target: nodes.Node, value: Any) -> dict[str, Any]:
    """What the names of a target stand for."""
    if isinstance(target, nodes.Name):
        return {target.name: value}
    names = [one.name for one in target.find_all(nodes.Name)]
    known = isinstance(value, tuple | list) and len(value) == len(names)
    return dict(zip(names, value, strict=True)) if known else dict.fromkeys(names, UNKNOWN)


def _like(tag: Tag, word: str) -> str:
    """The tag that ends another, as it should be written."""
    return f"{{%{tag.scope} {word} %}}"
