"""The data dictionary (数据字典) as rows: every column of every dataset and every key of 单位.yaml, from the schema."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.inputs.entries import entries
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Section, Unit


@dataclass(frozen=True, slots=True)
class DictionaryRow:
    """One column, or one key of 单位.yaml (`dataset` is then 单位.yaml, and a nested key is written 采暖季.开始).

    `type` is the Chinese word for how a value is written; `choices` are the values allowed, where they are a closed list.
    `personal` says what of a person the column holds, empty where nothing.
    """

    dataset: str
    dataset_key: str
    title: str
    key: str
    type: str
    unit: str
    required: bool
    meaning: str
    example: str
    choices: tuple[str, ...]
    personal: str = ""


def dictionary() -> tuple[DictionaryRow, ...]:
    """Every row of the data dictionary, in the order of the schema, of the package's own programme."""
    columns = tuple(
        DictionaryRow(
            dataset=dataset.title,
            dataset_key=dataset.key,
            title=field.column.title,
            key=field.key,
            type=str(field.type),
            unit=field.column.unit,
            required=field.required,
            meaning=field.column.meaning,
            example=field.column.example,
            choices=tuple(map(str, field.choices)),
            personal=str(field.column.personal or ""),
        )
        for dataset in shipped().datasets
        for field in dataset.fields()
    )
    return columns + tuple(_section(Unit, "", ""))


def _section(section: type[Section], title: str, key: str) -> Iterator[DictionaryRow]:
    for entry in entries(section):
        column = entry.field.column
        within = (f"{title}{entry.title}", f"{key}{entry.key}")
        yield DictionaryRow(
            dataset="单位.yaml",
            dataset_key="unit",
            title=within[0],
            key=within[1],
            type=_type_word(entry.section is not None, entry.many or entry.grouped, str(entry.field.type)),
            unit="",
            required=entry.field.required,
            meaning=column.meaning,
            example=column.example,
            choices=tuple(map(str, entry.field.choices)),
        )
        if entry.section is not None:
            # A mapping by name (公文) has the name between: 公文.文种.发文字号.
            name = ("文种.", "*.") if entry.many else ("", "")
            yield from _section(entry.section, f"{within[0]}.{name[0]}", f"{within[1]}.{name[1]}")


def _type_word(nested: bool, many: bool, scalar: str) -> str:
    if nested:
        return "分项"
    return f"{scalar}列表" if many else scalar
