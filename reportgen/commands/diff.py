"""reportgen diff."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.commands.common import (
    DONE,
    WITH_ERRORS,
    Refused,
    choose,
    choose_one,
    complete_kinds,
    complete_units,
    json_option,
    open_asked,
    season_option,
)
from reportgen.commands.diff_files import diff_files, files_among
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, warning
from reportgen.files import cause

if TYPE_CHECKING:
    from reportgen.building.project import Project
    from reportgen.compare.compare import ComparedFiles
    from reportgen.diff.difference import Difference
    from reportgen.versions.history import History
    from reportgen.versions.version import Key, Version
    from reportgen.workspace import Workspace

FORMATS = (".docx", ".pdf", ".html")


@click.command(
    cls=Command,
    short_help="两个版本、两个文件之间改了什么，花脸稿",
    help=(
        "列出一份公文两个版本之间的变化：哪个数变了、是哪个单元格引起的，文字改了什么，核查结果有什么变化。"
        "--to 写成花脸稿（Word 修订、PDF）或者左右对照的网页。\n\n"
        "也可以比较任何两个 Word（.docx）、PDF 文件，不需要工作区；写三个文件的，先写原稿，再写由它改成的两份，指出两份都改了的地方。\n\n"
        "例：reportgen diff 原平市 实施方案                     最近两个版本\n\n"
        "    reportgen diff 原平市 实施方案 2 5                 第2版和第5版\n\n"
        "    reportgen diff 原平市 实施方案 报送 --to 花脸稿.docx   上次报送的版本和现在的\n\n"
        "    reportgen diff 收到的.pdf 发出的.docx                两个文件的文字\n\n"
        "    reportgen diff 原稿.docx 领导改的.docx 最新的.docx   两份都改了哪里"
    ),
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=complete_units, help_text="单位名称或者代码；或者文件")
@click.argument("kind", cls=Argument, metavar="文种", required=False, shell_complete=complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.argument("old", cls=Argument, metavar="[旧版]", required=False, help_text="版本号，或者“报送”；默认为上一个版本")
@click.argument("new", cls=Argument, metavar="[新版]", required=False, help_text="版本号，或者“报送”；默认为最近的版本")
@click.option("--against", metavar="单位、年份或另一期", help="与另一个单位、另一年度的同一文种，或者另一期比较，例如 保德县 或者 2022")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="写成花脸稿 .docx、.pdf，或者左右对照的网页 .html")
@click.option("--moves", is_flag=True, help="Word 花脸稿中，整段移动的标为移动，不标为删除和插入")
@season_option
@json_option
@click.pass_context
def diff(
    ctx: click.Context,
    unit: str,
    kind: str | None,
    old: str | None,
    new: str | None,
    against: str | None,
    target: Path | None,
    season: str | None,
    *,
    moves: bool,
    as_json: bool,
) -> int:
    """Print what differs between two versions or files, or write it as a redline."""
    from reportgen.console.diff import print_diff
    from reportgen.console.diff_json import diff_json
    from reportgen.versions.history import open_history
    from reportgen.versions.version import Key
    from reportgen.workspace import Workspace, packaged_templates

    if target is not None and target.suffix.lower() not in FORMATS:
        raise click.BadParameter(f"“{target.name}”的后缀应当是 {'、'.join(FORMATS)} 中的一个", ctx=ctx, param_hint="--to")
    if moves and (target is None or target.suffix.lower() != ".docx"):
        raise click.UsageError("--moves 只用于 Word 花脸稿（--to 文件.docx）", ctx=ctx)
    if files := files_among(ctx, (unit, kind, old, new)):
        if against is not None or season is not None:
            raise click.UsageError("--against、--season 只用于版本，不用于文件", ctx=ctx)
        return diff_files(ctx, files, target, partial(_write_files, Workspace(packaged_templates().parent), moves=moves), as_json=as_json)
    if kind is None:
        raise click.MissingParameter(ctx=ctx, param=next(param for param in ctx.command.params if param.name == "kind"))
    if against is not None and (old is not None or new is not None):
        raise click.UsageError("--against 比较的是各自最近的版本，不能同时写版本号", ctx=ctx)
    project = open_asked(ctx, season)
    key = Key(project.name, *choose_one(project.roster, unit, kind))
    with open_history(project.workspace.outputs) as history:
        found = _versions(history, project, key, old, new) if against is None else _against(history, project, key, against)
        problems = tuple(history.problems)
    if found is not None and target is not None:
        problems += _write(project.workspace, found, target, moves=moves)
    if found is not None and as_json:
        console.print_json(diff_json(found))
    elif found is not None and target is None:
        print_diff(found)
    elif not has_errors(problems):
        click.echo(f"已写到 {target}")
    console.print_problems(problems)
    return WITH_ERRORS if has_errors(problems) else DONE


def _versions(history: "History", project: "Project", key: "Key", old: str | None, new: str | None) -> "Difference | None":
    """Two versions of one document; None where one of them is damaged. Raises Refused for versions that there are not."""
    from reportgen.diff.choosing import as_document
    from reportgen.diff.difference import difference

    before, after = _version(history, project, key, old, back=1 if new is None else 0), _version(history, project, key, new)
    one, other = as_document(history, before), as_document(history, after)
    return None if one is None or other is None else difference(one, other)


def _against(history: "History", project: "Project", key: "Key", word: str) -> "Difference | None":
    """The last versions of the document and of another unit's or season's, or of another issue; None where one of them is damaged. Raises Refused."""
    from reportgen.diff.choosing import as_document
    from reportgen.diff.difference import against
    from reportgen.inputs.numbered import series_of
    from reportgen.pipeline.selection import kinds_among
    from reportgen.workspace import is_year

    if is_year(word):
        other, names = key._replace(season=word), (f"{word}年", f"{key.season}年")
    elif kinds_among(project.roster, (word,))[1]:
        other = key._replace(kind=choose_one(project.roster, key.unit, word)[1])
        if series_of(other.kind) != series_of(key.kind):
            raise Refused((error("selection.other-kind", f"“{word}”是另一个文种，不能比较", help="请写同一文种的另一期、另一个单位或者另一年度"),))
        called = {kind.id: kind.name.removeprefix(f"{kind.of[1]}-") for kind in project.roster.kinds if kind.of}
        names = called[other.kind], called[key.kind]
    else:
        units, _ = choose(project.roster, (word,), ())
        unit = next(iter(units or ()))
        other, names = key._replace(unit=unit), (unit, key.unit)
    if other == key:
        raise Refused((error("selection.same-document", f"“{word}”就是这份公文自己", help="请写另一个单位、另一年度或者另一期"),))
    before, after = _version(history, project, other, None), _version(history, project, key, None)
    one, two = as_document(history, before, names[0]), as_document(history, after, names[1])
    return None if one is None or two is None else against(one, two)


def _version(history: "History", project: "Project", key: "Key", asked: str | None, back: int = 0) -> "Version":
    from reportgen.diff.choosing import choose_version
    from reportgen.inputs.programme import season_name

    kind = next(one.name for one in project.roster.kinds if one.id == key.kind)
    season = "" if key.season == project.name else f"{key.season}{season_name(project.workspace)}"
    version = choose_version(history, key, f"{season}{key.unit}《{kind}》", asked, back=back if asked is None else 0)
    if isinstance(version, Diagnostic):
        raise Refused((version, *history.problems))
    return version


def _write(workspace: "Workspace", found: "Difference", target: Path, *, moves: bool) -> tuple[Diagnostic, ...]:
    """The difference as a file; the problems that there are with it."""
    from reportgen.building.redlined import redlined
    from reportgen.building.renderer import open_renderer

    renderer, problems = open_renderer(workspace)
    if renderer is None:
        return problems
    content, problems = redlined(workspace, renderer, found, target.suffix.lower().removeprefix("."), moves=moves)
    return problems if content is None or has_errors(problems) else (*problems, *_saved(content, target))


def _write_files(workspace: "Workspace", found: "ComparedFiles", target: Path, *, moves: bool) -> tuple[Diagnostic, ...]:
    """What differs between two files as a file; the problems that there are with it. A Word redline of two Word files keeps their form."""
    from reportgen.reconcile.beside import FOOTER, HEADER
    from reportgen.redline.redline import redline_files

    if target.suffix.lower() != ".docx" or found.old.is_pdf or found.new.is_pdf:
        return _write(workspace, found.difference, target, moves=moves)
    if moves:
        raise click.UsageError("两个 Word 文件的花脸稿不标移动，请去掉 --moves")
    try:
        made = redline_files(found.old.data, found.new.data)
    except Unreadable as fault:
        return (fault.diagnostic("compare", Place(found.new.name)),)
    if isinstance(made, Diagnostic):
        return (made,)
    unmarked = dict.fromkeys(change.kind for change in found.beside if change.kind in (HEADER, FOOTER))
    help_text = "变了什么，请看不写 --to 时列出的“正文以外的改动”"
    told = (warning("diff.unmarked", f"{'、'.join(unmarked)}按“{found.new.name}”，其中的变化没有标成修订", help=help_text),) if unmarked else ()
    return (*_saved(made, target), *told)


def _saved(content: bytes, target: Path) -> tuple[Diagnostic, ...]:
    from reportgen.files import replace_file

    try:
        replace_file(target, content)
    except OSError as fault:
        help_text = "文件可能正在 Word 或 WPS 中打开，或者没有写权限；请关闭后重试，或者换一个文件名"
        return (error("diff.unwritable", f"写不了 {target}：{cause(fault)}", help=help_text),)
    return ()
