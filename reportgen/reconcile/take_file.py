"""文字修改.yaml of a unit's folder with further rows: what people wrote in it stays as it is."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.personal import mask
from reportgen.reconcile.taking import TakenEdit

FILE = "文字修改.yaml"
_HEAD = "# 公文文字的手工改动，每次生成都照此改（reportgen reconcile 文件 --take 写入；也可以自己添、改、删）\n"
_ROWS = ("rows", "数据", "文字修改")


@dataclass(frozen=True, slots=True)
class Basis:
    """Of which document edits are, and why they are made: its kind (Chinese name), by which file and whom, on which day."""

    kind: str
    by: str
    day: date


def with_rows(text: str, edits: Sequence[TakenEdit], basis: Basis, file: str) -> str | Diagnostic:
    """The text of the file (empty: there is none) with the edits behind what it has; the fault where that can't be said.

    Numbers of persons are masked, as they are when a file is read.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return error("reconcile.unreadable", "文件读不了，没有写入", Place(file), help="请先改正（reportgen check 列出哪一行），再取入")
    if root is None:
        return (text if text.strip() else _HEAD) + _entries(edits, basis, "")
    if isinstance(root, yaml.MappingNode):
        rows = next((value for key, value in root.value if key.value in _ROWS and isinstance(value, yaml.SequenceNode)), None)
    else:
        rows = root if isinstance(root, yaml.SequenceNode) else None
    if rows is None or rows.flow_style:
        return error("reconcile.unreadable", "各行不是以“- ”开头的列表，没有写入", Place(file), help="请把各行写成以“- ”开头的样子，再取入")
    end = _end(rows)
    at = text.find("\n", end) + 1 or len(text)
    before = text[:at] if text[:at].endswith("\n") else f"{text[:at]}\n"
    return before + _entries(edits, basis, " " * rows.start_mark.column) + text[at:]


def _end(node: yaml.Node) -> int:
    """Where the last word of a list stands: behind it may be remarks and other keys."""
    while isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end = node.end_mark.index
    return int(end) - 1 if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") else int(end)


def _entries(edits: Sequence[TakenEdit], basis: Basis, indent: str) -> str:
    return "".join(_entry(one, basis, indent) for one in edits)


def _entry(edit: TakenEdit, basis: Basis, indent: str) -> str:
    values = {
        "文种": basis.kind,
        "处理": str(edit.action),
        "标题": edit.heading,
        "原文": edit.old,
        "改为": edit.new,
        "依据": basis.by,
        "日期": basis.day.isoformat(),
    }
    lines = [f"{key}: {_scalar(mask(value))}" for key, value in values.items() if value]
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A text so that YAML reads it as it stands: plain where it is nothing but Chinese, letters and digits."""
    return text if re.fullmatch(r"[\u4e00-\u9fff][\u4e00-\u9fff\w]*|\d{4}-\d\d-\d\d", text) else json.dumps(text, ensure_ascii=False)
