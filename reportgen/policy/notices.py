"""The notices of a season, each from its workbook (inputs/SEASON/年度通知.xlsx): a policy of that season whose rules are the standing ones."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, warning
from reportgen.inputs.counties import Owner
from reportgen.inputs.data_files import OTHER_TABLES, WORKBOOKS
from reportgen.inputs.excel import Workbook, open_workbook
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.notice import DAYS, HEAD, NUMBERS, TASK_TABLE, notice_sheets
from reportgen.inputs.table import read_table
from reportgen.inputs.wording import fold, proposal
from reportgen.policy.load import UNREADABLE
from reportgen.policy.model import LONGEST_QUOTE, Deadline, Policy, PolicyDocument, Rule
from reportgen.policy.parameters import ASSIGNED
from reportgen.policy.parameters import TASK_TABLE as TASKS
from reportgen.workspace import Workspace, is_notice

_OF_ALL = (HEAD, DAYS, TASK_TABLE, NUMBERS)
"""The sheets that a notice must have; of those for what else it assigns, one that isn't there assigns nothing."""
_ALL = Owner("", frozenset())
_NOT_ASSIGNED = ("county", "season")
_DEADLINE = re.compile(r"\bdeadlines\.(\w+)")
_WORDS = re.compile(r"[、，,；;\s]+")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_SPAN = re.compile(r"[—－–~～至-]")
_BETWEEN = "、，,；;和及至—－–~～-年度采暖季 "
_MOST_SEASONS = 10
"""A five-year plan binds five; more are a slip of the pen."""
_LEAP_DAY, _BEFORE_LEAP_DAY = (2, 29), 28


def load_notices(workspace: Workspace, season: str, policies: Sequence[Policy]) -> tuple[tuple[Policy, ...], tuple[Diagnostic, ...]]:
    """The notices that bind a season, entered in workbooks of it or of another, and all that is wrong with these; `policies` are all others.

    A workbook without 基本信息 isn't filled in yet, and no notice. A day or number that can't be read is left out, and told. What is wrong with
    one of another season that doesn't bind this one is told there.
    """
    found: list[Policy] = []
    problems: list[Diagnostic] = []
    sheets = notice_sheets(programme_of(workspace)[0])
    standing = [policy for policy in policies if policy.standing]
    sheets = notice_sheets(programme_of(workspace)[0])
    for path in _notice_files(workspace, season):
        file, of = workspace.relative(path), path.parent.name
        taken = {policy.id for policy in (*policies, *found)}
        number = next(number for number in ("", *(f"-{n}" for n in range(2, len(taken) + 3))) if f"notice-{of}{number}" not in taken)
        said: list[Diagnostic] = []
        try:
            with open_workbook(_bytes(workspace, path), file) as workbook:
                policy = _Notice(file, of, int(season), sheets, standing, said).read(workbook, number, [*policies, *found])
        except Unreadable as fault:
            policy, said = None, [replace(fault.diagnostic("policy", Place(file)), code=UNREADABLE)]
        if of == season or policy is not None:
            problems += said
        found += () if policy is None or not policy.is_of(int(season)) else (policy,)
    return tuple(found), tuple(problems)


def _notice_files(workspace: Workspace, season: str) -> Iterator[Path]:
    """The workbooks of notices, those of the season first, then of the others from the oldest on."""
    for name in (season, *(other for other in workspace.seasons() if other != season)):
        try:
            entries = workspace.entries(workspace.inputs / name)
        except Unreadable:  # told of the season
            continue
        paths = (Path(entry.path) for entry in entries)
        yield from (path for path in paths if is_notice(workspace.relative(path)) and path.suffix.lower() in WORKBOOKS | OTHER_TABLES)


def _bytes(workspace: Workspace, path: Path) -> bytes:
    if path.suffix.lower() in OTHER_TABLES:
        raise Unreadable("old-format", f"是 {path.suffix} 格式，没有读取", "请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”")
    return workspace.read(path)


def days_of(rule: Rule) -> frozenset[str]:
    """The deadlines that a rule's expressions ask for."""
    return frozenset(key for text in rule.expressions.values() for key in _DEADLINE.findall(text))


