"""The sheets of a season's notice (年度通知.xlsx): what the document is, the days, tasks and numbers that it sets."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reportgen.inputs.schema.columns import Dataset
from reportgen.inputs.schema.declared import DatasetEntry, made, read_datasets
from reportgen.inputs.schema.known import TASKS
from reportgen.inputs.schema.programme import Programme

HEAD, DAYS, TASK_TABLE, NUMBERS = "notice", "notice_days", "notice_tasks", "notice_numbers"
"""The keys of the sheets that every notice has."""
_ASSIGNED = "notice_assigned"
_LONGEST = 31 - len("任务")
"""Excel's longest name of a sheet has 31 characters."""


@cache
def notice_sheets(programme: Programme) -> Mapping[str, Dataset]:
    """The datasets of the sheets, in their order. The task table has the columns of the programme's tasks too: without these there is none.

    Each other dataset with numbers that a notice assigns (`assigned`) has a sheet by its own key.
    """
    entries = dict(read_datasets(Path(__file__).with_name("notice.yaml")))
    table, tasks = entries[TASK_TABLE], programme.entries.get(TASKS)
    if tasks is None:
        del entries[TASK_TABLE]
    else:
        entries[TASK_TABLE] = tasks.model_copy(update={"key": table.key, "title": table.title, "row": table.row, "columns": (*tasks.columns, *table.columns)})
    common = entries.pop(_ASSIGNED)
    numbers = entries.pop(NUMBERS)
    entries |= {key: _assigned(entry, common) for key, entry in programme.entries.items() if entry.assigned and key != TASKS}
    entries[NUMBERS] = numbers
    return {key: made(entry, programme.vocabularies) for key, entry in entries.items()}


def _assigned(entry: DatasetEntry, common: DatasetEntry) -> DatasetEntry:
    """The sheet of what a notice assigns of a dataset: the unit, the dataset's choices, the numbers (one that isn't assigned is left blank), the season."""
    unit, season = common.columns
    chosen = [column for column in entry.columns if column.type == "choice" and column.required]
    numbers = [column.model_copy(update={"required": False}) for column in entry.columns if column.key in entry.assigned]
    return common.model_copy(update={"key": entry.key, "title": f"{str(entry.title)[:_LONGEST]}任务", "columns": (unit, *chosen, *numbers, season)})
