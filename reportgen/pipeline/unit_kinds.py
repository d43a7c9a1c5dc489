"""Kinds of document that there are not: named by units or rules, or none for a unit's level."""

from collections.abc import Iterator

from reportgen.diagnostics import Diagnostic, error, notice, warning
from reportgen.documents.kinds import Kind
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.wording import proposal
from reportgen.policy import Policy
from reportgen.workspace import Workspace


def makes_nothing(inputs: UnitInputs, kinds: tuple[Kind, ...]) -> bool:
    """Whether no kind of document is there for a unit's level, though the unit doesn't say that it files none."""
    return bool(kinds) and not inputs.absent and inputs.unit.kinds != () and not any(inputs.unit.level in kind.levels for kind in kinds)


def unknown_kinds(inputs: UnitInputs, kinds: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    """The kinds that a unit names in 公文, 文种 or 表单 and that there are not; nothing where no kind could be read."""
    unit = inputs.unit
    named = [(name, key) for key in ("kinds", "forms", "documents") for name in getattr(unit, key) or () if not any(kind.is_named(name) for kind in kinds)]
    for name in dict.fromkeys(name for name, _ in named) if kinds else ():
        places = [place for one, key in named if one == name and (place := unit.place(key))]
        help_text = "可以写的文种有：" + "、".join(kind.name for kind in kinds if kind.number is None)
        yield error("inputs.unknown-kind", f"文种“{name}”不存在", *places, help=help_text, unit=unit.name)


def without_kinds(inputs: UnitInputs, kinds: tuple[Kind, ...], above: Level | None) -> Diagnostic:
    """What is said of a unit that makes nothing; a county's townships and villages are most likely there to be summed up. `above` is the parent's level."""
    unit = inputs.unit
    levels = "、".join(level for level in Level if any(level in kind.levels for kind in kinds))
    message = f"“{unit.name}”是{unit.level}级，现有的文种只有{levels}级的，没有公文可以生成"
    help_text = "级别写错的请改正；要生成的，请在 templates/kinds.yaml 中为这个级别写上模板和标题；只用来汇总或者取时限的，请写“文种: []”"
    place = unit.place("level") or inputs.description
    if unit.level.is_low and above in (Level.COUNTY, Level.TOWNSHIP):
        said = f"现有的文种没有{unit.level}级的，没有公文可以生成，数据表计入上级单位的汇总"
        return notice("inputs.no-kinds", said, place, help="要生成公文的，请在 templates/kinds.yaml 中为这个级别写上模板和标题", unit=unit.name)
    return warning("inputs.no-kinds", message, place, help=help_text, unit=unit.name)


def rules_of_unknown_kinds(workspace: Workspace, policies: tuple[Policy, ...], kinds: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    """The rules of an office's own that are about a kind that there is not: they would be passed over. Those of the package go with its own kinds."""
    known, own = [kind.id for kind in kinds], f"{workspace.relative(workspace.inputs)}/"
    for rule in (rule for policy in policies for rule in policy.rules if rule.place.file.startswith(own)):
        yield from (rule.fault(f"kinds 中的文种“{name}”不存在{proposal(name, known)}") for name in rule.kinds or () if name not in known)