@dataclass(slots=True)
class _Notice:
    """A workbook of the season `of` that is being read for what it says of a season (its first year)."""

    file: str
    of: str
    season: int
    sheets: Mapping[str, Dataset]
    standing: Sequence[Policy]
    problems: list[Diagnostic]
    cited: dict[str, Record] = field(default_factory=dict)
    bound: tuple[int, ...] = ()

    def read(self, workbook: Workbook, number: str, known: Sequence[Policy]) -> Policy | None:
        """The policy, with its number among its season's where it isn't the first.

        None where it isn't filled in, can't be told from another, or is another season's that doesn't bind this one.
        """
        for title in (self.sheets[key].title for key in _OF_ALL if key in self.sheets and self.sheets[key].title not in workbook.names):
            self._fault(f"没有工作表“{title}”", Place(self.file), f"请恢复这张工作表，可以从 reportgen notice new {self.of} 写出的空白工作簿复制")
        head = self._head(workbook, known)
        if head is None or (self.season not in self.bound and self.season != int(self.of)):
            return None
        days = self._days(workbook)
        parameters = self._parameters(workbook) | self._tasks(workbook) | self._assigned(workbook)
        rules = tuple(self._rules(f"N{self.of}{number}"))
        id = f"notice-{self.of}{number}"
        return Policy(id=id, season=self.bound, document=head, deadlines=days, parameters=parameters, rules=rules)

    def _head(self, workbook: Workbook, known: Sequence[Policy]) -> PolicyDocument | None:
        rows = self._rows(workbook, HEAD)
        for row in rows[1:]:
            help = "一个工作簿是一份通知，请只保留一行；另一份通知请另建一个工作簿，名称以“年度通知”开头"
            self._fault("“基本信息”填了不止一行，按第一行的读取", row.origin.place, help)
        if not rows or None in (rows[0].title, rows[0].number, rows[0].issuer, rows[0].issued):  # told by the reader of the table
            return None
        head = rows[0]
        other = next((policy for policy in known if policy.document.number and fold(policy.document.number) == fold(head.number)), None)
        if other is not None:
            message = f"文号“{head.number}”已经录入过（政策 {other.id}），没有读取这个工作簿"
            self._fault(message, head.place("number"), "同一份通知请只录入一处，多余的删去或者移出文件夹")
            return None
        self.bound = self._seasons(head)
        return PolicyDocument(title=head.title, number=head.number, issuer=head.issuer, date=head.issued)

    def _seasons(self, head: Record) -> tuple[int, ...]:
        """The seasons that it binds: those that it says, from and to where it says so, or that of its folder."""
        text = head.seasons or self.of
        years = [int(year) for year in _YEAR.findall(text)]
        if not years or _YEAR.sub("", text).strip(_BETWEEN) or len(years) > _MOST_SEASONS or max(years) - min(years) >= _MOST_SEASONS:
            self._fault(
                f"“{head.dataset.columns['seasons'].column.title}”是“{text}”，读不出年份",
                head.place("seasons"),
                "请写各年度的起始年份，例如 2024、2025，或者 2024—2026",
            )
            return (int(self.of),)
        return tuple(range(min(years), max(years) + 1)) if _SPAN.search(text) else tuple(sorted({*years}))

    def _is_here(self, row: Record) -> bool:
        """Whether a row is about this season: it names it, or none, as those of a table that is written across."""
        named = row.season
        return named is None or str(self.season) in _YEAR.findall(named)

    def _day(self, row: Record) -> date | None:
        """The day of a row in this season: where it names no season it is of the first, and comes again on that day of each further one."""
        day: date | None = row.day
        if day is None or row.season is not None:
            return day
        year = day.year + self.season - min(self.bound)
        return day.replace(year=year, day=_BEFORE_LEAP_DAY if (day.month, day.day) == _LEAP_DAY else day.day)

    def _days(self, workbook: Workbook) -> dict[str, Deadline]:
        titles = {fold(deadline.title): (key, deadline.title) for policy in self.standing for key, deadline in policy.deadlines.items()}
        found: dict[str, Deadline] = {}
        rows = [row for row in self._rows(workbook, DAYS) if row.day is not None and self._is_here(row)]
        own = {fold(row.name) for row in rows if row.season is not None}
        for row in (row for row in rows if row.season is not None or fold(row.name) not in own):
            day = self._day(row)
            if day is None or not self._is_known(row, titles, found):
                continue
            key, title = titles[fold(row.name)]
            if day.year not in (self.season, self.season + 1):
                message = f"“{title}”是{day.year}年，不在{self.season}年度内"
                self.problems.append(warning("policy.notice", message, row.place("day"), help="请核对日期的年份"))
            found[key] = Deadline(title=title, date=day.isoformat())
            if row.clause is not None:
                self.cited[key] = row
        return found

    def _parameters(self, workbook: Workbook) -> dict[str, Any]:
        """The numbers, and the words by part."""
        named = {fold(title): (key, policy.parameters[key]) for policy in self.standing for key, title in policy.titles.items()}
        found: dict[str, Any] = {}
        for row in self._rows(workbook, NUMBERS):
            given = row.number, row.part, row.words
            if given == (None, None, None) or not self._is_known(row, named, ()):
                continue
            key, standing = named[fold(row.name)]
            if isinstance(standing, Mapping):
                if None in given[1:]:
                    part = next(iter(standing))
                    self._fault(f"“{row.name}”要写明项和字样", row.place("part"), f"例如 项：{part}，字样：{'、'.join(standing[part])}")
                else:
                    found.setdefault(key, {})[row.part] = [word for word in _WORDS.split(row.words or "") if word]
            elif row.number is None or given[1:] != (None, None):
                self._fault(f"“{row.name}”是一个数", row.place("number"), f"请填在“数”中，例如 {standing}；“项”和“字样”不填")
            else:
                found[key] = row.number
        return found

    def _tasks(self, workbook: Workbook) -> dict[str, Any]:
        """The task table by unit, path and area; none where something of it can't be read: what it assigns isn't known then."""
        before = len(self.problems)
        rows = [row for row in self._rows(workbook, TASK_TABLE) if self._is_here(row)]
        table: dict[str, dict[str, dict[str, int]]] = {}
        seen: set[tuple[str | None, ...]] = set()
        for row in rows:
            line = (row.county, row.township, row.path, row.area)
            if row.county is None:
                self._fault("没有写是哪个单位的任务", row.place("county"), "请写明县（市、区）；全市的合计不填")
            elif line in seen:
                self._fault(f"{row.county}的{row.path or ''}{row.area or ''}任务填了不止一次", row.place("households"), "请只保留一行")
            elif not has_errors(self.problems[before:]):
                areas = table.setdefault(row.county, {}).setdefault(str(row.path), {})
                areas[str(row.area)] = areas.get(str(row.area), 0) + row.households
            seen.add(line)
        return {TASKS: table} if table and not has_errors(self.problems[before:]) else {}

    def _assigned(self, workbook: Workbook) -> dict[str, Any]:
        """What it assigns of other datasets, by unit and dataset: rows of choices and numbers by column. None of a sheet of which something can't be read."""
        found: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for key, sheet in self.sheets.items():
            before = len(self.problems)
            rows = [row for row in self._rows(workbook, key) if self._is_here(row)] if key not in _OF_ALL else []
            lines: dict[tuple[object, ...], Record] = {}
            for row in rows:
                said = tuple(getattr(row, field.key) for field in sheet.fields() if field.choices)
                if (row.county, *said) in lines:
                    self._fault(f"{row.county}{''.join(map(str, said))}填了不止一次", row.place("county"), "请只保留一行")
                lines[row.county, *said] = row
            for row in lines.values() if not has_errors(self.problems[before:]) else ():
                values = {column: value for column in sheet.columns if column not in _NOT_ASSIGNED and (value := getattr(row, column)) is not None}
                found.setdefault(row.county, {}).setdefault(key, []).append(values)
        return {ASSIGNED: found} if found else {}

    def _rules(self, prefix: str) -> Iterator[Rule]:
        """The standing rules about days whose clause the notice gives, under that clause."""
        for row in (row for row in self.cited.values() if len(row.quote or "") > LONGEST_QUOTE):
            self._fault(f"原文有{len(row.quote or '')}个字，按前{LONGEST_QUOTE}个字引用", row.place("quote"), f"请摘录，最多{LONGEST_QUOTE}个字")
        for rule in (rule for policy in self.standing for rule in policy.rules):
            days = days_of(rule)
            day = self.cited.get(min(days)) if len(days) == 1 else None
            if day is not None:
                quote = (day.quote or rule.quote)[:LONGEST_QUOTE]
                said = {"id": f"{prefix}-{rule.id}", "standing": rule.id, "clause": day.clause, "quote": quote}
                yield rule.model_copy(update=said).at(day.origin.place)

    def _rows(self, workbook: Workbook, key: str) -> tuple[Record, ...]:
        dataset = self.sheets.get(key)
        if dataset is None or dataset.title not in workbook.names:
            return ()
        table, problems = read_table(workbook.sheet(dataset.title), dataset, _ALL)
        self.problems += problems
        return () if table is None else table.rows

    def _is_known(self, row: Record, names: Mapping[str, tuple[str, Any]], given: Iterable[str]) -> bool:
        """Whether a row's name is one that there is, and its day not given yet; else that is told."""
        if fold(row.name) not in names:
            more = f"补充通用规则（id: {self.standing[0].id}）" if self.standing else "写通用规则（standing: true），在其中写时限和参数的名称"
            help = f"请改为空白工作簿中的名称；要增加的，先在 inputs/policies 中{more}"
            self._fault(f"没有名为“{row.name}”的{row.dataset.title}{proposal(row.name, names)}", row.place("name"), help)
            return False
        if names[fold(row.name)][0] in given:
            self._fault(f"“{row.name}”填了不止一次，按第一次的读取", row.place("name"), "请只保留一行")
            return False
        return True

    def _fault(self, message: str, place: Place, help: str) -> None:
        self.problems.append(error("policy.notice", message, place, help=help))
