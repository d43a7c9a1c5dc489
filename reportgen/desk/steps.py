"""The steps of a document on its way up: who may take which, from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.desk.roles import BY_ROUTE, Role, Seat, may
from reportgen.desk.stages import Stage


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its route, what its button says, the stages that it is taken from and the one that it leads to.

    `reason`: it isn't taken without one. `retreats`: it leads back. `apart`: it isn't for the person who has submitted, or audited, the same round.
    `answers`: who takes it answers for the document, and has the checklist and all of it before them. `binds`: it begins a round, bound to the present version.
    """

    route: str
    title: str
    before: frozenset[Stage]
    after: Stage
    reason: bool = False
    retreats: bool = False
    apart: bool = False
    answers: bool = False
    binds: bool = False


_STARTS = frozenset((Stage.DRAFT, Stage.RETURNED))

STEPS: tuple[Step, ...] = (
    Step("submit", "提交审核", _STARTS, Stage.SUBMITTED, answers=True, binds=True),
    Step("audit", "审核通过", frozenset((Stage.SUBMITTED,)), Stage.AUDITED, apart=True, answers=True),
    Step("sign", "签发", frozenset((Stage.AUDITED,)), Stage.SIGNED, apart=True, answers=True),
    Step("adopt", "按报送包受理", _STARTS, Stage.RECEIVED, binds=True),
    Step("receive", "受理", frozenset((Stage.SIGNED,)), Stage.RECEIVED),
    Step("accept", "通过", frozenset((Stage.RECEIVED,)), Stage.ACCEPTED, answers=True),
    Step("withdraw", "撤回", frozenset((Stage.SUBMITTED, Stage.AUDITED, Stage.SIGNED)), Stage.DRAFT, retreats=True),
    Step("send-back", "退回填报人", frozenset((Stage.SUBMITTED, Stage.AUDITED)), Stage.RETURNED, reason=True, retreats=True),
    Step("return", "退回", frozenset((Stage.SIGNED, Stage.RECEIVED, Stage.ACCEPTED)), Stage.RETURNED, reason=True, retreats=True),
)
"""All steps, in their order."""
BY_STEP: Mapping[str, Step] = {step.route: step for step in STEPS}
_DECIDING: Mapping[Stage, tuple[Role, ...]] = {
    Stage.SUBMITTED: (Role.AUDITOR,),
    Stage.AUDITED: (Role.SIGNER,),
    Stage.SIGNED: (Role.RECEIVER,),
    Stage.RECEIVED: (Role.RECEIVER,),
    Stage.RETURNED: (Role.FILLER,),
}
_NOT_YET_BACK = {"send-back": {Stage.SUBMITTED: Role.AUDITOR, Stage.AUDITED: Role.SIGNER}}
"""Whose turn it is may send back: the auditor what waits for the audit, the signer what waits for the signature."""


def steps_for(stage: Stage, seats: tuple[Seat, ...], unit: str, below: Mapping[str, frozenset[str]]) -> tuple[Step, ...]:
    """The steps that a person with these seats may take with a document of `unit` at a stage."""
    return tuple(step for step in STEPS if stage in step.before and may(BY_ROUTE[step.route], seats, unit, below) and _has_turn(step, stage, seats, unit))


def _has_turn(step: Step, stage: Stage, seats: tuple[Seat, ...], unit: str) -> bool:
    role = _NOT_YET_BACK.get(step.route, {}).get(stage)
    return role is None or Seat(role, unit) in seats


def waits_for(stage: Stage, seats: tuple[Seat, ...], unit: str, upper: str | None) -> bool:
    """Whether the next step with a document of `unit`, whose unit right above is `upper`, is a person's with these seats."""
    return any(Seat(role, upper or "" if role is Role.RECEIVER else unit) in seats for role in _DECIDING.get(stage, ()))
