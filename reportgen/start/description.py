"""The text of a new 单位.yaml: every entry of the schema with its meaning, what is known filled in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.schema import Column, Programme
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Filing, Section, Unit
from reportgen.measure import width
from reportgen.start.schemas import UNIT, reference

_REMARK_AT = 30  # characters: remarks of most keys stand under each other
_LEFT_OUT = ("sample",)
_CHECK = "请核对"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a new unit. `guessed` are the keys of entries that an officer must look at; `sample` marks made-up names."""

    name: str
    level: Level
    code: str
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    sample: bool = False


def description(known: UnitFacts, kinds: Sequence[str], policies: Sequence[tuple[str, str]], programme: Programme) -> str:
    """The text of 单位.yaml.

    `kinds` are the names of the documents that the unit files, `policies` the numbers and titles of those that there are rules for.
    """
    head = [
        reference(UNIT, 3),
        f"# {known.name}：单位说明。在冒号后面空一格填写，#后面是说明；没有的可以空着，空着的在公文中显示为待补。",
        "# 文本不用加引号；代码、电话等编号要加英文引号。日期按 2023-04-18 的样子填写。用记事本打开，保存为 UTF-8 编码。",
    ]
    if known.sample:
        head += ["# 这是示例单位：请改成本单位的名称（文件夹也要改名）、代码和发文机关，再删除下面一行。", "sample: true"]
    given = {"name": known.name, "level": str(known.level), "code": known.code, **known.values}
    body: list[str] = []
    for entry in entries(Unit, alone=programme.alone):
        if entry.key not in _LEFT_OUT and not (entry.key == "below" and known.level in (Level.TOWNSHIP, Level.VILLAGE)):
            body += _entry(entry, given.get(entry.key), known, kinds, policies, alone=programme.alone)
    return "\n".join([*head, "", *body, ""])


def _meaning(column: Column) -> str:
    """What an entry means, with its example."""
    return f"{column.meaning}，例如 {column.example}" if column.example else column.meaning


def _entry(
    entry: Entry, value: str | tuple[str, ...] | None, known: UnitFacts, kinds: Sequence[str], policies: Sequence[tuple[str, str]], *, alone: bool
) -> Iterator[str]:
    column = entry.field.column
    if entry.key == "documents":
        yield ""
        yield from _documents(column.title, kinds, alone=alone)
    elif entry.key == "policies":
        yield ""
        yield from _policies(column.title, column.meaning, value or (), policies)
    elif entry.section is not None:
        yield ""
        yield from _section(entry.title, column.meaning, entry.section, alone=alone)
    else:
        remark = column.meaning if value else _meaning(column)
        remark += f"；{_CHECK}" if entry.key in known.guessed else ""
        yield _line(f"{column.title}:{_written(entry, value)}", remark)


def _section(title: str, meaning: str, section: type[Section], *, alone: bool) -> Iterator[str]:
    """A section with its entries blank; one that must be given whole is left as comments, to be taken out of them."""
    must = any(inner.field.required for inner in entries(section))
    yield _line(f"{title}:", f"{meaning}；填写时删去下面各行开头的#" if must else meaning)
    for inner in entries(section, alone=alone):
        column = inner.field.column
        yield _line(f"#  {inner.title}: {column.example}" if must else f"  {inner.title}:", column.meaning if must else _meaning(column))


def _documents(title: str, kinds: Sequence[str], *, alone: bool) -> Iterator[str]:
    yield f"# {title}：各文种的发文字号和日期，定下来以后再填"
    yield f"{title}:"
    shown = [entry for entry in entries(Filing, alone=alone) if entry.key in ("number", "dated", "reported")]
    for kind in kinds:
        yield f"  {kind}:"
        for entry in shown:
            column = entry.field.column
            yield _line(f"    {entry.title}:", _meaning(column) if kind == kinds[0] else "")


def _policies(title: str, meaning: str, given: str | tuple[str, ...], policies: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"# {title}：{meaning}，对照它们核查；不填就不对照政策核查。适用的删去开头的#"
    yield f"{title}:"
    yield from (f"  - {number}" for number in given)
    yield from (_line(f"#  - {number}", name) for number, name in policies if number not in given)


def _written(entry: Entry, value: str | tuple[str, ...] | None) -> str:
    if not value:
        return ""
    if isinstance(value, tuple):
        return f" [{', '.join(value)}]"
    return f" {json.dumps(value, ensure_ascii=False)}" if entry.key == "code" else f" {value}"


def _line(text: str, remark: str) -> str:
    if not remark:
        return text
    return f"{text}{' ' * max(2, round(_REMARK_AT - 2 * width(text)))}# {remark}"
