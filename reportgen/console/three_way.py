"""What two documents made of one: on the console, and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from reportgen.console import PLACES_SHOWN
from reportgen.console.diff import print_heading, shown_cell
from reportgen.console.diff_json import runs_json
from reportgen.console.words import changed_words
from reportgen.diff.three_way import PlaceChange, ThreeWay
from reportgen.versions.cells import CellChange

_SHOWN = 40  # places of a list

Behind = Mapping[str, Sequence[CellChange]]
"""The cells that moved a figure of the other document, by its name, as far as they are known."""


def print_both(places: ThreeWay, names: tuple[str, str], behind: Behind) -> None:
    """The places that both changed, on stdout; `names` are what the two documents are called."""
    if not places.both:
        print_heading(f"没有{names[0]}和{names[1]}都改了的地方")
        return
    differ = f"其中{places.conflicts}处改得不一致，请先商定" if places.conflicts else "改得一样"
    print_heading(f"{names[0]}和{names[1]}都改了的（{len(places.both)}处，{differ}）")
    for place in places.both[:_SHOWN]:
        first = place.one[0]
        head = click.style("一致" if place.same else "不一致", fg="green" if place.same else "red", bold=True)
        click.echo(f"  {head}　{click.style(' > '.join(first.under), bold=True)}")
        for change in place.one:
            click.echo(f"      {names[0]}　{_words(change)}")
        for change in place.other:
            click.echo(f"      {names[1]}　{_words(change)}")
            _cells(change, behind)
    _more(len(places.both))


def print_places(title: str, changes: Sequence[PlaceChange], behind: Behind) -> None:
    """Places that one document changed, on stdout."""
    print_heading(f"{title}（{len(changes)}处）" if changes else f"{title}：没有")
    for change in changes[:_SHOWN]:
        click.echo(f"  {click.style(' > '.join(change.under), bold=True)}　{_words(change)}")
        _cells(change, behind)
    _more(len(changes))


def _more(count: int) -> None:
    if count > _SHOWN:
        click.echo(f"  等{count}处，用 --json 可以全部列出")


def _words(change: PlaceChange) -> str:
    return "　".join(filter(None, (change.where, changed_words(change.runs))))


def _cells(change: PlaceChange, behind: Behind) -> None:
    cells = list(dict.fromkeys(cell for figure in change.figures for cell in behind.get(figure, ())))
    for cell in cells[:PLACES_SHOWN]:
        click.echo(f"          {shown_cell(cell)}")
    if len(cells) > PLACES_SHOWN:
        click.echo(f"          等{len(cells)}个单元格")


def three_way_json(places: ThreeWay, names: tuple[str, str]) -> dict[str, Any]:
    """`both` are the places that both changed, `same` whether alike; `one` and `other` those that only the one, only the other did. Texts are whole."""
    return {
        "names": list(names),
        "both": [{"same": place.same, "one": list(map(_place, place.one)), "other": list(map(_place, place.other))} for place in places.both],
        "one": list(map(_place, places.one)),
        "other": list(map(_place, places.other)),
    }


def _place(change: PlaceChange) -> dict[str, Any]:
    return {
        "where": change.where or None,
        "under": list(change.under),
        "old": change.old,
        "new": change.new,
        "runs": runs_json(change.runs),
        "figures": list(change.figures),
    }
