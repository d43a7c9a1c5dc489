"""Volumes that are due: sent to the processes or machines that make them, a few ahead, and written as they come."""

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from reportgen.building.workers import Submitted, Workers
from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.files import MAX_BYTES, cause, read_file
from reportgen.handbooks.frame import Frame, Member, VolumeOrder
from reportgen.handbooks.planning import Plan, Volume, order_of
from reportgen.handbooks.record import Record, Standing
from reportgen.handbooks.scans import bound_ahead, unpacked
from reportgen.handbooks.shown import is_bound
from reportgen.handbooks.volume import make_volume

AHEAD = max(8, 2 * (os.cpu_count() or 1))
"""So many volumes are on their way at once: enough for the processors of a machine, and no more than memory holds with their photographs."""
AHEAD_IN_CLUSTER = 70
"""As many as there may be processes in a cluster (docs/cluster.md)."""
_MOST_AHEAD = 2**30
"""So many bytes the volumes on their way may have together: their photographs, and what has come back and waits for one before it, are in memory."""
_SENT = 16
"""So many households' papers are on their way to other machines at once: some hundred MB."""
_SPARE = 1.1
"""What the disk must have besides what is reckoned: photographs differ."""

Opened = Callable[[], AbstractContextManager[Workers]]


@dataclass(frozen=True, slots=True)
class Made:
    """How a volume came out: made, standing as it was, or failed."""

    volume: Volume
    status: Literal["made", "unchanged", "failed"]
    bytes: int
    problems: tuple[Diagnostic, ...] = ()


def too_little_disk(outputs: Path, needed: int) -> Diagnostic | None:
    """That the disk of the outputs hasn't the room; None where it has, or nobody knows."""
    try:
        free = shutil.disk_usage(outputs if outputs.exists() else outputs.parent).free
    except OSError:
        return None
    if needed * _SPARE <= free:
        return None
    message = f"磁盘空间不够：大约需要{in_words(needed)}，还有{in_words(free)}，没有开始"
    return error("handbook.disk", message, help="请清理磁盘，或者用 --village 一次做几个村，移走以后再做其余的")


def in_words(size: int) -> str:
    """So many bytes."""
    return f"{size / 2**30:.1f}GB" if size >= 2**30 else f"{max(size, 1) / 2**20:.1f}MB"


def make(plan: Plan, record: Record, workers: Workers, *, cluster: bool = False) -> Iterator[Made]:
    """The volumes of a plan as they are done; those that stand come first. In a `cluster` other machines are sent what lies on this one's disk."""
    for volume in plan.volumes:
        if volume.standing is Standing.CURRENT:
            yield Made(volume, "unchanged", 0)
    waiting: deque[tuple[Volume, Submitted]] = deque()
    for volume in plan.due:
        order = order_of(plan, volume)
        if cluster:
            order = replace(order, members=_with_papers(order.frame, order.members, workers))
        waiting.append((volume, workers.begin(partial(make_volume, order), _words(order) if cluster else "")))
        while waiting and (workers.are_here or waiting[0][1].is_done() or _are_enough(waiting, AHEAD_IN_CLUSTER if cluster else AHEAD)):
            yield _written(*waiting.popleft(), record)
    while waiting:
        yield _written(*waiting.popleft(), record)


def _are_enough(waiting: Sequence[tuple[Volume, Submitted]], most: int) -> bool:
    """Whether no more volumes are sent before the first of these is written."""
    return len(waiting) >= most or (len(waiting) > 1 and sum(volume.bytes for volume, _ in waiting) > _MOST_AHEAD)


def _written(volume: Volume, begun: Submitted, record: Record) -> Made:
    rendering = begun.result()
    shown = Place(f"{record.outputs.name}/{volume.name}")
    problems = rendering.problems
    if rendering.fault is not None:
        problems = (*problems, error("handbook.fault", f"程序出错：{rendering.fault}", shown, help="请把这条信息告诉软件的维护人员"))
    if rendering.content is None:
        return Made(volume, "failed", 0, problems or (error("handbook.failed", "没有生成", shown, help="请重新运行一次"),))
    if volume.edited:
        problems = (*problems, warning("handbook.edited", "原来的文件被人修改过，没有覆盖，新生成的另存", shown, help="不需要保留修改的，删除原文件后重新生成"))
    try:
        record.put(volume.name, rendering.content, volume.key)
    except OSError as fault:
        help_text = "请检查磁盘空间和文件夹权限；文件正打开着的请关闭；再运行一次，已经做好的不会重做"
        return Made(volume, "failed", 0, (*problems, error("handbook.write", f"写不了：{cause(fault)}", shown, help=help_text)))
    return Made(volume, "made", len(rendering.content), problems)


def _with_papers(frame: Frame, members: Sequence[Member], workers: Workers) -> tuple[Member, ...]:
    """Households whose papers have been made ready by other machines, which have no folder in common with this one."""
    found = list(members)
    sent: deque[tuple[int, Submitted]] = deque()

    def take() -> None:
        at, begun = sent.popleft()
        content = begun.result().content
        found[at] = replace(found[at], bound=None if content is None else unpacked(content))

    for at, member in enumerate(members):
        if any(is_bound(frame, paper.sort) for paper in member.papers):
            sent.append((at, workers.begin(partial(bound_ahead, frame, _carrying(frame, member)))))
            if len(sent) >= _SENT:
                take()
    while sent:
        take()
    return tuple(found)


def _carrying(frame: Frame, member: Member) -> Member:
    """A household with what is in its papers; one that can't be read here is told where it is looked for again."""

    def content(path: str) -> bytes | None:
        try:
            return read_file(path, MAX_BYTES).data
        except OSError:
            return None

    return replace(member, papers=tuple(replace(paper, content=content(paper.path)) if is_bound(frame, paper.sort) else paper for paper in member.papers))


def _words(order: VolumeOrder) -> str:
    """The words of a volume: a character that the layout's fonts lack is drawn with another, which not every machine has."""
    texts = {value for member in order.members for value in member.values if isinstance(value, str)}
    return "".join(sorted({*order.town, *order.village, *order.frame.authority, *(character for text in texts for character in text)}))
