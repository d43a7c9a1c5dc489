"""How a document stands on its way: what the files say of it, and what people have decided, as one state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.building.status import Standing
from reportgen.desk.models import Case
from reportgen.desk.stages import Stage
from reportgen.diagnostics import Severity

OPEN = frozenset((Stage.SUBMITTED, Stage.AUDITED, Stage.SIGNED, Stage.RECEIVED))
"""The stages in which somebody has yet to decide."""
_DONE = frozenset((Stage.DRAFT, Stage.ACCEPTED))
BOUND = OPEN | {Stage.ACCEPTED}
"""The stages that are bound to a version."""


class State(StrEnum):
    """What the board shows of a document."""

    CHECKING = "checking"
    UNBEGUN = "unbegun"
    DRAFT = "draft"
    READY = "ready"
    SUBMITTED = "submitted"
    AUDITED = "audited"
    SIGNED = "signed"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    FILED = "filed"

    @property
    def chinese(self) -> str:
        """What it is called."""
        return _CHINESE[self.value]


_OF_DATA = frozenset((State.UNBEGUN, State.DRAFT, State.READY))
"""The states that follow from the data alone."""
_CHINESE = {
    "checking": "正在核对",
    "unbegun": "未生成",
    "draft": "草稿",
    "ready": "可提交",
    **{stage.value: stage.chinese for stage in Stage if stage is not Stage.DRAFT},
    "filed": "已报送",
}


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A document's state, why it is that in words, when it is due and how many days late it is (0: it isn't, or nobody waits for it)."""

    unit: str
    kind: str
    name: str
    state: State
    why: str = ""
    due: date | None = None
    late: int = 0


def has_moved(case: Case | None, visible: str | None) -> bool:
    """Whether what a case is bound to isn't what the data would make of the document now (`visible`; None where that can't be told)."""
    return case is not None and case.stage in BOUND and visible is not None and case.visible != visible


def on_its_way(
    standing: Standing, name: str, case: Case | None, visible: str | None, *, is_top: bool = False, is_excused: bool = False, is_checking: bool = False
) -> OnItsWay:
    """The state of a document whose kind is called `name`; `visible` is the digest of what a reader would see of it now.

    `is_top`: nobody of the desk receives what its unit has signed. `is_excused`: nobody waits for it. `is_checking`: its data have changed, and how it stands
    is being found out; what people have decided stands meanwhile, and nothing else is told of it.
    """
    state, why = _state(standing, case, visible, _DONE | {Stage.SIGNED} if is_top else _DONE)
    if is_checking:
        state, why = (State.CHECKING, "") if state in _OF_DATA else (state, "数据有变动，正在核对")
    if is_excused and state not in (State.ACCEPTED, State.FILED):
        return OnItsWay(standing.unit, standing.kind, name, state, "，".join(filter(None, ("准予免报", why))), standing.due)
    waited_for = state not in (State.ACCEPTED, State.FILED) and standing.days is not None and standing.days < 0
    return OnItsWay(standing.unit, standing.kind, name, state, why, standing.due, -(standing.days or 0) if waited_for else 0)


def _state(standing: Standing, case: Case | None, visible: str | None, done: frozenset[Stage]) -> tuple[State, str]:
    """`done` are the stages after which what was filed is filed."""
    moved = has_moved(case, visible)
    if standing.filing is not None and not standing.moved and (case is None or case.stage in done):
        return State.FILED, standing.filing.number
    if case is not None and case.stage == Stage.ACCEPTED:
        return State.ACCEPTED, f"以通过的第{case.version}版为准，以后有变动" if moved else ""
    if case is not None and case.stage in OPEN and not moved:
        filed = standing.filing is not None and standing.filing.visible == case.visible
        return State(case.stage), f"已报送：{standing.filing.number}" if filed and standing.filing is not None else ""
    if case is not None and case.stage == Stage.RETURNED and (visible is None or case.visible == visible):
        return State.RETURNED, ""
    reasons = [*(["提交后数据有变动"] if moved else []), *why_draft(standing)]
    if not standing.built:
        return State.UNBEGUN, "，".join(reasons)
    return (State.DRAFT if reasons else State.READY), "，".join(reasons)


def why_draft(standing: Standing) -> list[str]:
    """Why a document can't be submitted, in words; nothing where it can."""
    if standing.kept or not standing.readable:
        return ["填报数据读不了"]
    errors = standing.findings.get(Severity.ERROR, 0)
    found = [f"数据错误{standing.faults}处"] if standing.faults else []
    found += [f"必须整改{errors}项"] if errors else []
    found += ["有待补内容"] if standing.draft and not found else []
    if standing.built and not standing.up_to_date:
        found.append("有变化，要重新生成")
    return found
