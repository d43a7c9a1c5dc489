"""The expressions of tags on real values: names that there are not, filters that there are not, and what can't be printed."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template, Undefined, nodes
from jinja2.environment import TemplateExpression

from reportgen.documents.names import members, usable
from reportgen.language.faults import explained, unknown_filter, unknown_name
from reportgen.language.work import counted

UNKNOWN: Any = object()
"""What a name stands for where nothing says what: an item of an empty list."""

_SEE = "名称可以用 reportgen figures 查看"
_SHOWN, _ALIKE = 3, 0.6  # suggestions shown; six of ten characters in common, as a label mistyped has
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class TagFault:
    """What is wrong with the expression of a tag, and what to do."""

    code: str
    message: str
    help: str


def faults_of(jinja: Environment, names: Mapping[str, Any], expression: nodes.Node) -> list[TagFault]:
    """The names, filters and tests in an expression that there are not."""
    found = []
    for kind, known in ((nodes.Filter, jinja.filters), (nodes.Test, jinja.tests)):
        for used in [expression, *expression.find_all(kind)]:
            if isinstance(used, kind) and used.name not in known:
                said = unknown_filter(used.name, jinja, test=kind is nodes.Test)
                found.append(TagFault("form.unknown-filter", said.what, said.help))
    for chain in _chains(expression):
        fault = _unknown(jinja, names, chain)
        if fault is not None and fault not in found:
            found.append(fault)
    return found


def evaluate(jinja: Environment, names: Mapping[str, Any], expression: nodes.Node) -> Any:
    """The value of an expression; UNKNOWN where it uses what nobody knows, or can't be evaluated."""
    used = [expression, *expression.find_all(nodes.Name)]
    if any(isinstance(name, nodes.Name) and names.get(name.name) is UNKNOWN for name in used):
        return UNKNOWN
    try:
        body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)]
        template = jinja.from_string(nodes.Template(body, lineno=1).set_environment(jinja))  # type: ignore[arg-type]  # it compiles these as well
        with counted():
            value = TemplateExpression(template, undefined_to_none=False)(**names)
    except Exception:  # noqa: BLE001  # whatever it raises is told where it is printed
        return UNKNOWN
    return UNKNOWN if isinstance(value, Undefined) else value


def printed(jinja: Environment, names: Mapping[str, Any], words: str) -> TagFault | None:
    """What goes wrong in printing an expression whose names are known."""
    try:
        template, used = _output(jinja, words)
        if any(names.get(name) is UNKNOWN for name in used):
            return None
        template.render(names)
    except Exception as fault:  # noqa: BLE001  # likewise
        said = explained(fault, jinja, names, words)
        return TagFault("form.failed", f"输出不了：{said.what}", said.help)
    return None


def filled(jinja: Environment, names: Mapping[str, Any], words: str) -> str:
    """What a tag prints, as people see it; nothing where it can't be known or printed."""
    try:
        return _MARKUP.sub("", _output(jinja, words)[0].render(names)).strip()
    except Exception:  # noqa: BLE001  # what the first item doesn't show is told when the form is filled in
        return ""


@lru_cache(maxsize=4096)  # a form has hundreds of tags, and all units that make it have the same
def _output(jinja: Environment, words: str) -> tuple[Template, frozenset[str]]:
    """What prints an expression, and the names that it uses. Raises TemplateSyntaxError."""
    source = f"{{{{ {words} }}}}"
    return jinja.from_string(source), frozenset(name.name for name in jinja.parse(source).find_all(nodes.Name))


def _chains(node: nodes.Node) -> Iterator[nodes.Node]:
    """The names in an expression, each with what follows it after dots: tasks.total."""
    if isinstance(node, nodes.Getattr | nodes.Name):
        inner = node
        while isinstance(inner, nodes.Getattr):
            inner = inner.node  # type: ignore[assignment]  # whatever stands before a dot
        if isinstance(inner, nodes.Name):
            yield node
            return
    for child in node.iter_child_nodes():
        yield from _chains(child)


def _unknown(jinja: Environment, names: Mapping[str, Any], chain: nodes.Node) -> TagFault | None:
    """The first name of a chain that there is not."""
    parts: list[str] = []
    while isinstance(chain, nodes.Getattr):
        parts.insert(0, chain.attr)
        chain = chain.node
    name = chain.name  # type: ignore[attr-defined]  # `_chains` gives no others
    if name not in names:
        return TagFault("form.unknown-name", unknown_name(".".join((name, *parts))), _near(name, tuple(names), "", names, parts))
    value, written = names[name], name
    for part in parts:
        if value is UNKNOWN:
            return None
        inner = jinja.getattr(value, part)
        if isinstance(inner, Undefined):
            return TagFault("form.unknown-name", unknown_name(f"{written}.{part}"), _near(part, members(value), f"{written}.", names, ()))
        value, written = inner, f"{written}.{part}"
    return None


def _near(wrong: str, siblings: tuple[str, ...], before: str, names: Mapping[str, Any], behind: list[str] | tuple[str, ...]) -> str:
    """The question whether another name was meant: one beside it that is like it, or one of its meaning anywhere."""
    near = difflib.get_close_matches(wrong, siblings, 1)
    if near:
        return f"是否应为“{'.'.join((before + near[0], *behind))}”；{_SEE}"
    last = behind[-1] if behind else wrong
    known = list(usable({name: value for name, value in names.items() if value is not UNKNOWN}))
    alike = [named.name for named in known if named.name.rpartition(".")[2] == last]
    if not alike and not last.isascii():
        meant = [named for named in known if _alike(last, named.label) >= _ALIKE]
        alike = [named.name for named in sorted(meant, key=lambda named: (-_alike(last, named.label), len(named.label)))]
    return f"是否应为“{'”“'.join(alike[:_SHOWN])}”；{_SEE}" if alike else _SEE


def _alike(words: str, label: str) -> float:
    """How many of the characters that somebody wrote stand in a label, as a part of 1."""
    return len(set(words) & set(label)) / len(set(words))
