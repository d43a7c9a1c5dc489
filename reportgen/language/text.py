"""Words alone made from a pattern: titles of documents."""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import Template

from reportgen.diagnostics import Place
from reportgen.language.display import for_words, words_of
from reportgen.language.environment import Language, NoTemplates

WORDS = Language(NoTemplates(), for_words)
"""The language where it makes words alone."""


def text(pattern: str, names: Mapping[str, object], place: Place | None = None) -> str:
    """The words that a pattern gives. A fault in it arises at `place`, where the pattern is written; Jinja's faults and TypeError are raised."""
    return words_of(_compiled(pattern, place).render(names)).lstrip("\n")


@lru_cache(maxsize=1024)
def _compiled(pattern: str, place: Place | None) -> Template:
    # Empty lines before it bring the pattern to its line.
    line, file = (place.line or 1, place.file) if place is not None else (1, None)
    code = WORDS.compile("\n" * (line - 1) + pattern, filename=file)
    return WORDS.template_class.from_code(WORDS, code, WORDS.make_globals(None))
