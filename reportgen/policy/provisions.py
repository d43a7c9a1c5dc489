"""What the policies that bind a unit lay down, for templates and checks to ask: a document repeats a demand only where one of them makes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import TemplateRuntimeError

from reportgen.diagnostics import Diagnostic, Place, notice
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


def unnamed(policies: Iterable[Policy], scopes: Sequence[Scope], own: str) -> Iterator[Diagnostic]:
    """The policies that bind no unit though an office has written rules for them (in files whose paths begin with `own`): these would be passed over."""
    for policy in policies:
        written = dict.fromkeys(Place(rule.place.file) for rule in policy.rules if rule.place.file.startswith(own))
        if written and scopes and not any(binds(policy, scope) for scope in scopes):
            number = policy.document.number
            help_text = f"要用的，请在各单位的 单位.yaml 的“政策依据”中写上“{number}”；对所有单位都适用的，请删除 document 中的 number"
            yield notice("policy.unnamed", f"没有单位的“政策依据”写有“{number}”，这里的规则没有用来核查", *written, help=help_text)


def provisions(policies: tuple[Policy, ...], scope: Scope) -> Provisions:
    """What the policies lay down for a unit; where several say the same thing, the first in their order."""
    words: dict[str, str] = {}
    for policy in policies:
        if binds(policy, scope):
            for name, provision in policy.provisions.items():
                words.setdefault(name, provision.words)
    return Provisions(words, frozenset(name for policy in policies for name in policy.provisions))
