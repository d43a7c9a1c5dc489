"""单位.yaml with single entries changed: what people wrote around them, remarks too, stays as it is."""

from collections.abc import Sequence

import yaml

Value = str | tuple[str, ...] | None
"""What an entry is to say; None: nothing, as one that isn't filled in."""


class NotAmended(Exception):
    """A text in which an entry can't be changed: the words say why."""


def amended(text: str, path: tuple[str, ...], value: Value) -> str:
    """The text with the entry of these names (时限, 方案报备; or 文种 alone) changed, or added at its place. Raises NotAmended."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        raise NotAmended("文件读不了，请先改正（reportgen check 列出哪一行）") from fault
    if root is None:
        return text + _lines(path, value, "")
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise NotAmended("不是“名称: 内容”的各行，请自己修改")
    section = root
    if len(path) == 2:  # noqa: PLR2004  # an entry of a section
        found = _entry(root, path[0])
        if found is None or not isinstance(found[1], yaml.MappingNode):
            return _without_blank(text, found) + _lines(path, value, "") if value is not None else text
        section = found[1]
    found = _entry(section, path[-1])
    if found is not None:
        return _replaced(text, found, value, " " if section.flow_style else "")
    if value is None:
        return text
    line = f"{path[-1]}: {_written(value)}"
    if section is root:
        return _ended(text) + f"{line}\n"
    if section.flow_style:
        end = section.end_mark.index - 1
        return f"{text[:end].rstrip()}{', ' if section.value else ''}{line}{text[end:]}"
    last = section.value[-1][1]
    at = text.find("\n", _end(last)) + 1 or len(text)
    return _ended(text[:at]) + f"{' ' * section.start_mark.column}{line}\n" + text[at:]


def _entry(section: yaml.MappingNode, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((key, value) for key, value in section.value if key.value == name), None)


def _replaced(text: str, entry: tuple[yaml.Node, yaml.Node], value: Value, nothing: str) -> str:
    """`nothing` is what an entry that says nothing says: within braces a blank, without which the colon would be part of the name."""
    key, node = entry
    start = text.index(":", key.end_mark.index) + 1
    end = max(start, _end(node))
    said = nothing if value is None else f" {_written(value)}"
    return text[:start] + said + text[end:]


def _without_blank(text: str, entry: tuple[yaml.Node, yaml.Node] | None) -> str:
    """The text ready for a section at its end: without a name that has nothing behind it, since no name stands there twice. Raises NotAmended."""
    if entry is None:
        return _ended(text)
    key, node = entry
    if not isinstance(node, yaml.ScalarNode) or node.value:
        raise NotAmended(f"“{key.value}”下面不是各行，请自己修改")
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    return _ended(text[:start] + text[text.find("\n", key.end_mark.index) + 1 or len(text) :])


def _lines(path: tuple[str, ...], value: Value, indent: str) -> str:
    if len(path) == 1:
        return f"{indent}{path[0]}: {_written(value)}\n"
    return f"{indent}{path[0]}:\n" + _lines(path[1:], value, f"{indent}  ")


def _written(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"[{', '.join(_quoted(value))}]"


def _quoted(values: Sequence[str]) -> list[str]:
    """Names as YAML reads them as they stand: plain where they are nothing but words."""
    return [
        one if one.replace("-", "").isalnum() and not one.isascii() else yaml.safe_dump(one, allow_unicode=True, default_style='"').strip() for one in values
    ]


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _end(node: yaml.Node) -> int:
    """Where the last word of a node stands: behind it may be remarks and other entries."""
    while isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return int(node.end_mark.index)
