"""The entries of a kinds.yaml: those of the package, and over them by id those of an office's own file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.diagnostics import Diagnostic, Place, error, notice
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode
from reportgen.inputs.yaml_tree import read_yaml

HELP = "请对照软件自带的 templates/kinds.yaml 改正"
PACKAGED = "软件自带的 templates/kinds.yaml"
"""What the packaged file is called where a workspace has one of the same name."""
_WHOLE = frozenset({"name", "datasets", "levels"})
"""An entry of a packaged kind that has all these is no change, but a copy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it counts (`node`), and as it is written (`written`): number `number` of `file`.

    `packaged`: it has the id of a packaged kind.
    """

    node: Node
    written: Node
    file: str
    number: int
    packaged: bool


def entries(data: bytes, shown: str, packaged: bytes | None) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of the file `data`, called `shown`, laid over those of the `packaged` file; without it they stand alone.

    Kinds of the package come in its order, an office's own behind them. A field that an office doesn't write is the package's, also within `levels`.
    """
    listed, problems = _listed(data, shown)
    if packaged is None or listed is None:
        return tuple(Entry(node, node, shown, number, packaged=False) for number, node in enumerate(listed or (), 1)), problems
    below = _listed(packaged, PACKAGED)[0] or []
    ids = [_value(node, "id") for node in below]
    own = [Entry(node, node, shown, number, packaged=_value(node, "id") in ids) for number, node in enumerate(listed, 1)]
    found: list[Entry] = []
    for number, (id, node) in enumerate(zip(ids, below, strict=True), 1):
        changes = [entry for entry in own if entry.packaged and _value(entry.written, "id") == id]
        found += [replace(entry, node=_laid_over(node, entry.written)) for entry in changes] or [Entry(node, node, PACKAGED, number, packaged=True)]
    found += [entry for entry in own if not entry.packaged]
    return tuple(found), (*problems, *_left_out(below, own, shown))


def is_off(node: Node) -> bool:
    """Whether an entry is switched off."""
    return _value(node, "enabled") is False


def _listed(data: bytes, shown: str) -> tuple[list[Node] | None, tuple[Diagnostic, ...]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return None, (error("kinds.unreadable", f"读不了文种设置：{fault}", Place(shown), help="请检查编码是否为 UTF-8"),)
    tree, faults = read_yaml(text, shown)
    problems = [replace(fault, code=fault.code.replace("inputs.", "kinds."), message=f"文种设置{fault.message}") for fault in faults]
    if tree is None and problems:
        return None, tuple(problems)
    if not isinstance(tree, ListNode) or not tree.items:
        return None, (*problems, error("kinds.syntax", "文种设置应当是一个列表，每个文种一项", Place(shown), help=HELP))
    return tree.items, tuple(problems)


def _laid_over(below: Node, own: Node) -> Node:
    """`own`, and of the mapping `below` what it doesn't write."""
    if not isinstance(below, MapNode) or not isinstance(own, MapNode):
        return own
    merged = {key: _laid_over(node, own.entries[key]) if key in own.entries else node for key, node in below.entries.items()}
    return MapNode(own.line, merged | {key: node for key, node in own.entries.items() if key not in merged}, {**below.lines, **own.lines})


def _left_out(below: Sequence[Node], own: Sequence[Entry], shown: str) -> Iterator[Diagnostic]:
    """What a whole copy of an earlier package leaves out, perhaps on purpose: it is the package's now, and whoever had it so is told once."""
    copies = {_value(entry.written, "id"): entry.written for entry in own if entry.packaged and _keys(entry.written) >= _WHOLE}
    if not copies:
        return
    named = {_value(entry.written, "id") for entry in own}
    more = [f"文种“{_value(node, 'name')}”" for node in below if _value(node, "id") not in named and not _is_aside(node)]
    for node in below:
        copy = copies.get(_value(node, "id"))
        if copy is None or is_off(copy):
            continue
        more += [f"“{_value(node, 'name')}”的 {key}" for key in sorted(_keys(node) - _keys(copy))]
        more += [f"“{_value(node, 'name')}”的“{level}”级" for level in sorted(_levels(node) - _levels(copy))]
    if more:
        message = f"自己的文种设置没有写的，现在按软件自带的：{'、'.join(more)}"
        help_text = (
            "只写要改的项就可以，没有改过的项请删去；不要的文种写 {id: 编号, enabled: false}，不要的项写 null，有的单位不要的，在它的单位说明的“文种”中列出要的"
        )
        yield notice("kinds.left-out", message, Place(shown), help=help_text)


def _is_aside(node: Node) -> bool:
    """Whether a kind is made only where somebody asks for it."""
    return _value(node, "on_request") is True or _value(node, "archived") is True


def _levels(node: Node) -> frozenset[str]:
    return _keys(node.entries.get("levels")) if isinstance(node, MapNode) else frozenset()


def _keys(node: Node | None) -> frozenset[str]:
    """The names in a mapping; none in anything else."""
    return frozenset(node.entries) if isinstance(node, MapNode) else frozenset()


def _value(node: Node, key: str) -> object:
    found = node.entries.get(key) if isinstance(node, MapNode) else None
    return found.value if isinstance(found, ScalarNode) else None
