"""The environment: Jinja in a sandbox with the filters, tests and names of the language, and its kinds of use."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import TOKEN_DATA, Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from pydantic import BaseModel

from reportgen.language import dates, lists, numbers, words
from reportgen.language.compiled import Compiled
from reportgen.language.display import for_documents, missing
from reportgen.language.tests import TESTS
from reportgen.language.undefined import Lacking, NoSuch

FILTERS = {**numbers.FILTERS, **dates.FILTERS, **words.FILTERS, **lists.FILTERS}

AT = "data-at"
_BRACE = re.compile(r"｛[｛%％]|[%％｝]｝|[{}]％?")
_MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[a-z][a-z0-9]*", re.DOTALL)


class NoTemplates(BaseLoader):
    """For what stands by itself: what it includes or extends is not there."""


class Positions(Extension):
    """Gives every start tag of a template its file and line as an attribute, so that a fault in what it renders has a place."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """`source` with data-at="FILE:LINE" in each start tag; lines stay as they are."""
        pieces, last, line = [], 0, 1
        for match in _MARKUP.finditer(source):
            line += source.count("\n", last, match.start())
            pieces.append(source[last : match.start()] + match[0])
            if match[0][0] == "<" and match[0][1] != "!":
                pieces.append(f' {AT}="{filename or name}:{line}"')
            line += match[0].count("\n")
            last = match.end()
        return "".join(pieces) + source[last:]


class Braces(Extension):
    """Refuses what only looks like a tag: ｛｛ ｝｝, {％ ％} and single braces would be printed as they stand."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens. Raises TemplateSyntaxError at the first brace in a text."""
        for token in stream:
            found = _BRACE.search(token.value) if token.type == TOKEN_DATA else None
            if found is not None:
                line = token.lineno + token.value.count("\n", 0, found.start())
                raise TemplateSyntaxError(f"“{found[0]}”没有成对，或者是全角的", line, stream.name, stream.filename)
            yield token


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that goes by what a rule isn't given, and is told of a name that doesn't exist by the error that says the name."""

    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:
        for argument in (*arguments, *named.values()):
            if isinstance(argument, StrictUndefined):
                if isinstance(argument, Lacking):
                    return argument
                str(argument)
        return function(*arguments, **named)

    return checked


_COMPILED = Compiled()

_SAFE: dict[tuple[type, str], bool] = {}
"""Whether an attribute of a type may be read, as it was once found: asked of everything that is read."""

_PRINTING = {name: _strict(entry.function) for module in (numbers, dates, words) for name, entry in module.FILTERS.items()}


class Language(ImmutableSandboxedEnvironment):
    """Jinja's sandbox: strict about undefined names, escaping all data, with the language's own filters, tests and names alone.

    Of our records, what they hold alone can be reached, and none of the methods that pydantic gives them.
    """

    def __init__(self, loader: BaseLoader, finalize: Callable[[Any], Any], extensions: Sequence[type[Extension]] = (Braces,)) -> None:
        super().__init__(
            loader=loader,
            undefined=NoSuch,
            autoescape=True,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=extensions,
            cache_size=-1,
            bytecode_cache=_COMPILED,
        )
        self.filters = {**{name: entry.function for name, entry in FILTERS.items()}, **_PRINTING}
        self.tests = {name: entry.function for name, entry in TESTS.items()}
        self.globals = {"missing": missing, "namespace": Namespace, "range": self.globals["range"]}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an attribute may be read. All values of a type are alike in this; a type itself is asked about each time."""
        if isinstance(obj, type):
            return not issubclass(obj, BaseModel) and super().is_safe_attribute(obj, attr, value)
        kind = type(obj)
        safe = _SAFE.get((kind, attr))
        if safe is None:
            held = attr in getattr(kind, "model_fields", {}) or isinstance(getattr(kind, attr, None), property)
            safe = _SAFE[kind, attr] = held if issubclass(kind, BaseModel) else super().is_safe_attribute(obj, attr, value)
        return safe


def environment(loader: BaseLoader, *, positions: bool = True, names: Mapping[str, Any] | None = None) -> Language:
    """The environment of documents: of templates and Word forms. `names` are given to all of them, besides those of the language.

    `positions`: start tags are given their file and line; where a template is no HTML, there is nothing to give them to, and braces are Word's own.
    """
    jinja = Language(loader, for_documents, (Positions, Braces) if positions else ())
    jinja.globals.update(names or {})
    return jinja
