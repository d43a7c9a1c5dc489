"""What the policies that bind a unit lay down, for templates and checks to ask: a document repeats a demand only where one of them makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


def binds(policy: Policy, scope: Scope) -> bool:
    """Whether a policy binds a unit: its number is among the unit's 政策依据, or it has none."""
    number = policy.document.number
    return number is None or any(fold(number) == fold(given) for given in scope.unit.policies)


def provisions(policies: tuple[Policy, ...], scope: Scope) -> Provisions:
    """What the policies lay down for a unit; where several say the same thing, the first in their order."""
    words: dict[str, str] = {}
    for policy in policies:
        if binds(policy, scope):
            for name, provision in policy.provisions.items():
                words.setdefault(name, provision.words)
    return Provisions(words, frozenset(name for policy in policies for name in policy.provisions))
