"""The formulas of tables: sums, means, roundings, conditions and the four operations, over cells and areas of cells. Anything else isn't understood."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeAlias

from reportgen.workbook.areas import Area, NotUnderstood, Token, area_of, tokens_of

Content: TypeAlias = float | str | bool | None
"""What a cell holds: a number, a text, a truth; None for a blank."""

_OPERATORS = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
"""How tightly each binds; Excel binds a sign in front tighter than any."""
_MOST_CELLS = 1_000_000  # of an area: whole sheets aren't added up cell by cell


class CellError(Exception):
    """What a cell shows in place of a value: #DIV/0!."""


class Formulas(Protocol):
    """The cells of a workbook, as a formula looks at them; rows and columns count from 0."""

    def content(self, sheet: str, row: int, column: int) -> Content:
        """What a cell holds. Raises CellError, NotUnderstood."""

    def rows(self, sheet: str) -> int:
        """How many rows of a sheet hold anything."""


def evaluated(formula: str, sheet: str, state: Formulas) -> Content:
    """What a formula of a sheet comes to. Raises CellError, NotUnderstood."""
    reading = _Reading([token for token in tokens_of(formula) if token.type != "WHITE-SPACE"], sheet, state)
    value = reading.expression(0)
    if reading.at != len(reading.tokens):
        raise NotUnderstood
    return _one(value, state)


_Value: TypeAlias = "Content | Area"


@dataclass(slots=True)
class _Reading:
    """A formula while it is evaluated, from the left."""

    tokens: Sequence[Token]
    sheet: str
    state: Formulas
    at: int = 0

    def expression(self, least: int) -> "_Value":
        """What stands from here on, up to an operator that binds less than `least`."""
        left = self._operand()
        while (token := self._next()) is not None and token.type == "OPERATOR-INFIX" and _OPERATORS.get(token.value, 0) > least:
            self.at += 1
            right = self.expression(_OPERATORS[token.value])
            left = _operated(token.value, _one(left, self.state), _one(right, self.state))
        return left

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, type: str, subtype: str = "") -> bool:
        token = self._next()
        found = token is not None and token.type == type and token.subtype == subtype
        self.at += found
        return found

    def _operand(self) -> "_Value":
        token = self._next()
        if token is None:
            raise NotUnderstood
        self.at += 1
        value: _Value
        if token.type == "OPERATOR-PREFIX":
            number = _number(_one(self._operand(), self.state))
            value = -number if token.value == "-" else number
        elif token.type == "PAREN" and token.subtype == "OPEN":
            value = self.expression(0)
            if not self._take("PAREN", "CLOSE"):
                raise NotUnderstood
        elif token.type == "FUNC" and token.subtype == "OPEN":
            value = self._function(token.value.upper().rstrip("("))
        elif token.type == "OPERAND":
            value = self._literal(token)
        else:
            raise NotUnderstood
        while self._take("OPERATOR-POSTFIX"):
            value = _number(_one(value, self.state)) / 100
        return value

    def _literal(self, token: Token) -> "_Value":
        if token.subtype == "NUMBER":
            return float(token.value)
        if token.subtype == "TEXT":
            return token.value[1:-1].replace('""', '"')
        if token.subtype == "LOGICAL":
            return token.value.upper() == "TRUE"
        area = area_of(token.value, self.sheet) if token.subtype == "RANGE" else None
        if area is None:
            raise NotUnderstood
        return area

    def _function(self, name: str) -> "_Value":
        """A function, its name read; one that errs only where its value is asked for (IF, IFERROR) has all its arguments read all the same."""
        arguments: list[_Value | CellError] = []
        while not self._take("FUNC", "CLOSE"):
            begun = self.at
            try:
                value = self.expression(0)
                arguments.append(_one(value, self.state) if name in _LAZY else value)
            except CellError as fault:
                arguments.append(fault)
                self._skip(begun)
            if not self._take("SEP", "ARG") and not ((token := self._next()) is not None and (token.type, token.subtype) == ("FUNC", "CLOSE")):
                raise NotUnderstood
        return _called(name, arguments, self.state)

    def _skip(self, begun: int) -> None:
        """Passes over an argument that has erred."""
        self.at, deep = begun, 0
        while (token := self._next()) is not None:
            if deep == 0 and (token.type == "SEP" or (token.type in ("FUNC", "PAREN") and token.subtype == "CLOSE")):
                return
            deep += (token.subtype == "OPEN") - (token.subtype == "CLOSE")
            self.at += 1


_LAZY = frozenset(("IF", "IFERROR"))


