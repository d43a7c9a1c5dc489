"""The language as rules may use it: every read is seen, work is counted, and nothing does unbounded work in one step.

An evaluation may take MAX_STEPS reads, calls and operations; there are no statements, ranges, powers, repeated or formatted text.
Counting gives the same answer on any machine, which a clock would not.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context

from reportgen.language.display import for_words
from reportgen.language.environment import FILTERS, Language, NoTemplates
from reportgen.language.figure import Term
from reportgen.language.tests import TESTS
from reportgen.language.undefined import Lacking, lacking
from reportgen.language.views import Row, ThisSeason
from reportgen.language.work import READING, Reading, counted

MAX_STEPS = 100_000  # rules take some hundred steps; ten thousand rows of a table fit
METHODS = ("of", "startswith", "endswith")
NOT_GIVEN = "（未填）"


def reading() -> AbstractContextManager[Reading]:
    """While it is open, what expressions read is noted in it."""
    return counted(MAX_STEPS)


class Bounded(Language):
    """The sandbox of rules. `noted(value, owner, key)` is told of each value that is read, and gives what stands for it."""

    most = MAX_STEPS

    def __init__(self, noted: Callable[[Any, Any, Any], Any]) -> None:
        super().__init__(NoTemplates(), _in_message)
        self._noted = noted
        self.optimized = False
        self.globals.clear()
        self.filters = {name: function for name, function in self.filters.items() if FILTERS[name].rules}
        self.tests = {name: function for name, function in self.tests.items() if TESTS[name].rules}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`, as rules see it; of a row, its columns."""
        READING.get().step()
        if not isinstance(obj, Row):
            return self._noted(super().getattr(obj, attribute), obj, attribute)
        try:
            value = getattr(obj.line, attribute)  # columns are most of what rules read, and need no questions but this
        except AttributeError:
            return self.undefined(obj=obj.line, name=attribute)
        return self.unsafe_undefined(obj.line, attribute) if attribute.startswith("_") else self._noted(value, obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`, as rules see it; a name is an attribute."""
        if isinstance(argument, str) and not isinstance(obj, Mapping):
            return self.getattr(obj, argument)
        READING.get().step()
        return self._noted(super().getitem(obj, argument), obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the methods that rules need, and `season(2022)`."""
        return isinstance(obj, ThisSeason) or getattr(obj, "__name__", "") in METHODS

    def call(self, context: Context, obj: Any, *arguments: Any, **named: Any) -> Any:
        """Calls one of METHODS; where it finds nothing, that is lacking. Raises SecurityError for anything else."""
        READING.get().step()
        if isinstance(obj, StrictUndefined):
            str(obj)  # raises: it says what is lacking or unknown
        if not self.is_safe_callable(obj):
            raise SecurityError(f"只能调用 {'、'.join(METHODS)}")
        found = super().call(context, obj, *arguments, **named)
        return lacking("、".join(map(str, (*arguments, *named.values())))) if found is None else self._noted(found, obj, "")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, of numbers and figures only. Raises SecurityError for anything else."""
        READING.get().step()
        for operand in (left, right):
            if isinstance(operand, bool) or not isinstance(operand, int | Decimal | Term | StrictUndefined):
                raise SecurityError(f"“{operator}”只能用于数值")
        return super().call_binop(context, operator, left, right)


def _in_message(value: Any) -> Any:
    """What `{{ }}` prints in a message: as in all words, and 未填 for what isn't given."""
    return NOT_GIVEN if isinstance(value, Lacking) else for_words(value)
