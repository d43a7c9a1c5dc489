"""The sheets of a season's notice (年度通知.xlsx): what the document is, the days, tasks and numbers that it sets."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reportgen.inputs.schema.columns import Dataset
from reportgen.inputs.schema.declared import made, read_datasets
from reportgen.inputs.schema.known import TASKS
from reportgen.inputs.schema.programme import Programme

HEAD, DAYS, TASK_TABLE, NUMBERS = "notice", "notice_days", "notice_tasks", "notice_numbers"
"""The keys of the sheets."""


@cache
def notice_sheets(programme: Programme) -> Mapping[str, Dataset]:
    """The datasets of the sheets, in their order. The task table has the columns of the programme's tasks too: without these there is none."""
    entries = dict(read_datasets(Path(__file__).with_name("notice.yaml")))
    table, tasks = entries[TASK_TABLE], programme.entries.get(TASKS)
    if tasks is None:
        del entries[TASK_TABLE]
    else:
        entries[TASK_TABLE] = tasks.model_copy(update={"key": table.key, "title": table.title, "row": table.row, "columns": (*tasks.columns, *table.columns)})
    return {key: made(entry, programme.vocabularies) for key, entry in entries.items()}
