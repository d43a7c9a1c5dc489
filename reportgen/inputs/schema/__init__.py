"""The data dictionary (数据字典): every dataset, its columns, types, units, meanings and examples."""

from reportgen.inputs.schema.acceptance import Acceptance, GridWork, Household, Member
from reportgen.inputs.schema.columns import CellType, Column, Field, Origin, Personal, Record
from reportgen.inputs.schema.money import Arrear, Fund, Indicator, Subsidy
from reportgen.inputs.schema.office import Duty, Evidence, Note, Outreach, Settlement, Zone
from reportgen.inputs.schema.operation import Dispatch, Energy, Equipment, Issue, Operator, Plant, Report, SafetyCheck
from reportgen.inputs.schema.programme import Programme, packaged
from reportgen.inputs.schema.schedule import SubsidySchedule
from reportgen.inputs.schema.work import PilotTask, Progress, Project, Retrofit, Task, Village

DATASETS = packaged(alone=False)
BY_KEY = {dataset.KEY: dataset for dataset in DATASETS}
BY_TITLE = {dataset.TITLE: dataset for dataset in DATASETS}

__all__ = [
    "BY_KEY", "BY_TITLE", "DATASETS",
    "Acceptance", "Arrear", "CellType", "Column", "Dispatch", "Duty", "Energy", "Equipment", "Evidence", "Field", "Fund",
    "GridWork", "Household", "Indicator", "Issue", "Member", "Note", "Operator", "Origin", "Outreach", "Personal", "PilotTask", "Plant", "Programme",
    "Progress", "Project", "Record", "Report", "Retrofit", "SafetyCheck", "Settlement", "Subsidy", "SubsidySchedule", "Task", "Village", "Zone",
]  # fmt: skip
