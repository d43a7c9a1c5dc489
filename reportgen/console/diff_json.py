"""What differs between two documents as one JSON value (`diff --json`)."""

from decimal import Decimal
from typing import Any

from reportgen.diagnostics import place_json
from reportgen.diff.blocks import PARAGRAPH
from reportgen.diff.difference import Difference
from reportgen.diff.document_figures import ShownFigure
from reportgen.diff.figure_changes import FigureChange
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import Told, told
from reportgen.diff.table_summary import ToldTable, told_table, whole_rows
from reportgen.render.sides import PILCROW
from reportgen.versions.cells import CellChange


def diff_json(difference: Difference) -> dict[str, Any]:
    """The difference, in order of reading.

    `figures` are those whose values changed; `figures_new` and `figures_gone` those that only one of the documents shows; `cells` the
    changed cells (words, dates) that stand behind no figure that changed. A block's `old` and `new` are its words (a table's or chart's:
    of its caption), with a ¶ where one of its `paragraphs` (how many on either side) ends and another follows; `runs` what changed in them,
    `formats` what looks otherwise, its `cells` those of a table that came or went whole. Values are exact decimals as text,
    null where one is missing.
    """
    findings = difference.findings
    return {
        "old": difference.old.number,
        "new": difference.new.number,
        "old_name": difference.old.name,
        "new_name": difference.new.name,
        "figures": [_figure(change) for change in difference.changed],
        "cells": [_cell(cell) for cell in difference.cells],
        "blocks": blocks_json(difference),
        "findings": {
            "new": [dict(finding) for finding in findings.new],
            "gone": [dict(finding) for finding in findings.gone],
            "changed": [{"old": dict(old), "new": dict(new)} for old, new in findings.changed],
        },
        "figures_new": [_figure(change) for change in difference.figures if change.op is Op.INSERT],
        "figures_gone": [_figure(change) for change in difference.figures if change.op is Op.DELETE],
    }


def _figure(change: FigureChange) -> dict[str, Any]:
    shown = change.shown
    cells = [_cell(cell) for cell in change.cells]
    return {
        "figure": shown.name,
        "label": shown.label,
        "row": shown.row or None,
        "unit": shown.unit,
        "old": _value(change.old),
        "new": _value(change.new),
        "difference": None if change.difference is None else _exact(change.difference),
        "old_shown": [] if change.old is None else list(change.old.texts),
        "new_shown": [] if change.new is None else list(change.new.texts),
        "sources": cells or [{**place_json(place), "old": None, "new": None} for place in shown.places],
    }


def _cell(cell: CellChange) -> dict[str, Any]:
    return {**place_json(cell.place), "old": cell.old, "new": cell.new}


def _value(shown: ShownFigure | None) -> str | None:
    return None if shown is None or shown.value is None else _exact(shown.value)


def _exact(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


def blocks_json(difference: Difference) -> list[dict[str, Any]]:
    """The blocks that differ."""
    return [_block(entry) for entry in told(difference)]


def _block(entry: Told) -> dict[str, Any]:
    pair = entry.pair
    block: dict[str, Any] = {
        "id": entry.id,
        "op": pair.op.value,
        "old": None if pair.old is None else _words(pair.old.text),
        "new": None if pair.new is None else _words(pair.new.text),
        "sort": entry.sort.value,
        "paragraphs": [0 if block is None else len(block.elements) for block in (pair.old, pair.new)],
        "under": list(entry.under),
        "formats": [{"what": look.what, "old": look.old, "new": look.new} for look in pair.formats],
        "runs": runs_json(pair.runs),
    }
    if entry.after is not None:
        block["after"] = entry.after
    table = told_table(pair)
    if table is not None:
        block |= _table(table)
    elif rows := whole_rows(pair):
        block["cells"] = [list(row) for row in rows]
    if pair.chart is not None:
        block["marks"] = [{"figure": m.figure, "label": m.label, "unit": m.unit, "old": m.old, "new": m.new} for m in pair.chart.marks]
    return block


def _table(table: ToldTable) -> dict[str, Any]:
    rows = [
        {"op": row.op.value, "name": row.name, "cells": [{"column": name, "op": cell.op.value, "runs": runs_json(cell.runs)} for name, cell in row.cells]}
        for row in table.rows
    ]
    moved = [{"column": column.name, "swapped": column.swapped, "after": column.after} for column in table.columns_moved]
    return {"rows": rows, "columns_new": list(table.columns_new), "columns_gone": list(table.columns_gone), "columns_moved": moved}


def runs_json(runs: tuple[Run, ...]) -> list[list[str]]:
    """[op, text], so that the old words are those of equal and delete, the new ones those of equal and insert."""
    return [[run.op.value, _words(run.text)] for run in runs]


def _words(text: str) -> str:
    """A text on its way out: the end of a paragraph in it as a reader is shown it."""
    return text.replace(PARAGRAPH, PILCROW)
