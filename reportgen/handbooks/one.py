"""One household's handbook as a Word file."""

from reportgen.building.project import Project
from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.files import cause
from reportgen.handbooks.frame import VolumeOrder
from reportgen.handbooks.planning import Unit, entry_of, member_of
from reportgen.handbooks.record import Record
from reportgen.handbooks.volume import compose_one
from reportgen.inputs.wording import proposal
from reportgen.ledger.engine import quoted

FOLDER = "户"
"""Where they stand among the volumes."""


def write_household(unit: Unit, record: Record, number: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Write the handbook of a household (户号) of a unit; its file relative to the outputs, None where there is none, and what is to be said."""
    title = unit.handbook.ledger.columns[unit.handbook.number].column.title
    found = unit.ledger.villages(f'"{unit.handbook.number}" = {quoted(number)}')
    if not found:
        known = [str(one) for (one,) in unit.ledger.rows.ask(f'SELECT DISTINCT "{unit.handbook.number}" FROM held WHERE "{unit.handbook.number}" IS NOT NULL')]
        message = f"{unit.scope.unit.name}的《{unit.handbook.ledger.title}》中没有{title}“{number}”{proposal(number, known)}"
        return None, (error("handbook.no-household", message, help=f"请检查{title}"),)
    village = found[0]
    if len(found) > 1 or len(village.households) > 1:
        places = [unit.ledger.place(one, unit.handbook.number) for of in found for one in of.households]
        return None, (error("handbook.number-twice", f"{title}“{number}”不止一户", *places, help=f"请改正{title}，一户一个"),)
    papers = unit.papers(found, frozenset(), whole=False)
    entry = entry_of(unit, village.households[0], papers)
    order = VolumeOrder(unit.frame, village.town, village.name, (member_of(entry),))
    composed = compose_one(order)
    if isinstance(composed, Diagnostic):
        return None, (*papers.problems, composed)
    html, problems = composed
    return _written(unit.project, record, f"{unit.folder}/{FOLDER}/{number}.docx", html, (*papers.problems, *problems))


def _written(project: Project, record: Record, name: str, html: str, problems: tuple[Diagnostic, ...]) -> tuple[str | None, tuple[Diagnostic, ...]]:
    from reportgen.building.renderer import render

    renderer = project.renderer
    if renderer is None:
        return None, problems
    rendering = render(renderer, html, "docx")
    shown = Place(f"{record.outputs.name}/{name}")
    if rendering.content is None:
        fault = error("handbook.fault", f"程序出错：{rendering.fault}", shown, help="请把这条信息告诉软件的维护人员") if rendering.fault else None
        return None, (*problems, *rendering.problems, *((fault,) if fault else ()))
    used, _ = record.place(name, "")
    if used != name:
        problems = (*problems, warning("handbook.edited", "原来的文件被人修改过，没有覆盖，新生成的另存", shown, help="不需要保留修改的，删除原文件后重新生成"))
    try:
        record.put(used, rendering.content, "")
    except OSError as fault_:
        return None, (*problems, error("handbook.write", f"写不了：{cause(fault_)}", shown, help="请关闭打开着的文件，检查磁盘空间和文件夹权限"))
    return used, problems
