"""Excel's number formats (数字格式), as far as they make a number another one to the eye: 0!.0000 shows 12000000 as 1200.0000.

Most formats only round, group thousands, colour or align; those are nothing to remark on. A format has up to four parts, for numbers
above, below and at zero (or under conditions of their own), and for text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<filler>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>(?i:general)|(?i:g/通用格式))|(?P<exponent>[eE][+-]0+)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"([<>=]{1,2})\s*(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-]*)")
_DATE = re.compile(r"[ymdhs]|年|月|日|时|分|秒|AM/PM|上午/下午", re.IGNORECASE)
_SIGNS = {2: (">=", "<"), 3: (">", "<", "=")}
"""How the numbers of each part compare with zero, by how many parts there are, where they name no conditions."""
_NO_WORDS = frozenset(" ()（）-－—+¥￥$€,")
"""Characters round a number that say nothing of what it is: signs, brackets for negative ones, currency."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a format: the numbers that it is for, and what it makes of them.

    `scale` is what a number is multiplied by to be the one shown; None where no number is shown, or one with digits of the format's own.
    `words` stand round the number, `behind` says that none stands before it; `padded` that it has leading zeros.
    """

    condition: tuple[str, Decimal] | None
    pattern: tuple[tuple[str, str], ...]
    scale: Decimal | None
    words: str
    behind: bool
    percent: bool
    padded: bool

    @property
    def plain(self) -> bool:
        """Whether a person sees the number itself, perhaps rounded."""
        return self.scale == 1 and not self.words and not self.padded


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format's parts for numbers, in the order in which Excel tries them."""

    parts: tuple[Part, ...]

    @property
    def plain(self) -> bool:
        """Whether it shows each number as it is. Zero as a dash (accounting) and negative numbers without a sign are usual, and told apart by no one."""
        return all(part.plain for part in self.parts)

    def part(self, number: Decimal) -> Part:
        """The part that shows `number`."""
        for part in self.parts:
            if part.condition is None or _holds(number, *part.condition):
                return part
        return self.parts[-1]


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {">": number > limit, "<": number < limit, ">=": number >= limit, "<=": number <= limit, "=": number == limit, "<>": number != limit}.get(
        sign, False
    )


@lru_cache(maxsize=512)
def read_format(code: str) -> NumberFormat | None:
    """The format that a code writes; None for one of dates and times."""
    sections = [_tokens(section) for section in _sections(code)][:3]
    if any(kind == "other" and _DATE.match(text) for section in sections for kind, text in section):
        return None
    parts = [_part(section) for section in sections]
    if len(parts) > 1 and not any(part.condition for part in parts):
        parts = [_with_condition(part, sign) for part, sign in zip(parts, _SIGNS[len(parts)], strict=True)]
    return NumberFormat(tuple(parts))


def _with_condition(part: Part, sign: str) -> Part:
    return replace(part, condition=(sign, Decimal(0)))


def _sections(code: str) -> list[str]:
    """The code's parts: a semicolon within quotes or behind an escape parts nothing."""
    pieces = re.findall(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]|;|[^;]', code, re.DOTALL)
    sections = [""]
    for piece in pieces:
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _tokens(section: str) -> list[tuple[str, str]]:
    """The section's tokens: `literal` text, `digit` places, and what else the code has."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind in ("quoted", "escaped"):
            tokens += [("literal", character) for character in text]
        elif kind == "space":
            tokens.append(("literal", " "))
        elif kind == "other" and text in "0#?":
            tokens.append(("digit", text))
        elif kind == "bracket" and (currency := _CURRENCY.match(text)):
            tokens += [("literal", character) for character in currency[1]]
        elif kind == "other" and text not in ".,%/@" and not _DATE.match(text):
            tokens.append(("literal", text))
        elif kind != "filler":
            tokens.append((kind, text))
    return tokens


def _part(tokens: Sequence[tuple[str, str]]) -> Part:
    condition = next((found for kind, text in tokens if kind == "bracket" and (found := _CONDITION.fullmatch(text))), None)
    seen = [(kind, text) for kind, text in tokens if kind != "bracket"]
    # What stands behind a line break is not seen: a row is as high as its first line.
    line = next((at for at, (kind, text) in enumerate(seen) if kind == "literal" and text == "\n"), len(seen))
    shift = _shift(seen)
    shown = tuple(seen[:line])
    words = [at for at, (kind, text) in enumerate(shown) if kind == "literal" and not _is_digit_like(shown, text) and text not in _NO_WORDS]
    return Part(
        None if condition is None else (condition[1], Decimal(condition[2])),
        shown,
        shift,
        "".join(shown[at][1] for at in words),
        not any(kind in ("digit", "general") for kind, _ in shown[words[0] :]) if words else True,
        any(token == ("other", "%") for token in shown),
        sum(text == "0" for text in _whole(shown)) > 1,
    )


def _places(tokens: Sequence[tuple[str, str]]) -> list[int]:
    return [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]


def _point(tokens: Sequence[tuple[str, str]]) -> int | None:
    """Where the format's decimal point stands."""
    return next((at for at, token in enumerate(tokens) if token == ("other", ".")), None)