def _called(name: str, arguments: "Sequence[_Value | CellError]", state: Formulas) -> Content:
    if name == "IFERROR" and len(arguments) == 2:  # noqa: PLR2004  # the value, and what stands for it
        return _plain(arguments[1] if isinstance(arguments[0], CellError) else arguments[0])
    if name == "IF" and len(arguments) in (2, 3):
        condition = _truth(_plain(arguments[0]))
        return _plain(arguments[1]) if condition else _plain(arguments[2]) if len(arguments) > 2 else False  # noqa: PLR2004
    sound = [argument for argument in arguments if not isinstance(argument, CellError)]
    if len(sound) != len(arguments):
        raise next(argument for argument in arguments if isinstance(argument, CellError))
    if name in _SUMMING:
        numbers = [number for argument in sound for number in _numbers(argument, state)]
        return _SUMMING[name](numbers)
    singles = [_number(_one(argument, state)) for argument in sound]
    if name == "ROUND" and len(singles) == 2:  # noqa: PLR2004  # the number, and its places
        return float(Decimal(repr(singles[0])).quantize(Decimal(1).scaleb(-int(singles[1])), ROUND_HALF_UP))
    if name == "ABS" and len(singles) == 1:
        return abs(singles[0])
    raise NotUnderstood


def _mean(numbers: Sequence[float]) -> float:
    if not numbers:
        raise CellError("#DIV/0!")
    return sum(numbers) / len(numbers)


_SUMMING: dict[str, Callable[[Sequence[float]], float]] = {
    "SUM": lambda numbers: float(sum(numbers)),
    "AVERAGE": _mean,
    "MIN": lambda numbers: min(numbers, default=0.0),
    "MAX": lambda numbers: max(numbers, default=0.0),
    "COUNT": lambda numbers: float(len(numbers)),
}


def _plain(value: "_Value | CellError") -> Content:
    if isinstance(value, CellError):
        raise value
    if isinstance(value, Area):
        raise NotUnderstood
    return value


def _contents(area: Area, state: Formulas) -> Iterator[Content]:
    """What the cells of an area hold."""
    bottom = min(area.bottom, state.rows(area.sheet) - 1)
    if (bottom - area.top + 1) * (area.right - area.left + 1) > _MOST_CELLS:
        raise NotUnderstood
    for row in range(area.top, bottom + 1):
        for column in range(area.left, area.right + 1):
            yield state.content(area.sheet, row, column)


def _numbers(value: "_Value", state: Formulas) -> Iterator[float]:
    """The numbers of an argument: of an area those of its cells, whose texts and truths don't count."""
    if isinstance(value, Area):
        yield from (content for content in _contents(value, state) if isinstance(content, float))
    else:
        yield _number(value)


def _one(value: "_Value", state: Formulas) -> Content:
    """A single value; an area of one cell is that cell."""
    if not isinstance(value, Area):
        return value
    if (value.top, value.left) != (value.bottom, value.right):
        raise NotUnderstood
    return state.content(value.sheet, value.top, value.left)


def _number(value: Content) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise NotUnderstood  # Excel takes some texts for numbers, by the settings of the machine
    return float(value)


def _truth(value: Content) -> bool:
    if isinstance(value, str):
        raise CellError("#VALUE!")
    return bool(value)


def _operated(operator: str, left: Content, right: Content) -> Content:
    if operator == "&":
        return "".join(_text(one) for one in (left, right))
    if _OPERATORS[operator] == 1:
        return _compared(operator, left, right)
    one, other = _number(left), _number(right)
    if operator == "/":
        if other == 0:
            raise CellError("#DIV/0!")
        return one / other
    if operator == "^":
        try:
            power = one**other
        except (OverflowError, ZeroDivisionError) as fault:
            raise CellError("#NUM!") from fault
        if isinstance(power, complex):
            raise CellError("#NUM!")
        return float(power)
    return one + other if operator == "+" else one - other if operator == "-" else one * other


def _compared(operator: str, left: Content, right: Content) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        if operator not in ("=", "<>"):
            raise NotUnderstood  # the order of texts is that of the machine's language
        blank = "" if left is None or right is None else None
        same = (left if left is not None else blank, right if right is not None else blank)
        equal = isinstance(same[0], str) and isinstance(same[1], str) and same[0].casefold() == same[1].casefold()
        return equal is (operator == "=")
    one, other = _number(left), _number(right)
    return {"=": one == other, "<>": one != other, "<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other}[operator]


def _text(value: Content) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else value if isinstance(value, str) else format(value, ".15g")
