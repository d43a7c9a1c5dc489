"""The datasets of every programme, whatever it is about: what a unit says of the findings on its own data, and its own words in documents."""

from functools import cache
from pathlib import Path

from reportgen.inputs.schema.declared import DatasetEntry, Datasets, read_datasets

EXPLANATIONS = "explanations"
"""情况说明: why a finding is as it is, until when that holds, and who says so."""
EDITS = "edits"
"""文字修改: paragraphs of a document that a person has changed, deleted or added."""
GATHERED = frozenset((EDITS,))
"""Of these the rows of a unit may stand in several places (a sheet, a file), and all count: one copy doesn't contradict another."""

NOTES = "notes"
"""文字说明: what a unit says in its documents in its own words."""
OWN_TABLES = "own_tables"
"""自有表格: which sheets of its own a unit has printed as tables."""
OWN_ANNEXES = "own_annexes"
"""自有附件: which files of its own a unit has attached."""


@cache
def everywhere() -> Datasets:
    """The datasets by key."""
    return read_datasets(Path(__file__).with_name("everywhere.yaml"))


def with_everywhere(datasets: Datasets) -> Datasets:
    """Datasets of a programme, and behind them, as a workbook has them, those of every programme.

    One that a programme has too stands where that has it, with the columns of both: the programme's own first.
    """
    common = everywhere()
    return {key: _with_columns(entry, common[key]) if key in common else entry for key, entry in datasets.items()} | {
        key: entry for key, entry in common.items() if key not in datasets
    }


def _with_columns(entry: DatasetEntry, common: DatasetEntry) -> DatasetEntry:
    there = {column.key for column in entry.columns}
    return entry.model_copy(update={"columns": (*entry.columns, *(column for column in common.columns if column.key not in there))})
