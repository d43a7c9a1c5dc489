"""What the commands share: their options, the way to the season, units and kinds that a person asked for."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.commands.help import Argument
from reportgen.diagnostics import Diagnostic, has_errors
from reportgen.files import cause, system_user

if TYPE_CHECKING:
    from reportgen.building.project import Project
    from reportgen.filing.keys import Signer
    from reportgen.pipeline.roster import Roster
    from reportgen.workspace import Workspace

DONE, WITH_ERRORS, WRONG_USE = 0, 1, 2  # exit codes, as docs and scripts know them


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
    names = {
        file.parent.name for season in workspace.seasons() for pattern in ("*/单位.yaml", "*/*.xlsx") for file in (workspace.inputs / season).glob(pattern)
    }
    return sorted(name for name in names if name.startswith(incomplete))


def complete_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The ids and Chinese names of kinds that a word on the command line may become, in the shell."""
    from reportgen.documents.kinds_file import kinds_of
    from reportgen.workspace import Workspace, packaged_templates

    kinds, _ = kinds_of(Workspace(packaged_templates().parent))
    return sorted(name for kind in kinds for name in (kind.id, kind.name) if name.startswith(incomplete))


season_option = click.option("--season", metavar="年份", help="年度（采暖季），写起始年份，例如 2023；默认为最近一个")
kinds_option = click.option(
    "--kind", "kinds", multiple=True, metavar="文种", shell_complete=complete_kinds, help="只处理这个文种，例如 plan 或者 实施方案；可以写几次"
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用")
units_argument = click.argument(
    "units", cls=Argument, nargs=-1, metavar="[单位]...", shell_complete=complete_units, help_text="单位名称或者代码，不写为全部单位；后面可以写文种"
)


def signer_asked(unit: str) -> "Signer":
    """The key of a unit, made where there is none; where it is locked, its passphrase is asked for. Raises Refused where it can't be used."""
    from reportgen.diagnostics import Place, Unreadable, error
    from reportgen.filing.keys import config_folder, key_path, open_signer

    folder = config_folder()
    try:
        signer = open_signer(folder, unit, ask_passphrase)
    except Unreadable as fault:
        raise Refused((fault.diagnostic("key", Place(str(key_path(folder, unit)))),)) from fault
    except OSError as fault:
        message = f"签名密钥的文件夹读写不了：{cause(fault)}"
        raise Refused((error("key.failed", message, Place(str(folder)), help="请检查这个文件夹的权限和磁盘空间"),)) from fault
    if signer.is_new:
        click.echo(f"已为{unit}生成签名密钥：{key_path(folder, unit)}（不在工作区里，请另行备份，不要外传）", err=True)
    return signer


def ask_passphrase() -> str:
    """The passphrase of a key: of the environment, else typed in."""
    import os

    from reportgen.filing.keys import PASSPHRASE

    return os.environ.get(PASSPHRASE) or str(click.prompt("签名密钥的口令", hide_input=True, err=True))


def person(by: str | None) -> str:
    """Who does it: as given, else the name of the system's user. Raises UsageError where the system knows none: somebody must give one."""
    name = (by or system_user()).strip()
    if not name:
        raise click.UsageError("系统没有用户名，请用 --by 写明姓名")
    return name


def workspace_asked(ctx: click.Context, asked: str | None) -> tuple["Workspace", str]:
    """The workspace and the season that a command works on. Raises Refused where the settings or the season are at fault."""
    from reportgen.language.sources import speaking_of
    from reportgen.pipeline.selection import choose_season
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    season, problems = choose_season(workspace, asked)
    if season is None:
        raise Refused(problems)
    ctx.with_resource(speaking_of(season))
    return workspace, season


def open_asked(ctx: click.Context, asked: str | None) -> "Project":
    """The season that a command works on; of its data is read what isn't known. Raises Refused where the settings, the season or the kinds are at fault.

    What the command finds out is kept when it ends.
    """
    from reportgen.building.project import open_project

    project = open_project(*workspace_asked(ctx, asked))
    ctx.call_on_close(project.keep)
    if not project.roster.kinds:
        raise Refused(tuple(problem for problem in project.outline.common if problem.code.startswith("kinds.")))
    return project


def choose(roster: "Roster", words: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The names of units and the ids of kinds that a person asked for (None means all); a word may name either. Raises Refused for those that there are not."""
    from reportgen.pipeline.selection import choose_kinds, choose_units, kinds_among

    units, among = kinds_among(roster, words)
    chosen, wrong_units = choose_units(roster, units)
    found, wrong_kinds = choose_kinds(roster, (*among, *(name.strip() for word in kinds for name in re.split("[,，、]", word) if name.strip())))
    if wrong_units or wrong_kinds:
        raise Refused((*wrong_units, *wrong_kinds))
    return chosen, found


def choose_one(roster: "Roster", unit: str, kind: str) -> tuple[str, str]:
    """The unit's name and the kind's id of one document; the two words may stand in either order. Raises Refused for what there isn't.

    Of a series somebody must say which issue, where there are more than one.
    """
    from reportgen.pipeline.selection import choose_kinds, choose_units, kinds_among, one_kind

    if kinds_among(roster, (unit,))[1] and not kinds_among(roster, (kind,))[1]:
        unit, kind = kind, unit
    units, wrong_units = choose_units(roster, (unit,))
    kinds, wrong_kinds = choose_kinds(roster, (kind,))
    if units is None or kinds is None or wrong_units or wrong_kinds:
        raise Refused((*wrong_units, *wrong_kinds))
    name = next(iter(units))
    one, problems = one_kind(roster, name, kinds)
    if one is None:
        raise Refused(problems)
    return name, one


def refuse_unmade(roster: "Roster", unit: str, kind: str) -> None:
    """Raises Refused where a unit doesn't make a kind of document, and says why."""
    from reportgen.pipeline.selection import not_made

    problems = not_made(roster, frozenset((unit,)), frozenset((kind,)))
    if problems:
        raise Refused(problems)
