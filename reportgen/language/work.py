"""How much an evaluation of the language may be: steps and printed characters are counted, each where it is done.

Counting gives the same answer on any machine, which a clock would not. What could be much work in one step is a step for each of its
parts: a filter for each item of its list, `in` for each item that it looks through. The step that is one too many raises SecurityError at its line.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.exceptions import SecurityError
from jinja2.nodes import And, Concat, Const, EnvironmentAttribute, For, List, Operand, Output, Tuple
from jinja2.runtime import markup_join
from markupsafe import Markup

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Term

MAX_STEPS = 1_000_000
"""So many steps a document may take: forty times what the largest of the programme takes, and a second or two."""
MAX_PRINTED = 20_000_000
"""So many characters it may print, those of its macros counted anew wherever they are put in: likewise."""
LONGEST_TEXT = 1_000_000
"""The longest text or list that is put together: the letters of a text are items, which may be put together again."""
LONGEST_RANGE = 10_000
"""The longest range, and text or list that is repeated: what is numbered in a document are its rows."""
LARGEST_BITS = 256
"""The largest whole number, in bits: what counts or costs anything has no more than 77 digits."""
PRINTS = 20
"""So many pieces of text are printed in the time of a step."""
CALL = 20
"""So many steps is a call of a macro, which takes their time."""


@dataclass(slots=True)
class Reading:
    """What an evaluation has read: figures by name, places of texts and dates, and how much work it was; `most` are the steps that it may take."""

    most: int
    figures: dict[str, Figure] = field(default_factory=dict)
    places: dict[Place, None] = field(default_factory=dict)
    steps: int = 0
    printed: int = 0

    def step(self, count: int = 1) -> None:
        """Counts steps. Raises SecurityError where there are too many."""
        self.steps += count
        if self.steps > self.most:
            raise SecurityError(f"计算量超过{self.most}步")

    def write(self, length: int) -> None:
        """Counts printed characters. Raises SecurityError where there are too many."""
        self.printed += length
        if self.printed > MAX_PRINTED:
            raise SecurityError(f"输出的文字超过{MAX_PRINTED}个字")


_LISTS = (tuple, list, dict, range, set, frozenset)
_A_STEP: dict[type, int] = {**dict.fromkeys(_LISTS, 1), str: 64, Markup: 64}
"""So many items, or letters, are looked through in a step."""
_LONG = 64
"""So long a printed text is counted; shorter ones are bounded by the steps in which they are printed."""

READING: ContextVar[Reading] = ContextVar("reading")


@contextmanager
def counted(most: int = MAX_STEPS) -> Iterator[Reading]:
    """While it is open, what is evaluated is noted in it, and may take so many steps."""
    notes = Reading(most)
    token = READING.set(notes)
    try:
        yield notes
    finally:
        READING.reset(token)


def step(count: int = 1) -> bool:
    """Counts steps of the evaluation that is open, if one is: what is worked out in compiling is bounded by what is written. Always true.

    Raises SecurityError where there are too many.
    """
    notes = READING.get(None)
    if notes is not None:
        notes.steps += count  # as `Reading.step`, which would be one more call for each of a document's many steps
        if notes.steps > notes.most:
            notes.step(0)
    return True


def size(value: Any) -> int:
    """How many steps it is to look through a value."""
    most = _A_STEP.get(type(value))
    return len(value) // most if most else 0


def sized(value: Any) -> Any:
    """A value that is looked through, which counts its size."""
    most = _A_STEP.get(type(value))
    if most and (count := len(value) // most):
        step(count)
    return value


def printing(finalize: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is printed, its letters counted: a text is as it is, anything else as `finalize` gives it."""

    def printed(value: Any) -> Any:
        shown = value if isinstance(value, str) else finalize(value)
        if isinstance(shown, str) and len(shown) > _LONG and (notes := READING.get(None)) is not None:
            notes.write(len(shown))
        return shown

    return printed


