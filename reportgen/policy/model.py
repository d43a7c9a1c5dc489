"""A policy as data: the document it is, its deadlines, parameters and provisions, and its rules, each of which knows its line."""

import datetime as dt
import re
from collections.abc import Container, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PrivateAttr, field_validator, model_validator
from pydantic import Field as Entry

from reportgen.diagnostics import Diagnostic, Place, Severity
from reportgen.inputs.schema.choices import Level

LONGEST_QUOTE = 30  # characters: a quotation points at its clause, and doesn't stand for it


def _is_year(given: Any) -> Any:
    if not re.fullmatch(r"[12]\d{3}", str(given)):
        raise ValueError("应为年份，例如 2023")
    return given


Year = Annotated[int, Entry(ge=1000, le=2999), BeforeValidator(_is_year)]
KindId = Annotated[str, Entry(pattern="^[a-z][a-z-]*$")]


class _Part(BaseModel):
    """What all parts of a policy file share: nothing unknown, nothing changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PolicyDocument(_Part):
    """The document that a policy is. It binds the units whose 政策依据 names its number; one without a number binds all."""

    title: str
    number: str | None = None
    issuer: str
    date: dt.date


class Deadline(_Part):
    """A date that the policy sets: 2023-04-20, or 04-30 for that day of the season's first year.

    Standing rules have dates that only a season's notice sets: theirs is None.
    """

    title: str
    date: Annotated[str, Entry(pattern=r"^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None = None

    @model_validator(mode="after")
    def _a_day_of_the_calendar(self) -> Self:
        self.on(2023)
        return self

    def on(self, year: int) -> dt.date | None:
        """The day in the season that begins in `year`; None where it isn't set. Raises ValueError where the calendar has no such day."""
        if self.date is None:
            return None
        return dt.date.fromisoformat(self.date if len(self.date) > len("04-30") else f"{year}-{self.date}")


class Provision(_Part):
    """What a policy lays down that a document may repeat in a sentence of its own: the clause, and the policy's own words."""

    clause: str
    words: Annotated[str, Entry(min_length=1)]


class Examples(_Part):
    """What is laid over a complete example unit: `holds` keeps the rule, `breaks` breaks it.

    单位 alters entries of 单位.yaml; a dataset's title replaces its rows (a list), or alters single ones by number from 1.
    """

    holds: Mapping[str, Any]
    breaks: Mapping[str, Any]


class Rule(_Part):
    """A rule: what must be true of a unit's data (`assert` an expression, or `check` a named generator).

    `each` names the dataset over whose rows it runs; `when` says where it applies. No `kinds` means all kinds of document that are filed, no `levels`
    or `units` (codes) all of these. A rule that repeats a `standing` one (its id) takes all from it that it doesn't say itself, and runs in its stead.
    """

    id: Annotated[str, Entry(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    standing: str | None = None
    title: str
    clause: str
    quote: Annotated[str, Entry(max_length=LONGEST_QUOTE)]
    severity: Severity
    kinds: Annotated[tuple[KindId, ...] | None, Entry(min_length=1)] = None
    levels: tuple[Level, ...] = ()
    units: tuple[str, ...] = ()
    each: str | None = None
    when: str | None = None
    must: Annotated[str | None, Entry(alias="assert")] = None
    check: str | None = None
    message: str
    help: str = ""
    note: str = ""
    examples: Examples | None = None
    enabled: bool = True

    _place: Place = PrivateAttr()

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if (self.must is None) == (self.check is None):
            raise ValueError("assert 和 check 应当写且只写一个")
        if self.each is not None and self.check is not None:
            raise ValueError("check 对整个单位核查，不能与 each 同写")
        return self

    def at(self, place: Place) -> Self:
        """The rule itself, now knowing its file and line: the reader calls this once, when it has made it."""
        self._place = place
        return self

    @property
    def place(self) -> Place:
        """The file and line where the rule, or what an office changed of it, is written."""
        return self._place

    @property
    def expressions(self) -> dict[str, str]:
        """`when` and `assert` by these names, where they are given."""
        return {key: text for key, text in (("when", self.when), ("assert", self.must)) if text is not None}

    def fault(self, message: str, line: int | None = None) -> Diagnostic:
        """A fault of the rule itself, at this line or its own."""
        help = "请改正这条规则；不需要核查的，可以写 enabled: false 停用"
        place = self.place if line is None else Place(self.place.file, line=line)
        return Diagnostic("policy.rule", Severity.ERROR, f"规则 {self.id} 有误：{message}", (place,), help)


class Policy(_Part):
    """A policy with its rules in their order. `season` are the seasons (first years) that it binds; none: all of them.

    `standing` rules hold in any place and year, by the days and numbers that the notices set. `renamed` are parameters by the names
    that they had in an earlier version, so that an office's change of one is told the new name, `titles` what parameters are called in a notice's workbook.
    """

    id: Annotated[str, Entry(pattern="^[a-z0-9][a-z0-9-]*$")]
    season: tuple[Year, ...] = ()
    standing: bool = False
    document: PolicyDocument
    deadlines: Mapping[Annotated[str, Entry(pattern="^[a-z][a-z_]*$")], Deadline] = {}
    parameters: Mapping[Annotated[str, Entry(pattern="^[a-z][a-z_]*$")], Any] = {}
    titles: Mapping[str, str] = {}
    renamed: Mapping[str, str] = {}
    provisions: Mapping[Annotated[str, Entry(pattern="^[a-z][a-z_]*$")], Provision] = {}
    rules: tuple[Rule, ...] = ()

    @field_validator("season", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        return given if isinstance(given, list | tuple) else (given,)

    def is_of(self, season: int) -> bool:
        """Whether it binds the season that begins in this year."""
        return not self.season or season in self.season

    def without(self, rules: Container[str | None]) -> Self:
        """The policy without the rules of these ids."""
        return self.model_copy(update={"rules": tuple(rule for rule in self.rules if rule.id not in rules)})
