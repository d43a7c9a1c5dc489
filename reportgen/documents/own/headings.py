"""The headings of each kind of document as its templates have them, for whoever is to say where own words stand."""

import re
from collections.abc import Iterator, Mapping

from jinja2 import Environment, TemplateError, nodes

from reportgen.documents.kinds import Kind
from reportgen.inputs.schema.choices import Level

_HEADING = re.compile(r"<h([2-5])\b[^>]*>(.*?)</h\1>", re.DOTALL)


def headings_of(jinja: Environment, kinds: tuple[Kind, ...], level: Level) -> Mapping[str, tuple[str, ...]]:
    """The headings of the kinds that a unit of a level files, by the kind's name, in the order of the templates.

    `jinja` is what composes templates. Headings of which a part is computed are left out; so are those of templates that can't be read. Word forms have none.
    """
    return {
        kind.name: tuple(dict.fromkeys(heading for text in _texts(jinja, kind.levels[level].template) for heading in _headings(text)))
        for kind in kinds
        if kind.filed and not kind.is_form and level in kind.levels
    }


def _headings(text: str) -> Iterator[str]:
    for found in _HEADING.finditer(text):
        words = found[2].strip()
        if words and "{" not in words and "<" not in words:
            yield words


def _texts(jinja: Environment, template: str) -> Iterator[str]:
    """A template and what it extends or includes; what others import from is no part of it."""
    waiting, seen = [template], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or jinja.loader is None:
            continue
        seen.add(name)
        try:
            text, _, _ = jinja.loader.get_source(jinja, name)
            parsed = jinja.parse(text)
        except TemplateError:
            continue
        yield text
        named = [*(node.template for node in parsed.find_all(nodes.Extends)), *(node.template for node in parsed.find_all(nodes.Include))]
        waiting += [str(node.value) for node in named if isinstance(node, nodes.Const)]
