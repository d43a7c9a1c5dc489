"""The kinds of document (文种) of templates/kinds.yaml: adding one takes no Python."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, ValidationInfo, field_validator, model_validator

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.documents.formats import ON_REQUEST, Format
from reportgen.documents.kind_entries import HELP, PACKAGED, Entry, entries
from reportgen.documents.series import Series
from reportgen.inputs.numbered import issue_id, issue_name, number_in
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.wording import nearest, proposal
from reportgen.inputs.yaml_nodes import MapNode, ScalarNode, line_of, plain
from reportgen.workspace import MAX_TEXT, Workspace, packaged_templates

_RENAME = "请给它另起一个 id 和 name，或者删除这一项"
_RENAME_OWN = "要改自带的文种，请写它的 id；要用自己的代替它，请写 {id: 自带的编号, enabled: false}，否则另起一个 id 和 name"
WORD = ".docx"
FORMS = ("报告", "请示", "通知", "通报", "函", "批复", "意见", "纪要")
"""The kinds of 公文 that there is a layout for, of the fifteen of 党政机关公文处理工作条例第八条."""
_UPWARD = frozenset({"报告", "请示"})
_HEADS = {"函": "", "纪要": "会议纪要"}
_LAYOUTS = {"函": "letter", "纪要": "minutes"}
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "string_type": "应为文本，数字要加引号",
    "tuple_type": "应为列表，例如 [tasks, funds]",
    "dict_type": "应为“名称: 内容”，每个级别一项",
    "model_type": "应为“名称: 内容”，每行一项",
    "bool_parsing": "应为 true 或者 false",
    "bool_type": "应为 true 或者 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "greater_than_equal": "应为0或者更大的整数",
}


class Form(BaseModel):
    """How one level of unit makes the kind. In titles | marks where a line may break (词意完整).

    `form` and `cover_title` are those of the covering 公文: a kind that isn't filed has none. `title` is that of the attachment; without one the
    公文 has none, and says all itself. A `template` that ends in .docx is a Word form (表格模板) in templates/docx/, any other one is HTML in
    templates/html/.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Annotated[str, Field(pattern=f"^({'|'.join(FORMS)})$")] | None = None
    upward: bool = False
    template: str
    cover_title: str = ""
    title: str = ""

    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    @field_validator("upward")
    @classmethod
    def _may_go_up(cls, value: bool, told: ValidationInfo) -> bool:
        if value and told.data.get("form") != "意见":
            raise ValueError("只有意见写 upward: true；报告、请示总是上行文，其他的不是")
        return value

    @field_validator("cover_title")
    @classmethod
    def _names_its_form(cls, value: str, told: ValidationInfo) -> str:
        form = told.data.get("form")
        ending = value.rpartition("}")[2].strip()  # what comes of an expression isn't known yet
        if form is not None and ending and "{" not in ending and not ending.endswith(form):
            raise ValueError(f"form 是{form}，标题的末尾也应当是“{form}”")
        return value

    def at(self, places: Mapping[str, Place]) -> Self:
        """The form itself, now knowing the line of each entry: the reader calls this once, when it has made it."""
        self._places = dict(places)
        return self

    def place(self, key: str) -> Place:
        """The line of the entry `key` in kinds.yaml."""
        return self._places[key]

    @property
    def goes_up(self) -> bool:
        """Whether it is 上行文, which names its 签发人: a report and a request always, an opinion where it says so."""
        return self.upward or self.form in _UPWARD

    @property
    def head(self) -> str:
        """What stands behind the office in the 发文机关标志 (7.2.4, 10.1, 10.3)."""
        return _HEADS.get(self.form or "", "文件")

    @property
    def layout(self) -> str:
        """The class of its `article` where it has a layout of its own (10.1, 10.3)."""
        return _LAYOUTS.get(self.form or "", "")

    @property
    def is_word(self) -> bool:
        """Whether the template is a Word form."""
        return self.template.lower().endswith(WORD)

    @property
    def file(self) -> str:
        """The template's file below templates/."""
        return f"{'docx' if self.is_word else 'html'}/{self.template}"


