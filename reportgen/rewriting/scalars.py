"""A single value as YAML has it, written so that it reads back as what it is, in the manner of the one whose place it takes."""

import json
import re
from decimal import Decimal
from typing import Any

from reportgen.inputs.yaml_nodes import Scalar, plain
from reportgen.inputs.yaml_tree import read_yaml

BLOCK, FOLDED, SINGLE, DOUBLE = "|", ">", "'", '"'
"""How a value may be written, as the parser names it; besides plainly."""
_OTHERWISE = re.compile(r"(?!\d{4}-\d\d-\d\d$)[-+.]?\d[\d_.,:a-f+-]*|0x.*|y|n|yes|no|on|off|null|true|false", re.IGNORECASE)
"""Texts that other readers of YAML take for numbers and truth values."""
_KEPT_SPACES = "\u3000\xa0"
"""Spaces of Chinese text, which are no control characters though Python doesn't call them printable."""


def written(value: Scalar, style: str = "", *, flow: bool, item: bool) -> str:
    """A value on one line: like one that was written in `style`, where that can say it; `flow`: within brackets, `item`: of a list, not behind a key."""
    if value is None:
        return "null" if item or flow else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if style == SINGLE and value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if style in (SINGLE, DOUBLE) or not _reads_plain(value, flow=flow, item=item):
        return _quoted(value)
    return value


def block(value: str, indent: str, line_end: str) -> str | None:
    """The lines of a text below its “|”; None where they can't say it."""
    lines = value.removesuffix("\n").split("\n")
    if not value.strip() or lines[0][:1] in (" ", "") or lines[-1] == "" or any(not line.isprintable() or line != line.rstrip() for line in lines):
        return None
    return line_end.join(f"{indent}{line}" if line else "" for line in lines)


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same, and of one kind: 1 isn't true, and 12 isn't the text of it."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, (dict, list, tuple)) or isinstance(other, (dict, list, tuple)):
        return one is other
    return bool(one == other)


def _reads_plain(value: str, *, flow: bool, item: bool) -> bool:
    """Whether the reader takes a text for itself where it is written without quotes."""
    if not value or value != value.strip() or _OTHERWISE.fullmatch(value) or "\n" in value or "\r" in value:
        return False
    text, expected = {
        (False, False): (f"a: {value}\n", {"a": value}),
        (False, True): (f"- {value}\n", [value]),
        (True, False): (f"{{a: {value}, b: c}}\n", {"a": value, "b": "c"}),
        (True, True): (f"[{value}, b]\n", [value, "b"]),
    }[flow, item]
    root, problems = read_yaml(text, "")
    return root is not None and not problems and same(plain(root), expected)


def key(name: str, *, flow: bool) -> str:
    """The name of an entry."""
    text = f"{{{name}: b}}\n" if flow else f"{name}: b\n"
    root, problems = read_yaml(text, "") if name == name.strip() and "\n" not in name else (None, [])
    return name if root is not None and not problems and same(plain(root), {name: "b"}) else _quoted(name)


def _quoted(value: str) -> str:
    escaped = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() or one in _KEPT_SPACES else _escape(one) for one in escaped)


def _escape(one: str) -> str:
    return f"\\u{ord(one):04x}" if ord(one) <= 0xFFFF else f"\\U{ord(one):08x}"  # noqa: PLR2004  # the largest of four digits
