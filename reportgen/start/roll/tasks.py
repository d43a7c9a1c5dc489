"""Tasks that were not finished: what is left of 改造任务, and of the pilot city's filed programme (备案任务)."""

from collections.abc import Sequence
from typing import Any

from reportgen.diagnostics import Place
from reportgen.inputs.numbers import plain
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.known import PILOT, PROGRESS, TASKS
from reportgen.language.figure import Source
from reportgen.start.roll.carry import Carried
from reportgen.start.roll.item import in_words, row_in_words
from reportgen.workbook.dataset import Row
from reportgen.workbook.sheet import Value

_SHOWN = 8  # the first ones lead to the rest


def carry_tasks(carried: Carried, inputs: UnitInputs, completion: Any, season: str) -> None:
    """Adds what is left of the tasks in the unit's own tables, by the theme of their completion; a task whose completion isn't known is only noted."""
    tasks = inputs.rows(TASKS) or ()
    by_path = {one.path: one for one in completion.by_path}
    for one in completion.by_path if tasks else ():
        if one.left.value is None and one.task.value != 0:
            lacking = "、".join(one.left.lacking) or f"《{inputs.programme.by_key[PROGRESS].title}》"
            carried.look(TASKS, f"{one.name}上年完成多少不清楚，算不出未完成的任务", lacking, "请核实，有未完成的自己填一行")
        elif one.left > 0:
            _left(carried, one, tasks, season)
    for row in inputs.rows(PILOT) or ():
        _pilot(carried, row, inputs.rows(PILOT) or (), by_path.get(row.path) if row.path else None, season)


def _left(carried: Carried, one: Any, tasks: Sequence[Record], season: str) -> None:
    if one.left.value is None or one.task.value is None or one.completed.value is None:
        return
    areas = {task.area for task in tasks if task.path is one.path and task.households != 0}
    area = areas.pop() if len(areas) == 1 else None
    note = f"{season}年任务{plain(one.task.value)}户（{_cells(one.task.sources)}）减完成{plain(one.completed.value)}户（{_cells(one.completed.sources)}）"
    row = Row({"path": one.path, "area": area, "households": one.left.value}, f"{season}年未完成的任务", {"households": note})
    number = carried.add(TASKS, row)
    split = "" if area is not None else "；上年任务分城区和农村，请把未完成的分开填写"
    to_do = f"请与本年度新下达的任务合并或者分行填写，不再实施的删除这一行{split}"
    carried.look(TASKS, f"{one.name}未完成{plain(one.left.value)}户", _cells(one.left.sources), to_do, number)


def _pilot(carried: Carried, row: Record, rows: Sequence[Record], one: Any | None, season: str) -> None:
    """A filed project that isn't finished. What the year completed of it is known where it is all that the path has."""
    source = row_in_words(row.origin.place)
    alone = sum(other.path is row.path for other in rows) == 1 and one is not None and one.task == row.planned
    done = one.completed.value if alone and one is not None else None
    earlier = None if done is None or row.earlier is None else row.earlier + done
    if earlier is not None and row.filed is not None and earlier >= row.filed:
        return
    values: dict[str, Value] = {"project": row.project, "path": row.path, "filed": row.filed, "earlier": earlier, "reason": row.reason, "due": row.due}
    notes = {}
    if earlier is not None and one is not None and done is not None:
        before = f"{season}年以前{row.earlier}户（{in_words(row.place('earlier'))}）"
        notes["earlier"] = f"{before}加{season}年完成{plain(done)}户（{_cells(one.completed.sources)}）"
    number = carried.add(PILOT, Row(values, f"结转自{source}", notes))
    to_do = "请核对以前年度完成户数，填写本年度任务户数" if earlier is not None else "请填写以前年度完成户数（加上年完成的）和本年度任务户数"
    carried.look(PILOT, f"备案任务“{row.project}”没有完成", source, to_do, number)


def _cells(sources: Sequence[Source]) -> str:
    """The cells that a number came from, the first few of them."""
    places = list(dict.fromkeys(source.place for source in sources))
    shown = "、".join(_cell(place, places[:number]) for number, place in enumerate(places[:_SHOWN]))
    return shown + (f"等{len(places)}处" if len(places) > _SHOWN else "")


def _cell(place: Place, before: Sequence[Place]) -> str:
    """A place in words; behind others of its sheet the cell alone."""
    same = any((place.file, place.sheet) == (other.file, other.sheet) for other in before)
    return (place.cell or str(place.line)) if same else in_words(place)
