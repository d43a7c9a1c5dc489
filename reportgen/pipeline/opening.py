"""Opening a season: its inputs read, with the kinds, templates and policies; and what was wrong in reading."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from reportgen.diagnostics import Diagnostic, has_errors
from reportgen.documents.compose import Composer, composer
from reportgen.documents.issues import with_issues
from reportgen.documents.kinds import Kind
from reportgen.documents.kinds_file import kinds_of
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope, scopes
from reportgen.figures.themes import Themes
from reportgen.inputs.load import Loaded, Reader, load_season, load_unit
from reportgen.inputs.programme import UNREADABLE as PROGRAMME_UNREADABLE
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.unit import Unit
from reportgen.pipeline.due import unknown_deadlines
from reportgen.pipeline.issues import wrong_issues
from reportgen.pipeline.known import Known
from reportgen.pipeline.problems import Problems
from reportgen.pipeline.responsible import unknown_tables
from reportgen.pipeline.roster import missing_pdfs, same_unit
from reportgen.pipeline.season import Season
from reportgen.pipeline.undecided import undecided_units
from reportgen.pipeline.unit_kinds import makes_nothing, rules_of_unknown_kinds, unknown_kinds, without_kinds
from reportgen.policy import Policy, cited, load_notices, load_policies
from reportgen.policy.load import UNREADABLE
from reportgen.policy.provisions import unnamed
from reportgen.policy.schemes import read_schemes, unknown_scheme
from reportgen.render.libreoffice import office
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Common:
    """What the documents of all units and seasons are made from alike: kinds, templates, policies; `problems` are those of these.

    See `Season` for the others.
    """

    kinds: tuple[Kind, ...]
    unprinted: frozenset[str]
    composer: Composer
    policies: tuple[Policy, ...]
    problems: tuple[Diagnostic, ...]


def open_common(workspace: Workspace) -> Common:
    """Read the kinds of document and the policies."""
    kinds, problems = kinds_of(workspace)
    unprinted = frozenset() if office() else frozenset(kind.id for kind in kinds if kind.is_form and "pdf" in kind.formats)
    kinds = tuple(kind.model_copy(update={"formats": tuple(f for f in kind.formats if f != "pdf")}) if kind.id in unprinted else kind for kind in kinds)
    _, undeclared = programme_of(workspace)
    policies, faults = load_policies(workspace)
    unknown = () if has_errors(problems) else tuple(rules_of_unknown_kinds(workspace, policies, kinds))
    undated = () if has_errors(faults) else tuple(unknown_deadlines(policies, kinds))
    return Common(kinds, unprinted, composer(workspace), policies, (*problems, *undeclared, *faults, *unknown, *undated))


Others = Callable[[str, Unit], "Season | None"]
"""Gives a season in which a unit has been read, by its year; None where there is none of that year."""


def open_season(
    workspace: Workspace,
    season: str,
    read: Reader = load_unit,
    common: Common | None = None,
    known: Known | None = None,
    others: Others | None = None,
    today: date | None = None,
) -> Season:
    """Read a season's inputs; `read` gives a unit, from its folder or from what is known of it.

    `common` is what is read already of what is common to all units, `known` what has been computed of the season, `others` give earlier seasons,
    `today` is the day as of which it is asked.
    """
    common = common or open_common(workspace)
    notices, told = load_notices(workspace, season, common.policies)
    policies = (*common.policies, *notices)
    schemes, wrong = read_schemes(tuple(policy for policy in policies if policy.is_of(int(season))))
    others = others or _read_others(workspace, common)

    def elsewhen(year: int, unit: Unit) -> tuple[Scope, Callable[[], Themes]] | None:
        other = opened if str(year) == season else others(str(year), unit)
        there = {} if other is None else {scope.unit.name: scope for scope in other.scopes if not scope.inputs.absent}
        found = same_unit([scope.unit for scope in there.values()], unit)
        if other is None or found is None:
            return None
        return there[found.name], lambda: other.themes(there[found.name])

    loaded = load_season(workspace, workspace.inputs / season, read)
    kinds = with_issues(common.kinds, [inputs.unit for inputs in loaded.units])
    blocked = _blocked(loaded)
    wrong_in_units = _wrong_in_units(loaded, kinds, common, season, schemes)
    placed = scopes(loaded.units, loaded.unplaced, elsewhen)
    # A unit that can't be read may be the one that names it.
    unused = () if blocked or loaded.unread else tuple(unnamed(policies, placed, int(season), f"{workspace.relative(workspace.inputs)}/"))
    found = Problems((*common.problems, *told, *wrong), loaded.of_folders, (*loaded.of_units, *wrong_in_units, *unused))
    undecided = undecided_units(placed, loaded.unread, [fault for fault in found.common if fault.code in (UNREADABLE, PROGRAMME_UNREADABLE)])
    opened = Season(
        workspace=workspace,
        name=season,
        scopes=placed,
        kinds=kinds,
        problems=found,
        blocked=blocked,
        composer=common.composer,
        policies=policies,
        schemes=schemes,
        rules=cited(policies),
        unread=loaded.unread,
        undecided=undecided,
        unprinted=common.unprinted,
        known=known or Known(),
        today=today or datetime.now().astimezone().date(),
    )
    pdfs = missing_pdfs(opened.roster, workspace.outputs / season)
    if pdfs:
        opened = replace(opened, problems=replace(found, of_units=(*found.of_units, *pdfs)))
    return opened


def _blocked(loaded: Loaded) -> tuple[str, ...]:
    """The folders (names) of the units that are there and can't be read."""
    names = {unit.folder_name: unit.absent for unit in loaded.units}
    described = {name for name, faults in loaded.unread.items() if not any(fault.code == "inputs.no-unit-file" for fault in faults)}
    return tuple(sorted((described - names.keys()) | {name for name, absent in names.items() if absent}))


def _wrong_in_units(loaded: Loaded, kinds: tuple[Kind, ...], common: Common, season: str, schemes: Mapping[str, Scheme]) -> Iterator[Diagnostic]:
    """What units name that there is not (kinds of document and their issues, tables, 评分方案), and the units that no kind is for."""
    for inputs in loaded.units:
        yield from unknown_kinds(inputs, kinds)
        yield from wrong_issues(inputs, common.kinds, season)
    for inputs in loaded.units:
        yield from unknown_tables(inputs)
    levels = {inputs.unit.name: inputs.unit.level for inputs in loaded.units}
    for inputs in loaded.units:
        if makes_nothing(inputs, kinds):
            yield without_kinds(inputs, kinds, levels.get(inputs.unit.parent or ""))
    for inputs in loaded.units:
        yield from unknown_scheme(schemes, inputs.unit)


def _read_others(workspace: Workspace, common: Common) -> Others:
    """The other seasons of a workspace, each read whole when it is first asked for."""
    opened: dict[str, Season] = {}

    def other(year: str, _unit: Unit) -> Season | None:
        if year not in opened and year in workspace.seasons():
            opened[year] = open_season(workspace, year, common=common)
        return opened.get(year)

    return other
