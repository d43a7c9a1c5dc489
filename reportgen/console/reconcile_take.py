"""What taking a returned Word file writes into the inputs, and what else is to be done, on the console and as JSON."""

from typing import Any

import click

from reportgen.console import PLACES_SHOWN
from reportgen.console.diff import print_heading
from reportgen.console.reconcile import SEALED, print_beside, print_figures, print_keys, short
from reportgen.diagnostics import place_json
from reportgen.documents.places import in_words
from reportgen.inputs.schema.choices import Editing
from reportgen.reconcile.reconcile import Reconciled
from reportgen.reconcile.take import Taking
from reportgen.reconcile.taking import TakenEdit

_BUILD = "reportgen build {unit} --season {season}"


def print_taking(found: Reconciled, taking: Taking, *, written: bool) -> None:
    """What was, or would be, written, then what can't be taken: conflicts, numbers and texts of cells, 单位.yaml, the rest."""
    edits, verb = taking.edits, "已取入" if written else "可以取入"
    print_heading(f"{verb}的文字改动（{len(edits)}处）" if edits else "没有可以取入的文字改动")
    for edit in edits:
        click.echo(f"  {_edit(edit)}")
    if taking.known:
        click.echo(f"  另有{taking.known}处已经取入过，或者现在已经这样写，不再写入")
    if taking.conflicts:
        print_heading(f"取不进来的（{len(taking.conflicts)}处：这份文件以后，模板或者数据换了说法，请商定以后自己改）")
        for conflict in taking.conflicts:
            click.echo(f"  {click.style('错误', fg='red', bold=True)}　{_edit(conflict.edit)}\n      {conflict.why}")
    numbers = tuple(edit for edit in found.figures if not edit.gone)
    if numbers:
        print_figures(numbers, f"改了的数据（{len(numbers)}项，不作文字取入，请在单元格里更正）")
    if taking.rest.asked:
        print_heading(f"改了的文字来自数据表（{len(taking.rest.asked)}处，请在单元格里改）")
        for asked in taking.rest.asked:
            places = [in_words([place])[0] for place in asked.places[:PLACES_SHOWN]]
            more = f"等{len(asked.places)}处" if len(asked.places) > PLACES_SHOWN else ""
            click.echo(f"  {_words(asked.old, asked.new)}\n      {'、'.join(places)}{more}")
    print_keys([(edit, ()) for edit in found.keys], frozenset())
    if taking.rest.untaken:
        print_heading(f"不能作为文字取入的（{len(taking.rest.untaken)}处）")
        for one in taking.rest.untaken:
            click.echo(f"  {_words(one.old, one.new)}　{' > '.join(one.under)}\n      {one.instead}")
    print_beside(found.beside)
    if found.sealed:
        click.echo(SEALED)
    if written and edits:
        build = _BUILD.format(unit=found.key.unit, season=found.key.season)
        click.echo(f"已写入 {taking.file}，运行 {build} 以后印在公文里；不要的，删除其中的那一行")


def taking_json(taking: Taking, *, written: bool) -> dict[str, Any]:
    """The same for programs; the figures are those of `reconciled_json`."""
    return {
        "file": taking.file.name,
        "written": written,
        "edits": [_edit_json(edit) for edit in taking.edits],
        "known": taking.known,
        "conflicts": [{**_edit_json(one.edit), "why": one.why} for one in taking.conflicts],
        "texts": [{"old": one.old, "new": one.new, "places": [place_json(place) for place in one.places]} for one in taking.rest.asked],
        "untaken": [{"old": one.old, "new": one.new, "under": list(one.under), "instead": one.instead} for one in taking.rest.untaken],
    }


def _edit_json(edit: TakenEdit) -> dict[str, str]:
    return {"action": str(edit.action), "heading": edit.heading, "old": edit.old, "new": edit.new}


def _edit(edit: TakenEdit) -> str:
    where = f"{edit.heading}　" if edit.heading else ""
    if edit.action is Editing.CHANGE:
        return f"{where}{_words(edit.old, edit.new)}"
    if edit.action is Editing.DELETE:
        return f"{where}删去“{short(edit.old)}”"
    return f"{where}在“{short(edit.old)}”{'后' if edit.action is Editing.ADD_AFTER else '前'}面增加“{short(edit.new)}”"


def _words(old: str, new: str) -> str:
    if not old:
        return f"新增“{short(new)}”"
    return f"“{short(old)}” → “{short(new)}”" if new else f"删去“{short(old)}”"
