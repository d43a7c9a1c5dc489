"""What the language speaks of: figures (named numbers that know where they come from), and what isn't there.

Arithmetic is exact (Decimal); rounding happens at display only. What is computed from something missing is missing.
"""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from reportgen.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Source:
    """A cell (or YAML value) that a figure came from, and what is written there."""

    place: Place
    raw: str

    def __hash__(self) -> int:
        return hash(self.place)  # what is written there adds nothing; sources are put together for every figure


Operation = Callable[[Decimal, Decimal], Decimal]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A number in a sum: its exact value, None where it is missing; its sources; and what is lacking, in Chinese.

    In an expression it compares and computes as its number. A missing one is unequal to, and neither less nor greater than, anything;
    what is computed from it is missing. It is true where it is known and not zero. Raises TypeError where it is compared, or computed,
    with a text; where it is compared by size, or computed, with anything else that is no number.
    """

    value: Decimal | None
    sources: tuple[Source, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it has a value."""
        return self.value is not None

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        """Nothing: as a part of a text it would lose its sources. Raises TypeError."""
        raise TypeError("算出来的数没有名称和来源，不能输出；请用数据项，并用过滤器输出")

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):  # it would be unequal to any, also to "2000", and nobody would hear of it
            raise TypeError(f"数值不能与文字“{other}”比较；数字不要加引号")
        if not isinstance(other, Term | int | Decimal):
            return NotImplemented  # what isn't given, or doesn't exist, says so itself
        return self.value is not None and self.value == _number(other)

    def __lt__(self, other: object) -> bool:
        return _compared(self, other, operator.lt)

    def __gt__(self, other: object) -> bool:
        return _compared(self, other, operator.gt)

    def __le__(self, other: object) -> bool:
        return _compared(self, other, operator.le)

    def __ge__(self, other: object) -> bool:
        return _compared(self, other, operator.ge)

    def __add__(self, other: object) -> "Term":
        return _computed(self, other, operator.add)

    def __radd__(self, other: object) -> "Term":
        return _computed(other, self, operator.add)

    def __sub__(self, other: object) -> "Term":
        return _computed(self, other, operator.sub)

    def __rsub__(self, other: object) -> "Term":
        return _computed(other, self, operator.sub)

    def __mul__(self, other: object) -> "Term":
        return _computed(self, other, operator.mul)

    def __rmul__(self, other: object) -> "Term":
        return _computed(other, self, operator.mul)

    def __truediv__(self, other: object) -> "Term":
        return _computed(self, other, operator.truediv)

    def __rtruediv__(self, other: object) -> "Term":
        return _computed(other, self, operator.truediv)

    def __floordiv__(self, other: object) -> "Term":
        return _computed(self, other, operator.floordiv)

    def __rfloordiv__(self, other: object) -> "Term":
        return _computed(other, self, operator.floordiv)

    def __mod__(self, other: object) -> "Term":
        return _computed(self, other, operator.mod)

    def __rmod__(self, other: object) -> "Term":
        return _computed(other, self, operator.mod)

    def __neg__(self) -> "Term":
        return 0 - self

    def __abs__(self) -> "Term":
        return Term(None if self.value is None else abs(self.value), self.sources, self.lacking)


@dataclass(frozen=True, slots=True, eq=False)
class Figure(Term):
    """A named number (数据项). `unit` is the unit of `value`; `formula` says in words how it is computed.

    A `void` figure has no value because there is nothing to count (a share of nothing): it isn't missing, and prints as —.
    """

    name: str = ""
    label: str = ""
    unit: str = ""
    formula: str = ""
    void: bool = False

    def __str__(self) -> str:
        """Nothing, likewise. Raises TypeError."""
        raise TypeError(f"数据项“{self.label}”要用过滤器输出，例如 {{{{ … | households }}}}")

    def __hash__(self) -> int:
        return hash(self.name)  # as a key it is this figure, not its number


@dataclass(frozen=True, slots=True)
class Absent:
    """A text or date that the inputs don't give. False in a condition; printed as 【待补：…】."""

    label: str

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        """Nothing: as a part of a text it could not be told any more. Raises TypeError."""
        raise TypeError(f"“{self.label}”可能没有填报，不能和别的文字相连；请单独写在 {{{{ }}}} 里输出")


def sum_of(terms: Iterable[object]) -> Term:
    """The sum of terms and bare numbers; missing where one is. Raises TypeError for what is no number."""
    parts = [_term(item) for item in terms]
    known = [term.value for term in parts if term.value is not None]
    sources = tuple(source for term in parts for source in term.sources)
    return Term(sum(known, Decimal(0)) if len(known) == len(parts) else None, sources, tuple(what for term in parts for what in term.lacking))


def _number(value: object) -> Decimal | int | None:
    """The number that something stands for; None where it is missing, or no number at all."""
    if isinstance(value, Term):
        return value.value
    return value if isinstance(value, int | Decimal) else None


def _compared(one: Term, other: object, holds: Callable[[Decimal, Decimal | int], bool]) -> bool:
    """Whether a comparison holds; NotImplemented with what is no number, of which Python makes a TypeError."""
    number = _number(other)
    if number is None and not isinstance(other, Term | Absent):
        return cast("bool", NotImplemented)
    return one.value is not None and number is not None and holds(one.value, number)


def _computed(left: object, right: object, operation: Operation) -> Term:
    """What an operation gives; likewise."""
    try:
        return _combined(_term(left), _term(right), operation)
    except TypeError:
        return cast("Term", NotImplemented)


def _combined(left: Term, right: Term, operation: Operation) -> Term:
    value = None if left.value is None or right.value is None else operation(left.value, right.value)
    return Term(value, (*left.sources, *right.sources), (*left.lacking, *right.lacking))


def _term(value: object) -> Term:
    if isinstance(value, Term):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Term(Decimal(value))
    raise TypeError(f"“{value}”不是数值，不能计算")
