"""The process that finds out how everything stands, whenever it is asked: so the server never reads or computes what takes long."""

import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from reportgen.desk.ending import end_with_parent, give_way, most_memory
from reportgen.desk.engine import EARLIER, Engine
from reportgen.desk.looker import Told
from reportgen.desk.seen import Unavailable
from reportgen.desk.standing_out import find_all

MOST_MEMORY = 400 * 2**20
"""Bytes: a process that took more to find everything out ends, and the next one takes what was found from what is kept."""
_NICENESS = 5
"""A page is waited for; of a roll-up it is told that it is under way."""
_OVER = object()
_BROKEN = "核对数据的程序出错（{}），请把这条提示反馈给软件维护人员"


def watch(root: Path, season: str, line: Connection) -> None:
    """Look whenever a number comes in, until the server ends."""
    end_with_parent()
    give_way(_NICENESS)
    engine, compared_at = Engine(root, season), 0.0
    with suppress(EOFError, OSError):  # the server has ended
        while most_memory() < MOST_MEMORY:
            number = line.recv()
            while line.poll():
                number = line.recv()
            if _look(engine, number, line) or time.time() > compared_at + EARLIER:
                compared_at = time.time() if _compare(engine, line) else 0.0


def _compare(engine: Engine, line: Connection) -> bool:
    """Find out which numbers stand out, and whether it came to its end: it is broken off where a look is asked for, and then gone on with."""
    steps = find_all(engine)
    while not line.poll():
        try:
            if next(steps, _OVER) is _OVER:
                return True
        except Exception:  # noqa: BLE001  # then nothing is told of them; what can't be read the look itself tells
            return True
    return False


def _look(engine: Engine, number: int, line: Connection) -> bool:
    """One look, which is broken off where the next one is asked for: what was found out until then is kept. Whether anything has changed."""
    began, changed = time.time(), False
    try:
        for seen in engine.looks():
            changed = True
            line.send(Told(number, began, seen))
            if seen.checking and line.poll():
                return True
    except Unavailable as fault:
        line.send(Told(number, began, is_over=True, fault=str(fault)))
    except (EOFError, OSError):
        raise
    except Exception as fault:  # noqa: BLE001  # told on the pages; the next look may do
        line.send(Told(number, began, is_over=True, fault=_BROKEN.format(type(fault).__name__)))
    else:
        line.send(Told(number, began, is_over=True))
    return changed
