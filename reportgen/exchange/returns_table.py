"""The table 填报收集: what was handed out by a unit, and what came back."""

from collections.abc import Mapping, Sequence
from datetime import date

from reportgen.diagnostics import Diagnostic, Place, notice
from reportgen.exchange.ledger import Ledger, not_written
from reportgen.exchange.reporting import Reported, reported
from reportgen.files import cause, replace_file
from reportgen.inputs.programme import programme_of
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.everywhere import RETURNS
from reportgen.workspace import Workspace

_HEAD = "# 由 reportgen hand-out 和 collect 记录，每次下发、收集时重写；不要手工修改。"
"""How the table begins that the program writes: any other is a person's."""


def write_table(workspace: Workspace, ledger: Ledger, upper: UnitInputs) -> tuple[Diagnostic, ...]:
    """Writes the 填报收集 of a unit anew, in its folder; one that a person keeps in another file is left alone, and that is told. Raises Unreadable."""
    dataset = programme_of(workspace)[0].by_key[RETURNS]
    path = workspace.root / upper.folder / f"{dataset.title}.yaml"
    rows = upper.rows(RETURNS) or ()
    others = [row.origin.place for row in rows if row.origin.place.file != workspace.relative(path)]
    if path.exists() and not workspace.read(path).startswith(_HEAD.encode()):
        others.append(Place(workspace.relative(path)))
    if others:
        message = f"《{dataset.title}》由人填写，没有更新"
        return (notice("exchange.returns-by-hand", message, others[0], help="要由程序记录的，请清空这张表", unit=upper.unit.name),)
    found = reported([one for one in ledger.issued() if one.upper == upper.unit.name], ledger.receipts(), date.min)
    try:
        replace_file(path, _table(found, {key: field.column.title for key, field in dataset.columns.items()}).encode())
    except OSError as fault:
        return (not_written(path, cause(fault)),)
    return ()


def _table(found: Sequence[Reported], titles: Mapping[str, str]) -> str:
    """The rows as YAML."""
    lines = [_HEAD]
    for one in found:
        said = one.identity
        values = {
            "name": said.unit,
            "handed_on": said.handed,
            "due": said.due,
            "returned_on": one.returned,
            "accepted_on": one.accepted,
            "faults": str(len(one.faults)) if one.faults else "",
            "lacking": "、".join(one.lacking) if one.returned else "",
        }
        shown = [f"{titles[key]}: {text}" for key, text in values.items() if text]
        lines += [f"- {shown[0]}", *(f"  {text}" for text in shown[1:])]
    return "\n".join([*lines, ""])