def _drawn_point(tokens: Sequence[tuple[str, str]], first: int) -> int | None:
    """Where a point behind the first digit stands that is drawn and none: 0!.0000."""
    return next((at for at, (kind, text) in enumerate(tokens) if kind == "literal" and text in ".．·" and first < at), None)


def _whole(tokens: Sequence[tuple[str, str]]) -> list[str]:
    """The digit places before the point, where there is no literal point."""
    point = next((at for at, token in enumerate(tokens) if token in (("other", "."), ("literal", "."))), len(tokens))
    return [text for kind, text in tokens[:point] if kind == "digit"]


def _is_digit_like(tokens: Sequence[tuple[str, str]], text: str) -> bool:
    """Whether a literal character is taken for part of the number: a point or digit among or next to its digits."""
    return text in ".．·" or text.isdecimal() if _places(tokens) else False


def _shift(tokens: Sequence[tuple[str, str]]) -> Decimal | None:
    """What a number is multiplied by to be the one that the tokens show."""
    places = _places(tokens)
    general = any(kind == "general" or (kind, text) == ("other", "@") for kind, text in tokens)
    if not places:
        return Decimal(1) if general else None
    first, last = places[0], places[-1]
    point = _point(tokens)
    whole_end = max((at for at in places if point is None or at < point), default=first)
    scaling = 0
    for token in tokens[whole_end + 1 :]:
        if token != ("other", ","):
            break
        scaling += 3
    # A comma behind the decimals scales too: 0.00,
    if point is not None:
        for token in tokens[last + 1 :]:
            if token != ("other", ","):
                break
            scaling += 3
    percents = sum(token == ("other", "%") for token in tokens)
    shift = 2 * percents - scaling
    drawn = [(at, text) for at, (kind, text) in enumerate(tokens) if kind == "literal" and text.isdecimal()]
    joined = any(kind == "literal" and text in "-－—/:" for kind, text in tokens[first:last])
    if joined or any(at < last or text != "0" for at, text in drawn):
        return None
    drawn_point = _drawn_point(tokens, first)
    if drawn_point is None:
        return Decimal(1).scaleb(shift + len(drawn))
    if point is not None:
        return None
    behind = sum(at > drawn_point for at in places)
    zeros_before = sum(at < drawn_point for at, _ in drawn)
    return Decimal(1).scaleb(shift - behind + zeros_before)


def show(part: Part, number: Decimal) -> str:
    """What a person sees of `number`: empty where the format hides it."""
    tokens = part.pattern
    places = _places(tokens)
    if not places or ("other", "/") in tokens:
        seen = [(kind, text) for kind, text in tokens if kind in ("general", "literal") or text == "@"]
        return "".join(text if kind == "literal" else _general(number) for kind, text in seen).strip()
    scale = _scale_before_drawing(tokens, part)
    point = _point(tokens)
    decimals = sum(at > point for at in places) if point is not None else 0
    rounded = Context(prec=60, rounding=ROUND_HALF_UP).quantize(abs(number) * scale, Decimal(1).scaleb(-decimals))
    digits = list(format(rounded, "f").replace(".", ""))
    whole = [at for at in places if point is None or at < point]
    head = digits[: len(digits) - decimals]
    tail = digits[len(digits) - decimals :] if decimals else []
    head = ["0"] * max(0, len(whole) - len(head)) + head if len(head) < len(whole) else head
    drawn: list[str] = []
    given = 0
    extra = len(head) - len(whole)
    leading = True
    thousands = any(token == ("other", ",") and whole and whole[0] < at < whole[-1] for at, token in enumerate(tokens))
    for at, (kind, text) in enumerate(tokens):
        if kind == "digit" and at in whole:
            chunk = head[: extra + 1] if given == 0 else [head[extra + given]]
            given += 1
            for character in chunk:
                leading = leading and character == "0"
                drawn.append("" if leading and text != "0" else character)
        elif kind == "digit":
            drawn.append(tail.pop(0))
        elif kind == "literal" or _is_shown(kind, text):
            drawn.append(text)
    shown = "".join(drawn).strip()
    if thousands:
        shown = re.sub(r"^(\D*)([1-9]\d{3,})", lambda match: f"{match[1]}{int(match[2]):,}", shown)
    return ("-" + shown) if number < 0 and shown and part.condition is None else shown


def _is_shown(kind: str, text: str) -> bool:
    """Whether a token stands in what is shown as it is written."""
    return kind == "other" and text in ".%/"


def _scale_before_drawing(tokens: Sequence[tuple[str, str]], part: Part) -> Decimal:
    """What the number is multiplied by before its digits are drawn: all of the part's scale but what drawn points and zeros do."""
    if part.scale is None:
        return Decimal(1)
    places = _places(tokens)
    drawn_point = _drawn_point(tokens, places[0])
    zeros = [at for at, (kind, text) in enumerate(tokens) if kind == "literal" and text.isdecimal()]
    if drawn_point is None:
        return part.scale.scaleb(-len(zeros))
    return part.scale.scaleb(sum(at > drawn_point for at in places) - sum(at < drawn_point for at in zeros))


def _general(number: Decimal) -> str:
    text = format(abs(number), "f")
    return ("-" if number < 0 else "") + (text.rstrip("0").rstrip(".") if "." in text else text)
