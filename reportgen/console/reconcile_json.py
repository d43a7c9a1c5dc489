"""What was changed by hand in a Word file that came back, as one JSON value."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from reportgen.console import problem_json
from reportgen.console.diff_json import blocks_json
from reportgen.console.reconcile import help_of
from reportgen.console.three_way import three_way_json
from reportgen.diagnostics import Diagnostic, place_json
from reportgen.reconcile.comments import Comment
from reportgen.reconcile.edits import ChangedPlace, FigureEdit
from reportgen.reconcile.reconcile import RETURNED, Reconciled
from reportgen.reconcile.revisions import Revision


def reconciled_json(file: str, found: Reconciled | None, problems: Iterable[Diagnostic]) -> dict[str, Any]:
    """`matched` says how the version was found: by its identifier, or by its words with a `likeness` from 0 to 1.

    Without a version all but `file` and `problems` is null or empty. `figures` are those changed by hand: errors.
    """
    version = None if found is None else found.source.version
    likeness = None if found is None else found.source.likeness
    return {
        "file": file,
        "season": None if version is None else version.key.season,
        "unit": None if version is None else version.key.unit,
        "kind": None if version is None else version.key.kind,
        "title": None if found is None else found.title,
        "version": None if version is None else version.number,
        "matched": None if found is None else "identifier" if likeness is None else "text",
        "likeness": None if likeness is None else round(likeness, 4),
        "newer": [] if found is None else list(found.newer),
        "later": None if found is None or found.later is None else three_way_json(found.later.places, (RETURNED, f"第{found.later.number}版")),
        "figures": [] if found is None else [_figure_json(edit) for edit in found.figures],
        "rewritten": [] if found is None else [_figure_json(edit) for edit in found.rewritten],
        "keys": [] if found is None else [asdict(edit) for edit in found.keys],
        "unsourced": [] if found is None else [asdict(one) for one in found.unsourced],
        "blocks": [] if found is None else blocks_json(found.difference),
        "revisions": [] if found is None else [_revision_json(revision) for revision in found.revisions],
        "decided": None if found is None or found.decided is None else [asdict(one) for one in found.decided],
        "struck": [] if found is None else [{"text": one.text, "where": one.where} for one in found.struck],
        "beside": [] if found is None else [{"kind": one.kind, "old": one.old, "new": one.new} for one in found.beside],
        "not_compared": [] if found is None else list(found.unlooked),
        "comments": [] if found is None else [comment_json(one) for one in found.comments],
        "problems": [problem_json(problem) for problem in problems],
    }


def comment_json(comment: Comment) -> dict[str, str]:
    """A comment: whose, of when, what it says, and of which words."""
    return {"author": comment.author, "date": comment.date, "text": comment.text, "at": comment.at}


def _figure_json(edit: FigureEdit) -> dict[str, Any]:
    shown = edit.shown
    return {
        "figure": shown.name,
        "label": shown.label,
        "row": shown.row or None,
        "unit": shown.unit,
        "value": None if shown.value is None else f"{shown.value:f}",
        "places": [_spot_json(spot) for spot in edit.spots],
        "kept": edit.kept,
        "formula": shown.formula,
        "sources": [{**place_json(source.place), "raw": source.raw} for source in edit.sources],
        "help": help_of(edit),
    }


def _spot_json(spot: ChangedPlace) -> dict[str, Any]:
    return {"old": spot.old, "new": spot.new, "struck": spot.struck, "under": list(spot.under)}


def _revision_json(revision: Revision) -> dict[str, str]:
    return {"op": revision.kind.value, "author": revision.author, "date": revision.date, "text": revision.text, "where": revision.where}
