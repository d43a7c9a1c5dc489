"""The datasets of every programme, whatever it is about: what a unit says of the findings on its own data."""

from functools import cache
from pathlib import Path

import yaml

from reportgen.inputs.schema.columns import Record
from reportgen.inputs.schema.declared import DatasetDraft, DatasetEntry

EXPLANATIONS = "explanations"
"""情况说明: why a finding is as it is, until when that holds, and who says so."""


@cache
def everywhere() -> tuple[type[Record], ...]:
    """The datasets, in the order in which a workbook has them behind those of its programme."""
    entries = map(DatasetEntry.model_validate, yaml.load((Path(__file__).parent / "everywhere.yaml").read_bytes(), yaml.CSafeLoader))
    return tuple(DatasetDraft(Record, entry, {column.key: column for column in entry.columns}).made({}) for entry in entries)
