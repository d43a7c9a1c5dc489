"""How a filter or test of the language is entered in its table, from which docs/language.md is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A filter or test: what it does with a value, and in Chinese for those who write templates what it takes and what comes of it.

    `examples` are expressions on the names of tools/make_language.py; the page shows what they really give. `rules` tells whether rules
    may use it too: not where its work has no bound, or where it would hide that something is missing.
    """

    function: Callable[..., Any]
    takes: str
    gives: str
    examples: tuple[str, ...]
    rules: bool = True
