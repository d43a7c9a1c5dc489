"""The kinds of document (文种) of templates/kinds.yaml: adding one takes no Python."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from reportgen.diagnostics import Place
from reportgen.documents.formats import ON_REQUEST, Format
from reportgen.documents.series import Series
from reportgen.inputs.numbered import issue_id, issue_name, number_in
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.wording import proposal

WORD = ".docx"
FORMS = ("报告", "请示", "通知", "通报", "函", "批复", "意见", "纪要")
"""The kinds of 公文 that there is a layout for, of the fifteen of 党政机关公文处理工作条例第八条."""
_UPWARD = frozenset({"报告", "请示"})
_HEADS = {"函": "", "纪要": "会议纪要"}
_LAYOUTS = {"函": "letter", "纪要": "minutes"}


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
        """The issue of this number of a series, as a kind of its own. Raises ValueError for a kind that is no series."""
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
