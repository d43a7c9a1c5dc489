"""The data dictionary (数据字典): every dataset, its columns, types, units, meanings and examples."""

from reportgen.inputs.schema.columns import CellType, Column, Field, Origin, Record
from reportgen.inputs.schema.money import Arrear, Fund, Indicator, Subsidy
from reportgen.inputs.schema.operation import Dispatch, Duty, Energy, Equipment, Evidence, Issue, Outreach, Zone
from reportgen.inputs.schema.work import Acceptance, Household, Progress, Project, Retrofit, Task, Village

DATASETS: tuple[type[Record], ...] = (
    Task,
    Village,
    Progress,
    Retrofit,
    Fund,
    Arrear,
    Subsidy,
    Energy,
    Equipment,
    Acceptance,
    Household,
    Project,
    Issue,
    Dispatch,
    Indicator,
    Evidence,
    Outreach,
    Duty,
    Zone,
)

BY_KEY = {dataset.KEY: dataset for dataset in DATASETS}
BY_TITLE = {dataset.TITLE: dataset for dataset in DATASETS}

__all__ = [
    "BY_KEY", "BY_TITLE", "DATASETS",
    "Acceptance", "Arrear", "CellType", "Column", "Dispatch", "Duty", "Energy", "Equipment", "Evidence", "Field", "Fund",
    "Household", "Indicator", "Issue", "Origin", "Outreach", "Progress", "Project", "Record", "Retrofit", "Subsidy", "Task",
    "Village", "Zone",
]  # fmt: skip
