"""The environment: Jinja in a sandbox with the filters, tests and names of the language, and its kinds of use."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import TOKEN_DATA, Token, TokenStream
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from pydantic import BaseModel

from reportgen.inputs.schema.columns import ON_RECORDS, Record
from reportgen.language import dates, derived, lists, numbers, words, work
from reportgen.language.compiled import Compiled
from reportgen.language.display import for_documents, missing
from reportgen.language.figure import Term
from reportgen.language.tests import TESTS
from reportgen.language.undefined import Lacking, NoSuch

FILTERS = {**numbers.FILTERS, **derived.FILTERS, **dates.FILTERS, **words.FILTERS, **lists.FILTERS}

AT = "data-at"
_BRACE = re.compile(r"｛[｛%％]|[%％｝]｝|[{}]％?")
_MARKUP = re.compile(r"\{#.*?(?:#\}|\Z)|\{%.*?(?:%\}|\Z)|\{\{.*?(?:\}\}|\Z)|<!--.*?(?:-->|\Z)|<[a-z][a-z0-9]*", re.DOTALL)
"""What isn't ended reaches to the end: to look for each beginning through all that follows would take the square of its length."""


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

_AT_ONCE = frozenset(("length", "count", "first", "last", "default", "abs"))
"""The filters of lists that don't look through them."""
_LOOKING = frozenset(("in", "sharing", "saying"))
"""The tests that look through all of what they are given."""


_PRINTING = {name: _strict(entry.function) for module in (numbers, derived, dates, words) for name, entry in module.FILTERS.items()}
_LISTING = {name: entry.function for name, entry in lists.FILTERS.items() if name not in _AT_ONCE} | {name: _PRINTING[name] for name in words.FILTERS}
_FILTERS = {
    **{name: entry.function for name, entry in FILTERS.items()},
    **_PRINTING,
    **{name: work.looking_through(function) for name, function in _LISTING.items()},
}
_TESTS = {name: work.looking_through(entry.function) if name in _LOOKING else entry.function for name, entry in TESTS.items()}


METHODS = frozenset(
    (
        *("startswith", "endswith", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "split", "rsplit", "splitlines", "partition", "rpartition"),
        *("upper", "lower", "find", "rfind", "count", "index", "isdigit", "isdecimal", "isnumeric", "isalpha", "isalnum", "isspace"),
        *("items", "keys", "values", "get", "weekday", "isoweekday", "isoformat"),
    )
)
"""The methods of Python's own values that can be called: what they give is no longer than what they are given."""


class _Bounded(Template):
    """A template whose rendering may take so much work, all that it includes or extends together."""

    def render(self, *arguments: Any, **named: Any) -> str:
        """The text. Raises SecurityError, at its line, where it is too much work."""
        with work.counted(self.environment.most):  # type: ignore[attr-defined]  # it is the language's
            return super().render(*arguments, **named)


class Language(ImmutableSandboxedEnvironment):
    """Jinja's sandbox: strict about undefined names, escaping all data, with the language's own filters, tests and names alone.

    Of our records, what they hold alone can be reached, and none of the methods that pydantic gives them. Work is counted (`work`), and none
    is unbounded in one step: texts are padded or formatted nowhere, numbers not raised to a power.
    """

    code_generator_class = work.Counting
    template_class = _Bounded
    concat = staticmethod(work.all_of)
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    most = work.MAX_STEPS
    step, sized, joined = staticmethod(work.step), staticmethod(work.sized), staticmethod(work.joined)

    def __init__(self, loader: BaseLoader, finalize: Callable[[Any], Any], extensions: Sequence[type[Extension]] = (Braces,)) -> None:
        super().__init__(
            loader=loader,
            undefined=NoSuch,
            autoescape=True,
            finalize=work.printing(finalize),
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=extensions,
            cache_size=-1,
            bytecode_cache=_COMPILED,
        )
        self.filters = dict(_FILTERS)
        self.tests = dict(_TESTS)
        self.globals = {"missing": missing, "namespace": Namespace, "range": work.bounded_range}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an attribute may be read. All values of a type are alike in this; a type itself is asked about each time."""
        if isinstance(obj, type):
            return not issubclass(obj, BaseModel) and super().is_safe_attribute(obj, attr, value)
        kind = type(obj)
        safe = _SAFE.get((kind, attr))
        if safe is None:
            held = attr not in ON_RECORDS if kind is Record else attr in getattr(kind, "model_fields", {}) or isinstance(getattr(kind, attr, None), property)
            reachable = held if issubclass(kind, BaseModel | Record) else super().is_safe_attribute(obj, attr, value)
            safe = _SAFE[kind, attr] = reachable and _is_small(kind, attr)
        return safe

    def wrap_str_format(self, value: Any) -> None:
        """Texts are not formatted: like their other methods, these are asked about in `is_safe_attribute`."""

    def call(self, context: Context, obj: Any, *arguments: Any, **named: Any) -> Any:
        """Calls a macro, a block or a method."""
        work.step(work.CALL)
        return super().call(context, obj, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of numbers and figures; texts and lists can be added and, within bounds, repeated. Raises SecurityError for anything else."""
        for operand in (left, right):
            if isinstance(operand, StrictUndefined):
                str(operand)  # raises: it says what is lacking or unknown
        if operator == "**":
            raise SecurityError("不能用乘方（**）")
        if operator == "%" and not isinstance(left, _NUMBERS):
            raise SecurityError("“%”只能用于数值")
        if operator == "*":
            work.repeated(left, right)
        return work.kept_small(super().call_binop(context, operator, left, right))

    def get_template(self, *arguments: Any, **named: Any) -> Template:
        """A template that is rendered, included, extended or imported."""
        work.step(work.CALL)
        return super().get_template(*arguments, **named)


_NUMBERS = (int, float, Decimal, Term)


def _is_small(kind: type, attribute: str) -> bool:
    """Whether an attribute is one of our own or Jinja's, no method, or a method that makes nothing large."""
    owner = next((base for base in kind.__mro__ if attribute in vars(base)), None)
    ours = owner is None or owner.__module__.partition(".")[0] in ("reportgen", "jinja2")
    return ours or attribute in METHODS or not callable(getattr(kind, attribute, None))


def environment(loader: BaseLoader, *, positions: bool = True, names: Mapping[str, Any] | None = None) -> Language:
    """The environment of documents: of templates and Word forms. `names` are given to all of them, besides those of the language.

    `positions`: start tags are given their file and line; where a template is no HTML, there is nothing to give them to, and braces are Word's own.
    """
    jinja = Language(loader, for_documents, (Positions, Braces) if positions else ())
    jinja.globals.update(names or {})
    return jinja
