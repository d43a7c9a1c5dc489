"""Which files of a unit's folder hold data, by their names."""

from pathlib import Path

from reportgen.files import is_aside
from reportgen.workspace import UNIT_FILE

WORKBOOKS = frozenset((".xlsx", ".xlsm"))
LISTINGS = frozenset((".yaml", ".yml"))
OTHER_TABLES = frozenset((".xls", ".et", ".ods", ".xlsb"))
DATA_FILES = WORKBOOKS | LISTINGS | OTHER_TABLES | {".csv"}
"""Endings of the files that hold data, or should."""


def is_data_file(path: Path) -> bool:
    """Whether a file so named holds data, or should: it is not hidden, and none that reportgen writes beside the data."""
    return path.suffix.lower() in DATA_FILES and not path.name.startswith((".", "~")) and not is_aside(path.name)


def has_units(season: Path) -> bool:
    """Whether a season's folder has one of a unit, as far as names tell: with a 单位.yaml, or a workbook, which may say the same."""
    return any(path.name == UNIT_FILE or (path.suffix.lower() in WORKBOOKS and is_data_file(path)) for path in season.glob("*/*"))