class Kind(BaseModel):
    """A kind of document: its name, its deadline (a key of 时限, or of the `deadlines` of a policy), its form by level.

    `datasets` must be there for it to be complete; `optional` ones are shown where they are there. One that isn't `filed` is
    no 公文: it is a form (`is_form`), or it speaks of the unit's filed documents (`is_review`) and comes after them. One `on_request`
    is made only by units that name it. One that is `archived` is made of a filing, when that is archived, and never by a build. One that
    isn't `enabled` is left out. `formats` are what it is written in. Of a `series` a unit makes issues, each of which is a kind of its own (`issue`).
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
    enabled: bool = True
    series: Series | None = None
    levels: dict[Level, Form]

    _deadline_place: Place | None = PrivateAttr(default=None)
    _number: int | None = PrivateAttr(default=None)
    _whole: "Kind | None" = PrivateAttr(default=None)

    @field_validator("datasets", "optional")
    @classmethod
    def _known_datasets(cls, value: tuple[str, ...], told: ValidationInfo) -> tuple[str, ...]:
        known = (told.context or shipped()).by_key
        unknown = [key for key in value if key not in known]
        if unknown:
            raise ValueError("；".join(f"不认识的数据表 {key}{proposal(key, known)}" for key in unknown))
        return value

    @field_validator("levels")
    @classmethod
    def _filed_or_not(cls, value: dict[Level, Form], told: ValidationInfo) -> dict[Level, Form]:
        if told.data.get("filed") is False:
            for level, form in value.items():
                if form.form is not None or form.cover_title or form.upward:
                    raise ValueError(f"{level}：不报送的文种没有版头，不写 form、cover_title 和 upward")
                if not form.title:
                    raise ValueError(f"{level}：不报送的文种要写 title")
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

    @model_validator(mode="after")
    def _due_by_issue(self) -> Self:
        if self.series is not None and self.deadline is not None:
            raise ValueError("一季有多期的文种不写 deadline，写 series 的 due_after：截止日期以后几天报送")
        if self.series is not None and self.archived:
            raise ValueError("归档时生成的文种没有期次，不写 series")
        return self

    def at(self, deadline: Place) -> Self:
        """The kind itself, now knowing where its deadline is written: the reader calls this once, when it has made it."""
        self._deadline_place = deadline
        return self

    @property
    def deadline_place(self) -> Place | None:
        """Where its deadline is written; None for a kind that wasn't read from a file."""
        return self._deadline_place

    def issue(self, number: int) -> Self:
        """The issue of this number of a series, as a kind of its own."""
        if self.series is None:
            raise ValueError(self.id)
        one = self.model_copy(update={"id": issue_id(self.id, number), "name": issue_name(self.name, number, self.series.counter)})
        one._number, one._whole = number, self  # noqa: SLF001  # its own
        return one

    @property
    def number(self) -> int | None:
        """Of an issue its number; of any other kind None."""
        return self._number

    @property
    def whole(self) -> "Kind":
        """Of an issue the series; of any other kind itself."""
        return self._whole or self

    @property
    def is_series(self) -> bool:
        """Whether it is a series, of which there are only issues."""
        return self.series is not None and self.number is None

    def number_in(self, words: str) -> int | None:
        """The number of the issue of this series that a person means by `words`; None where they mean none, or it is no series."""
        return number_in(words, (self.whole.id, self.whole.name), self.series.counter) if self.series else None

    @property
    def is_form(self) -> bool:
        """Whether it is a Word form that is filled in."""
        return any(form.is_word for form in self.levels.values())

    @property
    def is_review(self) -> bool:
        """Whether it speaks of the unit's filed documents, not of the unit itself."""
        return not self.filed and not self.is_form and not self.archived

    def is_named(self, name: str) -> bool:
        """Whether a person means this kind by `name`: its id or its Chinese name; an issue also by those of its series, of which it is one."""
        return name in (self.id, self.name, self.whole.id, self.whole.name) or (self.number is not None and self.number_in(name) == self.number)


