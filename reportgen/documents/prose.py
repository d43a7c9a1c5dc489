"""What whoever edits the wording of templates relies on: lines that fit a window, one sentence and one condition a line, no condition deep within others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from jinja2 import Environment, nodes

LONGEST = 160  # as of Python's lines: two windows beside one another on one screen
DEEPEST = 2  # more than two conditions at once nobody keeps in mind while reading a sentence
PROSE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…·]")
"""A Chinese character or punctuation mark, as 字数 are counted."""
MARKUP = re.compile(r"<[^>]*>")
_TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


class Rule(Enum):
    """What a line of a template breaks."""

    LONG = auto()
    DEEP = auto()
    CONDITIONS = auto()
    SENTENCES = auto()


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a line breaks; `number`: how long it is, how many conditions it lies in, how many it has."""

    line: int
    rule: Rule
    number: int = 0


def broken_rules(source: str, jinja: Environment) -> tuple[Broken, ...]:
    """What the lines of a template break. Raises jinja2.TemplateSyntaxError where it is none."""
    lines = source.splitlines()
    found = [Broken(number, Rule.LONG, len(line)) for number, line in enumerate(lines, 1) if len(line) > LONGEST]
    found += [Broken(line, Rule.DEEP, depth - 1) for line, depth in depths(source, jinja).items() if depth > DEEPEST]
    # A tag's own lines stay, so that what follows it keeps its number.
    told = _TAG.sub(lambda tag: ("①" if re.match(r"\{%[-+]? *if\b", tag[0]) else "") + "\n" * tag[0].count("\n"), source)
    for number, line in enumerate(MARKUP.sub("", told).splitlines(), 1):
        found += [Broken(number, Rule.CONDITIONS, line.count("①"))] if line.count("①") > 1 else []
        found += [Broken(number, Rule.SENTENCES)] if re.search(r"。(?!”).*" + PROSE.pattern, line) else []
    return tuple(found)


def depths(source: str, jinja: Environment) -> dict[int, int]:
    """How deep the conditions lie, by their lines; elif and else are no deeper than their if."""
    return dict(_depths(jinja.parse(source), 0))


def _depths(node: nodes.Node, depth: int) -> Iterator[tuple[int, int]]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.If):
            yield child.lineno, depth + 1
            for branch in (*child.body, *child.else_, *(inner for other in child.elif_ for inner in other.body)):
                yield from _depths(nodes.Scope([branch]), depth + 1)
        else:
            yield from _depths(child, depth)
