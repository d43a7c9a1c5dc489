"""What the policies that bind a unit lay down, for templates and checks to ask: a document repeats a demand only where one of them makes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateRuntimeError

from reportgen.figures.scope import Scope
from reportgen.inputs.wording import fold
from reportgen.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Provisions:
    """The provisions (policy files, `provisions`) that bind a unit, as words by name. `known` are the names that any policy has."""

    words: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def says(self, name: str) -> str:
        """The policy's own words; empty where no policy that binds the unit says it. Raises TemplateRuntimeError for a name that no policy has."""
        if name not in self.known:
            raise TemplateRuntimeError(f"政策文件中没有名为“{name}”的规定（provisions）")
        return self.words.get(name, "")


def binds(policy: Policy, scope: Scope, season: int) -> bool:
    """Whether a policy binds a unit in the season that begins in this year: its number is among the unit's 政策依据, or it has none."""
    number = policy.document.number
    return policy.is_of(season) and (number is None or any(fold(number) == fold(given) for given in scope.unit.policies))


def in_force(policies: tuple[Policy, ...], scope: Scope, season: int) -> tuple[Policy, ...]:
    """The policies that bind a unit in a season, as they are applied: a standing rule that a notice repeats is the notice's.

    Standing rules are judged by the days and numbers that the notices set, the latest where several do; a notice's own by the
    standing ones where it sets none.
    """
    binding = tuple(policy for policy in policies if binds(policy, scope, season))
    notices = sorted((policy for policy in binding if policy.document.number is not None), key=lambda policy: policy.document.date)
    standing = [policy for policy in binding if policy.document.number is None]
    repeated = {rule.standing for policy in notices for rule in policy.rules}
    return tuple(_completed(policy, standing, notices).without(repeated) for policy in binding)


def _completed(policy: Policy, standing: Iterable[Policy], notices: Iterable[Policy]) -> Policy:
    """A policy with the days and numbers that it is judged by."""
    own: dict[str, dict[str, Any]] = {"deadlines": dict(policy.deadlines), "parameters": dict(policy.parameters)}
    for kind, given in own.items():
        if policy.document.number is None:
            given |= {key: value for notice in notices for key, value in getattr(notice, kind).items() if key in given}
        else:
            own[kind] = {key: value for other in standing for key, value in getattr(other, kind).items()} | given
    return policy.model_copy(update=own)


def provisions(policies: tuple[Policy, ...], scope: Scope, season: int) -> Provisions:
    """What the policies lay down for a unit in a season; where several say the same thing, the first in their order."""
    words: dict[str, str] = {}
    for policy in policies:
        if binds(policy, scope, season):
            for name, provision in policy.provisions.items():
                words.setdefault(name, provision.words)
    return Provisions(words, frozenset(name for policy in policies for name in policy.provisions))