def kept_small(value: Any) -> Any:
    """What an operation has made; what it is made of counts. Raises SecurityError for a text, a list or a number beyond all use."""
    if isinstance(value, Term):
        step(len(value.sources))
    elif isinstance(value, int):
        if value.bit_length() > LARGEST_BITS:
            raise SecurityError("算出的数过大")
    elif isinstance(value, str | tuple | list):
        if len(value) > LONGEST_TEXT:
            raise SecurityError(f"{'连成的文字' if isinstance(value, str) else '列表'}超过{LONGEST_TEXT}{'个字' if isinstance(value, str) else '项'}")
        sized(value)
    return value


def repeated(left: object, right: object) -> None:
    """Looks at what is to be multiplied. Raises SecurityError for a text or a list that would be repeated beyond bounds."""
    for several, count in ((left, right), (right, left)):
        if isinstance(several, str | tuple | list) and isinstance(count, int) and len(several) * count > LONGEST_RANGE:
            raise SecurityError(f"重复以后的文字或者列表超过{LONGEST_RANGE}个字、项")


def looking_through(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or test that counts the size of each value that it is given, and of the sum that it makes."""

    @wraps(function)
    def looked(*arguments: Any, **named: Any) -> Any:
        count = 1
        for argument in arguments:
            count += size(argument)
        step(count)
        made = function(*arguments, **named)
        if isinstance(made, Term) and not isinstance(made, Figure):
            step(len(made.sources))
        return made

    return looked


def joined(parts: Iterable[Any]) -> str:
    """What `~` makes of its parts."""
    made: str = kept_small(markup_join(map(text_of, parts)))
    return made


def all_of(pieces: Iterable[str]) -> str:
    """What has been printed, in one text. Raises SecurityError where it is too long."""
    pieces = pieces if isinstance(pieces, list) else list(pieces)
    if sum(map(len, pieces)) > MAX_PRINTED:
        raise SecurityError(f"输出的文字超过{MAX_PRINTED}个字")
    return "".join(pieces)


def bounded_range(*ends: int) -> range:
    """The numbers of a range, each a step. Raises SecurityError for more of them than a list may have."""
    numbers = range(*ends)
    if numbers and (abs(numbers[-1] - numbers[0]) // abs(numbers.step)) >= LONGEST_RANGE:
        raise SecurityError(f"range 超过{LONGEST_RANGE}项")
    return sized(numbers)  # type: ignore[no-any-return]  # it is what it was


def text_of(value: Any) -> Any:
    """What becomes part of a text. Raises TypeError for a list, which holds others that hold others."""
    if isinstance(value, _LISTS):
        raise TypeError("列表不能当作文字：要用 listed 或者 join 连成文字，或者用 for 逐项输出")
    return value


class Counting(CodeGenerator):
    """Jinja's compiler. What it writes counts the rounds of loops and what is compared, and bounds what is put together by ~."""

    def visit_For(self, node: For, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """A loop: each item is a step, also one that its condition leaves out."""
        if node.test is not None:
            node.test = And(EnvironmentAttribute("step()"), node.test)
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Any, frame: Frame) -> None:
        """The body of a loop, or another block."""
        if frame.loop_frame and not frame.soft_frame:
            prints = sum(len(output.nodes) for node in nodes for output in (node, *node.find_all(Output)) if isinstance(output, Output))
            self.writeline(f"environment.step({1 + prints // PRINTS})")
        super().blockvisit(nodes, frame)

    def visit_Operand(self, node: Operand, frame: Frame) -> None:  # noqa: N802
        """What is compared with: `in` looks through all of it. What is written there is short."""
        if isinstance(node.expr, Const | Tuple | List):
            super().visit_Operand(node, frame)
            return
        self.write(f" {operators[node.op]} environment.sized(")
        self.visit(node.expr, frame)
        self.write(")")

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802
        """Texts put together, which may not grow beyond bounds."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")
