"""单位.yaml with single entries changed: what people wrote around them, remarks too, stays as it is."""

from collections.abc import Mapping
from typing import Any

from reportgen.inputs.yaml_nodes import plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.rewriting.yaml_text import NotRewritten, rewritten

Value = str | tuple[str, ...] | None
"""What an entry is to say; None: nothing, as one that isn't filled in."""


class NotAmended(Exception):
    """A text in which an entry can't be changed: the words say why."""


def amended(text: str, path: tuple[str, ...], value: Value) -> str:
    """The text with the entry of these names (时限, 方案报备; or 文种 alone) changed, or added at its place. Raises NotAmended."""
    root, problems = read_yaml(text, "")
    if root is None and problems:
        raise NotAmended("文件读不了，请先改正（reportgen check 列出哪一行）")
    whole = {} if root is None or plain(root) is None else plain(root)
    _put(whole, path, list(value) if isinstance(value, tuple) else value)
    try:
        return rewritten(text, whole)
    except NotRewritten as fault:
        raise NotAmended(str(fault)) from fault


def _put(section: Any, path: tuple[str, ...], value: Any) -> None:
    """Puts an entry into what the text is to say; what isn't there, and is to say nothing, stays away."""
    name, *rest = path
    if not isinstance(section, dict):
        raise NotAmended("不是“名称: 内容”的各行，请自己修改")
    if rest and section.get(name) is not None:
        if not isinstance(section[name], Mapping):
            raise NotAmended(f"“{name}”下面不是各行，请自己修改")
        _put(section[name], tuple(rest), value)
    elif value is not None or (name in section and not rest):
        section[name] = {rest[0]: value} if rest else value
