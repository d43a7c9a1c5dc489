"""What the commands share: their options, the way to the season, units and kinds that a person asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.chinese import Argument
from reportgen.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from reportgen.build.project import Project
    from reportgen.documents.roster import Roster
    from reportgen.documents.season import Season
    from reportgen.workspace import Workspace

DONE, WITH_ERRORS, WRONG_USE = 0, 1, 2


class Refused(Exception):
    """Wrong use or wrong settings: the problems to print before exit status 2."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.problems = problems


def complete_units(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The names of units that a word on the command line may become, in the shell."""
    from reportgen.workspace import open_workspace

    workspace, _ = open_workspace(ctx.find_root().params.get("workspace") or Path())
    if workspace is None:
        return []
    names = {file.parent.name for season in workspace.seasons() for file in (workspace.inputs / season).glob("*/单位.yaml")}
    return sorted(name for name in names if name.startswith(incomplete))


def complete_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The ids and Chinese names of kinds that a word on the command line may become, in the shell."""
    from reportgen.documents.kinds import read_kinds
    from reportgen.workspace import packaged_templates

    kinds, _ = read_kinds(packaged_templates() / "kinds.yaml", "templates/kinds.yaml")
    return sorted(name for kind in kinds for name in (kind.id, kind.name) if name.startswith(incomplete))


season_option = click.option("--season", metavar="年份", help="采暖季，写起始年份，例如 2023；默认为最近一个")
kind_option = click.option("--kind", metavar="文种", shell_complete=complete_kinds, help="只处理一个文种，例如 plan 或者 实施方案")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用")
units_argument = click.argument(
    "units", cls=Argument, nargs=-1, metavar="[单位]...", shell_complete=complete_units, help_text="单位名称或者代码，不写为全部单位"
)


def workspace_asked(ctx: click.Context, asked: str | None) -> tuple["Workspace", str]:
    """The workspace and the season that a command works on. Raises Refused where the settings or the season are at fault."""
    from reportgen.selection import choose_season
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    season, problems = choose_season(workspace, asked)
    if season is None:
        raise Refused(problems)
    return workspace, season


def open_asked(ctx: click.Context, asked: str | None) -> "Season":
    """The data of the season that a command works on. Raises Refused where the settings, the season or the kinds of document are at fault."""
    from reportgen.documents.season import open_season

    opened = open_season(*workspace_asked(ctx, asked))
    if not opened.kinds:
        raise Refused(_faults_of_kinds(opened.problems))
    return opened


def open_to_build(ctx: click.Context, asked: str | None) -> "Project":
    """The season that a command builds; its data are read only where they have changed. Raises Refused as `open_asked` does."""
    from reportgen.build.project import open_project

    project = open_project(*workspace_asked(ctx, asked))
    if not project.roster.kinds:
        raise Refused(_faults_of_kinds(project.remembered.problems))
    return project


def _faults_of_kinds(problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(problem for problem in problems if problem.code.startswith("kinds."))


def choose(roster: "Roster", units: tuple[str, ...], kind: str | None) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The names of units and the ids of kinds that a person asked for (None means all). Raises Refused for those that there are not."""
    from reportgen.selection import choose_kind, choose_units

    chosen, wrong_units = choose_units(roster, units)
    kinds, wrong_kind = choose_kind(roster, kind)
    if wrong_units or wrong_kind:
        raise Refused((*wrong_units, *wrong_kind))
    return chosen, kinds
