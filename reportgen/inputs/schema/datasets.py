"""The datasets of the package's programme, in Python."""

from reportgen.inputs.schema.acceptance import Acceptance, GridWork, Household, Member
from reportgen.inputs.schema.columns import Record
from reportgen.inputs.schema.money import Arrear, Fund, Indicator, Subsidy
from reportgen.inputs.schema.office import Duty, Evidence, Note, Outreach, Settlement, Zone
from reportgen.inputs.schema.operation import Dispatch, Energy, Equipment, Issue, Operator, Plant, Report, SafetyCheck
from reportgen.inputs.schema.schedule import SubsidySchedule
from reportgen.inputs.schema.work import PilotTask, Progress, Project, Retrofit, Task, Village

DATASETS: tuple[type[Record], ...] = (
    Task, PilotTask, Village, Progress, Retrofit, Project,
    Fund, Arrear, Subsidy, SubsidySchedule,
    Energy, GridWork, Plant, Equipment,
    Acceptance, Household,
    Operator, Dispatch, Report, SafetyCheck, Issue, Outreach,
    Indicator, Evidence,
    Zone, Duty, Member, Note, Settlement,
)  # fmt: skip
"""In the order in which a workbook has them: work, money, energy, acceptance, operation, evaluation, organisation."""
