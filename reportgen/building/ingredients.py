"""What the documents of a unit are made from, by name, so that it can be seen what has changed."""

from collections.abc import Mapping, Sequence
from datetime import date

from reportgen.building.outline import Outline
from reportgen.building.snapshot import Snapshot, digest_of, is_passed_over
from reportgen.diagnostics import Diagnostic
from reportgen.files import is_aside
from reportgen.seen import PROGRAM
from reportgen.workspace import FOR_ALL, is_notice

UNITS, FAULTS, LAPSED = "单位名单", "填报数据的错误", "到期的情况说明"
KINDS = "templates/kinds.yaml"


def ingredients(outline: Outline, unit: str, snapshot: Snapshot, faults: Sequence[Diagnostic], lapsed: Sequence[date]) -> dict[str, str]:
    """The digests by name of all that a unit's documents are made from.

    The documents of a unit speak of each other (the rules compare them), so they are made from the same: the files of the unit and
    of those below it, the 单位.yaml of those above (dates are theirs where a unit gives none), which units there are, what is wrong
    with their data (`faults`); the templates of the kinds of the unit and of those below (the compliance report speaks of all their documents)
    with all that these include or extend, kinds.yaml, the policies, what the workspace adds to the programme, the notices of the season, the program;
    and the days of explanations that are over (`lapsed`).
    Where these name other seasons, `elsewhen` comes to it.
    """
    digests, one = snapshot.digests, outline.units[unit]
    found = {PROGRAM: digests[PROGRAM], UNITS: outline.names, **_notices(snapshot)}
    found |= {name: digest for name, digest in digests.items() if name == KINDS or name.startswith(FOR_ALL)}
    found |= _data(outline, unit, snapshot)
    found |= {name: digests.get(name, "") for name in one.templates}
    if faults:
        found[FAULTS] = digest_of(map(repr, faults))
    if lapsed:
        found[LAPSED] = digest_of(map(str, lapsed))
    return found


def elsewhen(year: int, outline: Outline, unit: str, snapshot: Snapshot) -> dict[str, str]:
    """The digests by name of what a unit's figures of another season are made from, which `outline` and `snapshot` are of."""
    subtree = [outline.units[below] for below in outline.units[unit].subtree]
    placed = digest_of(part for one in subtree for part in (one.name, one.folder, str(one.absent)))
    return {f"{UNITS}（{year}年）": placed, **_notices(snapshot), **_data(outline, unit, snapshot)}


def _notices(snapshot: Snapshot) -> dict[str, str]:
    """The notices of the season: figures (scores) and rules are made with them."""
    return {name: digest for name, digest in snapshot.digests.items() if is_notice(name)}


def _data(outline: Outline, unit: str, snapshot: Snapshot) -> dict[str, str]:
    """The files of a unit and of those below it, and the 单位.yaml of those above."""
    one = outline.units[unit]
    found = {name: snapshot.digests.get(name, "") for name in one.above}
    for below in one.subtree:
        folder = outline.units[below].folder
        found |= {name: digest for name, digest in snapshot.below(folder).items() if not _is_beside(name.removeprefix(f"{folder}/"))}
    return found


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What has changed between two sets of ingredients, each in words."""
    said = []
    for name in sorted({*before, *now}):
        if before.get(name) == now.get(name):
            continue
        if "/" not in name:
            said.append(f"{name}有变化")
        else:
            said.append(f"{name} " + ("是新增的" if name not in before else "已删除" if name not in now else "有变化"))
    return tuple(said)


def _is_beside(name: str) -> bool:
    """Whether a file of a unit's folder is none of its data: what programs leave there, and what reportgen itself writes beside the data."""
    return is_passed_over(name) or is_aside(name)
