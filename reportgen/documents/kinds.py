"""The kinds of document (文种) of templates/kinds.yaml: adding one takes no Python."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator, model_validator

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.documents.formats import FORMATS, ON_REQUEST, Format
from reportgen.inputs.schema import BY_KEY
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Schedule
from reportgen.inputs.yaml_nodes import ListNode, line_of, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.workspace import MAX_TEXT, Workspace

_HELP = "请对照软件自带的 templates/kinds.yaml 改正"
WORD = ".docx"
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "string_type": "应为文本，数字要加引号",
    "tuple_type": "应为列表，例如 [tasks, funds]",
    "dict_type": "应为“名称: 内容”，每个级别一项",
    "model_type": "应为“名称: 内容”，每行一项",
    "bool_parsing": "应为 true 或者 false",
    "bool_type": "应为 true 或者 false",
}


class Form(BaseModel):
    """How one level of unit makes the kind. In titles | marks where a line may break (词意完整).

    `form` and `cover_title` are those of the covering 公文: a kind that isn't filed has none. A `template` that ends in .docx is a
    Word form (表格模板) in templates/docx/, any other one is HTML in templates/html/.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Annotated[str, Field(pattern="^(报告|通知|函)$")] | None = None
    template: str
    cover_title: str = ""
    title: str

    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    def at(self, places: Mapping[str, Place]) -> Self:
        """The form itself, now knowing the line of each entry: the reader calls this once, when it has made it."""
        self._places = dict(places)
        return self

    def place(self, key: str) -> Place:
        """The line of the entry `key` in kinds.yaml."""
        return self._places[key]

    @property
    def is_word(self) -> bool:
        """Whether the template is a Word form."""
        return self.template.lower().endswith(WORD)

    @property
    def file(self) -> str:
        """The template's file below templates/."""
        return f"{'docx' if self.is_word else 'html'}/{self.template}"


class Kind(BaseModel):
    """A kind of document: its name, its deadline (a key of 时限), its form by level.

    `datasets` must be there for it to be complete; `optional` ones are shown where they are there. One that isn't `filed` is
    no 公文: it is a form (`is_form`), or it speaks of the unit's filed documents (`is_review`) and comes after them. One `on_request`
    is made only by units that name it. One that is `archived` is made of a filing, when that is archived, and never by a build. `formats` are what it
    is written in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern="^[a-z][a-z-]*$")]
    name: Annotated[str, Field(pattern=r'^[^/\\:*?"<>|.\s]+$')]
    datasets: tuple[str, ...]
    optional: tuple[str, ...] = ()
    deadline: str | None = None
    filed: bool = True
    on_request: bool = False
    archived: bool = False
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("docx", "pdf", "html")
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

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        if len({form.is_word for form in self.levels.values()}) > 1:
            raise ValueError("各级别的 template 要么都是 .docx 表格，要么都是 .html")
        if self.archived and (self.filed or self.on_request or self.is_form):
            raise ValueError("归档时生成的文种用 .html 模板，要写 filed: false，不写 on_request")
        if self.is_form and self.filed:
            raise ValueError("用 .docx 表格的文种没有版头和版记，要写 filed: false")
        if asked := [name for name in self.formats if name in ON_REQUEST]:
            raise ValueError(f"{asked[0]} 是试验性的格式，不写在 formats 里，只用 reportgen build --format {asked[0]} 生成")
        if self.is_form and "xlsx" in self.formats:
            raise ValueError("用 .docx 表格的文种不生成 xlsx")
        return self

    @model_validator(mode="after")
    def _covered(self) -> Self:
        if self.filed and any(form.form is None or not form.cover_title for form in self.levels.values()):
            raise ValueError("报送的文种，每个级别都要写 form 和 cover_title")
        return self

    @property
    def is_form(self) -> bool:
        """Whether it is a Word form that is filled in."""
        return any(form.is_word for form in self.levels.values())

    @property
    def is_review(self) -> bool:
        """Whether it speaks of the unit's filed documents, not of the unit itself."""
        return not self.filed and not self.is_form and not self.archived

    def is_named(self, name: str) -> bool:
        """Whether a person means this kind by `name`: its id or its Chinese name."""
        return name in (self.id, self.name)


def kinds_of(workspace: Workspace, *, archived: bool = False) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of a workspace's kinds.yaml, as `read_kinds` gives them: those that builds make, or those that are made when a filing is `archived`."""
    path = workspace.template("kinds.yaml")
    shown = workspace.relative(path)
    try:
        kinds, problems = read_kinds(workspace.read(path, MAX_TEXT), shown)
    except Unreadable as fault:
        return (), (fault.diagnostic("kinds", Place(shown), "文种设置"),)
    return tuple(kind for kind in kinds if kind.archived is archived), problems


def read_kinds(data: bytes, shown: str) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of a kinds.yaml, those that are filed first; `shown` is the file's name in messages.

    Entries that are at fault are left out and reported.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return (), (error("kinds.unreadable", f"读不了文种设置：{fault}", Place(shown), help="请检查编码是否为 UTF-8"),)
    tree, faults = read_yaml(text, shown)
    problems = [replace(fault, code=fault.code.replace("inputs.", "kinds."), message=f"文种设置{fault.message}") for fault in faults]
    if tree is None and problems:
        return (), tuple(problems)
    if not isinstance(tree, ListNode) or not tree.items:
        return (), (*problems, error("kinds.syntax", "文种设置应当是一个列表，每个文种一项", Place(shown), help=_HELP))
    kinds: list[Kind] = []
    taken: set[str] = set()
    for number, node in enumerate(tree.items, 1):
        try:
            kind = Kind.model_validate(plain(node))
        except ValidationError as fault:
            for item in fault.errors():
                key = ".".join(str(part) for part in item["loc"] if part != "[key]")
                place = Place(shown, line=line_of(node, item["loc"]))
                problems.append(error("kinds.invalid", f"第{number}个文种的 {key or '内容'} 不正确：{_reason(item)}", place, help=_HELP))
            continue
        # Names are names of files, where a and A are the same to Windows.
        names = {kind.id.casefold(), kind.name.casefold()}
        if names & taken:
            message = f"第{number}个文种与前面的文种同名：{kind.name}（{kind.id}）"
            problems.append(error("kinds.duplicate", message, Place(shown, line=node.line), help="请给它另起一个 id 和 name，或者删除这一项"))
            continue
        taken |= names
        for level, form in kind.levels.items():
            form.at({key: Place(shown, line=line_of(node, ("levels", level, key))) for key in Form.model_fields})
        kinds.append(kind)
    return tuple(sorted(kinds, key=lambda kind: not kind.filed)), tuple(problems)


def _reason(item: Any) -> str:
    """Why pydantic refused a value, in Chinese."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    if item["type"] == "enum":
        return "应为" + "、".join(level.value for level in Level)
    if item["type"] == "literal_error":
        return "应为" + "、".join(FORMATS)
    return _REASONS.get(item["type"], "写法不对")
