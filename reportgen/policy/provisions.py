"""What the policies that bind a unit lay down, for templates and checks to ask: a document repeats a demand only where one of them makes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateRuntimeError

from reportgen.diagnostics import Diagnostic, Place, notice
from reportgen.figures.scope import Scope
from reportgen.inputs.wording import fold
from reportgen.policy.model import Policy

_OPEN = ("deadlines", "parameters")


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


def unnamed(policies: Iterable[Policy], scopes: Sequence[Scope], season: int, own: str) -> Iterator[Diagnostic]:
    """The policies of a season that bind no unit though an office has written them (in files whose paths begin with `own`): these would be passed over."""
    for policy in policies:
        written = dict.fromkeys(Place(rule.place.file) for rule in policy.rules if rule.place.file.startswith(own))
        if written and scopes and policy.is_of(season) and not any(binds(policy, scope, season) for scope in scopes):
            number = policy.document.number
            help_text = f"要用的，请在各单位的单位说明的“政策依据”中写上“{number}”；对所有单位都适用的，请删除 document 中的 number"
            yield notice("policy.unnamed", f"没有单位的“政策依据”写有“{number}”，这里的规则没有用来核查", *written, help=help_text)


def in_force(policies: tuple[Policy, ...], scope: Scope, season: int) -> tuple[Policy, ...]:
    """The policies that bind a unit in a season, as they are applied: a standing rule that another repeats is judged as that one.

    Standing rules are judged by the days and numbers that the notices set, the latest where several do; any other policy by
    its own, and by those of the standing ones where it sets none.
    """
    binding = tuple(policy for policy in policies if binds(policy, scope, season))
    notices = sorted((policy for policy in binding if policy.document.number is not None), key=lambda policy: policy.document.date)
    repeated = {rule.standing for policy in binding for rule in policy.rules if rule.standing}
    standing = [_set(policy, notices) for policy in binding if policy.standing]
    left = {policy.id: policy.without(repeated) for policy in standing}
    return tuple(left.get(policy.id) or _completed(policy, standing) for policy in binding)


def _set(standing: Policy, notices: Iterable[Policy]) -> Policy:
    """Standing rules with the days and numbers of the notices, of those that they have."""

    def of(kind: str) -> dict[str, Any]:
        own = getattr(standing, kind)
        return {**own, **{key: value for notice in notices for key, value in getattr(notice, kind).items() if key in own}}

    return standing.model_copy(update={kind: of(kind) for kind in _OPEN})


def _completed(policy: Policy, standing: Iterable[Policy]) -> Policy:
    """A policy with the days and numbers of the standing rules where it has none of its own."""

    def of(kind: str) -> dict[str, Any]:
        return {key: value for other in (*standing, policy) for key, value in getattr(other, kind).items()}

    return policy.model_copy(update={kind: of(kind) for kind in _OPEN})


def provisions(policies: tuple[Policy, ...], scope: Scope, season: int) -> Provisions:
    """What the policies lay down for a unit in a season; where several say the same thing, the first in their order."""
    words: dict[str, str] = {}
    for policy in policies:
        if binds(policy, scope, season):
            for name, provision in policy.provisions.items():
                words.setdefault(name, provision.words)
    return Provisions(words, frozenset(name for policy in policies for name in policy.provisions))
