"""The kinds of document (文种) of templates/kinds.yaml: adding one takes no Python."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.schema import BY_KEY
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Schedule


class Form(BaseModel):
    """How one level of unit files the kind. In titles | marks where a line may break (词意完整)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Annotated[str, Field(pattern="^(报告|通知|函)$")]
    template: str
    cover_title: str
    title: str


class Kind(BaseModel):
    """A kind of document: its name, its deadline (a key of 时限), its form by level.

    `datasets` must be there for it to be complete; `optional` ones are shown where they are there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern="^[a-z][a-z-]*$")]
    name: Annotated[str, Field(pattern=r'^[^/\\:*?"<>|.\s]+$')]
    datasets: tuple[str, ...]
    optional: tuple[str, ...] = ()
    deadline: str | None = None
    levels: dict[Level, Form]

    @field_validator("datasets", "optional")
    @classmethod
    def _known_datasets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [key for key in value if key not in BY_KEY]
        if unknown:
            raise ValueError(f"不认识的数据表 {'、'.join(unknown)}")
        return value

    @field_validator("deadline")
    @classmethod
    def _known_deadline(cls, value: str | None) -> str | None:
        if value is not None and value not in Schedule.model_fields:
            raise ValueError(f"不认识的时限 {value}")
        return value

    def is_named(self, name: str) -> bool:
        """Whether a person means this kind by `name`: its id or its Chinese name."""
        return name in (self.id, self.name)


def read_kinds(path: Path, shown: str) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of a kinds.yaml; `shown` is the file's name in messages. Entries that are at fault are left out and reported."""
    help_text = "请对照软件自带的 templates/kinds.yaml 改正"
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        return (), (error("kinds.unreadable", f"读不了文种设置：{fault}", Place(shown), help="请检查文件是否存在、编码是否为 UTF-8"),)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else None
        return (), (error("kinds.syntax", "文种设置不符合 YAML 格式", Place(shown, line=line), help="请检查该行的缩进、冒号和引号"),)
    if not isinstance(raw, list):
        return (), (error("kinds.syntax", "文种设置应当是一个列表，每个文种一项", Place(shown), help=help_text),)
    kinds: list[Kind] = []
    problems: list[Diagnostic] = []
    for number, entry in enumerate(raw, 1):
        try:
            kinds.append(Kind.model_validate(entry))
        except ValidationError as fault:
            for item in fault.errors():
                key = ".".join(str(part) for part in item["loc"])
                problems.append(error("kinds.invalid", f"第{number}个文种的 {key or '内容'} 不正确：{_reason(item)}", Place(shown), help=help_text))
    return tuple(kinds), tuple(problems)


def _reason(item: Any) -> str:
    words = {"missing": "缺少这一项", "extra_forbidden": "不认识这一项", "string_type": "应为文本", "string_pattern_mismatch": "写法不对"}
    return words.get(item["type"], str(item["msg"]).removeprefix("Value error, "))
