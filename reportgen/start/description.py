"""What stands in the sheets 单位说明 and 公文 of a new unit's workbook: what is known of it, and what may be written there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.documents.kinds_file import kinds_of
from reportgen.inputs.schema.choices import Level
from reportgen.policy import load_notices, load_policies
from reportgen.workbook.description import Filled
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a new unit. `guessed` are the keys of entries that an officer must look at; `sample` marks made-up names."""

    name: str
    level: Level
    code: str
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    sample: bool = False


def described_by(known: UnitFacts, notes: Mapping[str, str]) -> Filled:
    """The sheets of a new unit, of whose documents nothing is known yet; `notes` say by the keys of entries what may be written there."""
    sample = {"sample": True} if known.sample else {}
    return Filled({"name": known.name, "level": str(known.level), "code": known.code, **known.values, **sample}, guessed=known.guessed, notes=notes)


def notes_at(workspace: Workspace, season: str, level: Level) -> Mapping[str, str]:
    """By the keys of entries what a unit of a level may write there in a season: the policies that there are rules for, the documents that are made."""
    policies, _ = load_policies(workspace)
    notices, _ = load_notices(workspace, season, policies)
    binding = [policy.document for policy in (*policies, *notices) if policy.is_of(int(season))]
    kinds = [kind for kind in kinds_of(workspace)[0] if level in kind.levels]
    found = {
        "policies": _listed("对照这些文件核查，适用的写文号，一行一个；不写就不对照政策核查", [f"{one.number}　{one.title}" for one in binding if one.number]),
        "kinds": _listed("要报送的文种有", [kind.name for kind in kinds if kind.filed and not kind.on_request]),
        "forms": _listed("另外可以要的有", [kind.name for kind in kinds if kind.on_request]),
    }
    return {key: note for key, note in found.items() if note}


def filed_kinds(workspace: Workspace, level: Level) -> list[str]:
    """The names of the documents that every unit of a level files: 公文 has a row for each."""
    return [kind.name for kind in kinds_of(workspace)[0] if kind.filed and not kind.on_request and kind.series is None and level in kind.levels]


def _listed(head: str, lines: Sequence[str]) -> str:
    return "\n".join((f"{head}：", *lines)) if lines else ""
