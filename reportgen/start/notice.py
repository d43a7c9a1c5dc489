"""年度通知.xlsx: the workbook in which an officer enters a season's notice, with the names of all that the standing rules want to know of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.diagnostics import Diagnostic, error
from reportgen.files import cause, replace_file
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.notice import DAYS, NUMBERS, TASK_TABLE, notice_sheets
from reportgen.inputs.schema.programme import Programme
from reportgen.inputs.wording import some
from reportgen.policy import Policy, load_policies
from reportgen.policy.notices import days_of
from reportgen.start.tree import exists
from reportgen.workbook.book import blank_book
from reportgen.workbook.dataset import Row, dataset_sheet
from reportgen.workspace import NOTICE, Workspace

_SHOWN = 2  # rules named of those that want a day; the others are counted


@dataclass(frozen=True, slots=True)
class NewNotice:
    """The workbook that was written, or why it wasn't."""

    file: Path
    problems: tuple[Diagnostic, ...] = ()


def new_notice(workspace: Workspace, season: str) -> NewNotice:
    """Writes the blank workbook of a season's notice below inputs/SEASON/; nothing where there is one."""
    file = workspace.inputs / season / f"{NOTICE}.xlsx"
    if file.exists():
        return NewNotice(file, (exists(file),))
    policies, _ = load_policies(workspace)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, notice_workbook(policies, season, programme_of(workspace)[0]))
    except OSError as fault:
        return NewNotice(file, (error("start.not-written", f"写不了 {file}：{cause(fault)}", help="请检查磁盘空间和文件夹的写权限"),))
    return NewNotice(file)


def notice_workbook(policies: Sequence[Policy], season: str, programme: Programme) -> bytes:
    """The blank workbook: the same bytes for the same arguments."""
    standing = [policy for policy in policies if policy.standing]
    days = [Row({"name": deadline.title}, _wanted_by(standing, key)) for policy in standing for key, deadline in policy.deadlines.items()]
    numbers = [Row({"name": title}, _as_standing(policy.parameters[key])) for policy in standing for key, title in policy.titles.items()]
    owner, book = f"{season}{programme.season_name.removesuffix(NOTICE[:2])}{NOTICE}", blank_book()
    filled = {DAYS: days, NUMBERS: numbers}
    for key, dataset in notice_sheets(programme).items():
        sheet = dataset_sheet(dataset, filled.get(key, ()), owner=owner)
        # Not protected: a table as published is pasted over the headings.
        book.add_sheet(replace(sheet, protected=False, checks=()) if key == TASK_TABLE else sheet)
    return book.save()


def _wanted_by(standing: Sequence[Policy], key: str) -> str:
    """Which standing rules are judged by a day."""
    titles = [f"{rule.id} {rule.title}" for policy in standing for rule in policy.rules if key in days_of(rule)]
    return f"用于 {some(titles, _SHOWN, '条规则', '；')}" if titles else "用于公文的时限"


def _as_standing(value: Any) -> str:
    """What holds where the notice says nothing."""
    if isinstance(value, Mapping):
        return f"不填的按通用规则：{'；'.join(_parts(value))}。要改的逐项各写一行，写了的替换全部"
    return f"不填的按通用规则：{value}"


def _parts(value: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (f"{part}（{'、'.join(words)}）" for part, words in value.items())
