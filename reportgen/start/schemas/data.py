"""JSON Schemas of the data files of a unit: 单位.yaml, and a dataset as YAML (资金.yaml), by their Chinese and English names."""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.schema import CellType, Column, Dataset, Field
from reportgen.inputs.schema.unit import Section, Unit
from reportgen.start.schemas.values import DRAFT, Schema, about, exactly, needs, value_schema

_BRACKET = r"\s*([（(\[【].*)?[*＊:：]*"
"""What may stand behind a column's name: 任务户数（户）."""
_SAMPLE = Field("sample", Column("示例数据", "文件中是示例数据的填 true，公文首页将注明", "true"), CellType.FLAG, required=False)


def unit_schema(kinds: Sequence[str], forms: Sequence[str], policies: Sequence[str], *, alone: bool) -> Schema:
    """The schema of 单位.yaml; an editor proposes `kinds` (names of documents that are filed), `forms` and `policies` (numbers of 政策文件).

    To a programme that stands `alone` nothing is said of what only the package's asks for.
    """
    proposed = {"documents": kinds, "kinds": kinds, "forms": forms, "policies": policies}
    return {
        "$schema": DRAFT,
        "title": "单位说明（单位.yaml）",
        "description": "单位是谁、由谁签发、报给谁，以及各项日期",
        **_section(Unit, proposed, alone=alone),
    }


def dataset_schema(dataset: Dataset) -> Schema:
    """The schema of a dataset in YAML: a list of rows, or 数据 with the list beside 示例数据."""
    rows: Schema = {"type": ["array", "null"], "items": {"$ref": "#/$defs/row"}}
    listed = {**about("数据", "各行数据的列表，每一行以“- ”开头"), "type": "array", "items": {"$ref": "#/$defs/row"}}
    sample = {**about("示例数据", _SAMPLE.column.meaning), "type": "boolean"}
    return {
        "$schema": DRAFT,
        "title": f"{dataset.title}（{dataset.title}.yaml）",
        "description": f"{dataset.row}；最外层是各行的列表，或者“数据”和“示例数据”两项",
        "type": ["array", "object"],
        "items": rows["items"],
        "properties": {"数据": listed, "示例数据": sample},
        "patternProperties": {"^rows$": listed, "^sample$": sample},
        "additionalProperties": False,
        **needs_when_object(("数据", "rows")),
        "$defs": {"row": _row(dataset)},
    }


def needs_when_object(names: Iterable[str]) -> Schema:
    """That an entry is there by one of its names, where the value is a mapping: of a list, nothing is asked."""
    return {"if": {"type": "object"}, "then": needs(names)}


def _row(dataset: Dataset) -> Schema:
    fields = dataset.fields()
    own = {name for field in fields for name in (field.column.title, field.key)}
    properties: dict[str, Schema] = {}
    others: dict[str, Schema] = {}
    required: list[Schema] = []
    for field in fields:
        column = field.column
        # An alias that is another column's own name means that column.
        names = [column.title, field.key, *(alias for alias in column.aliases if alias not in own)]
        schema = {**about(column.title, column.meaning, column.example, column.unit), **value_schema(field)}
        properties[column.title] = schema
        others[exactly(names, _BRACKET)] = schema
        if field.required:
            units = ("", f"（{column.unit}）", f"({column.unit})") if column.unit else ("",)
            required.append(needs(f"{name}{unit}" for name in names for unit in units))
    return {
        "type": ["object", "null"],
        "title": dataset.title,
        "description": dataset.row,
        "properties": properties,
        "patternProperties": others,
        "additionalProperties": False,
        "if": {"type": "object"},
        "then": {"allOf": required},
    }


def _section(section: type[Section], proposed: Mapping[str, Sequence[str]], *, alone: bool) -> Schema:
    properties: dict[str, Schema] = {}
    english: dict[str, Schema] = {}
    required: list[Schema] = []
    asked = list(entries(section, alone=alone))
    unasked = [entry for entry in entries(section) if entry.key not in {one.key for one in asked}]
    english |= {exactly([entry.title, entry.key]): {} for entry in unasked}
    for entry in asked:
        column = entry.field.column
        schema = {**about(entry.title, column.meaning, column.example), **_entry(entry, proposed.get(entry.key, ()), alone=alone)}
        properties[entry.title] = schema
        english[exactly([entry.key])] = schema
        if entry.field.required:
            required.append(needs([entry.title, entry.key]))
    schema = {"type": "object", "properties": properties, "patternProperties": english, "additionalProperties": False}
    return {**schema, "allOf": required} if required else schema


def _entry(entry: Entry, proposed: Sequence[str], *, alone: bool) -> Schema:
    if entry.section is not None and entry.many:
        each = _section(entry.section, {}, alone=alone)
        return {"type": ["object", "null"], "properties": dict.fromkeys(proposed, each), "additionalProperties": each}
    if entry.section is not None:
        # Blank is as good as left out.
        return {"anyOf": [_section(entry.section, {}, alone=alone), {"enum": [None, ""]}]}
    value = value_schema(entry.field)
    if entry.grouped:
        names = {"type": [*value["type"], "array"], "items": value}
        below = {"type": "object", "additionalProperties": names}
        return {"anyOf": [{"type": [*value["type"], "array"], "items": {"anyOf": [value, below]}}, below]}
    if entry.many:
        item = {**value, "examples": list(proposed)} if proposed else value
        return {"type": [*value["type"], "array"], "items": item}
    return value
