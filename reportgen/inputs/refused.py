"""Why a declaration that an office wrote is refused, in Chinese: what pydantic says of its entries."""

import re
from collections.abc import Iterable
from typing import Any

from reportgen.inputs.wording import proposal

_WORDS = {
    "missing": "没有填写",
    "extra_forbidden": "不是可以写的项",
    "string_type": "应为文本",
    "string_pattern_mismatch": "写法不对",
    "string_too_long": "过长，最多{max_length}个字",
    "string_too_short": "没有填写",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected} 之一",
    "bool_parsing": "应为 true 或者 false",
    "bool_type": "应为 true 或者 false",
    "tuple_type": "应为列表，例如 [plan]",
    "too_short": "至少写一项",
    "dict_type": "应为“名称: 内容”的各行",
    "model_type": "应为“名称: 内容”的各行",
    "model_attributes_type": "应为“名称: 内容”的各行",
    "mapping_type": "应为“名称: 内容”的各行",
}


def reason(item: Any, names: Iterable[str] = ()) -> str:
    """A fault of validation in Chinese; `names` are the entries that may be written, of which one that isn't may mean one."""
    words = _WORDS.get(item["type"])
    if words is not None:
        given = item.get("ctx", {})
        expected = re.findall("'([^']*)'", str(given.get("expected")))
        meant = proposal(str(item["loc"][-1]), names) if item["type"] == "extra_forbidden" else proposal(str(item["input"]), expected) if expected else ""
        return words.format_map({**given, "expected": "、".join(expected)}) + meant
    return str(item["msg"]).removeprefix("Value error, ") if item["type"] == "value_error" else "写法不对"
