"""reportgen trace."""

from functools import partial
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.commands.common import (
    DONE,
    WITH_ERRORS,
    Refused,
    choose_one,
    complete_kinds,
    complete_units,
    json_option,
    open_asked,
    refuse_unmade,
    season_option,
)
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors, place_json

if TYPE_CHECKING:
    from reportgen.building.project import Project
    from reportgen.inputs.schema import Record


@click.command(
    cls=Command,
    short_help="一个数从哪里来",
    help="列出公文中每个数据项的数值、算法和来源单元格。\n\n例：reportgen trace 原平市 实施方案 tasks.total",
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=complete_units, help_text="单位名称或者代码")
@click.argument("kind", cls=Argument, metavar="文种", shell_complete=complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.argument(
    "figure",
    cls=Argument,
    metavar="[数据项]",
    required=False,
    help_text="数据项名称（tasks.total）、数据表的列名（任务户数）或者公文里的一个数（154898）；不写为全部",
)
@season_option
@json_option
@click.pass_context
def trace(ctx: click.Context, unit: str, kind: str, figure: str | None, season: str | None, *, as_json: bool) -> int:
    """Print where the numbers of a document come from."""
    from reportgen.diagnostics import error
    from reportgen.language.figure import Figure
    from reportgen.pipeline.selection import nearest
    from reportgen.pipeline.traced import meant, named_in

    opened = open_asked(ctx, season)
    unit, kind = choose_one(opened.roster, unit, kind)
    refuse_unmade(opened.roster, unit, kind)
    if (unit, kind) not in opened.roster.documents:
        raise Refused((error("selection.no-document", f"{unit}的单位说明读不了", help=f"请运行 reportgen check {unit} 查看"),))
    found = opened.trace((unit, kind))
    traced, problems = found.traced, found.problems
    if figure is not None:
        figure = named_in(figure, int(opened.name))
        near = nearest(figure, [name for item in traced for name in (item.figure.name, item.figure.label)], 0.5)
        asked = partial(meant, traced, cells_headed=lambda word: opened.cells_headed(word, (unit, kind), found))
        traced = asked(figure)
        if not traced and not has_errors(problems):
            names = opened.names((unit, kind))
            traced = next((asked(named.value.name) for named in names if named.name == figure and isinstance(named.value, Figure)), ())
        if not traced and (edited := _edited(opened, unit, kind, figure)):
            if as_json:
                console.print_json({**console.trace_json(()), "edits": [place_json(row.place("new")) for row in edited]})
            else:
                console.print_edits(figure, edited)
            return DONE
        if not traced and not has_errors(problems):
            if any(figure in (named.name, named.label) for named in names):
                help_text = f"数据里有这个数据项，只是这份公文没有写；它的数值请运行 reportgen figures {unit} 查看"
                raise Refused((error("selection.not-printed", f"公文里没有写“{figure}”", help=help_text),))
            help_text = f"是否要写“{near}”" if near else "不写数据项名称可以列出全部"
            message = f"公文里没有数据项“{figure}”，没有这样的表头，也没有写着这个数"
            raise Refused((error("selection.unknown-figure", message, help=help_text),))
    else:
        traced = tuple(item for item in traced if item.shown)
    if as_json:
        console.print_json(console.trace_json(traced))
    else:
        console.print_trace(traced, whole=figure is not None and len(traced) == 1)
    if has_errors(problems):
        console.print_problems(problems)
        return WITH_ERRORS
    return DONE


def _edited(opened: "Project", unit: str, kind: str, word: str) -> "tuple[Record, ...]":
    """The edits (文字修改) of a document that put words into it."""
    from reportgen.documents.edits import edits_of, said_in

    job = opened.season(frozenset((unit,))).job((unit, kind))
    return said_in(edits_of(job.scope, job.kind.name), word)
