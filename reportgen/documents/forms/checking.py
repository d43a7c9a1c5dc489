"""What is wrong with the tags of a form, all at once: their syntax, their pairs, the names and filters that they use.

The tags are gone through as docxtpl will: a name in a loop means the first of what is looped over, and only what will be printed is
printed. What can't be known so (the rest of a loop) is found when the form is filled in.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, Undefined, nodes

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.forms.form import Form
from reportgen.documents.forms.names import names_of
from reportgen.documents.forms.tags import Tag
from reportgen.documents.syntax import PAIRS, explain
from reportgen.language import FILTERS

UNKNOWN = object()
"""What a name stands for where nothing says what: an item of an empty list."""

_OPENING = {"for": "{{% {} %}}{{% endfor %}}", "if": "{{% {} %}}{{% endif %}}", "with": "{{% {} %}}{{% endwith %}}", "set": "{{% {} %}}"}
_WITHIN = {"elif": "if", "else": "if、for"}
_OF_CELLS = {"vm", "hm", "colspan", "cellbg"}
"""The statements of docxtpl's own: cells merged down or across, the width and colour of a cell."""


@dataclass(slots=True)
class _Block:
    """A statement that is open: its word, its tag, what its names stand for, and whether what is in it will be printed."""

    word: str
    tag: Tag
    names: dict[str, Any]
    live: bool
    taken: bool | None = None


def check_form(form: Form, jinja: Environment, names: Mapping[str, Any]) -> tuple[Diagnostic, ...]:
    """The faults of a form's tags, each at its paragraph or table cell; `names` is what the tags may use."""
    problems = [*form.problems]
    for tags in form.tags.values():
        problems += _Checker(jinja, dict(names)).check(tags)
    return tuple(dict.fromkeys(problems))


class _Checker:
    """Goes through the tags of one part."""

    def __init__(self, jinja: Environment, names: dict[str, Any]) -> None:
        self._jinja, self._names = jinja, names
        self._open: list[_Block] = []
        self._found: list[Diagnostic] = []

    def check(self, tags: tuple[Tag, ...]) -> list[Diagnostic]:
        for tag in tags:
            if tag.kind == "{":
                self._print(tag)
            elif tag.kind == "%":
                self._statement(tag)
        for block in self._open:
            self._say(block.tag, "form.syntax", f"{{% {block.word} %}} 没有结束", f"请在正确的位置加上 {{% end{block.word} %}}")
        return self._found

    def _say(self, tag: Tag, code: str, message: str, help: str) -> None:
        self._found.append(error(code, f"标签 {tag.text} {message}", tag.place, help=help))
"""
"""
