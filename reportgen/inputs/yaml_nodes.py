"""The tree that a YAML file is read as: plain values, each with its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

Scalar: TypeAlias = str | int | Decimal | bool | None


@dataclass(slots=True)
class Node:
    """A value and its line, from 1. `size` counts it and all in it."""

    line: int
    size: int = field(default=1, init=False)


@dataclass(slots=True)
class ScalarNode(Node):
    """A text, number, truth value or nothing."""

    value: Scalar


@dataclass(slots=True)
class ListNode(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode(Node):
    """A mapping. `lines` has the line of each key."""

    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def plain(node: Node) -> Any:
    """The values of a tree without their lines."""
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if isinstance(node, MapNode):
        return {key: plain(value) for key, value in node.entries.items()}
    return node.value if isinstance(node, ScalarNode) else None


def line_of(node: Node, path: Iterable[int | str], line: int | None = None) -> int:
    """The line of what `path` (keys, and numbers from 0) leads to, or of the last on the way that is there.

    `line` is where the node itself stands for those who are told; by default where it begins.
    """
    found = node.line if line is None else line
    for part in path:
        if isinstance(node, MapNode) and part in node.entries:
            found, node = node.lines[str(part)], node.entries[str(part)]
        elif isinstance(node, ListNode) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            found = node.line
        else:
            break
    return found