def kinds_of(workspace: Workspace, *, archived: bool = False) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of the package, with the workspace's own kinds.yaml over them, as `read_kinds` gives them; where its programme stands alone, its own.

    They are those that builds make, or those that are made when a filing is `archived`.
    """
    path, packaged = workspace.template("kinds.yaml"), packaged_templates() / "kinds.yaml"
    shown = workspace.relative(path)
    programme, _ = programme_of(workspace)
    if programme.alone and path == packaged:
        return (), (error("kinds.invalid", "没有写这个专项工作有哪些文种", Place("templates/kinds.yaml"), help="请新建 templates/kinds.yaml，写上各个文种"),)
    try:
        below = None if path == packaged or programme.alone else packaged.read_bytes()
        kinds, problems = read_kinds(workspace.read(path, MAX_TEXT), shown, below, programme)
    except Unreadable as fault:
        return (), (fault.diagnostic("kinds", Place(shown), "文种设置"),)
    if programme.alone:  # filings are archived the same way, whatever they are about
        kinds += tuple(kind for kind in packaged_kinds() if kind.archived and kind.id not in {own.id for own in kinds})
    return tuple(kind for kind in kinds if kind.archived is archived), problems


def packaged_kinds() -> tuple[Kind, ...]:
    """The kinds of the package, those of archives too."""
    return read_kinds((packaged_templates() / "kinds.yaml").read_bytes(), PACKAGED)[0]


def read_kinds(data: bytes, shown: str, packaged: bytes | None = None, programme: Programme | None = None) -> tuple[tuple[Kind, ...], tuple[Diagnostic, ...]]:
    """The kinds of a kinds.yaml, those that are filed first; `shown` is the file's name in messages.

    With a `packaged` file, the other adds to it: an entry of an id that is there changes single fields, `enabled: false` switches it off.
    Entries that are at fault are left out and reported. `programme` has the datasets that they may name: by default that of the package.
    """
    found, told = entries(data, shown, packaged)
    problems = list(told)
    kinds: list[Kind] = []
    taken: set[str] = set()
    known = [kind.id for kind in read_kinds(packaged, PACKAGED)[0]] if packaged is not None else []
    for entry in found:
        try:
            kind = Kind.model_validate(plain(entry.node), context=programme)
        except ValidationError as fault:
            problems += _invalid(entry, fault, known)
            continue
        if not kind.enabled:
            if kind.archived and entry.packaged:
                place = Place(entry.file, line=line_of(entry.written, ("enabled",)))
                problems.append(error("kinds.needed", f"归档要用“{kind.name}”，不能停用", place, help="请删除 enabled: false；不归档的，不会生成它"))
            continue
        # Names are names of files, where a and A are the same to Windows.
        names = {kind.id.casefold(), kind.name.casefold()}
        if names & taken:
            message = f"第{entry.number}个文种与{'前面' if packaged is None else '别'}的文种同名：{kind.name}（{kind.id}）"
            problems.append(error("kinds.duplicate", message, Place(entry.file, line=entry.written.line), help=_RENAME if packaged is None else _RENAME_OWN))
            continue
        taken |= names
        for level, form in kind.levels.items():
            form.at({key: Place(entry.file, line=line_of(entry.written, ("levels", level, key))) for key in Form.model_fields})
        kinds.append(kind.at(Place(entry.file, line=line_of(entry.written, ("deadline",)))))
    return tuple(sorted(kinds, key=lambda kind: not kind.filed)), tuple(problems)


def _invalid(entry: Entry, fault: ValidationError, known: Sequence[str]) -> Iterator[Diagnostic]:
    """What is wrong with an entry, each fault at its line; of one that changes a kind that there is not, that alone."""
    faults = fault.errors()
    id = entry.node.entries["id"] if isinstance(entry.node, MapNode) and "id" in entry.node.entries else None
    if not entry.packaged and isinstance(id, ScalarNode) and any(item["type"] == "missing" for item in faults) and (near := nearest(str(id.value), known)):
        message = f"没有“{id.value}”这个文种，是否应为“{near}”"
        place = Place(entry.file, line=line_of(entry.written, ("id",)))
        yield error("kinds.unknown", message, place, help="修改自带的文种，id 要与它的一样；增加文种，要写全 name、datasets 和 levels")
        return
    for item in faults:
        key = ".".join(str(part) for part in item["loc"] if part != "[key]")
        place = Place(entry.file, line=line_of(entry.written, item["loc"]))
        yield error("kinds.invalid", f"第{entry.number}个文种的 {key or '内容'} 不正确：{_reason(item)}", place, help=HELP)


def _reason(item: Any) -> str:
    """Why pydantic refused a value, in Chinese."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    if item["type"] == "enum":
        return "应为" + "、".join(level.value for level in Level)
    if item["type"] == "literal_error":
        return "应为" + "、".join(word for word in re.findall(r"'([^']+)'", item["ctx"]["expected"]) if word not in ON_REQUEST)
    if item["type"] == "extra_forbidden":
        fields = (Series if item["loc"][0] == "series" else Form if len(item["loc"]) > 1 else Kind).model_fields
        return _REASONS["extra_forbidden"] + proposal(str(item["loc"][-1]), fields)
    return _REASONS.get(item["type"], "写法不对")
