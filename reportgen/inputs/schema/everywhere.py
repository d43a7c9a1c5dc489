"""The datasets of every programme, whatever it is about: what a unit says of the findings on its own data, and who below it has reported."""

from functools import cache
from pathlib import Path

from reportgen.inputs.schema.declared import Datasets, read_datasets

EXPLANATIONS = "explanations"
"""情况说明: why a finding is as it is, until when that holds, and who says so."""
RETURNS = "returns"
"""填报收集: what was handed out to the units below, and what came back."""
RECORDED = frozenset((RETURNS,))
"""What the program records itself."""


@cache
def everywhere() -> Datasets:
    """The datasets by key."""
    return read_datasets(Path(__file__).with_name("everywhere.yaml"))


def with_everywhere(datasets: Datasets) -> Datasets:
    """Datasets of a programme, and behind them, as a workbook has them, those of every programme."""
    return {key: entry for key, entry in datasets.items() if key not in everywhere()} | {key: datasets.get(key, entry) for key, entry in everywhere().items()}
